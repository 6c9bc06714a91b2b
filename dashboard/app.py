"""The dashboard: page set-up and navigation. Start it with ``stance dashboard``."""

import logging
from pathlib import Path

import streamlit as st

from dashboard import setup, state, theme, wording
from dashboard.views import browser, method, parts, start, statements, timeline
from stance.errors import StanceError

_FOLDER = Path(__file__).parent
_log = logging.getLogger(__name__)

PAGES = {
    "timeline": (wording.TIMELINE, timeline.draw, timeline.URL_OPTIONS),
    "statements": (wording.STATEMENTS, statements.draw, statements.URL_OPTIONS),
    "method": (wording.METHOD, method.draw, ()),
}


def main() -> None:
    """Draw the page that was asked for, or what stands in its way."""
    page = state.page()
    st.set_page_config(
        page_title=f"{PAGES[page][0]} \N{EN DASH} {wording.APP}",
        page_icon=str(_FOLDER / "icon.png"),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.html(f"<style>{theme.variables(_mode())}{_style()}</style>")
    browser.connect()
    _guarded(page)


def _guarded(page: str) -> None:
    """Draw a page; what goes wrong is said in words, with what to do, never as a traceback."""
    _, draw, keys = PAGES[page]
    try:
        if not start.is_ready():
            parts.navigation(page, linked=False)
            start.build()
            return
        view = setup.view(_mode())
        state.begin(view.choices)
        parts.navigation(page)
        draw(view)
        state.finish(page, keys)
    except StanceError as error:
        start.explain(wording.sentence(str(error)))
    except Exception:  # noqa: BLE001 - a page must never end in a traceback; it is logged
        _log.exception("the page %s could not be drawn", page)
        start.explain(wording.ERROR_HELP)


def _mode() -> theme.Mode:
    return "dark" if st.context.theme.type == "dark" else "light"


def _style() -> str:
    return (_FOLDER / "style.css").read_text("utf-8")


main()
