"""Does a change hold within the outlets, or did only their mix change?

The difference within each outlet that has words of both periods, averaged with the weight
n_a n_b / (n_a + n_b), as a regression with a constant for each outlet would. An occasion that
several outlets report is one occasion; leaving one out at a time (a jackknife in each period) tells
how sure the average is.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stance.trends.comparison import Change, change_of_occasions
from stance.trends.intervals import (
    MIN_OCCASIONS,
    MIN_UTTERANCES,
    SCORE_SD,
    Floats,
    reach_of,
)
from stance.trends.query import SCALE
from stance.trends.words import in_period, n_of, signed

CHANGE_COLUMNS = (
    "group", "period_a", "period_b", "difference", "low", "high", "within", "within_low",
    "within_high", "n_outlets", "n_utterances_a", "n_utterances_b", "verdict", "sentence",
)  # fmt: skip

_NOTHING: dict[str, Any] = {"within": math.nan, "within_low": math.nan, "within_high": math.nan,
                            "n_outlets": 0, "n_utterances_a": 0, "n_utterances_b": 0}  # fmt: skip


def first_and_last(occasions: pd.DataFrame) -> list[Any]:
    """Return the starts of the first and the last period with words enough; empty if one."""
    counts = occasions.groupby("period_start")["n_utterances"].agg(["sum", "count"])
    enough = counts[(counts["sum"] >= MIN_UTTERANCES) & (counts["count"] >= MIN_OCCASIONS)]
    return [enough.index[0], enough.index[-1]] if len(enough) > 1 else []


def held_fixed(
    group: str,
    overall: pd.DataFrame,
    divided: pd.DataFrame,
    ends: Sequence[Any],
    labels: Sequence[str],
    axis: str,
) -> dict[str, Any]:
    """Return one group's change between two periods, overall and within outlets.

    Args:
        group: Its name.
        overall: Its occasions, as ``count_occasions`` returns them.
        divided: The same by outlet, with a column ``outlet``.
        ends: Starts of the two periods; empty where there are not two.
        labels: How the two periods are written.
        axis: Of the scores.

    Returns:
        Values for ``CHANGE_COLUMNS``.
    """
    if not ends:
        nothing = dict.fromkeys(("difference", "low", "high"), math.nan) | _NOTHING
        sentence = "Too few words by period to say whether a change holds within outlets."
        return {"group": group, "period_a": None, "period_b": None, **nothing,
                "verdict": "too few", "sentence": sentence}  # fmt: skip
    parts = [overall[overall["period_start"] == end] for end in ends]
    names = [in_period(label) for label in labels]
    found = change_of_occasions(*parts, label_a=names[0], label_b=names[1], axis=axis)
    within = within_outlets(*(divided[divided["period_start"] == end] for end in ends))
    verdict = _verdict(found, within)
    return {
        "group": group,
        "period_a": labels[0],
        "period_b": labels[1],
        "difference": found.difference,
        "low": found.low,
        "high": found.high,
        **within,
        "verdict": verdict,
        "sentence": _sentence(found, within, verdict),
    }


def within_outlets(a: pd.DataFrame, b: pd.DataFrame) -> dict[str, Any]:
    """Return the mean difference b - a within outlets, with its interval and counts.

    NaN below 3 utterances or 2 occasions in either part, counting only outlets with words in both.
    """
    common = sorted(set(a["outlet"]) & set(b["outlet"]))
    kept = [part[part["outlet"].isin(common)] for part in (a, b)]
    counts = [int(part["n_utterances"].sum()) for part in kept]
    known = {"n_outlets": len(common), "n_utterances_a": counts[0], "n_utterances_b": counts[1]}
    sizes, totals = zip(*(_tables(part, common) for part in kept), strict=True)
    if min(counts) < MIN_UTTERANCES or min(map(len, sizes)) < MIN_OCCASIONS:
        return _NOTHING | known
    n_a, n_b = (size.sum(0, keepdims=True) for size in sizes)
    t_a, t_b = (total.sum(0, keepdims=True) for total in totals)
    difference = float(_weighted(n_a, t_a, n_b, t_b)[0])
    left_out = (
        _weighted(n_a - sizes[0], t_a - totals[0], n_b, t_b),
        _weighted(n_a, t_a, n_b - sizes[1], t_b - totals[1]),
    )
    if any(np.isnan(part).any() for part in left_out):
        return _NOTHING | known  # the whole comparison hangs on one occasion
    n = np.array([len(part) for part in left_out], float)
    variance = np.array([float(((part - difference) ** 2).sum()) for part in left_out])
    variance *= (n - 1) / n
    added = np.maximum(variance.sum(), 1e-12)
    df = added**2 / max(float((variance**2 / (n - 1)).sum()), 1e-24)
    weight = n_a * n_b / (n_a + n_b)
    least = SCORE_SD**2 / float(weight.sum())
    reach = float(reach_of(np.array([added]), np.array([df]), np.array([least]), 0.95)[0])
    return known | {
        "within": round(difference, 6),
        "within_low": round(max(difference - reach, -2.0), 6),
        "within_high": round(min(difference + reach, 2.0), 6),
    }


def _tables(part: pd.DataFrame, outlets: Sequence[str]) -> tuple[Floats, Floats]:
    """Return utterances and sums of values: one row per occasion, one column per outlet."""
    occasion = part.groupby(["day", "side"], sort=True, dropna=False).ngroup().to_numpy()
    column: NDArray[np.int64] = np.searchsorted(np.array(outlets, object), part["outlet"])
    shape = (int(occasion.max()) + 1 if len(part) else 0, len(outlets))
    size, total = np.zeros(shape), np.zeros(shape)
    np.add.at(size, (occasion, column), part["n_utterances"].to_numpy(float))
    np.add.at(total, (occasion, column), part["total"].to_numpy(float) / SCALE)
    return size, total


def _weighted(n_a: Floats, t_a: Floats, n_b: Floats, t_b: Floats) -> Floats:
    """Return the weighted mean of the outlets' differences, for each row; NaN without any."""
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = np.where((n_a > 0) & (n_b > 0), n_a * n_b / (n_a + n_b), 0.0)
        difference = np.where(weight > 0, t_b / n_b - t_a / n_a, 0.0)
        mean: Floats = (weight * difference).sum(1) / weight.sum(1)
    return mean


def _verdict(found: Change, within: dict[str, Any]) -> str:
    if math.isnan(found.difference) or math.isnan(within["within"]):
        return "too few"
    if not found.is_clear:
        return "no change"
    is_clear = within["within_low"] > 0 or within["within_high"] < 0
    return "holds" if is_clear and within["within"] * found.difference > 0 else "not shown"


def _sentence(found: Change, within: dict[str, Any], verdict: str) -> str:
    periods = f"{found.a.label} and {found.b.label}"
    outlets = n_of(within["n_outlets"], "outlet")
    counts = f"{within['n_utterances_a']:,} and {n_of(within['n_utterances_b'], 'utterance')}"
    if verdict == "too few":
        return (
            f"Too few words to say whether a change holds within outlets: {outlets} with words "
            f"both {periods} ({counts})."
        )
    numbers = (
        f"difference {signed(within['within'])} within {outlets}, 95 % interval "
        f"{signed(within['within_low'])} to {signed(within['within_high'])}, against "
        f"{signed(found.difference)} overall; {counts}"
    )
    words = {
        "holds": f"The change between {_bare(periods)} is seen within the outlets as well",
        "not shown": f"The change between {_bare(periods)} is not shown within the outlets: it "
        "may be one of who reported",
        "no change": f"There is no clear change between {_bare(periods)} to explain",
    }[verdict]
    return f"{words} ({numbers})."


def _bare(periods: str) -> str:
    """Drop the prepositions: "in May and in June" is "May and June" after "between"."""
    return " and ".join(one.split(" ", 1)[1] for one in periods.split(" and ", 1))
