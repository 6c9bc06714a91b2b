"""What a reader does, in a real browser against a real server."""

import csv
import io
import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from dashboard import wording
from stance.store import Store
from stance.table import to_csv
from tests.browser.conftest import Visit
from tests.browser.looking import assert_accessible, assert_fits

pytestmark = pytest.mark.browser

ADDRESSES = {
    "timeline": "",
    "actors": "?by=actor",
    "statements": "?view=statements",
    "method": "?view=method",
    "nothing": "?actor=qin_gang&topic=climate",
}


def _choose(visit: Visit, label: str, option: str) -> None:
    """Open the filters, choose an option, close them."""
    visit.page.get_by_role("button", name="Filter", exact=True).click()
    field = visit.page.get_by_role("combobox", name=re.compile(label)).first
    field.click()
    visit.page.get_by_role("option", name=re.compile(option)).first.click()
    visit.settle()
    visit.page.keyboard.press("Escape")
    visit.page.keyboard.press("Escape")
    visit.settle()


def _download(visit: Visit, label: str) -> tuple[str, bytes]:
    with visit.page.expect_download() as started:
        visit.page.locator("p.downloads").get_by_role("link", name=label, exact=True).click()
    return started.value.suggested_filename, Path(started.value.path()).read_bytes()


def test_first_page_draws_the_finding_and_the_chart(visit: Visit) -> None:
    visit.open()
    expect(visit.page.locator("p.lede")).to_contain_text("China was")
    expect(visit.page.locator(".js-plotly-plot .scatterlayer .point").first).to_be_visible()
    assert visit.counted() == 57


def test_nothing_leaves_this_machine_and_no_page_logs_an_error(visit: Visit, server: str) -> None:
    for address in ADDRESSES.values():
        visit.open(address)
    here = urlsplit(server).netloc
    assert {urlsplit(url).netloc for url in visit.requests if url.startswith(("http", "ws"))} == {
        here
    }
    assert visit.errors == []


def test_a_filter_changes_the_count_and_the_address(visit: Visit) -> None:
    visit.open()
    _choose(visit, "Side", "US")
    assert visit.counted() == 18
    assert "side=US" in visit.page.url


def test_a_shared_link_restores_the_view(visit: Visit, visit_as: Callable[..., Visit]) -> None:
    visit.open()
    _choose(visit, "Kind", "Direct")
    visit.page.get_by_text("Credit", exact=True).click()
    visit.settle()
    shown = visit.page.locator("p.view").first.inner_text()
    other = visit_as(visit.base)
    other.page.goto(visit.page.url)
    other.settle()
    assert other.page.locator("p.view").first.inner_text() == shown
    expect(other.page.locator("p.lede")).to_contain_text(re.compile("credit|blam"))


def test_all_dates_are_one_click_away(visit: Visit) -> None:
    visit.open("?side=China&axis=cooperation")
    assert visit.counted() == 37
    visit.open()
    visit.page.get_by_role("link", name="Show all dates").click()
    visit.settle()
    assert visit.counted() == 59
    assert "dates=all" in visit.page.url
    visit.page.get_by_role("link", name="Show May 2023 to April 2024 only").click()
    visit.settle()
    assert visit.counted() == 57
    assert "dates" not in visit.page.url


def test_words_to_anybody_are_one_choice_away(visit: Visit) -> None:
    visit.open("?side=China")
    visit.page.get_by_role("button", name="Filter", exact=True).click()
    visit.page.get_by_text("Anybody", exact=True).click()
    visit.settle()
    assert visit.counted() == 38
    assert "towards=anybody" in visit.page.url


def test_events_are_marked_by_kind(visit: Visit) -> None:
    visit.open()
    visit.page.get_by_role("button", name="All kinds").click()
    visit.page.get_by_role("button", name="Incident", exact=True).click()
    visit.settle()
    assert "events=" in visit.page.url
    assert "incident" not in visit.page.url


def test_back_returns_to_the_view_before(visit: Visit) -> None:
    visit.open()
    _choose(visit, "Side", "China")
    assert visit.counted() == 37
    visit.page.go_back()
    visit.settle()
    assert visit.counted() == 57


def test_filters_stay_when_the_page_changes(visit: Visit) -> None:
    visit.open("?side=US")
    visit.page.get_by_role("link", name="Statements").click()
    visit.settle()
    assert visit.counted() == 18
    expect(visit.page.locator("table.list tbody tr")).to_have_count(18)


def test_a_point_opens_its_words_and_the_words_their_article(visit: Visit) -> None:
    visit.open("?actor=wang_yi")
    point = visit.page.locator(".js-plotly-plot .scatterlayer .point").first
    box = point.bounding_box()
    assert box is not None
    visit.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(visit.page.locator("h2.part").first).to_contain_text("selected in the chart")
    words = visit.page.locator("table.list a.words").first
    quotation = words.inner_text().strip("\u201c\u201d")
    words.click()
    visit.settle()
    assert "statement=" in visit.page.url
    assert quotation in visit.page.locator("mark.in-words").first.locator("..").inner_text()
    visit.page.get_by_role("link", name="Back to the timeline").click()
    visit.settle()
    expect(visit.page.locator("p.view").first).to_contain_text("Wang Yi")


def test_markup_in_a_source_is_shown_and_never_run(visit: Visit) -> None:
    visit.open("?view=statements&q=tags")
    cell = visit.page.locator("table.list td.quote").first
    expect(cell).to_contain_text("<b>tags</b>, <script>alert(1)</script> & *stars*")
    cell.locator("a").click()
    visit.settle()
    expect(visit.page.locator("article.article")).to_contain_text("<script>alert(1)</script>")
    assert visit.errors == []


def test_the_csv_holds_exactly_the_view(visit: Visit, sample_store: Path) -> None:
    visit.open("?view=statements&side=China&topic=taiwan")
    name, data = _download(visit, "CSV")
    frame = Store(sample_store).statements("side = 'China' AND list_contains(topics, 'taiwan')")
    assert name.endswith(".csv")
    assert data == to_csv(frame)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == visit.counted() == visit.page.locator("table.list tbody tr").count()
    shown = {
        words.strip("\u201c\u201d") for words in visit.page.locator("a.words").all_inner_texts()
    }
    assert {row["text"] for row in rows} == shown


def test_the_metadata_says_what_the_csv_is(visit: Visit) -> None:
    visit.open("?side=US")
    name, data = _download(visit, wording.DOWNLOAD_ABOUT)
    described = json.loads(data)
    assert name.endswith(".metadata.json")
    period = {"from": "2023-05-01", "to": "2024-04-30"}
    assert described["filters"] == {"side": ["US"], **period, "pair-only": True}
    assert described["n_statements"] == visit.counted()
    assert described["how_to_cite"]


def test_an_empty_view_says_what_to_loosen(visit: Visit) -> None:
    visit.open("?actor=qin_gang&topic=taiwan")
    assert visit.counted() == 0
    visit.page.get_by_role("button", name=re.compile("^Topic not restricted")).click()
    visit.settle()
    assert visit.counted() > 0


def test_a_link_with_a_wrong_name_opens_and_says_so(visit: Visit) -> None:
    visit.open("?side=US&actor=nobody_at_all")
    expect(visit.page.get_by_role("alert")).to_contain_text("nobody_at_all")
    assert visit.counted() == 18


def test_the_filters_work_with_the_keyboard_alone(visit: Visit) -> None:
    visit.open()
    visit.page.get_by_role("button", name="Filter", exact=True).focus()
    visit.page.keyboard.press("Enter")
    field = visit.page.get_by_role("combobox", name=re.compile("Side")).first
    field.focus()
    visit.page.keyboard.type("US")
    visit.page.keyboard.press("Enter")
    visit.settle()
    assert visit.counted() == 18


def test_axe_finds_no_violation(visit: Visit) -> None:
    for name, address in ADDRESSES.items():
        visit.go(address)
        assert_accessible(visit, name)


def test_axe_finds_no_violation_in_an_opened_statement_and_in_the_filters(visit: Visit) -> None:
    visit.open("?view=statements&side=US")
    visit.page.locator("a.words").first.click()
    visit.settle()
    assert_accessible(visit, "statement")
    visit.page.get_by_role("link", name="Back to the list").click()
    visit.settle()
    visit.page.get_by_role("button", name="Filter", exact=True).click()
    visit.page.get_by_role("combobox", name=re.compile("Side")).first.wait_for()
    assert_accessible(visit, "filters")


def test_a_phone_shows_everything_without_scrolling_sideways(
    visit_as: Callable[..., Visit], server: str
) -> None:
    assert_fits(visit_as(server, width=390, phone=True), ADDRESSES.values())


def test_the_json_twin_counts_the_same(visit: Visit, server: str) -> None:
    visit.open("?view=statements&side=US")
    with urllib.request.urlopen(f"{server}/api/v1/statements?side=US") as answer:
        found = json.load(answer)
    assert found["total"] == visit.counted() == len(found["statements"])
    with urllib.request.urlopen(f"{server}/api/v1/series?side=US&by=side") as answer:
        assert {row["group"] for row in json.load(answer)["series"]} == {"US"}


def test_the_page_links_to_its_json_twin(visit: Visit) -> None:
    visit.open("?side=US&axis=credit")
    address = visit.page.locator('a[href*="api/v1/series?"]').first.get_attribute("href")
    with urllib.request.urlopen(f"{visit.base}/{address}") as answer:
        found = json.load(answer)
    assert found["axis"] == "credit"
    assert found["filters"]["side"] == ["US"]
    assert found["filters"]["pair-only"]


def test_the_json_twin_names_the_valid_values_for_a_wrong_one(server: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{server}/api/v1/series?axis=warmth")
    with caught.value as answer:
        assert answer.code == 400
        assert "conciliation" in json.load(answer)["error"]


@pytest.mark.model
def test_a_first_start_builds_the_collection_and_shows_how_it_goes(
    serve: Callable[[Path], str], visit_as: Callable[..., Visit], tmp_path: Path
) -> None:
    visit = visit_as(serve(tmp_path / "store"))
    visit.page.goto(visit.base)
    lede = visit.page.locator("p.lede")
    expect(lede).to_contain_text("There is no collection yet", timeout=30_000)
    point = visit.page.locator(".js-plotly-plot .scatterlayer .point").first
    expect(point).to_be_visible(timeout=120_000)
    assert visit.counted() > 50
