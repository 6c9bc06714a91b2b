"""What a large collection is counted from says the same as the collection."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import duckdb
import pandas as pd
import pytest

from dashboard import brief, groups, queries, queries_actors, queries_outlets
from dashboard.filters import Filters
from stance.selection import Selection
from stance.store import Store
from stance.trends import By, Freq, trend_of
from tests.browser.sample import AXES, sample

AXIS = "conciliation"
FREQS: tuple[Freq, ...] = ("day", "month", "event")  # every way in which a date is read
CHOICES = {
    "everything": Filters(),
    "the pair": Filters(selection=Selection(pair_only=True)),
    "dates": Filters(selection=Selection(date_from=date(2023, 6, 1), date_to=date(2023, 12, 31))),
    "lists": Filters(
        selection=Selection(
            sides=("US", "China"), kinds=("direct", "mixed"), outlets=("Wire Service", "nobody"),
            min_confidence=0.5,
        )
    ),
    "targets": Filters(selection=Selection(targets=("China", "US"), topics=("taiwan",))),
    "words": Filters(words="the"),
}  # fmt: skip


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection]]:
    store = Store(tmp_path_factory.mktemp("brief") / "store").create(AXES)
    articles, frame = sample()
    frame = frame.copy()
    frame.loc[frame.index[:3], "said_on"] = ["2023-06", "2023", None]
    frame.loc[frame.index[3:5], "side"] = None
    store.add(articles, frame)
    plain, kept = store.connection(), store.connection()
    brief.lay(kept, AXES, large=1)
    yield plain, kept
    plain.close()
    kept.close()


def test_only_a_large_collection_is_kept_in_memory(
    both: tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection],
) -> None:
    plain, kept = both
    brief.lay(plain, AXES)
    assert brief.coded(plain) == brief.source(plain) == "statements"
    assert brief.coded(kept) == brief.TABLE
    assert brief.source(kept, CHOICES["words"]) == "statements"


@pytest.mark.parametrize("filters", list(CHOICES.values())[1:4], ids=list(CHOICES)[1:4])
@pytest.mark.parametrize("by", [each for each in get_args(By) if each])
def test_means_are_those_of_the_collection(
    both: tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection], filters: Filters, by: Any
) -> None:
    for freq in FREQS:
        asked, _ = queries.question(filters, AXIS, by, freq)
        found = [trend_of(queries.counted(con, filters, AXIS, by, freq), asked) for con in both]
        pd.testing.assert_frame_equal(found[1], found[0])


@pytest.mark.parametrize("filters", CHOICES.values(), ids=CHOICES)
def test_counts_and_points_are_those_of_the_collection(
    both: tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection], filters: Filters
) -> None:
    plain, kept = both
    assert queries.counts(kept, filters, AXIS) == queries.counts(plain, filters, AXIS)
    dated = replace(filters, selection=replace(filters.selection, date_from=date(2023, 6, 1)))
    assert queries.outside(kept, dated) == queries.outside(plain, dated)
    for limit in (5, 1000):
        found = [queries.points(con, filters, AXIS, limit=limit) for con in both]
        pd.testing.assert_frame_equal(found[1], found[0])


def test_what_can_be_chosen_is_that_of_the_collection(
    both: tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection],
) -> None:
    plain, kept = both
    assert queries.options(kept) == queries.options(plain)
    assert queries.span(kept) == queries.span(plain)


def test_a_profile_is_of_its_actor_and_not_of_the_whole_collection(
    both: tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection],
) -> None:
    everybody = Filters()
    who = str(queries_actors.names(both[0], everybody)["who"].iloc[0])
    plain, kept = (
        queries_actors.profile(con.cursor(), everybody, who, AXIS, "month") for con in both
    )
    assert kept.counts == plain.counts
    assert kept.counts["statements"] < queries.counts(both[1], everybody, AXIS)["statements"]
    for name in ("points", "trend", "topics", "targets", "outlets", "warm", "cold"):
        pd.testing.assert_frame_equal(getattr(kept, name), getattr(plain, name))
    assert brief.coded(both[1]) == brief.TABLE


@pytest.mark.parametrize("filters", CHOICES.values(), ids=CHOICES)
def test_lists_of_actors_and_outlets_are_those_of_the_collection(
    both: tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection], filters: Filters
) -> None:
    for query in (
        lambda con: queries_actors.names(con, filters),
        lambda con: queries_actors.by_outlet(con, filters, AXIS),
        lambda con: queries_outlets.shared(con, filters, AXIS, sort="apart"),
        lambda con: queries.extremes(con, filters, AXIS, warm=True),
        lambda con: queries.extremes(con, filters, AXIS, warm=False),
        lambda con: queries_outlets.by_side(con, filters, AXIS),
        lambda con: groups.means(con, filters, groups.Keys(sql=groups.WHO), AXES),
        lambda con: groups.means(con, filters, groups.Keys(sql="coalesce(side, '')"), [AXIS]),
    ):
        pd.testing.assert_frame_equal(query(both[1]), query(both[0]))
