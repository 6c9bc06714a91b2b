"""Means, counts and intervals of trends, on frames whose answers are worked out by hand."""

import math
import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from stance.errors import UnknownNameError
from stance.store import Store
from stance.trends import Question, trend, trend_from
from stance.trends.intervals import SCORE_SD, cluster_means
from stance.trends.means import COLUMNS

from .builder import AXES, frame, said


def test_mean_and_counts_of_one_month() -> None:
    found = trend(
        frame(
            said(0.5, "2023-06-18", outlet="A"),
            said(-0.2, "2023-06-19", outlet="B"),
            said(0.3, "2023-06-19", outlet="B"),
        )
    )
    row = found.iloc[0]
    assert len(found) == 1
    assert (row["group"], row["period"], row["period_start"]) == ("US", "2023-06", "2023-06-01")
    assert row["mean"] == pytest.approx(0.2)
    assert (row["n_statements"], row["n_utterances"], row["n_occasions"]) == (3, 3, 2)
    assert row["n_sources"] == 2
    assert row["interval_basis"] == "occasions"


def test_outlet_counts_once_however_often_it_reports() -> None:
    made = frame(said(0.1, "2023-06-18"), said(0.2, "2023-06-19"), said(0.3, "2023-06-20"))
    assert trend(made).iloc[0]["n_sources"] == 1


def test_columns_are_the_documented_ones_also_without_rows() -> None:
    filled, empty = trend(frame(said(0.1))), trend(frame())
    assert list(filled.columns) == list(empty.columns) == list(COLUMNS)
    assert list(filled.dtypes) == list(empty.dtypes)
    assert empty.empty
    assert empty.attrs["left_out"] == {}


def test_utterance_counts_once_with_the_mean_of_its_reports() -> None:
    found = trend(
        frame(
            said(0.6, utterance_id="u", outlet="A"),
            said(0.2, utterance_id="u", outlet="B"),
            said(-0.4, utterance_id="v", outlet="A"),
        )
    ).iloc[0]
    assert found["mean"] == pytest.approx((0.4 - 0.4) / 2)
    assert (found["n_statements"], found["n_utterances"], found["n_sources"]) == (3, 2, 2)


def test_statement_without_utterance_is_one_of_its_own() -> None:
    found = trend(frame(said(0.6, utterance_id=None), said(0.2, utterance_id=None))).iloc[0]
    assert found["n_utterances"] == 2


def test_utterance_lies_where_its_best_dated_report_puts_it() -> None:
    reports = frame(
        said(0.2, "2023", utterance_id="u"),
        said(0.4, "2023-06-19", utterance_id="u"),
        said(None, None, utterance_id="u"),
    )
    found = trend(reports, freq="week")
    assert list(found["period"]) == ["2023-W25"]
    assert found["n_statements"].tolist() == [2]
    assert found.attrs["left_out"] == {"no score on this axis": 1}


@pytest.mark.parametrize(
    ("freq", "period", "start"),
    [
        ("day", "2023-06-19", "2023-06-19"),
        ("week", "2023-W25", "2023-06-19"),
        ("month", "2023-06", "2023-06-01"),
        ("quarter", "2023-Q2", "2023-04-01"),
        ("year", "2023", "2023-01-01"),
        ("all", "all", None),
    ],
)
def test_periods_have_names_and_first_days(freq: str, period: str, start: str | None) -> None:
    row = trend(frame(said(0.1)), freq=freq).iloc[0]  # type: ignore[arg-type]
    assert (row["period"], row["period_start"]) == (period, start)


def test_week_belongs_to_the_year_of_its_thursday() -> None:
    found = trend(frame(said(0.1, "2021-01-03"), said(0.1, "2024-12-30")), freq="week")
    assert list(found["period"]) == ["2020-W53", "2025-W01"]
    assert list(found["period_start"]) == ["2020-12-28", "2024-12-30"]


@pytest.mark.parametrize(
    ("freq", "n_in", "left_out"),
    [
        ("day", 1, {"date too coarse for a day": 2, "no date": 1}),
        ("week", 1, {"date too coarse for a week": 2, "no date": 1}),
        ("month", 2, {"date too coarse for a month": 1, "no date": 1}),
        ("quarter", 2, {"date too coarse for a quarter": 1, "no date": 1}),
        ("year", 3, {"no date": 1}),
        ("all", 4, {}),
    ],
)
def test_statement_counts_only_where_its_date_is_precise_enough(
    freq: str, n_in: int, left_out: dict[str, int]
) -> None:
    made = frame(said(0.1), said(0.1, "2023-06"), said(0.1, "2023"), said(0.1, None))
    found = trend(made, freq=freq)  # type: ignore[arg-type]
    assert found["n_statements"].sum() == n_in
    assert found.attrs["left_out"] == left_out


def test_everything_is_either_counted_or_left_out_with_a_reason() -> None:
    found = trend(frame(said(0.1), said(None), said(0.2, side=None), said(0.3, None)))
    assert found.attrs["left_out"] == {"no date": 1, "no score on this axis": 1, "no side": 1}
    assert found["n_statements"].sum() == 1


def test_zero_is_a_score_and_unknown_is_not() -> None:
    assert trend(frame(said(0.0), said(None), said(0.5))).iloc[0]["mean"] == pytest.approx(0.25)


def test_periods_without_data_are_absent() -> None:
    found = trend(frame(said(0.1, "2023-05-01"), said(0.1, "2023-08-01")))
    assert list(found["period"]) == ["2023-05", "2023-08"]


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("side", ["China", "US"]),
        ("actor", ["Bo Chen", "ada_marlow"]),
        ("dyad", ["China → US", "US → China"]),
        ("topic", ["climate", "taiwan"]),
        ("outlet", ["The Courier", "The Ledger"]),
        (None, ["all"]),
    ],
)
def test_groups_are_named_and_in_order(by: str | None, groups: list[str]) -> None:
    other = said(0.5, side="China", actor_id=None, speaker_name="Bo Chen", target_side="US",
                 topics=["taiwan"], outlet="The Ledger")  # fmt: skip
    found = trend(frame(said(0.1, topics=["climate"]), other), by=by)  # type: ignore[arg-type]
    assert list(found["group"]) == groups


def test_statement_counts_in_each_of_its_topics_and_without_one_in_none() -> None:
    made = frame(said(0.4, topics=["climate", "taiwan"]), said(0.2, topics=["taiwan"]), said(0.9))
    found = trend(made, by="topic").set_index("group")
    assert found["mean"].round(6).to_dict() == {"climate": 0.4, "taiwan": 0.3}
    assert trend(made, by="topic").attrs["left_out"] == {"no topic": 1}


def test_other_axes_and_the_baseline_can_be_drawn() -> None:
    made = frame(said(0.1, cooperation=0.4, vader=-0.6))
    assert trend(made, axis="cooperation").iloc[0]["mean"] == pytest.approx(0.4)
    assert trend(made, axis="vader").iloc[0]["mean"] == pytest.approx(-0.6)


@pytest.mark.parametrize(
    "wrong", [{"axis": "warmth"}, {"axis": 'x" --'}, {"by": "party"}, {"freq": "decade"}]
)
def test_unknown_names_are_errors_with_the_valid_ones(wrong: dict[str, str]) -> None:
    with pytest.raises(UnknownNameError, match="Valid: "):
        trend(frame(said(0.1)), **wrong)  # type: ignore[arg-type]


def test_interval_of_one_utterance_per_occasion_is_students() -> None:
    values = [0.9, -0.8, 0.1, 0.5, -0.3, 0.0]
    days = [f"2023-06-{day:02}" for day in range(1, 7)]
    row = trend(frame(*(said(value, day) for value, day in zip(values, days, strict=True)))).iloc[0]
    expected = stats.t.interval(0.95, 5, np.mean(values), stats.sem(values))
    assert (row["low"], row["high"]) == pytest.approx(expected, abs=1e-6)


def test_interval_of_equal_occasions_is_that_of_their_means() -> None:
    means = [0.5, -0.3, 0.1, 0.3]
    rows = [said(mean + off, f"2023-06-0{day}") for day, mean in enumerate(means, 1)
            for off in (-0.1, 0.1)]  # fmt: skip
    row = trend(frame(*rows)).iloc[0]
    expected = stats.t.interval(0.95, 3, np.mean(means), stats.sem(means))
    assert (row["low"], row["high"]) == pytest.approx(expected, abs=1e-6)


def test_agreeing_occasions_make_the_interval_longer() -> None:
    values = [0.6, 0.6, 0.6, -0.4, -0.4, -0.4, 0.1, 0.1, 0.1]
    alone = [said(value, f"2023-06-{day:02}") for day, value in enumerate(values, 1)]
    together = [said(value, f"2023-06-0{1 + number // 3}") for number, value in enumerate(values)]
    lengths = [trend(frame(*rows)).eval("high - low")[0] for rows in (alone, together)]
    assert lengths[1] > 1.5 * lengths[0]


def test_equal_scores_are_not_certainty() -> None:
    rows = [said(0.25, f"2023-06-0{day}") for day in range(1, 6)]
    row = trend(frame(*rows)).iloc[0]
    reach = stats.norm.ppf(0.975) * SCORE_SD / math.sqrt(5)
    assert (row["low"], row["high"]) == pytest.approx((0.25 - reach, 0.25 + reach), abs=1e-6)


def test_interval_stays_on_the_scale() -> None:
    row = trend(frame(said(1.0, "2023-06-01"), said(0.2), said(0.9, "2023-06-03"))).iloc[0]
    assert row["high"] == 1.0


def test_higher_level_gives_a_longer_interval() -> None:
    rows = frame(said(0.3, "2023-06-01"), said(0.2), said(0.6, "2023-06-03"))
    lengths = [trend(rows, level=level).eval("high - low")[0] for level in (0.8, 0.95)]
    assert lengths[0] < lengths[1]


@pytest.mark.parametrize(
    ("rows", "basis"),
    [
        ([said(0.1), said(0.5)], "none"),
        ([said(0.1), said(0.5, "2023-06-20")], "none"),
        ([said(0.1), said(0.5), said(0.3)], "utterances"),
        ([said(0.1), said(0.5), said(0.3, "2023-06-20")], "occasions"),
    ],
    ids=["two on one day", "two on two days", "three on one day", "three on two days"],
)
def test_interval_says_what_it_rests_on(rows: list[dict[str, object]], basis: str) -> None:
    row = trend(frame(*rows)).iloc[0]
    assert row["interval_basis"] == basis
    assert math.isnan(row["low"]) == math.isnan(row["high"]) == (basis == "none")


def test_two_sides_on_one_day_are_two_occasions() -> None:
    made = frame(said(0.1), said(0.5, side="China"), said(0.3, side="China"))
    assert trend(made, by=None).iloc[0]["n_occasions"] == 2


@given(st.lists(st.integers(1, 9), min_size=2, max_size=12))
def test_closed_form_of_the_degrees_of_freedom_is_that_of_the_matrices(sizes: list[int]) -> None:
    n = sum(sizes)
    share = np.array(sizes) / n
    cluster = np.repeat(np.arange(len(sizes)), sizes)
    # Residual of each occasion as a linear form of the n values, weighted as CR2 weighs it.
    forms = (np.eye(len(sizes))[:, cluster] - share[:, None]) / n / np.sqrt(1 - share)[:, None]
    dfs = []
    for covariance in (np.eye(n), (cluster[:, None] == cluster[None, :]).astype(float)):
        m = forms @ covariance @ forms.T
        dfs.append(np.trace(m) ** 2 / np.trace(m @ m))
    group = np.zeros(len(sizes), np.int64)
    size = np.array(sizes, float)
    found = cluster_means(group, size, size * 0.1, size * 0.2, 1)
    expected = 2 / (1 / dfs[0] + 1 / dfs[1]) if n >= 3 else math.nan
    assert found.df[0] == pytest.approx(expected, rel=1e-6, nan_ok=True)


@settings(max_examples=12, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.one_of(st.none(), st.integers(-100, 100)),
            st.sampled_from(["2023-06-19", "2023-06-20", "2023-07", "2023", None]),
            st.sampled_from(["US", "China", None]),
            st.integers(0, 5),
        ),
        max_size=25,
    ),
    seed=st.integers(0, 9),
)
def test_trend_does_not_depend_on_the_order_of_rows_and_loses_none(
    rows: list[tuple[int | None, str | None, str | None, int]], seed: int
) -> None:
    made = [
        said(None if score is None else score / 100, day, side=side, utterance_id=f"u{utterance}")
        for score, day, side, utterance in rows
    ]
    whole = frame(*made)
    shuffled = whole.sample(frac=1, random_state=seed) if made else whole
    first, second = trend(whole), trend(shuffled)
    pd.testing.assert_frame_equal(first, second)
    assert first.attrs == second.attrs
    assert first["n_statements"].sum() + sum(first.attrs["left_out"].values()) == len(rows)
    is_inside = (first["low"] <= first["mean"]) & (first["mean"] <= first["high"])
    assert (is_inside | first["low"].isna()).all()


def test_store_and_frame_give_the_same_trend(tmp_path: Path) -> None:
    from stance.model import Article

    chance = random.Random(5)
    one = Article(text="Some words.", source_file="a.txt")
    rows = [
        said(chance.uniform(-1, 1), f"2023-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
             side=chance.choice(["US", "China"]), topics=chance.sample(["x", "y", "z"], 2),
             article_id=one.article_id, utterance_id=f"u{chance.randint(0, 60)}")
        for _ in range(120)
    ]  # fmt: skip
    made = frame(*rows)
    store = Store(tmp_path / "store").create(AXES)
    store.add([one], made)
    names = "SELECT table_name FROM duckdb_tables() ORDER BY 1"
    with store.connection() as connection:
        before = connection.execute(names).fetchall()
        for by in ("side", "topic", "actor"):
            question = Question(axis="conciliation", by=by, where="side = ?")  # type: ignore[arg-type]
            found = trend_from(connection, question, ["US"])
            expected = trend(made[made["side"] == "US"], by=by)  # type: ignore[arg-type]
            pd.testing.assert_frame_equal(found, expected)
        assert connection.execute(names).fetchall() == before, "a trend leaves nothing behind"
