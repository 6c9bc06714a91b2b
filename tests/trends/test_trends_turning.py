"""Turning points: found where the data carry them, and only there."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from stance.trends import summary, turning_points
from stance.trends.turning import Series, best_split, search
from stance.trends.turns import MIN_ORDERED

from .builder import frame, said

COLD = [-0.6, -0.5, -0.7, -0.4, -0.55, -0.65, -0.45]
WARM = [0.3, 0.5, 0.4, 0.2, 0.6, 0.35, 0.45]


def days(month: int, values: list[float], **more: Any) -> list[dict[str, Any]]:
    return [said(value, f"2023-{month:02}-{day:02}", **more) for day, value in enumerate(values, 1)]


def series(values: list[float]) -> Series:
    first = date(2023, 5, 1)
    names = np.array([f"{first + timedelta(number)}" for number in range(len(values))], object)
    total = np.array(values)
    return Series(names, np.ones(len(values)), total, total**2)


def test_step_is_found_between_its_two_neighbouring_occasions() -> None:
    (found,) = turning_points(frame(*days(5, WARM), *days(9, COLD)))
    (point,) = found.points
    assert found.verdict == "found"
    assert (point.last_before, point.first_after) == (date(2023, 5, 7), date(2023, 9, 1))
    assert point.before.mean == pytest.approx(np.mean(WARM), abs=1e-6)
    assert point.after.mean == pytest.approx(np.mean(COLD), abs=1e-6)
    assert point.before.low < point.before.mean < point.before.high
    assert (point.after.n_utterances, point.after.n_occasions) == (7, 7)
    assert point.p_value < 0.01
    assert found.sentence.startswith(
        "US turned between 7 May 2023 and 1 September 2023: from mostly conciliatory (+0.40, "
    )


def test_two_steps_are_two_points_in_order_of_time() -> None:
    rows = [*days(3, WARM + WARM), *days(6, COLD + COLD), *days(9, WARM + WARM)]
    (found,) = turning_points(frame(*rows))
    assert [f"{point.first_after}" for point in found.points] == ["2023-06-01", "2023-09-01"]
    assert found.points[0].after == found.points[1].before


def test_mixed_levels_have_no_turning_point() -> None:
    mixed = [value for pair in zip(WARM, COLD, strict=True) for value in pair]
    (found,) = turning_points(frame(*days(5, mixed)))
    assert (found.verdict, found.points) == ("none", ())
    assert found.sentence == "US: no turning point (14 utterances on 14 dated occasions)."


def test_equal_scores_have_no_turning_point() -> None:
    assert turning_points(frame(*days(5, [0.25] * 12)))[0].verdict == "none"


def test_many_words_on_few_occasions_are_too_few() -> None:
    rows = [said(value, f"2023-0{month}-01") for month, values in ((5, WARM), (9, COLD))
            for value in values]  # fmt: skip
    (found,) = turning_points(frame(*rows))
    assert found.verdict == "too few"
    assert "14 utterances on 2 dated occasions" in found.sentence


def test_fewer_occasions_could_never_be_surprising() -> None:
    assert best_split(series([0.9] * 3 + [-0.9] * 4), seed=0)[1] > 0.05
    assert best_split(series([0.9] * 4 + [-0.9] * 4), seed=0)[1] < 0.05
    assert MIN_ORDERED == 8


def test_words_without_a_day_take_no_part() -> None:
    rows = days(5, WARM) + [said(-0.9, "2023-09"), said(-0.9, None)] * 9
    assert turning_points(frame(*rows))[0].n_utterances == len(WARM)


def test_one_day_is_never_cut_in_two() -> None:
    rows = [said(value, f"2023-05-{day:02}", side=side, topics=["climate"])
            for side, values in (("US", WARM), ("China", COLD))
            for day, value in enumerate(values, 1)]  # fmt: skip
    (found,) = turning_points(frame(*rows), by="topic")
    assert all(point.last_before < point.first_after for point in found.points)


def test_more_groups_need_a_clearer_step() -> None:
    values = [0.1, 0.4, 0.2, 0.3, 0.35, -0.1, 0.1, -0.2, 0.0, -0.15, 0.3]
    alone = search(series(values), n_groups=1)
    assert len(alone) <= 1
    _, p_value = best_split(series(values), seed=0)
    assert bool(alone) == (p_value <= 0.05)
    assert search(series(values), n_groups=50) == ()


def test_answer_is_the_same_each_time() -> None:
    made = frame(*days(5, WARM), *days(9, COLD))
    assert turning_points(made) == turning_points(made.sample(frac=1, random_state=3))


def test_chance_alone_seldom_turns() -> None:
    generator = np.random.default_rng(11)
    found = [bool(search(series(list(generator.normal(0, 0.3, 15))), seed=n)) for n in range(200)]
    assert sum(found) <= 18  # 5 % of 200 is 10; 18 is exceeded once in a hundred times


def test_summary_tells_of_turning_points_only_where_found() -> None:
    mixed = [value for pair in zip(WARM, COLD, strict=True) for value in pair]
    rows = [*days(5, WARM), *days(9, COLD), *days(5, mixed, side="China")]
    told = [sentence for sentence in summary(frame(*rows)) if "turn" in sentence]
    assert len(told) == 1
    assert told[0].startswith("US turned between")
