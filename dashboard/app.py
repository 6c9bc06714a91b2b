"""The dashboard: page set-up and navigation. Start it with ``stance dashboard``.

Only light modules are imported at the top: the frame of the page stands before pandas, DuckDB and
Plotly are in memory, which takes seconds after a cold start.
"""

import logging
from importlib import import_module
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import frame, theme, wording
from dashboard.pages import FIRST, PAGES
from dashboard.views import browser
from stance.errors import StanceError

_ICON = str(Path(__file__).with_name("icon.png"))
_log = logging.getLogger(__name__)


def main() -> None:
    """Draw the page that was asked for, or what stands in its way."""
    page = _asked_for()
    title = f"{PAGES[page].label} \N{EN DASH} {wording.APP}"
    st.set_page_config(
        page_title=title, page_icon=_ICON, layout="wide", initial_sidebar_state="collapsed"
    )
    st.html(frame.style(_mode()))
    browser.connect()
    navigation, opening = st.empty(), st.empty()
    if "opened" not in st.session_state:
        navigation.html(frame.navigation(page, {}))
        opening.html(frame.opening())
    _guarded(page, navigation)
    st.session_state["opened"] = True


def _guarded(page: str, navigation: DeltaGenerator) -> None:
    """Draw a page; what goes wrong is said in words, with what to do, never as a traceback."""
    from dashboard.views import door

    try:
        is_open = door.is_open()  # before anything heavy is imported for whoever may not come in
    except StanceError as error:
        _log.error("nobody can sign in: %s", error)
        is_open = door.stay_closed(wording.SIGNIN_BROKEN_ROLES)
    if not is_open:
        navigation.html(frame.navigation(page, {}))
        return
    from dashboard.views import start

    try:
        if start.is_ready():
            _draw(page, navigation)
        else:
            navigation.html(frame.navigation(page, {}))
            start.build()
    except StanceError as error:
        navigation.html(frame.navigation(page, frame.plain_addresses()))
        start.explain_known(error)
    except Exception:  # noqa: BLE001 - a page must never end in a traceback; it is logged
        _log.exception("the page %s could not be drawn", page)
        navigation.html(frame.navigation(page, frame.plain_addresses()))
        start.explain(wording.ERROR_HELP, instead=frame.plain_addresses()[page])


def _draw(page: str, navigation: DeltaGenerator) -> None:
    from dashboard import setup, state
    from dashboard.views import parts

    view = setup.view(_mode())
    state.begin(view.choices)
    navigation.html(frame.navigation(page, parts.page_addresses()))
    if PAGES[page].is_about_statements and parts.is_empty(view):
        parts.empty(PAGES[page].label)
    else:
        import_module(f"dashboard.views.{PAGES[page].module}").draw(view)
    state.finish(page, PAGES[page].keys)


def _asked_for() -> str:
    """Return which page the URL asks for; a statement is opened on the page of statements."""
    named = st.query_params.get("view", "")
    if st.query_params.get("statement"):
        return "statements"
    return named if named in PAGES else FIRST


def _mode() -> theme.Mode:
    return "dark" if st.context.theme.type == "dark" else "light"


main()
