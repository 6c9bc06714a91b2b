"""What stands around the series: axes, named poles, gaps in words, the strip of counts, events."""

import html
import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

import pandas as pd

from dashboard import theme, wording
from dashboard.figures.drawing import Figure
from dashboard.figures.plan import (
    BOTTOM_PX,
    SCALE,
    STRIP_PX,
    TOP_PX,
    TYPICAL_PLOT_PX,
    Group,
    Plan,
    day_of,
)
from stance.model import Event

LEFT_PX = 36
Row = Mapping[str, Any]

# A family name that no font has: the page's style sheet hides these words on a narrow screen.
EVENT_FONT = f"StanceEvent, {theme.FONT}"
_EVENT_ORDER = ("summit", "visit", "meeting", "call", "speech", "policy", "incident")


def draw_gaps(figure: Figure, trend: Sequence[Row], plan: Plan) -> None:
    """Say in words that a long stretch is empty, in the middle of the gap."""
    if plan.narrow and not plan.is_single:
        return
    starts = sorted({day_of(row["period_start"]) for row in trend})
    size = 7 if plan.freq in ("month", "quarter") else 10  # other gaps are named by their days
    for earlier, later in pairwise(starts):
        begin = plan.end_of(earlier)
        if (later - begin).days < plan.span_days * 0.2:
            continue
        middle = begin + (later - begin) / 2
        said = wording.GAP.format(
            first=theme.long_date(begin.isoformat()[:size]),
            last=theme.long_date((later - timedelta(days=1)).isoformat()[:size]),
        )
        figure.add_annotation(
            x=middle.isoformat(),
            y=0,
            xref="x",
            yref="y",
            yshift=4,
            yanchor="bottom",
            showarrow=False,
            text="<br>".join(textwrap.wrap(said, 20 if plan.narrow else 34)),
            font={"size": 11 if plan.narrow else 12, "color": plan.look.colours.ink_soft},
        )


def draw_strip(figure: Figure, trend: Sequence[Row], groups: Sequence[Group], plan: Plan) -> None:
    """Draw how many utterances stand behind each period, stacked by group."""
    keys = {group.key for group in groups}
    rows = sorted(
        (row for row in trend if row["group"] in keys), key=lambda row: str(row["period_start"])
    )
    if not rows:
        return
    totals: Counter[Any] = Counter()
    for row in rows:
        totals[row["period_start"]] += int(row["n_utterances"])
    most = max(totals.values())
    figure.update_layout(yaxis20={"range": [0, most * 1.9 or 1]})
    for group in sorted(groups, key=lambda each: theme.side_rank(each.side, plan.look.sides)):
        mine = [row for row in rows if row["group"] == group.key]
        ends = [plan.bar_ends(row["period_start"]) for row in mine]
        figure.add_bar(
            x=[left + (right - left) / 2 for left, right in ends],
            y=[int(row["n_utterances"]) for row in mine],
            width=[(right - left).total_seconds() * 1000 for left, right in ends],
            yaxis="y20",
            name=f"n {group.key}",
            hoverinfo="skip",
            marker={"color": theme.translucent(plan.look.colour(group.side), 0.55)},
        )
    # With many periods a number over each bar would be a smear; the tallest says the scale.
    tallest = [(start, total) for start, total in totals.items() if total == most][:1]
    for start, total in totals.items() if len(totals) <= 14 else tallest:
        left, right = plan.bar_ends(start)
        figure.add_annotation(
            x=left + (right - left) / 2,
            y=total,
            xref="x",
            yref="y20",
            yanchor="bottom",
            text=theme.number(total),
            showarrow=False,
            borderpad=0,
            font={"size": 11, "color": plan.look.colours.ink_soft},
        )
    figure.add_annotation(
        x=1,
        y=plan.domain(plan.strip_top, STRIP_PX)[0],
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        xshift=4,
        text=wording.UTTERANCES_STRIP,
        showarrow=False,
        font={"size": 10.5 if plan.narrow else 11, "color": plan.look.colours.ink_soft},
    )


def draw_events(figure: Figure, events: Sequence[Event], points: pd.DataFrame, plan: Plan) -> None:
    """Mark events by small ticks above the chart, as many with words as fit."""
    inside = [event for event in events if plan.first <= event.day <= plan.last]
    if not inside:
        return
    days = {str(day) for day in points["placed_on"]} if not points.empty else set()
    worded = [] if plan.narrow else labelled_events(inside, days, plan.span_days)
    figure.add_scatter(
        x=[event.day.isoformat() for event in inside],
        y=[0.3 if plan.narrow else 0.06] * len(inside),
        yaxis="y21",
        mode="markers",
        name="events",
        marker={
            "symbol": "line-ns",
            "size": 9,
            "line": {"width": 1.1, "color": plan.look.colours.ink_soft},
        },
        hovertext=[_event_text(event) for event in inside],
        hoverinfo="text",
        hoverlabel={"bordercolor": plan.look.colours.ink_soft},
    )
    figure.add_scatter(
        x=[event.day.isoformat() for event in worded],
        y=[0.22] * len(worded),
        yaxis="y21",
        mode="text",
        name="event words",
        cliponaxis=False,
        textposition="top center",
        hoverinfo="skip",
        text=["<br>".join(_event_lines(event)) for event in worded],
        textfont={"family": EVENT_FONT, "size": 11.5, "color": plan.look.colours.ink_soft},
    )


def labelled_events(events: Sequence[Event], days: set[str], span_days: int) -> list[Event]:
    """Choose the events that get a word: none touches another.

    Events near days with statements come first, then summits, visits, meetings, and so on.
    """

    def rank(event: Event) -> tuple[bool, int, date, str]:
        near = any((event.day + timedelta(days=shift)).isoformat() in days for shift in (-1, 0, 1))
        kind = _EVENT_ORDER.index(event.kind) if event.kind in _EVENT_ORDER else len(_EVENT_ORDER)
        return not near, kind, event.day, event.title

    days_per_px = span_days / TYPICAL_PLOT_PX
    taken: list[tuple[float, float]] = []
    chosen: list[Event] = []
    for event in sorted(events, key=rank):
        half = (max(len(line) for line in _event_lines(event)) * 5.7 / 2 + 7) * days_per_px
        centre = float(event.day.toordinal())
        if all(centre + half < low or centre - half > high for low, high in taken):
            taken.append((centre - half, centre + half))
            chosen.append(event)
    return sorted(chosen, key=lambda event: event.day)


@lru_cache(maxsize=1024)
def _event_lines(event: Event) -> tuple[str, ...]:
    lines = textwrap.wrap(event.title, 19, max_lines=3, placeholder="\N{HORIZONTAL ELLIPSIS}")
    return tuple(html.escape(line) for line in lines)


@lru_cache(maxsize=1024)
def _event_text(event: Event) -> str:
    described = textwrap.wrap(event.description, 56)
    lines = [f"<b>{html.escape(event.title)}</b>", theme.long_date(event.day)]
    return "<br>".join([*lines, *(html.escape(line) for line in described)])


def lay_out(figure: Figure, plan: Plan) -> None:
    """Set axes, sizes, colours, and the names of the poles."""
    colours = plan.look.colours
    figure.update_layout(
        height=plan.height,
        showlegend=False,
        barmode="stack",
        dragmode="zoom",
        clickmode="event+select",
        hovermode="closest",
        hoverdistance=12,
        paper_bgcolor=colours.paper,
        plot_bgcolor=colours.paper,
        margin={
            "l": LEFT_PX,
            "r": plan.right_px,
            "t": TOP_PX,
            "b": BOTTOM_PX,
            "autoexpand": False,
        },
        font={"family": theme.FONT, "size": 13, "color": colours.ink},
        hoverlabel={
            "bgcolor": colours.paper,
            "align": "left",
            "font": {"family": theme.FONT, "size": 13.5, "color": colours.ink},
        },
        newselection={"line": {"color": colours.ink, "width": 1, "dash": "dot"}},
        modebar={"bgcolor": "rgba(0,0,0,0)", "color": colours.ink_soft, "activecolor": colours.ink},
        xaxis=_time_axis(plan, colours),
        yaxis20={
            "domain": plan.domain(plan.strip_top, STRIP_PX),
            "anchor": "x",
            "visible": False,
            "fixedrange": True,
        },
        yaxis21={
            "domain": plan.domain(0, plan.events_px),
            "anchor": "x",
            "range": [0, 1],
            "visible": False,
            "fixedrange": True,
        },
    )
    for number in range(len(plan.lanes)):
        name = f"yaxis{number + 1}" if number else "yaxis"
        figure.update_layout(**{name: _stance_axis(plan, number, colours)})
    _name_poles(figure, plan)


def _stance_axis(plan: Plan, lane: int, colours: theme.Palette) -> dict[str, Any]:
    values = [-1, -0.5, 0, 0.5, 1] if plan.is_single else [-1, 0, 1]
    return {
        "domain": plan.lane_domain(lane),
        "anchor": "x",
        "range": [-SCALE, SCALE],
        "tickvals": values,
        "ticktext": [theme.signed(v, 1 if v % 1 else 0) for v in values],
        "tickfont": {"size": 11, "color": colours.ink_soft},
        "ticks": "",
        "showgrid": True,
        "gridcolor": colours.rule,
        "gridwidth": 1,
        "zeroline": True,
        "zerolinewidth": 1.4,
        "zerolinecolor": colours.ink,
        "fixedrange": True,
    }


def _time_axis(plan: Plan, colours: theme.Palette) -> dict[str, Any]:
    bottom = plan.domain(plan.axis_top, 0)[0]
    found: dict[str, Any] = {
        "type": "date",
        "range": [plan.first.isoformat(), plan.last.isoformat()],
        "anchor": "free",
        "position": bottom,
        "side": "bottom",
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": colours.rule,
        "tickfont": {"size": 12, "color": colours.ink_soft},
        "tickformat": "%b\n%Y",
        "ticklabelmode": "period",
        "tickangle": 0,
        "nticks": 5 if plan.narrow else 13,
    }
    if plan.span_days < 45:
        found |= {"tickformat": "%-d\n%b %Y", "ticklabelmode": "instant", "nticks": 10}
    elif plan.span_days > 900:
        found |= {"tickformat": "%Y"}
    return found


def _name_poles(figure: Figure, plan: Plan) -> None:
    """Name the poles above the first lane and below the last, where no point can be."""
    last = plan.lane_domain(len(plan.lanes) - 1)[0]
    poles = (
        (plan.lane_domain(0)[1], "bottom", "\N{UPWARDS ARROW}", plan.axis.warm),
        (last, "top", "\N{DOWNWARDS ARROW}", plan.axis.cold),
    )
    for place, anchor, arrow, word in poles:
        figure.add_annotation(
            x=0,
            y=place,
            xref="paper",
            yref="paper",
            xanchor="left",
            yanchor=anchor,
            showarrow=False,
            text=f"{arrow} {html.escape(word)}",
            font={"size": 13, "color": plan.look.colours.ink_soft},
            borderpad=1,
        )
