"""What the server does before anybody asks: imports, the open store, what a page will count first.

A browser that opens a page needs two seconds of processor for Streamlit's scripts before it asks
for anything. Imports in that time would slow it down, so they are done before the server listens.
What the address of the page says it will show is counted in that time: it mostly waits for memory,
and the page finds it ready.
"""

import gc
import logging
import threading
from collections.abc import Callable
from importlib import import_module

from dashboard.pages import FIRST, PAGES

# Every page needs these, and they take seconds to import.
_HEAVY = ("pandas", "duckdb", "plotly.io", "plotly.tools", "scipy.special")
_FIRST_VIEW = f"dashboard.views.{PAGES[FIRST].module}"
_log = logging.getLogger(__name__)
_is_ready = threading.Event()
_is_counting = threading.Lock()


def begin() -> threading.Event:
    """Import what the pages need and open the store, beside all else; return what says when."""
    threading.Thread(target=_get_ready, daemon=True).start()
    return _is_ready


def _get_ready() -> None:
    is_first_start = False
    try:
        for name in _HEAVY:
            import_module(name)
        cached = import_module("dashboard.cached")
        is_first_start = not cached.store().exists()
        if not is_first_start:
            _without_errors(cached.warm)
        import_module(_FIRST_VIEW)
        # Streamlit collects garbage after each drawing. What has been imported stays for good; to
        # look through all of it again took a third of a small drawing.
        gc.freeze()
    finally:
        _is_ready.set()
    if is_first_start:  # what builds the store takes longest to import
        import_module("stance.run")


def count_ahead(query: str) -> None:
    """Count what the page of an address will show, beside all else; one address at a time.

    Args:
        query: The address behind its question mark.
    """
    if _is_ready.is_set():
        threading.Thread(target=_count, args=(query,), daemon=True).start()


def _count(query: str) -> None:
    if not _is_counting.acquire(blocking=False):
        return
    try:
        _without_errors(lambda: import_module("dashboard.cached").count_ahead(query))
    finally:
        _is_counting.release()


def _without_errors(work: Callable[[], None]) -> None:
    from stance.errors import StanceError

    try:
        work()
    except StanceError:
        _log.info("nothing could be read ahead; the pages will say why", exc_info=True)
