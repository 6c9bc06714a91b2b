"""The program against labels that Review exported: ``stance evaluate --labels``."""

from pathlib import Path
from typing import Any

import pytest

from dashboard import labelling, queries_review
from stance.errors import DataFileError
from stance.evaluate import Measure, evaluate_labels
from stance.evaluate.review import read_review_labels
from stance.store import Store
from stance.store.corrections import IS_STATEMENT, in_force
from tests.browser.sample import AXES, sample

from .conftest import Call


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "store").create(AXES)
    made.add(*sample())
    return made


def judge(store: Store) -> list[dict[str, Any]]:
    """Decide about five statements, and return them as the program made them."""
    rows = store.statements("conciliation > 0.3 AND side = 'China' AND said_on IS NOT NULL")
    chosen = [
        {str(key): value for key, value in row.items()} for row in rows.to_dict("records")[:5]
    ]
    ids = [row["statement_id"] for row in chosen]
    store.confirm(ids[0], who="Ada")
    store.correct(ids[1], {"conciliation": -1.0}, reason="it is a threat", who="Ada")
    store.correct(
        ids[2], {"speaker_name": "Somebody Else", "actor_id": None}, reason="not him", who="Bo"
    )
    store.correct(ids[3], {"said_on": "2021-01-01"}, reason="an old speech", who="Bo")
    store.correct(ids[4], {IS_STATEMENT: False}, reason="the reporter's words", who="Bo")
    return chosen


def exported(store: Store, path: Path) -> Path:
    """Write the labels as the page does."""
    with store.connection() as con:
        log = queries_review.log(con)
        rows = queries_review.by_statement_ids(con, queries_review.judged(con))
        hidden = [e.statement_id for e in in_force(log) if e.field == IS_STATEMENT and not e.new]
        rows += [row for row in (queries_review.stored(con, each) for each in hidden) if row]
    found = labelling.labels(log, rows, AXES)
    is_csv = path.suffix == ".csv"
    path.write_bytes(
        labelling.labels_as_csv(found) if is_csv else labelling.labels_as_json_lines(found)
    )
    return path


def named(measures: tuple[Measure, ...], group: str, measure: str) -> tuple[float | None, int]:
    return next((m.value, m.n) for m in measures if (m.group, m.measure) == (group, measure))


@pytest.mark.parametrize("name", ["labels.csv", "labels.jsonl"])
def test_program_is_measured_by_what_it_found_before_it_was_corrected(
    store: Store, tmp_path: Path, name: str
) -> None:
    judge(store)
    found = evaluate_labels(exported(store, tmp_path / name), store).measures
    assert named(found, "all", "found in the store") == (1.0, 4)
    assert named(found, "all", "speaker right") == (0.75, 4)
    assert named(found, "dated", "date right") == (0.75, 4)
    assert named(found, "conciliation", "sign right") == (0.75, 4)
    assert named(found, "conciliation", "same label") == (0.75, 4)
    assert named(found, "all", "labelled: right as it was") == (0.25, 4)
    is_whole = name.endswith(".csv")  # the other file leaves out what is no statement
    assert named(found, "all", "labelled: is a statement") == ((0.8, 5) if is_whole else (1.0, 4))


def test_statement_of_a_new_analysis_is_found_by_its_words(store: Store, tmp_path: Path) -> None:
    judge(store)
    path = exported(store, tmp_path / "labels.jsonl")
    path.write_text(path.read_text("utf-8").replace('"statement_id": "', '"statement_id": "x'))
    found = evaluate_labels(path, store).measures
    assert named(found, "all", "found in the store") == (1.0, 4)
    assert named(found, "all", "speaker right") == (0.75, 4)


def test_labels_of_other_articles_are_said_to_be_missing(store: Store, tmp_path: Path) -> None:
    judge(store)
    path = exported(store, tmp_path / "labels.csv")
    empty = Store(tmp_path / "other").create(AXES)
    found = evaluate_labels(path, empty).measures
    assert named(found, "all", "found in the store") == (0.0, 4)
    assert named(found, "all", "speaker right") == (None, 0)


@pytest.mark.parametrize(
    ("text", "line"),
    [("", None), ("a,b\n1,2\n", 2), ('{"text": "x"}\n', 1), ("{not json}\n", 1)],
    ids=["empty", "another table", "other keys", "broken"],
)
def test_file_that_holds_no_labels_is_named_with_its_line(
    tmp_path: Path, text: str, line: int | None
) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(DataFileError, match=r"labels\.csv") as raised:
        read_review_labels(path, AXES)
    assert line is None or f"line {line}" in str(raised.value)


def test_words_with_line_breaks_and_odd_separators_are_read_back(
    store: Store, tmp_path: Path
) -> None:
    said = store.statements()["statement_id"].iloc[0]
    store.correct(said, {"side": "joint"}, reason="one\ntwo\u2028three", who="Ada")
    for name in ("labels.csv", "labels.jsonl"):
        assert len(read_review_labels(exported(store, tmp_path / name), AXES)) == 1


def test_command_prints_the_measures_with_n(call: Call, store: Store, tmp_path: Path) -> None:
    judge(store)
    path = exported(store, tmp_path / "labels.csv")
    outcome = call("evaluate", "--labels", path, "--store", store.path)
    assert outcome.code == 0
    assert b"labels of reviewers" in outcome.out
    assert b"n = 4" in outcome.out


@pytest.mark.parametrize("more", [["--gate"], ["--write"]])
def test_floors_are_not_for_ones_own_labels(
    call: Call, store: Store, tmp_path: Path, more: list[str]
) -> None:
    assert call("evaluate", "--labels", tmp_path / "x.csv", *more).code == 2
    assert call("evaluate", "--store", store.path).code == 2
