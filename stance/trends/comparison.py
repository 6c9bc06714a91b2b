"""Did the tone change? Two parts of the statements compared, with a test and a sentence."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from stance.model import Axis
from stance.registry import load_axes
from stance.trends.intervals import (
    MIN_OCCASIONS,
    MIN_UTTERANCES,
    SCORE_SD,
    Floats,
    cluster_means,
    reach_of,
)
from stance.trends.means import count_occasions, frame_connection
from stance.trends.parts import Part, condition_of, label_of, select
from stance.trends.permutation import permutation_p
from stance.trends.query import SCALE
from stance.trends.question import Question
from stance.trends.words import more_or_slightly, n_of, p_words, signed

_SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One part of a comparison: its name, mean and counts. ``mean`` is NaN without utterances."""

    label: str
    mean: float
    n_statements: int
    n_utterances: int
    n_occasions: int

    @property
    def is_enough(self) -> bool:
        """Whether there are words enough to say anything: 3 utterances on 2 occasions."""
        return self.n_utterances >= MIN_UTTERANCES and self.n_occasions >= MIN_OCCASIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The difference b - a. All numbers but the counts are NaN where there are too few words.

    ``low`` and ``high`` bound the difference (-2..+2); ``p_value`` is the share of random
    re-allotments of occasions that differ as much; ``effect_size`` is Hedges' g (difference in
    standard deviations of an utterance); ``sentence`` says it in plain words.
    """

    a: Side
    b: Side
    difference: float
    low: float
    high: float
    p_value: float
    effect_size: float
    sentence: str

    @property
    def is_clear(self) -> bool:
        """Whether chance alone is an unlikely reason: p below 0.05 and 0 outside the interval."""
        return self.p_value < _SIGNIFICANT and not self.low <= 0 <= self.high


@dataclass(frozen=True, slots=True)
class _Clusters:
    size: Floats
    total: Floats
    squares: Floats
    n_statements: int


def change(
    frame: pd.DataFrame,
    a: Part,
    b: Part,
    *,
    axis: str = "conciliation",
    level: float = 0.95,
    seed: int = 0,
) -> Change:
    """Compare two periods, actors, sides, outlets ... of one frame.

    Args:
        frame: Statements, in the columns of the statement table.
        a: The one that is compared with: a period ("2023-06", "2023-05-22..2023-06-19"), or values
            by column and perhaps a "period".
        b: The one in question, likewise.
        axis: Column with the scores.
        level: Of the interval.
        seed: Of the permutations: the same frame gives the same p-value.

    Raises:
        UsageError: If a period makes no sense.
        UnknownNameError: For a column that does not exist.
    """
    parts = [select(frame, part) for part in (a, b)]
    return change_between(*parts, label_a=label_of(a), label_b=label_of(b), axis=axis,
                          level=level, seed=seed)  # fmt: skip


def change_between(
    a: pd.DataFrame,
    b: pd.DataFrame,
    *,
    label_a: str,
    label_b: str,
    axis: str = "conciliation",
    level: float = 0.95,
    seed: int = 0,
) -> Change:
    """Compare two frames of statements; the labels read well after "more conciliatory"."""
    question = Question(axis=axis, by=None, freq="all")
    occasions = []
    for frame in (a, b):
        with frame_connection(frame, question) as connection:
            occasions.append(count_occasions(connection, question).occasions)
    return change_of_occasions(*occasions, label_a=label_a, label_b=label_b, axis=axis,
                               level=level, seed=seed)  # fmt: skip


def change_of_occasions(
    a: pd.DataFrame,
    b: pd.DataFrame,
    *,
    label_a: str,
    label_b: str,
    axis: str = "conciliation",
    level: float = 0.95,
    seed: int = 0,
) -> Change:
    """Compare two parts of what ``count_occasions`` returned."""
    clusters = [_clusters(part) for part in (a, b)]
    sides = [_side(part, label) for part, label in zip(clusters, (label_a, label_b), strict=True)]
    numbers = {"difference": math.nan, "low": math.nan, "high": math.nan,
               "p_value": math.nan, "effect_size": math.nan}  # fmt: skip
    if all(side.is_enough for side in sides):
        numbers = _compare(*clusters, level=level, seed=seed)
    found = Change(a=sides[0], b=sides[1], sentence="", **numbers)
    return Change(a=sides[0], b=sides[1], sentence=sentence_of(found, axis, level), **numbers)


def change_from(
    connection: duckdb.DuckDBPyConnection,
    question: Question,
    a: Part,
    b: Part,
    values: Sequence[Any] = (),
    *,
    labels: tuple[str, str] | None = None,
    level: float = 0.95,
    seed: int = 0,
) -> Change:
    """Compare two parts of what a connection holds; otherwise as ``change``.

    Args:
        connection: Has the table or view ``question.source``.
        question: Axis and condition; its grouping and period do not matter.
        a: The part that is compared with.
        b: The part in question.
        values: Values for the ``?`` of the condition.
        labels: How the parts are called; they read well after "more conciliatory".
        level: Of the interval, 0..1.
        seed: Of the permutations.
    """
    columns = [row[0] for row in connection.execute(f"DESCRIBE {question.source}").fetchall()]
    occasions = []
    for part in (a, b):
        condition, more = condition_of(part, columns)
        chosen = replace(question, by=None, freq="all", windows=None,
                         where=f"({question.where}) AND ({condition})")  # fmt: skip
        occasions.append(count_occasions(connection, chosen, [*values, *more]).occasions)
    names = labels or (label_of(a), label_of(b))
    return change_of_occasions(*occasions, label_a=names[0], label_b=names[1], axis=question.axis,
                               level=level, seed=seed)  # fmt: skip


def sentence_of(change: Change, axis: str, level: float = 0.95) -> str:
    """Return a comparison in one sentence of plain words, with its numbers."""
    a, b = change.a, change.b
    for side in (b, a):
        if not side.is_enough:
            few = "words" if side.n_utterances < MIN_UTTERANCES else "occasions"
            return (
                f"Too few {few} {side.label} to say: {n_of(side.n_utterances, 'utterance')} on "
                f"{n_of(side.n_occasions, 'occasion')}, where at least {MIN_UTTERANCES} on "
                f"{MIN_OCCASIONS} are needed."
            )
    numbers = (
        f"mean {signed(b.mean)} against {signed(a.mean)}, difference {signed(change.difference)}, "
        f"{level:.0%} interval {signed(change.low)} to {signed(change.high)}, "
        f"{p_words(change.p_value)}; {b.n_utterances:,} and "
        f"{n_of(a.n_utterances, 'utterance')} on {b.n_occasions:,} and "
        f"{n_of(a.n_occasions, 'occasion')}"
    ).replace("%", " %")
    if not change.is_clear:
        return f"No clear difference between the words {b.label} and {a.label} ({numbers})."
    return f"The words {b.label} were {_direction(change, axis)} than {a.label} ({numbers})."


def _compare(a: _Clusters, b: _Clusters, *, level: float, seed: int) -> dict[str, float]:
    n_a, n_b = len(a.size), len(b.size)
    group = np.repeat(np.array([0, 1], np.int64), [n_a, n_b])
    size, total, squares = (
        np.concatenate(pair)
        for pair in ((a.size, b.size), (a.total, b.total), (a.squares, b.squares))
    )
    means = cluster_means(group, size, total, squares, 2)
    difference = float(means.mean[1] - means.mean[0])
    variance = means.variance.sum()
    # Welch: the parts may scatter differently.
    df = variance**2 / (means.variance**2 / means.df).sum() if variance > 0 else 1.0
    least = (SCORE_SD**2 / means.n_utterances).sum()
    reach = float(reach_of(np.array([variance]), np.array([df]), np.array([least]), level)[0])
    return {
        "difference": round(difference, 6),
        "low": round(max(difference - reach, -2.0), 6),
        "high": round(min(difference + reach, 2.0), 6),
        "p_value": permutation_p(size, total, n_a, seed),
        "effect_size": _hedges_g(a, b, difference),
    }


def _hedges_g(a: _Clusters, b: _Clusters, difference: float) -> float:
    counts = np.array([part.size.sum() for part in (a, b)])
    sums = np.array([part.total.sum() for part in (a, b)])
    squares = np.array([part.squares.sum() for part in (a, b)])
    df = counts.sum() - 2
    spread = math.sqrt(max(float((squares - sums**2 / counts).sum()) / df, SCORE_SD**2))
    return round(float(difference / spread * (1 - 3 / (4 * df - 1))), 6)


def _clusters(occasions: pd.DataFrame) -> _Clusters:
    return _Clusters(
        occasions["n_utterances"].to_numpy(np.float64),
        occasions["total"].to_numpy(np.float64) / SCALE,
        occasions["squares"].to_numpy(np.float64) / SCALE**2,
        int(occasions["n_statements"].sum()),
    )


def _side(part: _Clusters, label: str) -> Side:
    n_utterances = int(part.size.sum())
    return Side(
        label=label,
        mean=round(float(part.total.sum()) / n_utterances, 6) if n_utterances else math.nan,
        n_statements=part.n_statements,
        n_utterances=n_utterances,
        n_occasions=len(part.size),
    )


def _direction(change: Change, axis: str) -> str:
    known: dict[str, Axis] = {item.axis_id: item for item in load_axes()}
    is_warmer = change.difference > 0
    if axis not in known:
        return f"{'higher' if is_warmer else 'lower'} on {axis}"
    more = more_or_slightly(change.difference)
    return f"{more} {known[axis].warm if is_warmer else known[axis].cold}"
