"""What a person does who adds texts and corrects, in a real browser, alone and ten at once."""

import csv
import io
import json
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from stance.store import Store
from tests.browser.conftest import Visit
from tests.browser.looking import assert_accessible, assert_fits

pytestmark = pytest.mark.browser

TEN = range(10)
WORK_MS = 240_000  # ten additions, one after the other, on a slow machine
ADDRESSES = {
    "articles": "?view=articles",
    "attention": "?view=articles&part=attention",
    "adding": "?view=articles&part=add",
    "additions": "?view=articles&part=history",
    "queue": "?view=review",
    "log": "?view=review&read=log",
    "no article": "?view=articles&find=no+such+words",
}
TEXT = (
    "HARBOUR CITY, June 20, 2023 - Talks number {n} ended on Tuesday.\n\n"
    "“We will keep line {n} open between our two countries,” Antony Blinken said.\n"
)


@pytest.fixture
def own(serve: Callable[[Path], str], visit_as: Callable[..., Visit], own_store: Store) -> Visit:
    """Return a window on that store."""
    return visit_as(serve(own_store.path))


def _fill(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=True).first
    field.fill(text)
    field.press("Tab")


def _choose(visit: Visit, label: str, option: str) -> None:
    field = visit.page.get_by_role("combobox", name=re.compile(f"{label}$")).first
    field.click()
    visit.page.get_by_role("option", name=re.compile(option)).first.click()
    visit.settle()


def _csv(visit: Visit) -> list[dict[str, str]]:
    """Return the rows of the download that the page of statements offers."""
    href = visit.page.locator("p.downloads a[href*='download.csv']").get_attribute("href")
    with urllib.request.urlopen(f"{visit.base}/{href}") as answer:
        return list(csv.DictReader(io.StringIO(answer.read().decode("utf-8-sig"))))


def test_corrected_statement_is_marked_everywhere_until_it_is_undone(
    own: Visit, own_store: Store
) -> None:
    frame = own_store.statements("side = 'China' AND conciliation < 0")
    said, words = str(frame["statement_id"][0]), str(frame["text"][0])
    own.open(f"?statement={said}")
    own.page.get_by_role("link", name="Correct or confirm").click()
    own.settle()
    _choose(own, "Conciliation", r"^\+1")
    changes = own.page.locator("table.plain").last
    expect(changes).to_contain_text("+0.50")
    _fill(own.page, "Why", "steadying words")
    _fill(own.page, "Your name", "Ada")
    own.settle()
    own.page.get_by_role("button", name="Save the changes").click()
    expect(own.page.locator("p.notice")).to_contain_text(": conciliation.")
    expect(own.page.locator("p.notice")).to_be_in_viewport()  # the button is far below it
    own.settle()
    own.page.get_by_role("link", name="Back to the statement").click()
    own.settle()
    assert f"statement={said}" in own.page.url
    own.open(f"?view=statements&q={words[:20]}")
    expect(own.page.locator(f"#s-{said}")).to_contain_text("corrected by a reader")
    row = next(row for row in _csv(own) if row["statement_id"] == said)
    assert (row["conciliation"], row["corrected"]) == ("0.5", "True")
    own.open("?view=review&read=log")
    expect(own.page.locator("table.log")).to_contain_text("steadying words")
    own.page.get_by_role("link", name="Undo no. 1: conciliation,").press("Enter")
    expect(own.page.locator("#undoing")).to_be_focused()
    expect(own.page.locator(".st-key-log_undo")).to_contain_text("again. Both lines stay")
    own.settle()
    _fill(own.page, "Why", "it was cold after all")
    _fill(own.page, "Your name", "Bo")
    own.settle()
    own.page.get_by_role("button", name="Undo this entry").click()
    expect(own.page.locator("table.log")).to_contain_text("Undo of no. 1")
    assert not own_store.statements()["corrected"].any()
    assert own.errors == []


def test_queue_is_worked_through_with_the_keyboard(own: Visit, own_store: Store) -> None:
    own.open("?view=review")
    own.page.get_by_role("button", name="Start with the first").click()
    own.settle()
    first = own.page.url
    own.page.keyboard.press("Alt+n")
    own.settle()
    second = own.page.url
    assert second != first
    own.page.keyboard.press("Alt+p")
    own.settle()
    assert own.page.url == first
    _fill(own.page, "Your name", "Ada")
    own.settle()
    own.page.locator("h1.kicker").click()
    own.page.keyboard.press("Alt+k")
    expect(own.page.locator("p.notice")).to_contain_text("Noted as right")
    own.settle()
    assert own.page.url == second
    assert [entry.field for entry in own_store.log()] == ["confirmed"]
    own.page.get_by_role("link", name="Back to the queue").click()
    own.settle()
    expect(own.page.locator("p.lede")).to_contain_text("1 of 57 statements in view reviewed")


@pytest.mark.model
def test_texts_are_added_while_the_page_tells_how_it_goes_and_taken_out_again(
    own: Visit, own_store: Store
) -> None:
    own.open("?view=articles&part=add")
    _fill(own.page, "Your name", "Bo")
    own.settle()
    own.page.locator('input[type="file"]').set_input_files(
        [
            {"name": "talks.txt", "mimeType": "text/plain", "buffer": TEXT.format(n=1).encode()},
            {"name": "empty.txt", "mimeType": "text/plain", "buffer": b""},
        ]
    )
    button = own.page.get_by_role("button", name="Add 2 files")
    button.wait_for()
    button.click()
    expect(own.page.get_by_role("progressbar").first).to_be_visible()
    # The browser is closed in the middle: the work goes on.
    own.page.goto("about:blank")
    own.open("?view=articles&part=add")
    outcome = own.page.locator("[class*='st-key-job_']").first
    expect(outcome).to_contain_text("1 article added with", timeout=WORK_MS)
    expect(outcome).to_contain_text("empty.txt: is empty. Check that the file has a text")
    own.page.get_by_role("tab", name="Paste a text").click()
    _fill(own.page, "Headline", "Pasted talks")
    _fill(own.page, "Published on", "2023-06-21")
    _fill(own.page, "Text", TEXT.format(n=2))
    _fill(own.page, "Your name", "Bo")
    own.settle()
    own.page.get_by_role("button", name="Add this text").click()
    link = own.page.get_by_role("link", name=re.compile("Pasted talks"))
    expect(link).to_be_visible(timeout=WORK_MS)
    link.click()
    own.settle()
    expect(own.page.locator("h1.kicker")).to_contain_text("21 June 2023")
    assert len(own_store.articles()) == 14
    own.open("?view=articles&part=history")
    own.page.get_by_role("button", name="Undo no. 3").click()
    expect(own.page.locator(".st-key-undo_ask")).to_contain_text("“Pasted talks”")
    _fill(own.page, "Why", "only a trial")
    _fill(own.page, "Your name", "Bo")
    own.settle()
    own.page.get_by_role("button", name="Undo it").click()
    expect(own.page.locator("p.notice")).to_contain_text("1 article taken out")
    assert len(own_store.articles()) == 13
    assert own.errors == []


@pytest.mark.model
def test_ten_sessions_that_correct_and_add_at_once_lose_nothing(
    serve: Callable[[Path], str], visit_as: Callable[..., Visit], own_store: Store
) -> None:
    base = serve(own_store.path)
    said = [str(each) for each in own_store.statements()["statement_id"][:10]]
    visits = [visit_as(base) for _ in TEN]
    for n, visit in enumerate(visits):
        visit.open(f"?view=review&review={said[n]}")
        _choose(visit, "Cooperation", r"^−2")
        _fill(visit.page, "Why", f"reason {n}")
        _fill(visit.page, "Your name", f"Person {n}")
        visit.settle()
    for visit in visits:  # nobody waits for anybody
        visit.page.get_by_role("button", name="Save the changes").click(no_wait_after=True)
    for visit in visits:
        expect(visit.page.locator("p.notice")).to_contain_text("Saved", timeout=60_000)
    log = own_store.log()
    assert sorted((entry.who, entry.reason) for entry in log) == sorted(
        (f"Person {n}", f"reason {n}") for n in TEN
    )
    assert [entry.number for entry in log] == list(range(1, 11))
    changed = own_store.statements("cooperation = -1.0 AND corrected")["statement_id"]
    assert set(changed) == set(said)
    for n, visit in enumerate(visits):
        visit.open("?view=articles&part=add")
        visit.page.get_by_role("tab", name="Paste a text").click()
        _fill(visit.page, "Headline", f"Talks number {n}")
        _fill(visit.page, "Text", TEXT.format(n=n))
        _fill(visit.page, "Your name", f"Person {n}")
    for visit in visits:
        visit.page.get_by_role("button", name="Add this text").click(no_wait_after=True)
    for n, visit in enumerate(visits):
        link = visit.page.get_by_role("link", name=re.compile(f"Talks number {n}"))
        expect(link).to_be_visible(timeout=WORK_MS)
    titles = set(own_store.articles()["title"])
    assert {f"Talks number {n}" for n in TEN} <= titles
    added = [commit.who for commit in own_store.commits() if commit.what == "add"]
    assert sorted(added[1:]) == sorted(f"Person {n}" for n in TEN)
    assert len(own_store.log()) == 10
    assert [visit.errors for visit in visits] == [[]] * 10


def test_markup_in_a_headline_a_name_or_a_reason_is_shown_and_never_run(
    own: Visit, own_store: Store
) -> None:
    said = str(own_store.statements()["statement_id"][0])
    hostile = "<img src=x onerror=alert(1)> **b** [x](javascript:1)"
    own_store.correct(said, {"speaker_name": hostile}, reason=hostile, who=hostile)
    for address in ("?view=review&read=log", f"?view=review&review={said}", f"?statement={said}"):
        own.open(address)
        expect(own.page.get_by_text(hostile).first).to_be_visible()
        assert own.page.locator("img[src='x']").count() == 0
    assert own.errors == []


def test_all_can_read_the_writing_pages_and_they_fit_a_phone(
    own: Visit, visit_as: Callable[..., Visit], own_store: Store
) -> None:
    said = str(own_store.statements()["statement_id"][0])
    article = str(own_store.articles()["article_id"][0])
    own_store.correct(said, {"side": "joint"}, reason="both say it", who="Ada")
    more = (f"?view=review&review={said}", f"?view=articles&article={article}")
    addresses = (*ADDRESSES.values(), *more)
    for address in addresses:
        own.go(address)
        assert_accessible(own)
    here = urlsplit(own.base).netloc
    asked = {urlsplit(url).netloc for url in own.requests if url.startswith(("http", "ws"))}
    assert asked == {here}
    assert own.errors == []
    assert_fits(visit_as(own.base, width=390, phone=True), addresses)


def test_twins_say_what_the_pages_say(own: Visit, own_store: Store) -> None:
    said = str(own_store.statements()["statement_id"][0])
    own_store.confirm(said, who="Ada")
    for address, rows in (("?view=articles", "table.articles"), ("?view=review&read=log", ".log")):
        own.open(address)
        href = own.page.get_by_role("link", name="JSON").get_attribute("href")
        with urllib.request.urlopen(f"{own.base}/{href}") as answer:
            found = json.load(answer)
        assert found["total"] == own.page.locator(f"{rows} tbody tr").count()
