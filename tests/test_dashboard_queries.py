"""Queries and downloads over a small made-up store."""

import json
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboard import downloads, queries
from dashboard.filters import Filters
from stance.selection import Selection
from stance.store import Store
from stance.table import to_csv
from tests.browser.sample import sample

AXIS = "conciliation"


def only(**fields: object) -> Filters:
    return Filters(selection=Selection(**fields))  # type: ignore[arg-type]


def test_counts_add_up(con: duckdb.DuckDBPyConnection) -> None:
    frame = sample()[1]
    found = queries.counts(con, Filters(), AXIS)
    assert found["statements"] == len(frame)
    assert found["utterances"] == frame["utterance_id"].nunique()
    assert found["scored"] == frame[AXIS].notna().sum()
    assert found["unplaced"] == frame["said_on"].isna().sum()
    assert (found["first"], found["last"]) == ("2023-05-08", "2024-04-26")


@pytest.mark.parametrize(
    ("filters", "column", "values"),
    [
        (only(sides=("US",)), "side", {"US"}),
        (only(actors=("wang_yi", "xi_jinping")), "actor_id", {"wang_yi", "xi_jinping"}),
        (only(kinds=("mixed",)), "kind", {"mixed"}),
        (only(outlets=("Wire Service",)), "outlet", {"Wire Service"}),
    ],
    ids=["side", "actor", "kind", "outlet"],
)
def test_a_filter_lets_through_exactly_its_rows(
    con: duckdb.DuckDBPyConnection, filters: Filters, column: str, values: set[str]
) -> None:
    wanted = sample()[1]
    wanted = set(wanted[wanted[column].isin(values)]["statement_id"])
    assert set(queries.page(con, filters, AXIS)["statement_id"]) == wanted


def test_what_the_dates_leave_out_is_counted(con: duckdb.DuckDBPyConnection) -> None:
    frame = sample()[1]
    later = only(date_from=date(2023, 6, 1), date_to=date(2024, 12, 31))
    assert queries.outside(con, later) == {
        "statements": (frame["said_on"].isna() | (frame["said_on"] < "2023-06")).sum(),
        "undated": frame["said_on"].isna().sum(),
    }
    assert queries.outside(con, Filters())["statements"] == 0


def test_words_to_a_third_party_are_left_out(con: duckdb.DuckDBPyConnection) -> None:
    frame = sample()[1]
    shown = set(queries.page(con, only(pair_only=True), AXIS)["statement_id"])
    assert set(frame["statement_id"]) - shown == set(
        frame[frame["target_side"] == "Russia"]["statement_id"]
    )


def test_words_are_found_whatever_their_capitals(con: duckdb.DuckDBPyConnection) -> None:
    found = queries.page(con, Filters(words="TALKS WERE candid"), AXIS)
    assert list(found["speaker_name"]) == ["Matthew Miller"]


def test_words_are_no_pattern(con: duckdb.DuckDBPyConnection) -> None:
    assert queries.page(con, Filters(words="%"), AXIS).empty
    assert queries.page(con, Filters(words="' OR TRUE --"), AXIS).empty


def test_pages_show_every_statement_once(con: duckdb.DuckDBPyConnection) -> None:
    ids: list[str] = []
    for offset in range(0, 60, 20):
        rows = queries.page(con, Filters(), AXIS, sort="warmest", offset=offset, limit=20)
        ids += list(rows["statement_id"])
    assert len(ids) == len(set(ids)) == len(sample()[1])


def test_points_are_thinned_evenly_and_always_alike(con: duckdb.DuckDBPyConnection) -> None:
    first, second = (queries.points(con, Filters(), AXIS, limit=10) for _ in range(2))
    assert len(first) == 10
    assert list(first["statement_id"]) == list(second["statement_id"])
    assert first["placed_on"].is_monotonic_increasing


def test_an_undated_statement_is_no_point(con: duckdb.DuckDBPyConnection) -> None:
    assert "Clara Winter" not in set(queries.points(con, Filters(), AXIS)["speaker_name"])


def test_extremes_show_an_utterance_once(con: duckdb.DuckDBPyConnection) -> None:
    rows = queries.extremes(con, Filters(), AXIS, warm=False, limit=5)
    assert rows["utterance_id"].is_unique
    assert list(rows["score"]) == sorted(rows["score"])
    assert (rows["score"] < 0).all()


def test_other_reports_are_the_same_words_elsewhere(con: duckdb.DuckDBPyConnection) -> None:
    frame = sample()[1]
    shared = frame[frame["utterance_id"].duplicated(keep=False)].iloc[0]
    rows = queries.other_reports(con, shared["utterance_id"], shared["statement_id"], AXIS)
    assert set(rows["text"]) == {shared["text"]}
    assert shared["statement_id"] not in set(rows["statement_id"])


def test_options_count_what_can_be_chosen(con: duckdb.DuckDBPyConnection) -> None:
    found = queries.options(con)
    assert {row["name"] for row in found["side"]} == {"US", "China", "joint"}
    unlisted = [row for row in found["actor"] if row["name"] == "Clara Winter"]
    assert unlisted[0]["side"] is None


def test_a_download_is_the_filtered_table_byte_for_byte(folder: Path) -> None:
    store = Store(folder)
    filters = only(sides=("US",), topics=("taiwan",))
    condition, values = filters.selection.to_sql()
    frame = downloads.frame(str(folder), store.version(), filters)
    assert downloads.content("csv", frame, {}) == to_csv(store.statements(condition, values))
    assert len(frame) > 0


def test_the_companion_file_tells_filters_versions_and_how_to_cite(folder: Path) -> None:
    version = Store(folder).version()
    filters = Filters(selection=Selection(sides=("US",)), words="the")
    frame = downloads.frame(str(folder), version, filters)
    made = downloads.metadata(frame, filters, version, date(2024, 5, 1))
    assert made["filters"] == {"side": ["US"], "words": "the"}
    assert made["store_version"] == version
    assert made["n_statements"] == len(frame)
    assert version in made["how_to_cite"]
    json.dumps(made)
