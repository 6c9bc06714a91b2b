"""Corrections: appended, applied, taken back, never overwritten."""

from pathlib import Path
from typing import Any

import pytest
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError
from hypothesis import given
from hypothesis import strategies as st

from stance.errors import StoreError, UnknownNameError, UsageError
from stance.store import Correction, Store, correctable, tables
from stance.store.corrections import check_value, in_force, values_in_force
from stance.table import to_csv

from .builder import AXES, add, article, new_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = new_store(tmp_path / "store")
    add(made, [article(1), article(2)])
    return made


@pytest.fixture
def statement_id(store: Store) -> str:
    return str(store.statements("side = 'US'")["statement_id"][0])


def one(store: Store, statement_id: str) -> dict[str, Any]:
    return dict(store.statements("statement_id = ?", [statement_id]).iloc[0])


def correct(store: Store, statement_id: str, **changes: Any) -> list[Correction]:
    return store.correct(statement_id, changes, reason="read it again", who="tester")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("speaker_name", "Bo Chen"),
        ("actor_id", "bo_chen"),
        ("side", None),
        ("target", "Taiwan"),
        ("target_side", "Taiwan"),
        ("kind", "indirect"),
        ("topics", ["ukraine_russia"]),
        ("topics", []),
        ("cooperation", -1.0),
        ("conciliation", 0.0),
    ],
)
def test_corrected_value_is_used_and_marked(
    store: Store, statement_id: str, field: str, value: Any
) -> None:
    others = to_csv(store.statements("statement_id <> ?", [statement_id]))
    correct(store, statement_id, **{field: value})
    row = one(store, statement_id)
    assert row[field] == value
    assert row["corrected"]
    assert to_csv(store.statements("statement_id <> ?", [statement_id])) == others


def test_emptied_score_is_unknown_and_not_zero(store: Store, statement_id: str) -> None:
    correct(store, statement_id, conciliation=None)
    row = one(store, statement_id)
    assert row["conciliation"] != row["conciliation"]


def test_label_of_a_person_has_no_model_interval(store: Store, statement_id: str) -> None:
    assert one(store, statement_id)["conciliation_low"] == 0.1
    correct(store, statement_id, conciliation=-0.5)
    row = one(store, statement_id)
    assert row["conciliation_low"] != row["conciliation_low"]
    assert row["conciliation_high"] != row["conciliation_high"]


@pytest.mark.parametrize(
    ("said_on", "precision"), [("2023-06-19", "day"), ("2023-06", "month"), ("2023", "year")]
)
def test_corrected_date_brings_its_precision(
    store: Store, statement_id: str, said_on: str, precision: str
) -> None:
    correct(store, statement_id, said_on=said_on)
    row = one(store, statement_id)
    assert (row["said_on"], row["said_on_precision"]) == (said_on, precision)
    assert row["said_on_basis"] == "corrected by hand"


def test_emptied_date_has_no_precision_and_no_basis(store: Store, statement_id: str) -> None:
    correct(store, statement_id, said_on=None)
    row = one(store, statement_id)
    assert (row["said_on"], row["said_on_precision"], row["said_on_basis"]) == (None, None, None)


def test_what_is_no_statement_is_hidden_until_that_is_undone(
    store: Store, statement_id: str
) -> None:
    entry = correct(store, statement_id, is_statement=False)[0]
    assert store.statements("statement_id = ?", [statement_id]).empty
    assert len(store.statements()) == 3
    store.undo(entry.correction_id, reason="it is one", who="tester")
    assert not one(store, statement_id)["corrected"]


def test_log_tells_who_changed_what_when_and_why(store: Store, statement_id: str) -> None:
    correct(store, statement_id, side="China", topics=["other"])
    correct(store, statement_id, side="joint")
    log = store.log()
    assert [(entry.number, entry.field, entry.old, entry.new) for entry in log] == [
        (1, "side", "US", "China"),
        (2, "topics", ["taiwan", "climate"], ["other"]),
        (3, "side", "China", "joint"),
    ]
    row = one(store, statement_id)
    for entry in log:
        assert (entry.who, entry.reason, entry.undoes) == ("tester", "read it again", None)
        assert entry.when.endswith("+00:00")
        assert (entry.anchor_text, entry.article_id) == (row["text"], row["article_id"])
        assert [list(span) for span in entry.anchor_spans] == row["spans"]
    with store.connection() as connection:
        query = 'SELECT number, field, old, new, who, "when" FROM corrections ORDER BY number'
        assert connection.execute(query).fetchall()[0][:4] == (1, "side", '"US"', '"China"')


def test_undo_of_the_last_correction_brings_the_one_before_back(
    store: Store, statement_id: str
) -> None:
    before = to_csv(store.statements())
    first = correct(store, statement_id, side="China")[0]
    second = correct(store, statement_id, side="joint")[0]
    store.undo(second.correction_id, reason="no", who="tester")
    assert one(store, statement_id)["side"] == "China"
    undo = store.undo(first.correction_id, reason="no", who="tester")
    assert to_csv(store.statements()) == before
    store.undo(undo.correction_id, reason="yes after all", who="tester")
    assert one(store, statement_id)["side"] == "China"
    assert len(store.log()) == 5


def test_undoing_twice_is_refused(store: Store, statement_id: str) -> None:
    entry = correct(store, statement_id, side="China")[0]
    store.undo(entry.correction_id, reason="no", who="tester")
    with pytest.raises(StoreError, match="undone already"):
        store.undo(entry.correction_id, reason="no", who="tester")
    with pytest.raises(StoreError, match="no correction nobody"):
        store.undo("nobody", reason="no", who="tester")


def test_corrections_come_back_with_a_removed_article(store: Store, statement_id: str) -> None:
    correct(store, statement_id, side="China")
    article_id = one(store, statement_id)["article_id"]
    store.remove([article_id])
    assert len(store.statements()) == 2
    add(store, [article(1), article(2)])
    assert one(store, statement_id)["side"] == "China"


def test_table_of_corrections_refuses_deletion_and_overwriting(
    store: Store, statement_id: str
) -> None:
    correct(store, statement_id, side="China")
    path = store.path / "corrections"
    with pytest.raises(CommitFailedError, match="append"):
        DeltaTable(path).delete()
    with pytest.raises(CommitFailedError, match="append"):
        write_deltalake(path, DeltaTable(path).to_pyarrow_table(), mode="overwrite")
    assert len(store.log()) == 1


def test_long_log_is_joined_and_keeps_its_order(
    store: Store, statement_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MANY_FILES", 4)
    for n in range(12):
        correct(store, statement_id, side=f"side {n}")
    assert [entry.new for entry in store.log()] == [f"side {n}" for n in range(12)]
    assert one(store, statement_id)["side"] == "side 11"
    assert len(tables.files_of(store.path / "corrections")) <= 5


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("conciliation", 1.5),
        ("conciliation", "warm"),
        ("conciliation", True),
        ("conciliation", float("nan")),
        ("kind", "shouted"),
        ("kind", None),
        ("topics", "taiwan"),
        ("topics", None),
        ("said_on", "yesterday"),
        ("said_on", "2023-02-30"),
        ("said_on", "2023-13"),
        ("said_on", 2023),
        ("side", 7),
        ("is_statement", "no"),
        ("is_statement", None),
    ],
)
def test_value_that_does_not_fit_is_refused_and_not_logged(
    store: Store, statement_id: str, field: str, value: Any
) -> None:
    with pytest.raises(UsageError, match=f"{field} cannot be corrected"):
        correct(store, statement_id, **{"target": "fine", field: value})
    assert store.log() == []


def test_field_that_cannot_be_corrected_is_refused_with_the_list(
    store: Store, statement_id: str
) -> None:
    with pytest.raises(UnknownNameError, match="Valid: actor_id, conciliation"):
        correct(store, statement_id, text="other words")
    assert set(AXES) < set(correctable(AXES))


@pytest.mark.parametrize(("who", "reason"), [("", "why"), ("me", "  ")])
def test_correction_without_name_or_reason_is_refused(
    store: Store, statement_id: str, who: str, reason: str
) -> None:
    with pytest.raises(UsageError, match="needs its"):
        store.correct(statement_id, {"side": "US"}, reason=reason, who=who)


def test_unknown_statement_cannot_be_corrected(store: Store) -> None:
    with pytest.raises(StoreError, match="no statement nobody"):
        correct(store, "nobody", side="US")


@st.composite
def logs(draw: st.DrawFn) -> list[Correction]:
    """Any sequence of corrections and undos of one field of one statement."""
    entries: list[Correction] = []
    for number in range(1, draw(st.integers(1, 12)) + 1):
        earlier = [entry.correction_id for entry in entries]
        undoes = draw(st.sampled_from([None, *earlier]))
        entries.append(
            Correction(
                number=number, correction_id=f"c{number}", statement_id="s", article_id="a",
                anchor_spans=((0, 1),), anchor_text="x", field="side", old=None,
                new=f"value {number}", reason="r", who="w", when="t", undoes=undoes,
            )
        )  # fmt: skip
    return entries


@given(logs())
def test_entry_counts_unless_a_later_entry_that_counts_takes_it_back(
    log: list[Correction],
) -> None:
    counts: dict[str, bool] = {}
    for entry in reversed(log):
        counts[entry.correction_id] = not any(
            counts[other.correction_id] and other.undoes == entry.correction_id
            for other in log
            if other.number > entry.number
        )
    expected = [entry for entry in log if entry.undoes is None and counts[entry.correction_id]]
    assert in_force(log) == expected
    assert values_in_force(log) == ({"s": {"side": expected[-1].new}} if expected else {})


def test_every_correctable_field_takes_some_value() -> None:
    good: dict[str, Any] = {
        "kind": "direct", "said_on": "2023", "topics": [], "is_statement": False,
        **dict.fromkeys(AXES, 0.5),
    }  # fmt: skip
    for field in correctable(AXES):
        check_value(field, good.get(field, "text"), AXES)
