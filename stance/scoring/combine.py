"""Turns weighted hits into one score per axis, with shares that add up and an interval."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from stance.model import Axis, Evidence, Score, Span
from stance.scoring.model_blend import AxisBlend, Width
from stance.scoring.model_network import Guess

DIGITS = 4
_CEILING = 0.95  # one phrase alone never reaches the end of the scale

# Half width of the 80 % interval: narrow where one pole is strong, wide where the poles fight.
# Fitted by quantile regression on data/gold/own_statements.csv with the held-back part counted
# three times; on held-back halves that a fit had not seen, 77 % of the labels lay inside.
_WIDTH_BASE = 0.72
_WIDTH_PER_STRENGTH = -0.50
_WIDTH_PER_CONFLICT = 0.86
_WIDTH_LEAST, _WIDTH_MOST = 0.2, 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One hit on one axis after composition; span in the text that was scored."""

    axis: str
    text: str
    span: Span
    weight: float
    is_negated: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Learned:
    """What the network says about one axis, and what decides how far it is believed."""

    guess: Guess
    blend: AxisBlend
    width: Width
    is_report: bool = False


def combine(
    axis: Axis, findings: Sequence[Finding], learned: Learned | None = None
) -> tuple[Score, tuple[Evidence, ...]] | None:
    """Turn the findings on one axis, and what the network says, into a score.

    Warm and cold weights are each joined like independent chances, ``1 - prod(1 - |w|)``; the
    score of the phrases is warm minus cold. One phrase gives its own weight, more of them approach
    the ends and never pass them. The network's part is a weighted mean with that. The share of a
    finding is its part of its side, so all shares add up to the score.

    Args:
        axis: The axis; an interval is added where ``has_interval``.
        findings: Findings of this axis only.
        learned: The network's part; None where there is no network or it does not know the axis.

    Returns:
        Score (-1..+1) and evidence, or None without evidence: silence is not neutrality.
    """
    if learned is None:
        return _of_phrases(axis, findings) if findings else None
    guess, blend = learned.guess, learned.blend
    if not findings and guess.chance < blend.least_chance:
        return None
    warm, cold = _sides(findings)
    share = blend.model_share(is_report=learned.is_report) if findings else 1.0
    model = share * guess.expected
    value = round(model + (1.0 - share) * (warm - cold), DIGITS) + 0.0
    difference = abs(guess.expected - warm + cold) if findings else 0.0
    evidence = Evidence(
        axis=axis.axis_id, text="model", span=(0, 0), weight=round(guess.expected, DIGITS) + 0.0,
        share=round(model, DIGITS) + 0.0, rule="model",
    )  # fmt: skip
    half = learned.width.half(value, difference)
    return _score(axis, value, half), (*_evidence(findings, 1.0 - share), evidence)


def _of_phrases(axis: Axis, findings: Sequence[Finding]) -> tuple[Score, tuple[Evidence, ...]]:
    warm, cold = _sides(findings)
    value = round(warm - cold, DIGITS) + 0.0
    half = half_width(max(warm, cold), min(warm, cold))
    return _score(axis, value, half), _evidence(findings, 1.0)


def _score(axis: Axis, value: float, half: float) -> Score:
    if not axis.has_interval:
        return Score(axis=axis.axis_id, value=value)
    low = round(max(-1.0, value - half), DIGITS) + 0.0
    high = round(min(1.0, value + half), DIGITS) + 0.0
    return Score(axis=axis.axis_id, value=value, low=low, high=high)


def _sides(findings: Sequence[Finding]) -> tuple[float, float]:
    """Return the joined warm and the joined cold weights, both 0..1."""
    warm = _join([f.weight for f in findings if f.weight > 0])
    return warm, _join([f.weight for f in findings if f.weight < 0])


def _evidence(findings: Sequence[Finding], part: float) -> tuple[Evidence, ...]:
    """Return the findings with their shares of the score, of which phrases have this part."""
    warm, cold = _sides(findings)
    logs = [math.log1p(-min(abs(f.weight), _CEILING)) for f in findings]
    totals = {
        sign: sum(log for log, f in zip(logs, findings, strict=True) if f.weight * sign > 0)
        for sign in (1, -1)
    }
    evidence = []
    for log, finding in zip(logs, findings, strict=True):
        sign = 1 if finding.weight > 0 else -1
        side = warm if sign > 0 else -cold
        share = part * side * log / totals[sign] if totals[sign] else 0.0
        evidence.append(
            Evidence(
                axis=finding.axis, text=finding.text, span=finding.span,
                weight=round(finding.weight, DIGITS), share=round(share, DIGITS) + 0.0,
                is_negated=finding.is_negated, rule=finding.rule,
            )
        )  # fmt: skip
    return tuple(evidence)


def half_width(strength: float, conflict: float) -> float:
    """Return half the width of the 80 % interval, 0.2..1.

    Args:
        strength: The stronger of the warm and the cold side, 0..1.
        conflict: The weaker one, 0..1.
    """
    width = _WIDTH_BASE + _WIDTH_PER_STRENGTH * strength + _WIDTH_PER_CONFLICT * conflict
    return min(_WIDTH_MOST, max(_WIDTH_LEAST, width))


def _join(weights: Sequence[float]) -> float:
    left = 1.0
    for weight in weights:
        left *= 1.0 - min(abs(weight), _CEILING)
    return 1.0 - left
