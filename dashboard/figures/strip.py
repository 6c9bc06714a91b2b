"""Dots and whiskers: one row an axis, one actor against both sides, the poles named in each row."""

import html
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import theme
from dashboard.figures.drawing import Figure
from dashboard.figures.plan import AxisWords, Look
from dashboard.findings import interval_of, is_untold, numbers

ROW_PX, TOP_PX, NARROW_TOP_PX, BOTTOM_PX = 74, 40, 76, 24
RIGHT_PX, NARROW_RIGHT_PX = 128, 62
LABEL_CHAR_PX = 8.2
EDGE = 1.05
_OFFSETS = (0.06, -0.14, -0.34)
_SIZES = (13, 9, 9)


def strip(
    rows: Mapping[tuple[str, str], Mapping[str, Any]],
    axes: Sequence[tuple[str, AxisWords]],
    groups: Sequence[tuple[str, str, str | None]],
    *,
    look: Look,
    narrow: bool = False,
) -> Figure:
    """Draw the means of a few groups on every axis, each with its interval.

    Args:
        rows: (axis id, group) -> ``mean``, ``low``, ``high`` (-1..+1; NaN for too few) and
            ``n_utterances``; a pair that is missing is not drawn.
        axes: Axis ids in order, with their words.
        groups: Key, label and side of each group; the first one is the actor, drawn larger.
        look: Colours and sides.
        narrow: Draw for a phone: less to the right.
    """
    figure = Figure()
    for number, (key, label, side) in enumerate(groups):
        mine = [
            (place, axis_id, rows[axis_id, key])
            for place, (axis_id, _) in enumerate(axes)
            if (axis_id, key) in rows
        ]
        if mine:
            _draw_whiskers(figure, mine, number, side, look)
            _draw_means(figure, mine, number, label, side, look)
    for place, (axis_id, words) in enumerate(axes):
        _name_row(figure, place, words, look, narrow=narrow)
        if (axis_id, groups[0][0]) in rows:
            _count(figure, place, rows[axis_id, groups[0][0]], groups[0][2], look, narrow=narrow)
    longest = max(len(label) for _, label, _ in groups)
    _lay_out(figure, len(axes), longest, look, narrow=narrow)
    return figure


def _y(place: int, number: int) -> float:
    return -place + _OFFSETS[number]


def _colour(number: int, side: str | None, look: Look) -> str:
    """Return the hue of a side; the rest of a side is fainter than the actor."""
    hue = look.colour(side)
    return hue if number == 0 else theme.mix(look.colours.paper, hue, 0.72)


def _draw_whiskers(
    figure: Figure, mine: Sequence[Any], number: int, side: str | None, look: Look
) -> None:
    xs: list[Any] = []
    ys: list[Any] = []
    for place, _, row in mine:
        if not is_untold(row):
            xs += [row["low"], row["high"], None]
            ys += [_y(place, number)] * 2 + [None]
    figure.add_scatter(
        x=xs,
        y=ys,
        mode="lines",
        hoverinfo="skip",
        showlegend=False,
        connectgaps=False,
        line={"color": _colour(number, side, look), "width": 3 if number == 0 else 1.6},
    )


def _draw_means(
    figure: Figure, mine: Sequence[Any], number: int, label: str, side: str | None, look: Look
) -> None:
    colour = _colour(number, side, look)
    hollow = [is_untold(row) for _, _, row in mine]
    figure.add_scatter(
        x=[row["mean"] for _, _, row in mine],
        y=[_y(place, number) for place, _, _ in mine],
        mode="markers",
        name=html.escape(label),
        customdata=[axis_id for _, axis_id, _ in mine],
        hovertext=[_hover(label, row) for _, _, row in mine],
        hoverinfo="text",
        hoverlabel={"bordercolor": colour},
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        marker={
            "symbol": look.shape(side),
            "size": _SIZES[number],
            "opacity": 1,
            "color": [look.colours.paper if few else colour for few in hollow],
            "line": {"width": [2 if few else 1 for few in hollow], "color": colour},
        },
    )


def _hover(label: str, row: Mapping[str, Any]) -> str:
    why = f"<br>{html.escape(interval_of(row))}" if is_untold(row) else ""
    return f"<b>{html.escape(label)}</b><br>{html.escape(numbers(row))}{why}"


def _name_row(figure: Figure, place: int, words: AxisWords, look: Look, *, narrow: bool) -> None:
    size = 11 if narrow else 12.5
    soft = {"size": size, "color": look.colours.ink_soft}
    parts = (
        (-1, "left", f"\N{LEFTWARDS ARROW} {html.escape(words.cold)}", soft),
        (0, "center", f"<b>{html.escape(words.label)}</b>",
         {"size": size + 1, "color": look.colours.ink}),
        (1, "right", f"{html.escape(words.warm)} \N{RIGHTWARDS ARROW}", soft),
    )  # fmt: skip
    for x, anchor, text, font in parts:
        figure.add_annotation(
            x=x, y=-place + 0.34, xanchor=anchor, yanchor="middle", text=text, font=font,
            showarrow=False, borderpad=2, bgcolor=look.colours.paper,
        )  # fmt: skip


def _count(
    figure: Figure,
    place: int,
    row: Mapping[str, Any],
    side: str | None,
    look: Look,
    *,
    narrow: bool,
) -> None:
    """Write mean and n of the actor at the end of its row."""
    n = f"n = {theme.number(int(row['n_utterances']))}"
    figure.add_annotation(
        x=1,
        xref="paper",
        y=_y(place, 0),
        xanchor="left",
        yanchor="middle",
        xshift=6,
        align="left",
        showarrow=False,
        text=f"<b>{theme.signed(row['mean'])}</b>{'<br>' if narrow else '  '}{n}",
        font={"size": 11 if narrow else 13, "color": look.colour(side)},
    )


def _lay_out(figure: Figure, n_rows: int, longest: int, look: Look, *, narrow: bool) -> None:
    colours = look.colours
    # On a phone the legend needs a line for each group.
    top = NARROW_TOP_PX if narrow else TOP_PX
    figure.update_layout(
        height=top + n_rows * ROW_PX + BOTTOM_PX,
        paper_bgcolor=colours.paper,
        plot_bgcolor=colours.paper,
        dragmode=False,
        clickmode="event+select",
        hovermode="closest",
        font={"family": theme.FONT, "size": 13, "color": colours.ink},
        margin={
            "l": 6,
            "r": NARROW_RIGHT_PX if narrow else RIGHT_PX,
            "t": top,
            "b": BOTTOM_PX,
            "autoexpand": False,
        },
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1,
            "xanchor": "left",
            "yanchor": "bottom",
            # As wide as the longest name in any font: a saved picture may have another one.
            "entrywidth": 250 if narrow else max(90, round(longest * LABEL_CHAR_PX)),
            "itemclick": False,
            "itemdoubleclick": False,
            "font": {"size": 11.5 if narrow else 13, "color": colours.ink},
            "bgcolor": "rgba(0,0,0,0)",
        },
        hoverlabel={
            "bgcolor": colours.paper,
            "align": "left",
            "font": {"family": theme.FONT, "size": 13.5, "color": colours.ink},
        },
        xaxis={
            "range": [-EDGE, EDGE],
            "tickvals": [-1, -0.5, 0, 0.5, 1],
            "ticktext": [theme.signed(v, 1 if v % 1 else 0) for v in (-1, -0.5, 0, 0.5, 1)],
            "tickfont": {"size": 11, "color": colours.ink_soft},
            "gridcolor": colours.rule,
            "zeroline": True,
            "zerolinecolor": colours.ink,
            "zerolinewidth": 1.4,
            "fixedrange": True,
        },
        yaxis={"range": [-n_rows + 0.45, 0.55], "visible": False, "fixedrange": True},
    )
