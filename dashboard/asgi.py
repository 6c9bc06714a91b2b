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


@asynccontextmanager
async def _warming(_: App) -> AsyncIterator[None]:
    """Import what the pages need while the browser opens, after the server listens."""
    timer = threading.Timer(_LISTENING_AFTER, lambda: [import_module(name) for name in _HEAVY])
    timer.daemon = True
    timer.start()
    yield
    timer.cancel()


app = App("app.py", routes=api.routes(), lifespan=_warming)
