"""What the Compare page asks: utterances that several outlets report, and whom outlets quote.

Pure: an open connection of the store and filters in, frames out.
"""

import json
from typing import Any

import duckdb
import pandas as pd

from dashboard import brief, groups, queries
from dashboard.filters import Filters
from dashboard.groups import SOURCE, WHO, Keys

PAGE_ROWS = 25
MAX_REPORTS = 40  # of one utterance
MAX_OUTLETS = 12
JOINT = " \N{HORIZONTAL ELLIPSIS} "  # between pieces of one article
UNKNOWN = ""  # the outlet of articles that name none

SORT_SQL = {
    "most": "n_sources DESC, n DESC",
    "apart": "spread DESC NULLS LAST, n_sources DESC",
    "latest": "said_on DESC NULLS LAST, n_sources DESC",
}


def shared(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    axis: str,
    *,
    sort: str = "most",
    offset: int = 0,
    limit: int = PAGE_ROWS,
) -> pd.DataFrame:
    """Return utterances that at least two outlets report.

    One report that the filters let through is enough; all reports of its words are counted, since
    a filter by outlet would otherwise leave nothing to compare.

    Returns:
        ``utterance_id``, ``text`` and ``kind`` of the fullest report, ``who``, ``speaker_name``,
        ``side``, ``said_on``, ``n`` reports, ``n_sources`` (>= 2), ``score`` (mean of the reports,
        None without a score), ``spread`` (highest less lowest score, 0..2), ``outlets`` (up to six
        names) and ``n_unknown`` (files of outlets that are not known).
        ``attrs["total"]`` says how many there are.
    """
    condition, values = queries.where(filters)
    score, source = groups.column(axis), brief.source(con, filters)
    shown, length = brief.shown_id(source), brief.length(source)
    order = f"{SORT_SQL.get(sort, SORT_SQL['most'])}, n_chars DESC, fullest"
    # All are counted and put in order by little; the rest is asked of those on the page alone.
    found = con.execute(
        f"""
        WITH several AS (
            SELECT utterance_id AS id FROM {source} WHERE utterance_id IS NOT NULL
            GROUP BY id
            HAVING count(*) > 1 AND min(hash({SOURCE})) <> max(hash({SOURCE}))
                AND bool_or(coalesce({condition}, FALSE))
        ),
        joined AS (
            SELECT utterance_id AS id, arg_max({shown}, ({length}, {shown})) AS fullest,
                   max({length}) AS n_chars, min(said_on) AS said_on, count(*) AS n,
                   count(DISTINCT hash({SOURCE})) AS n_sources, avg({score}) AS score,
                   max({score}) - min({score}) AS spread
            FROM {source} SEMI JOIN several ON {source}.utterance_id = several.id
            GROUP BY utterance_id
        ),
        listed AS (
            SELECT *, count(*) OVER () AS total FROM joined
            ORDER BY {order} LIMIT {int(limit)} OFFSET {int(offset)}
        ),
        told AS (
            SELECT utterance_id AS id, mode({WHO}) AS who, mode(speaker_name) AS speaker_name,
                   mode(side) AS side, list_sort(list_distinct(list(outlet)))[:6] AS outlets,
                   count(DISTINCT source_file) FILTER (outlet IS NULL) AS n_unknown
            FROM {source} SEMI JOIN listed ON {source}.utterance_id = listed.id
            GROUP BY utterance_id
        ),
        printed AS (
            SELECT statement_id, utterance_id, text, kind FROM statements
            WHERE statement_id IN (SELECT fullest FROM listed)
        )
        SELECT utterance_id, text, kind, who, speaker_name, side,
               listed.* EXCLUDE (id, fullest, n_chars), outlets, n_unknown
        FROM listed JOIN printed ON statement_id = fullest JOIN told ON told.id = listed.id
        ORDER BY {order}
        """,
        values,
    ).df()
    total = int(found["total"].iloc[0]) if len(found) else 0
    found["outlets"] = [list(names) for names in found["outlets"]]
    found = found.drop(columns="total")
    found.attrs["total"] = total
    return found


def reports(con: duckdb.DuckDBPyConnection, utterance_id: str, axis: str) -> list[dict[str, Any]]:
    """Return every report of an utterance with the text around it, the fullest first.

    Returns:
        Columns of a list row, ``score``, ``cue``, ``spans``, and ``article_text`` with ``marks``
        (None where the article is not in the store).
    """
    rows = con.execute(
        f"""
        WITH found AS (
            SELECT {groups.LIST_ROW}, cue, spans, {groups.column(axis)} AS score
            FROM statements WHERE utterance_id = ?
            ORDER BY length(text) DESC, published_on NULLS LAST, statement_id LIMIT {MAX_REPORTS}
        )
        SELECT found.*, articles.text AS article_text, articles.marks FROM found
        LEFT JOIN articles ON articles.article_id = found.article_id
        ORDER BY length(found.text) DESC, found.published_on NULLS LAST, found.statement_id
        """,
        [utterance_id],
    )
    names = [column[0] for column in rows.description or ()]
    return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]


def by_article(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one row per article: what it prints of an utterance in pieces is one version.

    Args:
        rows: What ``reports`` returned.

    Returns:
        The same columns, the fullest version first: ``text`` joined by an ellipsis, ``spans`` of
        all pieces, ``score`` their mean, ``cues`` the verbs in order; the rest is of the first one.
    """
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(str(row["article_id"]), []).append(row)
    found = []
    for pieces in grouped.values():
        ordered = sorted(pieces, key=lambda row: row["spans"][0][0] if row["spans"] else 0)
        scores = [float(row["score"]) for row in ordered if row["score"] is not None]
        found.append(
            {
                **ordered[0],
                "text": JOINT.join(str(row["text"]) for row in ordered),
                "spans": [list(span) for row in ordered for span in row["spans"] or ()],
                "score": sum(scores) / len(scores) if scores else None,
                "cues": list(dict.fromkeys(str(row["cue"]) for row in ordered if row["cue"])),
            }
        )
    return sorted(found, key=lambda row: (-len(row["text"]), str(row["statement_id"])))


def by_side(con: duckdb.DuckDBPyConnection, filters: Filters, axis: str) -> pd.DataFrame:
    """Return how much of each side every outlet prints, and how warm that is.

    Returns:
        One row per outlet and side: ``outlet`` (``UNKNOWN`` where none is named), ``side`` (empty
        for speakers on no side), ``n`` statements, ``share`` of the outlet's statements (0..1),
        ``total`` statements of the outlet, and ``mean``, ``low``, ``high``, ``n_utterances`` on
        the axis (NaN and 0 without words on it); outlets with most statements first.
    """
    condition, values = queries.where(filters)
    outlet, side = f"coalesce(outlet, '{UNKNOWN}')", "coalesce(side, '')"
    counted = con.execute(
        f"""
        WITH pairs AS (
            SELECT {outlet} AS outlet, {side} AS side, count(*) AS n
            FROM statements WHERE {condition} GROUP BY ALL
        ),
        shares AS (SELECT *, sum(n) OVER (PARTITION BY outlet) AS total FROM pairs),
        ranked AS (SELECT *, dense_rank() OVER (ORDER BY total DESC, outlet) AS place FROM shares)
        SELECT outlet, side, n, n / total AS share, CAST(total AS BIGINT) AS total,
               max(place) OVER () AS n_outlets
        FROM ranked QUALIFY place <= {MAX_OUTLETS} ORDER BY place, n DESC, side
        """,
        values,
    ).df()
    named = list(dict.fromkeys(counted["outlet"]))
    keys = Keys(
        sql=groups.joined(f"CASE WHEN list_contains(?, {outlet}) THEN {outlet} END", side),
        values=(named,),
    )
    found = groups.split(groups.means(con, filters, keys, [axis]), "outlet", "side")
    numbers = found[["outlet", "side", "mean", "low", "high", "n_utterances"]]
    joined = counted.merge(numbers, on=["outlet", "side"], how="left")
    joined["n_utterances"] = joined["n_utterances"].fillna(0).astype("int64")
    joined.attrs["total"] = int(counted["n_outlets"].iloc[0]) if len(counted) else 0
    return joined.drop(columns="n_outlets")


def marks_of(text: str | None) -> list[dict[str, Any]]:
    """Return the marked stretches of an article from the JSON of its column."""
    found: list[dict[str, Any]] = json.loads(text or "[]")
    return found
