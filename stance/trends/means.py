"""Means per group and period, with intervals and counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from stance.arrow import field_type
from stance.errors import UnknownNameError
from stance.trends.intervals import cluster_means
from stance.trends.query import (
    PLACED,
    SCALE,
    By,
    Freq,
    Question,
    columns_read,
    left_out_sql,
    occasions_sql,
    placed_sql,
    sources_sql,
)

COLUMNS = (
    "group", "period", "period_start", "mean", "low", "high",
    "n_statements", "n_utterances", "n_occasions", "n_sources", "interval_basis",
)  # fmt: skip

_SMALL = 50_000  # rows


def trend(
    frame: pd.DataFrame,
    *,
    axis: str = "conciliation",
    by: By | None = "side",
    freq: Freq = "month",
    level: float = 0.95,
) -> pd.DataFrame:
    """Return the mean of an axis for each group and period.

    An utterance counts once, with the mean over its reports, on the day that its best dated report
    names. Statements without a score on the axis, a group or a sufficiently precise date are left
    out and counted in ``attrs["left_out"]``. Periods without data are absent.

    Args:
        frame: Statements, in the columns of the statement table.
        axis: Column with the scores, -1..+1.
        by: "side", "actor" (id, or name of who is in no registry), "dyad" (side → target side),
            "topic" (a statement counts in each of its topics), "outlet", or None for one group.
        freq: "day", "week" (ISO), "month", "quarter", "year", or "all" for one period, in which
            undated statements count as well.
        level: Of the interval, 0..1.

    Returns:
        One row per group and period, in order: ``group``; ``period`` ("2023-06", "2023-W25",
        "2023-Q2", "all"); ``period_start`` (ISO date; None for "all"); ``mean``, ``low``, ``high``
        (-1..+1; low and high NaN below three utterances); ``n_statements``, ``n_utterances``,
        ``n_occasions``, ``n_sources`` (>= 1); ``interval_basis``: "occasions", "utterances" (all
        from a single occasion: how its utterances differ, not how occasions would) or "none".

    Raises:
        UnknownNameError: For an axis, grouping or period that does not exist.
    """
    question = Question(axis=axis, by=by, freq=freq)
    with frame_connection(frame, question) as connection:
        return trend_from(connection, question, level=level)


def trend_from(
    connection: duckdb.DuckDBPyConnection,
    question: Question,
    values: Sequence[Any] = (),
    *,
    level: float = 0.95,
) -> pd.DataFrame:
    """Return the trend of what a connection holds; otherwise as ``trend``.

    Args:
        connection: Has the table or view ``question.source``.
        question: What to draw, with its condition.
        values: Values for the ``?`` of the condition.
        level: Of the interval, 0..1.
    """
    return trend_of(count_occasions(connection, question, values), question, level=level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What the query gives: rows of ``occasions_sql`` and ``sources_sql``, and who is left out."""

    occasions: pd.DataFrame
    sources: pd.DataFrame
    left_out: dict[str, int]


def count_occasions(
    connection: duckdb.DuckDBPyConnection, question: Question, values: Sequence[Any] = ()
) -> Counted:
    """Let DuckDB reduce the statements to occasions."""
    connection.execute(placed_sql(question), list(values))
    try:
        left_out = _rows(connection, left_out_sql())
        return Counted(
            occasions=_rows(connection, occasions_sql(question)),
            sources=_rows(connection, sources_sql(question)),
            left_out=dict(zip(left_out["reason"], left_out["n"].tolist(), strict=True)),
        )
    finally:
        connection.execute(f"DROP TABLE {PLACED}")


def trend_of(counted: Counted, question: Question, *, level: float = 0.95) -> pd.DataFrame:
    """Return the trend of what ``count_occasions`` found; with ``summary_of`` one count does."""
    result = trend_of_occasions(counted.occasions, freq=question.freq, level=level)
    result["n_sources"] = counted.sources["n_sources"].astype("int64")
    result.attrs["left_out"] = counted.left_out
    return result


def trend_of_occasions(occasions: pd.DataFrame, *, freq: Freq, level: float) -> pd.DataFrame:
    """Return the trend without the number of sources.

    Args:
        occasions: The result of ``occasions_sql``, in its order.
        freq: The period that it was made for.
        level: Of the interval, 0..1.
    """
    keys = ["group", "period_start"]
    numbers = occasions.groupby(keys, sort=False).ngroup().to_numpy().astype(np.int64)
    firsts = occasions.loc[~occasions.duplicated(keys), keys]
    size = occasions["n_utterances"].to_numpy(np.float64)
    total = occasions["total"].to_numpy(np.float64) / SCALE
    squares = occasions["squares"].to_numpy(np.float64) / SCALE**2
    means = cluster_means(numbers, size, total, squares, len(firsts))
    low, high = means.interval(level)
    starts = pd.to_datetime(firsts["period_start"])
    basis = np.where(means.is_clustered, "occasions", "utterances")
    counts = occasions[["n_statements", "n_utterances"]].groupby(numbers).sum()
    return pd.DataFrame(
        {
            "group": _texts(firsts["group"]),
            "period": _texts(period_label(start, freq) for start in starts),
            "period_start": _texts(None if freq == "all" else f"{day:%Y-%m-%d}" for day in starts),
            "mean": means.mean.round(6),
            "low": low.round(6),
            "high": high.round(6),
            "n_statements": counts["n_statements"].to_numpy(np.int64),
            "n_utterances": counts["n_utterances"].to_numpy(np.int64),
            "n_occasions": np.bincount(numbers, minlength=len(firsts)).astype(np.int64),
            "n_sources": np.zeros(len(firsts), np.int64),
            "interval_basis": _texts(np.where(np.isnan(low), "none", basis).tolist()),
        },
        columns=list(COLUMNS),
    )


def _texts(values: Iterable[str | None]) -> "pd.Series[Any]":
    return pd.Series(list(values), dtype=object)


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> pd.DataFrame:
    table = connection.sql(sql).to_arrow_table()
    frame: pd.DataFrame = table.to_pandas(use_threads=False)  # few rows: threads cost more
    return frame


def frame_connection(frame: pd.DataFrame, question: Question) -> duckdb.DuckDBPyConnection:
    """Return a connection with the columns that a question needs as the table ``statements``."""
    if question.axis not in frame.columns:
        numeric = frame.select_dtypes("float64").columns
        raise UnknownNameError("axis", question.axis, [str(name) for name in numeric])
    names = columns_read(question)
    columns = [
        pa.array(
            frame[name],
            pa.float64() if name == question.axis else field_type(name),
            from_pandas=True,
        )
        for name in names
    ]
    # Waking threads takes longer than counting a small table.
    is_small = len(frame) < _SMALL
    connection = duckdb.connect(config={"threads": 1} if is_small else {})
    connection.register("statements", pa.table(columns, names))
    return connection


def period_label(start: pd.Timestamp, freq: Freq) -> str:
    """Return how a period is written: 2023-06-19, 2023-W25, 2023-06, 2023-Q2, 2023."""
    if freq == "all":
        return "all"
    if freq == "quarter":
        return f"{start.year}-Q{start.quarter}"
    form = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m", "year": "%Y"}[freq]
    return str(start.strftime(form))
