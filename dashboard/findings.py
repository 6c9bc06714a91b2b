"""Findings in plain words with their doubt, made of the same numbers as the charts. Pure."""

from collections.abc import Mapping
from typing import Any

from dashboard import theme, wording
from stance.model import Axis
from stance.trends import describe

Row = Mapping[str, Any]

# The scale is 2 long. An interval of nearly all of it leaves out nothing that anybody would doubt:
# two occasions that differ give one, and as a bar it would look like a finding.
OPEN_FROM = 1.9


def is_few(row: Row) -> bool:
    """Whether a mean rests on too few utterances for an interval (then it is drawn hollow)."""
    return bool(row["low"] != row["low"])


def is_open(row: Row) -> bool:
    """Whether an interval reaches over nearly the whole scale, so that it says nothing."""
    return bool(row["high"] - row["low"] >= OPEN_FROM)


def is_untold(row: Row) -> bool:
    """Whether no interval can be told: the mean is drawn hollow and without one."""
    return is_few(row) or is_open(row)


def state(row: Row, axis: Axis) -> str:
    """Return "perhaps mostly conciliatory (mean +0.31, 95% interval ..., n = 12 utterances)"."""
    unsure = "" if is_few(row) or not row["low"] <= 0 <= row["high"] else "perhaps "
    said = describe(float(row["mean"]), axis)
    return f"{'' if said.startswith('neither') else unsure}{said} ({numbers(row)})"


def numbers(row: Row) -> str:
    """Return mean, interval and n as they stand in parentheses."""
    n = theme.plural(int(row["n_utterances"]), *wording.UTTERANCE)
    interval = "" if is_untold(row) else f", 95% interval {interval_of(row)}"
    return f"mean {theme.signed(row['mean'])}{interval}, n = {n}"


def interval_of(row: Row) -> str:
    """Return "+0.02 to +0.55", or that there are too few utterances or occasions."""
    if is_few(row):
        return wording.FEW
    if is_open(row):
        return few_occasions(row) or wording.FEW
    return f"{theme.signed(row['low'])} to {theme.signed(row['high'])}"


def few_occasions(row: Row) -> str:
    """Return "2 occasions are too few"; nothing for a single one, which others say better."""
    n = int(row.get("n_occasions") or 0)
    return wording.FEW_OCCASIONS.format(n=theme.number(n)) if n > 1 else ""


def overlap(one: Row, other: Row) -> bool:
    """Whether the intervals of two means share a value."""
    return bool(one["low"] <= other["high"] and other["low"] <= one["high"])
