"""The words below the timeline: those chosen in the chart, or the warmest and the coldest."""

import pandas as pd
import streamlit as st

from dashboard import cached, figures, markup, theme, wording
from dashboard.pages import PAGES
from dashboard.views import charts, parts
from dashboard.views.timeline_chart import Shown, chosen

MAX_SELECTED = 25
_KEYS = PAGES["timeline"].keys


def draw(shown: Shown, drawn: pd.DataFrame) -> None:
    """List the statements chosen in the chart, or the warmest and coldest of the view.

    Args:
        shown: What the page shows.
        drawn: The points of the chart, with ``group``.
    """
    windows = figures.windows_of(shown.trend, shown.freq)
    ids = tuple(figures.ids_of(chosen(shown.view), drawn, shown.freq, windows))
    if ids:
        _selected(shown, ids)
    else:
        _extremes(shown)


def _selected(shown: Shown, ids: tuple[str, ...]) -> None:
    view = shown.view
    rows = cached.by_ids(view.key, ids[:MAX_SELECTED], shown.axis.axis_id)
    title = wording.SELECTED.format(count=theme.plural(len(ids), *wording.STATEMENT))
    more = f" {wording.SELECTED_MORE.format(shown=len(rows))}" if len(rows) < len(ids) else ""
    with st.container(horizontal=True, vertical_alignment="bottom", key="selectedhead"):
        st.html(f'<h2 class="part" role="status">{markup.escape(title)}.{markup.escape(more)}</h2>')
        st.button(
            wording.CLEAR_SELECTION,
            type="tertiary",
            key="unselect",
            on_click=charts.forget_selection,
        )
    hrefs = parts.hrefs(rows, _KEYS)
    st.html(markup.statement_table(rows, shown.label, view.case.sides, hrefs, caption=title))


def _extremes(shown: Shown) -> None:
    axis, view = shown.axis, shown.view
    poles = (
        (True, wording.EXTREMES.format(axis.warm)),
        (False, wording.EXTREMES.format(axis.cold)),
    )
    with st.container(key="extremes"):
        columns = st.columns(2, gap="large")
    found = [
        (title, cached.extremes(view.key, shown.filters, axis.axis_id, warm))
        for warm, title in poles
    ]
    for column, (title, rows) in zip(
        columns, found if len(found[0][1]) else found[::-1], strict=True
    ):
        if not rows.empty:
            listed = markup.quote_list(rows, view.case.sides, parts.hrefs(rows, _KEYS))
            column.html(f'<h2 class="part">{markup.escape(title)}</h2>{listed}')
