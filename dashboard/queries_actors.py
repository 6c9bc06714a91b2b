"""What the Actors page asks: who speaks how, one actor against both sides, who is in no registry.

Pure: an open connection of the store and filters in, frames out.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import pandas as pd

from dashboard import brief, groups, queries
from dashboard.filters import Filters
from dashboard.groups import SOURCE, WHO, Keys
from stance.trends import Freq, trend_of

MAX_ACTORS = 60  # rows of the overview; the field above it finds the others
MAX_FOUND = 500  # names in the field
MAX_PARTS = 12  # topics, targets, outlets of one actor
MAX_NEWCOMERS = 50
ACTOR, OWN, OTHER = "actor", "own", "other"


def everybody(filters: Filters) -> Filters:
    """Return the filters without those of actor and side: whom one actor is compared with."""
    return with_field(filters, actors=(), sides=())


def with_field(filters: Filters, **fields: tuple[str, ...]) -> Filters:
    """Return the filters with some fields of the selection replaced."""
    chosen: Any = fields
    return replace(filters, selection=replace(filters.selection, **chosen))


def only(filters: Filters, actor: str) -> Filters:
    """Return the filters with this one actor, whoever was chosen before."""
    return with_field(filters, actors=(actor,))


def names(con: duckdb.DuckDBPyConnection, filters: Filters) -> pd.DataFrame:
    """Return who speaks, the most quoted first.

    Returns:
        ``who`` (id of an actor, or name as printed), ``label``, ``side`` (None where unknown),
        ``is_registered``, ``n`` statements; at most ``MAX_FOUND`` rows.
        ``attrs["total"]`` says how many there are.
    """
    condition, values = queries.where(filters)
    found = con.execute(
        f"""
        SELECT {WHO} AS who, any_value(speaker_name) AS label, mode(side) AS side,
               any_value(actor_id) IS NOT NULL AS is_registered, count(*) AS n,
               count(*) OVER () AS total
        FROM {brief.source(con, filters)} WHERE {condition} AND {WHO} IS NOT NULL
        GROUP BY 1 ORDER BY n DESC, who LIMIT {MAX_FOUND}
        """,
        values,
    ).df()
    total = int(found["total"].iloc[0]) if len(found) else 0
    found = found.drop(columns="total")
    found["side"] = found["side"].astype("object").where(found["side"].notna(), None)
    found.attrs["total"] = total
    return found


def search(con: duckdb.DuckDBPyConnection, typed: str) -> str | None:
    """Return who is meant by a name that the reader typed; None if it is nobody's or several."""
    found = con.execute(
        f"""
        SELECT {WHO} AS who, bool_or(lower(speaker_name) = lower(?)) AS is_exact FROM statements
        WHERE {WHO} IS NOT NULL AND (contains(lower(speaker_name), lower(?)) OR actor_id = ?)
        GROUP BY 1 ORDER BY is_exact DESC, who LIMIT 2
        """,
        [typed, typed, typed],
    ).fetchall()
    if not found or (len(found) > 1 and not found[0][1]):
        return None
    return str(found[0][0])


def overview(
    con: duckdb.DuckDBPyConnection, filters: Filters, axis: str, chosen: tuple[str, ...]
) -> pd.DataFrame:
    """Return the mean of each of these actors on an axis: columns of ``groups.means``."""
    keys = Keys(sql=f"CASE WHEN list_contains(?, {WHO}) THEN {WHO} END", values=(list(chosen),))
    return groups.means(con, filters, keys, [axis])


def compared(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    actor: str,
    sides: tuple[str | None, str | None],
    axes: Sequence[str],
) -> pd.DataFrame:
    """Return the occasions of one actor, of the rest of a side, and of another side.

    Args:
        con: An open connection of the store.
        filters: What is shown; its actors and sides do not count here.
        actor: Id, or name as printed.
        sides: The actor's own side (without the actor) and the other one; None leaves it out.
        axes: Axes to compare on.

    Returns:
        Columns of ``groups.occasions``; ``group`` is ``ACTOR``, ``OWN`` or ``OTHER``.
    """
    keys = Keys(
        sql=f"CASE WHEN {WHO} = ? THEN '{ACTOR}' WHEN side = ? THEN '{OWN}' "
        f"WHEN side = ? THEN '{OTHER}' END",
        values=(actor, *sides),
    )
    return groups.occasions(con, everybody(filters), keys, axes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """All that is shown of one actor, but the comparison with others.

    ``side`` is the one that most statements have (None: nobody's).
    ``counts``, ``points``, ``warm`` and ``cold`` are as in ``queries``, ``trend`` as in
    ``stance.trends``; ``topics`` and ``targets`` have the columns of ``groups.means``; ``outlets``
    those of ``by_outlet``.
    """

    side: str | None
    counts: dict[str, Any]
    points: pd.DataFrame
    trend: pd.DataFrame
    topics: pd.DataFrame
    targets: pd.DataFrame
    outlets: pd.DataFrame
    warm: pd.DataFrame
    cold: pd.DataFrame


def profile(
    con: duckdb.DuckDBPyConnection, filters: Filters, actor: str, axis: str, freq: Freq
) -> Profile:
    """Return what one actor said, and how."""
    chosen = only(filters, actor)
    with _only(con, chosen):
        every = Filters()
        asked, _ = queries.question(every, axis, "actor", freq)
        side = con.execute("SELECT mode(side) FROM statements").fetchone()
        return Profile(
            side=side[0] if side else None,
            counts=queries.counts(con, every, axis),
            points=queries.points(con, every, axis),
            trend=trend_of(queries.counted(con, every, axis, "actor", freq), asked),
            topics=by_topic(con, every, axis),
            targets=by_target(con, every, axis),
            outlets=by_outlet(con, every, axis),
            warm=queries.extremes(con, every, axis, warm=True),
            cold=queries.extremes(con, every, axis, warm=False),
        )


@contextmanager
def _only(con: duckdb.DuckDBPyConnection, filters: Filters) -> Iterator[None]:
    """Let ``statements`` mean the chosen ones: found once and not for every part of a page.

    A temporary table hides the view of the same name from its own connection, and from no other.
    """
    condition, values = queries.where(filters)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE statements AS "
        f"SELECT * EXCLUDE (evidence) FROM memory.main.statements WHERE {condition}",
        values,
    )
    try:
        yield
    finally:
        con.execute("DROP TABLE temp.main.statements")


def by_topic(con: duckdb.DuckDBPyConnection, filters: Filters, axis: str) -> pd.DataFrame:
    """Return the mean on each topic, the most spoken about first."""
    return _largest(groups.means(con, filters, Keys(sql="unnest(topics)"), [axis]))


def by_target(con: duckdb.DuckDBPyConnection, filters: Filters, axis: str) -> pd.DataFrame:
    """Return the mean towards each target, the most addressed first."""
    return _largest(groups.means(con, filters, Keys(sql="target"), [axis]))


def by_outlet(con: duckdb.DuckDBPyConnection, filters: Filters, axis: str) -> pd.DataFrame:
    """Return which outlets quoted whom the filters leave.

    Returns:
        ``outlet`` (None where not known), ``n`` statements, ``share`` of all (0..1), ``scored``
        and ``mean`` on the axis over statements.
    """
    condition, values = queries.where(filters)
    return con.execute(
        f"""
        SELECT outlet, count(*) AS n, count(*) / sum(count(*)) OVER () AS share,
               count({groups.column(axis)}) AS scored, avg({groups.column(axis)}) AS mean
        FROM {brief.source(con, filters)} WHERE {condition}
        GROUP BY outlet ORDER BY n DESC, outlet LIMIT {MAX_PARTS}
        """,
        values,
    ).df()


def newcomers(con: duckdb.DuckDBPyConnection, filters: Filters) -> pd.DataFrame:
    """Return speakers who are in no registry, the most quoted first.

    Returns:
        ``name`` (as printed), ``n`` statements, ``n_sources``, ``first`` and ``last`` (ISO dates,
        None where undated), and of one statement that shows how they speak: ``statement_id``,
        ``text``, ``kind``. ``attrs["total"]`` says how many there are.
    """
    condition, values = queries.where(filters)
    found = con.execute(
        f"""
        SELECT speaker_name AS name, count(*) AS n, count(DISTINCT {SOURCE}) AS n_sources,
               min(said_on) AS first, max(said_on) AS last,
               arg_max({{'id': statement_id, 'text': text, 'kind': kind}},
                       (least(length(text), 160), statement_id)) AS example,
               count(*) OVER () AS total
        FROM statements WHERE {condition} AND actor_id IS NULL AND speaker_name IS NOT NULL
        GROUP BY speaker_name ORDER BY n DESC, name LIMIT {MAX_NEWCOMERS}
        """,
        values,
    ).df()
    total = int(found["total"].iloc[0]) if len(found) else 0
    for column, key in (("statement_id", "id"), ("text", "text"), ("kind", "kind")):
        found[column] = [example[key] for example in found["example"]]
    found = found.drop(columns=["example", "total"])
    found.attrs["total"] = total
    return found


def printed_forms(con: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """Return how articles print an unregistered speaker, the most frequent form first."""
    rows = con.execute(
        "SELECT speaker, count(*) AS n FROM statements WHERE actor_id IS NULL "
        "AND speaker_name = ? AND speaker IS NOT NULL GROUP BY 1 ORDER BY n DESC, speaker LIMIT 5",
        [name],
    ).fetchall()
    return [str(row[0]) for row in rows]


def _largest(found: pd.DataFrame) -> pd.DataFrame:
    order = ["n_utterances", "group"]
    return found.sort_values(order, ascending=[False, True]).head(MAX_PARTS).reset_index(drop=True)


def row_of(found: pd.DataFrame, group: str, axis: str) -> dict[str, Any] | None:
    """Return the mean of one group on one axis, or None where nothing was said."""
    rows = found[(found["group"] == group) & (found["axis"] == axis)]
    return {str(k): v for k, v in rows.iloc[0].items()} if len(rows) else None
