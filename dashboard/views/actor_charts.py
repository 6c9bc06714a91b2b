"""The two charts of a profile: five axes against both sides, and tone over time."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import (
    cached,
    figures,
    findings,
    groups,
    markup,
    setup,
    state,
    theme,
    wording,
)
from dashboard.figures.strip import strip
from dashboard.pages import PAGES
from dashboard.queries_actors import Profile
from dashboard.setup import View
from dashboard.views import browser, charts, parts
from stance.model import Axis, Event
from stance.trends import Freq

URL_OPTIONS = PAGES["actors"].keys
FREQ: Freq = "month"
MAX_SELECTED = 25  # statements listed under the chart
Groups = list[tuple[str, str, str | None]]


# ---- five axes


def axes(view: View, name: str, members: Groups, occasions: pd.DataFrame, found: Profile) -> None:
    """Draw the means on all axes; ``members`` are key, label and side, the actor first."""
    means = groups.means_of(occasions)
    rows = {(row["axis"], row["group"]): row for row in markup.records(means)}
    words = [(axis.axis_id, _words_of(axis)) for axis in view.axes]
    shown = [(key, capital(label), side) for key, label, side in members]
    figure = strip(rows, words, shown, look=view.look, narrow=browser.is_narrow())
    st.html(f'<h2 class="part">{markup.escape(wording.ACTORS_STRIP)}</h2>')
    others = theme.listed([label for _, label, _ in members[1:]])
    charts.show(
        view,
        figure,
        charts.Chart(
            name="axes",
            title=wording.ACTORS_STRIP_TITLE.format(name=name),
            alt=wording.ACTORS_STRIP_ALT.format(
                name=name, others=others,
                axes=theme.listed([each.label.lower() for _, each in words]),
            ),
            counted=_counted(found.counts),
            twin="actors",
            keys=("axis",),
            on_select=partial(_axis_clicked, charts.key_of(view, "axes")),
            table=charts.Table(
                heads=wording.ACTORS_STRIP_COLUMNS,
                rows=_axes_rows(rows, words, shown),
                numeric=(2, 3, 4),
            ),
        ),
        note=_strip_note,
    )  # fmt: skip


def _strip_note() -> None:
    st.html(f'<p class="notes">{markup.escape(wording.ACTORS_STRIP_NOTE)}</p>')


def _axes_rows(
    rows: dict[tuple[str, str], dict[str, Any]],
    words: Sequence[tuple[str, figures.AxisWords]],
    members: Groups,
) -> list[list[str]]:
    return [
        [
            each.label,
            label,
            theme.signed(rows[axis_id, key]["mean"]),
            findings.interval_of(rows[axis_id, key]),
            theme.number(int(rows[axis_id, key]["n_utterances"])),
        ]
        for axis_id, each in words
        for key, label, _ in members
        if (axis_id, key) in rows
    ]


def _axis_clicked(key: str) -> None:
    points = st.session_state[key]["selection"]["points"]
    data = points[0].get("customdata") if points else None
    axis_id = data[0] if isinstance(data, list) and data else data
    if axis_id:
        state.set_option("axis", str(axis_id))


def _words_of(axis: Axis) -> figures.AxisWords:
    label = setup.axis_label(axis.axis_id)
    return figures.AxisWords(label=label, warm=axis.warm, cold=axis.cold)


def _counted(counts: dict[str, Any]) -> str:
    return (
        f"{theme.plural(counts['statements'], *wording.STATEMENT)}, "
        f"{theme.plural(counts['utterances'], *wording.UTTERANCE)}"
    )


# ---- over time


def over_time(view: View, name: str, found: Profile, axis: Axis, side: str | None) -> None:
    """Draw the statements and monthly means of one actor, and the words chosen in the chart."""
    st.html(f'<h2 class="part">{markup.escape(wording.ACTORS_TREND)}</h2>')
    if found.trend.empty and found.points.empty:
        st.html(f'<p class="quiet">{markup.escape(wording.ACTORS_TREND_UNDATED)}</p>')
        return
    key = str(found.trend["group"].iloc[0] if len(found.trend) else found.points["who"].iloc[0])
    group = figures.Group(key=key, label=name, side=side)
    drawn = found.points.assign(group=key)
    figure = figures.timeline(
        drawn,
        found.trend,
        _events(view),
        [group],
        axis=_words_of(axis),
        look=view.look,
        freq=FREQ,
        narrow=browser.is_narrow(),
    )
    label = setup.axis_label(axis.axis_id)
    charts.show(
        view,
        figure,
        charts.Chart(
            name="overtime",
            title=wording.ACTORS_TREND_TITLE.format(name=name, axis=label),
            alt=wording.CHART_ALT.format(
                axis=label.lower(), first=theme.long_date(found.counts["first"]),
                last=theme.long_date(found.counts["last"]), cold=axis.cold, warm=axis.warm,
                n=theme.plural(found.counts["placed_scored"], *wording.STATEMENT),
            ),
            counted=_counted(found.counts),
            twin="tone",
            keys=("axis",),
            on_select=partial(_point_clicked, charts.key_of(view, "overtime")),
            table=charts.Table(
                heads=wording.TREND_COLUMNS,
                rows=_trend_rows(found.trend, name),
                numeric=(2, 3, 4, 5, 6),
            ),
        ),
    )  # fmt: skip
    _selected(view, drawn, axis)


def _point_clicked(key: str) -> None:
    ids: list[str] = []
    for point in st.session_state[key]["selection"]["points"]:
        data = point.get("customdata")
        identifier = data[0] if isinstance(data, list) and data else data
        if identifier:
            ids.append(str(identifier))
    st.session_state["profile_points"] = (key, tuple(dict.fromkeys(ids)))
    state.touch()


def _selected(view: View, drawn: pd.DataFrame, axis: Axis) -> None:
    """List the statements that are selected in the chart over time."""
    key, keys = st.session_state.get("profile_points", ("", ()))
    if key != charts.key_of(view, "overtime") or not keys:
        return
    ids = tuple(figures.ids_of(list(keys), drawn, FREQ))
    rows = cached.by_ids(view.key, ids[:MAX_SELECTED], axis.axis_id)
    title = wording.SELECTED.format(count=theme.plural(len(ids), *wording.STATEMENT))
    more = f" {wording.SELECTED_MORE.format(shown=len(rows))}" if len(rows) < len(ids) else ""
    with st.container(horizontal=True, vertical_alignment="bottom", key="selectedhead"):
        st.html(f'<p class="notes" role="status">{markup.escape(title)}.{markup.escape(more)}</p>')
        st.button(
            wording.CLEAR_SELECTION, type="tertiary", key="unselect",
            on_click=charts.forget_selection,
        )  # fmt: skip
    label = setup.axis_label(axis.axis_id)
    hrefs = parts.hrefs(rows, URL_OPTIONS)
    st.html(markup.statement_table(rows, label, view.case.sides, hrefs, caption=title))


def _events(view: View) -> list[Event]:
    """Return the events of the days that are shown."""
    selection = state.filters().selection
    first, last = selection.date_from or date.min, selection.date_to or date.max
    return [event for event in view.case.events if first <= event.day <= last]


def _trend_rows(trend: pd.DataFrame, name: str) -> list[list[str]]:
    return [
        [
            name,
            figures.period_label(pd.Timestamp(row["period_start"]).date(), FREQ),
            theme.signed(row["mean"]),
            figures.interval_text(row),
            *(theme.number(int(row[key])) for key in ("n_statements", "n_utterances", "n_sources")),
        ]
        for row in markup.records(trend)
    ]


def capital(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
