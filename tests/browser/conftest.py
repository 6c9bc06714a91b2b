"""A real server on a free port, a real Chromium, and a page that tells what it did."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from stance.store import Store
from tests.browser.sample import AXES, sample

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage",
)  # fmt: skip
START_SECONDS = 60
SETTLE_MS = 30_000
# The page's own script listens, and the code of the charts, later than their words, has drawn them.
STANDS = """() => document.documentElement.dataset.stance &&
  [...document.querySelectorAll('[data-testid="stPlotlyChart"]')]
    .every((each) => each.querySelector(".main-svg"))"""
# The colour of the page's ground: the server sends it, after the browser has changed its own.
GROUND = "getComputedStyle(document.documentElement).getPropertyValue('--paper')"
# Follow an address as the page's own links do, and tell when the server draws what it leads to. The
# state of a page that is drawn at once may never be seen to change; what the page shows does.
FOLLOW = """(address) => new Promise((done, failed) => {
  const app = document.querySelector('[data-testid="stApp"]');
  const tell = () => { state.disconnect(); shown.disconnect(); done(); };
  const state = new MutationObserver(tell);
  state.observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] });
  const shown = new MutationObserver(() => setTimeout(tell, 300));
  const all = { childList: true, characterData: true, subtree: true };
  shown.observe(document.querySelector('[data-testid="stMain"]'), all);
  setTimeout(() => failed(new Error("the server draws nothing for " + address)), 30000);
  history.pushState({}, "", address);
  window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
})"""
EXPECT_MS = 20_000  # what a page shows at once, it shows late on a machine that is busy
expect.set_options(timeout=EXPECT_MS)
ROOT = Path(__file__).parents[2]
PHONE_AGENT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


@dataclass
class Visit:
    """One window: the page, where the server is, and what went wrong in the browser."""

    page: Page
    base: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, address: str = "") -> None:
        """Open an address and wait until everything is drawn."""
        self.page.goto(f"{self.base}/{address}")
        self.settle()

    def go(self, address: str) -> None:
        """Go to an address inside the dashboard, without loading the page again, as links do."""
        if not self.page.url.startswith(self.base):
            self.open(address)
            return
        self.page.evaluate(FOLLOW, f"{self.base}/{address}")
        self.settle()

    def wear(self, scheme: str) -> None:
        """Change between light and dark, and wait until the page has."""
        before = self._ground()
        is_other = self.page.evaluate(f"!matchMedia('(prefers-color-scheme: {scheme})').matches")
        self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        if is_other:
            changed = f"(before) => {GROUND} !== before"
            self.page.wait_for_function(changed, arg=before, timeout=SETTLE_MS)
            self.settle()

    def _ground(self) -> str:
        return str(self.page.evaluate(GROUND))

    def settle(self) -> None:
        """Wait until the script has run and the page stands still."""
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=SETTLE_MS)
        expect(self.page.locator("h1.kicker")).to_have_count(1, timeout=SETTLE_MS)
        self.page.wait_for_timeout(400)
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=SETTLE_MS)
        self.page.wait_for_function(STANDS, timeout=SETTLE_MS)

    def counted(self) -> int:
        """Return the number of statements that the sentence above the page names."""
        words = self.page.locator("p.view").first.inner_text()
        found = re.search(r"([\d,]+) statements?", words)
        assert found, words
        return int(found.group(1).replace(",", ""))


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a store with the made-up collection."""
    folder = tmp_path_factory.mktemp("browser") / "store"
    Store(folder).create(AXES).add(*sample())
    return folder


@pytest.fixture
def own_store(tmp_path: Path) -> Store:
    """Return a store with the made-up collection that a test may write to."""
    made = Store(tmp_path / "store", who="Ada").create(AXES)
    made.add(*sample())
    return made


@pytest.fixture(scope="session")
def serve(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Return a function that starts a server for a store and returns its address.

    It takes more options of Streamlit and more environment variables.
    """
    assert chromium  # without a browser no server is worth starting
    started: list[subprocess.Popen[bytes]] = []

    def start(store: Path, *options: str, **more: str) -> str:
        port = _free_port()
        log = tmp_path_factory.mktemp("server") / "log.txt"
        command = [sys.executable, "-m", "streamlit", "run", "dashboard/asgi.py"]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("STANCE_")}
        with log.open("wb") as written:
            process = subprocess.Popen(
                [*command, "--server.port", str(port), *options], cwd=ROOT, stdout=written,
                stderr=written, env={**environment, "STANCE_STORE": str(store), **more},
            )  # fmt: skip
        started.append(process)
        _wait_until_healthy(process, port, log)
        return f"http://127.0.0.1:{port}"

    yield start
    for process in started:
        process.terminate()
    for process in started:
        process.wait(20)


@pytest.fixture(scope="session")
def server(serve: Callable[[Path], str], sample_store: Path) -> str:
    """Return the address of a dashboard over the made-up collection."""
    return serve(sample_store)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Return one Chromium for all tests."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield launched
        launched.close()


@pytest.fixture
def visit_as(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Return a function that opens a window of a width and colour scheme on a server."""
    contexts = []

    def make(base: str, *, width: int = 1280, scheme: str = "light", phone: bool = False) -> Visit:
        more = {"has_touch": True, "is_mobile": True, "user_agent": PHONE_AGENT} if phone else {}
        context = browser.new_context(
            viewport={"width": width, "height": 1000}, color_scheme=scheme, accept_downloads=True,
            **more,
        )  # fmt: skip
        contexts.append(context)
        visit = Visit(page=context.new_page(), base=base)
        visit.page.on("request", lambda request: visit.requests.append(request.url))
        visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
        visit.page.on(
            "console",
            lambda said: visit.errors.append(said.text) if said.type == "error" else None,
        )
        return visit

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def visit(visit_as: Callable[..., Visit], server: str) -> Visit:
    """Return a window on the made-up collection."""
    return visit_as(server)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(START_SECONDS * 4):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as ok:
                if ok.read() == b"ok":
                    return
        except OSError:
            time.sleep(0.25)
    pytest.fail(f"the dashboard did not start: {log.read_text('utf-8', 'replace')[-2000:]}")
