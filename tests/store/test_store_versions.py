"""A new analysis: earlier results stay, corrections find their words again, changes are told."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.errors import StoreLockedError
from stance.store import Store
from stance.store.anchors import cover
from stance.table import frame_of, statement_row

from .builder import AXES, add, article, new_store, statements_of

SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), min_size=1, max_size=3).map(
    lambda pairs: [(start, start + length) for start, length in pairs]
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = new_store(tmp_path / "store")
    add(made, [article(1), article(2)])
    return made


def again(store: Store, n: int, *, by: int = 0, method: str = "later", **values: Any) -> None:
    """Analyse an article anew: its statements end ``by`` characters later and say ``values``."""
    pairs = []
    for one, said in statements_of([article(n)]):
        spans = (*said.spans[:-1], (said.spans[-1][0], said.spans[-1][1] + by))
        text = " … ".join(one.text[start:end] for start, end in spans)
        pairs.append((one, replace(said, spans=spans, text=text, **values)))
    rows = [statement_row(one, said, axes=AXES, method_version=method) for one, said in pairs]
    made = frame_of(rows, AXES)
    store.add([article(n)], made, replaced=[article(n).article_id], what="reanalyze")


def first_of(store: Store, n: int) -> pd.Series:
    found = store.statements("article_id = ?", [article(n).article_id])
    return found.iloc[0]


def test_new_analysis_replaces_statements_and_keeps_the_earlier_version(store: Store) -> None:
    before = store.version()
    old = store.statements()
    again(store, 1, by=2)
    assert len(store.statements()) == len(old)
    assert set(store.statements()["method_version"]) == {"test", "later"}
    pd.testing.assert_frame_equal(store.statements(version=before), old)
    kept = store.articles().set_index("article_id")["added_in"]
    assert set(kept) == {1}


def test_correction_follows_its_words_when_their_statement_gets_another_id(store: Store) -> None:
    old = first_of(store, 1)
    store.correct(old["statement_id"], {"side": "joint"}, reason="read it", who="ann")
    again(store, 1, by=2)
    now = first_of(store, 1)
    assert now["statement_id"] != old["statement_id"]
    assert (now["side"], now["corrected"]) == ("joint", True)
    assert store.orphans() == []
    assert [entry.statement_id for entry in store.log()] == [old["statement_id"]]


def test_later_correction_knows_the_value_that_an_earlier_one_gave(store: Store) -> None:
    store.correct(first_of(store, 1)["statement_id"], {"side": "joint"}, reason="a", who="ann")
    again(store, 1, by=2)
    (entry,) = store.correct(
        first_of(store, 1)["statement_id"], {"side": "China"}, reason="b", who="bo"
    )
    assert entry.old == "joint"
    assert first_of(store, 1)["side"] == "China"


def test_correction_without_its_words_is_listed_and_counts_again_when_they_are_back(
    store: Store,
) -> None:
    statement_id = first_of(store, 1)["statement_id"]
    (entry,) = store.correct(statement_id, {"side": "joint"}, reason="read it", who="ann")
    store.remove([article(1).article_id])
    assert store.orphans() == [entry]
    add(store, [article(1)])
    assert store.orphans() == []
    assert first_of(store, 1)["side"] == "joint"


@pytest.mark.parametrize("renamed", [1, 2])
def test_judgement_of_a_pair_follows_the_words_of_both(store: Store, renamed: int) -> None:
    one, other = (first_of(store, n)["statement_id"] for n in (1, 2))
    store.decide(one, other, is_same=True, reason="read both", who="ann")
    again(store, renamed, by=2)
    assert store.orphans() == []
    assert len({first_of(store, n)["utterance_id"] for n in (1, 2)}) == 1


def test_undone_correction_is_no_orphan(store: Store) -> None:
    (entry,) = store.correct(
        first_of(store, 1)["statement_id"], {"side": "joint"}, reason="a", who="ann"
    )
    store.undo(entry.correction_id, reason="b", who="ann")
    store.remove([article(1).article_id])
    assert store.orphans() == []


@given(SPANS, SPANS)
def test_cover_is_symmetric_and_full_only_for_the_same_places(one: Any, other: Any) -> None:
    assert cover(one, other) == cover(other, one)
    assert 0.0 <= cover(one, other) <= cover(one, one) == 1.0


def test_diff_tells_what_a_new_method_moved_and_by_which_evidence(store: Store) -> None:
    before = store.version()
    said = statements_of([article(1)])[1][1]
    scores = tuple(replace(each, value=-0.4) for each in said.scores)
    evidence = tuple(replace(each, share=-0.4) for each in said.evidence)
    again(store, 1, by=2, scores=scores, evidence=evidence)
    found = store.diff(before)
    # the builder scores one statement of each article; the other one is scored for the first time
    moved = found[(found["field"] == "conciliation") & (found["before"] != "")]
    assert set(found["change"]) == {"changed"}
    assert len(moved) == 1
    assert (moved["difference"] < 0).all()
    assert moved["why"].str.contains("method test became later").all()
    assert moved["why"].str.contains("evidence").all()


def test_diff_names_the_person_who_corrected_and_the_article_that_came(store: Store) -> None:
    before = store.version()
    corrected = first_of(store, 1)["statement_id"]
    store.correct(corrected, {"side": "joint"}, reason="read it again", who="ann")
    add(store, [article(3)])
    found = store.diff(before).set_index(["change", "field"])
    assert found.loc[("changed", "side"), "why"].startswith("corrected by ann")
    assert set(found.loc["added", "why"]) == {"its article was added"}
    assert set(found.loc["added", "article_id"]) == {article(3).article_id}


def test_diff_of_a_version_with_itself_is_empty(store: Store) -> None:
    assert store.diff(store.version(), store.version()).empty


def test_reading_and_writing_alone_keeps_others_out(store: Store) -> None:
    other = Store(store.path, lock_timeout=0.2)
    with store.exclusively():
        with pytest.raises(StoreLockedError, match="another process is writing"):
            add(other, [article(5)])
        add(store, [article(6)])
    add(other, [article(5)])
    assert len(store.articles()) == 4
