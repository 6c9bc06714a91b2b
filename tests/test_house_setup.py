"""The house itself: dev.py, the locks, and that the documents tell the truth about the program."""

import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return dev.py as a module whose project is an empty folder with two small locks."""
    spec = importlib.util.spec_from_file_location("dev_under_test", ROOT / "dev.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    places = {
        "ROOT": tmp_path, "VENV": venv, "STAMP": venv / "stance-stamp.json",
        "UNFINISHED": venv / "stance-unfinished", "WAITING_ROOM": tmp_path / ".dev.lock",
        "RUNTIME_LOCK": tmp_path / "requirements.lock",
        "DEV_LOCK": tmp_path / "requirements-dev.lock", "BIN": venv / "bin",
        "PYTHON": venv / "bin" / "python",
    }  # fmt: skip
    for name, place in places.items():
        monkeypatch.setattr(module, name, place)
    (tmp_path / "requirements.lock").write_text("left-pad==1 \\\n    --hash=sha256:00\n")
    (tmp_path / "requirements-dev.lock").write_text(
        "left-pad==1 \\\n    --hash=sha256:00\nright-pad==2 \\\n    --hash=sha256:11\n"
    )
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    return module


@pytest.fixture
def commands(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Replace the commands that would install; return the list that they are noted in."""
    noted: list[str] = []

    def follow(command: list[str], handle: int, watch: object = None) -> str:
        noted.append(" ".join(map(str, command)))
        if "venv" in command:
            dev.PYTHON.parent.mkdir(parents=True)
            dev.PYTHON.touch()
        return ""

    monkeypatch.setattr(dev, "follow", follow)
    monkeypatch.setattr(dev.shutil, "which", lambda name: None)
    return noted


def test_first_set_up_installs_and_the_second_does_nothing(
    dev: ModuleType, commands: list[str]
) -> None:
    dev.set_up(with_tools=False)
    assert len(commands) == 3  # the environment, the lock, the project
    assert "--require-hashes" in commands[1]
    assert "--no-deps --no-build-isolation --editable" in commands[2]
    dev.set_up(with_tools=False)
    assert len(commands) == 3


def test_tools_are_added_to_what_is_there_and_serve_the_dashboard_too(
    dev: ModuleType, commands: list[str]
) -> None:
    dev.set_up(with_tools=False)
    commands.clear()
    dev.set_up(with_tools=True)
    assert not any(" venv " in command for command in commands)
    assert "requirements-dev.lock" in commands[0]
    commands.clear()
    dev.set_up(with_tools=False)
    assert commands == []


def test_changed_lock_installs_again_and_removes_what_left_it(
    dev: ModuleType, commands: list[str]
) -> None:
    dev.set_up(with_tools=True)
    commands.clear()
    dev.DEV_LOCK.write_text("left-pad==2 \\\n    --hash=sha256:22\n")
    dev.set_up(with_tools=True)
    assert any(command.endswith("uninstall --yes right-pad") for command in commands)
    assert not any("venv" in command.split() for command in commands)


def test_changed_runtime_lock_keeps_the_tools_of_a_developer(
    dev: ModuleType, commands: list[str]
) -> None:
    dev.set_up(with_tools=True)
    for lock in (dev.RUNTIME_LOCK, dev.DEV_LOCK):
        lock.write_text(lock.read_text().replace("left-pad==1", "left-pad==3"))
    dev.set_up(with_tools=False)
    assert not any("uninstall" in command for command in commands)
    assert json.loads(dev.STAMP.read_text())["lock"] == "requirements-dev.lock"


@pytest.mark.parametrize("remains", ["marker", "no interpreter", "other folder", "other Python"])
def test_environment_that_cannot_be_trusted_is_made_anew(
    dev: ModuleType, commands: list[str], remains: str
) -> None:
    dev.set_up(with_tools=False)
    commands.clear()
    left_over = dev.VENV / "left-over"
    left_over.touch()
    stamp = json.loads(dev.STAMP.read_text())
    if remains == "marker":
        dev.UNFINISHED.touch()
    elif remains == "no interpreter":
        dev.PYTHON.unlink()
    else:
        key, value = ("root", "elsewhere") if remains == "other folder" else ("python", "3.0")
        dev.STAMP.write_text(json.dumps({**stamp, key: value}))
    dev.set_up(with_tools=False)
    assert "-m venv" in commands[0]
    assert not left_over.exists()
    assert dev.is_ready(dev.RUNTIME_LOCK)


def test_failed_install_leaves_its_marker_and_one_clear_message(
    dev: ModuleType, commands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    follow = dev.follow
    monkeypatch.setattr(
        dev, "follow", lambda *given: "no such hash" if "pip" in given[0] else follow(*given)
    )
    with pytest.raises(dev.SetupError, match="pip install failed; call dev.py again"):
        dev.set_up(with_tools=False)
    assert dev.UNFINISHED.exists()
    assert not dev.STAMP.exists()


def test_missing_venv_module_names_the_remedy(
    dev: ModuleType, commands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(dev.SetupError, match="apt install python3-venv"):
        dev.set_up(with_tools=False)


def test_lock_is_free_again_only_when_its_holder_is_done(dev: ModuleType) -> None:
    with dev.only_one():
        other = os.open(dev.WAITING_ROOM, os.O_RDWR)
        assert not dev.try_lock(other)
        os.close(other)
    with dev.only_one():
        pass


def test_unknown_command_of_dev_is_wrong_usage(
    dev: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(["fly"]) == 2
    assert "cannot understand: fly" in capsys.readouterr().err
    assert dev.main([]) == 0
    assert "dev.py dashboard" in capsys.readouterr().out


def test_old_python_is_told_so_before_anything_else() -> None:
    source = (ROOT / "dev.py").read_text("utf-8")
    program = (
        f"import sys; sys.version_info = (3, 8, 1)\nexec(compile({source!r}, 'dev.py', 'exec'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("dev.py: Stance needs Python 3.11 or newer")
    assert len(done.stderr.splitlines()) == 1


def test_dev_uses_nothing_but_the_standard_library() -> None:
    source = (ROOT / "dev.py").read_text("utf-8")
    imported = set(re.findall(r"^\s*(?:import|from) (\w+)", source, re.MULTILINE))
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize("name", LOCKS)
def test_lock_has_a_hash_for_everything_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert "://" not in text
    assert "--index-url" not in text
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def pins(name: str) -> set[str]:
    text = (ROOT / name).read_text("utf-8")
    return {match.lower() for match in re.findall(r"^([\w.-]+==[^ ;\\]+)", text, re.MULTILINE)}


def test_lock_of_the_tools_contains_the_runtime_lock() -> None:
    assert pins(LOCKS[0]) < pins(LOCKS[1])


def test_everything_the_project_names_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    named = {re.split(r"[<>=]", item)[0].lower() for item in project["project"]["dependencies"]}
    named |= {item.split("==")[0] for item in project["build-system"]["requires"]}
    assert named <= {pin.split("==")[0] for pin in pins(LOCKS[0])}
