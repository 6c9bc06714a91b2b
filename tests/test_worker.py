"""The process that adds texts: one at a time, oldest first, and whatever happens it says so."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from dashboard import jobs
from stance import worker
from stance.store import Store

TEXT = (
    "HARBOUR CITY, June 20, 2023 - The talks ended on Tuesday.\n\n"
    "“We will keep the lines open between our two countries,” Antony Blinken said.\n\n"
    "Number {n} of the notes says nothing more.\n"
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(jobs, "start_worker", lambda _: None)
    monkeypatch.setattr(os, "nice", lambda _: 0)  # these tests are the worker themselves
    return tmp_path / "store"


def result_of(root: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (root / jobs.INBOX / name / "result.json").read_text("utf-8")
    )
    return found


def run(root: Path) -> int:
    """Be the worker, in this process, where the language model may be in memory already."""
    return worker.main([str(root / jobs.INBOX)])


def started(root: Path) -> "subprocess.Popen[bytes]":
    """Start the worker as the dashboard does."""
    return subprocess.Popen([sys.executable, "-m", "stance.worker", str(root / jobs.INBOX)])


def test_jobs_are_done_oldest_first_and_only_once(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [jobs.hand_over(root, "add", who="Ada") for _ in range(3)]
    done: list[str] = []

    def add(job: Path, _: dict[str, Any]) -> dict[str, Any]:
        done.append(job.name)
        return {"state": "done"}

    monkeypatch.setitem(worker._KINDS, "add", add)
    assert run(root) == 0
    assert run(root) == 0
    assert done == names


def test_fault_of_the_program_ends_a_job_and_the_next_one_is_done(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = jobs.hand_over(root, "nothing that is known", who="Ada", files=[("a.txt", b"x")])
    good = jobs.hand_over(root, "add", who="Ada", files=[("a.txt", b"x")])
    monkeypatch.setitem(worker._KINDS, "add", lambda *_: {"state": "done"})
    assert run(root) == 0
    assert result_of(root, bad)["state"] == "failed"
    assert result_of(root, bad)["is_bug"]
    assert (root / jobs.INBOX / bad / "files").is_dir()  # kept for another try
    assert result_of(root, good) == {"state": "done"}
    assert not (root / jobs.INBOX / good / "files").exists()


def test_worker_without_an_inbox_says_how_it_is_used() -> None:
    assert worker.main([]) == 2


@pytest.mark.model
def test_worker_adds_what_is_new_and_names_what_it_skips(root: Path) -> None:
    files = [
        ("one.txt", TEXT.format(n=1).encode()),
        ("empty.txt", b""),
        ("program.exe", b"MZ"),
        jobs.file_of_text(TEXT.format(n=2), title="Two", outlet="The Courier", day="2023-06-21"),
    ]
    first = jobs.hand_over(root, "add", who="Ada", files=files)
    second = jobs.hand_over(root, "add", who="Bo", files=files[:1])
    assert run(root) == 0
    found = result_of(root, first)
    assert (found["state"], found["n_articles"], found["commit"]) == ("done", 2, 1)
    assert {each["title"] for each in found["new"]} >= {"Two"}
    assert {each["source"] for each in found["problems"]} == {"empty.txt", "program.exe"}
    assert not any(str(root) in each["reason"] for each in found["problems"])
    again = result_of(root, second)
    assert (again["n_articles"], len(again["known"]), again["commit"]) == (0, 1, None)
    store = Store(root)
    assert [commit.who for commit in store.commits() if commit.what == "add"] == ["Ada"]
    with store.connection() as connection:
        row = connection.execute(
            "SELECT outlet, published_on FROM articles WHERE title = 'Two'"
        ).fetchone()
    assert row == ("The Courier", "2023-06-21")


@pytest.mark.model
def test_addresses_inside_the_own_network_are_refused_by_name_and_nothing_is_added(
    root: Path,
) -> None:
    inside = "http://127.0.0.1:9/secrets.html"
    name = jobs.hand_over(root, "add", who="Ada", urls=[inside])
    assert run(root) == 0
    found = result_of(root, name)
    assert (found["state"], found["n_articles"]) == ("done", 0)
    assert [each["source"] for each in found["problems"]][:1] == [inside]
    assert "public" in found["problems"][0]["reason"]


@pytest.mark.model
def test_killed_worker_loses_nothing_and_the_next_one_goes_on(root: Path) -> None:
    files = [(f"{n}.txt", TEXT.format(n=n).encode()) for n in range(6)]
    name = jobs.hand_over(root, "add", who="Ada", files=files)
    process = started(root)
    events = root / jobs.INBOX / name / "events.jsonl"
    for _ in range(1200):
        if events.exists() and '"article"' in events.read_text("utf-8"):
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    assert not (root / jobs.INBOX / name / "result.json").exists()
    assert started(root).wait(300) == 0
    assert result_of(root, name)["n_articles"] == 6
    assert len(Store(root).articles()) == 6


@pytest.mark.model
def test_day_of_an_article_moves_the_statements_that_hang_on_it(root: Path) -> None:
    text = (
        "“We will keep the lines open,” Antony Blinken said on Monday.\n\n"
        "“The talks were useful,” Wang Yi said.\n\n"
        "In March 2021 Joe Biden said that the two sides would talk again.\n"
    )
    jobs.hand_over(root, "add", who="Ada", files=[("undated.txt", text.encode())])
    assert run(root) == 0
    store = Store(root)
    article_id = str(store.articles()["article_id"][0])
    assert store.article(article_id).article.published_on is None
    before = store.statements()
    name = jobs.hand_over(
        root, "date", who="Ada", article_id=article_id, day="2023-06-20", reason="on the page"
    )
    assert run(root) == 0
    assert result_of(root, name)["n_changed"] >= 2
    days = dict(zip(store.statements()["speaker_name"], store.statements()["said_on"], strict=True))
    assert days["Antony Blinken"] == "2023-06-19"
    assert days["Wang Yi"] == "2023-06-19"  # on the same occasion
    assert days["Joe Biden"] == "2021-03"
    store.undo(store.log()[-1].correction_id, reason="no", who="Ada")
    assert store.statements().equals(before)


@pytest.mark.model
def test_day_that_is_none_fails_with_its_reason(root: Path) -> None:
    jobs.hand_over(root, "add", who="Ada", files=[("one.txt", TEXT.format(n=1).encode())])
    assert run(root) == 0
    name = jobs.hand_over(root, "date", who="Ada", article_id="no", day="2023-06-20", reason="x")
    assert run(root) == 0
    assert "no article no" in result_of(root, name)["reason"]
