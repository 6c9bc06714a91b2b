"""Comparing two parts, and saying in words what the numbers carry."""

import math
from typing import Any

import numpy as np
import pytest

from stance.errors import UnknownNameError, UsageError
from stance.registry import load_axes
from stance.trends import Question, change, change_from, describe, period_name, summary
from stance.trends.means import frame_connection
from stance.trends.permutation import permutation_p
from stance.trends.words import in_period, signed

from .builder import frame, said

AXIS = load_axes()[0]
COLD = [-0.6, -0.5, -0.7, -0.4, -0.55, -0.65]
WARM = [0.3, 0.5, 0.4, 0.2, 0.6, 0.35]


def month(month: int, values: list[float], **more: Any) -> list[dict[str, Any]]:
    return [said(value, f"2023-{month:02}-{day:02}", **more) for day, value in enumerate(values, 1)]


def test_clear_change_is_called_by_its_pole() -> None:
    found = change(frame(*month(5, WARM), *month(9, COLD)), "2023-05", "2023-09")
    assert found.is_clear
    assert found.difference == pytest.approx(np.mean(COLD) - np.mean(WARM), abs=1e-6)
    assert found.low < found.difference < found.high < 0
    assert found.p_value == pytest.approx(2 / math.comb(12, 6))
    assert found.effect_size < -3
    assert (found.a.n_utterances, found.b.n_occasions) == (6, 6)
    start = "The words in September 2023 were more confrontational than in May 2023 (mean −0.57"
    assert found.sentence.startswith(start)


def test_change_the_other_way_has_the_other_sign() -> None:
    made = frame(*month(5, WARM), *month(9, COLD))
    there, back = change(made, "2023-05", "2023-09"), change(made, "2023-09", "2023-05")
    assert there.difference == -back.difference
    assert (there.low, there.high) == (-back.high, -back.low)
    assert there.p_value == back.p_value
    assert "more conciliatory than in September" in back.sentence


def test_same_words_are_no_change() -> None:
    found = change(frame(*month(5, WARM), *month(9, WARM)), "2023-05", "2023-09")
    assert (found.difference, found.p_value, found.effect_size) == (0, 1, 0)
    assert not found.is_clear
    assert found.sentence.startswith("No clear difference between the words in September 2023 and")


def test_equal_scores_on_both_sides_can_be_compared() -> None:
    found = change(frame(*month(5, [0.25] * 4), *month(9, [0.25] * 4)), "2023-05", "2023-09")
    assert found.low < 0 < found.high
    assert found.p_value == 1


@pytest.mark.parametrize(
    ("rows", "said_so"),
    [
        (
            [*month(5, WARM), *month(9, COLD[:2])],
            "words in September 2023 to say: 2 utterances on 2 occ",
        ),
        (
            [*month(5, WARM), *(said(value, "2023-09-01") for value in COLD)],
            "occasions in September 2023 to say: 6 utterances on 1 occasion,",
        ),
        (month(5, WARM), "words in September 2023 to say: 0 utterances on 0 occasions"),
    ],
    ids=["two utterances", "one occasion", "nothing"],
)
def test_too_few_words_are_said_to_be_too_few(rows: list[dict[str, Any]], said_so: str) -> None:
    found = change(frame(*rows), "2023-05", "2023-09")
    assert found.sentence.startswith(f"Too few {said_so}")
    assert math.isnan(found.difference)
    assert math.isnan(found.p_value)
    assert not found.is_clear


def test_actors_can_be_compared_within_a_period() -> None:
    made = frame(
        *month(5, WARM, actor_id="ada_marlow"),
        *month(5, COLD, actor_id="bo_chen"),
        *month(9, WARM, actor_id="bo_chen"),
    )
    found = change(
        made,
        {"actor_id": "ada_marlow", "period": "2023-Q2"},
        {"actor_id": "bo_chen", "period": "2023-Q2"},
    )
    assert found.is_clear
    assert "by bo_chen in the second quarter of 2023" in found.sentence


@pytest.mark.parametrize(
    ("period", "n"),
    [
        ("2023-06-19", 1),
        ("2023-W25", 2),
        ("2023-06", 3),
        ("2023-Q2", 3),
        ("2023", 4),
        ("2023-06-19..2023-06-20", 2),
        ("2023-06..2023-07", 3),
    ],
)
def test_only_what_was_certainly_said_within_a_period_counts(period: str, n: int) -> None:
    made = frame(*(said(0.1, day) for day in ("2023-06-19", "2023-06-20", "2023-06", "2023", None)))
    assert change(made, period, "2022").a.n_statements == n


@pytest.mark.parametrize(
    "period", ["June", "2023-13", "2023-06-31", "2023-W60", "2023-07..2023-06"]
)
def test_period_that_makes_no_sense_is_refused(period: str) -> None:
    with pytest.raises(UsageError, match="period"):
        change(frame(said(0.1)), period, "2023")


def test_unknown_column_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="party"):
        change(frame(said(0.1)), {"party": "x"}, "2023")


def test_axis_without_poles_is_higher_or_lower() -> None:
    rows = [row | {"vader": row["conciliation"]} for row in (*month(5, WARM), *month(9, COLD))]
    assert "lower on vader" in change(frame(*rows), "2023-05", "2023-09", axis="vader").sentence


def test_permutations_are_all_tried_where_they_are_few() -> None:
    size, total = np.ones(6), np.array([0.1, 0.2, 0.3, 0.7, 0.8, 0.9])
    assert permutation_p(size, total, 3, seed=0) == pytest.approx(2 / 20)


def test_random_permutations_are_the_same_each_time_and_near_the_exact_share() -> None:
    generator = np.random.default_rng(3)
    total = np.concatenate([generator.normal(0, 0.3, 30), generator.normal(0.2, 0.3, 30)])
    found = [permutation_p(np.ones(60), total, 30, seed) for seed in (0, 0, 1)]
    assert found[0] == found[1]
    assert abs(found[0] - found[2]) < 0.02


def test_p_value_does_not_depend_on_where_zero_lies() -> None:
    generator = np.random.default_rng(8)
    size = generator.integers(1, 6, 9).astype(float)
    total = size * generator.normal(0, 0.4, 9)
    p_values = [permutation_p(size, total + shift * size, 4, seed=0) for shift in (0, 0.5, -0.5)]
    assert p_values[0] == p_values[1] == p_values[2] < 1


def test_whole_occasions_are_dealt_out() -> None:
    # 20 utterances a side, yet only two occasions each: 6 deals, of which 2 are as extreme.
    assert permutation_p(np.full(4, 10.0), np.array([5.0, 6, -5, -6]), 2, seed=0) >= 2 / 6


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "neither conciliatory nor confrontational"),
        (-0.09, "neither conciliatory nor confrontational"),
        (0.1, "slightly conciliatory"),
        (0.31, "mostly conciliatory"),
        (-0.31, "mostly confrontational"),
        (-1.0, "strongly confrontational"),
    ],
)
def test_values_have_words(value: float, words: str) -> None:
    assert describe(value, AXIS) == words


@pytest.mark.parametrize(
    ("period", "name", "within"),
    [
        ("2023-06", "June 2023", "in June 2023"),
        ("2023-06-09", "9 June 2023", "on 9 June 2023"),
        ("2023-W05", "week 5 of 2023", "in week 5 of 2023"),
        ("2023-Q1", "the first quarter of 2023", "in the first quarter of 2023"),
        ("2023", "2023", "in 2023"),
        ("all", "the whole time", "over the whole time"),
        ("2023-05..2024-04", "May 2023 to April 2024", "from May 2023 to April 2024"),
    ],
)
def test_periods_are_called_as_one_says_them(period: str, name: str, within: str) -> None:
    assert (period_name(period), in_period(period)) == (name, within)


def test_numbers_are_written_with_their_sign() -> None:
    assert [signed(x) for x in (0.314, -0.2, 0.001, -0.001)] == ["+0.31", "−0.20", "0.00", "0.00"]


def test_summary_of_one_month_tells_mean_and_counts() -> None:
    rows = [said(value, "2023-06-19", actor_id="ada_marlow") for value in (0.2, 0.4, 0.33)]
    rows += [said(0.9, "2023-06-19", actor_id="bo_chen")]
    assert summary(frame(*rows), by="actor", names={"ada_marlow": "Marlow"}) == [
        "Marlow was mostly conciliatory in June 2023 (mean +0.31, n = 3 utterances, 1 occasion).",
        "Too few words to say: bo_chen (1 utterance).",
    ]


def test_summary_tells_of_a_change_and_of_none() -> None:
    rows = [*month(5, WARM), *month(9, COLD), *month(5, WARM, side="China")]
    rows += month(9, WARM, side="China")
    sentences = summary(frame(*rows))
    assert len(sentences) == 5
    assert sentences[-1].startswith(
        "US turned between 6 May 2023 and 1 September 2023: from mostly"
    )
    assert any(
        line.startswith("US: more confrontational in September 2023 than in May 2023")
        for line in sentences
    )
    assert any(
        line.startswith("China: no clear change between May 2023 and September 2023")
        for line in sentences
    )


def test_summary_does_not_call_an_unsure_mean_sure() -> None:
    rows = [*month(5, [0.9, -0.4, 0.2]), *month(6, [0.1])]
    assert summary(frame(*rows))[0].startswith("US was perhaps slightly conciliatory from May 2023")
    assert summary(frame(*rows))[1] == "Too few words by period to say whether US changed."


def test_summary_tells_both_ends_where_occasions_are_too_few_for_a_change() -> None:
    days = (("2023-05-08", 0.4, 3), ("2023-06-19", 0.9, 1), ("2023-07-03", 0.0, 4))
    rows = [said(value, day) for day, value, times in days for _ in range(times)]
    sentences = summary(frame(*rows))
    told = "US: +0.40 in May 2023 and 0.00 in July 2023 (n = 3 and 4), on too few occasions"
    assert sentences[1] == f"{told} to say whether that is a change."


def test_a_difference_that_only_many_cases_make_certain_is_called_slight() -> None:
    near = [0.2, 0.22, 0.18] * 9
    later = [value + 0.06 for value in near]
    rows = [row for _ in range(5) for row in (*month(5, near), *month(6, later))]
    told = [line for line in summary(frame(*rows)) if line.startswith("US:")]
    assert told[0].startswith("US: slightly more conciliatory in June 2023 than in May 2023")


def test_summary_does_not_call_a_wide_interval_neutral() -> None:
    rows = [*month(5, [0.9, -0.9, 0.5]), *month(6, [-0.4])]
    assert summary(frame(*rows))[0].startswith("US was perhaps neither conciliatory nor")
    close = month(5, [0.02, -0.02, 0.01] * 3)
    assert summary(frame(*close))[0].startswith("US was neither conciliatory nor")


def test_store_and_frame_give_the_same_change() -> None:
    made = frame(*month(5, WARM), *month(9, COLD), *month(9, WARM, actor_id="bo_chen"))
    question = Question(axis="conciliation", by=None, where="side = ?")
    for a, b in (
        ("2023-05", "2023-09"),
        ({"actor_id": "ada_marlow"}, {"actor_id": "bo_chen", "period": "2023-Q3"}),
    ):
        with frame_connection(made, Question(axis="conciliation", by="actor")) as connection:
            found = change_from(connection, question, a, b, ["US"])
        assert found == change(made, a, b)


@pytest.mark.parametrize(
    "period", ["2023-06-19", "2023-06", "2023-W25", "2023", "2023-06-02..2024"]
)
def test_store_and_frame_agree_on_what_lies_within(period: str) -> None:
    dates = ("2023-06-01", "2023-06-19", "2023-06-30", "2023-06", "2023", "2024", None)
    made = frame(*(said(0.1, said_on) for said_on in dates))
    question = Question(axis="conciliation", by=None)
    with frame_connection(made, question) as connection:
        found = change_from(connection, question, period, "2022")
    assert found.a == change(made, period, "2022").a


def test_unknown_column_is_refused_by_the_store_as_well() -> None:
    question = Question(axis="conciliation")
    with (
        frame_connection(frame(said(0.1)), question) as connection,
        pytest.raises(UnknownNameError, match="party"),
    ):
        change_from(connection, question, {"party": "x"}, "2023")


def test_summary_of_nothing_says_so() -> None:
    assert summary(frame()) == [f"There are no dated words with a score for {AXIS.label.lower()}."]
    with pytest.raises(UnknownNameError, match="conciliation"):
        summary(frame(said(0.1, vader=0.2)), axis="vader")


def test_summary_tells_most_of_those_who_said_most() -> None:
    rows = [row for n in range(5) for row in month(5, WARM[: 3 + n % 3], side=f"side {n}")]
    assert len(summary(frame(*rows), limit=2)) == 2
