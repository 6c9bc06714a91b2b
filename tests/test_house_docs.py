"""The documents tell the truth: commands, options, columns, settings, rooms and public names."""

import importlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

import stance
from stance.cli import app
from stance.registry import load_axes
from stance.settings import Settings
from stance.table import columns_for
from stance.trends.means import COLUMNS as TREND_COLUMNS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
DESIGN = (ROOT / "docs" / "design.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def commands() -> dict[str, Any]:
    return dict(typer.main.get_command(app).commands)  # type: ignore[attr-defined]  # it is a group


def options() -> Iterator[tuple[str, str]]:
    for name, command in commands().items():
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--") and option != "--help":
                    yield name, option


@pytest.mark.parametrize("name", list(commands()))
def test_readme_has_a_row_for_the_command(name: str) -> None:
    assert re.search(rf"^\| `{name}[ `]", README, re.MULTILINE)


@pytest.mark.parametrize(
    ("command", "option"), list(options()), ids=lambda value: value.lstrip("-")
)
def test_readme_names_the_option(command: str, option: str) -> None:
    row = next(line for line in README.splitlines() if re.match(rf"\| `{command}[ `]", line))
    filters = "\n".join(line for line in README.splitlines() if line.startswith("| `--"))
    text = f"{row}\n{filters}" if "the filters" in row else row
    assert re.search(rf"`{option}[ `]", text)


def test_readme_names_no_command_that_does_not_exist() -> None:
    written = set(re.findall(r"(?:^|`)stance ([a-z-]+)", README, re.MULTILINE))
    assert written <= {*commands(), "--help", "--version"}


def test_readme_explains_every_column() -> None:
    columns = columns_for([axis.axis_id for axis in load_axes()])
    explained = set(re.findall(r"`([a-z_]+)`", README))
    assert {*columns, *TREND_COLUMNS} <= explained


@pytest.mark.parametrize("code", [0, 1, 2, 3])
def test_readme_explains_the_exit_code(code: int) -> None:
    assert f"\n| {code} | " in README


def test_readme_names_every_setting() -> None:
    settings = {f"STANCE_{name.upper()}" for name in Settings.model_fields}
    assert settings <= set(re.findall(r"`(STANCE_[A-Z_]+)`", README))


def test_readme_names_every_input_format() -> None:
    from stance.reading.formats import READERS

    synonyms = {".text", ".markdown", ".ndjson"}
    line = re.search(r"\*\*Inputs\*\*: `([^`]+)`", README)
    assert line
    assert set(line[1].split()) == set(READERS) - synonyms


@pytest.mark.parametrize(
    "path",
    sorted(
        {path.parent.name + "/" for path in ROOT.glob("stance/*/__init__.py")}
        | {path.name for path in ROOT.glob("stance/*.py")} - {"__init__.py"}
    ),
)
def test_design_has_a_place_for_every_room(path: str) -> None:
    assert re.search(rf"`(stance/)?{path}`", DESIGN)


def test_public_names_are_the_contract_and_exist() -> None:
    assert set(stance.__all__) == {
        "analyze", "extract", "ingest", "read", "read_all", "score_texts", "trend",
    }  # fmt: skip
    assert all(callable(getattr(stance, name)) for name in stance.__all__)
    assert all(f"stance.{name}(" in README for name in stance.__all__)


def test_unknown_public_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'guess'"):
        _ = stance.guess


def entry_points() -> Iterator[str]:
    yield from PROJECT["project"].get("scripts", {}).values()
    for group in PROJECT["project"].get("entry-points", {}).values():
        yield from group.values()


@pytest.mark.parametrize("target", list(entry_points()))
def test_entry_point_can_be_loaded(target: str) -> None:
    module, _, name = target.partition(":")
    assert callable(getattr(importlib.import_module(module), name))


def documents() -> list[Path]:
    found = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/**/*.md")]
    return sorted(found)


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)", path.read_text("utf-8"))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (path.parent / target).exists()] == []


def test_changelog_has_a_section_for_what_is_not_released() -> None:
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text("utf-8")
