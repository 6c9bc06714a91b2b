"""``dev.py audit``: the locks pin everything, and pip-audit is asked where there is one."""

import importlib.util
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
GOOD = (
    "left-pad==1 \\\n    --hash=sha256:00\n"
    "right-pad==2.1 ; python_version > '3' \\\n    --hash=sha256:11\n"
)
Run = Callable[..., None]


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return dev.py as a module whose project has two small locks and no pip-audit."""
    spec = importlib.util.spec_from_file_location("dev_audited", ROOT / "dev.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("RUNTIME_LOCK", "DEV_LOCK"):
        path = tmp_path / f"{name}.lock"
        path.write_text(GOOD, "utf-8")
        monkeypatch.setattr(module, name, path)
    monkeypatch.setattr(module, "BIN", tmp_path / "bin")
    monkeypatch.setattr(module.shutil, "which", lambda _: None)
    return module


@pytest.fixture
def answering(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> tuple[Run, list[list[str]]]:
    """Return how to make pip-audit answer, and with what it was called."""
    calls: list[list[str]] = []

    def answer(code: int, said: str = "", table: str = "") -> None:
        def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
            calls.append(command)
            return subprocess.CompletedProcess(command, code, stdout=table, stderr=said)

        monkeypatch.setattr(dev.shutil, "which", lambda name: f"/somewhere/{name}")
        monkeypatch.setattr(dev.subprocess, "run", run)

    return answer, calls


def test_without_pip_audit_the_command_to_get_it_is_named(
    dev: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(["audit"]) == 1
    said = capsys.readouterr().err
    assert "2 packages, each pinned with its hashes" in said
    assert "pipx install pip-audit" in said


@pytest.mark.parametrize(
    ("arguments", "more"), [([], []), (["--osv"], ["--vulnerability-service", "osv"])]
)
def test_whole_lock_is_asked_about_and_nothing_is_installed(
    dev: ModuleType,
    answering: tuple[Run, list[list[str]]],
    arguments: list[str],
    more: list[str],
) -> None:
    answer, calls = answering
    answer(0, "No known vulnerabilities found")
    assert dev.main(["audit", *arguments]) == 0
    lock = str(dev.DEV_LOCK)
    begin = ["/somewhere/pip-audit", "--requirement", lock, "--require-hashes", "--disable-pip"]
    assert calls == [[*begin, *more]]


def test_known_weakness_is_exit_code_1(
    dev: ModuleType,
    answering: tuple[Run, list[list[str]]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    answering[0](1, "Found 1 known vulnerability in 1 package\n")
    assert dev.main(["audit"]) == 1
    said = capsys.readouterr().err
    assert "Found 1 known" in said
    assert "could not ask" not in said


def test_without_a_network_nothing_is_claimed(
    dev: ModuleType,
    answering: tuple[Run, list[list[str]]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    answering[0](1, "Traceback:\n  File\nrequests.exceptions.ConnectionError: no name\n")
    assert dev.main(["audit"]) == 1
    said = capsys.readouterr().err
    assert "ConnectionError: no name" in said
    assert "Traceback" not in said
    assert "nothing is known about weaknesses" in said


def test_source_that_knows_no_package_is_not_taken_for_a_clean_bill(
    dev: ModuleType,
    answering: tuple[Run, list[list[str]]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    row = "left-pad  Dependency not found on PyPI and could not be audited: left-pad (1)\n"
    answering[0](0, "No known vulnerabilities found\n", table=f"Name  Skip Reason\n{row * 2}")
    assert dev.main(["audit"]) == 1
    said = capsys.readouterr()
    assert "2 packages could not be asked about" in said.err
    assert "left-pad" in said.out


@pytest.mark.parametrize(
    "loose", ["left-pad==1\n", "left-pad>=1 --hash=sha256:00\n", "left-pad\n", "-e .\n"]
)
def test_requirement_without_version_or_hash_is_named(
    dev: ModuleType, capsys: pytest.CaptureFixture[str], loose: str
) -> None:
    dev.DEV_LOCK.write_text(GOOD + loose, "utf-8")
    assert dev.main(["audit"]) == 1
    assert loose.split()[0] in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["audit", "--all"], ["audit", "--osv", "--osv"]])
def test_unknown_option_is_wrong_usage(dev: ModuleType, arguments: list[str]) -> None:
    assert dev.main(arguments) == 2


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locks_of_the_project_pin_everything(dev: ModuleType, name: str) -> None:
    assert dev.unpinned((ROOT / name).read_text("utf-8")) == []
