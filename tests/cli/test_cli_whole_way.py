"""The real pipeline behind the command line, on made-up articles and on inputs that are none."""

import json
from pathlib import Path

import pytest

from stance.table import columns_for

from .conftest import AXES, Call

pytestmark = pytest.mark.model

FIRST = """Ministers meet by the lake

By Jane Roe
June 19, 2023

BEIJING, June 19 - Secretary of State Antony Blinken met Foreign Minister Qin Gang on Monday.

"We welcome this honest exchange and want to keep talking," Blinken said after the meeting.

Qin said that the two countries should work together on the climate.
"""
SECOND = """BEIJING, April 26, 2024 - Wang Yi accused the United States of breaking its promises.

"The negative factors are piling up," Wang told reporters on Friday.
"""


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "b.txt").write_text(SECOND, "utf-8")
    (folder / "a.txt").write_text(FIRST, "utf-8")
    (folder / ".hidden.txt").write_text(FIRST, "utf-8")
    return folder


def test_folder_becomes_statements_in_the_order_of_its_names(call: Call, articles: Path) -> None:
    outcome = call("analyze", articles)
    rows = [json.loads(line) for line in outcome.out.splitlines()]
    texts = {"a.txt": FIRST, "b.txt": SECOND}
    assert outcome.code == 0
    assert list(rows[0]) == columns_for(AXES)
    assert [row["source_file"] for row in rows] == sorted(row["source_file"] for row in rows)
    assert {"antony_blinken", "qin_gang", "wang_yi"} <= {row["actor_id"] for row in rows}
    for row in rows:
        spans = [texts[row["source_file"]][start:end] for start, end in row["spans"]]
        assert all(span in row["text"] for span in spans)


def test_every_bad_input_is_named_and_the_good_one_is_done(
    call: Call, articles: Path, tmp_path: Path
) -> None:
    empty, binary, missing = (
        tmp_path / name for name in ("empty.txt", "binary.txt", "missing.txt")
    )
    empty.touch()
    binary.write_bytes(bytes(range(256)) * 8)
    outcome = call("analyze", empty, binary, missing, articles / "b.txt")
    assert outcome.code == 3
    assert outcome.out
    for path in (empty, binary, missing):
        assert f"skipped {path}: " in outcome.err


def test_workers_do_not_change_a_byte(call: Call, articles: Path) -> None:
    assert call("analyze", articles).out == call("analyze", articles, "--workers", 2).out


def test_second_ingest_changes_nothing(call: Call, articles: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = call("ingest", articles, "--store", store)
    before = call("export", "--store", store).out
    again = call("ingest", articles, "--store", store)
    assert (first.code, again.code) == (0, 0)
    assert "added 2 articles" in first.err
    assert "added 0 articles, 0 statements; 2 there already" in again.err
    assert call("export", "--store", store).out == before


def test_store_holds_what_analyze_prints(call: Call, articles: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    call("ingest", articles, "--store", store)
    stored = call("export", "--store", store, "--format", "jsonl").out.splitlines()
    assert sorted(stored) == sorted(call("analyze", articles).out.splitlines())


def test_explain_prints_the_chain_of_rules_on_demand(
    call: Call, articles: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    call("ingest", articles, "--store", store)
    exported = call("export", "--store", store, "--format", "jsonl", "--actor", "wang_yi").out
    accused = next(row for row in map(json.loads, exported.splitlines()) if row["cue"] == "accused")
    plain = call("explain", accused["statement_id"], "--store", store)
    ruled = call("explain", accused["statement_id"], "--store", store, "--rules")
    assert b"found by" not in plain.out
    assert b"found by  verb accuse + obj" in ruled.out
    assert ruled.out.startswith(plain.out)
