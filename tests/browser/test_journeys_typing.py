"""What somebody types while the page is still drawn stays, and so does what the page answers."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from stance.store import Store
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

FIELDS = {
    "Headline": "Talks at the harbour",
    "Outlet": "The Harbour Post",
    "Published on": "2023-06-20",
    "Address": "https://example.org/talks",
    "Text": "HARBOUR CITY - The talks ended.\n\n“We will keep talking,” Antony Blinken said.\n",
    "Your name": "Bo",
}
ROUNDS = 6
WORK_MS = 240_000


@pytest.fixture
def own(serve: Callable[[Path], str], visit_as: Callable[..., Visit], own_store: Store) -> Visit:
    """Return a window on that store, at the form for a pasted text."""
    visit = visit_as(serve(own_store.path))
    visit.open("?view=articles&part=add")
    visit.page.get_by_role("tab", name="Paste a text").click()
    return visit


def test_quick_typing_is_not_replaced_by_what_the_server_knew_before(own: Visit) -> None:
    for number in range(ROUNDS):
        for label, text in FIELDS.items():
            # The next field is filled while the server still draws the page for the last one.
            own.page.get_by_label(label, exact=True).first.fill(f"{text}{number}")
        own.page.get_by_label("Headline", exact=True).first.focus()
        own.settle()
        for label, text in FIELDS.items():
            expect(own.page.get_by_label(label, exact=True).first).to_have_value(f"{text}{number}")
    assert own.errors == []


@pytest.mark.model
def test_complaint_stays_when_the_page_is_drawn_anew_for_a_text_that_is_ready(own: Visit) -> None:
    for label, text in FIELDS.items():
        own.page.get_by_label(label, exact=True).first.fill(text)
    own.page.get_by_role("button", name="Add this text").click()
    outcome = own.page.locator("[class*='st-key-job_']").first
    expect(outcome).to_be_visible()
    own.page.get_by_role("button", name="Add this text").click()
    complaint = own.page.locator("p.notice.problem")
    expect(complaint).to_contain_text("headline")
    expect(outcome).to_contain_text("1 article added with", timeout=WORK_MS)
    own.settle()
    expect(complaint).to_contain_text("headline")
