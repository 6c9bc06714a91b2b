"""Fixtures that several test files share; see pyproject.toml for the markers."""

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from stance.settings import settings
from stance.store import Store
from tests.browser.sample import AXES, sample

GOLDEN = Path(__file__).parent / "golden"
ROOT = Path(__file__).parent.parent
BROWSER_TESTS = "tests/browser/"

Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite tests/golden with what the program gives now; review the diff",
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Say what stays together where processes share the tests out.

    Browser tests follow one another in one process, since two of them at once slow each other down
    until one misses its time; they take the longest, and their folder comes first. All others stay
    with their file, whose fixtures cost the most.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.split("::", 1)[0]
            return BROWSER_TESTS if file.startswith(BROWSER_TESTS) else file

    return ByFile(config, log)


def pytest_unconfigure() -> None:
    # Hypothesis leaves a callback that keeps modules alive to the very end, and DuckDB then prints
    # forty lines about leaks after pytest's closing line.
    gc.callbacks.clear()


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep the settings of whoever runs the tests out of the tests, and tests apart."""
    for name in list(os.environ):
        if name.startswith("STANCE_") and name != "STANCE_REQUIRE_BROWSER":
            monkeypatch.delenv(name)
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture(autouse=True)
def _own_main() -> Iterator[None]:
    """Put the main module back: a page's test swaps it, and worker processes import it by name."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Return ``check(name, text)``, which compares with ``tests/golden/<name>``."""
    is_update = request.config.getoption("--update-golden")

    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if is_update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"{path} is missing; make it with --update-golden"
        assert text == path.read_text(encoding="utf-8"), f"differs from {name}"

    return check


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a store that holds the made-up collection."""
    path = tmp_path_factory.mktemp("sample") / "store"
    Store(path).create(AXES).add(*sample())
    return path


@pytest.fixture(scope="module")
def con(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Return a connection to the store of the test file."""
    connection = Store(folder).connection()
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of a Chromium, or skip; where the browser is mandatory, fail."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        found = shutil.which(name)
        if found:
            return found
    reason = "no Chromium found; on Debian: sudo apt install chromium fonts-noto-cjk"
    if os.environ.get("STANCE_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the root of the project."""
    return ROOT
