"""What a reader does with the timeline: group, brush, compare, upload, take away, share."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.looking import assert_accessible

pytestmark = pytest.mark.browser

COMPARED = "?more=compare&a=2023-05-01..2023-06-30&b=2024-04-01..2024-04-30"
ADDRESSES = {
    "topics": "?by=topic",
    "windows": "?by=dyad&freq=event",
    "compared": COMPARED,
    "outlets": "?more=outlets",
    "series": "?more=series",
}


def _saved(visit: Visit, role: str, name: str, within: str) -> tuple[str, bytes]:
    place = visit.page.locator(within).first
    with visit.page.expect_download() as started:
        place.get_by_role(role, name=name).click()  # type: ignore[arg-type]
    return started.value.suggested_filename, Path(started.value.path()).read_bytes()


def test_axe_finds_nothing_on_any_face_of_the_timeline(visit: Visit) -> None:
    for name, address in ADDRESSES.items():
        visit.go(address)
        assert_accessible(visit, name)
    assert visit.errors == []


def test_each_topic_gets_a_chart_of_its_own(visit: Visit) -> None:
    visit.open()
    visit.page.get_by_text("Topic", exact=True).first.click()
    visit.settle()
    assert "by=topic" in visit.page.url
    expect(visit.page.locator("p.lede")).to_contain_text("Words on")


def test_two_brushed_periods_are_compared_with_one_button(visit: Visit) -> None:
    visit.open("?drag=select")
    plot = visit.page.locator(".nsewdrag[data-subplot=xy]").first.bounding_box()
    assert plot is not None
    for begin, end in ((0.01, 0.2), (0.85, 0.99)):
        visit.page.mouse.move(plot["x"] + plot["width"] * begin, plot["y"] + 4)
        visit.page.mouse.down()
        visit.page.mouse.move(
            plot["x"] + plot["width"] * end, plot["y"] + plot["height"] - 4, steps=6
        )
        visit.page.mouse.up()
        visit.settle()
    visit.page.get_by_role("button", name="Compare these two periods").click()
    visit.settle()
    assert re.search(r"a=2023-\d\d-\d\d\.\.2023", visit.page.url)
    expect(visit.page.locator(".st-key-panel")).to_contain_text("China.")
    expect(visit.page.locator(".st-key-panel table")).to_contain_text("n = ")


def test_a_link_with_two_periods_opens_their_comparison(visit: Visit) -> None:
    visit.open(COMPARED)
    expect(visit.page.locator(".st-key-panel table")).to_contain_text("n = ")
    expect(visit.page.get_by_text("A from", exact=True)).to_be_visible()


def test_who_reported_is_said_in_words_and_shares(visit: Visit) -> None:
    visit.open()
    visit.page.get_by_text("Who reported", exact=True).click()
    visit.settle()
    assert "more=outlets" in visit.page.url
    expect(visit.page.locator(".st-key-panel table").first).to_contain_text("%")


def test_a_reference_series_is_laid_over_the_chart_and_errors_are_named(visit: Visit) -> None:
    visit.open("?more=series")
    field = visit.page.locator("input[type=file]")
    wrong = b"date,value\n2023-05,many\n"
    field.set_input_files([{"name": "index.csv", "mimeType": "text/csv", "buffer": wrong}])
    visit.settle()
    expect(visit.page.locator(".st-key-panel [role=alert]")).to_contain_text("line 2")
    right = b"date,value\n2023-05,100\n2023-06,140\n2024-04,90\n"
    visit.page.locator("input[type=file]").set_input_files(
        [{"name": "index.csv", "mimeType": "text/csv", "buffer": right}]
    )
    visit.settle()
    expect(visit.page.locator(".js-plotly-plot path[style*=dash]").first).to_be_attached()
    expect(visit.page.locator(".st-key-panel")).to_contain_text("too few")


@pytest.mark.parametrize("kind", ["SVG", "PNG"])
def test_a_picture_carries_its_title_n_source_and_date(visit: Visit, kind: str) -> None:
    visit.open()
    name, content = _saved(visit, "button", f"as a picture, {kind}", "p.tools")
    assert name.endswith(f".{kind.lower()}")
    if kind == "PNG":
        assert content.startswith(b"\x89PNG")
        return
    shown = content.decode()
    for words in ("Conciliation by side", "n = 57 statements", "Source: Stance", "Made on"):
        assert words in shown
    assert visit.errors == []


def test_the_workbook_holds_exactly_the_statements_of_the_view(visit: Visit) -> None:
    visit.open("?side=US")
    _, content = _saved(visit, "link", "Excel", "p.downloads")
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    assert len(list(book.worksheets[0].values)) - 1 == visit.counted()


def test_events_are_reached_and_read_by_keyboard(visit: Visit) -> None:
    visit.open()
    ticks = visit.page.locator("path.point[tabindex]")
    expect(ticks.first).to_be_attached()
    assert visit.page.locator("path.point[tabindex='0']").count() == 1
    ticks.first.focus()
    first = visit.page.evaluate("document.activeElement.getAttribute('aria-label')")
    visit.page.keyboard.press("ArrowRight")
    second = visit.page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert first != second
    assert re.search(r"20\d\d", second)
    expect(visit.page.locator(".hoverlayer .hovertext").first).to_be_visible()


def test_the_link_of_the_view_is_copied(visit: Visit) -> None:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.open("?side=US")
    visit.page.get_by_role("button", name="Copy link").click()
    expect(visit.page.locator(".copy")).to_contain_text("Link copied")
    assert "side=US" in visit.page.evaluate("navigator.clipboard.readText()")


def test_certainty_of_the_speaker_is_said_and_kept_in_the_link(visit: Visit) -> None:
    visit.open()
    visit.page.get_by_role("button", name="Filter", exact=True).click()
    visit.page.get_by_text("90%", exact=True).click()
    visit.page.wait_for_url("**min-confidence=0.9**")
    view = visit.page.locator("p.view").first
    expect(view).to_contain_text("speaker at least 90% certain", timeout=30_000)


def test_a_phone_shows_all_pages_without_scrolling_sideways(
    visit_as: Callable[..., Visit], server: str
) -> None:
    visit = visit_as(server, width=390, phone=True)
    visit.open()
    page = visit.page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # All at once: between two questions the page may be drawn anew.
    ends = page.evaluate(
        "[...document.querySelectorAll('nav.pages a')].map((a) => a.getBoundingClientRect().right)"
    )
    assert len(ends) >= 8
    assert max(ends) <= 390
