"""What the reader has set, kept in the session and in the URL, the same on every page.

The filters and the options of a page live in the session under plain keys; widgets are filled from
them before they are drawn and write back through callbacks. Streamlit's own ``bind`` is not used:
it loses the parameters on a change of page, writes labels instead of names, and does not restore a
view on "back" (tried with 1.67). Here the URL is read when a link is opened or the history is
used, and written after each run.

All pages live at one address and differ by ``?view=``: below a path of its own a page would make
the browser ask for two files that do not exist before it finds the server.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import streamlit as st

from dashboard import filters as filters_module
from dashboard import markup, theme, wording
from dashboard.filters import LIST_KEYS, Filters
from stance.selection import first_day, last_day

Query = dict[str, list[str]]

# Options of a page: URL key -> its valid values, the first being the default ("" = anything).
FREQS = ("month", "week", "quarter")
GROUPINGS = ("side", "actor")
PAGES = ("timeline", "statements", "method")
VIEW, NONE = "view", "none"
_DEFAULT, _FILTERS, _VIEW, _URL, _TOUCHED, _PROBLEMS = (
    "default_filters",
    "filters",
    "view_options",
    "url",
    "touched",
    "link_problems",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What can be chosen: valid values of each option and each filter, and their labels."""

    view: Mapping[str, Sequence[str]]
    names: Mapping[str, Sequence[str]]
    known: Mapping[str, Set[str]]
    labels: Mapping[str, Mapping[str, str]]
    counts: Mapping[str, Mapping[str, int]]
    first: str | None = None
    last: str | None = None
    default: Filters = field(default_factory=Filters)


def begin(choices: Choices) -> None:
    """Take over what the URL says, if the reader came by a link or through the history."""
    seen = _read_url()
    session = st.session_state
    by_widget = session.pop(_TOUCHED, False)
    session[_PROBLEMS] = []
    session[_DEFAULT] = choices.default
    if _FILTERS not in session or (seen != session.get(_URL) and not by_widget):
        _adopt(seen, choices)


def page() -> str:
    """Return which page the URL asks for; a statement is opened on the page of statements."""
    named = st.query_params.get(VIEW, "")
    if st.query_params.get("statement"):
        return "statements"
    return named if named in PAGES else PAGES[0]


def page_query(
    name: str, keys: Sequence[str], chosen: Filters | None = None, **changes: str
) -> Query:
    """Return URL parameters that open a page with the filters and these options of this view.

    Args:
        name: The page.
        keys: Options to keep.
        chosen: Other filters than those of this view.
        changes: Options to change.
    """
    query = link_query(keys, chosen, **changes)
    is_plain = name == PAGES[0] or "statement" in query
    return query if is_plain else {VIEW: [name], **query}


def finish(name: str, keys: Sequence[str]) -> None:
    """Write the page, the filters, and these options of the page into the URL."""
    query = page_query(name, keys)
    if query != _read_url():
        st.query_params.from_dict(query)
    st.session_state[_URL] = query


def filters() -> Filters:
    """Return the filters of this session."""
    found: Filters = st.session_state.get(_FILTERS, _default())
    return found


def _default() -> Filters:
    found: Filters = st.session_state.get(_DEFAULT, Filters())
    return found


def set_filters(value: Filters) -> None:
    """Replace the filters, from a callback."""
    st.session_state[_FILTERS] = value
    st.session_state[_VIEW] = {
        key: text for key, text in st.session_state.get(_VIEW, {}).items() if key != "page"
    }
    touch()


def option(key: str, choices: Choices) -> str:
    """Return an option of the page, or its default."""
    values = choices.view.get(key, ("",))
    found = st.session_state.get(_VIEW, {}).get(key, values[0])
    return str(found if not values[0] or found in values else values[0])


def set_option(key: str, value: str) -> None:
    """Set an option of the page, from a callback."""
    view = dict(st.session_state.get(_VIEW, {}))
    if key != "page":
        view.pop("page", None)
    view[key] = value
    st.session_state[_VIEW] = view
    touch()


def touch() -> None:
    """Note that this run began with a widget, so that a URL still under way does not undo it."""
    st.session_state[_TOUCHED] = True


def link_query(keys: Sequence[str], chosen: Filters | None = None, **changes: str) -> Query:
    """Return URL parameters of this view, with some options changed ("" removes one)."""
    view = {**st.session_state.get(_VIEW, {}), **changes}
    query = filters_module.to_query(chosen or filters(), _default())
    return query | {key: [view[key]] for key in keys if view.get(key)}


def problems() -> list[str]:
    """Return what could not be used of the link that opened this view."""
    found: list[str] = st.session_state.get(_PROBLEMS, [])
    return found


def _read_url() -> Query:
    return {key: list(st.query_params.get_all(key)) for key in st.query_params}


def _adopt(seen: Query, choices: Choices) -> None:
    wanted, found = filters_module.from_query(seen, choices.default)
    known, unknown = filters_module.known_only(wanted, choices.known)
    view: dict[str, str] = {}
    for key, values in choices.view.items():
        value = (seen.get(key) or [""])[-1]
        if value and (not values[0] or value in values) and value != values[0]:
            view[key] = value[:80]
    session = st.session_state
    session[_FILTERS], session[_VIEW] = known, view
    session[_PROBLEMS] = [*found, *unknown]


# ---- widgets


def segmented(label: str, key: str, labels: Mapping[str, str], choices: Choices, help: str) -> str:
    """Draw one option as a row of buttons and return its value."""
    widget = f"option_{key}"
    st.session_state[widget] = option(key, choices)
    st.segmented_control(
        label,
        list(choices.view[key]),
        key=widget,
        format_func=lambda value: labels[value],
        required=True,
        help=help,
        wrap=True,
        on_change=_option_changed,
        args=(key, widget),
    )
    return option(key, choices)


def several(
    label: str, key: str, labels: Mapping[str, str], said: Mapping[str, str], help: str
) -> None:
    """Draw an option that holds several values, all of them by default, as a small pop-up.

    Args:
        label: Name of the option.
        key: Its URL key.
        labels: Valid values and what they are called.
        said: What the button says for "all", "none" and "some" (their number, and of how many).
        help: What the values are.
    """
    current = chosen(key, list(labels))
    kind = "all" if len(current) == len(labels) else "some" if current else "none"
    widget = f"option_{key}"
    st.session_state[widget] = current
    with st.container(width="content", gap=None, key=f"box_{key}"):
        st.html(f'<p class="label" id="label_{markup.escape(key)}">{markup.escape(label)}</p>')
        with st.popover(said[kind].format(len(current), len(labels)), key=f"pop_{key}"):
            st.pills(
                label,
                list(labels),
                selection_mode="multi",
                key=widget,
                format_func=lambda value: labels[value],
                help=help,
                on_change=_several_changed,
                args=(key, widget, tuple(labels)),
            )


def chosen(key: str, values: Sequence[str]) -> list[str]:
    """Return which of the values an option holds; all of them while nothing was chosen."""
    text = str(st.session_state.get(_VIEW, {}).get(key, ""))
    return [value for value in values if value in text.split(",")] if text else list(values)


def select(label: str, key: str, labels: Mapping[str, str], choices: Choices) -> str:
    """Draw one option as a drop-down and return its value."""
    widget = f"option_{key}"
    st.session_state[widget] = option(key, choices)
    st.selectbox(
        label,
        list(choices.view[key]),
        key=widget,
        format_func=lambda value: labels[value],
        on_change=_option_changed,
        args=(key, widget),
    )
    return option(key, choices)


def search() -> None:
    """Draw the field for words to look for."""
    st.session_state["words"] = filters().words
    st.text_input(
        wording.SEARCH,
        key="words",
        type="search",
        max_chars=filters_module.MAX_WORDS,
        placeholder=wording.SEARCH,
        label_visibility="collapsed",
        on_change=_words_changed,
    )


def filter_bar(choices: Choices, found: tuple[str | None, str | None], counted: str) -> None:
    """Draw the filters: one sentence that says what is shown, and the way to change it.

    Args:
        choices: What can be chosen.
        found: First and last date of what the filters left.
        counted: How much they left.
    """
    current = filters()
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
        with st.popover(wording.CHANGE_FILTERS, key="filterpop"):
            _filter_fields(choices)
        if current != choices.default:
            st.button(
                wording.CLEAR_FILTERS,
                type="tertiary",
                key="clear",
                on_click=set_filters,
                args=(choices.default,),
            )


def _filter_fields(choices: Choices) -> None:
    selection = filters().selection
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
    _towards_field()
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
    selection = filters().selection
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


def _bounds(choices: Choices) -> tuple[date | None, date | None]:
    """Return the days that the calendars offer: those of the collection and those chosen."""
    selection = filters().selection
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


def _option_changed(key: str, widget: str) -> None:
    value = st.session_state.get(widget)
    if value is not None:
        set_option(key, str(value))


def _several_changed(key: str, widget: str, values: tuple[str, ...]) -> None:
    picked = list(st.session_state.get(widget) or ())
    set_option(key, "" if len(picked) == len(values) else ",".join(picked) or NONE)


def _list_changed(name: str, widget: str) -> None:
    chosen: Any = {name: tuple(st.session_state.get(widget) or ())}
    if name == "targets":  # who names a target asks for that one
        chosen["pair_only"] = _default().selection.pair_only and not chosen[name]
    set_filters(replace(filters(), selection=replace(filters().selection, **chosen)))


def _towards_changed() -> None:
    pair_only = st.session_state.get("filter_towards") == "pair"
    set_filters(replace(filters(), selection=replace(filters().selection, pair_only=pair_only)))


def _date_changed(name: str, widget: str) -> None:
    day = st.session_state.get(widget)
    selection = filters().selection
    bounds: dict[str, Any] = {"date_from": selection.date_from, "date_to": selection.date_to}
    bounds[name] = day
    if bounds["date_from"] and bounds["date_to"] and bounds["date_from"] > bounds["date_to"]:
        # The new bound is what the reader meant; the old one would leave nothing.
        bounds = {key: value if key == name else None for key, value in bounds.items()}
    set_filters(replace(filters(), selection=replace(selection, **bounds)))


def _words_changed() -> None:
    words = " ".join(str(st.session_state.get("words") or "").split())
    set_filters(replace(filters(), words=words))
