"""Filters to frames: read-only SQL over the store's views, nothing else.

Aggregation and sampling happen here, in DuckDB, so that a page never holds more rows than it
shows, however large the collection. Every function takes an open connection of the store.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from dashboard import brief, thinned
from dashboard.filters import Filters, all_dates
from stance.selection import Selection
from stance.trends import By, Counted, Freq, Question, count_occasions

MAX_POINTS = 1_200
PAGE_ROWS = 500
MAX_LISTED = 200
MAX_MARKED = 1_000  # statements that are underlined in one article
SCRAP_BELOW = 24  # characters
NEUTRAL_BELOW = 0.1  # as in the words of stance.trends: nearer to zero counts as neither

# One speaker is one actor of the registry, or one name as printed, or nobody that is named.
EXPORT_ORDER = "published_on, source_file, spans[1][1], statement_id"
WHO = "coalesce(actor_id, speaker_name)"

# What a group is called, for each way of grouping.
GROUP_SQL = {
    "side": "side",
    "actor": WHO,
    "dyad": "side || ' \N{RIGHTWARDS ARROW} ' || target_side",
    "topic": "unnest(topics)",
    "outlet": "outlet",
}

# A month-long date stands in the middle of its month; a year is too vague for a place in time.
PLACED = "CASE length(said_on) WHEN 10 THEN said_on WHEN 7 THEN said_on || '-15' END"

ROW = (
    "statement_id, utterance_id, article_id, text, speaker, speaker_name, actor_id, side, kind, "
    "outlet, source_file, title, said_on, published_on, target, target_side, topics, corrected, "
    "attribution_confidence, vader"
)

SORT_SQL = {
    "newest": "said_on DESC NULLS LAST",
    "oldest": "said_on ASC NULLS LAST",
    "warmest": "score DESC NULLS LAST",
    "coldest": "score ASC NULLS LAST",
    "speaker": "speaker_name ASC NULLS LAST, said_on ASC NULLS LAST",
    "unsure": "attribution_confidence ASC NULLS LAST",
}


def where(filters: Filters) -> tuple[str, list[Any]]:
    """Return the condition for WHERE, and its values."""
    condition, values = filters.selection.to_sql()
    if filters.words:
        condition = f"({condition}) AND contains(lower(text), lower(?))"
        values = [*values, filters.words]
    return condition, values


def counts(con: duckdb.DuckDBPyConnection, filters: Filters, axis: str) -> dict[str, Any]:
    """Return how much stands behind a view.

    Returns:
        ``statements``, ``utterances``, ``scored`` (with a value on the axis), ``n_warm`` and
        ``n_cold`` (beyond the middle), ``unplaced`` (no date, or only a year), ``placed_scored``,
        and the ISO dates ``first`` and ``last`` (None if nothing is dated).
    """
    condition, values = where(filters)
    found = con.execute(
        f"""
        SELECT count(*) AS statements,
               count(DISTINCT hash(utterance_id)) FILTER (utterance_id IS NOT NULL) AS utterances,
               count({column(axis)}) AS scored, count(*) - count({PLACED}) AS unplaced,
               count(*) FILTER ({column(axis)} IS NOT NULL AND {PLACED} IS NOT NULL)
                   AS placed_scored,
               count(*) FILTER ({column(axis)} >= {NEUTRAL_BELOW}) AS n_warm,
               count(*) FILTER ({column(axis)} <= -{NEUTRAL_BELOW}) AS n_cold,
               CAST(min(said_on) AS VARCHAR) AS first, CAST(max(said_on) AS VARCHAR) AS last
        FROM {brief.coded(con, filters)} WHERE {condition}
        """,
        values,
    )
    return dict(records(found)[0])


def people(con: duckdb.DuckDBPyConnection, filters: Filters) -> dict[str, Any]:
    """Return how many ``articles`` and ``speakers`` stand behind a view."""
    condition, values = where(filters)
    found = con.execute(
        f"SELECT count(DISTINCT hash(article_id)) AS articles, count(DISTINCT {WHO}) AS speakers "
        f"FROM statements WHERE {condition}",
        values,
    )
    return records(found)[0]


def span(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return the first and last ISO date on which anything was said (None in an empty store)."""
    ends = "CAST(min(said_on) AS VARCHAR) AS first, CAST(max(said_on) AS VARCHAR) AS last"
    return records(con.execute(f"SELECT {ends} FROM {brief.source(con)}"))[0]


def outside(con: duckdb.DuckDBPyConnection, filters: Filters) -> dict[str, Any]:
    """Return how much the dates alone leave out: ``statements``, and how many are ``undated``."""
    others, values = where(all_dates(filters))
    chosen = filters.selection
    dates = Selection(date_from=chosen.date_from, date_to=chosen.date_to)
    within, bounds = dates.to_sql()
    found = con.execute(
        "SELECT count(*) AS statements, count(*) - count(said_on) AS undated "
        f"FROM {brief.source(con, filters)} WHERE ({others}) AND NOT coalesce(({within}), FALSE)",
        [*values, *bounds],
    )
    return records(found)[0]


def question(filters: Filters, axis: str, by: By, freq: Freq) -> tuple[Question, list[Any]]:
    """Return what to ask ``stance.trends`` of the chosen statements, and its values."""
    condition, values = where(filters)
    return Question(axis=axis, by=by, freq=freq, where=condition), values


def counted(
    con: duckdb.DuckDBPyConnection, filters: Filters, axis: str, by: By, freq: Freq
) -> Counted:
    """Return the one count from which both the chart and its sentences are made."""
    asked, values = question(filters, axis, by, freq)
    asked = replace(asked, source=brief.coded(con, filters))
    found = count_occasions(con, asked, values, tells_left_out=False)
    return replace(
        found, occasions=brief.in_words(found.occasions), sources=brief.in_words(found.sources)
    )


def methods(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the versions of the method that made the statements."""
    query = "SELECT DISTINCT method_version AS v FROM statements WHERE v IS NOT NULL ORDER BY v"
    return [str(row["v"]) for row in records(con.execute(query))]


def options(con: duckdb.DuckDBPyConnection) -> dict[str, list[dict[str, Any]]]:
    """Return what each filter can choose from in the whole store, the most frequent first.

    Returns:
        URL key -> rows of ``name``, ``label`` (a speaker's name, else the name again), ``side``
        (actors only) and ``n`` statements.
    """
    source = brief.source(con)
    sql = {
        "side": f"SELECT side AS name, side AS label, NULL AS side, count(*) AS n FROM {source} "
        "WHERE side IS NOT NULL GROUP BY ALL",
        "actor": f"SELECT {WHO} AS name, any_value(speaker_name) AS label, "
        f"mode(side) AS side, count(*) AS n FROM {source} WHERE {WHO} IS NOT NULL GROUP BY 1",
        "topic": "SELECT name, name AS label, NULL AS side, count(*) AS n "
        f"FROM (SELECT unnest(topics) AS name FROM {source}) GROUP BY ALL",
        "target": "SELECT target AS name, target AS label, NULL AS side, count(*) AS n "
        f"FROM {source} WHERE target IS NOT NULL GROUP BY ALL",
        "kind": f"SELECT kind AS name, kind AS label, NULL AS side, count(*) AS n FROM {source} "
        "WHERE kind IS NOT NULL GROUP BY ALL",
        "outlet": "SELECT outlet AS name, outlet AS label, NULL AS side, count(*) AS n "
        f"FROM {source} WHERE outlet IS NOT NULL GROUP BY ALL",
    }
    return {
        key: records(con.execute(f"{query} ORDER BY n DESC, name")) for key, query in sql.items()
    }


def points(
    con: duckdb.DuckDBPyConnection, filters: Filters, axis: str, *, limit: int = MAX_POINTS
) -> pd.DataFrame:
    """Return the statements to draw: those with a score and a place in time.

    More than ``limit`` are thinned by their hash: evenly, and the same ones every time.

    Returns:
        One row per statement, in order of time: the columns of a list row, ``score`` (-1..+1),
        ``low``, ``high`` (None off the first axis), ``placed_on`` (ISO day) and ``who``.
    """
    condition, values = where(filters)
    drawable = f"{condition} AND {column(axis)} IS NOT NULL AND {PLACED} IS NOT NULL"
    row = f"{ROW}, {column(axis)} AS score, {PLACED} AS placed_on, {WHO} AS who"
    in_time = "ORDER BY placed_on, statement_id"
    is_large = brief.is_thinned(con)
    found = con.execute(
        f"SELECT * FROM (SELECT {row} FROM {thinned.TABLE if is_large else 'statements'} "
        f"WHERE {drawable} ORDER BY hash(statement_id), statement_id LIMIT {int(limit)}) {in_time}",
        values,
    ).df()
    if len(found) == limit or not is_large:
        return found
    source = brief.coded(con, filters)
    shown = brief.shown_id(source)
    # First which, from two narrow columns; then their words, which are most of what is stored.
    chosen = con.execute(
        f"SELECT {shown} FROM {source} WHERE {drawable} "
        f"ORDER BY hash({shown}), {shown} LIMIT {int(limit)}",
        values,
    ).fetchall()
    return con.execute(
        f"SELECT {row} FROM statements WHERE statement_id IN (SELECT unnest(?)) {in_time}",
        [[row[0] for row in chosen]],
    ).df()


def page(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    axis: str,
    *,
    sort: str = "newest",
    offset: int = 0,
    limit: int = PAGE_ROWS,
) -> pd.DataFrame:
    """Return one page of statements as list rows with ``score`` on the axis."""
    condition, values = where(filters)
    order = SORT_SQL.get(sort, SORT_SQL["newest"])
    return con.execute(
        f"""
        SELECT {ROW}, {column(axis)} AS score FROM statements WHERE {condition}
        ORDER BY {order}, statement_id LIMIT {int(limit)} OFFSET {int(offset)}
        """,
        values,
    ).df()


def by_ids(con: duckdb.DuckDBPyConnection, ids: Sequence[str], axis: str) -> pd.DataFrame:
    """Return list rows for these statements, in order of time."""
    return con.execute(
        f"SELECT {ROW}, {column(axis)} AS score FROM statements "
        "WHERE list_contains(?, statement_id) ORDER BY said_on NULLS LAST, statement_id LIMIT ?",
        [list(ids), MAX_LISTED],
    ).df()


def extremes(
    con: duckdb.DuckDBPyConnection, filters: Filters, axis: str, *, warm: bool, limit: int = 3
) -> pd.DataFrame:
    """Return list rows of the warmest or coldest utterances (each once) beyond zero.

    Scraps of two or three words, which say little on their own, come last.
    """
    condition, values = where(filters)
    order, sign = ("DESC", ">") if warm else ("ASC", "<")
    source = brief.source(con, filters)
    shown, length = brief.shown_id(source), brief.length(source)
    by_worth = f"is_scrap, score {order}, length DESC, shown"
    # The few at the end of the scale are found first; reports of one utterance are then folded.
    # That an utterance has more reports than are looked at costs a row, never a wrong one.
    chosen = con.execute(
        f"""
        SELECT shown FROM (
            SELECT {shown} AS shown, coalesce(utterance_id, statement_id) AS utterance,
                   {column(axis)} AS score, {length} AS length, length < {SCRAP_BELOW} AS is_scrap
            FROM {source} WHERE {condition} AND {column(axis)} {sign} 0
            ORDER BY {by_worth} LIMIT {MAX_LISTED})
        QUALIFY row_number() OVER (PARTITION BY utterance ORDER BY length DESC, shown) = 1
        ORDER BY {by_worth} LIMIT {int(limit)}
        """,
        values,
    ).fetchall()
    ids = [row[0] for row in chosen]
    return con.execute(
        f"SELECT {ROW}, {column(axis)} AS score FROM statements "
        "WHERE statement_id IN (SELECT unnest(?)) ORDER BY list_position(?, statement_id)",
        [ids, ids],
    ).df()


def statement(con: duckdb.DuckDBPyConnection, statement_id: str) -> dict[str, Any] | None:
    """Return one statement with all its columns, or None."""
    rows = records(
        con.execute("SELECT * FROM statements WHERE statement_id = ? LIMIT 1", [statement_id])
    )
    return rows[0] if rows else None


def article(con: duckdb.DuckDBPyConnection, article_id: str) -> dict[str, Any] | None:
    """Return one article with all its columns, or None."""
    rows = records(con.execute("SELECT * FROM articles WHERE article_id = ? LIMIT 1", [article_id]))
    return rows[0] if rows else None


def in_article(con: duckdb.DuckDBPyConnection, article_id: str, axis: str) -> list[dict[str, Any]]:
    """Return all statements of an article: id, spans, speaker and score, in order of the text."""
    return records(
        con.execute(
            f"SELECT statement_id, spans, speaker_name, speaker, {column(axis)} AS score "
            "FROM statements WHERE article_id = ? ORDER BY spans[1][1], statement_id LIMIT ?",
            [article_id, MAX_MARKED],
        )
    )


def other_reports(
    con: duckdb.DuckDBPyConnection, utterance_id: str | None, statement_id: str, axis: str
) -> pd.DataFrame:
    """Return list rows of the same utterance elsewhere."""
    return con.execute(
        f"SELECT {ROW}, {column(axis)} AS score FROM statements "
        "WHERE utterance_id = ? AND statement_id <> ? ORDER BY published_on NULLS LAST, "
        "statement_id LIMIT ?",
        [utterance_id, statement_id, MAX_LISTED],
    ).df()


def documented(
    con: duckdb.DuckDBPyConnection, filters: Filters, *, limit: int, offset: int
) -> pa.Table:
    """Return rows with all documented columns, in the order of the export."""
    condition, values = where(filters)
    query = (
        f"SELECT * FROM statements WHERE {condition} ORDER BY {EXPORT_ORDER} "
        f"LIMIT {int(limit)} OFFSET {int(offset)}"
    )
    return con.sql(query, params=values).to_arrow_table()


def column(name: str) -> str:
    """Return the name of a column for SQL."""
    # Names of axes come from data/axes.toml and from a URL that was checked against it; quoted all
    # the same, so that nothing else can ever be meant.
    return '"' + name.replace('"', '""') + '"'


def records(result: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return the rows of a result as dictionaries."""
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
