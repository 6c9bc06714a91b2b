"""``analyze`` and ``ingest``: what they ask of ``stance.run`` and make of its answer."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest

import stance
from stance.errors import InputError, StoreLockedError
from stance.store import Store

from .conftest import WORDS, Call


@dataclass
class FakeRun:
    """Stands in for ``stance.run``: remembers its calls, returns stored statements."""

    frame: pd.DataFrame
    problems: list[InputError] = field(default_factory=list)
    failure: Exception | None = None
    calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = field(default_factory=list)

    n_articles = 3
    n_statements = 3
    n_already = 1
    n_original_bytes = 2_500_000
    version = "2.0"

    def answer(self, name: str) -> Callable[..., "FakeRun"]:
        def called(*arguments: Any, progress: Callable[[int, int, str], None], **more: Any) -> Any:
            self.calls.append((name, arguments, more))
            progress(1, 3, "a.txt")
            if self.failure:
                raise self.failure
            return self

        return called


@pytest.fixture
def fake_run(monkeypatch: pytest.MonkeyPatch, filled_store: Store) -> FakeRun:
    fake = FakeRun(filled_store.statements())
    module = ModuleType("stance.run")
    for name in ("analyze_paths", "ingest"):
        setattr(module, name, fake.answer(name))
    monkeypatch.setitem(sys.modules, "stance.run", module)
    monkeypatch.setattr(stance, "run", module, raising=False)
    return fake


def test_analyze_writes_json_lines_and_speaks_on_standard_error(
    call: Call, fake_run: FakeRun
) -> None:
    outcome = call("analyze", "one.txt", "folder", "--workers", 2)
    assert outcome.code == 0
    assert [json.loads(line)["text"] for line in outcome.out.splitlines()] == [WORDS] * 3
    assert "3 articles, 3 statements" in outcome.err
    expected = (
        "analyze_paths",
        ([Path("one.txt"), Path("folder")],),
        {"workers": 2, "columns": {}},
    )
    assert fake_run.calls == [expected]


@pytest.mark.parametrize(
    ("arguments", "start"),
    [(["--format", "csv"], b"\xef\xbb\xbfstatement_id,"), (["--format", "parquet"], b"PAR1")],
    ids=["csv", "parquet"],
)
def test_analyze_writes_the_named_format(
    call: Call, fake_run: FakeRun, arguments: list[str], start: bytes
) -> None:
    assert call("analyze", "one.txt", *arguments).out.startswith(start)


def test_skipped_inputs_are_named_with_their_reason(call: Call, fake_run: FakeRun) -> None:
    fake_run.problems = [InputError("empty.txt", "is empty"), InputError("gone.txt", "not found")]
    outcome = call("analyze", "empty.txt", "gone.txt", "one.txt")
    assert outcome.code == 3
    assert "skipped empty.txt: is empty\n" in outcome.err
    assert "skipped gone.txt: not found\n" in outcome.err
    assert len(outcome.out.splitlines()) == 3


def test_ingest_tells_what_was_added(call: Call, fake_run: FakeRun, tmp_path: Path) -> None:
    outcome = call("ingest", "folder", "--store", tmp_path / "store")
    assert (outcome.code, outcome.out) == (0, b"")
    assert "added 3 articles, 3 statements; 1 there already; store version 2.0" in outcome.err
    assert "kept their files: 2.5 MB" in outcome.err
    expected = {"workers": 1, "cluster": None, "columns": {}}
    ((name, (paths, store), options),) = fake_run.calls
    assert (name, paths, options) == ("ingest", [Path("folder")], expected)
    assert store.path == tmp_path / "store"


def test_failure_is_one_line_and_leaves_the_old_file(
    call: Call, fake_run: FakeRun, tmp_path: Path
) -> None:
    fake_run.failure = StoreLockedError("store: another process is writing")
    out = tmp_path / "old.jsonl"
    out.write_text("old")
    outcome = call("analyze", "one.txt", "--out", out)
    assert outcome.code == 1
    assert outcome.err.endswith("stance: store: another process is writing\n")
    assert "Traceback" not in outcome.err
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


@pytest.mark.parametrize(
    "arguments",
    [["analyze"], ["analyze", "a.txt", "--format", "xml"], ["ingest", "a.txt", "--workers", "0"],
     ["no-such-command"], ["export", "--no-such-option"]],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_ends_with_2(call: Call, arguments: list[str]) -> None:
    assert call(*arguments).code == 2


def test_version_is_printed(call: Call) -> None:
    outcome = call("--version")
    assert outcome.code == 0
    assert outcome.out.startswith(b"stance ")
