"""Corrections outlive a new analysis: each is anchored to the words that it is about.

A statement's id follows from its place and its printed speaker, so a method that finds a little
more or less of the words gives it another id. An entry of the log then counts for the statement of
the same article whose words cover most of the same places. Where no statement covers half of them,
or two cover the same share, the entry is an orphan: it stays in the log and changes nothing.

The log itself is never rewritten; anchors are looked up whenever a state of the store is opened.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from stance.store import tables
from stance.store.corrections import SAME, Correction, in_force

Spans = Sequence[Sequence[int]]

# A guess that is wrong puts a person's judgement on words that they never saw.
LEAST_COVER = 0.5


@dataclass(frozen=True, slots=True)
class Anchored:
    """The log as it counts for the statements of one state, and the entries without a place."""

    log: tuple[Correction, ...]
    orphans: tuple[Correction, ...]


def anchor(log: Sequence[Correction], connection: duckdb.DuckDBPyConnection) -> Anchored:
    """Find today's statement for every entry of the log.

    Args:
        log: All entries.
        connection: With the view ``stored_statements``.

    Returns:
        The entries with the ids of today's statements (those of orphans unchanged), and those
        orphans that are in force.
    """
    named = {name for each in log for name in _names(each)}
    missing = named - _existing(connection, sorted(named))
    if not missing:
        return Anchored(tuple(log), ())
    places = _places(log, missing)
    today = _statements_of(connection, sorted({article for article, _ in places.values()}))
    found = {
        name: now
        for name, (article, spans) in places.items()
        if (now := _best(spans, today.get(article, {}))) is not None
    }
    moved = tuple(_moved(each, found) for each in log)
    lost = missing - set(found)
    orphans = tuple(each for each in in_force(log) if not lost.isdisjoint(_names(each)))
    return Anchored(moved, orphans)


def cover(one: Spans, other: Spans) -> float:
    """Return the share of characters that two sets of spans have in common: 0..1 of their union."""
    ours, theirs = _characters(one), _characters(other)
    union = len(ours | theirs)
    return len(ours & theirs) / union if union else 0.0


def _names(entry: Correction) -> list[str]:
    """Return the statements that an entry is about; none where it is about an article."""
    other = [entry.new["other"]] if entry.field == SAME and isinstance(entry.new, dict) else []
    return [name for name in (entry.statement_id, *other) if name]


def _existing(connection: duckdb.DuckDBPyConnection, names: list[str]) -> set[str]:
    if not names:
        return set()
    query = f"SELECT statement_id FROM stored_statements WHERE statement_id IN {tables.GIVEN}"
    return {row[0] for row in connection.execute(query, [names]).fetchall()}


def _places(log: Iterable[Correction], missing: set[str]) -> dict[str, tuple[str, Spans]]:
    """Return article and spans of the statements that are gone, as the log remembers them."""
    places: dict[str, tuple[str, Spans]] = {}
    for each in log:
        if each.statement_id in missing:
            places[each.statement_id] = (each.article_id, each.anchor_spans)
        if each.field == SAME and each.new["other"] in missing and "spans" in each.new:
            places[each.new["other"]] = (each.new["article_id"], each.new["spans"])
    return places


def _statements_of(
    connection: duckdb.DuckDBPyConnection, article_ids: list[str]
) -> dict[str, dict[str, Spans]]:
    query = (
        "SELECT article_id, statement_id, spans FROM stored_statements "
        f"WHERE article_id IN {tables.GIVEN}"
    )
    found: dict[str, dict[str, Spans]] = defaultdict(dict)
    for article_id, statement_id, spans in connection.execute(query, [article_ids]).fetchall():
        found[article_id][statement_id] = spans
    return found


def _best(spans: Spans, statements: Mapping[str, Spans]) -> str | None:
    ranked = sorted(
        ((cover(spans, theirs), name) for name, theirs in statements.items()), reverse=True
    )
    if not ranked or ranked[0][0] < LEAST_COVER:
        return None
    is_tied = len(ranked) > 1 and ranked[1][0] == ranked[0][0]
    return None if is_tied else ranked[0][1]


def _moved(entry: Correction, found: Mapping[str, str]) -> Correction:
    values: dict[str, Any] = {"statement_id": found.get(entry.statement_id, entry.statement_id)}
    if entry.field == SAME and isinstance(entry.new, dict):
        other = entry.new["other"]
        values["new"] = {**entry.new, "other": found.get(other, other)}
    return replace(entry, **values)


def _characters(spans: Spans) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}
