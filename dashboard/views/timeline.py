"""The timeline: what changed, how sure that is, and the statements behind every mark."""

from datetime import date
from functools import partial
from typing import Any, cast

import pandas as pd
import streamlit as st

from dashboard import cached, figures, markup, queries, setup, state, theme, wording
from dashboard.filters import Filters
from dashboard.setup import View
from dashboard.views import browser, parts
from stance.model import Axis, Event, stable_id
from stance.trends import By, Freq

URL_OPTIONS = ("axis", "by", "freq", "events")
MAX_GROUPS = {"side": 4, "actor": 8}
SUMMARISED = {"side": 2, "actor": 3}
MAX_SELECTED = 25
OTHERS = "\0others"  # no side or actor is called so


def draw(view: View) -> None:
    """Draw the page."""
    filters = state.filters()
    axis = view.axis()
    by, freq = _grouping(view)
    counts = cached.counts(view.key, filters, axis.axis_id)
    trend = cached.trend(view.key, filters, axis.axis_id, by, freq)
    parts.heading(view.case.title, *_lede(view, filters, axis, counts))
    parts.bar(view, counts, "timeline", URL_OPTIONS)
    if not counts["statements"]:
        parts.nothing(view, filters, axis.axis_id)
        return
    _controls(view)
    points = cached.points(view.key, filters, axis.axis_id)
    groups, total = _groups(view, points, trend, by)
    drawn = _chart(view, points, trend, groups, axis, counts, total)
    _words(view, filters, axis, drawn, freq)
    _as_table(trend, groups, freq)
    _events_as_list(view, counts)
    parts.downloads(view, filters, "series", ("axis", "by", "freq"))


def _lede(view: View, filters: Filters, axis: Axis, counts: dict[str, Any]) -> tuple[str, str]:
    """Return the finding, and what qualifies it: change over time, and what cannot be said."""
    if not counts["statements"]:
        return wording.NOTHING, ""
    by, freq = _grouping(view)
    names = {
        **view.choices.labels.get(by, {}),
        **(wording.SIDES_AS_SUBJECTS if by == "side" else {}),
    }
    limit = SUMMARISED[by]
    said = cached.summary(view.key, filters, axis.axis_id, by, freq, names, limit)
    doubts = [text for text in said if text.startswith("Too few") or _is_change(text, names)]
    findings = [text for text in said if text not in doubts]
    doubts = wording.joined_doubts(doubts)
    return wording.mid_sentence(" ".join(findings or doubts)), wording.mid_sentence(
        " ".join(doubts if findings else [])
    )


def _grouping(view: View) -> tuple[By, Freq]:
    """Return what makes a series, and the length of a period."""
    by = state.option("by", view.choices)
    freq = state.option("freq", view.choices)
    return cast("By", by), cast("Freq", freq)


def _is_change(text: str, names: dict[str, str]) -> bool:
    name, colon, _ = text.partition(":")
    return bool(colon) and (name in names.values() or name in names)


def _controls(view: View) -> None:
    choices = view.choices
    with st.container(horizontal=True, gap="medium", key="controls"):
        axes = {name: setup.axis_label(name) for name in choices.view["axis"]}
        state.segmented(wording.AXIS, "axis", axes, choices, wording.AXIS_HELP)
        state.segmented(wording.BY, "by", wording.BY_LABELS, choices, wording.BY_HELP)
        state.segmented(wording.FREQ, "freq", wording.FREQ_LABELS, choices, wording.FREQ_HELP)
        kinds = _event_kinds(view)
        if kinds:
            state.several(
                wording.EVENTS, "events", kinds, wording.EVENTS_CHOSEN, wording.EVENTS_HELP
            )


def _event_kinds(view: View) -> dict[str, str]:
    """Return the kinds of events of the days that are shown, with their labels."""
    found = {event.kind for event in _events_shown(view)}
    known = [kind for kind in wording.EVENT_KINDS if kind in found]
    others = sorted(found - set(known))  # a case may have kinds of its own
    return {kind: wording.EVENT_KINDS.get(kind, kind.capitalize()) for kind in [*known, *others]}


def _events_shown(view: View) -> list[Event]:
    selection = state.filters().selection
    first, last = selection.date_from or date.min, selection.date_to or date.max
    return [event for event in view.case.events if first <= event.day <= last]


def _events(view: View) -> list[Event]:
    """Return the events to mark: of the days that are shown and the kinds that were chosen."""
    chosen = state.chosen("events", list(_event_kinds(view)))
    return [event for event in _events_shown(view) if event.kind in chosen]


def _groups(
    view: View, points: pd.DataFrame, trend: pd.DataFrame, by: str
) -> tuple[list[figures.Group], int]:
    """Return the series to draw and how many there would be: the pair first, then by size."""
    totals = trend.groupby("group")["n_statements"].sum()
    sizes = {str(name): int(total) for name, total in totals.items()}
    pair = [side for side in view.case.sides[:2] if side in sizes] if by == "side" else []
    rest = sorted(
        (name for name in sizes if name not in pair), key=lambda name: (-sizes[name], name)
    )
    chosen = [*pair, *rest][: MAX_GROUPS[by]]
    column = "side" if by == "side" else "who"
    sides = dict(zip(points[column], points["side"], strict=True)) if by == "actor" else {}
    labels = view.choices.labels.get(by, {})
    groups = []
    for name in chosen:
        side = name if by == "side" else sides.get(name)
        groups.append(figures.Group(key=name, label=labels.get(name, name), side=side))
    return groups, len(sizes)


def _chart(
    view: View,
    points: pd.DataFrame,
    trend: pd.DataFrame,
    groups: list[figures.Group],
    axis: Axis,
    counts: dict[str, Any],
    total: int,
) -> pd.DataFrame:
    """Draw the chart and return its points with the group of each."""
    by, freq = _grouping(view)
    column = "side" if by == "side" else "who"
    drawn = points.assign(group=points[column].astype("object"))
    shown = list(groups)
    if by == "side":
        keys = {group.key for group in groups}
        drawn["group"] = [key if key in keys else OTHERS for key in drawn["group"]]
        if (drawn["group"] == OTHERS).any():
            shown.append(figures.Group(key=OTHERS, label=wording.OTHERS, side=None))
    words = figures.AxisWords(label=setup.axis_label(axis.axis_id), warm=axis.warm, cold=axis.cold)
    figure = figures.timeline(
        drawn,
        trend,
        _events(view),
        shown,
        axis=words,
        look=view.look,
        freq=freq,
        lanes=by == "actor",
        narrow=browser.is_narrow(),
        period=_whole_period(view),
    )
    if browser.is_touch():
        figure.update_layout(dragmode=False)
    alt = wording.CHART_ALT.format(
        axis=words.label.lower(),
        first=theme.long_date(counts["first"]),
        last=theme.long_date(counts["last"]),
        cold=axis.cold,
        warm=axis.warm,
        n=theme.plural(counts["placed_scored"], *wording.STATEMENT),
    )
    key = _chart_key(view)
    st.plotly_chart(
        figure,
        key=key,
        theme=None,
        on_select=partial(_selected, key),
        selection_mode=("points", "box"),
        alt=alt,
        config=parts.chart_config(f"stance-{axis.axis_id}-by-{by}"),
    )
    _notes(points, counts, freq, by, groups, total)
    return drawn


def _whole_period(view: View) -> tuple[date, date] | None:
    """Return the period of the case while it is what the reader looks at.

    Charts of different speakers then have the same time axis.
    """
    selection = state.filters().selection
    dates = (selection.date_from, selection.date_to)
    return view.case.period if dates == view.case.period else None


def _chart_key(view: View) -> str:
    """Return a key that changes with the view, so that no selection outlives its view."""
    turn = st.session_state.get("chart_turn", 0)
    return "chart-" + stable_id(str(state.link_query(URL_OPTIONS)), *view.key, str(turn))


def _selected(key: str) -> None:
    ids: list[str] = []
    for point in st.session_state[key]["selection"]["points"]:
        data = point.get("customdata")
        identifier = data[0] if isinstance(data, list) and data else data
        if identifier:
            ids.append(str(identifier))
    st.session_state["chosen_points"] = (key, tuple(dict.fromkeys(ids)))
    state.touch()


def _chosen(view: View) -> tuple[str, ...]:
    key, ids = st.session_state.get("chosen_points", ("", ()))
    return tuple(ids) if key == _chart_key(view) else ()


def _notes(
    points: pd.DataFrame,
    counts: dict[str, Any],
    freq: str,
    by: str,
    groups: list[figures.Group],
    total: int,
) -> None:
    """Say how to read the chart and what is not in it."""
    notes = [] if browser.is_touch() else [wording.ZOOM_HINT]
    notes += [wording.SWARM_NOTE, wording.MEAN_NOTE.format(freq=wording.FREQ_LABELS[freq].lower())]
    if len(groups) < total and by == "actor":
        notes.append(wording.TOO_MANY_GROUPS.format(shown=len(groups), total=theme.number(total)))
    if len(points) < counts["placed_scored"]:
        shown, of = theme.number(len(points)), theme.number(counts["placed_scored"])
        notes.append(wording.SAMPLED_NOTE.format(shown=shown, total=of))
    silent = counts["statements"] - counts["scored"]
    if silent:
        notes.append(wording.NO_SCORE_NOTE.format(count=theme.plural(silent, *wording.STATEMENT)))
    if counts["unplaced"]:
        unplaced = theme.plural(counts["unplaced"], *wording.STATEMENT)
        notes.append(wording.UNDATED_NOTE.format(count=unplaced))
    hint = f"<strong>{markup.escape(wording.READ_HINT)}</strong>"
    st.html(f'<p class="notes">{hint} {markup.escape(" ".join(notes))}</p>')


def _words(view: View, filters: Filters, axis: Axis, drawn: pd.DataFrame, freq: str) -> None:
    """List the statements chosen in the chart, or the warmest and coldest of the view."""
    ids = tuple(figures.ids_of(_chosen(view), drawn, freq))
    label = setup.axis_label(axis.axis_id)
    if ids:
        rows = cached.by_ids(view.key, ids[:MAX_SELECTED], axis.axis_id)
        many = theme.plural(len(ids), *wording.STATEMENT)
        title = wording.SELECTED.format(count=many)
        more = f" {wording.SELECTED_MORE.format(shown=len(rows))}" if len(rows) < len(ids) else ""
        with st.container(horizontal=True, vertical_alignment="bottom", key="selectedhead"):
            st.html(
                f'<h2 class="part" role="status">{markup.escape(title)}.{markup.escape(more)}</h2>'
            )
            st.button(wording.CLEAR_SELECTION, type="tertiary", key="unselect", on_click=_unselect)
        hrefs = parts.hrefs(rows, URL_OPTIONS)
        st.html(markup.statement_table(rows, label, view.case.sides, hrefs, caption=title))
        return
    poles = (
        (True, wording.EXTREMES.format(axis.warm)),
        (False, wording.EXTREMES.format(axis.cold)),
    )
    with st.container(key="extremes"):
        columns = st.columns(2, gap="large")
    found = [
        (title, cached.extremes(view.key, filters, axis.axis_id, warm)) for warm, title in poles
    ]
    for column, (title, rows) in zip(
        columns, found if len(found[0][1]) else found[::-1], strict=True
    ):
        if not rows.empty:
            listed = markup.quote_list(rows, view.case.sides, parts.hrefs(rows, URL_OPTIONS))
            column.html(f'<h2 class="part">{markup.escape(title)}</h2>{listed}')


def _unselect() -> None:
    st.session_state["chart_turn"] = st.session_state.get("chart_turn", 0) + 1
    state.touch()


def _as_table(trend: pd.DataFrame, groups: list[figures.Group], freq: str) -> None:
    labels = {group.key: group.label for group in groups}
    rows = [
        [
            labels[row["group"]],
            figures.period_label(date.fromisoformat(str(row["period_start"])[:10]), freq),
            theme.signed(row["mean"]),
            figures.interval_text(row),
            *(
                theme.number(int(row[name]))
                for name in ("n_statements", "n_utterances", "n_sources")
            ),
        ]
        for row in markup.records(trend[trend["group"].isin(list(labels))])
    ]
    if not rows:
        return
    with st.expander(wording.AS_TABLE):
        st.html(
            markup.plain_table(
                wording.TREND_COLUMNS,
                rows[: queries.PAGE_ROWS],
                caption=wording.AS_TABLE,
                numeric=(2, 3, 4, 5, 6),
            )
        )


def _events_as_list(view: View, counts: dict[str, Any]) -> None:
    """List what the ticks above the chart mean, for whoever cannot point at them."""
    selection = state.filters().selection
    first, last = str(selection.date_from or counts["first"]), str(selection.date_to or "9")
    rows = [
        [
            theme.long_date(event.day),
            event.title,
            wording.EVENT_KINDS.get(event.kind, event.kind.capitalize()),
            event.description,
        ]
        for event in _events(view)
        if first <= event.day.isoformat() <= last
    ]
    if not rows:
        return
    with st.expander(wording.EVENTS_LIST):
        st.html(
            markup.plain_table(wording.EVENT_COLUMNS, rows, caption=wording.EVENTS_LIST, numeric=())
        )
