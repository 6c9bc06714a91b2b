"""Articles that a person dated: what a new analysis finds follows that day, too."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from stance import run
from stance.model import Article, Statement
from stance.run import again, following, steps
from stance.store import Store

pytestmark = pytest.mark.model

TEXT = """“We will keep the lines open,” Antony Blinken said on Monday.

In March 2021 Joe Biden said that the two sides would talk again.
"""
DATED = """LONDON, March 4, 2024 (Harbour News) - Talks on the strait ended on Monday.

"We will keep every channel open so that no incident at sea grows into something larger," \
Antony Blinken said on Monday after a 50-minute meeting.
"""
UNDATED = """Diplomats leave the talks with little to show

"We will keep every channel open so that no incident at sea grows into something larger," \
Antony Blinken told reporters on Monday after the 50-minute meeting.
"""


class _Shorter:
    """Finds a letter less of each statement: so all of them have other ids."""

    def __init__(self) -> None:
        self._found = steps.extractor()

    def extract(self, article: Article) -> list[Statement]:
        return [_cut(each) for each in self._found.extract(article)]


def _cut(said: Statement) -> Statement:
    *before, (start, end) = said.spans
    return replace(said, text=said.text[:-1], spans=(*before, (start, end - 1)))


@contextmanager
def earlier_method() -> Iterator[None]:
    """Do what follows by a method that finds a little less."""
    shorter = _Shorter()
    with pytest.MonkeyPatch.context() as patch:
        for module in (steps, following):
            patch.setattr(module, "extractor", lambda: shorter)
        for module in (steps, following, again):
            patch.setattr(module, "method_version", lambda: "earlier")
        yield


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return a store of one article that an earlier method analysed and a person dated."""
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    made = Store(tmp_path / "store", who="cara")
    with earlier_method():
        run.ingest([tmp_path / "a.txt"], made)
        article_id = str(made.articles()["article_id"].iloc[0])
        assert (
            following.follow_day(made, article_id, "2023-06-20", reason="read it", who="ann") >= 1
        )
    return made


def days_of(store: Store) -> dict[str, str]:
    said = store.statements()
    return dict(zip(said["speaker_name"], said["said_on"], strict=True))


def test_statements_that_a_new_method_renames_follow_the_day_of_a_person(store: Store) -> None:
    names = set(store.statements()["statement_id"])
    assert days_of(store) == {"Antony Blinken": "2023-06-19", "Joe Biden": "2021-03"}
    result = run.reanalyze(store)
    assert names.isdisjoint(store.statements()["statement_id"])
    assert days_of(store) == {"Antony Blinken": "2023-06-19", "Joe Biden": "2021-03"}
    assert result.after == store.version()
    added = store.log()[-1]
    assert (added.who, added.reason) == ("cara", "after a new analysis: read it")


def test_undo_of_the_day_takes_back_what_the_new_analysis_added(store: Store) -> None:
    run.reanalyze(store)
    store.undo(store.log()[0].correction_id, reason="no", who="ann")
    assert days_of(store) == {"Antony Blinken": None, "Joe Biden": "2021-03"}
    assert set(store.articles()["published_on"]) == {None}


def test_reanalyze_that_was_killed_before_the_days_followed_goes_on(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(again, "follow_days", lambda *_: 0)
        run.reanalyze(store)
    assert days_of(store)["Antony Blinken"] is None
    run.reanalyze(store)
    assert days_of(store)["Antony Blinken"] == "2023-06-19"
    n_entries = len(store.log())
    run.reanalyze(store, is_forced=True)
    assert len(store.log()) == n_entries, "nothing is entered twice"


def test_day_of_a_person_stays_where_a_later_addition_dates_the_article(tmp_path: Path) -> None:
    for name, text in (("undated", UNDATED), ("dated", DATED)):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    store = Store(tmp_path / "store")
    run.ingest([tmp_path / "undated.txt"], store)
    article_id = str(store.articles()["article_id"].iloc[0])
    following.follow_day(store, article_id, "2023-06-20", reason="read it", who="ann")
    assert run.ingest([tmp_path / "dated.txt"], store).n_redated == 1
    said = store.statements("source_file = 'undated.txt' AND speaker_name = 'Antony Blinken'")
    assert set(said["said_on"]) == {"2023-06-19"}
