"""When articles were published: every kind of evidence, contradictions, and help from others."""

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.dating import ArticleDating, date_article, date_articles
from stance.model import Actor, Article, Case, CuratedFact, DateHint, Event, Tenure
from stance.reading import read, read_text
from stance.registry import load_case
from stance.resources import seeds_dir

BODY = "\n\nThe envoy left the city on Monday, an aide said.\n\nNobody saw him off at the quay."
CASE = Case(
    case_id="harbour",
    title="Two ports",
    sides=("North", "South"),
    actors=(
        Actor(
            actor_id="ada_moor", name="Ada Moor", side="North", family_name="Moor",
            tenures=(
                Tenure(title="harbour master", start=date(2023, 1, 1), end=date(2023, 9, 30)),
            ),
        ),
        Actor(actor_id="ben_lund", name="Ben Lund", side="South", family_name="Lund"),
    ),
    topics=(),
    events=(
        Event(
            day=date(2023, 6, 19), title="Moor receives Lund", kind="meeting",
            sides=("North", "South"), place="Westport",
            description="They spoke of a bridge.", source="made up",
        ),
        Event(
            day=date(2022, 11, 14), title="Moor and Lund meet in Eastbay", kind="meeting",
            sides=("North", "South"), place="Eastbay", description="A first meeting.",
            source="made up",
        ),
    ),
    articles=(),
)  # fmt: skip


def dated(text: str, *hints: DateHint, case: Case = CASE, name: str = "page.txt") -> ArticleDating:
    return date_articles([read_text(text, source_file=name, date_hints=hints)], {}, case)[0]


def day_of(dating: ArticleDating) -> str | None:
    day = dating.article.published_on
    return day.isoformat() if day else None


@pytest.mark.parametrize(
    ("top", "day", "basis"),
    [
        ("Envoy leaves\n\nJune 19, 2023 at 6:41 a.m. EDT", "2023-06-19", "byline"),
        ("Envoy leaves\n\nPublished: 19 June 2023, 10:41", "2023-06-19", "byline"),
        ("Envoy leaves\n\n2023-06-19", "2023-06-19", "byline"),
        ("Envoy leaves\n\nMonday 19 June 2023", "2023-06-19", "byline"),
        ("Press conference of the port on June 19, 2023", "2023-06-19", "title"),
    ],
)
def test_printed_date_is_read_in_whatever_form(top: str, day: str, basis: str) -> None:
    dating = dated(top + BODY)
    assert day_of(dating) == day
    assert dating.article.published_basis.startswith(f"{basis}: ")
    assert dating.needs_attention == ""


@pytest.mark.parametrize("day", ["June 19, 2023", "19 June 2023", "Monday, 19 June 2023"])
def test_dateline_with_a_year_dates_the_article(day: str) -> None:
    dating = dated(f"Envoy leaves\n\nWESTPORT, {day} (Agency) - It is over.{BODY}")
    assert day_of(dating) == "2023-06-19"


def test_missing_year_follows_from_the_tenure_of_an_office_holder() -> None:
    text = "Envoy leaves\n\nWESTPORT, June 19 (Agency) - Harbour Master Ada Moor saw him off."
    dating = dated(text + "\n\nNobody else came to the quay.")
    assert day_of(dating) == "2023-06-19"
    assert "Harbour Master Ada Moor" in dating.article.published_basis


def test_former_office_holder_proves_no_year() -> None:
    text = (
        "Envoy leaves\n\nWESTPORT, June 19 (Agency) - Former harbour master Ada Moor saw him off."
    )
    dating = dated(text + "\n\nNobody else came to the quay.")
    assert day_of(dating) is None
    assert "year not known" in dating.needs_attention


def test_missing_year_follows_from_an_event_of_last_november_and_the_weekday() -> None:
    text = (
        "Envoy leaves\n\nWESTPORT, June 19 (Agency) - He left on Monday.\n\n"
        "The two had met in Eastbay last November."
    )
    assert day_of(dated(text)) == "2023-06-19"


def test_missing_year_is_taken_from_the_page_data() -> None:
    hint = DateHint(value="2021-06-20T01:10:00Z", basis="metadata", words="published")
    text = f"Envoy leaves\n\nWESTPORT, June 19 (Agency) - It is over.{BODY}"
    assert day_of(dated(text, hint)) == "2021-06-19"


def test_missing_year_without_evidence_stays_open_with_candidates() -> None:
    dating = dated(f"Envoy leaves\n\nLIMA, March 3 (Agency) - It is over.{BODY}")
    assert day_of(dating) is None
    assert dating.article.published_basis == ""
    assert {each.day.month for each in dating.candidates if each.day} == {3}


def test_caption_with_the_weekday_of_the_lead_dates_the_article() -> None:
    caption = "The envoy (left) shakes hands with a docker in Westport on June 19, 2023."
    dating = dated(f"Envoy leaves\n\n{caption}{BODY}")
    assert day_of(dating) == "2023-06-19"
    assert "Monday" in dating.article.published_basis


def test_archive_picture_of_another_weekday_does_not_date_the_article() -> None:
    caption = "The envoy shakes hands with a docker in Westport on March 7, 2021. (A. Roe/Agency)"
    dating = dated(f"Envoy leaves\n\n{caption}{BODY}")
    assert day_of(dating) is None
    assert "2021-03-07" in dating.needs_attention


def test_known_event_with_people_place_and_weekday_dates_an_undated_article() -> None:
    text = "Bridge talks\n\nAda Moor received Ben Lund in Westport on Monday.\n\nThey shook hands."
    dating = dated(text)
    assert day_of(dating) == "2023-06-19"
    assert dating.article.published_basis.startswith('event: "Moor receives Lund"')


def test_known_event_on_another_weekday_does_not() -> None:
    text = "Bridge talks\n\nAda Moor received Ben Lund in Westport on Friday.\n\nThey shook hands."
    assert day_of(dated(text)) is None


def test_weekday_alone_dates_nothing() -> None:
    dating = dated(f"Envoy leaves{BODY}")
    assert day_of(dating) is None
    assert dating.needs_attention == "no date in the text, its page or its data"


def test_copyright_and_retrieval_dates_are_shown_and_not_used() -> None:
    dating = dated(f"Envoy leaves{BODY}\n\nCopyright © 2023 The Port. Retrieved July 30, 2023.")
    assert day_of(dating) is None
    assert "2023-07-30" in dating.needs_attention


def test_day_told_in_the_text_is_no_day_of_publication() -> None:
    dating = dated("Treaty\n\nThe treaty was signed on June 19, 2003.\n\nNobody came to the hall.")
    assert day_of(dating) is None


def test_contradicting_page_data_are_reported_though_the_dateline_wins() -> None:
    hint = DateHint(value="2023-08-02", basis="metadata", words="modified")
    text = f"Envoy leaves\n\nWESTPORT, June 19, 2023 (Agency) - It is over.{BODY}"
    dating = dated(text, hint)
    assert day_of(dating) == "2023-06-19"
    assert "2023-08-02" in dating.needs_attention


def test_equally_strong_contradiction_is_left_open() -> None:
    one = DateHint(value="2023-06-19", basis="metadata", words="published")
    two = DateHint(value="2023-09-04", basis="metadata", words="created")
    dating = dated("Envoy leaves\n\nHe left the city.\n\nNobody saw him off.", one, two)
    assert day_of(dating) is None
    assert dating.needs_attention.startswith("contradicting dates")


def test_report_printed_a_day_after_its_caption_is_no_contradiction() -> None:
    hint = DateHint(value="2023-06-20", basis="metadata", words="published")
    caption = "The envoy (left) shakes hands with a docker in Westport on June 19, 2023."
    dating = dated(f"Envoy leaves\n\n{caption}{BODY}", hint)
    assert day_of(dating) == "2023-06-20"
    assert dating.needs_attention == ""


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ("June 31, 2023", "no such day"),
        ("Tuesday, June 19, 2023", "2023-06-19 was a Monday"),
        ("5/6/23", "cannot be told apart"),
        ("June 19, 2093", "outside 1900 to tomorrow"),
        ("June 19, 1893", "outside 1900 to tomorrow"),
    ],
)
def test_date_that_cannot_be_right_is_reported_and_not_used(printed: str, reason: str) -> None:
    dating = dated(f"Envoy leaves\n\n{printed}\n\nHe left the city.\n\nNobody saw him off.")
    assert day_of(dating) is None
    assert reason in dating.needs_attention


def test_ambiguous_numbers_are_settled_by_the_weekday_of_the_lead() -> None:
    dating = dated("Envoy leaves\n\n5/6/23\n\nHe left the city on Monday.\n\nNobody saw him off.")
    assert day_of(dating) == "2023-06-05"


def test_relative_word_in_page_data_is_not_counted_from_the_day_of_the_analysis() -> None:
    hint = DateHint(value="yesterday", basis="field", words="date")
    assert day_of(dated(f"Envoy leaves{BODY}", hint)) is None


def test_curated_fact_goes_before_everything_else() -> None:
    fact = CuratedFact(source_file="page.txt", published_on=date(2023, 6, 21), note="print edition")
    dating = dated(f"Envoy leaves\n\nJune 19, 2023{BODY}", case=replace(CASE, articles=(fact,)))
    assert day_of(dating) == "2023-06-21"
    assert dating.article.published_basis.startswith('curated: "print edition"')
    assert "2023-06-19" in dating.needs_attention


QUOTE = (
    "“We came to mend the old bridge, to name what divides us, and to hear what the others want,”"
)
SECOND = "“Nobody who has seen the river in winter will doubt that a second bridge is needed,”"


def twins(second_weekday: str = "Monday", quotes: str = f"{QUOTE} Lund said.") -> list[Article]:
    """Return a dated and an undated report of one occasion."""
    first = (
        f"Envoy leaves\n\nWESTPORT, June 19, 2023 (Agency) - The envoy left on Monday.\n\n{quotes}"
    )
    second = f"Talks end\n\nThe visitor went home on {second_weekday}.\n\n{quotes}"
    return [
        read_text(first, source_file="first.txt"),
        read_text(second, source_file="second.txt"),
    ]


def test_undated_article_takes_the_day_of_one_that_shares_its_quotation_and_weekday() -> None:
    dating = date_articles(twins(), {}, CASE)[1]
    assert day_of(dating) == "2023-06-19"
    assert dating.article.published_basis.startswith("corroborated by first.txt")


def test_shared_quotation_with_another_weekday_corroborates_nothing() -> None:
    assert day_of(date_articles(twins("Friday"), {}, CASE)[1]) is None


def test_corroboration_does_not_depend_on_the_order() -> None:
    forward = date_articles(twins(), {}, CASE)
    backward = date_articles(twins()[::-1], {}, CASE)
    assert forward == backward[::-1]


def test_article_alone_is_not_corroborated_by_itself() -> None:
    assert day_of(date_articles(twins()[1:], {}, CASE)[0]) is None


def test_two_quotations_corroborate_without_a_weekday() -> None:
    articles = twins(quotes=f"{QUOTE} Lund said.\n\n{SECOND} he said.")
    undated = replace(articles[1], text=articles[1].text.replace("on Monday", "early"))
    assert day_of(date_articles([articles[0], undated], {}, CASE)[1]) == "2023-06-19"


def test_one_quotation_without_a_weekday_is_a_candidate_only() -> None:
    articles = twins()
    undated = replace(articles[1], text=articles[1].text.replace("on Monday", "early"))
    dating = date_articles([articles[0], undated], {}, CASE)[1]
    assert day_of(dating) is None
    assert "corroborated by first.txt" in dating.needs_attention


def test_dating_an_article_twice_changes_nothing() -> None:
    article = read_text(f"Envoy leaves\n\nJune 19, 2023{BODY}", source_file="page.txt")
    once = date_article(article, CASE)
    assert date_article(once, CASE) == once


PIECES = (
    "June 19",
    "2023",
    "5/6/23",
    "on Monday",
    "last November",
    "“",
    '"',
    "\n\n",
    "31 June",
    ", ",
    ". ",
    "May",
)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), min_size=1, max_size=20))
@settings(max_examples=80, deadline=None)
def test_any_text_is_dated_with_a_basis_or_left_open_with_a_reason(pieces: list[str]) -> None:
    article = Article(text=" ".join(pieces), source_file="any.txt")
    dating = date_articles([article], {}, CASE)[0]
    assert (dating.article.published_on is None) == (dating.article.published_basis == "")
    assert dating.article.published_on is not None or dating.needs_attention


def test_page_that_is_a_long_list_of_dates_is_read_in_reasonable_time() -> None:
    started = time.process_time()
    date_article(Article(text="May 8 " * 2000, source_file="list.txt"), CASE)
    assert time.process_time() - started < 5


@pytest.fixture(scope="module")
def seed_paths() -> list[Path]:
    return sorted(seeds_dir().glob("*.txt"))


def test_all_seeds_are_dated_without_curated_facts(seed_paths: list[Path]) -> None:
    case = replace(load_case(), articles=())
    datings = date_articles([read(path) for path in seed_paths], {}, case)
    days = [day_of(each) for each in datings]
    assert days == ["2023-05-08", "2023-05-08", "2023-06-19", "2023-06-19", "2024-04-26"]
    bases = [each.article.published_basis.split(":")[0].split()[0] for each in datings]
    assert bases == ["byline", "dateline", "caption", "corroborated", "caption"]
    assert all(each.needs_attention == "" for each in datings)
