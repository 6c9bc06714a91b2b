"""Numbers in plain words: what a value means on its axis, how a period is called."""

import calendar
import re

from stance.model import Axis

# (below this absolute value, word): 0.5 is one full step of the codebook's five-step scale.
MOSTLY_FROM = 0.25
NEUTRAL_BELOW = 0.1
_BANDS = ((MOSTLY_FROM, "slightly"), (0.5, "mostly"), (float("inf"), "strongly"))
_QUARTERS = ("first", "second", "third", "fourth")


def describe(value: float, axis: Axis) -> str:
    """Return a value in words: "mostly conciliatory", "neither conciliatory nor confrontational".

    Args:
        value: Mean on the axis, -1..+1.
        axis: Names its poles.
    """
    if abs(value) < NEUTRAL_BELOW:
        return f"neither {axis.warm} nor {axis.cold}"
    strength = next(word for end, word in _BANDS if abs(value) < end)
    return f"{strength} {axis.warm if value > 0 else axis.cold}"


def period_name(period: str) -> str:
    """Return a period as one says it: "June 2023", "19 June 2023", "week 25 of 2023"."""
    if ".." in period:
        first, last = period.split("..", 1)
        return f"{period_name(first)} to {period_name(last)}"
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", period):
        return f"the {_QUARTERS[int(match.group(2)) - 1]} quarter of {match.group(1)}"
    if match := re.fullmatch(r"(\d{4})-W(\d\d)", period):
        return f"week {int(match.group(2))} of {match.group(1)}"
    if match := re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", period):
        year, month, day = match.groups()
        name = f"{calendar.month_name[int(month)]} {year}"
        return f"{int(day)} {name}" if day else name
    return "the whole time" if period == "all" else period


def in_period(period: str) -> str:
    """Return a period with its preposition: "in June 2023", "on 19 June 2023"."""
    name = period_name(period)
    if ".." in period:
        return f"from {name}"
    if period == "all":
        return "over the whole time"
    return f"on {name}" if re.fullmatch(r"\d{4}-\d\d-\d\d", period) else f"in {name}"


def more_or_slightly(difference: float) -> str:
    """Return "more", or "slightly more" for what only many cases make certain."""
    return "more" if abs(difference) >= NEUTRAL_BELOW else "slightly more"


def signed(value: float) -> str:
    """Return a number with its sign and two digits; a true minus sign, no "-0.00"."""
    rounded = round(value, 2) + 0.0
    return f"{rounded:+.2f}".replace("-", "\N{MINUS SIGN}") if rounded else "0.00"


def n_of(n: int, noun: str) -> str:
    """Return "1 utterance", "1,204 utterances"."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def p_words(p_value: float) -> str:
    """Return "p = 0.012", or "p < 0.001"."""
    return "p < 0.001" if p_value < 0.001 else f"p = {p_value:.3f}"
