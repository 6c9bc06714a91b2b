"""The filters: one sentence that says what is shown, the way to change it, and to share it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from dashboard import cached, markup, state, theme, wording
from dashboard import filters as filters_module
from dashboard.filters import CONFIDENCE, LIST_KEYS
from dashboard.setup import View
from dashboard.state import Choices
from stance.selection import first_day, last_day

LEAST_CERTAIN = (0.0, 0.5, 0.7, 0.9)


def draw(view: View, counts: dict[str, Any], page: str, keys: Sequence[str]) -> None:
    """Draw the filters as a sentence, what the period leaves out, and what is wrong with the link.

    Args:
        view: The ground of the page.
        counts: How much the filters left.
        page: Name of the page, for its links.
        keys: Options of the page that its links keep.
    """
    counted = (
        f"{theme.plural(counts['statements'], *wording.STATEMENT)}, "
        f"{theme.plural(counts['utterances'], *wording.UTTERANCE)}"
    )
    _sentence(view.choices, (counts["first"], counts["last"]), counted)
    _period_note(view, page, keys)
    problems = state.problems()
    if problems:
        said = " ".join([wording.LINK_PROBLEM, *problems])
        st.html(f'<p class="notes" role="alert">{markup.escape(said)}</p>')


def _period_note(view: View, page: str, keys: Sequence[str]) -> None:
    """Say how much lies outside the period of the case, and lead there or back."""
    filters, period = state.filters(), view.case.period
    if period is None:
        return
    dates = (filters.selection.date_from, filters.selection.date_to)
    named = theme.whole_period(*period).replace(f" {theme.DASH} ", " to ")
    if dates == period:
        found = cached.outside(view.key, filters)
        if not found["statements"]:
            return
        said = wording.LEFT_OUT.format(_outside(found["statements"], found["undated"]))
        label, chosen = wording.SHOW_ALL_DATES, filters_module.all_dates(filters)
    elif dates == (None, None):
        within = replace(filters.selection, date_from=period[0], date_to=period[1])
        said, label = wording.ALL_DATES, wording.SHOW_PERIOD.format(period=named)
        chosen = replace(filters, selection=within)
    else:
        return
    kept = [key for key in keys if key not in ("page", "statement")]
    href = markup.address(".", state.page_query(page, kept, chosen))
    st.html(f'<p class="notes">{markup.escape(said)} {markup.link(href, label)}</p>')


def _outside(total: int, undated: int) -> str:
    """Return "7 statements of other times, 24 without a date"; what there is none of is unsaid."""
    pairs = ((total - undated, wording.OTHER_TIMES), (undated, wording.WITHOUT_DATE))
    said = [(count, words) for count, words in pairs if count]
    first = [theme.plural(count, *wording.STATEMENT) for count, _ in said[:1]]
    counts = [*first, *(theme.number(count) for count, _ in said[1:])]
    return ", ".join(words.format(n) for n, (_, words) in zip(counts, said, strict=True))


def _sentence(choices: Choices, found: tuple[str | None, str | None], counted: str) -> None:
    """Draw the filters: one sentence that says what is shown, and the way to change it.

    Args:
        choices: What can be chosen.
        found: First and last date of what the filters left.
        counted: How much they left.
    """
    current = state.filters()
    span = (current.selection.date_from, current.selection.date_to)
    if span[0] and span[1]:
        when = theme.whole_period(span[0], span[1])
    else:
        when = theme.date_range(
            span[0] or found[0] or choices.first, span[1] or found[1] or choices.last
        )
    words = filters_module.describe(current, choices.labels)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="filterbar"):
        st.html(
            f'<p class="view" role="status"><strong>{markup.escape(words)}</strong>, '
            f"{markup.escape(when)}: {markup.escape(counted)}</p>"
        )
        st.html(_copy())
        with st.popover(wording.CHANGE_FILTERS, key="filterpop"):
            _filter_fields(choices)
        if current != choices.default:
            st.button(
                wording.CLEAR_FILTERS,
                type="tertiary",
                key="clear",
                on_click=state.set_filters,
                args=(choices.default,),
            )


def _copy() -> str:
    """Return the button that copies the address of the view; the page's script acts on it."""
    said = markup.escape(wording.COPIED)
    return (
        f'<span class="copy"><span class="unseen" role="status"></span>'
        f'<button type="button" data-copy="{said}">{markup.escape(wording.COPY_LINK)}</button>'
        "</span>"
    )


def _filter_fields(choices: Choices) -> None:
    selection = state.filters().selection
    # Two by two in rows of their own: on a phone they stand below each other in the same order.
    cells = [cell for _ in range(len(LIST_KEYS) // 2) for cell in st.columns(2)]
    for cell, (key, name) in zip(cells, LIST_KEYS.items(), strict=False):
        widget = f"filter_{key}"
        chosen = list(getattr(selection, name))
        names = list(dict.fromkeys([*choices.names.get(key, ()), *chosen]))
        st.session_state[widget] = chosen
        cell.multiselect(
            wording.FILTERS[key],
            names,
            key=widget,
            help=wording.FILTER_HELP[key],
            format_func=_labeller(key, choices),
            placeholder=wording.ANY,
            on_change=_list_changed,
            args=(name, widget),
            select_all=False,
        )
    for cell, field in zip(st.columns(2), (_towards_field, _confidence_field), strict=True):
        with cell:
            field()
    first, last = _bounds(choices)
    days = (("date_from", wording.FROM), ("date_to", wording.TO))
    for column, (key, label) in zip(st.columns(2), days, strict=True):
        widget = f"filter_{key}"
        st.session_state[widget] = getattr(selection, key)
        column.date_input(
            label,
            value=None,
            key=widget,
            help=wording.FILTER_HELP["dates"],
            format="YYYY-MM-DD",
            min_value=first,
            max_value=last,
            on_change=_date_changed,
            args=(key, widget),
        )


def _towards_field() -> None:
    """Draw the choice between the pair's words to each other and words to anybody."""
    selection = state.filters().selection
    st.session_state["filter_towards"] = "pair" if selection.pair_only else "anybody"
    st.segmented_control(
        wording.FILTERS["towards"],
        list(wording.TOWARDS_LABELS),
        key="filter_towards",
        format_func=lambda value: wording.TOWARDS_LABELS[value],
        required=True,
        help=wording.FILTER_HELP["towards"],
        disabled=bool(selection.targets),
        on_change=_towards_changed,
    )


def _confidence_field() -> None:
    """Draw how certain the speaker has to be; a value of a link stands among the usual ones."""
    least = state.filters().selection.min_confidence
    values = sorted({*LEAST_CERTAIN, least})
    st.session_state["filter_confidence"] = least
    st.segmented_control(
        wording.FILTERS[CONFIDENCE],
        values,
        key="filter_confidence",
        format_func=lambda value: f"{value:.0%}" if value else wording.ANY,
        required=True,
        help=wording.FILTER_HELP[CONFIDENCE],
        on_change=_confidence_changed,
    )


def _bounds(choices: Choices) -> tuple[date | None, date | None]:
    """Return the days that the calendars offer: those of the collection and those chosen."""
    selection = state.filters().selection
    chosen = [day for day in (selection.date_from, selection.date_to) if day]
    firsts = [first_day(choices.first)] if choices.first else []
    lasts = [last_day(choices.last)] if choices.last else []
    return min([*chosen, *firsts], default=None), max([*chosen, *lasts], default=None)


def _labeller(key: str, choices: Choices) -> Callable[[str], str]:
    labels, counts = choices.labels.get(key, {}), choices.counts.get(key, {})

    def label(name: str) -> str:
        shown = labels.get(name, name)
        return f"{shown} ({theme.number(counts[name])})" if name in counts else shown

    return label


def search() -> None:
    """Draw the field for words to look for."""
    state.fill("words", state.filters().words)
    st.text_input(
        wording.SEARCH,
        key="words",
        type="search",
        max_chars=filters_module.MAX_WORDS,
        placeholder=wording.SEARCH,
        label_visibility="collapsed",
        on_change=_words_changed,
    )


def _list_changed(name: str, widget: str) -> None:
    chosen: Any = {name: tuple(st.session_state.get(widget) or ())}
    if name == "targets":  # who names a target asks for that one
        chosen["pair_only"] = state.default().selection.pair_only and not chosen[name]
    state.set_filters(
        replace(state.filters(), selection=replace(state.filters().selection, **chosen))
    )


def _towards_changed() -> None:
    pair_only = st.session_state.get("filter_towards") == "pair"
    state.set_filters(
        replace(state.filters(), selection=replace(state.filters().selection, pair_only=pair_only))
    )


def _confidence_changed() -> None:
    least = float(st.session_state.get("filter_confidence") or 0.0)
    selection = replace(state.filters().selection, min_confidence=least)
    state.set_filters(replace(state.filters(), selection=selection))


def _date_changed(name: str, widget: str) -> None:
    day = st.session_state.get(widget)
    selection = state.filters().selection
    bounds: dict[str, Any] = {"date_from": selection.date_from, "date_to": selection.date_to}
    bounds[name] = day
    if bounds["date_from"] and bounds["date_to"] and bounds["date_from"] > bounds["date_to"]:
        # The new bound is what the reader meant; the old one would leave nothing.
        bounds = {key: value if key == name else None for key, value in bounds.items()}
    state.set_filters(replace(state.filters(), selection=replace(selection, **bounds)))


def _words_changed() -> None:
    words = " ".join(str(st.session_state.get("words") or "").split())
    state.set_filters(replace(state.filters(), words=words))
