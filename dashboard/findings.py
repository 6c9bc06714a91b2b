"""Findings in plain words with their doubt, made of the same numbers as the charts. Pure."""

from collections.abc import Mapping
from typing import Any

from dashboard import theme, wording
from stance.model import Axis
from stance.trends import describe

Row = Mapping[str, Any]


def is_few(row: Row) -> bool:
    """Whether a mean rests on too few utterances for an interval (then it is drawn hollow)."""
    return bool(row["low"] != row["low"])


def state(row: Row, axis: Axis) -> str:
    """Return "perhaps mostly conciliatory (mean +0.31, 95% interval ..., n = 12 utterances)"."""
    unsure = "" if is_few(row) or not row["low"] <= 0 <= row["high"] else "perhaps "
    said = describe(float(row["mean"]), axis)
    return f"{'' if said.startswith('neither') else unsure}{said} ({numbers(row)})"


def numbers(row: Row) -> str:
    """Return mean, interval and n as they stand in parentheses."""
    n = theme.plural(int(row["n_utterances"]), *wording.UTTERANCE)
    interval = "" if is_few(row) else f", 95% interval {interval_of(row)}"
    return f"mean {theme.signed(row['mean'])}{interval}, n = {n}"


def interval_of(row: Row) -> str:
    """Return "+0.02 to +0.55", or that there are too few."""
    if is_few(row):
        return wording.FEW
    return f"{theme.signed(row['low'])} to {theme.signed(row['high'])}"


def overlap(one: Row, other: Row) -> bool:
    """Whether the intervals of two means share a value."""
    return bool(one["low"] <= other["high"] and other["low"] <= one["high"])
