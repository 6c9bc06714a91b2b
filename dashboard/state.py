"""What the reader has set, kept in the session and in the URL, the same on every page.

The filters and the options of a page live in the session under plain keys; widgets are filled from
them before they are drawn and write back through callbacks. Streamlit's own ``bind`` is not used:
it loses the parameters on a change of page, writes labels instead of names, and does not restore a
view on "back" (tried with 1.67). Here the URL is read when a link is opened or the history is
used, and written after each run.

All pages live at one address and differ by ``?view=``: below a path of its own a page would make
the browser ask for two files that do not exist before it finds the server.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

import streamlit as st

from dashboard import filters as filters_module
from dashboard.filters import Filters
from dashboard.pages import FIRST

Query = dict[str, list[str]]

VIEW, NONE = "view", "none"
_DEFAULT, _FILTERS, _VIEW, _URL, _TOUCHED, _PROBLEMS, _FILLED, _SHOWN = (
    "default_filters",
    "filters",
    "view_options",
    "url",
    "touched",
    "link_problems",
    "filled_fields",
    "shown_fields",
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
    session[_FILLED] = set()
    if _FILTERS not in session or (seen != session.get(_URL) and not by_widget):
        _adopt(seen, choices)


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
    is_plain = name == FIRST or "statement" in query
    return query if is_plain else {VIEW: [name], **query}


def finish(name: str, keys: Sequence[str]) -> None:
    """Write the page, the filters, and these options of the page into the URL."""
    query = page_query(name, keys)
    if query != _read_url():
        st.query_params.from_dict(query)
    st.session_state[_URL] = query
    st.session_state[_SHOWN] = st.session_state.pop(_FILLED, set())


def filters() -> Filters:
    """Return the filters of this session."""
    found: Filters = st.session_state.get(_FILTERS, default())
    return found


def default() -> Filters:
    """Return the filters that hold unless the reader says otherwise."""
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


def chosen(key: str, values: Sequence[str]) -> list[str]:
    """Return which of the values an option holds; all of them while nothing was chosen."""
    text = str(st.session_state.get(_VIEW, {}).get(key, ""))
    return [value for value in values if value in text.split(",")] if text else list(values)


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


def fill(widget: str, text: str) -> None:
    """Give a text field, before it is drawn, what it has to hold.

    A value that the field has already is not set again: Streamlit would send it to the browser,
    where it would replace what somebody has typed since. But a drawing that ends early (the window
    tells its width) may not have sent it at all: only what the last whole one showed is in there.
    """
    session = st.session_state
    session.setdefault(_FILLED, set()).add(widget)
    if session.get(widget) != text or widget not in session.get(_SHOWN, ()):
        session[widget] = text


def link_query(keys: Sequence[str], chosen: Filters | None = None, **changes: str) -> Query:
    """Return URL parameters of this view, with some options changed ("" removes one)."""
    view = {**st.session_state.get(_VIEW, {}), **changes}
    query = filters_module.to_query(chosen or filters(), default())
    return query | {key: [view[key]] for key in keys if view.get(key)}


def everything() -> tuple[Filters, tuple[tuple[str, str], ...]]:
    """Return all that the reader has set: what a chart's selection belongs to."""
    return filters(), tuple(sorted(st.session_state.get(_VIEW, {}).items()))


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
