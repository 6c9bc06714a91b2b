"""Near misses of utterances, and the undo of an addition with its utterances formed anew."""

from dataclasses import replace
from pathlib import Path

import pytest

from stance.errors import StoreError
from stance.merging import near_misses, possible_merges, undo_addition
from stance.store import Store
from stance.utterances import Report, assign
from tests.browser.sample import AXES, sample

HARBOUR = Report(
    statement_id="a",
    article_id="one",
    text="We will open the harbour to every vessel that pays its fees and keeps its papers",
    speaker_name="Ada Marlow",
    said_on="2023-06-19",
)


def misses(*others: Report) -> list[tuple[str, str]]:
    reports = [HARBOUR, *others]
    found = near_misses(reports, {each.statement_id: each.statement_id for each in reports})
    return [(each.one, each.other) for each in found]


def report(text: str, **values: str) -> Report:
    given = replace(HARBOUR, statement_id="b", article_id="two", text=text)
    return replace(given, **values)  # type: ignore[arg-type]


HALF = "We will open the harbour to every vessel that pays its fees, whatever flag she carries"


def test_reports_that_share_half_of_their_words_are_offered() -> None:
    assert misses(report(HALF)) == [("a", "b")]


@pytest.mark.parametrize(
    "other",
    [
        report("The talks on fishing end on Friday"),
        report(HALF, speaker_name="Bo Chen"),
        report(HALF, said_on="2023-06-25"),
        report(HALF, article_id="one"),
        report("the harbour"),
    ],
    ids=["other words", "other speaker", "other day", "same article", "too few words"],
)
def test_reports_that_nobody_would_confuse_are_not_offered(other: Report) -> None:
    assert misses(other) == []


def test_reports_of_one_utterance_are_not_offered() -> None:
    both = [HARBOUR, report(HALF)]
    assert near_misses(both, {"a": "u", "b": "u"}) == []


def test_of_two_utterances_only_the_likest_pair_is_offered() -> None:
    copies = [HARBOUR, report(HALF), report(HALF + " at noon", statement_id="c", article_id="x")]
    found = near_misses(copies, {"a": "u", "b": "v", "c": "v"})
    assert [(each.one, each.other) for each in found] == [("a", "b")]
    assert 0.5 <= found[0].likeness <= 1


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "store").create(AXES)
    articles, frame = sample()
    first = {article.article_id for article in articles[:8]}
    for ids in (first, {article.article_id for article in articles} - first):
        made.add(
            [article for article in articles if article.article_id in ids],
            frame[frame["article_id"].isin(ids)],
        )
    return made


def test_possible_merges_are_those_of_one_version(store: Store) -> None:
    assert possible_merges(store, version="0.0") == []
    ids = set(store.statements()["statement_id"])
    assert {name for each in possible_merges(store) for name in (each.one, each.other)} <= ids


def test_undone_addition_leaves_the_utterances_of_a_store_that_never_had_it(
    store: Store,
) -> None:
    everything = store.statements()
    undo_addition(store, 2, reason="the wrong folder", who="Ada")
    left = store.statements()
    assert 0 < len(left) < len(everything)
    assert _groups(left) == _formed(store)
    undo_addition(store, 3, reason="it was right", who="Ada")
    assert set(store.statements()["statement_id"]) == set(everything["statement_id"])
    assert _groups(store.statements()) == _formed(store)
    assert [commit.who for commit in store.commits()[-2:]] == ["Ada", "Ada"]


def test_undo_of_what_is_undone_leaves_the_store_as_it_is(store: Store) -> None:
    undo_addition(store, 2, reason="the wrong folder", who="Ada")
    version = store.version()
    with pytest.raises(StoreError, match="undone already"):
        undo_addition(store, 2, reason="again", who="Ada")
    assert store.version() == version


def _groups(frame: object) -> dict[str, str]:
    return dict(zip(frame["statement_id"], frame["utterance_id"], strict=True))  # type: ignore[index]


def _formed(store: Store) -> dict[str, str]:
    from stance.utterances import report_of_row

    rows = store.statements().to_dict("records")
    return assign([report_of_row({str(key): row[key] for key in row}) for row in rows])
