"""The timeline as a Plotly figure: points, means with intervals, counts and events.

Pure: frames in, figure out. Nothing is computed here that a reader could quote; means, intervals
and counts arrive ready from ``stance.trends``.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from dashboard import theme, wording
from dashboard.figures.around import draw_events, draw_gaps, draw_strip, labelled_events, lay_out
from dashboard.figures.drawing import Figure
from dashboard.figures.marks import (
    NO_MARKS,
    Marks,
    Turn,
    draw_brushed,
    draw_reference,
    draw_turns,
)
from dashboard.figures.plan import (
    AxisWords,
    Group,
    Look,
    Plan,
    period_label,
    span_of,
    windows_of,
)
from dashboard.figures.series import draw_lane, hover_text, ids_of, interval_text, mean_key
from dashboard.markup import records
from stance.model import Event

__all__ = [
    "AxisWords",
    "Figure",
    "Group",
    "Look",
    "Marks",
    "Turn",
    "hover_text",
    "ids_of",
    "interval_text",
    "labelled_events",
    "mean_key",
    "period_label",
    "timeline",
    "windows_of",
]


def timeline(
    points: pd.DataFrame,
    trend: pd.DataFrame,
    events: Sequence[Event],
    groups: Sequence[Group],
    *,
    axis: AxisWords,
    look: Look,
    freq: str = "month",
    lanes: bool = False,
    narrow: bool = False,
    period: tuple[date, date] | None = None,
    marks: Marks = NO_MARKS,
) -> Figure:
    """Draw statements as points, means as bars with their interval, counts as a strip below.

    Time is true to scale, the stance scale is always -1..+1, and nothing is drawn where nothing
    was said.

    Args:
        points: One row per statement: ``statement_id``, ``text``, ``placed_on`` (ISO day),
            ``said_on``, ``score`` (-1..+1), ``group``, ``side``, ``speaker_name``, ``outlet``,
            ``attribution_confidence``. Not changed.
        trend: Rows of ``stance.trends.trend``: ``group``, ``period_start``, ``mean``, ``low``,
            ``high`` (-1..+1, NaN for too few), ``n_statements``, ``n_utterances``, ``n_sources``.
        events: Marked above the chart, those within the time that is shown.
        groups: The series in order; rows of other groups are not drawn.
        axis: Names of the axis and its poles.
        look: Colours and sides.
        freq: "day", "week", "month", "quarter", "year" or "event": what one mean covers; rows of
            "event" carry ``period`` and ``window``.
        lanes: Give each group a lane of its own.
        narrow: Draw for a phone: less to the right, fewer dates, no words at the events.
        period: Days to show at least; by default only those of the data.
        marks: What is laid over the series.
    """
    figure = Figure()
    if points.empty and trend.empty:
        return _empty(figure, look)
    windows = windows_of(trend, freq)
    first, last = span_of(points, trend, freq, period, windows=windows, narrow=narrow)
    plan = Plan(
        first=first,
        last=last,
        freq=freq,
        axis=axis,
        look=look,
        narrow=narrow,
        windows=windows,
        lanes=tuple((group,) for group in groups) if lanes else (tuple(groups),),
    )
    rows = records(trend)
    for number in range(len(plan.lanes)):
        draw_lane(figure, number, points, rows, plan)
    for number, turns in enumerate(marks.turns):
        draw_turns(figure, number, turns, plan)
    draw_brushed(figure, marks.brushed, plan)
    draw_reference(figure, marks.reference, marks.reference_name, plan)
    draw_gaps(figure, rows, plan)
    draw_strip(figure, rows, groups, plan)
    draw_events(figure, events, points, plan)
    lay_out(figure, plan)
    return figure


def _empty(figure: Figure, look: Look) -> Figure:
    figure.update_layout(
        height=160,
        paper_bgcolor=look.colours.paper,
        plot_bgcolor=look.colours.paper,
        xaxis={"visible": False},
        yaxis={"visible": False},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
    )
    figure.add_annotation(
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        showarrow=False,
        text=wording.NOTHING,
        font={"family": theme.FONT, "size": 15, "color": look.colours.ink_soft},
    )
    return figure
