"""DuckDB over one state of the store: the views that everything else reads.

The connection lives in memory, opens nothing but the Parquet files of that state and can change
neither them nor its own settings, so a query that somebody typed cannot reach other files.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from stance.arrow import ARTICLE_SCHEMA, CORRECTION_SCHEMA, statement_schema
from stance.store import tables
from stance.store.anchors import anchor
from stance.store.corrections import (
    IS_STATEMENT,
    Correction,
    article_days,
    decisions,
    values_in_force,
)
from stance.table import columns_for

# Where ``d`` is the day that a person gave an article; no day needs no reason.
_BY_HAND = "WHEN d.day IS NOT NULL THEN 'corrected by hand' END"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One state of the store: the Parquet files of its tables and the log of corrections."""

    articles: tuple[str, ...]
    statements: tuple[str, ...]
    log: tuple[Correction, ...]
    axes: tuple[str, ...]


Prepare = Callable[[duckdb.DuckDBPyConnection], None]


def connect(
    snapshot: Snapshot, *, threads: int | None = None, prepare: Prepare | None = None
) -> duckdb.DuckDBPyConnection:
    """Return a connection with the views ``articles``, ``statements`` and ``corrections``.

    ``statements`` has the documented columns, with corrections applied and ``corrected`` true where
    one is in force; statements that a person called none are missing. ``stored_statements`` has
    them all as the program made them. ``articles`` has a column ``corrected`` of its own and shows
    the day that a person gave them; ``stored_articles`` the one that the program found.

    ``prepare`` gets the connection when its views stand, before it is shut off from other files.
    """
    connection = duckdb.connect()
    connection.execute("SET python_enable_replacements = false")
    if threads:
        connection.execute(f"SET threads = {int(threads)}")
    _show_files(connection, "stored_articles", snapshot.articles, ARTICLE_SCHEMA)
    schema = statement_schema(snapshot.axes)
    _show_files(connection, "stored_statements", snapshot.statements, schema)
    rows = [entry.as_row() for entry in snapshot.log]
    _keep(connection, "corrections", pa.Table.from_pylist(rows, CORRECTION_SCHEMA))
    # The table of corrections shows the log as it was written; what counts is found by its words.
    snapshot = replace(snapshot, log=anchor(snapshot.log, connection).log)
    _show_dated(connection, snapshot)
    _show_corrected(connection, snapshot)
    if prepare is not None:
        prepare(connection)
    _close_doors(connection, [*snapshot.articles, *snapshot.statements])
    return connection


def _show_files(
    connection: duckdb.DuckDBPyConnection, name: str, files: Sequence[str], schema: pa.Schema
) -> None:
    if not files:
        _keep(connection, name, schema.empty_table())
        return
    # Files of an older schema lack columns; those of one version are all of one shape.
    known = set(pq.read_schema(files[0]).names)
    columns = ", ".join(
        f'"{each.name}"' if each.name in known else f'NULL::VARCHAR AS "{each.name}"'
        for each in schema
    )
    paths = ", ".join(_quoted(file) for file in files)
    # A folder named "year=2023" above the store must not become a column.
    source = f"read_parquet([{paths}], hive_partitioning = false)"
    connection.execute(f"CREATE VIEW {name} AS SELECT {columns} FROM {source}")


def _keep(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    connection.register("incoming", table)
    connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
    connection.unregister("incoming")


def _show_dated(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
    """Lay the days that persons gave over the articles."""
    rows = [
        {"article_id": each, "day": value["published_on"]}
        for each, value in article_days(snapshot.log).items()
    ]
    schema = pa.schema([("article_id", pa.string()), ("day", pa.string())])
    _keep(connection, "article_days", pa.Table.from_pylist(rows, schema))
    if not rows:
        query = "SELECT *, false AS corrected FROM stored_articles"
    else:
        query = (
            "SELECT a.* REPLACE ("
            "CASE WHEN d.article_id IS NULL THEN a.published_on ELSE d.day END AS published_on, "
            f"CASE WHEN d.article_id IS NULL THEN a.published_basis {_BY_HAND} AS published_basis, "
            "CASE WHEN d.article_id IS NULL THEN a.needs_attention END AS needs_attention), "
            "d.article_id IS NOT NULL AS corrected "
            "FROM stored_articles AS a LEFT JOIN article_days AS d ON a.article_id = d.article_id"
        )
    connection.execute(f"CREATE VIEW articles AS {query}")


def _show_joined(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> int:
    """Keep which utterances a person called the same; return how many get another name."""
    pairs = [sorted(pair) for pair, is_same in decisions(snapshot.log).items() if is_same]
    named = dict(
        connection.execute(
            "SELECT statement_id, utterance_id FROM stored_statements "
            f"WHERE statement_id IN {tables.GIVEN}",
            [sorted({each for pair in pairs for each in pair})],
        ).fetchall()
        if pairs
        else []
    )
    first: dict[str, str] = {}

    def root(name: str) -> str:
        while first.get(name, name) != name:
            name = first[name]
        return name

    for one, other in pairs:
        if named.get(one) and named.get(other):
            low, high = sorted((root(named[one]), root(named[other])))
            first[high] = low
    rows = [{"stored": name, "shown": root(name)} for name in first if root(name) != name]
    schema = pa.schema([("stored", pa.string()), ("shown", pa.string())])
    _keep(connection, "joined_utterances", pa.Table.from_pylist(rows, schema))
    return len(rows)


def _show_corrected(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
    columns = columns_for(snapshot.axes)
    values = _values(snapshot)
    days = article_days(snapshot.log)
    n_joined = _show_joined(connection, snapshot)
    if not values and not days and not n_joined:
        # Without a join the common case stays as fast as the bare files.
        names = ", ".join(f'"{column}"' for column in columns)
        connection.execute(f"CREATE VIEW statements AS SELECT {names} FROM stored_statements")
        return
    schema = statement_schema(snapshot.axes)
    _keep(connection, "corrected_values", _overlay(values, schema, snapshot.axes))
    picked = ", ".join(_picked(column) for column in columns)
    connection.execute(
        f"CREATE VIEW statements AS SELECT {picked} FROM stored_statements AS s "
        "LEFT JOIN corrected_values AS c ON s.statement_id = c.statement_id "
        "LEFT JOIN article_days AS d ON s.article_id = d.article_id "
        "LEFT JOIN joined_utterances AS j ON s.utterance_id = j.stored "
        "WHERE c.is_statement IS DISTINCT FROM false"
    )


def _values(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    """Return the values to show: what follows from an article's day, then what was corrected."""
    values: dict[str, dict[str, Any]] = {}
    for day in article_days(snapshot.log).values():
        values |= {each: dict(changed) for each, changed in day["statements"].items()}
    for each, changed in values_in_force(snapshot.log).items():
        kept = values.get(each, {})
        if "said_on" in changed:
            kept = {key: value for key, value in kept.items() if not key.startswith("said_on")}
        values[each] = kept | changed
    return values


def _overlay(values: dict[str, dict[str, Any]], schema: pa.Schema, axes: Sequence[str]) -> pa.Table:
    """Return one row per corrected statement: which columns change, and to what."""
    rows = []
    for statement_id, fields in values.items():
        changed = {key: value for key, value in fields.items() if key != IS_STATEMENT}
        changed = _consequences(changed, axes) | changed
        rows.append(
            {
                **changed,
                "statement_id": statement_id,
                "changed": sorted(changed),
                IS_STATEMENT: fields.get(IS_STATEMENT, True),
            }
        )
    more = pa.schema([("changed", pa.list_(pa.string())), (IS_STATEMENT, pa.bool_())])
    return pa.Table.from_pylist(rows, pa.unify_schemas([schema, more]))


def _consequences(changed: dict[str, Any], axes: Sequence[str]) -> dict[str, Any]:
    """Return what else changes when a person sets a date or the score that has an interval."""
    more: dict[str, Any] = {}
    if "said_on" in changed:
        said_on = changed["said_on"]
        more["said_on_precision"] = {4: "year", 7: "month", 10: "day"}.get(len(said_on or ""))
        more["said_on_basis"] = "corrected by hand" if said_on else None
    if axes and axes[0] in changed:
        # The interval is that of the model's score; a person's label has none.
        more |= {f"{axes[0]}_low": None, f"{axes[0]}_high": None}
    return more


def _picked(column: str) -> str:
    if column == "corrected":
        touched = ("c.statement_id", "d.article_id", "j.stored")
        any_touched = " OR ".join(f"{name} IS NOT NULL" for name in touched)
        return f"(s.corrected OR {any_touched}) AS corrected"
    if column == "utterance_id":
        return "coalesce(j.shown, s.utterance_id) AS utterance_id"
    if column == "published_on":
        return "CASE WHEN d.article_id IS NULL THEN s.published_on ELSE d.day END AS published_on"
    if column == "published_basis":
        return f"CASE WHEN d.article_id IS NULL THEN s.published_basis {_BY_HAND} AS {column}"
    if column == "statement_id":
        return "s.statement_id"
    return (
        f"CASE WHEN list_contains(c.changed, '{column}') THEN c.\"{column}\" "
        f'ELSE s."{column}" END AS "{column}"'
    )


def _close_doors(connection: duckdb.DuckDBPyConnection, files: Sequence[str]) -> None:
    allowed = ", ".join(_quoted(file) for file in files)
    connection.execute(f"SET allowed_paths = [{allowed}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
