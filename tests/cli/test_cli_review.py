"""``correct``, ``undo`` and ``log``; ``check-data``, ``evaluate`` and ``dashboard``."""

import json
import os
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import stance
from stance.store import Store

from .conftest import Call


def first_id(store: Store) -> str:
    return str(store.statements()["statement_id"].iloc[0])


def test_correction_counts_and_is_logged(call: Call, own_store: Store) -> None:
    at = ["--store", own_store.path, "--reason", "names the other one", "--who", "tester"]
    changes = ["actor_id=Wang Yi", "conciliation=-0.5", "topics=taiwan, other", "said_on=2023-06"]
    outcome = call("correct", first_id(own_store), *changes, *at)
    row = own_store.statements("statement_id = ?", [first_id(own_store)]).iloc[0]
    assert outcome.code == 0
    assert (row["actor_id"], row["conciliation"]) == ("wang_yi", -0.5)
    assert (row["topics"], row["said_on"]) == (["taiwan", "other"], "2023-06")
    entries = [json.loads(line) for line in call("log", "--store", own_store.path).out.splitlines()]
    assert [entry["field"] for entry in entries] == [
        "actor_id", "conciliation", "topics", "said_on",
    ]  # fmt: skip
    assert {entry["who"] for entry in entries} == {"tester"}


def test_undo_brings_the_old_value_back(call: Call, own_store: Store) -> None:
    at = ["--store", own_store.path, "--reason", "made up"]
    call("correct", first_id(own_store), "side=", *at)
    assert own_store.statements()["side"].iloc[0] is None
    entry = own_store.log()[0]
    assert call("undo", entry.correction_id, *at).code == 0
    assert own_store.statements()["side"].iloc[0] == "US"
    assert len(own_store.log()) == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("side", "FIELD=VALUE"),
        ("conciliation=warm", "-1 to +1"),
        ("conciliation=2", "-1 to +1"),
        ("is_statement=maybe", "true or false"),
        ("topics=weather", "Valid:"),
        ("actor_id=nobody", "Valid:"),
        ("text=other words", "Valid:"),
    ],
)
def test_correction_that_makes_no_sense_is_refused(
    call: Call, own_store: Store, change: str, said: str
) -> None:
    outcome = call(
        "correct", first_id(own_store), change, "--store", own_store.path, "--reason", "x"
    )
    assert outcome.code == 2
    assert said in outcome.err
    assert own_store.log() == []


def test_check_data_names_every_file(call: Call) -> None:
    outcome = call("check-data")
    assert outcome.code == 0
    for name in ("us-china/actors.toml", "axes.toml", "lexicons/phrases.csv"):
        assert name in outcome.out.decode()


def test_check_data_of_an_unknown_case_lists_the_cases(call: Call) -> None:
    outcome = call("check-data", "--case", "atlantis")
    assert outcome.code == 2
    assert "us-china" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "failures", "code"),
    [([], [], 0), (["--gate"], [], 0), ([], ["dates 0.5 < 0.8"], 0), (["--gate"], ["dates"], 1)],
    ids=["good", "good, gate", "bad", "bad, gate"],
)
def test_only_the_gate_fails_on_a_measure_below_its_floor(
    call: Call,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    failures: list[str],
    code: int,
) -> None:
    module = ModuleType("stance.evaluate")
    result = SimpleNamespace(lines=lambda: ["dates 0.5"], failures=failures)
    module.evaluate = lambda **_: result  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "stance.evaluate", module)
    monkeypatch.setattr(stance, "evaluate", module, raising=False)
    outcome = call("evaluate", *arguments)
    assert outcome.code == code
    assert outcome.out == b"dates 0.5\n"
    assert outcome.err.count("below the floor") == len(failures)


@pytest.mark.skipif(os.name == "nt", reason="there the dashboard is a child, not a successor")
def test_dashboard_starts_closed_to_the_network_with_an_absolute_store(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started: list[Any] = []

    def remember(*arguments: Any) -> None:
        started.append(arguments)
        raise SystemExit(0)

    script = tmp_path / "project" / "dashboard" / "asgi.py"
    (tmp_path / "project" / ".streamlit").mkdir(parents=True)
    monkeypatch.setattr("stance.cli.project._start_script", lambda: script)
    monkeypatch.setattr("stance.cli.project.os.execve", remember)
    for name in ("STREAMLIT_SERVER_ADDRESS", "STREAMLIT_BROWSER_GATHER_USAGE_STATS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STANCE_DATA_DIR", "mine")
    monkeypatch.chdir(tmp_path)
    call("dashboard", "--port", 8600, "--no-browser", "--store", "here")
    [(_, command, environment)] = started
    assert command[1:5] == ["-m", "streamlit", "run", str(script)]
    assert command[5:] == ["--server.headless", "true", "--server.port", "8600"]
    assert environment["STANCE_STORE"] == str(tmp_path / "here")
    assert environment["STANCE_DATA_DIR"] == str(tmp_path / "mine")
    assert Path.cwd() == tmp_path / "project"  # where the configuration lies
    assert environment["STREAMLIT_SERVER_ADDRESS"] == "127.0.0.1"
    assert environment["STREAMLIT_BROWSER_GATHER_USAGE_STATS"] == "false"
