"""Stores of an earlier schema: read as they are, brought to today's shape by the first write."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake

from stance.arrow import ARTICLE_SCHEMA, CORRECTION_SCHEMA, statement_schema, statements_table
from stance.errors import StoreError
from stance.store import Store, layout, migrations
from stance.store.commits import Commit
from stance.store.rows import article_row, dating_columns
from stance.table import to_csv

from .builder import AXES, add, article, frame, new_store, statements_of

OLD_ARTICLES = pa.schema([each for each in ARTICLE_SCHEMA if each.name != "file_name"])


@pytest.fixture
def old(tmp_path: Path) -> Store:
    """Return a store of two articles and a correction as schema 1 laid it down."""
    path = tmp_path / "old"
    (path / "commits").mkdir(parents=True)
    for name, schema in (
        ("articles", OLD_ARTICLES),
        ("statements", statement_schema(AXES)),
        ("corrections", CORRECTION_SCHEMA),
    ):
        settings = {"delta.enableExpiredLogCleanup": "false"}
        settings |= {"delta.appendOnly": "true"} if name == "corrections" else {}
        DeltaTable.create(path / name, schema, configuration=settings)
    commit(path, 0, "create")
    articles = [article(1), article(2)]
    kept = {"file_hash": None, "read_at": "2024-05-01T00:00:00+00:00", "added_in": 1}
    rows = [article_row(each, n_statements=2, **kept, **dating_columns(None)) for each in articles]
    made = frame(statements_of(articles))
    write_deltalake(path / "articles", pa.Table.from_pylist(rows, OLD_ARTICLES), mode="append")
    write_deltalake(path / "statements", statements_table(made), mode="append")
    commit(path, 1, "add", version=1)
    write_deltalake(path / "corrections", correction(made), mode="append")
    about = {"format": "stance store", "schema": 1, "axes": list(AXES)}
    (path / "store.json").write_text(json.dumps(about))
    return Store(path)


def commit(path: Path, number: int, what: str, version: int = 0) -> None:
    about = Commit(
        number=number, articles=version, statements=version, what=what, who="ann",
        when=f"2024-05-0{number + 1}T00:00:00.000000+00:00",
    )  # fmt: skip
    known = {key: value for key, value in asdict(about).items() if key not in ("reason", "undoes")}
    (path / "commits" / f"{number:08d}.json").write_text(json.dumps(known))


def correction(made: Any) -> pa.Table:
    row = made.iloc[0]
    return pa.Table.from_pylist(
        [
            {
                "number": 1, "correction_id": "0123", "statement_id": row["statement_id"],
                "article_id": row["article_id"], "anchor_spans": row["spans"],
                "anchor_text": row["text"], "field": "side", "old": "null", "new": '"joint"',
                "reason": "read it", "who": "ann", "when": "2024-05-03T00:00:00+00:00",
                "undoes": None,
            }
        ],
        CORRECTION_SCHEMA,
    )  # fmt: skip


def schema_of(store: Store) -> int:
    return int(json.loads((store.path / "store.json").read_text())["schema"])


def test_older_store_is_read_without_being_touched(old: Store, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in old.path.rglob("*") if path.is_file()}
    assert old.version() == "1.1"
    assert set(old.statements()["side"]) == {"joint", "US", None}
    found = old.article(article(1).article_id)
    assert (found.article, found.file_name) == (article(1), None)
    assert old.verify().is_sound
    assert old.originals() == []
    after = {path: path.read_bytes() for path in old.path.rglob("*") if path.is_file()}
    assert after == before


def correct(store: Store) -> None:
    statement_id = store.statements()["statement_id"].iloc[1]
    store.correct(statement_id, {"side": "China"}, reason="test", who="bo")


WRITES: list[Callable[[Store], object]] = [
    lambda store: add(store, [article(3)]),
    correct,
    lambda store: store.confirm(store.statements()["statement_id"].iloc[0], who="bo"),
    lambda store: store.undo("0123", reason="test", who="bo"),
    lambda store: store.date_article(article(1).article_id, "2024-01-01", reason="x", who="bo"),
    lambda store: store.remove([article(1).article_id]),
    lambda store: store.compact(),
    lambda store: store.purge(),
]


@pytest.mark.parametrize("write", WRITES, ids=range(len(WRITES)))
def test_first_write_migrates_and_keeps_everything(
    old: Store, write: Callable[[Store], object]
) -> None:
    then = to_csv(old.statements())
    write(old)
    assert schema_of(old) == layout.SCHEMA_VERSION
    assert [each.what for each in old.commits()][:3] == ["create", "add", "migrate"]
    assert to_csv(old.statements(version="1.1")) == then
    assert to_csv(old.statements(version="2.1")) == then
    assert old.verify().is_sound
    add(old, [article(9)])
    assert old.verify().is_sound


def test_articles_of_an_old_version_come_back_by_an_undo(old: Store) -> None:
    old.remove([article(1).article_id])
    before = to_csv(old.statements(version="1.1"))
    old.undo_commit(3, reason="wanted", who="ann")
    assert to_csv(old.statements()) == before
    old.undo_commit(1, reason="not wanted", who="ann")
    assert old.statements().empty
    assert old.verify().is_sound


@pytest.mark.parametrize("step", ["publish", "write_description"])
def test_migration_that_dies_is_simply_done_again(
    old: Store, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = to_csv(old.statements())

    def die(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        module = migrations.checksums if step == "publish" else migrations.layout
        patched.setattr(module, step, die)
        with pytest.raises(StoreError, match="disk is full"):
            add(old, [article(3)])
    assert schema_of(old) == 1
    assert to_csv(old.statements()) == before
    add(old, [article(3)])
    assert len(old.statements()) == 6
    assert old.verify().is_sound


def test_backup_of_an_older_store_is_restored_as_it_is(old: Store, tmp_path: Path) -> None:
    other = Store(tmp_path / "other")
    other.restore(old.backup(tmp_path / "old.tar").path)
    assert schema_of(other) == 1
    add(other, [article(3)])
    assert (schema_of(old), schema_of(other)) == (1, layout.SCHEMA_VERSION)


def test_every_schema_has_its_way_to_the_next() -> None:
    assert sorted(migrations._STEPS) == list(range(1, layout.SCHEMA_VERSION))


def test_new_store_is_never_migrated(tmp_path: Path) -> None:
    store = new_store(tmp_path / "new")
    add(store, [article(1)])
    assert [each.what for each in store.commits()] == ["create", "add"]
    with duckdb.connect() as connection:
        files = str(store.path / "articles" / "*.parquet")
        query = "SELECT count(file_name), count(*) FROM read_parquet(?)"
        assert connection.execute(query, [files]).fetchall() == [(0, 1)]
