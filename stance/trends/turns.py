"""What the search for turning points finds, and how it is told."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from stance.registry import load_axes
from stance.trends.words import describe, n_of, p_words, period_name, signed

Verdict = Literal["found", "none", "too few"]

# With seven occasions the clearest order of all has p = 2 / 35 by chance alone (one 3:4 split and
# its mirror); eight are the first that can show anything.
MIN_ORDERED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The mean between two turning points, with its 95 % interval (-1..+1) and counts."""

    mean: float
    low: float
    high: float
    n_utterances: int
    n_occasions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningPoint:
    """A change of level between two neighbouring occasions.

    ``p_value`` is corrected for the search over all dates, over parts and over groups.
    """

    last_before: date
    first_after: date
    before: Level
    after: Level
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """What the search says of one group; ``points`` in order of time."""

    group: str
    n_utterances: int
    n_occasions: int
    verdict: Verdict
    points: tuple[TurningPoint, ...]
    sentence: str


def turn_sentence(turns: Turns, axis: str, name: str) -> str:
    """Return what the search says of one group in plain words."""
    counts = (
        f"{n_of(turns.n_utterances, 'utterance')} on {n_of(turns.n_occasions, 'dated occasion')}"
    )
    if turns.verdict == "too few":
        return (
            f"{name}: too few words to look for a turning point ({counts}, where at least "
            f"{MIN_ORDERED} occasions are needed)."
        )
    if turns.verdict == "none":
        return f"{name}: no turning point ({counts})."
    return " ".join(_point_sentence(point, axis, name) for point in turns.points)


def _point_sentence(point: TurningPoint, axis: str, name: str) -> str:
    first, second = (period_name(f"{day}") for day in (point.last_before, point.first_after))
    return (
        f"{name} turned between {first} and {second}: from {_level_words(point.before, axis)} to "
        f"{_level_words(point.after, axis)}, {p_words(point.p_value)} after correction for the "
        "search."
    )


def _level_words(level: Level, axis: str) -> str:
    known = {item.axis_id: item for item in load_axes()}
    words = f"{describe(level.mean, known[axis])} " if axis in known else ""
    return (
        f"{words}({signed(level.mean)}, 95 % interval {signed(level.low)} to {signed(level.high)}, "
        f"n = {n_of(level.n_utterances, 'utterance')}, {n_of(level.n_occasions, 'occasion')})"
    )
