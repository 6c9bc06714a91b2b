"""How fast the timeline is redrawn when a filter changes, with a million statements.

``python benchmarks/pages.py [--rows 1000000] [--folder DIR] [--browser]`` fills a store with the
statements of ``benchmarks/store.py`` (kept in the folder and used again). The yardstick is the raw
DuckDB query of the same filter in the same run: the server's part is everything up to the figure.
With ``--browser`` a server and Chromium are started, and the redraw of the chart, the first page
and the server's memory are measured from outside; then the first page of a second start, which
finds the columns that the first one has kept.
"""

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import store as statements

from dashboard import brief, figures, queries, theme
from dashboard.filters import Filters
from stance.selection import Selection
from stance.store import Store
from stance.trends import summary_of, trend_of, turning_points_of

ROOT = Path(__file__).parents[1]
AXIS = statements.AXES[0]
FILTERS = Filters(selection=Selection(kinds=("direct",), pair_only=True))
RAW = (
    "SELECT side, left(said_on, 7), avg({axis}), count(*), count(DISTINCT utterance_id) "
    "FROM statements WHERE {where} GROUP BY ALL"
)


def main() -> None:
    """Fill the store if need be, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--browser", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        store = Store(options.folder or temporary).create(statements.AXES)
        statements.fill(store, options.rows)
        server_part(store)
        if options.browser:
            from_outside(store.path)


def server_part(store: Store) -> None:
    """Print what a change of filters costs until the figure stands, against the raw query."""
    with store.connection() as con:
        begun = time.perf_counter()
        brief.lay(con, store.axes)
        kept = (time.perf_counter() - begun) * 1000
        print(f"{'kept in memory, once per version':34}{kept:9.0f} ms")
        where, values = queries.where(FILTERS)
        raw = RAW.format(axis=AXIS, where=where)
        question, _ = queries.question(FILTERS, AXIS, "side", "month")
        counted = queries.counted(con, FILTERS, AXIS, "side", "month")
        points, trend = queries.points(con, FILTERS, AXIS), trend_of(counted, question)
        yardstick = timed("raw query", lambda: con.execute(raw, values).fetchall())
        parts: dict[str, Callable[[], object]] = {
            "counts": lambda: queries.counts(con, FILTERS, AXIS),
            "occasions": lambda: queries.counted(con, FILTERS, AXIS, "side", "month"),
            "means": lambda: trend_of(counted, question),
            "points": lambda: queries.points(con, FILTERS, AXIS),
            "figure": lambda: figure_of(points, trend).to_json(),
        }
        total = sum(timed(name, work, yardstick) for name, work in parts.items())
        print(f"{'until the chart stands':34}{total:9.0f} ms{total / yardstick:8.1f} x raw")
        timed("sentences, after it", lambda: summary_of(counted, question), yardstick)
        timed("turning points, after it", lambda: turning_points_of(counted, question), yardstick)


def figure_of(points: Any, trend: Any) -> Any:
    """Return the figure that the page would draw."""
    groups = [figures.Group(key=side, label=side, side=side) for side in ("US", "China")]
    words = figures.AxisWords(label="Conciliation", warm="conciliatory", cold="confrontational")
    look = figures.Look(colours=theme.LIGHT, sides=("US", "China"))
    return figures.timeline(
        points.assign(group=points["side"]), trend, [], groups, axis=words, look=look
    )


def timed(
    what: str, work: Callable[[], object], yardstick: float | None = None, n_runs: int = 5
) -> float:
    """Print and return the median time of a few runs in milliseconds."""
    times = []
    for _ in range(n_runs):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    median = statistics.median(times)
    ratio = "" if yardstick is None else f"{median / yardstick:8.1f} x raw"
    print(f"{what:34}{median:9.0f} ms{ratio}")
    return median


# ---- from outside

AXES = ("Cooperation", "Credit", "Reassurance", "Flexibility")
# The window itself notes when it saw what: to ask it from outside all the time would slow it down.
_CLOCK = """
window.clock = {};
document.addEventListener("click", () => { window.clock.click = performance.now() }, true);
const note = (name, selector) => {
  if (name in window.clock || !document.querySelector(selector)) return;
  const clock = window.clock;
  requestAnimationFrame(() => setTimeout(() => { clock[name] ??= performance.now() }));
};
new MutationObserver(() => {
  note("words", "#opening");
  note("frame", "nav.pages");
  const drawn = window.clock.axis ? `[aria-label*='of ${window.clock.axis}']` : "";
  note("points", `[data-testid=stPlotlyChart]${drawn} .point`);
}).observe(document, { childList: true, subtree: true });
"""


def from_outside(folder: Path) -> None:
    """Print first page, redraw after a change of filters, and the server's memory."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("no Chromium here: nothing measured from outside")
        return
    with tempfile.TemporaryDirectory() as kept, sync_playwright() as playwright:
        settings = {"STANCE_STORE": str(folder), "STANCE_CACHE": kept}
        for visit in (_visits, _cold):  # the second start finds what the first one has kept
            window = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            _with_server(settings, window, visit)
            window.close()


def _with_server(
    settings: dict[str, str], window: Any, visit: Callable[[Any, str, int], None]
) -> None:
    """Start a server, and visit it from an open window as soon as it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    page = window.new_page()
    page.add_init_script(_CLOCK)
    begun = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "dashboard/asgi.py", "--server.port", str(port)],
        cwd=ROOT, env={**os.environ, **settings},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        base = f"http://127.0.0.1:{port}"
        _wait(base)
        print(
            f"{'server answers after its start':34}{(time.perf_counter() - begun) * 1000:9.0f} ms"
        )
        visit(page, base, server.pid)
        print(f"{'memory of the server':34}{_memory_mb(server.pid):9.0f} MB")
    finally:
        server.terminate()
        server.wait(20)


def _visits(page: Any, base: str, pid: int) -> None:
    """Open the first page twice and change the axis; a busy machine shows in the processor time."""
    _cold(page, base, pid)
    page.goto(f"{base}/?dates=all&kind=indirect", wait_until="commit")
    print(f"{'first page of another visitor':34}{_seen(page)['points']:9.0f} ms")
    page.wait_for_timeout(8000)
    rows = [_redrawn(page, axis, pid) for axis in AXES]
    medians = [statistics.median(column) for column in zip(*rows, strict=True)]
    names = ("redraw of the timeline", "  processor of the server", "  of it until the chart stood")
    for name, value in zip(names, medians, strict=True):
        print(f"{name:34}{value:9.0f} ms")


def _redrawn(page: Any, axis: str, pid: int) -> tuple[float, float, float]:
    """Choose an axis; return the time until its points are painted, and the server's processor."""
    page.evaluate("axis => { window.clock = { axis } }", axis.lower())
    button = page.get_by_text(axis, exact=True).first.bounding_box()
    before = _processor(pid)
    page.mouse.click(button["x"] + button["width"] / 2, button["y"] + button["height"] / 2)
    found = _seen(page)
    drawn = _processor(pid) - before
    page.wait_for_timeout(8000)
    return found["points"] - found["click"], (_processor(pid) - before) * 1000, drawn * 1000


def _cold(page: Any, base: str, pid: int) -> None:
    """Open the first page of a server that was just started."""
    page.goto(f"{base}/?dates=all", wait_until="commit")
    found = _seen(page)
    for what, key in (
        ("first words after the start", "words"),
        ("frame of the page", "frame"),
        ("first page after the start", "points"),
    ):
        print(f"{what:34}{found[key]:9.0f} ms")
    print(f"{'  processor since the start':34}{_processor(pid) * 1000:9.0f} ms")
    page.wait_for_selector("h1.kicker", timeout=120_000)
    page.wait_for_timeout(8000)


def _seen(page: Any) -> dict[str, float]:
    """Wait until the points of a chart are painted; return when what was seen, by the window."""
    for _ in range(600):
        found: dict[str, float] = page.evaluate("() => window.clock || {}")
        if "points" in found:
            return found
        page.wait_for_timeout(200)
    raise SystemExit("no chart was drawn")


def _processor(pid: int) -> float:
    """Return the seconds of processor that a process has used; NaN where nothing tells."""
    path = Path(f"/proc/{pid}/stat")
    if not path.exists():
        return float("nan")
    fields = path.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _wait(base: str) -> None:
    for _ in range(1200):
        try:
            with urllib.request.urlopen(f"{base}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the dashboard did not start")


def _memory_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return float("nan")
    line = next(each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
