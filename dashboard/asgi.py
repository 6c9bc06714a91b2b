"""The pages and their JSON twin on one port: ``streamlit run dashboard/asgi.py``."""

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

from dashboard import api, gate, signin

# Every page needs these, and they take seconds to import.
_HEAVY = ("pandas", "duckdb", "plotly.graph_objects", "scipy.stats")
_LISTENING_AFTER = 0.3  # seconds


def _import_ahead() -> None:
    """Import what the pages need; on a first start what builds the store, too."""
    for name in _HEAVY:
        import_module(name)
    from stance.access import VIEWER
    from stance.settings import settings
    from stance.store import Store

    if not Store(settings().store, person=VIEWER).exists():
        import_module("stance.run")


@asynccontextmanager
async def _warming(_: App) -> AsyncIterator[None]:
    """Import while the browser opens, after the server listens."""
    timer = threading.Timer(_LISTENING_AFTER, _import_ahead)
    timer.daemon = True
    timer.start()
    yield
    timer.cancel()


def _rules() -> gate.Rules:
    page = Path(st.__file__).with_name("static") / "index.html"
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
    middleware=[Middleware(gate.Gate, rules=_rules())],
)
