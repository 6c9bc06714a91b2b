"""What a figure is: flat rows that the Method page prints and the floors guard."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy.stats import spearmanr

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


def precision_recall(
    section: str, group: str, *, hits_found: int, found: int, hits_wanted: int, wanted: int
) -> list[Measure]:
    """Return precision, recall and F1 of a group whose hits are counted on either side."""
    precision = hits_found / found if found else 0.0
    recall = hits_wanted / wanted if wanted else 0.0
    total = precision + recall
    f1 = 2 * precision * recall / total if total else 0.0
    figures = (("precision", precision, found), ("recall", recall, wanted), ("F1", f1, wanted))
    return [Measure(section, group, name, round(value, _DIGITS), n) for name, value, n in figures]


def agreement(
    section: str,
    axis: str,
    labels: Sequence[float | None],
    scores: Sequence[float | None],
    *,
    prefix: str = "",
) -> list[Measure]:
    """Compare scores with labels on one axis.

    The correlation is over statements that have a label and a score; the sign over those of them
    whose label takes a side; "scored" is the share of labelled statements that have a score.
    """
    labelled = [(a, b) for a, b in zip(labels, scores, strict=True) if a is not None]
    both = [(a, b) for a, b in labelled if b is not None]
    signed = [(a, b) for a, b in both if a]
    return [
        Measure(section, axis, f"{prefix}Spearman", _spearman(both), len(both)),
        share(section, axis, f"{prefix}sign right", (a * b > 0 for a, b in signed)),
        share(section, axis, f"{prefix}scored", (b is not None for _, b in labelled)),
    ]


def number(value: Any) -> float | None:
    """Return a score of a row, None for an empty one."""
    return None if value is None or value != value else float(value)


def _spearman(pairs: Sequence[tuple[float, float]]) -> float | None:
    if len(pairs) < _MIN_CORRELATED:
        return None
    one, other = np.array(pairs, dtype=float).T
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    value = float(spearmanr(one, other).statistic)
    return None if math.isnan(value) else round(value, _DIGITS)
