"""The same words on the same occasion are one utterance; everything else is not."""

import itertools
import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.model import Statement
from stance.utterances import Report, assign, report_of_row

DAY = "2023-06-19"
FULL = (
    "“The first task is to steady our relations, to avoid a downward spiral and to keep any "
    "accident at the border from growing into a clash,”"
)
_numbers = itertools.count()


def report(
    text: str,
    *,
    speaker: str | None = "ada_moor",
    day: str | None = DAY,
    article: str | None = None,
    kind: str = "direct",
    side: str | None = "North",
    is_headline: bool = False,
    name: str | None = None,
) -> Report:
    number = next(_numbers)
    return Report(
        statement_id=name or f"statement{number:06d}",
        article_id=article or f"article{number:06d}",
        text=text,
        kind=kind,
        actor_id=speaker,
        side=side,
        said_on=day,
        is_headline=is_headline,
    )


def are_one(*reports: Report) -> bool:
    groups = assign(reports)
    return len({groups[each.statement_id] for each in reports}) == 1


@pytest.mark.parametrize(
    "other",
    [
        FULL,
        FULL.replace("“", '"').replace("”", '"'),
        "“The first task is to steady our relations, to avoid a downward spiral,”",
        "“The first task is to steady our relations … and to keep any accident at the border from "
        "growing into a clash,”",
        "The “first task” was to steady relations and “avoid a downward spiral.”",
        "“The primary task is to stabilise our ties, to avert a spiral decline and to prevent any "
        "accident at the border from growing into a clash,”",
        "the first task was to steady relations, avoid a downward spiral and keep any accident at "
        "the border from growing into a clash",
    ],
    ids=["equal", "straight marks", "cut", "ellipsis", "partial", "translated", "indirect"],
)
def test_other_report_of_the_same_words_joins(other: str) -> None:
    assert are_one(report(FULL), report(other, kind="direct" if other[0] in '“"' else "mixed"))


@pytest.mark.parametrize(
    "other",
    [
        "“We will not be told by anybody how to build our bridges,”",
        "“mutual respect”",
        "“steady our relations”",
        "She spoke of a “downward spiral” that the harvest, the floods and dear grain had begun.",
    ],
    ids=["other words", "worn formula", "unspecific cut", "same image, other matter"],
)
def test_other_words_of_the_day_stay_apart(other: str) -> None:
    assert not are_one(report(FULL), report(other))


def test_same_words_a_year_later_are_another_utterance() -> None:
    assert not are_one(report(FULL), report(FULL, day="2024-06-19"))


def test_same_words_two_days_later_are_another_utterance() -> None:
    assert not are_one(report(FULL), report(FULL, day="2023-06-21"))


def test_time_zone_of_one_day_keeps_an_utterance_together() -> None:
    assert are_one(report(FULL), report(FULL, day="2023-06-20"))


def test_formula_of_every_day_does_not_chain_days_into_one_utterance() -> None:
    days = [date(2023, 6, 1) + timedelta(days=number) for number in range(10)]
    groups = assign([report(FULL, day=day.isoformat()) for day in days])
    assert len(set(groups.values())) >= 5


def test_other_speaker_of_the_same_words_is_another_utterance() -> None:
    assert not are_one(report(FULL), report(FULL, speaker="ben_lund"))


def test_unregistered_speaker_is_known_by_name() -> None:
    one = Report(statement_id="a", article_id="x", text=FULL, speaker_name="Cyd Ray", said_on=DAY)
    two = Report(statement_id="b", article_id="y", text=FULL, speaker_name="Cyd  RAY", said_on=DAY)
    assert are_one(one, two)


def test_unknown_speakers_never_share_an_utterance() -> None:
    assert not are_one(report(FULL, speaker=None), report(FULL, speaker=None))


def test_denial_is_not_the_same_as_the_claim() -> None:
    claim = report("the port supports the free passage of grain ships", kind="indirect")
    denial = report("the port does not support the free passage of grain ships", kind="indirect")
    assert not are_one(claim, denial)


def test_headline_joins_the_words_of_the_minister_whose_country_it_names() -> None:
    article = "one article"
    headline = report(
        "relations must be steadied, ‘downward spiral’ avoided",
        speaker="north", article=article, kind="mixed", is_headline=True,
    )  # fmt: skip
    assert are_one(headline, report(FULL, article=article))


def test_headline_of_another_article_joins_nothing_of_another_speaker() -> None:
    headline = report(
        "relations must be steadied, ‘downward spiral’ avoided",
        speaker="north", kind="mixed", is_headline=True,
    )  # fmt: skip
    assert not are_one(headline, report(FULL))


def test_headline_of_the_other_side_joins_nothing() -> None:
    article = "one article"
    headline = report(
        "relations must be steadied, ‘downward spiral’ avoided",
        speaker="south", side="South", article=article, kind="mixed", is_headline=True,
    )  # fmt: skip
    assert not are_one(headline, report(FULL, article=article))


def test_fragment_that_fits_two_utterances_alike_joins_neither() -> None:
    one = report("“A second bridge is the only way to end the grain queue at Westport,”")
    two = report("“A second bridge is the only way to bring doctors up to Eastbay,”")
    fragment = report("“A second bridge is the only way”")
    groups = assign([one, two, fragment])
    assert len(set(groups.values())) == 3


def test_statement_dated_to_the_month_joins_the_only_utterance_that_it_can_be() -> None:
    assert are_one(report(FULL), report(FULL, day="2023-06"))


def test_statement_dated_to_the_month_stays_apart_where_two_occasions_fit() -> None:
    reports = [report(FULL), report(FULL, day="2023-06-02"), report(FULL, day="2023-06")]
    assert len(set(assign(reports).values())) == 3


def test_long_undated_quotation_joins_the_only_occasion_and_a_short_one_does_not() -> None:
    assert are_one(report(FULL), report(FULL, day=None))
    short = "“a downward spiral of reproaches”"
    assert not are_one(report(short), report(short, day=None))


def test_utterance_id_is_the_same_whatever_else_is_assigned() -> None:
    one, two = report(FULL), report(FULL)
    alone = assign([one, two])
    beside = assign([one, two, report("“Nobody asked us about the bridge in the north,”")])
    assert alone.items() <= beside.items()


def test_later_report_keeps_the_id_unless_its_own_is_smaller() -> None:
    first = report(FULL, name="b")
    assert assign([first])["b"] == assign([first, report(FULL, name="c")])["b"]


def test_same_report_twice_counts_once() -> None:
    one = report(FULL)
    assert assign([one, one]) == assign([one])


def test_nothing_gives_nothing() -> None:
    assert assign([]) == {}


def test_text_without_words_is_an_utterance_of_its_own() -> None:
    assert not are_one(report("“…”"), report("“!”"))


def test_statement_of_the_model_can_be_assigned() -> None:
    statement = Statement(
        article_id="x", text=FULL, spans=((0, len(FULL)),), kind="direct", speaker=None,
        speaker_span=None, speaker_name="Ada Moor", actor_id="ada_moor", side="North", cue=None,
        cue_span=None, said_on=DAY,
    )  # fmt: skip
    assert set(assign([statement])) == {statement.statement_id}


def test_row_whose_words_stand_in_the_title_is_a_headline() -> None:
    row = {
        "statement_id": "a", "article_id": "x", "text": "relations must be steadied",
        "title": "North says  relations must be steadied", "kind": "indirect", "speaker_name": None,
        "actor_id": "north", "side": "North", "said_on": DAY,
    }  # fmt: skip
    assert report_of_row(row).is_headline
    assert not report_of_row({**row, "title": None}).is_headline


WORDS = "bridge grain border clash river winter doctor harvest spiral steady anchor ledger".split()
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
days = st.sampled_from(["2023-06-18", "2023-06-19", "2023-06-20", "2023-06", "2024-06-19", None])
corpora = st.lists(
    st.builds(
        lambda text, day, speaker, article, kind: (text, day, speaker, article, kind),
        texts, days, st.sampled_from(["ada_moor", "ben_lund", None]),
        st.sampled_from(["x", "y", "z"]), st.sampled_from(["direct", "mixed", "indirect"]),
    ),
    max_size=25,
)  # fmt: skip


def _reports(corpus: list[tuple[str, str | None, str | None, str, str]]) -> list[Report]:
    return [
        Report(
            statement_id=f"s{number:03d}", article_id=article, text=f"“{text}”", kind=kind,
            actor_id=speaker, said_on=day, side="North", is_headline=number % 7 == 0,
        )
        for number, (text, day, speaker, article, kind) in enumerate(corpus)
    ]  # fmt: skip


@given(corpora, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_of_the_statements_changes_nothing(
    corpus: list[tuple[str, str | None, str | None, str, str]], shuffler: random.Random
) -> None:
    reports = _reports(corpus)
    shuffled = list(reports)
    shuffler.shuffle(shuffled)
    assert assign(reports) == assign(shuffled)


@given(corpora, st.integers(min_value=0, max_value=25))
@settings(max_examples=60, deadline=None)
def test_adding_in_two_steps_gives_the_same_as_all_at_once(
    corpus: list[tuple[str, str | None, str | None, str, str]], cut: int
) -> None:
    reports = _reports(corpus)
    assign(reports[:cut])  # nothing of the first step is kept
    assert assign([*reports[cut:], *reports[:cut]]) == assign(reports)


@given(corpora)
@settings(max_examples=60, deadline=None)
def test_no_utterance_mixes_speakers_or_distant_days(
    corpus: list[tuple[str, str | None, str | None, str, str]],
) -> None:
    reports = [each for each in _reports(corpus) if not each.is_headline]
    groups = assign(reports)
    for one, two in itertools.combinations(reports, 2):
        if groups[one.statement_id] == groups[two.statement_id]:
            assert one.actor_id == two.actor_id is not None
            years = {each.said_on[:4] for each in (one, two) if each.said_on}
            assert len(years) <= 1
