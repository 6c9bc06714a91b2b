"""Scores, shares and intervals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.model import Axis
from stance.scoring.combine import Finding, combine, half_width

AXIS = Axis(
    axis_id="conciliation", label="c", warm="w", cold="c", definition="d", has_interval=True
)


def finding(weight: float) -> Finding:
    """Return a finding with this weight."""
    return Finding("conciliation", "words", (0, 5), weight, False, "phrase")


def test_no_evidence_gives_no_score() -> None:
    assert combine(AXIS, []) is None


@pytest.mark.parametrize("weight", [-0.9, -0.3, 0.2, 0.7])
def test_one_phrase_gives_its_own_weight(weight: float) -> None:
    result = combine(AXIS, [finding(weight)])
    assert result is not None
    assert result[0].value == weight


@given(st.lists(st.floats(-1, 1).filter(lambda w: abs(w) > 0.02), min_size=1, max_size=12))
def test_shares_add_up_to_the_score_and_the_interval_holds_it(weights: list[float]) -> None:
    result = combine(AXIS, [finding(weight) for weight in weights])
    assert result is not None
    score, evidence = result
    assert sum(item.share for item in evidence) == pytest.approx(score.value, abs=2e-3)
    assert score.low is not None
    assert score.high is not None
    assert -1 <= score.low <= score.value <= score.high <= 1


def test_more_evidence_of_one_kind_is_stronger() -> None:
    one, two = combine(AXIS, [finding(-0.5)]), combine(AXIS, [finding(-0.5)] * 2)
    assert one is not None
    assert two is not None
    assert two[0].value < one[0].value


def test_the_interval_is_wider_where_poles_fight() -> None:
    assert half_width(0.6, 0.5) > half_width(0.6, 0.0)
    assert half_width(0.9, 0.0) < half_width(0.3, 0.0)


def test_an_axis_without_interval_gets_none() -> None:
    plain = Axis(axis_id="conciliation", label="c", warm="w", cold="c", definition="d")
    result = combine(plain, [finding(0.4)])
    assert result is not None
    assert result[0].low is None
