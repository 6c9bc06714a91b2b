"""Means of any grouping on several axes in one pass: who towards whom, topic by side, one actor.

The sums are made in DuckDB, as ``stance.trends`` makes them for a timeline: an utterance counts
once with the mean of its reports, utterances of one side and day are one occasion, and interval
and mean follow from the occasions by the functions of ``stance.trends``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pandas as pd

from dashboard import brief, queries
from dashboard.filters import Filters
from stance.trends import trend_of_occasions

# One speaker is one actor of the registry, or one name as printed, or nobody that is named.
WHO = "coalesce(actor_id, speaker_name)"
SOURCE = "coalesce(outlet, source_file)"
DIVIDER = "\x1f"  # between the parts of a key; no name holds it
SCALE = 1_000_000  # scores are added as whole numbers, so that their order does not matter

# What a row of a list of statements shows.
LIST_ROW = (
    "statement_id, utterance_id, article_id, text, speaker, speaker_name, actor_id, side, kind, "
    "outlet, source_file, title, said_on, published_on, target, corrected"
)

COLUMNS = (
    "group", "axis", "mean", "low", "high",
    "n_statements", "n_utterances", "n_occasions", "interval_basis",
)  # fmt: skip

# Everything is one period: what counts is the group.
_START = pd.Timestamp("1900-01-01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """SQL that gives each statement its group (NULL leaves it out), with the values of its ``?``.

    ``unnest(...)`` makes a statement count in each of several groups.
    """

    sql: str
    values: tuple[Any, ...] = field(default=())


def occasions(
    con: duckdb.DuckDBPyConnection, filters: Filters, keys: Keys, axes: Sequence[str]
) -> pd.DataFrame:
    """Reduce the chosen statements to occasions.

    An utterance is of the day that its best dated report within the group names.

    Returns:
        One row per axis, group and occasion with words on the axis: ``axis``, ``group``, ``day``
        and ``side`` (numbers that tell occasions apart), ``n_utterances``, ``n_statements``,
        ``total`` and ``squares`` (sums of the utterances' means and of their squares, in
        millionths).
    """
    condition, values = queries.where(filters)
    found = con.execute(
        _sql(keys.sql, brief.source(con, filters), condition, axes), [*keys.values, *values]
    ).df()
    parts = []
    for number, axis in enumerate(axes):
        names = {f"{name}_{number}": name for name in _SUMS}
        part = found[["group", "day", "side", *names]].rename(columns=names)
        parts.append(part[part["n_utterances"] > 0].assign(axis=axis))
    return pd.concat(parts, ignore_index=True)


def means(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    keys: Keys,
    axes: Sequence[str],
    *,
    level: float = 0.95,
) -> pd.DataFrame:
    """Return mean, interval and counts of each group on each axis.

    Returns:
        One row per group and axis with words on it: ``group``; ``axis``; ``mean``, ``low``,
        ``high`` (-1..+1; low and high NaN below three utterances); ``n_statements``,
        ``n_utterances``, ``n_occasions`` (>= 1); ``interval_basis``: "occasions", "utterances"
        (all from one occasion) or "none".
    """
    return means_of(occasions(con, filters, keys, axes), level=level)


def means_of(found: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Return the means of what ``occasions`` returned; otherwise as ``means``."""
    parts = []
    for axis, rows in found.groupby("axis", sort=False):
        placed = rows.drop(columns="axis").assign(period_start=_START)
        parts.append(trend_of_occasions(placed, freq="all", level=level).assign(axis=axis))
    if not parts:
        return pd.DataFrame(columns=list(COLUMNS))
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]


def joined(*parts: str) -> str:
    """Return SQL for a key of several parts; NULL where one of them is."""
    return f" || '{DIVIDER}' || ".join(f"({part})" for part in parts)


def split(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Return the frame with the parts of its key as columns."""
    parts = [str(group).split(DIVIDER) for group in frame["group"]]
    added = {name: [part[i] for part in parts] for i, name in enumerate(names)}
    return frame.assign(**added)


def top_or_others(what: str, others: str) -> str:
    """Return SQL that keeps the names of a list (a ``?``) and calls all others alike."""
    return (
        f"CASE WHEN {what} IS NULL THEN NULL WHEN list_contains(?, {what}) THEN {what} "
        f"ELSE '{others}' END"
    )


def column(name: str) -> str:
    """Return the name of an axis as SQL; quoted, so that nothing else can ever be meant."""
    return '"' + name.replace('"', '""') + '"'


_SUMS = ("n_utterances", "n_statements", "total", "squares")

# An occasion is what one side said on one day. What a day is called does not matter here, only
# which is better known and earlier: days before months before years before no date at all, for
# which the source stands. One number instead of texts takes half the time.
_DAY = f"""
    CASE length(said_on)
        WHEN 10 THEN datediff('day', DATE '1000-01-01', CAST(said_on AS DATE))
        WHEN 7 THEN 1000000 + 12 * CAST(left(said_on, 4) AS BIGINT)
                    + CAST(right(said_on, 2) AS BIGINT)
        WHEN 4 THEN 2000000 + CAST(said_on AS BIGINT)
        ELSE 3000000 + hash({SOURCE}) % 1000000000000
    END
"""


def _sql(keys: str, source: str, condition: str, axes: Sequence[str]) -> str:
    numbers = range(len(axes))
    scores = ", ".join(f"round({column(axis)} * {SCALE}) AS a{i}" for i, axis in enumerate(axes))
    is_scored = " OR ".join(f"a{i} IS NOT NULL" for i in numbers)
    values = ", ".join(f"count(a{i}) AS n{i}, round(avg(a{i})) AS v{i}" for i in numbers)
    sums = ", ".join(
        f"count(v{i}) AS n_utterances_{i}, CAST(sum(n{i}) AS BIGINT) AS n_statements_{i}, "
        f"sum(v{i}) AS total_{i}, sum(v{i} * v{i}) AS squares_{i}"
        for i in numbers
    )
    return f"""
    WITH chosen AS (
        SELECT {keys} AS "group", hash(coalesce(utterance_id, statement_id)) AS utterance,
               hash(side) AS side, {_DAY} AS day, {scores}
        FROM {source} WHERE {condition}
    ),
    utterances AS (
        SELECT "group", min(day) AS day, min(side) AS side, {values}
        FROM chosen WHERE "group" IS NOT NULL AND ({is_scored}) GROUP BY "group", utterance
    )
    SELECT "group", day, side, {sums} FROM utterances GROUP BY ALL ORDER BY "group", day, side
    """
