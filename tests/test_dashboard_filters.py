"""Filters: the URL, the sentence, and what an empty result suggests."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import wording
from dashboard.filters import (
    Filters,
    default_of,
    describe,
    from_query,
    known_only,
    loosened,
    to_query,
)
from stance.registry import load_case
from stance.selection import Selection

NAMES = st.lists(st.text(min_size=1, max_size=12), max_size=3, unique=True).map(tuple)
DAYS = st.dates(date(1990, 1, 1), date(2030, 1, 1))


@st.composite
def any_filters(draw: st.DrawFn) -> Filters:
    first, last = sorted([draw(DAYS), draw(DAYS)])
    words = " ".join(draw(st.text(max_size=40)).split())
    selection = Selection(
        sides=draw(NAMES), actors=draw(NAMES), topics=draw(NAMES), targets=draw(NAMES),
        kinds=draw(NAMES), outlets=draw(NAMES),
        date_from=draw(st.sampled_from([None, first])), date_to=draw(st.sampled_from([None, last])),
    )  # fmt: skip
    return Filters(selection=selection, words=words)


@given(any_filters())
def test_filters_survive_the_way_through_the_url(filters: Filters) -> None:
    assert from_query(to_query(filters)) == (filters, [])


@given(any_filters(), st.booleans())
def test_filters_survive_it_whatever_the_default(filters: Filters, pair_only: bool) -> None:
    # Whoever names a target asks for that one: the default of the pair does not hold then.
    selection = replace(filters.selection, pair_only=pair_only and not filters.selection.targets)
    filters = replace(filters, selection=selection)
    default = default_of(load_case())
    assert from_query(to_query(filters, default), default) == (filters, [])


def test_the_default_is_the_period_of_the_case_and_is_not_in_the_url() -> None:
    default = default_of(load_case())
    assert default.selection == Selection(
        date_from=date(2023, 5, 1), date_to=date(2024, 4, 30), pair_only=True
    )
    assert to_query(default, default) == {}


def test_a_case_without_a_period_opens_with_all_dates() -> None:
    assert default_of(replace(load_case(), period=None)).selection == Selection(pair_only=True)


def test_one_bound_in_the_url_leaves_the_other_open() -> None:
    found, _ = from_query({"from": ["2024"]}, default_of(load_case()))
    assert (found.selection.date_from, found.selection.date_to) == (date(2024, 1, 1), None)


def test_the_url_uses_the_names_of_the_command_line() -> None:
    filters, _ = from_query({"side": ["US"], "from": ["2023-06"], "to": ["2023"]})
    assert filters.selection == Selection(
        sides=("US",), date_from=date(2023, 6, 1), date_to=date(2023, 12, 31)
    )


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"from": ["yesterday"]}, "'yesterday' is not a date"),
        ({"from": ["2024-01-01"], "to": ["2023-01-01"]}, "ends before it begins"),
    ],
    ids=["no date", "dates reversed"],
)
def test_a_date_that_cannot_be_used_is_named_and_left_out(
    query: dict[str, list[str]], said: str
) -> None:
    filters, problems = from_query({"side": ["US"], **query})
    assert filters == Filters(selection=Selection(sides=("US",)))
    assert said in problems[0]


def test_a_name_that_nobody_knows_is_dropped_and_named() -> None:
    filters = Filters(selection=Selection(sides=("US", "Atlantis")))
    kept, problems = known_only(filters, {"side": ["US", "China"]})
    assert kept.selection.sides == ("US",)
    assert "Atlantis" in problems[0]


def test_the_sentence_names_every_restriction() -> None:
    filters = Filters(
        selection=Selection(
            actors=("wang_yi",), topics=("taiwan",), targets=("US",), kinds=("direct",),
            outlets=("CNN",),
        ),
        words="red line",
    )  # fmt: skip
    labels = {"actor": {"wang_yi": "Wang Yi"}, "topic": {"taiwan": "Taiwan"}, "kind": wording.KINDS}
    assert describe(filters, labels) == (
        "Wang Yi on Taiwan towards US, direct statements only, in CNN, containing "
        "\u201cred line\u201d"
    )


def test_without_filters_the_sentence_speaks_of_everybody() -> None:
    assert describe(Filters(), {}) == wording.EVERYBODY


def test_every_single_filter_can_be_loosened() -> None:
    filters = Filters(
        selection=Selection(sides=("US",), date_from=date(2023, 1, 1), date_to=date(2024, 1, 1)),
        words="x",
    )
    ways = dict(loosened(filters))
    assert set(ways) == {"side", "dates", "q"}
    assert ways["dates"] == Filters(selection=Selection(sides=("US",)), words="x")


def test_the_least_certainty_of_the_speaker_is_kept_in_a_link() -> None:
    filters = Filters(selection=Selection(min_confidence=0.7))
    query = to_query(filters)
    assert query == {"min-confidence": ["0.7"]}
    assert from_query(query) == (filters, [])
    assert "speaker at least 70% certain" in describe(filters, {})
    assert ("min-confidence", Filters()) in loosened(filters)


@pytest.mark.parametrize("text", ["nan", "inf", "-1", "1.5", "much", "0x1"])
def test_a_certainty_that_is_no_share_is_left_out_and_said(text: str) -> None:
    filters, problems = from_query({"min-confidence": [text]})
    assert filters == Filters()
    assert text in problems[0]
