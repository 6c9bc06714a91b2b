"""The pages and their JSON twin on one port: ``streamlit run dashboard/asgi.py``."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit import App
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from dashboard import api, gate, opening, packaged, signin, warming

_LISTENING_AFTER = 10.0  # seconds, at the latest
_STATIC = Path(st.__file__).with_name("static")
_SCRIPTS = opening.scripts_in(_STATIC / "static")


@asynccontextmanager
async def _warming(_: App) -> AsyncIterator[None]:
    """Listen when a page can be drawn; a store that takes very long to open, its page waits for."""
    await asyncio.to_thread(warming.begin().wait, _LISTENING_AFTER)
    yield


def _ahead(query: str) -> None:
    if not signin.is_team():  # there nothing is counted for whoever has not signed in
        warming.count_ahead(query)


def _rules() -> gate.Rules:
    page = opening.with_sheet((_STATIC / "index.html").read_text("utf-8"), _SCRIPTS)
    return gate.Rules(
        is_host=is_host_allowed,
        origins=partial(st.get_option, "server.corsAllowedOrigins"),
        is_team=signin.is_team,
        person_of=signin.person_of,
        policy=gate.content_policy(page),
    )


app = App(
    "app.py",
    routes=api.routes(),
    lifespan=_warming,
    middleware=[
        Middleware(gate.Gate, rules=_rules()),
        Middleware(packaged.Packaged, static=_STATIC / "static"),
        Middleware(opening.Opening, scripts=_SCRIPTS, ahead=_ahead),
    ],
)
