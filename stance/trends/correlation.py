"""A reference series beside a trend: laid over it, and how far the two move together."""

import math

import numpy as np
import pandas as pd
from scipy import special

from stance.errors import UsageError
from stance.trends.intervals import Floats
from stance.trends.reference import Reference
from stance.trends.words import n_of, signed

MIN_MONTHS = 5

CORRELATION_COLUMNS = (
    "group", "n_months", "pearson", "pearson_low", "pearson_high",
    "spearman", "spearman_low", "spearman_high", "sentence",
)  # fmt: skip


def rescale(reference: Reference, trend: pd.DataFrame) -> pd.DataFrame:
    """Return a reference series on the scale of a trend, for one line over its chart.

    Its mean and standard deviation over the common months become those of the trend's means (of
    all groups together). How high the line lies says nothing therefore, only its ups and downs do.

    Args:
        reference: The series.
        trend: Result of ``trend`` by month.

    Returns:
        One row per month of the series: ``period`` ("2023-06"), ``period_start`` (ISO date),
        ``value`` (as in the file), ``rescaled`` (NaN below two common months or without any ups and
        downs), ``is_common`` (bool). ``attrs["note"]`` says it in words.

    Raises:
        UsageError: If the trend is not by month.
    """
    drawn = _monthly(trend)
    periods = [month for month, _ in reference.months]
    values = np.array([value for _, value in reference.months])
    is_common = np.isin(periods, drawn["period"])
    rescaled, note = _onto(reference.name, values, is_common, drawn[drawn["period"].isin(periods)])
    result = pd.DataFrame(
        {
            "period": pd.Series(periods, dtype=object),
            "period_start": pd.Series([f"{month}-01" for month in periods], dtype=object),
            "value": values,
            "rescaled": rescaled.round(6),
            "is_common": is_common,
        }
    )
    result.attrs["note"] = note
    return result


def correlate(reference: Reference, trend: pd.DataFrame) -> pd.DataFrame:
    """Return how each group's monthly means go with a reference series.

    Intervals (95 %) are those of Fisher's z, with the wider spread of Bonett and Wright (2000) for
    ranks. They take months as independent: two series that both drift are less sure than they say.

    Returns:
        One row per group: ``group``, ``n_months`` (common months), ``pearson``, ``spearman`` with
        ``_low`` and ``_high`` (-1..+1; NaN below five common months or where one of the two never
        changes), ``sentence``.

    Raises:
        UsageError: If the trend is not by month.
    """
    values = dict(reference.months)
    rows = []
    for group, part in _monthly(trend).groupby("group", sort=False):
        common = part[part["period"].isin(list(values))]
        theirs = np.array([values[period] for period in common["period"]], np.float64)
        rows.append(_row(str(group), common["mean"].to_numpy(np.float64), theirs, reference.name))
    return pd.DataFrame(rows, columns=list(CORRELATION_COLUMNS))


def _monthly(trend: pd.DataFrame) -> pd.DataFrame:
    is_month = trend["period"].map(
        lambda period: len(str(period)) == 7 and str(period)[5:].isdigit()
    )
    if not is_month.all():
        raise UsageError("a reference series goes with a trend by month; choose the period month")
    return trend


def _onto(
    name: str, values: Floats, is_common: "np.typing.NDArray[np.bool_]", drawn: pd.DataFrame
) -> tuple[Floats, str]:
    nowhere: Floats = np.full(len(values), np.nan)
    n_common = int(is_common.sum())
    if n_common < 2:
        return nowhere, f"{name} has too few months in common with the trend to be drawn over it."
    ours, theirs = drawn["mean"].to_numpy(np.float64), values[is_common]
    spread = float(theirs.std())
    if spread <= 1e-12 * max(1.0, float(np.abs(theirs).max())):
        return nowhere, f"{name} never changes in the common months and cannot be drawn over it."
    rescaled: Floats = ours.mean() + (values - theirs.mean()) / spread * ours.std()
    note = (
        f"{name} is rescaled to mean and standard deviation of the trend over "
        f"{n_of(n_common, 'common month')}: only its ups and downs compare, not its height."
    )
    return rescaled, note


def _row(group: str, ours: Floats, theirs: Floats, name: str) -> dict[str, object]:
    n = len(ours)
    numbers: dict[str, object] = dict.fromkeys(CORRELATION_COLUMNS[2:-1], math.nan)
    has_spread = n > 0 and float(np.ptp(ours)) > 0 and float(np.ptp(theirs)) > 0
    if n < MIN_MONTHS:
        sentence = (
            f"{group} and {name}: too few months to say ({n} in common, where at least "
            f"{MIN_MONTHS} are needed)."
        )
    elif not has_spread:
        sentence = f"{group} and {name}: one of the two never changes, so they cannot be compared."
    else:
        from scipy import stats  # two seconds to import, and few ask for a correlation

        pearson = float(stats.pearsonr(ours, theirs).statistic)
        spearman = float(stats.spearmanr(ours, theirs).statistic)
        # Bonett & Wright (2000), Sample size requirements for estimating Pearson, Kendall and
        # Spearman correlations, Psychometrika 65: the variance of z for ranks is 1 + r²/2.
        ends = (*_interval(pearson, n, 1.0), *_interval(spearman, n, 1 + spearman**2 / 2))
        found = (pearson, *ends[:2], spearman, *ends[2:])
        numbers = dict(
            zip(CORRELATION_COLUMNS[2:-1], (round(one, 6) for one in found), strict=True)
        )
        sentence = _sentence(group, name, n, found)
    return {"group": group, "n_months": n, **numbers, "sentence": sentence}


def _interval(r: float, n: int, variance: float) -> tuple[float, float]:
    z = math.atanh(min(max(r, -1 + 1e-12), 1 - 1e-12))
    reach = float(special.ndtri(0.975)) * math.sqrt(variance / (n - 3))
    return math.tanh(z - reach), math.tanh(z + reach)


def _sentence(group: str, name: str, n: int, found: tuple[float, ...]) -> str:
    pearson, low, high, spearman, rank_low, rank_high = found
    is_clear = (low > 0 or high < 0) and (rank_low > 0 or rank_high < 0)
    words = "no clear relation"
    if is_clear and pearson * spearman > 0:
        words = "rise and fall together" if pearson > 0 else "one rises where the other falls"
    return (
        f"{group} and {name}: {words} (Pearson {signed(pearson)}, 95 % interval {signed(low)} to "
        f"{signed(high)}; Spearman {signed(spearman)}, {signed(rank_low)} to {signed(rank_high)}; "
        f"n = {n_of(n, 'month')})."
    )
