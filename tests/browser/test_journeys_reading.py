"""What a reader does on Actors, Relations and Compare outlets, in a real browser."""

import json
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from stance.store import Store
from tests.browser.conftest import Visit
from tests.browser.looking import assert_accessible, assert_fits
from tests.browser.sample import AXES
from tests.browser.told import UTTERANCE, made_up

pytestmark = pytest.mark.browser

ADDRESSES = {
    "actors": "?view=actors&dates=all",
    "profile": "?view=actors&actor=wang_yi",
    "newcomer": "?view=actors&add=Clara%20Winter",
    "relations": "?view=relations",
    "cell": "?view=relations&cell=qin_gang~US",
    "topics": "?view=relations&map=topics",
    "outlets": "?view=outlets",
    "empty": "?view=relations&actor=qin_gang&topic=climate",
}


@pytest.fixture(scope="session")
def told_server(serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a dashboard over one utterance that three outlets tell."""
    folder = tmp_path_factory.mktemp("told") / "store"
    Store(folder).create(AXES).add(*made_up())
    return serve(folder)


def test_a_profile_is_found_by_typing_and_leads_to_the_words(visit: Visit) -> None:
    visit.open("?view=actors")
    field = visit.page.get_by_role("combobox", name=re.compile("Find an actor"))
    field.click()
    field.type("Wang")
    visit.page.get_by_role("option", name=re.compile("Wang Yi")).click()
    visit.settle()
    assert "actor=wang_yi" in visit.page.url
    expect(visit.page.locator("p.lede")).to_contain_text("Wang Yi was")
    topic = visit.page.locator(".actors-parts").first.get_by_role("link").first
    topic.click()
    visit.settle()
    assert "view=statements" in visit.page.url
    expect(visit.page.locator("table.list a.words").first).to_be_visible()
    visit.page.go_back()
    visit.settle()
    expect(visit.page.locator("p.lede")).to_contain_text("Wang Yi was")
    expect(topic).to_be_focused()  # far down the page: back is back to the same place
    expect(topic).to_be_in_viewport()


def test_a_name_that_is_nobodys_is_said(visit: Visit) -> None:
    visit.open("?view=actors")
    field = visit.page.get_by_role("combobox", name=re.compile("Find an actor"))
    field.click()
    field.type("Zebulon Quark")
    visit.page.keyboard.press("Enter")
    visit.settle()
    expect(visit.page.get_by_role("alert")).to_contain_text("Zebulon Quark")


def test_a_mark_of_the_strip_changes_the_axis(visit: Visit) -> None:
    visit.open("?view=actors&actor=wang_yi")
    marks = visit.page.locator(".st-key-figure_axes .scatterlayer .point")
    box = marks.nth(2).bounding_box()
    assert box is not None
    visit.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(visit.page).to_have_url(re.compile("axis=credit"))


def test_a_point_over_time_lists_its_words(visit: Visit) -> None:
    visit.open("?view=actors&actor=wang_yi")
    point = visit.page.locator(".st-key-figure_overtime .scatterlayer .point").first
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    assert box is not None
    visit.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(visit.page.get_by_role("button", name="Clear the selection")).to_be_visible()
    expect(visit.page.locator("table.list a.words").first).to_be_visible()


def test_the_entry_for_a_newcomer_can_be_copied(visit: Visit) -> None:
    visit.open("?view=actors&dates=all")
    visit.page.get_by_role("link", name="Add Clara Winter to the registry").click()
    visit.settle()
    side = visit.page.get_by_role("combobox", name=re.compile("Speaks for"))
    side.click()
    visit.page.get_by_role("option", name="US", exact=True).click()
    visit.settle()
    expect(visit.page.get_by_test_id("stCode")).to_contain_text('id = "clara_winter"')
    visit.page.get_by_role("link", name="Do not add").click()
    visit.settle()
    assert "add=" not in visit.page.url


def test_a_cell_opens_its_words_and_back_closes_them(visit: Visit) -> None:
    visit.open("?view=relations")
    cell = visit.page.get_by_role("link", name=re.compile("^Qin Gang says towards the US"))
    n = int(re.sub(r"\D", "", cell.locator("small").inner_text()))
    cell.click()
    visit.settle()
    heading = visit.page.locator("h2#words")
    expect(heading).to_contain_text("Qin Gang")
    expect(heading).to_be_in_viewport()
    assert visit.page.locator("table.list tbody tr").count() >= n
    visit.page.go_back()
    visit.settle()
    expect(visit.page.locator("h2#words")).to_have_count(0)


def test_a_cell_is_opened_with_the_keyboard_alone(visit: Visit) -> None:
    visit.open("?view=relations")
    visit.page.get_by_role("link", name=re.compile("^Qin Gang says towards the US")).focus()
    visit.page.keyboard.press("Enter")
    visit.settle()
    expect(visit.page.locator("h2#words")).to_be_visible()


def test_a_word_of_a_cell_leads_into_its_article(visit: Visit) -> None:
    visit.open("?view=relations&cell=qin_gang~US")
    words = visit.page.locator("table.list a.words").first
    said = words.inner_text().strip("\u201c\u201d")
    words.click()
    visit.settle()
    expect(visit.page.locator("blockquote.opened")).to_contain_text(said[:30])


def test_the_map_changes_by_its_buttons_and_filters_stay(visit: Visit) -> None:
    visit.open("?view=relations&side=China")
    visit.page.get_by_text("Topic by side", exact=True).click()
    visit.settle()
    assert "map=topics" in visit.page.url
    assert "side=China" in visit.page.url
    assert visit.page.locator(".relations-map thead th").count() == 1


def test_versions_are_laid_side_by_side(visit_as: Callable[..., Visit], told_server: str) -> None:
    visit = visit_as(told_server)
    visit.open("?view=outlets")
    visit.page.locator("table.outlets-shared a.words").first.click()
    visit.settle()
    assert f"utterance={UTTERANCE}" in visit.page.url
    expect(visit.page.locator(".outlets-card")).to_have_count(3)
    expect(visit.page.locator(".outlets-cut").first).to_be_visible()
    around = visit.page.locator(".outlets-card", has_text="Evening Dispatch").locator("details")
    around.locator("summary").click()
    expect(around.locator(".around")).to_contain_text("He warned that")
    visit.page.get_by_role("link", name="Open in its article").first.click()
    visit.settle()
    expect(visit.page.locator("article.article")).to_contain_text("The minister said")
    assert visit.errors == []


def test_the_json_twins_give_the_numbers_of_the_pages(visit: Visit, server: str) -> None:
    visit.open("?view=relations")
    shown = visit.page.locator(".relations-map tbody td a").count()
    with urllib.request.urlopen(f"{server}/api/v1/relations") as answer:
        assert len(json.load(answer)["cells"]) == shown
    with urllib.request.urlopen(f"{server}/api/v1/actors?actor=wang_yi") as answer:
        means = json.load(answer)["means"]
    assert {row["group"] for row in means} == {"wang_yi", "China without wang_yi", "US"}
    with urllib.request.urlopen(f"{server}/api/v1/actors") as answer:
        assert "wang_yi" in {row["who"] for row in json.load(answer)["means"]}
    with urllib.request.urlopen(f"{server}/api/v1/tone?actor=wang_yi") as answer:
        assert {row["group"] for row in json.load(answer)["series"]} == {"wang_yi"}
    with urllib.request.urlopen(f"{server}/api/v1/compare") as answer:
        found = json.load(answer)
    assert found["total"] == len(found["reports"]) > 0
    wanted = found["reports"][0]["utterance_id"]
    with urllib.request.urlopen(f"{server}/api/v1/compare?utterance={wanted}") as answer:
        reports = json.load(answer)["reports"]
    assert reports[0]["share_kept"] == 1.0
    with urllib.request.urlopen(f"{server}/api/v1/relations.csv?map=topics") as answer:
        assert answer.read().decode("utf-8-sig").splitlines()[0].startswith("axis,mean")


def test_no_page_logs_an_error_or_leaves_this_machine(visit: Visit, server: str) -> None:
    for address in ADDRESSES.values():
        visit.go(address)
    assert visit.errors == []
    assert all(server.split("//")[1] in url for url in visit.requests if url.startswith("http"))


def test_axe_finds_no_violation(
    visit: Visit, visit_as: Callable[..., Visit], told_server: str
) -> None:
    for name, address in ADDRESSES.items():
        visit.go(address)
        assert_accessible(visit, name)
    told = visit_as(told_server)
    told.open(f"?view=outlets&utterance={UTTERANCE}")
    assert_accessible(told, "versions")


def test_a_phone_shows_everything_without_scrolling_sideways(
    visit_as: Callable[..., Visit], server: str, told_server: str
) -> None:
    assert_fits(visit_as(server, width=390, phone=True), ADDRESSES.values())
    told = visit_as(told_server, width=390, phone=True)
    assert_fits(told, [f"?view=outlets&utterance={UTTERANCE}"])
