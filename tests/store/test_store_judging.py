"""What persons judge: days of articles, the same words, right as it is; additions undone."""

from pathlib import Path
from typing import Any

import pytest

from stance.errors import StoreError, UsageError
from stance.store import Store
from stance.store.additions import taken_back
from stance.store.commits import Commit
from stance.store.corrections import plain_value
from stance.table import to_csv

from .builder import add, article, new_store

WHY = {"reason": "read it again", "who": "Ada"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = new_store(tmp_path / "store")
    add(made, [article(1), article(2)])
    return made


def rows(store: Store, article_id: str) -> list[dict[str, Any]]:
    found = store.statements("article_id = ?", [article_id])
    return [{str(key): value for key, value in row.items()} for row in found.to_dict("records")]


def test_day_that_a_person_gave_is_used_for_the_article_and_its_statements(store: Store) -> None:
    one, other = article(1).article_id, article(2).article_id
    before = to_csv(store.statements("article_id = ?", [other]))
    store.date_article(one, "2023-06-19", **WHY)
    assert store.article(one).article.published_on.isoformat() == "2023-06-19"
    assert store.article(one).article.published_basis == "corrected by hand"
    assert {row["published_on"] for row in rows(store, one)} == {"2023-06-19"}
    assert all(row["corrected"] for row in rows(store, one))
    assert to_csv(store.statements("article_id = ?", [other])) == before


def test_statements_that_follow_a_day_come_back_with_its_undo(store: Store) -> None:
    one = article(1).article_id
    before = to_csv(store.statements())
    said = rows(store, one)[0]["statement_id"]
    moved = {"said_on": "2023-06-18", "said_on_precision": "day", "said_on_basis": '"Sunday"'}
    entry = store.date_article(one, "2023-06-19", following={said: moved}, **WHY)
    assert {key: rows(store, one)[0][key] for key in moved} == moved
    assert (plain_value(entry, "old"), plain_value(entry, "new")) == ("2023-05-02", "2023-06-19")
    store.undo(entry.correction_id, **WHY)
    assert to_csv(store.statements()) == before
    assert not store.articles()["corrected"].any()


def test_correction_of_a_statement_goes_before_what_follows_from_the_article(store: Store) -> None:
    one = article(1).article_id
    said = rows(store, one)[0]["statement_id"]
    store.correct(said, {"said_on": "2023-01"}, **WHY)
    moved = {"said_on": "2023-06-18", "said_on_precision": "day", "side": "China"}
    store.date_article(one, "2023-06-19", following={said: moved}, **WHY)
    row = rows(store, one)[0]
    assert (row["said_on"], row["said_on_precision"], row["side"]) == ("2023-01", "month", "China")


def test_article_that_a_person_left_without_a_day_needs_no_attention_any_more(
    store: Store,
) -> None:
    store.date_article(article(1).article_id, None, **WHY)
    found = store.article(article(1).article_id)
    assert found.article.published_on is None
    assert found.article.published_basis == ""
    assert found.needs_attention == ""


@pytest.mark.parametrize("day", ["2023-06", "yesterday", "2023-02-30"])
def test_day_that_is_none_is_refused(store: Store, day: str) -> None:
    with pytest.raises(UsageError, match="is no day"):
        store.date_article(article(1).article_id, day, **WHY)
    assert store.log() == []


def test_only_times_and_speakers_may_follow_from_a_day(store: Store) -> None:
    with pytest.raises(UsageError, match="text cannot follow"):
        store.date_article(
            article(1).article_id, "2023-06-19", following={"x": {"text": "other"}}, **WHY
        )


def test_confirmation_is_logged_and_changes_nothing(store: Store) -> None:
    before = to_csv(store.statements())
    said = rows(store, article(1).article_id)[0]["statement_id"]
    entry = store.confirm(said, who="Ada")
    assert to_csv(store.statements()) == before
    assert (entry.field, entry.new, entry.who, entry.statement_id) == (
        "confirmed",
        True,
        "Ada",
        said,
    )
    assert [each.correction_id for each in store.log()] == [entry.correction_id]


def test_reports_that_a_person_joins_are_one_utterance_until_that_is_undone(store: Store) -> None:
    before = to_csv(store.statements())
    one, other = (rows(store, article(n).article_id)[0] for n in (1, 2))
    entry = store.decide(one["statement_id"], other["statement_id"], is_same=True, **WHY)
    joined = [rows(store, article(n).article_id)[0] for n in (1, 2)]
    assert len({row["utterance_id"] for row in joined}) == 1
    assert [row["corrected"] for row in joined].count(True) == 1
    store.undo(entry.correction_id, **WHY)
    assert to_csv(store.statements()) == before


def test_reports_joined_one_after_the_other_are_all_one_utterance(store: Store) -> None:
    add(store, [article(3)])
    said = [rows(store, article(n).article_id)[0]["statement_id"] for n in (1, 2, 3)]
    store.decide(said[1], said[2], is_same=True, **WHY)
    store.decide(said[0], said[1], is_same=True, **WHY)
    found = store.statements("list_contains(?, statement_id)", [said])
    assert found["utterance_id"].nunique() == 1


def test_refused_merge_is_kept_in_the_log_and_joins_nothing(store: Store) -> None:
    before = to_csv(store.statements())
    one, other = (rows(store, article(n).article_id)[0]["statement_id"] for n in (1, 2))
    entry = store.decide(other, one, is_same=False, **WHY)
    assert to_csv(store.statements()) == before
    assert plain_value(entry, "new") is False
    assert plain_value(entry, "old") is None


def test_judging_a_missing_statement_is_refused(store: Store) -> None:
    said = rows(store, article(1).article_id)[0]["statement_id"]
    with pytest.raises(StoreError, match="no statement nobody"):
        store.decide(said, "nobody", is_same=True, **WHY)
    with pytest.raises(StoreError, match="no statement nobody"):
        store.confirm("nobody", who="Ada")
    with pytest.raises(UsageError, match="with itself"):
        store.decide(said, said, is_same=True, **WHY)
    with pytest.raises(StoreError, match="no article nobody"):
        store.date_article("nobody", "2023-06-19", **WHY)
    assert store.log() == []


# ---- additions


def test_undone_addition_takes_all_its_articles_and_its_undo_brings_them_back(
    store: Store,
) -> None:
    add(store, [article(3), article(4)])
    before = to_csv(store.statements())
    store.undo_commit(2, reason="the wrong folder", who="Ada")
    assert set(store.statements()["article_id"]) == {article(n).article_id for n in (1, 2)}
    removed = store.commits()[-1]
    assert (removed.what, removed.undoes, removed.n_articles) == ("remove", 2, 2)
    assert (removed.who, removed.reason) == ("Ada", "the wrong folder")
    store.undo_commit(removed.number, reason="it was right", who="Bo")
    assert to_csv(store.statements()) == before
    restored = store.commits()[-1]
    assert (restored.what, restored.undoes, restored.n_statements) == ("restore", 3, 4)
    assert set(store.articles()["added_in"]) == {1, 2}
    store.undo_commit(restored.number, reason="wrong after all", who="Ada")
    assert len(store.articles()) == 2


def test_corrections_come_back_with_an_addition(store: Store) -> None:
    add(store, [article(3)])
    said = rows(store, article(3).article_id)[0]["statement_id"]
    store.correct(said, {"side": "China"}, **WHY)
    store.undo_commit(2, **WHY)
    store.undo_commit(3, **WHY)
    assert rows(store, article(3).article_id)[0]["side"] == "China"


def test_article_that_was_added_again_is_not_brought_back_twice(store: Store) -> None:
    add(store, [article(3), article(4)])
    store.undo_commit(2, **WHY)
    add(store, [article(3)])
    assert store.plan_undo(3).returning == (article(4).article_id,)
    store.undo_commit(3, **WHY)
    assert sorted(store.articles()["source_file"]) == [
        "0001.txt",
        "0002.txt",
        "0003.txt",
        "0004.txt",
    ]


@pytest.mark.parametrize(
    ("number", "message"), [(0, "made the store"), (7, "no commit 7")], ids=["first", "unknown"]
)
def test_commit_that_cannot_be_undone_is_refused(store: Store, number: int, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        store.undo_commit(number, **WHY)


def test_undoing_an_addition_twice_is_refused(store: Store) -> None:
    store.undo_commit(1, **WHY)
    with pytest.raises(StoreError, match="undone already"):
        store.undo_commit(1, **WHY)
    store.undo_commit(2, **WHY)
    store.remove([article(1).article_id, article(2).article_id])
    with pytest.raises(StoreError, match="left to undo"):
        store.undo_commit(1, **WHY)


@pytest.mark.parametrize(("who", "reason"), [("", "why"), ("me", "  ")])
def test_undo_of_an_addition_needs_a_name_and_a_reason(store: Store, who: str, reason: str) -> None:
    with pytest.raises(UsageError, match="needs its"):
        store.undo_commit(1, reason=reason, who=who)
    assert len(store.articles()) == 2


def test_undo_of_an_undo_puts_the_first_commit_back_in_force() -> None:
    chain = [
        Commit(number=n, articles=0, statements=0, what="", who="", when="", undoes=undoes)
        for n, undoes in ((1, None), (2, 1), (3, 2))
    ]
    assert taken_back(chain[:2]) == {1}
    assert taken_back(chain) == {2}


def test_additions_bear_the_name_of_whom_they_were_made_for(tmp_path: Path) -> None:
    store = Store(tmp_path / "store", who="Ada").create(("conciliation", "cooperation"))
    add(store, [article(1)])
    assert store.commits()[-1].who == "Ada"
    other = Store(tmp_path / "store")
    add(other, [article(2)])
    assert other.commits()[-1].who != "Ada"
