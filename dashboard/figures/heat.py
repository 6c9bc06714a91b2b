"""The map of relations as a Plotly figure, for pictures; on the page it is a table of links."""

import html
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import theme
from dashboard.figures.drawing import Figure
from dashboard.figures.plan import AxisWords, Look
from dashboard.findings import is_few

ROW_PX, TOP_PX, BOTTOM_PX, LEFT_PX = 44, 56, 44, 190
_STEPS = 10


def heat(
    cells: Mapping[tuple[str, str], Mapping[str, Any]],
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    *,
    axis: AxisWords,
    look: Look,
    narrow: bool = False,
) -> Figure:
    """Draw means as coloured cells with number and n; too few are outlined, none are left blank.

    Args:
        cells: (row, column) -> ``mean``, ``low``, ``high`` (-1..+1; NaN for too few) and
            ``n_utterances``.
        rows: Key and label of each row, from the top.
        columns: Key and label of each column.
        axis: Names of the axis and its poles.
        look: Colours.
        narrow: Draw for a phone.
    """
    figure = Figure()
    places = {key: number for number, (key, _) in enumerate(rows)}
    across = {key: number for number, (key, _) in enumerate(columns)}
    for (row, column), cell in cells.items():
        _draw_cell(figure, across[column], -places[row], cell, look)
    left = 96 if narrow else LEFT_PX
    figure.add_scatter(x=[None], y=[None], mode="markers", showlegend=False, hoverinfo="skip")
    _draw_scale(figure, axis, look)
    figure.update_layout(
        height=TOP_PX + len(rows) * ROW_PX + BOTTOM_PX,
        paper_bgcolor=look.colours.paper,
        plot_bgcolor=look.colours.paper,
        dragmode=False,
        font={"family": theme.FONT, "size": 13, "color": look.colours.ink},
        margin={"l": left, "r": 6, "t": TOP_PX, "b": BOTTOM_PX, "autoexpand": False},
        xaxis=_names([label for _, label in columns], range(len(columns)), 12, look)
        | {"side": "top", "range": [-0.5, len(columns) - 0.5]},
        yaxis=_names([label for _, label in rows], range(0, -len(rows), -1), 24, look)
        | {"range": [-len(rows) + 0.5, 0.5]},
    )
    return figure


def tint(mean: float, colours: theme.Palette) -> str:
    """Return the colour of a mean: from rust over paper to teal, weak enough for words on it."""
    pole = colours.warm if mean > 0 else colours.cold
    strongest = 0.52 if colours.paper < colours.ink else 0.6
    return theme.mix(colours.paper, pole, strongest * min(1.0, abs(mean)) ** 0.7)


def _draw_cell(figure: Figure, x: int, y: int, cell: Mapping[str, Any], look: Look) -> None:
    few = is_few(cell)
    colours = look.colours
    line = {"color": colours.rule, "width": 1, "dash": "dot"} if few else {"width": 0}
    figure.add_shape(
        type="rect",
        x0=x - 0.48,
        x1=x + 0.48,
        y0=y - 0.46,
        y1=y + 0.46,
        line=line,
        fillcolor=colours.paper if few else tint(float(cell["mean"]), colours),
    )
    ink = colours.ink_soft if few else colours.ink
    figure.add_annotation(
        x=x,
        y=y,
        showarrow=False,
        font={"size": 13, "color": ink},
        text=f"{theme.signed(cell['mean'])}<br><span style='font-size:10.5px'>"
        f"n = {theme.number(int(cell['n_utterances']))}</span>",
    )


def _draw_scale(figure: Figure, axis: AxisWords, look: Look) -> None:
    """Draw the scale of colours under the cells, with its poles."""
    for step in range(-_STEPS, _STEPS + 1):
        width = 0.3 / (2 * _STEPS + 1)
        begin = 0.35 + (step + _STEPS) * width
        figure.add_shape(
            type="rect", xref="paper", yref="paper", x0=begin, x1=begin + width,
            ysizemode="pixel", yanchor=0, y0=-30, y1=-18, line={"width": 0},
            fillcolor=tint(step / _STEPS, look.colours),
        )  # fmt: skip
    for x, anchor, text in (
        (0.34, "right", f"{axis.cold} \N{MINUS SIGN}1"),
        (0.66, "left", f"+1 {axis.warm}"),
    ):
        figure.add_annotation(
            x=x, y=0, xref="paper", yref="paper", xanchor=anchor, yanchor="middle", yshift=-24,
            showarrow=False, text=html.escape(text),
            font={"size": 12, "color": look.colours.ink_soft},
        )  # fmt: skip


def _names(labels: Sequence[str], places: Sequence[int], width: int, look: Look) -> dict[str, Any]:
    lines = [
        "<br>".join(html.escape(line) for line in textwrap.wrap(label, width)) for label in labels
    ]
    return {
        "tickvals": list(places),
        "ticktext": lines,
        "tickfont": {"size": 12.5, "color": look.colours.ink},
        "tickangle": 0,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "fixedrange": True,
    }
