"""Reading and extending the log of corrections, one entry after the other."""

import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from stance.arrow import CORRECTION_SCHEMA, table_of_rows
from stance.errors import StoreError, UsageError
from stance.store import checksums, tables
from stance.store.commits import now
from stance.store.corrections import (
    IS_STATEMENT,
    SAME,
    Correction,
    correction_of,
    in_force,
    taken_back,
    values_in_force,
)
from stance.store.layout import Layout
from stance.store.lock import writer_lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who writes into the log, and why; neither may be empty."""

    who: str
    reason: str

    def __post_init__(self) -> None:
        for name in ("who", "reason"):
            if not getattr(self, name).strip():
                raise UsageError(f"a correction needs its {name!r}; it was empty")


def read(layout: Layout, at_version: int | None = None) -> list[Correction]:
    """Return the entries of the log, oldest first."""
    files = tables.files_of(layout.corrections, at_version)
    if not files:
        return []
    with duckdb.connect() as connection:
        query = "SELECT * FROM read_parquet($1, hive_partitioning = false) ORDER BY number"
        rows = tables.fetch(connection, query, [files]).to_pylist()
    return [correction_of(row) for row in rows]


def correct(
    layout: Layout,
    statement: Mapping[str, Any],
    values: Mapping[str, Any],
    author: Author,
    *,
    lock_timeout: float,
    earlier_ids: Collection[str] = (),
) -> list[Correction]:
    """Append one entry for each changed field, all in one commit.

    Args:
        layout: The store.
        statement: The statement as the program made it (a row of ``stored_statements``).
        values: New values by field, checked.
        author: Who and why.
        lock_timeout: Seconds to wait for another who is just saving.
        earlier_ids: Ids under which earlier entries are about the same statement.
    """
    now_id = statement["statement_id"]
    with _extending(layout, lock_timeout) as log:
        renamed = [
            replace(each, statement_id=now_id) if each.statement_id in earlier_ids else each
            for each in log
        ]
        known = {IS_STATEMENT: True, **statement, **values_in_force(renamed).get(now_id, {})}
        entries = [
            Correction(
                number=len(log) + position,
                correction_id=secrets.token_hex(8),
                statement_id=statement["statement_id"],
                article_id=statement["article_id"],
                anchor_spans=tuple((start, end) for start, end in statement["spans"]),
                anchor_text=statement["text"],
                field=field,
                old=known[field],
                new=value,
                reason=author.reason.strip(),
                who=author.who.strip(),
                when=now(),
            )
            for position, (field, value) in enumerate(values.items(), start=1)
        ]
        _append(layout, entries)
    return entries


def undo(layout: Layout, correction_id: str, author: Author, *, lock_timeout: float) -> Correction:
    """Append an entry that takes another one back."""
    with _extending(layout, lock_timeout) as log:
        entry = next((item for item in log if item.correction_id == correction_id), None)
        if entry is None:
            raise StoreError(f"{layout.root}: there is no correction {correction_id}")
        if correction_id in taken_back(log):
            raise StoreError(f"{layout.root}: correction {correction_id} is undone already")
        undoing = replace(
            entry,
            number=len(log) + 1,
            correction_id=secrets.token_hex(8),
            old=entry.new,
            new=entry.old,
            reason=author.reason.strip(),
            who=author.who.strip(),
            when=now(),
            undoes=correction_id,
        )
        _append(layout, [undoing])
    return undoing


def judge(
    layout: Layout,
    about: Mapping[str, Any],
    field: str,
    new: Any,
    author: Author,
    *,
    lock_timeout: float,
) -> Correction:
    """Append what a person judges without giving a column another value.

    Args:
        layout: The store.
        about: ``statement_id`` (empty for an article), ``article_id``, ``spans`` and ``text``.
        field: One of ``corrections.JUDGEMENTS``.
        new: What is judged.
        author: Who and why.
        lock_timeout: Seconds to wait for another who is just saving.
    """
    with _extending(layout, lock_timeout) as log:
        earlier = [each for each in in_force(log) if _is_about(each, about, field, new)]
        entry = Correction(
            number=len(log) + 1,
            correction_id=secrets.token_hex(8),
            statement_id=about["statement_id"],
            article_id=about["article_id"],
            anchor_spans=tuple((start, end) for start, end in about["spans"]),
            anchor_text=about["text"],
            field=field,
            old=earlier[-1].new if earlier else about.get("old"),
            new=new,
            reason=author.reason.strip(),
            who=author.who.strip(),
            when=now(),
        )
        _append(layout, [entry])
    return entry


def _is_about(entry: Correction, about: Mapping[str, Any], field: str, new: Any) -> bool:
    """Whether an earlier entry judges the same thing."""
    if entry.field != field or entry.article_id != about["article_id"]:
        return False
    is_same_pair = field != SAME or entry.new["other"] == new["other"]
    return entry.statement_id == about["statement_id"] and is_same_pair


@contextmanager
def _extending(layout: Layout, lock_timeout: float) -> Iterator[list[Correction]]:
    # A lock of its own: nobody who corrects has to wait for a large addition. Without any lock two
    # entries could get the same number, and which of them counts would be left to chance.
    with writer_lock(layout.root / "corrections.lock", timeout=lock_timeout):
        yield read(layout)


def _append(layout: Layout, entries: list[Correction]) -> None:
    rows = table_of_rows([entry.as_row() for entry in entries], CORRECTION_SCHEMA)
    before = set(tables.files_of(layout.corrections))
    tables.retrying(lambda: tables.append(layout.corrections, rows))
    tables.compact_if_scattered(layout.corrections)
    version = tables.version(layout.corrections)
    new = [Path(each) for each in tables.files_of(layout.corrections) if each not in before]
    tables.settle(layout.corrections, [version])
    tables.settle_files(new)
    checksums.note(layout, f"corrections-{version:08d}", new)
