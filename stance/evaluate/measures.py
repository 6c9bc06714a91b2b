"""What is measured, as flat rows that the Method page and the floors read."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy.stats import spearmanr

from stance.evaluate.gold import GoldStatement
from stance.evaluate.matching import has_right_speaker

Pair = tuple[GoldStatement, Mapping[str, Any]]
_DIGITS = 4
# Below this a correlation says nothing.
_MIN_CORRELATED = 5


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: 0..1 for shares and F1, -1..+1 for correlations; None where n is too small."""

    section: str
    group: str
    measure: str
    value: float | None
    n: int

    @property
    def key(self) -> str:
        """Name under which its floor is kept."""
        return f"{self.section}/{self.group}/{self.measure}"

    def as_row(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return asdict(self)


def share(section: str, group: str, measure: str, right: Iterable[bool]) -> Measure:
    """Return the share of cases that are right."""
    cases = list(right)
    value = round(sum(cases) / len(cases), _DIGITS) if cases else None
    return Measure(section, group, measure, value, len(cases))


def attribution(
    group: str,
    gold: Sequence[GoldStatement],
    rows: Sequence[Mapping[str, Any]],
    pairs: Sequence[Pair],
) -> list[Measure]:
    """Return precision, recall and F1 of statements found with the right speaker."""
    hits = sum(has_right_speaker(one, other) for one, other in pairs)
    precision = hits / len(rows) if rows else 0.0
    recall = hits / len(gold) if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    figures = (("precision", precision, len(rows)), ("recall", recall, len(gold)),
               ("F1", f1, len(gold)))  # fmt: skip
    return [
        Measure("attribution", group, name, round(value, _DIGITS), n) for name, value, n in figures
    ]


def stance(
    section: str,
    axis: str,
    labels: Sequence[float | None],
    scores: Sequence[float | None],
    prefix: str = "",
) -> list[Measure]:
    """Compare scores with labels on one axis.

    The correlation is over statements that have a label and a score; the sign over those of them
    whose label takes a side; coverage is the share of labelled statements that have a score.
    """
    labelled = [(a, b) for a, b in zip(labels, scores, strict=True) if a is not None]
    both = [(a, b) for a, b in labelled if b is not None]
    signed = [(a, b) for a, b in both if a]
    return [
        Measure(section, axis, f"{prefix}Spearman", _spearman(both), len(both)),
        share(section, axis, f"{prefix}sign right", (a * b > 0 for a, b in signed)),
        share(section, axis, f"{prefix}scored", (b is not None for _, b in labelled)),
    ]


def _spearman(pairs: Sequence[tuple[float, float]]) -> float | None:
    if len(pairs) < _MIN_CORRELATED:
        return None
    one, other = np.array(pairs, dtype=float).T
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    value = float(spearmanr(one, other).statistic)
    return None if math.isnan(value) else round(value, _DIGITS)


def number(value: Any) -> float | None:
    """Return a score of a row, None for an empty one."""
    return None if value is None or value != value else float(value)
