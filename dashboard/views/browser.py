"""What only the browser knows, and what only it can do: how wide it is, and following our links."""

import streamlit as st

# Links in our own markup change the address and let Streamlit draw the new view, as its own
# navigation does; without this script they are ordinary links that load the page again.
# A narrow or touched screen is told to Python once, so that figures can be drawn for it.
_SCRIPT = """
export default function (component) {
  const { setStateValue, data } = component;
  const follow = (event) => {
    const link = event.target.closest && event.target.closest("a[data-go]");
    const other = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!link || other) return;
    event.preventDefault();
    history.pushState({}, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    const main = document.querySelector('[data-testid="stMain"]');
    if (main) main.scrollTo(0, 0);
  };
  document.addEventListener("click", follow);
  const narrow = window.matchMedia("(max-width: 720px)");
  const coarse = window.matchMedia("(pointer: coarse)");
  const tell = () => {
    const found = (narrow.matches ? "narrow " : "wide ") + (coarse.matches ? "touch" : "mouse");
    if (found !== (data && data.known)) setStateValue("screen", found);
  };
  narrow.addEventListener("change", tell);
  tell();
  return () => {
    document.removeEventListener("click", follow);
    narrow.removeEventListener("change", tell);
  };
}
"""

_KEY = "screen"
_WIDE = "wide mouse"


def connect() -> None:
    """Put the script into the page and take over what it says."""
    script = st.components.v2.component("stance_browser", js=_SCRIPT)
    told = script(
        key="browser",
        data={"known": st.session_state.get(_KEY, _WIDE)},
        default={"screen": st.session_state.get(_KEY, _WIDE)},
        on_screen_change=lambda: None,
    )
    st.session_state[_KEY] = told.screen or _WIDE


def is_narrow() -> bool:
    """Whether the window is as wide as a phone's."""
    return str(st.session_state.get(_KEY, _WIDE)).startswith("narrow")


def is_touch() -> bool:
    """Whether a finger is the pointer: dragging must scroll the page then."""
    return str(st.session_state.get(_KEY, _WIDE)).endswith("touch")
