"""What only the browser knows, and what only it can do: how wide it is, and following our links."""

from functools import lru_cache
from pathlib import Path

import streamlit as st

from dashboard import wording

_KEY = "screen"
_WIDE = "wide mouse"


def connect() -> None:
    """Put the script into the page and take over what it says."""
    script = st.components.v2.component("stance_browser", js=_script())
    told = script(
        key="browser",
        data={"known": st.session_state.get(_KEY, _WIDE), "lost": wording.LOST},
        default={"screen": st.session_state.get(_KEY, _WIDE), "scheme": ""},
        on_screen_change=lambda: None,
        on_scheme_change=lambda: None,  # its value is nothing; the drawing that follows is
    )
    st.session_state[_KEY] = told.screen or _WIDE


@lru_cache(maxsize=1)
def _script() -> str:
    return Path(__file__).with_name("browser.js").read_text("utf-8")


def is_narrow() -> bool:
    """Whether the window is as wide as a phone's."""
    return str(st.session_state.get(_KEY, _WIDE)).startswith("narrow")


def is_touch() -> bool:
    """Whether a finger is the pointer: dragging must scroll the page then."""
    return str(st.session_state.get(_KEY, _WIDE)).endswith("touch")
