"""A chart as every page shows it: the figure, its pictures and numbers, and the same as a table."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from plotly.basedatatypes import BaseFigure

from dashboard import api, cached, figures, markup, pictures, state, wording
from dashboard import filters as filters_module
from dashboard.setup import View
from dashboard.views import browser
from stance.model import stable_id

_BESIDE = ("more", "a", "b", "drag")  # options that leave a chart's selection as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The numbers of a chart in words, for whoever cannot or will not look at it."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What goes with a figure.

    Args:
        name: Short and unique on its page: part of the widget's key and of file names.
        title: What the figure shows, printed in its pictures.
        alt: The same for who cannot see it: what is drawn, from where to where.
        counted: "57 statements, 41 utterances", printed in its pictures.
        twin: Name of its JSON twin (``dashboard.api.TWINS``).
        keys: Options of the page that the twin understands.
        table: Its numbers in words; None: it has no table.
        on_select: What to do when something in it is chosen; None: nothing can be.
        config: Settings of Plotly that differ from the usual ones.
    """

    name: str
    title: str
    alt: str
    counted: str
    twin: str
    keys: Sequence[str] = ()
    table: Table | None = None
    on_select: Callable[[], None] | None = None
    config: Mapping[str, Any] = field(default_factory=dict)


def key_of(view: View, name: str) -> str:
    """Return the key of a chart's widget: it changes with the view, so no selection outlives it."""
    turn = st.session_state.get("chart_turn", 0)
    filters, options = state.everything()
    shown = str((filters, [pair for pair in options if pair[0] not in _BESIDE]))
    return f"chart-{name}-" + stable_id(shown, *view.key, str(turn))


def forget_selection() -> None:
    """Let every chart forget what is selected in it, from a callback."""
    st.session_state["chart_turn"] = st.session_state.get("chart_turn", 0) + 1
    state.touch()


class _Checked(BaseFigure):  # type: ignore[misc] # plotly has no types
    """A figure that Streamlit takes as it is: one that Plotly has checked, it thinks."""

    def __init__(self, figure: figures.Figure) -> None:
        # Not the constructor of Plotly: building its tree of checked properties is what takes long.
        self._figure = figure

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as Plotly reads it."""
        return self._figure.to_dict()


def show(
    view: View,
    figure: figures.Figure,
    chart: Chart,
    *,
    note: Callable[[], None] | None = None,
) -> None:
    """Draw a figure with all that goes with it; ``note`` draws how to read it, right below it."""
    if browser.is_touch():
        figure.update_layout(dragmode=False)
    chosen: dict[str, Any] = {}
    if chart.on_select is not None:
        chosen = {"on_select": chart.on_select, "selection_mode": ("points", "box")}
    with st.container(key=f"figure_{chart.name}", gap=None):
        st.plotly_chart(
            _Checked(figure),
            key=key_of(view, chart.name),
            theme=None,
            alt=chart.alt,
            config={**_usual_config(), **chart.config},
            **chosen,
        )
    if note is not None:
        note()
    st.html(_tools(view, chart))
    if chart.table is not None and chart.table.rows:
        table = chart.table
        with st.expander(wording.AS_TABLE):
            st.html(
                markup.plain_table(
                    table.heads, table.rows, caption=chart.title, numeric=table.numeric
                )
            )


def _usual_config() -> dict[str, Any]:
    return {
        "displaylogo": False,
        "displayModeBar": False if browser.is_touch() else "hover",
        "modeBarButtons": [["select2d", "zoom2d", "resetScale2d"]],
        "scrollZoom": False,
    }


def _tools(view: View, chart: Chart) -> str:
    """Return the line below a chart: pictures of it, made in the browser, and its numbers."""
    filters = state.filters()
    words = pictures.words(
        chart.title,
        filters_module.describe(filters, view.choices.labels),
        chart.counted,
        version=view.key[1],
        methods=cached.methods(view.key),
    )
    name = f"stance-{view.case.case_id}-{chart.name}-v{view.key[1]}"
    data = markup.escape(json.dumps({"name": name, "library": api.PLOTLY[1:], **words}))
    pictured = "".join(
        f'<button type="button" data-picture="{kind}" data-chart="figure_{chart.name}" '
        f'data-words="{data}" aria-label="'
        f'{markup.escape(wording.PICTURE_HELP.format(title=chart.title, format=label))}">'
        f"{markup.escape(label)}</button>"
        for kind, label in wording.PICTURES.items()
    )
    query = {**state.link_query(chart.keys), "at": [view.key[1]]}
    return (
        f'<p class="tools"><span>{markup.escape(wording.PICTURE)}</span>{pictured}'
        f"<span>{markup.escape(wording.NUMBERS)}</span>"
        f"{_numbers(chart, query, name, 'CSV', '.csv')}{_numbers(chart, query, name, 'JSON', '')}"
        f'<span class="unseen" role="status" data-said="{markup.escape(wording.PICTURE_FAILED)}">'
        "</span></p>"
    )


def numbers(view: View, twin: str, keys: Sequence[str], title: str, *, name: str) -> str:
    """Return the line that offers the numbers of a table or panel that is no picture."""
    query = {**state.link_query(keys), "at": [view.key[1]]}
    chart = Chart(name=name, title=title, alt=title, counted="", twin=twin, keys=keys)
    file = f"stance-{view.case.case_id}-{name}-v{view.key[1]}"
    return (
        f'<p class="tools"><span>{markup.escape(wording.NUMBERS)}</span>'
        f"{_numbers(chart, query, file, 'CSV', '.csv')}{_numbers(chart, query, file, 'JSON', '')}"
        "</p>"
    )


def _numbers(
    chart: Chart, query: Mapping[str, Sequence[str]], name: str, label: str, ending: str
) -> str:
    href = markup.escape(markup.address(f"{api.PREFIX[1:]}/{chart.twin}{ending}", query))
    said = markup.escape(wording.NUMBERS_HELP.format(title=chart.title, format=label))
    opens = f'download="{markup.escape(name)}{ending}"' if ending else 'target="_blank"'
    return f'<a href="{href}" {opens} rel="noopener" aria-label="{said}">{label}</a>'
