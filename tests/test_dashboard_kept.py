"""What a large collection is counted from is kept for the next start, and never wrongly used."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from dashboard import brief, queries, thinned
from dashboard.filters import Filters
from stance.selection import Selection
from stance.store import Store
from tests.browser.sample import AXES, sample

AXIS = "conciliation"
PAIR = Filters(selection=Selection(pair_only=True, sides=("US", "China")))
Lay = Callable[..., duckdb.DuckDBPyConnection]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "store").create(AXES)
    made.add(*sample())
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "columns"


def laid(store: Store, folder: Path | None) -> duckdb.DuckDBPyConnection:
    lay = partial(brief.lay, axes=AXES, large=1, folder=folder)
    return store.connection(prepare=lay)


def keep(store: Store, folder: Path, *, large: int = 1) -> list[Path]:
    kept = partial(brief.keep, axes=AXES, folder=folder, large=large)
    store.connection(prepare=kept).close()
    return sorted(folder.glob("*")) if folder.is_dir() else []


def is_from_file(con: duckdb.DuckDBPyConnection) -> bool:
    return any(row[0] == "kept" for row in con.execute("SHOW DATABASES").fetchall())


def test_the_kept_file_says_the_same_as_the_collection(store: Store, folder: Path) -> None:
    assert len(keep(store, folder)) == 1
    with laid(store, folder) as kept, store.connection() as plain:
        assert is_from_file(kept)
        assert brief.coded(kept) == brief.TABLE
        assert queries.options(kept) == queries.options(plain)
        for filters in (Filters(), PAIR):
            assert queries.counts(kept, filters, AXIS) == queries.counts(plain, filters, AXIS)
            points = [queries.points(con, filters, AXIS) for con in (kept, plain)]
            pd.testing.assert_frame_equal(*points)
            counted: list[Any] = [
                queries.counted(con, filters, AXIS, "side", "month") for con in (kept, plain)
            ]
            pd.testing.assert_frame_equal(counted[0].occasions, counted[1].occasions)


def test_two_connections_of_one_process_read_the_same_file(store: Store, folder: Path) -> None:
    keep(store, folder)
    with laid(store, folder) as one, laid(store, folder) as other:
        assert is_from_file(one)
        assert is_from_file(other)
        assert queries.span(one) == queries.span(other)


def test_what_is_kept_cannot_be_changed_from_a_page(store: Store, folder: Path) -> None:
    keep(store, folder)
    with laid(store, folder) as con:
        with pytest.raises(duckdb.Error, match="read-only"):
            con.execute("DELETE FROM kept.brief")
        with pytest.raises(duckdb.Error, match="disabled by configuration"):
            con.execute(f"ATTACH '{folder / 'other'}'")


def test_it_is_kept_once(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = keep(store, folder)
    monkeypatch.setattr(brief, "_make", lambda *_: pytest.fail("made again"))
    assert keep(store, folder) == before


def test_a_small_collection_keeps_nothing(store: Store, folder: Path) -> None:
    assert keep(store, folder, large=100_000) == []


def test_another_state_of_the_store_is_not_answered_from_the_file(
    store: Store, folder: Path
) -> None:
    keep(store, folder)
    first = str(store.statements()["statement_id"][0])
    store.correct(first, {"credit": -0.5}, reason="it blames", who="a reader")
    with laid(store, folder) as con:
        assert not is_from_file(con)
        assert brief.coded(con) == brief.TABLE
        found = con.execute(f"SELECT count(*) FROM {brief.TABLE} WHERE corrected").fetchall()
    assert found == [(1,)]
    assert len(keep(store, folder)) == 2
    with laid(store, folder) as con:
        assert is_from_file(con)


def test_another_store_in_the_same_place_is_not_answered_from_the_file(
    store: Store, folder: Path
) -> None:
    keep(store, folder)
    version = store.version()
    shutil.rmtree(store.path)
    articles, frame = sample()
    other = Store(store.path).create(AXES)
    other.add(articles, frame[frame["side"] == "US"])
    assert other.version() == version
    with laid(other, folder) as con:
        assert not is_from_file(con)
        assert queries.counts(con, Filters(), AXIS)["statements"] == (frame["side"] == "US").sum()


@pytest.mark.parametrize("damage", ["changed", "cut", "emptied"])
def test_a_damaged_file_is_not_read_but_made_again(store: Store, folder: Path, damage: str) -> None:
    (file,) = keep(store, folder)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes({"changed": content, "cut": content[:5000], "emptied": b""}[damage])
    with laid(store, folder) as con, store.connection() as plain:
        assert not is_from_file(con)
        assert queries.span(con) == queries.span(plain)
    assert len(keep(store, folder)) == 1
    with laid(store, folder) as con:
        assert is_from_file(con)


def test_a_whole_file_that_is_no_table_is_done_without(store: Store, folder: Path) -> None:
    (file,) = keep(store, folder)
    state = file.stem.partition("-")[0]
    file.write_text("no columns")
    file.rename(folder / f"{state}-{brief._checksum(file)}.columns")
    with laid(store, folder) as con:
        assert not is_from_file(con)
        assert queries.counts(con, Filters(), AXIS)["statements"] > 0


def test_without_room_to_keep_it_everything_works_as_before(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a folder cannot be here")
    folder = tmp_path / "file" / "columns"
    assert keep(store, folder) == []
    with laid(store, folder) as con:
        assert brief.coded(con) == brief.TABLE


def test_a_disk_that_fills_up_leaves_nothing_behind(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise duckdb.IOException("No space left on device")

    monkeypatch.setattr(brief, "_make", full)
    assert keep(store, folder) == []


def test_files_of_old_states_are_forgotten(store: Store, folder: Path) -> None:
    folder.mkdir(parents=True)
    for number in range(6):
        (folder / f"old{number}-0.columns").write_text("old")
    kept = keep(store, folder)
    assert len(kept) == 4
    with laid(store, folder) as con:
        assert is_from_file(con)


@pytest.mark.parametrize("filters", [Filters(), PAIR, Filters(words="the")])
def test_points_of_the_statements_kept_whole_are_those_of_all(
    store: Store, filters: Filters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thinned, "KEPT", 30)
    with laid(store, None) as kept, store.connection() as plain:
        (n_kept,), (n_all,) = (
            kept.execute(f"SELECT count(*) FROM {name}").fetchall()[0]
            for name in (thinned.TABLE, "statements")
        )
        assert 3 < n_kept < n_all
        for limit in (2, n_all):  # enough are kept whole, and too few
            points = [queries.points(con, filters, AXIS, limit=limit) for con in (kept, plain)]
            pd.testing.assert_frame_equal(*points)
            assert len(points[0]) == limit or limit == n_all
