"""``export``, ``trend`` and ``explain`` on a small store."""

import csv
import io
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest

from stance.store import Store
from stance.table import columns_for
from stance.trends import By, Freq

from .conftest import AXES, WORDS, Call


def read_csv(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_export_writes_every_documented_column(call: Call, filled_store: Store) -> None:
    outcome = call("export", "--store", filled_store.path)
    rows = read_csv(outcome.out)
    assert outcome.code == 0
    assert list(rows[0]) == columns_for(AXES)
    assert [row["source_file"] for row in rows] == ["a.txt", "b.txt", "c.txt"]
    assert "3 statements" in outcome.err


@pytest.mark.parametrize(
    ("filters", "files"),
    [
        (["--actor", "Blinken"], ["a.txt"]),
        (["--actor", "wang_yi", "--actor", "antony_blinken"], ["a.txt", "b.txt"]),
        (["--actor", "Dana Doe"], ["c.txt"]),
        (["--side", "China"], ["b.txt"]),
        (["--outlet", "herald"], ["a.txt", "c.txt"]),
        (["--kind", "mixed"], []),
        (["--topic", "bilateral_relations", "--from", "2024"], ["c.txt"]),
        (["--target", "China", "--to", "2023-06"], ["a.txt"]),
        (["--from", "2023-07-13", "--to", "2023-07-13"], ["b.txt"]),
        (["--pair-only"], ["a.txt", "c.txt"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_filter_chooses_the_statements(
    call: Call, filled_store: Store, filters: list[str], files: list[str]
) -> None:
    outcome = call("export", "--store", filled_store.path, "--format", "jsonl", *filters)
    assert [json.loads(line)["source_file"] for line in outcome.out.splitlines()] == files


@pytest.mark.parametrize(
    ("command", "option", "known"),
    [
        ("export", "--actor", "antony_blinken"),
        ("export", "--topic", "taiwan"),
        ("trend", "--side", "China"),
        ("trend", "--axis", "conciliation"),
        ("trend", "--by", "outlet"),
        ("trend", "--freq", "quarter"),
        ("export", "--outlet", "Gazette"),
        ("export", "--target", "Taiwan"),
        ("export", "--kind", "indirect"),
    ],
)
def test_unknown_name_is_wrong_usage_and_the_valid_ones_are_listed(
    call: Call, filled_store: Store, command: str, option: str, known: str
) -> None:
    outcome = call(command, "--store", filled_store.path, option, "no-such-name")
    assert outcome.code == 2
    assert outcome.out == b""
    assert "'no-such-name'" in outcome.err
    assert known in outcome.err.split("Valid:")[1]


def test_export_to_a_file_has_a_companion_that_tells_the_filters(
    call: Call, filled_store: Store, tmp_path: Path
) -> None:
    out = tmp_path / "chosen.csv"
    outcome = call("export", "--store", filled_store.path, "--side", "US", "--out", out)
    told = json.loads((tmp_path / "chosen.csv.metadata.json").read_text("utf-8"))
    assert (outcome.code, outcome.out) == (0, b"")
    assert len(read_csv(out.read_bytes())) == told["n_statements"] == 1
    assert told["filters"] == {"side": ["US"]}
    assert told["store_version"] == filled_store.version()
    assert told["method_version"] == ["made-up-1"]
    assert told["store_version"] in told["how_to_cite"]
    assert {path.name for path in tmp_path.iterdir()} == {out.name, f"{out.name}.metadata.json"}


@pytest.mark.parametrize("ending", ["parquet", "jsonl"])
def test_ending_of_the_file_decides_the_format(
    call: Call, filled_store: Store, tmp_path: Path, ending: str
) -> None:
    out = tmp_path / f"chosen.{ending}"
    call("export", "--store", filled_store.path, "--out", out)
    read = pd.read_parquet if ending == "parquet" else lambda path: pd.read_json(path, lines=True)
    assert list(read(out)["text"]) == [WORDS] * 3


def test_two_exports_are_the_same_bytes(call: Call, filled_store: Store) -> None:
    first, second = (call("export", "--store", filled_store.path).out for _ in range(2))
    assert first == second


def test_earlier_version_of_the_store_can_be_exported(call: Call, own_store: Store) -> None:
    before = own_store.version()
    statement_id = own_store.statements()["statement_id"].iloc[0]
    own_store.correct(statement_id, {"side": "China"}, reason="made up", who="tester")
    arguments = ("export", "--store", own_store.path, "--side", "China", "--format", "jsonl")
    assert len(call(*arguments).out.splitlines()) == 2
    assert len(call(*arguments, "--at", before).out.splitlines()) == 1


def test_trend_gives_means_with_their_counts(call: Call, filled_store: Store) -> None:
    outcome = call("trend", "--store", filled_store.path, "--freq", "year")
    rows = read_csv(outcome.out)
    assert outcome.code == 0
    assert len(rows) >= 2
    assert any(name.startswith("n") for name in rows[0])


def test_help_of_trend_names_every_grouping_and_period(call: Call) -> None:
    shown = call("trend", "--help").out.decode()
    assert all(word in shown for word in (*get_args(By), *get_args(Freq), "vader"))


def test_explain_shows_words_place_and_evidence(call: Call, filled_store: Store) -> None:
    statement_id = filled_store.statements()["statement_id"].iloc[0]
    shown = call("explain", "--store", filled_store.path, statement_id[:8]).out.decode()
    for part in (WORDS, "Antony Blinken", "a.txt, characters 0-26", "door open", "+0.40"):
        assert part in shown
    assert "no evidence" in shown  # on the other axes


def test_explain_of_an_unknown_id_is_wrong_usage(call: Call, filled_store: Store) -> None:
    outcome = call("explain", "--store", filled_store.path, "zzz")
    assert outcome.code == 2
    assert "'zzz'" in outcome.err


@pytest.mark.parametrize("command", ["export", "trend", "log"])
def test_missing_store_says_how_to_make_one(call: Call, tmp_path: Path, command: str) -> None:
    outcome = call(command, "--store", tmp_path / "none")
    assert outcome.code == 1
    assert "stance ingest" in outcome.err


@pytest.mark.parametrize("out", ["folder", "missing/file.csv"])
def test_impossible_out_is_refused_before_the_work(
    call: Call, filled_store: Store, tmp_path: Path, out: str
) -> None:
    (tmp_path / "folder").mkdir()
    outcome = call("export", "--store", filled_store.path, "--out", tmp_path / out)
    assert outcome.code == 2
    assert "--out" in outcome.err


def test_closed_pipe_is_no_error_message(filled_store: Store) -> None:
    command = [sys.executable, "-m", "stance.cli", "export", "--store", str(filled_store.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stderr
        child.stdout.close()
        errors = child.stderr.read().decode()
    assert "Traceback" not in errors
    assert "Broken" not in errors
    assert child.returncode == 141


def test_looking_at_results_loads_no_language_model(filled_store: Store) -> None:
    program = (
        "import sys; from stance.cli import main\n"
        f"sys.argv = ['stance', 'export', '--store', {str(filled_store.path)!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('spacy' in sys.modules, 'streamlit' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stderr.decode().splitlines()[-1] == "False False"


def test_help_answers_at_once() -> None:
    program = (
        "import sys, stance.cli; print(sorted({'pandas', 'spacy', 'duckdb'} & {*sys.modules}))"
    )
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"
    assert time.monotonic() - began < 5  # 0.4 s on an idle machine
