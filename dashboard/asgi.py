"""The pages and their JSON twin on one port: ``streamlit run dashboard/asgi.py``."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

from streamlit import App

from dashboard import api

# Every page needs these, and they take seconds to import.
_HEAVY = ("pandas", "duckdb", "plotly.graph_objects", "scipy.stats")
_LISTENING_AFTER = 0.3  # seconds


def _import_ahead() -> None:
    """Import what the pages need; on a first start what builds the store, too."""
    for name in _HEAVY:
        import_module(name)
    from stance.settings import settings
    from stance.store import Store

    if not Store(settings().store).exists():
        import_module("stance.run")


@asynccontextmanager
async def _warming(_: App) -> AsyncIterator[None]:
    """Import while the browser opens, after the server listens."""
    timer = threading.Timer(_LISTENING_AFTER, _import_ahead)
    timer.daemon = True
    timer.start()
    yield
    timer.cancel()


app = App("app.py", routes=api.routes(), lifespan=_warming)
