"""Who reported: shares, concentration, and changes with the outlets held fixed."""

import math
from typing import Any

import pandas as pd
import pytest

from stance.errors import UsageError
from stance.trends import outlet_panel, trend

from .builder import frame, said

COLD = [-0.6, -0.5, -0.7, -0.4]
WARM = [0.3, 0.5, 0.4, 0.2]


def days(month: int, values: list[float], outlet: str, first: int = 1) -> list[dict[str, Any]]:
    return [said(value, f"2023-{month:02}-{day:02}", outlet=outlet)
            for day, value in enumerate(values, first)]  # fmt: skip


def test_shares_count_reports_and_add_up_to_one() -> None:
    made = frame(
        said(0.1, utterance_id="u", outlet="A"),
        said(0.1, utterance_id="u", outlet="A"),
        said(0.3, utterance_id="u", outlet="B"),
        said(0.1, utterance_id="v", outlet="A"),
        said(0.1, outlet=None, source_file="c.txt"),
    )
    shares = outlet_panel(made).shares
    assert list(shares["outlet"]) == ["A", "B", "c.txt"]
    assert list(shares["n_utterances"]) == [2, 1, 1]
    assert list(shares["n_statements"]) == [3, 1, 1]
    assert list(shares["share"]) == [0.5, 0.25, 0.25]


def test_concentration_names_the_largest_and_how_many_it_is_like() -> None:
    rows = [said(0.1, f"2023-06-{day:02}", outlet="A") for day in range(1, 7)]
    rows += [said(0.1, f"2023-07-{day:02}", outlet="B") for day in range(1, 3)]
    found = outlet_panel(frame(*rows)).concentration.set_index("period")
    assert list(found.index) == ["2023-06", "2023-07", "all"]
    assert list(found["effective_outlets"]) == [1.0, 1.0, 1.6]
    together = found.loc["all"]
    assert (together["largest_outlet"], together["largest_share"]) == ("A", 0.75)
    assert (together["n_outlets"], together["n_reports"]) == (2, 8)


def test_trend_within_an_outlet_is_that_of_its_words_alone() -> None:
    made = frame(*days(5, WARM, "A"), *days(5, COLD, "B"), *days(9, COLD, "A"))
    found = outlet_panel(made).trends
    alone = trend(made[made["outlet"] == "A"])
    mine = found[found["outlet"] == "A"].reset_index(drop=True)
    columns = ["group", "period", "mean", "low", "high", "n_utterances", "interval_basis"]
    pd.testing.assert_frame_equal(mine[columns], alone[columns])


def test_change_within_each_outlet_holds() -> None:
    made = frame(*days(5, WARM, "A"), *days(5, WARM, "B", 11), *days(9, COLD, "A"),
                 *days(9, COLD, "B", 11))  # fmt: skip
    row = outlet_panel(made).changes.iloc[0]
    assert row["verdict"] == "holds"
    assert row["within"] == pytest.approx(row["difference"])
    assert row["within_low"] < row["within"] < row["within_high"] < 0
    assert (row["period_a"], row["period_b"], row["n_outlets"]) == ("2023-05", "2023-09", 2)
    assert (row["n_utterances_a"], row["n_utterances_b"]) == (8, 8)


def test_change_of_the_mix_alone_is_not_shown_within() -> None:
    # A is always warm and B always cold; A writes in May mostly and B in September.
    made = frame(*days(5, WARM * 3, "A"), *days(5, COLD[:2], "B", 21),
                 *days(9, WARM[:2], "A", 21), *days(9, COLD * 3, "B"))  # fmt: skip
    panel = outlet_panel(made)
    row = panel.changes.iloc[0]
    assert row["difference"] < -0.5
    assert row["high"] < 0
    assert row["verdict"] == "not shown"
    assert abs(row["within"]) < 0.15
    assert "may be one of who reported" in panel.sentences[0]
    assert panel.sentences[0].startswith("US: 50 % of 28 reports come from A; 2 outlets weigh like")


def test_same_level_has_no_change_to_explain() -> None:
    made = frame(*days(5, WARM, "A"), *days(9, WARM, "A"))
    assert outlet_panel(made).changes.iloc[0]["verdict"] == "no change"


@pytest.mark.parametrize(
    ("rows", "n_outlets"),
    [
        (days(5, WARM, "A") + days(9, COLD, "B"), 0),
        (days(5, WARM, "A") + days(9, COLD, "B") + days(9, COLD[:2], "A", 20), 1),
    ],
    ids=["no outlet with both", "two utterances in the second"],
)
def test_too_few_words_of_the_same_outlets_are_said_to_be(
    rows: list[dict[str, Any]], n_outlets: int
) -> None:
    row = outlet_panel(frame(*rows)).changes.iloc[0]
    assert (row["verdict"], row["n_outlets"]) == ("too few", n_outlets)
    assert row["sentence"].startswith("Too few words to say whether a change holds within outlets")
    assert math.isnan(row["within"])


def test_comparison_that_hangs_on_one_occasion_is_too_few() -> None:
    # Without 1 September no outlet has words of both months.
    rows = days(5, WARM, "A") + [said(value, "2023-09-01", outlet="A") for value in COLD]
    rows += days(9, COLD, "B", 10)
    assert outlet_panel(frame(*rows)).changes.iloc[0]["verdict"] == "too few"


def test_one_period_is_too_few() -> None:
    row = outlet_panel(frame(*days(5, WARM, "A"))).changes.iloc[0]
    assert (row["verdict"], row["period_a"]) == ("too few", None)


def test_topics_and_their_outlets_are_told_apart() -> None:
    rows = [said(0.1, topics=["x", "y"], outlet="A"), said(0.2, topics=["y"], outlet="B")]
    shares = outlet_panel(frame(*rows), by="topic").shares
    assert list(zip(shares["group"], shares["outlet"], strict=True)) == [
        ("x", "A"), ("y", "A"), ("y", "B"),
    ]  # fmt: skip


def test_nothing_gives_empty_tables() -> None:
    panel = outlet_panel(frame())
    assert panel.shares.empty
    assert panel.trends.empty
    assert panel.changes.empty
    assert panel.sentences == ()


def test_outlets_cannot_be_held_fixed_while_compared() -> None:
    with pytest.raises(UsageError, match="outlets"):
        outlet_panel(frame(said(0.1)), by="outlet")
