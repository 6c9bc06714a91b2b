"""Files kept beside the articles, checks of the whole store, and old versions given up."""

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stance.errors import InputError, StoreError, UsageError
from stance.store import Store, commits, tables, vacuuming
from stance.store.commits import Commit

from .builder import add, article, frame, new_store, statements_of


@dataclass(frozen=True)
class File:
    """A file as reading hands it over."""

    name: str
    data: bytes
    is_changed: bool = False

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def n_bytes(self) -> int:
        return len(self.data)

    def content(self) -> bytes:
        if self.is_changed:
            raise InputError(self.name, "was changed while it was read")
        return self.data


LETTER = File("letter.eml", b"From: a desk\r\n\r\n\xff\x00 as it came")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "store")


def add_from(store: Store, numbers: list[int], file: File) -> None:
    articles = [article(n) for n in numbers]
    files = {one.article_id: file for one in articles}
    store.add(articles, frame(statements_of(articles)), originals=files)


def kept(store: Store) -> list[Path]:
    return [path for path in (store.path / "originals").rglob("*") if path.is_file()]


def test_file_of_an_article_comes_back_byte_for_byte(store: Store) -> None:
    add_from(store, [1], LETTER)
    found = store.original(article(1).article_id)
    assert (found.content(), found.name, found.n_bytes) == (LETTER.data, LETTER.name, 29)
    assert found.path.name == store.article(article(1).article_id).file_hash == LETTER.sha256


def test_articles_of_one_file_share_it(store: Store) -> None:
    add_from(store, [1, 2], LETTER)
    add_from(store, [3], LETTER)
    assert len(kept(store)) == 1
    assert {each.sha256 for each in store.originals()} == {LETTER.sha256}
    assert store.keep_original(LETTER) == 0


def test_article_whose_file_was_not_kept_says_so(store: Store) -> None:
    add(store, [article(1)])
    with pytest.raises(StoreError, match="was not kept"):
        store.original(article(1).article_id)
    with pytest.raises(StoreError, match="no article nobody"):
        store.original("nobody")


def test_file_that_changed_before_it_was_kept_adds_nothing(store: Store) -> None:
    with pytest.raises(InputError, match="was changed"):
        add_from(store, [1], File("a.txt", b"x", is_changed=True))
    assert store.articles().empty
    assert kept(store) == []


def test_file_stays_until_it_is_purged_and_the_purge_is_no_damage(store: Store) -> None:
    add_from(store, [1], LETTER)
    add_from(store, [2], File("other.txt", b"other"))
    store.remove([article(1).article_id])
    assert len(kept(store)) == 2
    assert store.purge().n_bytes == LETTER.n_bytes
    assert store.original(article(2).article_id).content() == b"other"
    store.undo_commit(store.commits()[-1].number, reason="wanted", who="ann")
    with pytest.raises(StoreError, match=r"letter\.eml.*was purged by"):
        store.original(article(1).article_id)
    assert store.verify().is_sound
    store.keep_original(LETTER)
    assert store.original(article(1).article_id).content() == LETTER.data


def test_purge_clears_what_a_dead_writer_left_but_not_what_one_writes(store: Store) -> None:
    add_from(store, [1], LETTER)
    folder = store.original(article(1).article_id).path.parent
    for name, age in ((".old.1", 2 * 86_400), (".new.2", 0)):
        (folder / name).write_bytes(b"half")
        then = (folder / name).stat().st_mtime - age
        os.utime(folder / name, (then, then))
    assert (store.purge().n_files, store.verify().is_sound) == (1, True)
    assert sorted(path.name[:4] for path in folder.iterdir()) == [".new", LETTER.sha256[:4]]


@pytest.mark.parametrize("days", [-1, float("nan"), float("inf"), 1e9])
def test_days_that_make_no_sense_are_refused(store: Store, days: float) -> None:
    with pytest.raises(UsageError, match=r"expected 0 to 36,500"):
        store.vacuum(days)


def test_new_analysis_keeps_the_file(store: Store) -> None:
    add_from(store, [1], LETTER)
    again = frame(statements_of([article(1)]))
    store.add([article(1)], again, replaced=[article(1).article_id], what="reanalyze")
    assert store.original(article(1).article_id).content() == LETTER.data


def filled(store: Store) -> None:
    add_from(store, [1, 2], LETTER)
    add(store, [article(3)])
    statement_id = store.statements()["statement_id"].iloc[0]
    store.correct(statement_id, {"side": "China"}, reason="test", who="ann")
    store.compact()


def test_sound_store_is_found_sound_and_counted(store: Store) -> None:
    filled(store)
    found = store.verify()
    assert found.problems == found.notes == []
    counts = found.counts
    assert (counts.n_articles, counts.n_statements, counts.n_corrections) == (3, 6, 1)
    assert (counts.n_originals, counts.original_bytes) == (1, 29)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))


def first_file(store: Store, table: str, version: int | None = None) -> Path:
    return Path(tables.files_of(store.path / table, version)[0])


@pytest.mark.parametrize("table", ["articles", "statements", "corrections"])
@pytest.mark.parametrize("harm", ["flipped", "gone"])
def test_damaged_file_of_a_table_is_named(store: Store, table: str, harm: str) -> None:
    filled(store)
    path = first_file(store, table)
    flip(path) if harm == "flipped" else path.unlink()
    found = store.verify()
    assert not found.is_sound
    (named,) = [each for each in found.problems if each.place == str(path)]
    assert ("checksum differs" if harm == "flipped" else "is missing") in named.what
    assert "stance restore" in str(named)


def test_damage_that_only_an_earlier_version_has_is_found(store: Store) -> None:
    filled(store)
    last = store.commits()[-1]
    old = set(tables.files_of(store.path / "articles", last.articles - 1))
    path = Path(min(old - set(tables.files_of(store.path / "articles"))))
    flip(path)
    assert [each.place for each in store.verify().problems] == [str(path)]


def test_kept_file_that_is_damaged_or_gone_is_named(store: Store) -> None:
    filled(store)
    path = store.original(article(1).article_id).path
    flip(path)
    assert "checksum differs" in str(store.verify().problems[0])
    with pytest.raises(StoreError, match="damaged"):
        store.original(article(1).article_id).content()
    path.unlink()
    assert "'letter.eml' is missing" in str(store.verify().problems[0])


@pytest.mark.parametrize(
    ("query", "table", "said"),
    [
        ("REPLACE (replace(text, 'Harbour', 'Airport') AS text)", "articles", "checksum differs"),
        ("REPLACE (n_statements + 1 AS n_statements)", "articles", "more or fewer statements"),
        ("REPLACE ('x' AS content_hash)", "articles", "the same content_hash"),
        ("REPLACE ('x' AS article_id)", "statements", "have no article: "),
        ("REPLACE ('x' AS statement_id)", "statements", "the same statement_id"),
        ("REPLACE (text || '.' AS text)", "statements", "do not stand at its offsets"),
        ("REPLACE ([[0, 9999]] AS spans)", "statements", "offsets leave the text"),
        ("REPLACE (number + 1 AS number)", "corrections", "missing or doubled: number 1"),
        ("REPLACE ('nobody' AS undoes)", "corrections", "undoes nobody, which is not there"),
    ],
    ids=lambda value: value if " " not in value else "",
)
def test_contents_that_do_not_fit_together_are_named(
    store: Store, query: str, table: str, said: str
) -> None:
    import duckdb

    filled(store)
    # As by a tool that does not know the rules: right files, wrong contents.
    path = first_file(store, table)
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * {query} FROM read_parquet('{path}')) TO '{path}.new' (FORMAT parquet)"
        )
    Path(f"{path}.new").replace(path)
    for sums in (store.path / "checksums").iterdir():
        sums.unlink()
    assert said in "\n".join(map(str, store.verify().problems))


def test_missing_commit_and_odd_table_log_are_named(store: Store) -> None:
    filled(store)
    (store.path / "commits" / "00000001.json").unlink()
    assert "00000001.json: the commit is missing" in str(store.verify().problems[0])
    log = store.path / "statements" / "_delta_log" / f"{1:020}.json"
    log.write_text(json.dumps({"add": {"path": "../../elsewhere.parquet"}}))
    assert "which is no file of the table" in "\n".join(map(str, store.verify().problems))


def test_orphan_and_idle_file_are_notes_not_problems(store: Store) -> None:
    filled(store)
    entry = store.log()[0]
    store.remove([entry.article_id])
    found = store.verify()
    assert found.is_sound
    assert "1 of 1 corrections" in found.notes[0]
    store.remove([article(1).article_id, article(2).article_id])
    assert "1 kept files belong to no article" in store.verify().notes[0]


def test_commit_of_nothing_is_not_made_by_compacting(store: Store) -> None:
    filled(store)
    before = store.version()
    assert store.compact() == before


def test_vacuum_says_which_versions_it_gives_up_and_keeps_the_newest(store: Store) -> None:
    for n in range(4):
        add(store, [article(n)])
    store.compact()
    export = store.statements()
    removed = store.vacuum(0)
    assert removed.unreadable == (1, 2, 3, 4)
    assert removed.n_files == 8
    assert removed.n_bytes > 0
    assert store.statements().equals(export)
    with pytest.raises(StoreError, match=r"version 2 was given up.*stance log --commits"):
        store.statements(version="2.0")
    with pytest.raises(StoreError, match="given up"):
        store.undo_commit(2, reason="test", who="ann")
    assert store.verify().is_sound
    assert store.vacuum(0) == vacuuming.Removed(0, 0, ())
    add(store, [article(9)])
    assert store.verify().is_sound


def test_vacuum_leaves_what_was_current_in_the_last_days(store: Store) -> None:
    for n in range(3):
        add(store, [article(n)])
    store.compact()
    assert store.vacuum(1) == vacuuming.Removed(0, 0, ())
    assert len(store.statements(version="1.0")) == 2


def test_vacuum_that_dies_before_deleting_has_said_what_goes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, [article(1)])
    store.remove([article(1).article_id])
    with monkeypatch.context() as patched:
        patched.setattr(vacuuming, "_delete", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            store.vacuum(0)
    assert vacuuming.unreadable(store._layout) == {1}
    assert store.verify().is_sound
    assert store.vacuum(0).n_files == 2


def moments(*days: int) -> list[Commit]:
    start = datetime(2024, 5, 1, tzinfo=UTC)
    return [
        Commit(
            number=number, articles=0, statements=0, what="add", who="ann",
            when=(start + timedelta(days=day)).isoformat(),
        )
        for number, day in enumerate(days)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "since", "expected"),
    [
        ((0, 10, 20), 15, {1, 2}),
        ((0, 10, 20), 25, {2}),
        ((0, 10, 20), 0, {0, 1, 2}),
        ((0, 20, 5, 6), 15, {0, 1, 2, 3}),  # set back after commit 1: nothing looks older by it
    ],
    ids=["some", "none but the newest", "all", "clock set back"],
)
def test_version_counts_as_current_until_the_next_took_its_place(
    days: tuple[int, ...], since: int, expected: set[int]
) -> None:
    moment = datetime(2024, 5, 1, tzinfo=UTC) + timedelta(days=since)
    assert vacuuming.current_since(moments(*days), moment) == expected


def test_clock_that_goes_backwards_disturbs_no_order(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, [article(1)])
    monkeypatch.setattr(commits, "now", lambda: "1999-01-01T00:00:00.000000+00:00")
    add(store, [article(2)])
    statement_id = store.statements()["statement_id"].iloc[0]
    for side in ("China", "US"):
        store.correct(statement_id, {"side": side}, reason="test", who="ann")
    assert store.statements()["side"].iloc[0] == "US"
    assert len(store.statements(version="1.0")) == 2
    assert store.vacuum(7) == vacuuming.Removed(0, 0, ())
    assert store.verify().is_sound
