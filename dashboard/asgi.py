"""The pages and their JSON twin on one port: ``streamlit run dashboard/asgi.py``."""

import gc
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib import import_module
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit import App
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from dashboard import api, gate, opening, signin
from dashboard.pages import FIRST, PAGES

# Every page needs these, and they take seconds to import.
_HEAVY = ("pandas", "duckdb", "plotly.graph_objects", "scipy.special")
_FIRST_VIEW = f"dashboard.views.{PAGES[FIRST].module}"
_LISTENING_AFTER = 0.1  # seconds
_STATIC = Path(st.__file__).with_name("static")
_log = logging.getLogger(__name__)


def _import_ahead() -> None:
    """Import what the pages need and count ahead; on a first start what builds the store."""
    for name in _HEAVY:
        import_module(name)
    from dashboard import cached
    from stance.errors import StanceError

    if not cached.store().exists():
        import_module("stance.run")
        return
    try:
        cached.warm()
    except StanceError:
        _log.info("nothing could be read ahead; the pages will say why", exc_info=True)
    import_module(_FIRST_VIEW)
    # Streamlit collects garbage after each drawing. What has been imported stays for good; to look
    # through all of it again took a third of a small drawing.
    gc.freeze()


@asynccontextmanager
async def _warming(_: App) -> AsyncIterator[None]:
    """Import while the browser opens, after the server listens."""
    timer = threading.Timer(_LISTENING_AFTER, _import_ahead)
    timer.daemon = True
    timer.start()
    yield
    timer.cancel()


def _rules() -> gate.Rules:
    page = _STATIC / "index.html"
    return gate.Rules(
        is_host=is_host_allowed,
        origins=partial(st.get_option, "server.corsAllowedOrigins"),
        is_team=signin.is_team,
        person_of=signin.person_of,
        policy=gate.content_policy(page.read_text("utf-8")),
    )


app = App(
    "app.py",
    routes=api.routes(),
    lifespan=_warming,
    middleware=[
        Middleware(gate.Gate, rules=_rules()),
        Middleware(opening.Opening, scripts=opening.scripts_in(_STATIC / "static")),
    ],
)
