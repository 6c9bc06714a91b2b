"""The pages Articles and Review run, write what they say, and keep what was typed."""

import json
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from dashboard import jobs, wording
from dashboard.views import adding_folder, notices
from stance.settings import settings
from stance.store import Store
from tests.browser.sample import AXES, sample

APP = str(Path(__file__).parents[1] / "dashboard" / "app.py")
Open = Callable[..., AppTest]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    made = Store(tmp_path / "store", who="Ada").create(AXES)
    made.add(*sample())
    monkeypatch.setenv("STANCE_STORE", str(made.path))
    settings.cache_clear()
    return made


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the stores for which a worker was asked; none is started."""
    started: list[Path] = []
    monkeypatch.setattr(jobs, "start_worker", started.append)
    return started


@pytest.fixture
def opened(store: Store) -> Open:
    assert store.exists()

    def make(**query: str) -> AppTest:
        app = AppTest.from_file(APP, default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = value
        return app.run()

    return make


def page_text(app: AppTest) -> str:
    assert not app.exception
    text = " ".join(str(each.proto.body) for each in app.get("html"))
    assert wording.ERROR not in text
    return text


def statement_id(store: Store, where: str = "side = 'China'") -> str:
    return str(store.statements(where)["statement_id"][0])


@pytest.mark.parametrize(
    "query",
    [
        {"view": "articles"},
        {"view": "articles", "show": "view", "side": "US"},
        {"view": "articles", "find": "no such words anywhere"},
        {"view": "articles", "part": "attention"},
        {"view": "articles", "part": "add"},
        {"view": "articles", "part": "history"},
        {"view": "articles", "article": "0123456789abcdef"},
        {"view": "review"},
        {"view": "review", "axis": "credit"},
        {"view": "review", "read": "log"},
        {"view": "review", "review": "0123456789abcdef"},
        {"view": "review", "actor": "qin_gang", "topic": "climate"},
    ],
    ids=lambda query: urllib.parse.urlencode(query),
)
def test_every_state_of_the_pages_runs(opened: Open, query: dict[str, str]) -> None:
    assert page_text(opened(**query)).count('<h1 class="kicker">') == 1


def test_opened_article_marks_its_statements_and_shows_how_it_is_dated(
    opened: Open, store: Store
) -> None:
    article_id = str(store.articles()["article_id"][0])
    text = page_text(opened(view="articles", article=article_id))
    assert text.count('class="in-other"') > 0
    assert wording.ARTICLES_DATE in text


# ---- adding


def test_pasted_text_is_handed_over_with_what_was_said_of_it(
    opened: Open, store: Store, handed: list[Path]
) -> None:
    app = opened(view="articles", part="add")
    app.text_input(key="add_who").set_value("Ada")
    app.text_input(key="paste_title").set_value("Talks go on")
    app.text_input(key="paste_day").set_value("2023-06-19")
    app.text_area(key="paste_text").set_value("“We agree,” the envoy said.")
    app.button(key="add_paste").click().run()
    assert handed == [store.path]
    job = jobs.all_jobs(store.path)[0]
    assert (job.asked["kind"], job.asked["who"]) == ("add", "Ada")
    (file,) = (store.path / jobs.INBOX / job.name).glob("files/*/*")
    assert json.loads(file.read_text("utf-8"))["date"] == "2023-06-19"
    assert app.text_area(key="paste_text").value == ""
    assert wording.ADD_JOBS in page_text(app)


def test_a_pasted_article_without_a_headline_has_its_first_line(
    opened: Open, store: Store, handed: list[Path]
) -> None:
    app = opened(view="articles", part="add")
    app.text_input(key="add_who").set_value("Ada")
    app.text_area(key="paste_text").set_value("Talks go on\n\n“We agree,” the envoy said.")
    app.button(key="add_paste").click().run()
    (job,) = jobs.all_jobs(store.path)
    (file,) = (store.path / jobs.INBOX / job.name).glob("files/*/*")
    assert json.loads(file.read_text("utf-8"))["title"] == "Talks go on"


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("add_who", "", wording.REVIEW_NEEDS_WHO),
        ("paste_title", " ", wording.ADD_NO_TITLE),
        ("paste_text", "", wording.ADD_NO_TEXT),
        ("paste_day", "yesterday", wording.ADD_BAD_DAY.format("yesterday")),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    opened: Open, store: Store, handed: list[Path], field: str, value: str, problem: str
) -> None:
    app = opened(view="articles", part="add")
    typed = {"add_who": "Ada", "paste_title": "Talks", "paste_day": "", "paste_text": "Words."}
    typed[field] = value
    for key, text in typed.items():
        box: Any = app.text_area if key == "paste_text" else app.text_input
        box(key=key).set_value(text)
    app.button(key="add_paste").click().run()
    assert problem in page_text(app)
    assert handed == jobs.all_jobs(store.path) == []
    for key, text in typed.items():
        box = app.text_area if key == "paste_text" else app.text_input
        assert box(key=key).value == text


def test_uploaded_files_are_handed_over_as_they_are(
    opened: Open, store: Store, handed: list[Path]
) -> None:
    app = opened(view="articles", part="add")
    app.text_input(key="add_who").set_value("Ada")
    app.file_uploader[0].upload("a.txt", b"one").upload("b.html", b"<p>two").run()
    app.button(key="add_upload").click().run()
    assert handed == [store.path]
    folder = store.path / jobs.INBOX / jobs.all_jobs(store.path)[0].name
    found = {each.name: each.read_bytes() for each in folder.glob("files/*/*")}
    assert found == {"a.txt": b"one", "b.html": b"<p>two"}


def test_addresses_are_handed_over_one_a_line(
    opened: Open, store: Store, handed: list[Path]
) -> None:
    app = opened(view="articles", part="add")
    app.text_input(key="add_who").set_value("Ada")
    app.text_area(key="add_urls").set_value("file:///etc/passwd")
    app.button(key="add_fetch").click().run()
    assert "is no address of a page" in page_text(app)
    assert handed == []
    app.text_area(key="add_urls").set_value("https://a.example/1\nhttps://a.example/2\n")
    app.button(key="add_fetch").click().run()
    assert handed == [store.path]
    urls = ["https://a.example/1", "https://a.example/2"]
    assert jobs.all_jobs(store.path)[0].asked["urls"] == urls


def test_folder_of_this_machine_is_looked_into_before_it_is_added(
    opened: Open,
    store: Store,
    handed: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(adding_folder, "is_local", lambda: True)
    texts = tmp_path / "texts"
    texts.mkdir()
    for name in ("a.txt", "b.pdf", "c.exe"):
        (texts / name).write_text("x")
    app = opened(view="articles", part="add")
    app.text_input(key="add_who").set_value("Ada")
    app.text_input(key="add_path").set_value("/no/such/folder").run()
    assert "There is no" in page_text(app)
    app.text_input(key="add_path").set_value(str(texts)).run()
    assert "3 files there, 2 of a kind that can be read" in page_text(app)
    app.button(key="add_folder").click().run()
    assert handed == [store.path]
    assert jobs.all_jobs(store.path)[0].asked["paths"] == [str(texts)]


@pytest.mark.parametrize(
    ("server", "visitor", "is_one"),
    [
        ("127.0.0.1", None, True),
        ("localhost", "::1", True),
        ("127.0.0.1", "192.168.1.7", False),
        ("0.0.0.0", "127.0.0.1", False),
        ("", None, False),
    ],
)
def test_folders_are_offered_only_where_server_and_browser_are_one_machine(
    monkeypatch: pytest.MonkeyPatch, server: str, visitor: str | None, is_one: bool
) -> None:
    context = type("Context", (), {"ip_address": visitor})()
    monkeypatch.setattr(adding_folder.st, "context", context)
    monkeypatch.setattr(adding_folder.st, "get_option", lambda _: server)
    assert adding_folder.is_local() is is_one


def test_finished_job_says_what_became_of_it(
    opened: Open, store: Store, handed: list[Path]
) -> None:
    name = jobs.hand_over(store.path, "add", who="Ada", files=[("x.exe", b"MZ")])
    problems = [{"source": "x.exe", "reason": "has the unsupported extension .exe"}]
    result = {"state": "done", "n_articles": 0, "n_statements": 0, "problems": problems}
    (store.path / jobs.INBOX / name / "result.json").write_text(json.dumps(result), "utf-8")
    app = opened(view="articles", part="add")
    assert "Nothing new, 1 skipped." in page_text(app)
    assert "x.exe: has the unsupported extension .exe." in page_text(app)
    app.button(key=f"drop_{name}").click().run()
    assert jobs.all_jobs(store.path) == []
    assert handed


# ---- undo of an addition


def test_addition_is_undone_after_it_was_said_what_goes(opened: Open, store: Store) -> None:
    app = opened(view="articles", part="history")
    app.button(key="ask_undo_1").click().run()
    assert "12 articles with 60 statements leave the collection" in page_text(app)
    app.button(key="undo_yes").click().run()
    assert wording.REVIEW_NEEDS_WHO in page_text(app)
    app.text_input(key="undo_who").set_value("Bo")
    app.button(key="undo_yes").click().run()
    assert wording.REVIEW_NEEDS_REASON in page_text(app)
    assert len(store.articles()) == 12
    app.text_input(key="undo_why").set_value("the wrong folder")
    app.button(key="undo_yes").click().run()
    assert "12 articles taken out" in page_text(app)
    assert len(store.articles()) == 0
    app.button(key="ask_undo_2").click().run()
    assert "12 articles come back" in page_text(app)
    app.text_input(key="undo_why").set_value("it was right")
    app.button(key="undo_yes").click().run()
    assert len(store.articles()) == 12
    assert [(each.who, each.undoes) for each in store.commits()[-2:]] == [("Bo", 1), ("Bo", 2)]


# ---- review


def corrected(app: AppTest, said: str, *, why: str = "the text says so") -> AppTest:
    app.selectbox(key=f"review_conciliation_{said}").set_value("-2")
    app.selectbox(key=f"review_side_{said}").set_value("US").run()
    app.text_input(key="review_who").set_value("Ada")
    app.text_input(key="review_why").set_value(why)
    return app.button(key="review_save").click().run()


def test_correction_shows_old_and_new_is_saved_and_leads_to_the_next(
    opened: Open, store: Store
) -> None:
    said = statement_id(store)
    app = opened(view="review", review=said)
    app.selectbox(key=f"review_side_{said}").set_value("US").run()
    text = page_text(app)
    assert '<td class="">China</td><td class="">US</td>' in text
    app = corrected(app, said)
    assert "Saved for " in page_text(app)
    assert app.query_params["review"] not in (said, [said])
    row = store.statements("statement_id = ?", [said]).iloc[0]
    assert (row["side"], row["conciliation"], row["corrected"]) == ("US", -1.0, True)
    app.button(key="undo_last").click().run()
    assert not store.statements("corrected")["statement_id"].tolist()
    assert len(store.log()) == 4


def test_all_right_as_it_is_is_a_label_and_leaves_the_queue(opened: Open, store: Store) -> None:
    said = statement_id(store)
    app = opened(view="review", review=said)
    app.text_input(key="review_who").set_value("Ada")
    app.button(key="review_confirm").click().run()
    assert [(each.field, each.who) for each in store.log()] == [("confirmed", "Ada")]
    assert "1 of 57 statements in view reviewed" in page_text(opened(view="review"))


def test_reason_and_name_are_required_and_nothing_is_lost_without_them(
    opened: Open, store: Store
) -> None:
    said = statement_id(store)
    app = corrected(opened(view="review", review=said), said, why="")
    assert wording.REVIEW_NEEDS_REASON in page_text(app)
    assert app.selectbox(key=f"review_side_{said}").value == "US"
    assert store.log() == []
    app.button(key="review_confirm").click().run()
    assert wording.REVIEW_HAS_CHANGES in page_text(app)


def test_value_that_does_not_fit_is_explained_and_stays_in_the_form(
    opened: Open, store: Store
) -> None:
    said = statement_id(store)
    app = opened(view="review", review=said)
    app.text_input(key=f"review_said_on_{said}").set_value("last week").run()
    app.text_input(key="review_who").set_value("Ada")
    app.text_input(key="review_why").set_value("why")
    app.button(key="review_save").click().run()
    assert "expected a date such as 2023-06-19" in page_text(app)
    assert app.text_input(key=f"review_said_on_{said}").value == "last week"


def test_busy_store_keeps_what_was_typed_and_the_second_press_saves_it(
    opened: Open, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "WAIT", 0.2)
    said = statement_id(store)
    app = opened(view="review", review=said)
    with FileLock(store.path / "corrections.lock"):
        app = corrected(app, said, why="typed with care")
    assert wording.REVIEW_BUSY in page_text(app)
    assert app.text_input(key="review_why").value == "typed with care"
    app.button(key="review_save").click().run()
    assert [each.reason for each in store.log()] == ["typed with care"] * 2


def test_correction_of_somebody_else_meanwhile_is_shown_before_it_is_overruled(
    opened: Open, store: Store
) -> None:
    said = statement_id(store)
    app = opened(view="review", review=said)
    store.correct(said, {"side": "joint"}, reason="both say it", who="Bo")
    app = corrected(app, said)
    assert "Meanwhile Bo changed speaks for" in page_text(app)
    assert len(store.log()) == 1
    app.button(key="review_save").click().run()
    assert store.statements("statement_id = ?", [said])["side"][0] == "US"
    assert [(each.old, each.new) for each in store.log() if each.field == "side"] == [
        ("China", "joint"),
        ("joint", "US"),
    ]


def test_what_is_no_statement_can_be_brought_back_from_the_log(opened: Open, store: Store) -> None:
    said = statement_id(store)
    store.correct(said, {"is_statement": False}, reason="the reporter's words", who="Bo")
    assert wording.REVIEW_HIDDEN in page_text(opened(view="review", review=said))
    entry = store.log()[0]
    assert f"undo={entry.correction_id}" in page_text(opened(view="review", read="log"))
    app = opened(view="review", read="log", undo=entry.correction_id)
    assert "no becomes yes again" in page_text(app)
    app.button(key="log_undo_button").click().run()
    assert wording.REVIEW_NEEDS_WHO in page_text(app)
    app.text_input(key="log_who").set_value("Ada")
    app.text_input(key="log_why").set_value("it is one")
    app.button(key="log_undo_button").click().run()
    assert "Undo of no. 1" in page_text(app)
    assert len(store.statements("statement_id = ?", [said])) == 1


def test_undo_can_be_left_and_a_link_to_one_that_is_done_says_so(
    opened: Open, store: Store
) -> None:
    said = statement_id(store)
    entry = store.correct(said, {"side": "joint"}, reason="both", who="Ada")[0]
    app = opened(view="review", read="log", undo=entry.correction_id)
    app.button(key="log_undo_keep").click().run()
    assert len(store.log()) == 1
    assert "log_undo_button" not in {button.key for button in app.button}
    store.undo(entry.correction_id, reason="no", who="Ada")
    app = opened(view="review", read="log", undo=entry.correction_id)
    assert wording.LOG_UNDO_GONE in page_text(app)
    assert f"undo={entry.correction_id}" not in page_text(app)
    assert f"undo={store.log()[-1].correction_id}" in page_text(app)


def test_log_is_filtered_by_person_and_field(opened: Open, store: Store) -> None:
    one, other = store.statements()["statement_id"][:2]
    store.correct(one, {"side": "joint"}, reason="because of this", who="Ada")
    store.confirm(other, who="Bo")
    app = opened(view="review", read="log")
    app.selectbox(key="log_filter_who").set_value("Bo").run()
    text = page_text(app)
    assert "because of this" not in text
    assert wording.REVIEW_FIELDS["confirmed"] in text
    assert app.query_params["who"] in ("Bo", ["Bo"])


def test_opened_statement_leads_to_its_form_and_the_form_back(opened: Open, store: Store) -> None:
    said = statement_id(store)
    text = page_text(opened(statement=said))
    assert f"review={said}&amp;back=statement" in text
    back = page_text(opened(view="review", review=said, back="statement"))
    assert wording.REVIEW_BACK_STATEMENT in back
    assert f"?statement={said}" in back or f"&amp;statement={said}" in back


# ---- twins


def test_twins_answer_with_articles_and_log(store: Store) -> None:
    from starlette.applications import Starlette

    from dashboard import api

    said = statement_id(store)
    store.correct(said, {"side": "joint"}, reason="x", who="Ada")
    article_id = str(store.articles()["article_id"][0])
    store.date_article(article_id, "2023-06-19", reason="y", who="Bo")
    client = TestClient(Starlette(routes=api.routes()))
    found = client.get("/api/v1/articles", params={"order": "headline"}).json()
    assert found["total"] == len(found["articles"]) == 12
    assert {each["added_by"] for each in found["articles"]} == {"Ada"}
    assert [each["corrected"] for each in found["articles"]].count(True) == 1
    log = client.get("/api/v1/log", params={"who": "Bo"}).json()["log"]
    assert [(each["field"], each["new"]) for each in log] == [("published_on", "2023-06-19")]
    assert client.get("/api/v1/articles", params={"show": "nothing"}).status_code == 400
    assert b"published_on" in client.get("/api/v1/articles.csv").content
