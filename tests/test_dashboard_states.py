"""What a page says when there is nothing to show, or when it cannot be shown; what fields hold."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import cached, wording
from stance.store import Store
from tests.app_pages import Open, opener, page_text
from tests.browser.sample import AXES, sample


@pytest.fixture
def emptied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Return how to open a page over a store from which everything was taken out again."""
    store = Store(tmp_path / "store", who="Ada").create(AXES)
    store.add(*sample())
    store.undo_commit(store.commits()[-1].number, reason="the wrong folder", who="Ada")
    return opener(store.path, monkeypatch, view="timeline")


def headings(app: AppTest) -> list[str]:
    return re.findall(r'<h1 class="kicker">', page_text(app))


@pytest.mark.parametrize(
    "view", ["timeline", "actors", "relations", "statements", "outlets", "review"]
)
def test_emptied_collection_says_so_and_leads_to_what_fills_it(emptied: Open, view: str) -> None:
    app = emptied(view=view)
    said = page_text(app)
    assert wording.EMPTY_STORE in said
    assert wording.NOTHING not in said
    assert "part=add" in said
    assert "part=history" in said
    assert len(headings(app)) == 1


def test_emptied_collection_asks_for_no_name_and_offers_no_search(emptied: Open) -> None:
    for part in ("list", "attention"):
        app = emptied(view="articles", part=part)
        assert wording.ARTICLES_LEDE_NONE in page_text(app)
        assert len(app.text_input) == 0


def test_log_without_entries_says_what_will_stand_there(emptied: Open) -> None:
    assert wording.LOG_NONE_HELP in page_text(emptied(view="review", read="log"))


def test_store_of_a_newer_program_names_the_remedy_and_not_the_filters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "store").create(AXES)
    about = store.path / "store.json"
    about.write_text(re.sub(r'"schema": \d+', '"schema": 99', about.read_text("utf-8")), "utf-8")
    app = opener(store.path, monkeypatch, view="timeline")()
    said = page_text(app)
    assert "Update stance" in said
    assert wording.ERROR_STORE in said
    assert wording.ERROR_KEPT not in said
    assert len(headings(app)) == 1


def test_page_that_fails_unexpectedly_leads_to_itself_without_filters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "store").create(AXES)
    store.add(*sample())

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(cached, "counts", fail)
    said = page_text(opener(store.path, monkeypatch, view="statements")(side="US"))
    assert wording.ERROR_KEPT in said
    assert f'href=".?view=statements" target="_self" data-go>{wording.ERROR_PLAIN}' in said
    assert f">{wording.TIMELINE}</a>" in said  # the other pages are not lost with this one


def _one_field() -> None:
    import streamlit as st

    from dashboard import state

    state.fill("name", "Ada")
    st.text_input("Name", key="name")
    if not st.session_state.get("ends_early"):
        state.finish("statements", ())


def _is_sent(app: AppTest) -> bool:
    """Whether the last drawing sent the field's value to the browser."""
    return bool(app.text_input[0].proto.set_value)


def test_field_is_sent_again_when_the_drawing_that_filled_it_ended_early() -> None:
    app = AppTest.from_function(_one_field)
    app.session_state["ends_early"] = True
    assert _is_sent(app.run())
    assert _is_sent(app.run())
    app.session_state["ends_early"] = False
    assert _is_sent(app.run())
    assert not _is_sent(app.run())  # it is in there now; again would undo what is typed meanwhile
    app.session_state["ends_early"] = True
    assert not _is_sent(app.run())
