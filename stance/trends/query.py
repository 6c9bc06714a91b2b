"""The one query behind every trend: statements to occasions, in DuckDB.

The same SQL runs over the store (a million statements) and over a frame in memory, so that a chart
and a script cannot disagree. It returns sums for each occasion, from which means and intervals
follow (``stance.trends.intervals``); sums are of whole numbers (millionths of a point), so the
result does not depend on the order in which threads add them.
"""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from stance.errors import UnknownNameError

By = Literal["side", "actor", "dyad", "topic", "outlet"]
Freq = Literal["day", "week", "month", "quarter", "year", "all"]

SCALE = 1_000_000
"""Scores are summed as whole multiples of 1/SCALE."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

# What a group is called; NULL leaves the statement out.
_GROUPS: dict[str | None, str] = {
    None: "'all'",
    "side": "side",
    "actor": "coalesce(actor_id, speaker_name)",
    "dyad": "side || ' → ' || target_side",
    "topic": "topics",  # one statement counts in each of its topics
    "outlet": "outlet",
}
# What a date (ISO day, month or year) must have to fall into a period, and the period's first day.
# These are worked out for each occasion and not for each statement, which are many more.
_LEAST_LENGTHS = {"day": 10, "week": 10, "month": 7, "quarter": 7, "year": 4, "all": 0}
_MONTH = "CAST(left(said_on, 7) || '-01' AS DATE)"
_PERIOD_STARTS: dict[str, str] = {
    "day": "CAST(said_on AS DATE)",
    "week": "CAST(date_trunc('week', CAST(said_on AS DATE)) AS DATE)",
    "month": _MONTH,
    "quarter": f"CAST(date_trunc('quarter', {_MONTH}) AS DATE)",
    "year": "CAST(left(said_on, 4) || '-01-01' AS DATE)",
    "all": "DATE '1900-01-01'",  # undated statements belong to it as well
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a trend is to be drawn of.

    Args:
        axis: A column with numbers, such as "conciliation" or "vader".
        by: What makes a line of its own; None: everything in one.
        freq: The length of a period; "all": one period, in which undated statements count too.
        source: Table or view with the columns of the statement table.
        where: A condition on it, with ``?`` for values.
    """

    axis: str
    by: By | None = "side"
    freq: Freq = "month"
    source: str = "statements"
    where: str = "TRUE"

    def __post_init__(self) -> None:
        if self.by is not None and self.by not in get_args(By):
            raise UnknownNameError("grouping", str(self.by), get_args(By))
        if self.freq not in get_args(Freq):
            raise UnknownNameError("period", str(self.freq), get_args(Freq))
        if not _NAME.fullmatch(self.axis):
            raise UnknownNameError("axis", self.axis, ["conciliation", "vader", "..."])


def columns_read(question: Question) -> list[str]:
    """Return the columns of the statement table that the query reads."""
    more = {
        "actor": ["actor_id", "speaker_name"],
        "dyad": ["target_side"],
        "topic": ["topics"],
    }.get(question.by or "", [])
    fixed = ["statement_id", "utterance_id", "said_on", "side", "outlet", "source_file"]
    return [*fixed, *more, question.axis]


PLACED = "stance_placed"
"""Temporary table that the queries below share; ``placed_sql`` fills it."""


def placed_sql(question: Question) -> str:
    """Return SQL that gives every statement its group and period, or the reason why it has none.

    Ids are compared by 64-bit hash, which takes half the time of comparing texts (they are hashes
    of 64 bits themselves). An utterance has one date, that of the report that knows it best; the
    few whose reports differ are looked up in ``corrected`` instead of joining all with all.
    """
    group = _GROUPS[question.by]
    if question.by == "topic":
        group = f"unnest(CASE WHEN len({group}) > 0 THEN {group} ELSE [NULL] END)"
    return f"""
    CREATE OR REPLACE TEMP TABLE {PLACED} AS
    WITH chosen AS (
        SELECT hash(statement_id) AS statement,
               hash(coalesce(utterance_id, statement_id)) AS utterance,
               side, said_on, coalesce(outlet, source_file) AS source, {group} AS "group",
               CAST(round("{question.axis}" * {SCALE}) AS INTEGER) AS micro
        FROM {question.source} WHERE {question.where}
    ),
    corrected AS (
        SELECT utterance, coalesce(min(said_on) FILTER (WHERE length(said_on) = 10),
                                   min(said_on) FILTER (WHERE length(said_on) = 7),
                                   min(said_on)) AS said_on
        FROM chosen WHERE micro IS NOT NULL GROUP BY utterance
        HAVING min(said_on) <> max(said_on) OR (count(said_on) BETWEEN 1 AND count(*) - 1)
    ),
    dated AS (
        SELECT chosen.* EXCLUDE (said_on), coalesce(corrected.said_on, chosen.said_on) AS said_on
        FROM chosen LEFT JOIN corrected ON chosen.utterance = corrected.utterance
    )
    SELECT *, CASE WHEN micro IS NULL THEN 'no score on this axis'
                   WHEN "group" IS NULL THEN 'no {question.by}'
                   WHEN length(said_on) >= {_LEAST_LENGTHS[question.freq]} THEN NULL
                   WHEN said_on IS NOT NULL THEN 'date too coarse for a {question.freq}'
                   WHEN {_LEAST_LENGTHS[question.freq]} > 0 THEN 'no date'
              END AS reason
    FROM dated
    """


def occasions_sql(question: Question) -> str:
    """Return SQL for one row per group, period and occasion.

    Columns: ``group``, ``period_start`` (date), ``day`` and ``side`` (together the occasion; the
    source stands for an unknown day), ``n_utterances``, ``n_statements``, ``total`` and ``squares``
    (sum of the utterances' means, in 1/SCALE points, and of their squares). An utterance counts
    once: with the mean of its reports.
    """
    # An occasion is what one side said on one day. Statements of one press conference resemble
    # each other; counting them as independent would make intervals too short.
    return f"""
    WITH utterances AS (
        SELECT "group", utterance, any_value(said_on) AS said_on, min(side) AS side,
               {"min(coalesce(said_on, source))" if question.freq == "all" else "NULL"} AS undated,
               count(*) AS n, CAST(round(sum(micro) / count(*)) AS BIGINT) AS value
        FROM {PLACED} WHERE reason IS NULL GROUP BY "group", utterance
    ),
    occasions AS (
        SELECT "group", said_on, coalesce(said_on, undated) AS day, side, count(*) AS n_utterances,
               CAST(sum(n) AS BIGINT) AS n_statements, CAST(sum(value) AS DOUBLE) AS total,
               CAST(sum(value * value) AS DOUBLE) AS squares
        FROM utterances GROUP BY ALL
    )
    SELECT "group", {_PERIOD_STARTS[question.freq]} AS period_start, * EXCLUDE ("group", said_on)
    FROM occasions ORDER BY "group", period_start, day, side
    """


def sources_sql(question: Question) -> str:
    """Return SQL for the number of outlets (files where unknown) per group and period."""
    return f"""
    WITH seen AS (
        SELECT DISTINCT "group", said_on, source FROM {PLACED} WHERE reason IS NULL
    )
    SELECT "group", {_PERIOD_STARTS[question.freq]} AS period_start,
           count(DISTINCT source) AS n_sources
    FROM seen GROUP BY ALL ORDER BY "group", period_start
    """


def left_out_sql() -> str:
    """Return SQL for how many statements are not in the trend, by reason."""
    return f"""
    SELECT reason, count(DISTINCT statement) AS n
    FROM {PLACED} WHERE reason IS NOT NULL GROUP BY reason ORDER BY reason
    """
