"""What somebody does who has no mouse; and what the page looks like on paper."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pypdf
import pytest
from playwright.sync_api import WebSocketRoute, expect

from dashboard import wording
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

PAGES = {
    "timeline": "",
    "profile": "?view=actors&actor=wang_yi",
    "relations": "?view=relations",
    "articles": "?view=articles&part=add",
}
MOST_STOPS = 150
# Where the focus is: its name, its place on the page, and whether it or what frames it shows it.
FOCUSED = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  const box = focused.getBoundingClientRect();
  const main = document.querySelector('[data-testid="stMain"]');
  const shows = (each) => {
    const style = getComputedStyle(each);
    const drawn = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    return drawn || style.boxShadow !== 'none';
  };
  const around = [focused];
  while (around.length < 4 && around[around.length - 1].parentElement) {
    around.push(around[around.length - 1].parentElement);
  }
  const label = focused.labels && focused.labels[0] ? focused.labels[0].innerText : '';
  return {
    name: (focused.getAttribute('aria-label') || focused.innerText || label).trim(),
    tag: focused.tagName, kind: focused.dataset.testid || '',
    left: box.left, top: box.top + main.scrollTop,
    seen: box.bottom > 0 && box.top < innerHeight, ring: around.some(shows),
  };
}"""
# What a Tab should reach: each control once, a row of choices by one of its buttons.
REACHABLE = """() => [...document.querySelectorAll('.stMain :is(a[href], button, input, summary)')]
  .filter((each) => !each.disabled && each.tabIndex >= 0 && each.checkVisibility())
  .filter((each) => each.getAttribute('role') !== 'radio' && each.type !== 'file')
  .map((each) => (each.getAttribute('aria-label') || each.innerText).trim())"""


@dataclass(frozen=True)
class Stop:
    """One place that a Tab leads to."""

    name: str
    tag: str
    kind: str
    left: float
    top: float
    seen: bool
    ring: bool


def _walk(visit: Visit) -> list[Stop]:
    """Press Tab from the top of the page until it is left; return where the focus was."""
    stops: list[Stop] = []
    for _ in range(MOST_STOPS):
        visit.page.keyboard.press("Tab")
        found = visit.page.evaluate(FOCUSED)
        if found is None or (stops and found["kind"] == "stSkipToContent"):
            return stops
        stops.append(Stop(**found))
    pytest.fail(f"the focus does not leave the page; it is at {stops[-1]}")


def _focused(visit: Visit) -> Stop | None:
    found = visit.page.evaluate(FOCUSED)
    return Stop(**found) if found else None


def _is_back(before: Stop, after: Stop) -> bool:
    """Whether the focus went up the page other than to the next column."""
    return after.top < before.top - 60 and after.left <= before.left


@pytest.mark.parametrize("name", PAGES)
def test_tab_leads_to_every_control_in_the_order_of_the_eye_and_is_seen(
    visit_as: Callable[..., Visit], server: str, name: str
) -> None:
    visit = visit_as(server, scheme="dark" if name == "profile" else "light")
    visit.open(PAGES[name])
    visit.page.wait_for_timeout(500)  # what the page's script adds for the keyboard is there
    wanted = visit.page.evaluate(REACHABLE)
    stops = _walk(visit)
    assert [stop for stop in stops if not stop.ring] == []
    assert [stop for stop in stops if not stop.name] == []
    assert [stop.name for stop in stops if not stop.seen] == []
    assert set(wanted) - {stop.name for stop in stops} == set()
    back = [(one.name, two.name) for one, two in pairwise(stops) if _is_back(one, two)]
    assert back == []


def test_skip_link_leads_past_the_navigation_and_a_followed_link_to_its_page(visit: Visit) -> None:
    visit.open("?side=US")
    keyboard, page = visit.page.keyboard, visit.page
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(page.locator("h1.kicker")).to_be_focused()
    keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy link")).to_be_focused()
    page.get_by_role("link", name="Statements").focus()
    keyboard.press("Enter")
    expect(page.locator("h1.kicker")).to_have_text("Statements")
    expect(page.locator("h1.kicker")).to_be_focused()
    page.get_by_role("button", name="Clear all").focus()
    keyboard.press("Enter")  # the button is gone with what it cleared
    expect(page.locator("h1.kicker")).to_be_focused()


def test_filters_are_entered_and_left_by_their_button(visit: Visit) -> None:
    visit.open()
    keyboard = visit.page.keyboard
    button = visit.page.get_by_role("button", name="Filter", exact=True)
    body = visit.page.get_by_test_id("stPopoverBody")
    button.focus()
    keyboard.press("Enter")
    expect(body).to_be_focused()
    side = visit.page.get_by_role("combobox", name=re.compile("Side")).first
    side.wait_for()
    visit.settle()
    keyboard.press("Tab")
    keyboard.press("Tab")
    expect(side).to_be_focused()
    keyboard.type("US")
    keyboard.press("Enter")
    expect(visit.page.locator("p.view").first).to_contain_text("18 statements")
    visit.settle()
    expect(side).to_be_focused()
    keyboard.press("Escape")
    keyboard.press("Escape")
    expect(body).to_have_count(0)
    expect(button).to_be_focused()
    keyboard.press("Space")
    expect(body).to_be_focused()
    keyboard.press("Shift+Tab")
    expect(body).to_have_count(0)
    expect(button).to_be_focused()
    keyboard.press("Enter")
    side.wait_for()
    visit.settle()
    body.locator("input").last.focus()
    for _ in range(MOST_STOPS):
        keyboard.press("Tab")
        if not visit.page.evaluate("document.activeElement.closest('[role=dialog]') !== null"):
            break
    expect(button).to_be_focused()
    expect(body).to_have_count(0)


def test_focus_stays_on_the_control_that_changed_the_page(visit: Visit) -> None:
    visit.open()
    keyboard, page = visit.page.keyboard, visit.page
    page.get_by_role("radio", name="Conciliation").focus()
    keyboard.press("ArrowRight")
    keyboard.press("Space")
    expect(page).to_have_url(re.compile("axis=cooperation"))
    visit.settle()
    expect(page.get_by_role("radio", name="Cooperation")).to_be_focused()
    tick = page.locator("path.point[tabindex='0']").first
    tick.focus()
    keyboard.press("ArrowRight")
    assert (stop := _focused(visit)) is not None
    assert stop.tag == "path"
    visit.open("?view=statements")
    order = page.get_by_role("combobox", name="Sort by")
    order.focus()
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        keyboard.press(key)
    expect(page).to_have_url(re.compile("sort="))
    visit.settle()
    expect(order).to_be_focused()


def test_a_page_is_printed_whole_and_without_its_controls(visit: Visit) -> None:
    visit.open("?view=statements")
    last = visit.page.locator("table.list tbody tr").last.locator("td.quote").inner_text()
    paper = pypdf.PdfReader(io.BytesIO(visit.page.pdf(format="A4")))
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert len(paper.pages) > 1
    assert last.strip("\u201c\u201d")[:30] in text
    assert wording.CHANGE_FILTERS not in text.split()


def test_a_lost_connection_is_told_in_words_that_help(visit: Visit) -> None:
    lines: list[WebSocketRoute] = []

    def through(line: WebSocketRoute) -> None:
        line.connect_to_server()
        lines.append(line)

    visit.page.route_web_socket(re.compile("_stcore/stream"), through)
    visit.open("?view=method")
    visit.page.route("**/_stcore/h*", lambda route: route.abort())
    lines[0].close()
    told = visit.page.get_by_role("dialog")
    expect(told).to_contain_text(wording.LOST[1], timeout=15_000)
    expect(told.get_by_role("heading")).to_have_text(wording.LOST[0])
    visit.page.unroute_all()
    expect(told).to_have_count(0, timeout=15_000)
