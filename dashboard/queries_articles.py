"""What the page of articles asks of the store: read-only SQL over its views, nothing else."""

from typing import Any

import duckdb

from dashboard import queries
from dashboard.filters import Filters

PAGE_ROWS = 100
UNSURE_BELOW = 0.5  # speakers that are less certain than this are shown for attention
MAX_UNSURE = 100

_NEEDS = "(a.needs_attention IS NOT NULL OR (a.published_on IS NULL AND NOT a.corrected))"
SORT_SQL = {
    "newest": "published_on DESC NULLS FIRST, title",
    "oldest": "published_on ASC NULLS LAST, title",
    "added": "added_in DESC, title",
    "fullest": "n_statements DESC, title",
    "headline": "lower(title), published_on",
}


def overview(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return how much there is.

    Returns:
        ``articles``, ``outlets``, ``undated``, ``attention`` (articles whose date a person should
        look at), ``silent`` (without a statement), ``unsure`` (statements by a speaker who is not
        certain), ``first`` and ``last`` day of publication (None if none is dated).
    """
    found = con.execute(
        f"""
        SELECT count(*) AS articles, count(DISTINCT outlet) AS outlets,
               count(*) - count(published_on) AS undated,
               count(*) FILTER ({_NEEDS}) AS attention,
               count(*) FILTER (article_id NOT IN (SELECT article_id FROM statements)) AS silent,
               (SELECT count(*) FROM statements
                WHERE attribution_confidence < {UNSURE_BELOW}) AS unsure,
               min(published_on) AS first, max(published_on) AS last
        FROM articles AS a
        """
    )
    return queries.records(found)[0]


def matching(
    con: duckdb.DuckDBPyConnection, words: str, show: str, filters: Filters
) -> dict[str, int]:
    """Return how many articles the list holds, and how many of their statements."""
    condition, values = _condition(words, show, filters)
    query = f"SELECT count(*) AS articles FROM articles AS a WHERE {condition}"
    return queries.records(con.execute(query, values))[0]


def listing(
    con: duckdb.DuckDBPyConnection,
    words: str,
    show: str,
    filters: Filters,
    *,
    sort: str = "newest",
    offset: int = 0,
    limit: int = PAGE_ROWS,
) -> list[dict[str, Any]]:
    """Return one page of articles.

    Args:
        con: A connection of the store.
        words: Words that headline, outlet, file or text contain.
        show: "all", "attention", "silent", or "view": those with a statement that ``filters`` let
            through.
        filters: The filters of the pages.
        sort: A key of SORT_SQL.
        offset: Articles to pass over.
        limit: Articles at most.

    Returns:
        ``article_id, title, source_file, outlet, url, published_on, published_basis, corrected,
        needs_attention, read_at, added_in`` and ``n_statements``, ``n_utterances``: all of the
        article, whatever the filters say.
    """
    condition, values = _condition(words, show, filters)
    order = SORT_SQL.get(sort, SORT_SQL["newest"])
    return queries.records(
        con.execute(
            f"""
            WITH counted AS (
                SELECT article_id, count(*) AS n_statements,
                       count(DISTINCT coalesce(utterance_id, statement_id)) AS n_utterances
                FROM statements GROUP BY article_id
            )
            SELECT a.article_id, coalesce(a.title, a.source_file) AS title, a.source_file,
                   a.outlet, a.url, a.published_on, a.published_basis, a.corrected,
                   a.needs_attention, a.read_at, a.added_in,
                   coalesce(c.n_statements, 0) AS n_statements,
                   coalesce(c.n_utterances, 0) AS n_utterances
            FROM articles AS a LEFT JOIN counted AS c ON a.article_id = c.article_id
            WHERE {condition} ORDER BY {order}, a.article_id
            LIMIT {int(limit)} OFFSET {int(offset)}
            """,
            values,
        )
    )


def titles_by_addition(con: duckdb.DuckDBPyConnection) -> dict[int, list[str]]:
    """Return the headlines of the articles by the commit that brought them."""
    rows = con.execute(
        "SELECT added_in, list(coalesce(title, source_file) ORDER BY source_file, article_id) "
        "FROM articles GROUP BY added_in"
    ).fetchall()
    return {int(number): list(titles) for number, titles in rows}


def open_dates(con: duckdb.DuckDBPyConnection, limit: int = PAGE_ROWS) -> list[dict[str, Any]]:
    """Return the articles whose date a person should decide, those without one first.

    Returns:
        Rows of ``article_id, title, outlet, published_on, needs_attention, date_candidates``
        (JSON), ``n_dated_by_it``: statements whose day hangs on that of the article.
    """
    return queries.records(
        con.execute(
            f"""
            SELECT a.article_id, coalesce(a.title, a.source_file) AS title, a.outlet,
                   a.published_on, a.needs_attention, a.date_candidates,
                   (SELECT count(*) FROM statements AS s WHERE s.article_id = a.article_id
                    AND (said_on IS NULL OR said_on_basis = 'article date')) AS n_dated_by_it
            FROM articles AS a WHERE {_NEEDS}
            ORDER BY a.published_on IS NOT NULL, title, a.article_id LIMIT {int(limit)}
            """
        )
    )


def unsure(con: duckdb.DuckDBPyConnection, axis: str, limit: int = MAX_UNSURE) -> Any:
    """Return list rows of statements whose speaker is not certain and that nobody reviewed."""
    return con.execute(
        f"""
        SELECT {queries.ROW}, {queries.column(axis)} AS score FROM statements
        WHERE attribution_confidence < {UNSURE_BELOW}
          AND statement_id NOT IN (SELECT statement_id FROM corrections)
        ORDER BY attribution_confidence, statement_id LIMIT {int(limit)}
        """
    ).df()


def _condition(words: str, show: str, filters: Filters) -> tuple[str, list[Any]]:
    terms, values = ["TRUE"], []
    if words:
        place = "concat_ws(' ', a.title, a.outlet, a.source_file, a.url, a.text)"
        terms.append(f"contains(lower({place}), lower(?))")
        values.append(words)
    if show == "attention":
        terms.append(_NEEDS)
    elif show == "silent":
        terms.append("a.article_id NOT IN (SELECT article_id FROM statements)")
    elif show == "view":
        condition, more = queries.where(filters)
        terms.append(f"a.article_id IN (SELECT article_id FROM statements WHERE {condition})")
        values.extend(more)
    return " AND ".join(terms), values
