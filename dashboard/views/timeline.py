"""The timeline: what changed, how sure that is, and the statements behind every mark."""

from datetime import date
from typing import Any, cast

import streamlit as st

from dashboard import cached, markup, state, theme, wording
from dashboard.pages import PAGES
from dashboard.setup import View
from dashboard.views import (
    controls,
    filterbar,
    offers,
    parts,
    timeline_chart,
    timeline_more,
    timeline_words,
)
from stance.model import Event
from stance.trends import By, Freq

URL_OPTIONS = PAGES["timeline"].keys
SUMMARISED = {"side": 2, "actor": 3, "dyad": 2, "topic": 3, "outlet": 3}


def draw(view: View) -> None:
    """Draw the page."""
    filters, axis = state.filters(), view.axis()
    by, freq = _grouping(view)
    counts = cached.counts(view.key, filters, axis.axis_id)
    # The chart is what a change of filters is for: it is drawn first, the sentences above it after.
    heading = st.container(key="finding")
    filterbar.draw(view, counts, "timeline", URL_OPTIONS)
    if not counts["statements"]:
        with heading:
            parts.heading(view.case.title, wording.NOTHING)
        parts.nothing(view, filters, axis.axis_id)
        return
    _controls(view)
    shown = timeline_chart.Shown(
        view=view,
        filters=filters,
        axis=axis,
        by=by,
        freq=freq,
        counts=counts,
        trend=cached.trend(view.key, filters, axis.axis_id, by, freq),
        events=_events(view),
    )
    drawn = timeline_chart.draw(shown, timeline_more.marks(shown))
    with heading:
        parts.heading(view.case.title, *_lede(shown))
    _events_as_list(view, counts)
    timeline_more.draw(shown)
    timeline_words.draw(shown, drawn)
    offers.statements(view, filters, counts)
    timeline_chart.look_for_turns(shown)


def _lede(shown: timeline_chart.Shown) -> tuple[str, str]:
    """Return the finding, and what qualifies it: change over time, and what cannot be said."""
    names = timeline_chart.names(shown.view, shown.by, is_subject=True)
    said = cached.summary(
        shown.view.key, shown.filters, shown.axis.axis_id, shown.by, shown.freq, names,
        SUMMARISED[shown.by],
    )  # fmt: skip
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
        controls.axis(choices)
        controls.segmented(wording.BY, "by", wording.BY_LABELS, choices, wording.BY_HELP)
        controls.segmented(wording.FREQ, "freq", wording.FREQ_LABELS, choices, wording.FREQ_HELP)
        kinds = _event_kinds(view)
        if kinds:
            controls.several(
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
