"""What is laid over the series: turning points, two periods to compare, a reference series."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from dashboard import theme, wording
from dashboard.figures.drawing import Figure
from dashboard.figures.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A turning point: somewhere between two days the tone of a group changed."""

    group: str
    last_before: date
    first_after: date
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What is laid over the series.

    ``turns`` has one list for each lane; ``brushed`` holds named periods, both ends included;
    ``reference`` has ``period_start`` (ISO day) and ``rescaled`` (-1..+1, NaN: not drawn).
    """

    turns: tuple[tuple[Turn, ...], ...] = ()
    brushed: tuple[tuple[str, date, date], ...] = ()
    reference: pd.DataFrame | None = None
    reference_name: str = ""


NO_MARKS = Marks()


def draw_turns(figure: Figure, lane: int, turns: Sequence[Turn], plan: Plan) -> None:
    """Mark each turning point by a short band at the foot of its lane, with a word."""
    colours = plan.look.colours
    bottom, top = plan.lane_domain(lane)
    for turn in turns:
        end = max(turn.first_after, turn.last_before + timedelta(days=1))
        # From day to day: that is all that the statements tell, and a line would claim more.
        figure.add_shape(
            type="rect",
            xref="x",
            yref="paper",
            x0=turn.last_before.isoformat(),
            x1=end.isoformat(),
            y0=bottom,
            y1=top,
            fillcolor=theme.translucent(colours.ink_soft, 0.16),
            line={"width": 0},
            layer="below",
        )
        middle = turn.last_before + (end - turn.last_before) / 2
        figure.add_annotation(
            x=middle.isoformat(),
            y=bottom,
            xref="x",
            yref="paper",
            yanchor="bottom",
            showarrow=False,
            text=html.escape(wording.TURN_MARK),
            hovertext=html.escape(turn.said),
            font={"size": 11, "color": colours.ink_soft},
            bgcolor=theme.translucent(colours.paper, 0.8),
        )


def draw_brushed(figure: Figure, periods: Sequence[tuple[str, date, date]], plan: Plan) -> None:
    """Draw the periods that are compared as bars of ink under the events, each with its letter."""
    colours = plan.look.colours
    y = plan.lane_domain(0)[1]
    for name, first, last in periods:
        begin, end = max(first, plan.first), min(last + timedelta(days=1), plan.last)
        if begin >= end:
            continue
        bottom = plan.lane_domain(len(plan.lanes) - 1)[0]
        figure.add_shape(
            type="rect",
            xref="x",
            yref="paper",
            x0=begin.isoformat(),
            x1=end.isoformat(),
            y0=bottom,
            y1=y,
            fillcolor=theme.translucent(colours.ink, 0.05),
            line={"width": 1, "color": theme.translucent(colours.ink_soft, 0.6), "dash": "dot"},
            layer="below",
        )
        figure.add_annotation(
            x=begin.isoformat(),
            y=y,
            xref="x",
            yref="paper",
            xanchor="left",
            yanchor="top",
            showarrow=False,
            text=f"<b>{html.escape(name)}</b>",
            font={"size": 13, "color": colours.ink},
            bgcolor=colours.paper,
            borderpad=2,
        )


def draw_reference(figure: Figure, reference: pd.DataFrame | None, name: str, plan: Plan) -> None:
    """Lay another series over each lane as a dashed line of ink, named at its end."""
    if reference is None:
        return
    rows = reference.dropna(subset=["rescaled"])
    days = pd.to_datetime(rows["period_start"]) + pd.Timedelta(days=14)
    inside = (days >= pd.Timestamp(plan.first)) & (days <= pd.Timestamp(plan.last))
    rows, days = rows[inside], days[inside]
    if rows.empty:
        return
    colour = plan.look.colours.ink
    for lane in range(len(plan.lanes)):
        figure.add_scatter(
            x=list(days),
            y=[max(-1.0, min(1.0, float(value))) for value in rows["rescaled"]],
            yaxis=f"y{lane + 1}" if lane else "y",
            mode="lines",
            name="reference",
            line={"color": colour, "width": 1.3, "dash": "dash"},
            hovertext=[
                f"<b>{html.escape(name)}</b><br>{theme.long_date(str(start)[:7])}: {value:g}"
                for start, value in zip(rows["period_start"], rows["value"], strict=True)
            ],
            hoverinfo="text",
        )
    figure.add_annotation(
        x=days.iloc[len(days) // 2],
        y=max(-1.0, min(1.0, float(rows["rescaled"].iloc[len(days) // 2]))),
        xref="x",
        yref="y",
        yshift=10,
        showarrow=False,
        text=html.escape(name[:40]),
        font={"size": 12, "color": colour},
        bgcolor=theme.translucent(plan.look.colours.paper, 0.7),
    )
