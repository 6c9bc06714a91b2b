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
    CORRECTED,
    REPORTS,
    SCALE,
    columns_read,
    corrected_sql,
    left_out_sql,
    occasions_sql,
    reports_sql,
    sources_sql,
)
from stance.trends.question import By, Freq, Question
from stance.trends.windows import Window

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
    windows: Sequence[Window] | None = None,
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
            undated statements count as well, or "event" for windows around events.
        level: Of the interval, 0..1.
        windows: For "event" (``windows_around``, ``windows_between``); None: 14 days before, the
            days of, and 14 days after each event of the case. No two windows share a day, and what
            was said outside all of them is left out.

    Returns:
        One row per group and period, in order: ``group``; ``period`` ("2023-06", "2023-W25",
        "2023-Q2", "all"); ``period_start`` (ISO date; None for "all"); ``mean``, ``low``, ``high``
        (-1..+1; low and high NaN below three utterances); ``n_statements``, ``n_utterances``,
        ``n_occasions``, ``n_sources`` (>= 1); ``interval_basis``: "occasions", "utterances" (all
        from a single occasion: how its utterances differ, not how occasions would) or "none".
        For "event" the period is first and last day ("2023-06-04..2023-06-17"), and ``window``
        says it in words.

    Raises:
        UnknownNameError: For an axis, grouping or period that does not exist.
        UsageError: If windows share days, or there are no events.
    """
    chosen = None if windows is None else tuple(windows)
    question = Question(axis=axis, by=by, freq=freq, windows=chosen)
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
    connection: duckdb.DuckDBPyConnection,
    question: Question,
    values: Sequence[Any] = (),
    *,
    tells_left_out: bool = True,
) -> Counted:
    """Let DuckDB reduce the statements to occasions.

    Args:
        connection: Has the table or view ``question.source``.
        question: What to count, with its condition.
        values: Values for the ``?`` of the condition.
        tells_left_out: Whether anybody asks who is left out, which takes a look at all statements.
    """
    bound = list(values)
    try:
        connection.execute(reports_sql(question), bound)
        connection.execute(corrected_sql())
        # Where no reports differ in date the join with all statements is spared.
        has_corrected = bool(connection.sql(f"FROM {CORRECTED} LIMIT 1").fetchall())
        left_out: dict[str, int] = {}
        if tells_left_out:
            found = _rows(connection, left_out_sql(question, has_corrected=has_corrected), bound)
            left_out = dict(zip(found["why"], found["n"].tolist(), strict=True))
        return Counted(
            occasions=_rows(connection, occasions_sql(question)),
            sources=_rows(connection, sources_sql(question, has_corrected=has_corrected), bound),
            left_out=left_out,
        )
    finally:
        for table in (REPORTS, CORRECTED):
            connection.execute(f"DROP TABLE IF EXISTS {table}")


def trend_of(counted: Counted, question: Question, *, level: float = 0.95) -> pd.DataFrame:
    """Return the trend of what ``count_occasions`` found; with ``summary_of`` one count does."""
    windows = question.event_windows
    result = trend_of_occasions(counted.occasions, freq=question.freq, level=level, windows=windows)
    if question.freq == "event":
        labels = {window.period: window.label for window in windows}
        result["window"] = _texts(labels[period] for period in result["period"])
    result["n_sources"] = counted.sources["n_sources"].astype("int64")
    result.attrs["left_out"] = counted.left_out
    return result


def trend_of_occasions(
    occasions: pd.DataFrame, *, freq: Freq, level: float, windows: Sequence[Window] = ()
) -> pd.DataFrame:
    """Return the trend without the number of sources.

    Args:
        occasions: The result of ``occasions_sql``, in its order.
        freq: The period that it was made for.
        level: Of the interval, 0..1.
        windows: Those of the period "event".
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
            "period": _texts(period_label(start, freq, windows) for start in starts),
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


def _rows(
    connection: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any] = ()
) -> pd.DataFrame:
    table = connection.sql(sql, params=list(values)).to_arrow_table()
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


def period_label(start: pd.Timestamp, freq: Freq, windows: Sequence[Window] = ()) -> str:
    """Return how a period is written: 2023-06-19, 2023-W25, 2023-06, 2023-Q2, 2023.

    A window of events is written as its first and last day: 2023-06-04..2023-06-17.
    """
    if freq == "all":
        return "all"
    if freq == "event":
        return next(window.period for window in windows if window.first == start.date())
    if freq == "quarter":
        return f"{start.year}-Q{start.quarter}"
    form = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m", "year": "%Y"}[freq]
    return str(start.strftime(form))
