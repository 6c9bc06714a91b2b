"""What the Relations page asks: who speaks how about whom, and what about.

Pure: an open connection of the store and filters in, frames out.
"""

from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd

from dashboard import groups, queries
from dashboard.filters import Filters
from dashboard.groups import WHO, Keys

OTHERS = "*"  # everybody or everything that has no row or column of its own
MAX_LISTED = 100  # statements of an opened cell
CELL = "~"  # between row and column in a link


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """What stands in the rows and in the columns: SQL, and how many are shown."""

    rows: str
    columns: str
    most_rows: int
    most_columns: int


MAPS = {
    "speakers": Map(rows=WHO, columns="target", most_rows=12, most_columns=9),
    "sides": Map(rows="side", columns="target", most_rows=8, most_columns=9),
    "topics": Map(rows="topic", columns="side", most_rows=18, most_columns=6),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """A map with its cells.

    Args:
        cells: Columns of ``groups.means`` with ``row`` and ``column`` in place of ``group``.
        rows: Names in order, the one with most utterances first, ``OTHERS`` last.
        columns: Likewise.
        n_rows: How many there are, with those that ``OTHERS`` stands for.
        n_columns: Likewise.
    """

    cells: pd.DataFrame
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    n_rows: int
    n_columns: int


def heat(con: duckdb.DuckDBPyConnection, filters: Filters, axis: str, name: str) -> Heat:
    """Return one of ``MAPS``: means over utterances in every cell."""
    chosen = MAPS[name]
    rows, n_rows = _largest(con, filters, axis, chosen, chosen.rows, chosen.most_rows)
    columns, n_columns = _largest(con, filters, axis, chosen, chosen.columns, chosen.most_columns)
    found = groups.means(con, filters, _keys(chosen, rows, columns), [axis])
    cells = groups.split(found, "row", "column").drop(columns="group")
    return Heat(
        cells=cells,
        rows=_ordered(cells, "row"),
        columns=_ordered(cells, "column"),
        n_rows=n_rows,
        n_columns=n_columns,
    )


def statements(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    axis: str,
    name: str,
    cell: tuple[str, str],
    shown: tuple[tuple[str, ...], tuple[str, ...]],
) -> pd.DataFrame:
    """Return list rows of the statements behind a cell, the strongest words first.

    Args:
        con: An open connection of the store.
        filters: What is shown.
        axis: Of the scores; what has none is in no cell.
        name: Of the map.
        cell: Row and column; ``OTHERS`` for what has none of its own.
        shown: The names that have a row, and those that have a column.
    """
    chosen = MAPS[name]
    condition, values = queries.where(filters)
    terms: list[str] = []
    more: list[Any] = []
    for part, what, named in zip(cell, (chosen.rows, chosen.columns), shown, strict=True):
        if part == OTHERS:
            terms.append(_has_others(what))
            more.append([each for each in named if each != OTHERS])
        else:
            terms.append(_has(what))
            more.append(part)
    column = groups.column(axis)
    return con.execute(
        f"""
        SELECT {groups.LIST_ROW}, {column} AS score FROM statements
        WHERE {condition} AND {column} IS NOT NULL AND {" AND ".join(terms)}
        ORDER BY abs(score) DESC, length(text) DESC, statement_id LIMIT {MAX_LISTED}
        """,
        [*values, *more],
    ).df()


def _largest(
    con: duckdb.DuckDBPyConnection, filters: Filters, axis: str, chosen: Map, what: str, most: int
) -> tuple[list[str], int]:
    """Return the names with most statements, and how many names there are.

    Where one name alone would be left over it gets its own place instead of "others".
    """
    condition, values = queries.where(filters)
    found = con.execute(
        f"""
        SELECT name, count(*) AS n, count(*) OVER () AS total
        FROM (SELECT {_one(what)} AS name FROM statements
              WHERE {condition} AND {groups.column(axis)} IS NOT NULL AND {_is_there(chosen)})
        WHERE name IS NOT NULL GROUP BY name ORDER BY n DESC, name LIMIT {most + 1}
        """,
        values,
    ).fetchall()
    total = int(found[0][2]) if found else 0
    kept = found if total <= most + 1 else found[:most]
    return [str(row[0]) for row in kept], total


def _keys(chosen: Map, rows: list[str], columns: list[str]) -> Keys:
    parts = (_place(chosen.rows), _place(chosen.columns))
    return Keys(sql=groups.joined(*parts), values=(rows, columns))


# Topics are a list: a statement counts in the row of each of its topics.
def _one(what: str) -> str:
    return "unnest(topics)" if what == "topic" else what


def _place(what: str) -> str:
    if what == "topic":
        named = f"lambda x: CASE WHEN list_contains(?, x) THEN x ELSE '{OTHERS}' END"
        return f"unnest(list_distinct(list_transform(topics, {named})))"
    return groups.top_or_others(what, OTHERS)


def _has(what: str) -> str:
    return "list_contains(topics, ?)" if what == "topic" else f"{what} = ?"


def _has_others(what: str) -> str:
    if what == "topic":
        return "NOT list_has_all(?, topics)"
    return f"{what} IS NOT NULL AND NOT list_contains(?, {what})"


def _is_there(chosen: Map) -> str:
    terms = (
        "len(topics) > 0" if what == "topic" else f"{what} IS NOT NULL"
        for what in (chosen.rows, chosen.columns)
    )
    return " AND ".join(terms)


def _ordered(cells: pd.DataFrame, what: str) -> tuple[str, ...]:
    sums = cells.groupby(what)["n_utterances"].sum()
    sizes = {str(name): int(total) for name, total in sums.items()}
    order = sorted(sizes, key=lambda name: (name == OTHERS, -sizes[name], name))
    return tuple(order)
