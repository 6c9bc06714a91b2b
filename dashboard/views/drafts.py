"""What was typed and is not saved yet: kept until it is, also while another page is open.

Streamlit forgets a widget that one run did not draw, and a run may end early (the window tells its
width, somebody clicks twice). So what a widget holds is noted here as soon as it changes.
"""

from typing import Any

import streamlit as st

from dashboard import state

_KEPT = "drafts"


def fill(key: str, first: Any) -> None:
    """Give a widget, before it is drawn, what was chosen in it, else ``first``."""
    st.session_state[key] = _kept().get(key, first)


def fill_text(key: str, first: str) -> None:
    """Give a text field, before it is drawn, what was typed into it, else ``first``."""
    state.fill(key, str(_kept().get(key, first) or ""))


def changed(key: str) -> None:
    """Note what a widget holds now, from its callback."""
    state.touch()
    _kept()[key] = st.session_state.get(key)


def put(key: str, value: Any) -> None:
    """Note a value as if it had been typed, from a callback; the widget shows it when drawn."""
    _kept()[key] = value
    st.session_state[key] = value


def value(key: str, first: Any) -> Any:
    """Return what a widget holds; in a callback that is newer than what was noted."""
    return st.session_state.get(key, _kept().get(key, first))


def drop(*keys: str) -> None:
    """Forget what was typed, from a callback: it is saved, or not wanted any more."""
    for key in keys:
        _kept().pop(key, None)
        st.session_state.pop(key, None)


def _kept() -> dict[str, Any]:
    found: dict[str, Any] = st.session_state.setdefault(_KEPT, {})
    return found
