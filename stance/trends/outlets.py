"""Who reported: is a trend one of tone, or of which outlets happen to be in the collection?

A report is an utterance in one outlet: words that two outlets carry are one report of each. Where
the outlet is unknown its file stands for it, as in ``n_sources``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from stance.errors import UsageError
from stance.trends.held_fixed import CHANGE_COLUMNS, first_and_last, held_fixed
from stance.trends.means import count_occasions, frame_connection, period_label, trend_of_occasions
from stance.trends.query import BETWEEN_NAMES
from stance.trends.question import By, Freq, Question
from stance.trends.words import n_of

_SHARE_COLUMNS = ("group", "period", "period_start", "outlet", "n_statements", "n_utterances",
                  "share")  # fmt: skip
_CONCENTRATION_COLUMNS = ("group", "period", "n_outlets", "n_reports", "largest_outlet",
                          "largest_share", "effective_outlets")  # fmt: skip
_TREND_COLUMNS = ("group", "outlet", "period", "period_start", "mean", "low", "high",
                  "n_statements", "n_utterances", "n_occasions", "interval_basis")  # fmt: skip
_KEYS = ["group", "period", "period_start", "outlet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletPanel:
    """What the outlets have to do with a trend.

    * ``shares``: ``group``, ``period``, ``period_start``, ``outlet``, ``n_statements``,
      ``n_utterances``, ``share`` of the reports (0..1, adding up to 1 in each group and period).
    * ``concentration``: ``group``, ``period`` ("all": all together), ``n_outlets``, ``n_reports``,
      ``largest_outlet``, ``largest_share``, ``effective_outlets`` (how many outlets of equal size
      would be as mixed: 1 / sum of squared shares).
    * ``trends``: the columns of ``trend`` with ``outlet``, for each outlet alone.
    * ``changes``: from the first to the last period with words enough: the overall ``difference``
      and that ``within`` outlets, each with its 95 % interval, ``n_outlets`` with words in both,
      their utterances in each, ``verdict`` ("holds", "not shown", "no change", "too few") and
      ``sentence``.
    * ``sentences``: plain words, one per group.
    """

    shares: pd.DataFrame
    concentration: pd.DataFrame
    trends: pd.DataFrame
    changes: pd.DataFrame
    sentences: tuple[str, ...]


def outlet_panel(
    frame: pd.DataFrame,
    *,
    axis: str = "conciliation",
    by: By | None = "side",
    freq: Freq = "month",
) -> OutletPanel:
    """Return the panel for a frame of statements; arguments and errors as for ``trend``."""
    question = Question(axis=axis, by=by, freq=freq)
    with frame_connection(frame, question) as connection:
        return outlet_panel_from(connection, question)


def outlet_panel_from(
    connection: duckdb.DuckDBPyConnection, question: Question, values: Sequence[Any] = ()
) -> OutletPanel:
    """Return the panel for what a connection holds.

    Raises:
        UsageError: If the question itself is by outlet.
    """
    if question.by == "outlet":
        raise UsageError("outlets cannot be held fixed where they are compared; group by another")
    overall = count_occasions(connection, question, values).occasions
    divided = _divided(count_occasions(connection, _within(question), values).occasions)
    shares = _shares(divided, question)
    concentration = _concentration(shares)
    changes = _changes(overall, divided, question)
    return OutletPanel(
        shares=shares,
        concentration=concentration,
        trends=_trends(divided, question),
        changes=changes,
        sentences=tuple(_sentences(concentration, changes)),
    )


def _within(question: Question) -> Question:
    return Question(
        axis=question.axis,
        by=question.by,
        freq=question.freq,
        source=question.source,
        where=question.where,
        windows=question.windows,
        within_outlets=True,
    )


def _divided(occasions: pd.DataFrame) -> pd.DataFrame:
    """Return occasions with the outlet in a column of its own, in a fixed order."""
    parts = [str(name).split(BETWEEN_NAMES, 1) for name in occasions["group"]]
    divided = occasions.assign(
        group=pd.Series([part[0] for part in parts], occasions.index, dtype=object),
        outlet=pd.Series([part[-1] for part in parts], occasions.index, dtype=object),
    )
    return divided.sort_values(["group", "outlet", "period_start", "day", "side"], kind="stable")


def _periods(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Return rows with their period's name and first day as in a trend."""
    windows = question.event_windows
    starts = [pd.Timestamp(start) for start in rows["period_start"]]
    names = [period_label(start, question.freq, windows) for start in starts]
    days = [None if question.freq == "all" else f"{start:%Y-%m-%d}" for start in starts]
    return rows.assign(
        period=pd.Series(names, rows.index, dtype=object),
        period_start=pd.Series(days, rows.index, dtype=object),
    )


def _shares(divided: pd.DataFrame, question: Question) -> pd.DataFrame:
    counts = (
        divided.groupby(["group", "period_start", "outlet"], sort=True)[
            ["n_statements", "n_utterances"]
        ]
        .sum()
        .reset_index()
    )
    counts = _periods(counts, question)
    of_period = counts.groupby(["group", "period"])["n_utterances"].transform("sum")
    counts["share"] = (counts["n_utterances"] / of_period).astype("float64").round(6)
    return counts[list(_SHARE_COLUMNS)]


def _concentration(shares: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for group, part in shares.groupby("group", sort=True):
        periods = [(str(period), rows) for period, rows in part.groupby("period", sort=True)]
        together = [] if [name for name, _ in periods] == ["all"] else [("all", part)]
        for period, reports in [*periods, *together]:
            n_by_outlet = reports.groupby("outlet", sort=True)["n_utterances"].sum()
            n_reports = int(n_by_outlet.sum())
            rows.append(
                {
                    "group": str(group),
                    "period": period,
                    "n_outlets": len(n_by_outlet),
                    "n_reports": n_reports,
                    "largest_outlet": str(n_by_outlet.idxmax()),
                    "largest_share": round(float(n_by_outlet.max()) / n_reports, 6),
                    "effective_outlets": round(
                        n_reports**2 / float((n_by_outlet.astype(float) ** 2).sum()), 2
                    ),
                }
            )
    return pd.DataFrame(rows, columns=list(_CONCENTRATION_COLUMNS))


def _trends(divided: pd.DataFrame, question: Question) -> pd.DataFrame:
    windows = question.event_windows
    parts = []
    for (group, outlet), rows in divided.groupby(["group", "outlet"], sort=True):
        found = trend_of_occasions(rows, freq=question.freq, level=0.95, windows=windows)
        names = {"group": str(group), "outlet": str(outlet)}
        parts.append(
            found.assign(
                **{
                    column: pd.Series([name] * len(found), dtype=object)
                    for column, name in names.items()
                }
            )
        )
    if not parts:
        return pd.DataFrame(columns=list(_TREND_COLUMNS))
    return pd.concat(parts, ignore_index=True)[list(_TREND_COLUMNS)]


def _changes(overall: pd.DataFrame, divided: pd.DataFrame, question: Question) -> pd.DataFrame:
    rows = []
    for group, occasions in overall.groupby("group", sort=True):
        ends = first_and_last(occasions)
        mine = divided[divided["group"] == group]
        labels = [
            period_label(pd.Timestamp(end), question.freq, question.event_windows) for end in ends
        ]
        rows.append(held_fixed(str(group), occasions, mine, ends, labels, question.axis))
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS))


def _sentences(concentration: pd.DataFrame, changes: pd.DataFrame) -> list[str]:
    together = concentration[concentration["period"] == "all"].set_index("group")
    sentences = []
    for group, told in zip(changes["group"], changes["sentence"], strict=True):
        row = together.loc[group]
        n_outlets = int(row["n_outlets"])
        if n_outlets == 1:
            spread = (
                f"all {n_of(int(row['n_reports']), 'report')} come from {row['largest_outlet']}"
            )
        else:
            spread = (
                f"{row['largest_share']:.0%} of {n_of(int(row['n_reports']), 'report')} come from "
                f"{row['largest_outlet']}; {n_outlets} outlets weigh like "
                f"{np.round(row['effective_outlets'], 1):g} of equal size"
            ).replace("%", " %", 1)
        sentences.append(f"{group}: {spread}. {told}")
    return sentences
