"""When statements were made: the table of sentences, and what carries over between them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from stance.dating import date_statement
from stance.model import Case, Token
from tests.dating.builder import Parser, build
from tests.dating.cases import DateCase, read_cases

TABLE = read_cases()
ENOUGH = 0.95
NO_CASE = Case(
    case_id="none", title="", sides=(), actors=(), topics=(), events=(), articles=()
)  # fmt: skip


def _is_right(each: DateCase, parser: Parser | None) -> bool:
    article, statement = build(each.text, each.report_day, lead=each.lead, parser=parser)
    dated = date_statement(article, statement, NO_CASE)
    return (dated.said_on or "") == each.said_on and dated.said_on_precision == each.precision


def _dated(text: str, report: str, lead: str = "") -> tuple[str | None, str]:
    article, statement = build(text, date.fromisoformat(report), lead=lead)
    dated = date_statement(article, statement, NO_CASE)
    return dated.said_on, dated.said_on_basis


def test_table_holds_at_least_120_sentences_without_repetition() -> None:
    assert len(set(TABLE)) == len(TABLE) >= 120


@pytest.mark.model
def test_dates_of_the_table_are_right_with_the_parse() -> None:
    from stance.nlp import parse

    def parser(text: str) -> tuple[Token, ...]:
        return parse([text])[0]

    wrong = [each.text for each in TABLE if not _is_right(each, parser)]
    assert len(wrong) <= (1 - ENOUGH) * len(TABLE), "\n".join(wrong)


def test_without_a_parse_nine_of_ten_sentences_are_still_right() -> None:
    wrong = [each.text for each in TABLE if not _is_right(each, None)]
    assert len(wrong) <= 0.1 * len(TABLE), "\n".join(wrong)


def test_basis_quotes_the_words_that_date_the_statement() -> None:
    text = "The envoy {said} on Friday that [the door was open]."
    assert _dated(text, "2023-06-19") == ("2023-06-16", '"Friday"')


def test_basis_says_article_date_where_the_text_names_no_other_day() -> None:
    assert _dated("[The door is open], the envoy {said}.", "2023-06-19")[1] == "article date"


def test_day_of_what_somebody_regrets_is_not_the_day_of_the_next_sentence() -> None:
    text = "The envoy regretted losses such as those of the storm in May. [It was over], he {said}."
    assert _dated(text, "2023-06-19")[1] == "article date"
    told = "The envoy voiced regret over the storm in May. [It was over], he {said}."
    assert _dated(told, "2023-06-19")[1] == "article date"


def test_earlier_statement_of_unknown_day_has_no_date_and_says_why() -> None:
    said_on, basis = _dated("The envoy has long {said} [the door was open].", "2023-06-19")
    assert said_on is None
    assert basis == '"has long said": day unknown'


def test_contradicting_weekday_is_reported_and_not_used() -> None:
    text = "The premier {said} on Sunday, June 19, 2023, that [trade was sound]."
    said_on, basis = _dated(text, "2023-06-20")
    assert said_on is None
    assert "2023-06-19 was a Monday" in basis


def test_statement_of_an_undated_article_keeps_its_words_as_basis() -> None:
    article, statement = build("The envoy {said} on Friday that [the door was open].", None)
    dated = date_statement(article, statement, NO_CASE)
    assert dated.said_on is None
    assert dated.said_on_precision is None
    assert dated.said_on_basis == '"Friday", article undated'


def test_full_date_in_the_sentence_dates_it_even_in_an_undated_article() -> None:
    article, statement = build("The envoy {said} on 16 June 2023 that [the door was open].", None)
    assert date_statement(article, statement, NO_CASE).said_on == "2023-06-16"


def test_weekday_ahead_of_the_report_is_tomorrow_only_where_a_time_zone_is_named() -> None:
    near = "The army {answered} in the early hours of Tuesday that [it had seen nothing]."
    far = "The army {answered} on Tuesday that [it had seen nothing]."
    assert _dated(near, "2023-06-19")[0] == "2023-06-20"
    assert _dated(far, "2023-06-19")[0] == "2023-06-13"


@pytest.mark.parametrize("offset", range(7))
def test_weekday_lies_within_the_week_up_to_the_report(offset: int) -> None:
    day = date(2023, 6, 19) + timedelta(days=offset)
    said_on, _ = _dated(f"The envoy {{said}} on {day:%A} that [it rained].", "2023-06-25")
    assert said_on == day.isoformat()


def test_lead_that_names_the_day_before_dates_the_whole_report() -> None:
    said_on, basis = _dated(
        "“[It went well],” the envoy {said}.", "2023-06-20", lead="The two met on Monday in Lima."
    )
    assert (said_on, basis) == ("2023-06-19", '"Monday"')


def test_background_paragraph_does_not_date_the_next_one() -> None:
    lead = "In March the two fell out over a bridge."
    assert _dated("“[It went well],” the envoy {said}.", "2023-06-20", lead=lead)[0] == "2023-06-20"


def test_same_statement_is_dated_the_same_way_twice() -> None:
    text = "The envoy {said} on Friday that [the door was open]."
    assert _dated(text, "2023-06-19") == _dated(text, "2023-06-19")


def test_day_in_a_question_of_a_transcript_is_not_the_day_of_the_answers() -> None:
    turns = (
        "Courier: The port said yesterday that it would close. What is your response?\n\n"
        "Ann Roe: We hope for talks.\n\nHerald: Will you travel there?"
    )
    last = "Ann Roe: [The plan stands]{.}"
    assert _dated(last, "2023-11-09", lead=turns)[0] == "2023-11-09"


def test_whoever_told_a_briefing_goes_on_on_the_day_of_the_briefing() -> None:
    lead = (
        "The two ministers met on Tuesday.\n\nThey spoke of fish.\n\nThey dined.\n\n"
        "Spokesman Max Clay told a briefing on Wednesday that the fleet was safe."
    )
    article, statement = build(
        "Clay {said} [the other side was asleep].", date(2024, 4, 17), lead=lead
    )
    dated = date_statement(article, replace(statement, speaker_name="Max Clay"), NO_CASE)
    assert (dated.said_on, dated.said_on_basis) == ("2024-04-17", '"Wednesday"')
    other = date_statement(article, replace(statement, speaker_name="Ida Moss"), NO_CASE)
    assert other.said_on == "2024-04-16"


def test_day_after_an_event_that_nobody_dates_is_open_and_stays_so() -> None:
    first = "Two days after the interview, the port {called} it [groundless]."
    assert _dated(first, "2024-03-12")[0] is None
    second = "Two days after the interview, the port issued a note. It {said} [it was calm]."
    assert _dated(second, "2024-03-12") == (None, '"Two days after the interview": day unknown')


@pytest.mark.model
def test_day_of_a_remark_that_somebody_is_asked_about_does_not_date_the_answer() -> None:
    from stance.nlp import parse

    marked = "Asked about the mayor's remark in February, the envoy {said} [he was right]."
    report = date(2024, 3, 12)
    article, statement = build(marked, report, parser=lambda text: parse([text])[0])
    assert date_statement(article, statement, NO_CASE).said_on == "2024-03-12"
