"""Opening a page of the dashboard without a browser, and reading what it says."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from stance.settings import settings

APP = str(Path(__file__).parents[1] / "dashboard" / "app.py")
Open = Callable[..., AppTest]


def opener(folder: Path, monkeypatch: pytest.MonkeyPatch, *, view: str) -> Open:
    """Return ``make(**query)``, which runs a page over the store in a folder."""
    monkeypatch.setenv("STANCE_STORE", str(folder))
    settings.cache_clear()

    def make(**query: str | list[str]) -> AppTest:
        app = AppTest.from_file(APP, default_timeout=30)
        for key, value in {"view": view, **query}.items():
            app.query_params[key] = value
        return app.run()

    return make


def page_text(app: AppTest) -> str:
    return " ".join(str(each.proto.body) for each in app.get("html"))
