"""What the timeline asks beside its means: turns, two periods compared, who reported."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import duckdb

from dashboard import queries
from dashboard.filters import Filters
from stance.trends import (
    By,
    Change,
    Freq,
    OutletPanel,
    change_from,
    outlet_panel_from,
)

_FIELDS = {"side": "sides", "actor": "actors", "topic": "topics", "outlet": "outlets"}
ARROW = " \N{RIGHTWARDS ARROW} "  # between the sides of a dyad, as in stance.trends


def changes(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    axis: str,
    by: By,
    groups: Sequence[str],
    periods: tuple[str, str],
) -> list[tuple[str, Change]]:
    """Compare two periods in each group.

    Args:
        con: An open connection of the store.
        filters: What is shown; its dates do not restrict the periods.
        axis: Id of the axis.
        by: What makes a group.
        groups: The groups.
        periods: The one that is compared with, and the one in question ("2023-05-01..2023-06-30").
    """
    whole = replace(filters, selection=replace(filters.selection, date_from=None, date_to=None))
    found = []
    for group in groups:
        mine, parts = _of_group(whole, by, group)
        question, values = queries.question(mine, axis, by, "all")
        a, b = ({**parts, "period": period} for period in periods)
        found.append((group, change_from(con, question, a, b, values, labels=_labels(periods))))
    return found


def _of_group(filters: Filters, by: By, group: str) -> tuple[Filters, dict[str, str]]:
    """Return filters that leave only a group, and what they cannot say as values by column."""
    if by == "dyad":
        side, _, target = group.partition(ARROW)
        return filters, {"side": side, "target_side": target}
    chosen: Any = {_FIELDS[by]: (group,)}
    return replace(filters, selection=replace(filters.selection, **chosen)), {}


def _labels(periods: tuple[str, str]) -> tuple[str, str]:
    return ("in period A", "in period B") if periods[0] != periods[1] else periods


def shares_in_all(panel: OutletPanel, groups: Sequence[str]) -> dict[str, list[Any]]:
    """Return the share of each outlet in all reports of each group.

    Args:
        panel: Of ``panel``.
        groups: Which groups, in order; empty: all of the panel.

    Returns:
        ``groups``, and ``rows`` of (outlet, one (share 0..1, number of reports) per group), the
        outlet with most reports first.
    """
    counts: dict[str, dict[str, int]] = {}
    totals: dict[str, int] = {}
    columns = ("outlet", "group", "n_utterances")
    for outlet, group, n in zip(*(panel.shares[name] for name in columns), strict=True):
        row = counts.setdefault(str(outlet), {})
        row[str(group)] = row.get(str(group), 0) + int(n)
        totals[str(group)] = totals.get(str(group), 0) + int(n)
    shown = [name for name in (groups or sorted(totals)) if name in totals]
    order = sorted(counts, key=lambda outlet: (-sum(counts[outlet].values()), outlet))
    rows = [
        (outlet, [(n / totals[name], n) for name in shown for n in [counts[outlet].get(name, 0)]])
        for outlet in order
    ]
    return {"groups": shown, "rows": rows}


def panel(
    con: duckdb.DuckDBPyConnection, filters: Filters, axis: str, by: By, freq: Freq
) -> OutletPanel:
    """Return who reported, and the trend within each outlet."""
    question, values = queries.question(filters, axis, by, freq)
    return outlet_panel_from(con, question, values)
