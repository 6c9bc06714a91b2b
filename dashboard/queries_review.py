"""Which statements a person should look at first, and what persons have said already.

How much a correction could change the picture
----------------------------------------------

The picture is the mean of each side in each month. A correction of one statement can move it in two
ways: the speaker is wrong, so that the utterance leaves the group; or the score is. So

    influence = ((1 - c) * |x - m| + max(h, d)) / (n * k)

c  how certain the speaker is (0..1), ``attribution_confidence``; 0.5 where it is not known
x  the score on the axis; 0 where there is none
m  the mean of the other statements of the group; 0 if there are none
h  half of the 80 % interval of the score; UNKNOWN_WIDTH where there is none
d  half of how far phrases and network pull apart, where one says warm and the other cold
n  utterances of the side in that month: few make each one weigh more
k  reports of the utterance: each carries its part of it

It is read as "by so much could the mean of its side and month move", on the scale of the axis. What
has no place in time counts to a group of its own for each side.
"""

from typing import Any

import duckdb
import pandas as pd

from dashboard import queries
from dashboard.filters import Filters
from stance.store.corrections import SAME, Correction, correction_of, in_force

UNKNOWN_WIDTH = 0.35  # half an interval that is not known: about that of an average statement
UNKNOWN_CERTAINTY = 0.5
MAX_QUEUE = 200

_JUDGED = "list_contains(?, statement_id)"


# The formula above, over the columns that ``queue`` makes.
INFLUENCE = (
    f"((1 - coalesce(attribution_confidence, {UNKNOWN_CERTAINTY})) "
    "* abs(coalesce(score, 0) - coalesce(others_mean, 0)) "
    f"+ greatest(coalesce((high - low) / 2, {UNKNOWN_WIDTH}), disagreement)) "
    "/ (n_utterances * n_reports)"
)


def queue(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    axis: str,
    judged: tuple[str, ...],
    *,
    has_interval: bool = False,
    limit: int = MAX_QUEUE,
) -> pd.DataFrame:
    """Return the statements that nobody has judged, those first that could change most.

    Args:
        con: A connection of the store.
        filters: What is looked at.
        axis: On which axis the picture is.
        judged: Ids of statements that were confirmed or corrected.
        has_interval: Whether the scores of this axis have one.
        limit: Statements at most.

    Returns:
        List rows with ``score``, ``influence``, ``low``, ``high``, ``others_mean``,
        ``disagreement``, ``n_utterances`` and ``n_reports``.
    """
    condition, values = queries.where(filters)
    return con.execute(
        f"""
        WITH viewed AS (
            SELECT {queries.ROW}, {queries.column(axis)} AS score, {_ends(axis, has_interval)},
                   {_pull_apart(axis)} AS disagreement,
                   coalesce(side, '') AS group_side, coalesce(left(said_on, 7), '') AS group_month
            FROM statements WHERE {condition}
        ), weighed AS (
            SELECT *,
                   count(DISTINCT coalesce(utterance_id, statement_id))
                       OVER (PARTITION BY group_side, group_month) AS n_utterances,
                   count(*) OVER (PARTITION BY coalesce(utterance_id, statement_id),
                                  group_side, group_month) AS n_reports,
                   (sum(score) OVER same - coalesce(score, 0))
                       / nullif(count(score) OVER same - (score IS NOT NULL)::INT, 0)
                       AS others_mean
            FROM viewed WINDOW same AS (PARTITION BY group_side, group_month)
        )
        SELECT * EXCLUDE (group_side, group_month), {INFLUENCE} AS influence
        FROM weighed WHERE NOT {_JUDGED}
        ORDER BY influence DESC, statement_id LIMIT {int(limit)}
        """,
        [*values, list(judged)],
    ).df()


def progress(
    con: duckdb.DuckDBPyConnection, filters: Filters, judged: tuple[str, ...]
) -> dict[str, int]:
    """Return how many statements of a view there are, and how many of them were judged.

    What a person called no statement is in no view any more; it counts as judged all the same.
    """
    condition, values = queries.where(filters)
    found = con.execute(
        f"SELECT count(*) AS total, count(*) FILTER ({_JUDGED}) AS judged "
        f"FROM statements WHERE {condition}",
        [list(judged), *values],
    ).fetchone()
    total, done = found or (0, 0)
    return {"total": total, "judged": done}


def log(con: duckdb.DuckDBPyConnection) -> list[Correction]:
    """Return all entries of the log, oldest first."""
    rows = con.execute("SELECT * FROM corrections ORDER BY number")
    return [correction_of(row) for row in queries.records(rows)]


def judged(con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Return the ids of the statements that somebody confirmed or corrected, in order."""
    found = {
        each.statement_id for each in in_force(log(con)) if each.statement_id and each.field != SAME
    }
    return tuple(sorted(found))


def stored(con: duckdb.DuckDBPyConnection, statement_id: str) -> dict[str, Any] | None:
    """Return a statement even if somebody called it none: as shown, else as the program made it."""
    for view in ("statements", "stored_statements"):
        result = con.execute(f"SELECT * FROM {view} WHERE statement_id = ?", [statement_id])
        rows = queries.records(result)
        if rows:
            return rows[0]
    return None


def by_statement_ids(con: duckdb.DuckDBPyConnection, ids: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return all columns of these statements, in order of article and text."""
    result = con.execute(
        "SELECT * FROM statements WHERE list_contains(?, statement_id) "
        f"ORDER BY {queries.EXPORT_ORDER}",
        [list(ids)],
    )
    return queries.records(result)


def _ends(axis: str, has_interval: bool) -> str:
    names = [queries.column(f"{axis}_{end}") if has_interval else "NULL" for end in ("low", "high")]
    return f"{names[0]}::DOUBLE AS low, {names[1]}::DOUBLE AS high"


def _pull_apart(axis: str) -> str:
    """Return half of how far phrases and network pull apart; 0 where they agree in sign."""
    named = f"evidence, lambda e: e.axis = '{axis}'"
    model = (
        f"list_sum(list_transform(list_filter({named} AND e.rule = 'model'), lambda e: e.share))"
    )
    words = (
        f"list_sum(list_transform(list_filter({named} AND e.rule <> 'model'), lambda e: e.share))"
    )
    return (
        f"CASE WHEN coalesce({model}, 0) * coalesce({words}, 0) < 0 "
        f"THEN abs({model} - {words}) / 2 ELSE 0 END"
    )


def weight_of(con: duckdb.DuckDBPyConnection, article_ids: tuple[str, ...]) -> dict[str, Any]:
    """Return what some articles hold: ``titles``, ``statements``, and how many were ``judged``."""
    titles = con.execute(
        "SELECT coalesce(title, source_file) FROM articles WHERE list_contains(?, article_id) "
        "ORDER BY source_file, article_id",
        [list(article_ids)],
    ).fetchall()
    names = {
        row[0]
        for row in con.execute(
            "SELECT statement_id FROM statements WHERE list_contains(?, article_id)",
            [list(article_ids)],
        ).fetchall()
    }
    return {
        "titles": [row[0] for row in titles],
        "statements": len(names),
        "judged": len(names & set(judged(con))),
    }
