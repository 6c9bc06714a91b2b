"""The timeline as data: what is drawn where, and what is not drawn."""

import json
import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard import figures, theme, wording
from dashboard.figures import AxisWords, Group, Look
from dashboard.figures.plan import apart, period_end
from dashboard.figures.swarm import columns
from stance.model import Event
from tests.checked_figures import checked

AXIS = AxisWords(label="Conciliation", warm="conciliatory", cold="confrontational")
LOOK = Look(colours=theme.LIGHT, sides=("US", "China", "joint"))
GROUPS = [Group(key="US", label="US", side="US"), Group(key="China", label="China", side="China")]


def point(
    day: str, score: float, side: str = "US", text: str = "words", **more: Any
) -> dict[str, Any]:
    return {
        "statement_id": f"{side}{day}{score}{text}", "text": text, "placed_on": day, "said_on": day,
        "score": score, "group": side, "side": side, "speaker_name": "Somebody", "outlet": "Paper",
        "attribution_confidence": 0.9, "kind": "indirect", **more,
    }  # fmt: skip


def mean(start: str, value: float, group: str = "US", *, few: bool = False) -> dict[str, Any]:
    nan = math.nan
    return {
        "group": group, "period_start": start, "mean": value, "low": nan if few else value - 0.2,
        "high": nan if few else value + 0.2, "n_statements": 4, "n_utterances": 3, "n_sources": 2,
    }  # fmt: skip


def draw(
    points: Sequence[dict[str, Any]], means: Sequence[dict[str, Any]], **more: Any
) -> go.Figure:
    trend = pd.DataFrame(means, columns=list(mean("2023-05-01", 0)))
    frame = pd.DataFrame(points, columns=list(point("2023-05-08", 0)))
    events = more.pop("events", [])
    return checked(figures.timeline(frame, trend, events, GROUPS, axis=AXIS, look=LOOK, **more))


def trace(figure: go.Figure, name: str) -> Any:
    found = [each for each in figure.data if each.name == name]
    assert found, [each.name for each in figure.data]
    return found[0]


def names(figure: go.Figure) -> set[str]:
    return {each.name for each in figure.data}


TWO_MONTHS = (
    [point("2023-05-08", 0.5), point("2024-04-26", -0.5, "China")],
    [mean("2023-05-01", 0.5), mean("2024-04-01", -0.5, "China")],
)


def test_the_scale_is_fixed_whatever_the_scores() -> None:
    figure = draw([point("2023-05-08", 0.01)], [])
    assert figure.layout.yaxis.range == (-1.06, 1.06)
    assert figure.layout.yaxis.tickvals == (-1, -0.5, 0, 0.5, 1)


def test_both_poles_are_named_on_the_axis() -> None:
    words = " ".join(each.text for each in draw(*TWO_MONTHS).layout.annotations)
    assert "conciliatory" in words
    assert "confrontational" in words


def test_no_point_can_lie_under_the_name_of_a_pole() -> None:
    for lanes in (False, True):
        layout = draw(*TWO_MONTHS, lanes=lanes).layout
        poles = {
            each.text[2:]: each for each in layout.annotations if each.text[0] in "\u2191\u2193"
        }
        last = layout.yaxis2 if lanes else layout.yaxis
        warm, cold = poles["conciliatory"], poles["confrontational"]
        assert (warm.yref, warm.yanchor, warm.y >= layout.yaxis.domain[1]) == (
            "paper",
            "bottom",
            True,
        )
        assert (cold.yref, cold.yanchor, cold.y <= last.domain[0]) == ("paper", "top", True)
        assert layout.xaxis.position < cold.y  # the dates of the axis are below it


def test_no_line_is_drawn_across_months_without_statements() -> None:
    figure = draw([], [mean("2023-05-01", 0.5), mean("2024-04-01", 0.1)])
    bar = trace(figure, "mean US")
    breaks = [index for index, value in enumerate(bar.y) if value is None or math.isnan(value)]
    assert len(breaks) == 2
    assert bar.connectgaps is False
    first, second = (pd.Timestamp(bar.x[i]) for i in (breaks[0] - 1, breaks[0] + 1))
    assert first < pd.Timestamp("2023-06-01")
    assert second > pd.Timestamp("2024-04-01")


def test_a_long_gap_is_named_in_words() -> None:
    figure = draw([], [mean("2023-05-01", 0.5), mean("2024-04-01", 0.1)])
    said = " ".join(each.text.replace("<br>", " ") for each in figure.layout.annotations)
    assert "from June 2023 to March 2024" in said


def test_a_mean_of_too_few_is_drawn_hollow_and_without_interval() -> None:
    figure = draw([], [mean("2023-05-01", 0.5, few=True)])
    assert {"few US", "hollow US"} <= names(figure)
    assert not {"mean US", "interval US"} & names(figure)
    assert trace(figure, "hollow US").line.color == theme.LIGHT.paper


def test_an_interval_of_nearly_the_whole_scale_is_not_drawn_and_said_to_be_none() -> None:
    row = mean("2023-05-01", 0.2) | {"low": -1.0, "high": 0.95}
    figure = draw([], [row])
    assert "hollow US" in names(figure)
    assert not {"mean US", "interval US"} & names(figure)
    assert figures.interval_text(row | {"n_occasions": 2}) == "2 occasions are too few"
    assert figures.interval_text(row | {"n_occasions": 1}) == wording.FEW
    assert "interval US" in names(draw([], [row | {"low": -0.6}]))


def test_an_interval_reaches_from_low_to_high() -> None:
    upright = trace(draw([], [mean("2023-05-01", 0.5)]), "interval US")
    drawn = [value for value in upright.y if value is not None and not math.isnan(value)]
    assert (min(drawn), max(drawn)) == pytest.approx((0.3, 0.7))


def test_side_is_told_by_hue_and_by_shape() -> None:
    figure = draw(*TWO_MONTHS)
    us, china = trace(figure, "points US").marker, trace(figure, "points China").marker
    assert us.color != china.color
    assert us.symbol != china.symbol


def test_points_keep_their_score_and_stay_near_their_day() -> None:
    rows = [point("2023-06-19", 0.1, text=f"words {i}") for i in range(12)]
    drawn = trace(draw([*rows, point("2024-04-26", 0)], []), "points US")
    assert list(drawn.y[:12]) == [0.1] * 12
    places = [pd.Timestamp(value) for value in drawn.x[:12]]
    assert len(set(places)) > 8
    assert max(abs((place - pd.Timestamp("2023-06-19 12:00")).days) for place in places) < 30


def test_the_hover_text_begins_with_the_words_and_escapes_them() -> None:
    row = point("2023-06-19", -0.25, text="<b>bold</b> & brave", kind="direct")
    text = figures.hover_text(row, AXIS)
    assert text.startswith("\u201c&lt;b&gt;bold&lt;/b&gt; &amp; brave\u201d<br>")
    assert text.endswith("19 June 2023, conciliation \u22120.25")


def test_series_are_named_at_their_end_without_a_legend() -> None:
    figure = draw(*TWO_MONTHS)
    labels = [each.text for each in figure.layout.annotations]
    assert figure.layout.showlegend is False
    assert any("<b>US</b><br>" in text and "+0.50, n = 3" in text for text in labels)


def test_the_strip_counts_utterances_per_period() -> None:
    figure = draw(*TWO_MONTHS)
    assert list(trace(figure, "n US").y) == [3]
    assert trace(figure, "n US").yaxis == "y20"


def test_empty_input_says_so() -> None:
    figure = draw([], [])
    assert [each.text for each in figure.layout.annotations] == ["No statement matches."]


def test_each_group_can_have_a_lane_of_its_own() -> None:
    figure = draw(*TWO_MONTHS, lanes=True)
    assert {each.yaxis for each in figure.data if each.name.startswith("points")} == {"y", "y2"}
    assert figure.layout.yaxis2.range == figure.layout.yaxis.range


def test_events_outside_the_time_shown_are_not_drawn() -> None:
    inside, outside = (
        Event(day=day, title=title, kind="meeting", sides=(), place="", description="", source="")
        for day, title in ((date(2023, 9, 1), "In"), (date(2021, 9, 1), "Out"))
    )
    figure = draw(*TWO_MONTHS, events=[inside, outside])
    assert list(trace(figure, "events").x) == ["2023-09-01"]


def test_event_words_never_touch_and_prefer_days_with_statements() -> None:
    days = [date(2023, 6, day) for day in (17, 18, 19, 20)]
    events = [
        Event(day=day, title=f"Title of {day}", kind="policy", sides=(), place="",
              description="", source="")
        for day in days
    ]  # fmt: skip
    chosen = figures.labelled_events(events, {"2023-06-20"}, span_days=360)
    assert [event.day.day for event in chosen] in ([19], [20])


def test_a_click_on_a_mean_means_the_statements_behind_it() -> None:
    frame = pd.DataFrame([point("2023-05-08", 0.5), point("2023-06-01", 0.1), *TWO_MONTHS[0][1:]])
    key = figures.mean_key("US", date(2023, 5, 1))
    assert figures.ids_of([key], frame, "month") == [frame["statement_id"][0]]


def test_a_box_around_points_ignores_the_means_inside_it() -> None:
    frame = pd.DataFrame(TWO_MONTHS[0])
    key = figures.mean_key("US", date(2023, 5, 1))
    assert figures.ids_of([key, "an id"], frame, "month") == ["an id"]


def test_figures_leave_their_frames_alone() -> None:
    frame = pd.DataFrame(TWO_MONTHS[0])
    before = frame.copy()
    figures.timeline(frame, pd.DataFrame(TWO_MONTHS[1]), [], GROUPS, axis=AXIS, look=LOOK)
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize(
    ("freq", "start", "end"),
    [
        ("week", date(2023, 12, 25), date(2024, 1, 1)),
        ("month", date(2023, 12, 1), date(2024, 1, 1)),
        ("quarter", date(2023, 10, 1), date(2024, 1, 1)),
        ("year", date(2023, 1, 1), date(2024, 1, 1)),
    ],
)
def test_a_period_ends_where_the_next_begins(freq: str, start: date, end: date) -> None:
    assert period_end(start, freq) == end


def test_labels_are_moved_apart_and_keep_their_order() -> None:
    moved = apart([0.01, -0.02, 0.5], 0.2)
    assert moved[1] < moved[0] < moved[2]
    assert moved[0] - moved[1] == pytest.approx(0.2)
    assert moved[2] == pytest.approx(0.5)


def test_points_of_one_height_stand_side_by_side() -> None:
    places = columns([0.0] * 5, [0] * 5, clearance=0.05)
    assert sorted(places) == [-2, -1, 0, 1, 2]


def test_the_pair_spreads_to_its_own_sides() -> None:
    places = columns([0.0, 0.0], [-1, 1], clearance=0.05)
    assert places == [-0.5, 0.5]


def test_an_interval_from_a_single_occasion_says_so() -> None:
    row = {**mean("2023-05-01", 0.5), "interval_basis": "utterances"}
    assert figures.interval_text(row) == "+0.30 to +0.70, all on one occasion"
    assert figures.interval_text(mean("2023-05-01", 0.5, few=True)) == "too few for an interval"


def test_a_figure_tells_whether_its_data_are_the_same() -> None:
    """By it Plotly knows that the copy which Streamlit hands over next needs no second drawing."""
    first, same = draw(*TWO_MONTHS), draw(*TWO_MONTHS)
    other = draw(TWO_MONTHS[0][:1], TWO_MONTHS[1])
    assert first.layout.datarevision == same.layout.datarevision
    assert first.layout.datarevision != other.layout.datarevision


def test_a_figure_is_plain_json() -> None:
    figure = figures.Figure()
    figure.add_scatter(
        x=pd.Series(pd.to_datetime(["2023-05-08 12:00"])), y=[math.nan, np.float64(0.5)],
        text=("a",), marker={"opacity": np.array([0.25])},
        customdata=pd.Series(["id"], dtype="str"),
    )  # fmt: skip
    figure.add_annotation(x=date(2023, 5, 8), y=np.int64(1))
    found = json.loads(figure.to_json())
    assert found["data"] == [
        {
            "type": "scatter", "x": ["2023-05-08T12:00:00"], "y": [None, 0.5], "text": ["a"],
            "marker": {"opacity": [0.25]}, "customdata": ["id"],
        }
    ]  # fmt: skip
    assert found["layout"]["annotations"] == [{"x": "2023-05-08", "y": 1}]


def test_what_a_change_of_the_layout_does_not_name_stays() -> None:
    figure = figures.Figure()
    figure.update_layout(yaxis={"range": [0, 1], "title": {"text": "a"}})
    figure.update_layout(yaxis={"range": [0, 2]}, dragmode=False)
    layout = figure.to_dict()["layout"]
    assert layout["yaxis"] == {"range": [0, 2], "title": {"text": "a"}}
    assert layout["dragmode"] is False
