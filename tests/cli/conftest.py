"""A small store with made-up statements, and a way to call the command line in this process."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from stance.cli import main
from stance.model import Article, Evidence, Score, Statement
from stance.registry import load_axes
from stance.store import Store
from stance.table import frame_of, statement_row

AXES = [axis.axis_id for axis in load_axes()]
WORDS = "We will keep the door open"


@dataclass(frozen=True)
class Outcome:
    """What a call of the command line left behind."""

    code: int
    out: bytes
    err: str


Call = Callable[..., Outcome]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Call:
    """Return ``call("export", "--side", "US")``, which runs ``stance`` in this process."""

    def run(*arguments: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["stance", *map(str, arguments)])
        monkeypatch.setenv("COLUMNS", "200")  # or the help would break lines in odd places
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capfdbinary.readouterr()
        return Outcome(code, out, err.decode())

    return run


def article(name: str, published: date, outlet: str) -> Article:
    text = f"{WORDS}, she said in {name}. Nobody else spoke."
    return Article(
        text=text, source_file=name, outlet=outlet, published_on=published, published_basis="byline"
    )


def statement(
    source: Article, actor: tuple[str | None, str, str | None], said_on: str, value: float
) -> Statement:
    actor_id, name, side = actor
    end = len(WORDS)
    return Statement(
        article_id=source.article_id,
        text=WORDS,
        spans=((0, end),),
        kind="direct",
        speaker="she",
        speaker_span=(end + 2, end + 5),
        speaker_name=name,
        actor_id=actor_id,
        side=side,
        cue="said",
        cue_span=(end + 6, end + 10),
        said_on=said_on,
        said_on_precision="day",
        said_on_basis="byline",
        target="China",
        target_side="China",
        topics=("bilateral_relations",),
        scores=(Score(axis=AXES[0], value=value, low=value - 0.1, high=value + 0.1),),
        evidence=(
            Evidence(axis=AXES[0], text="door open", span=(17, 26), weight=0.4, share=value),
        ),
        vader=0.1,
        utterance_id=f"u-{source.source_file}",
    )


BLINKEN = ("antony_blinken", "Antony Blinken", "US")
WANG = ("wang_yi", "Wang Yi", "China")
UNLISTED = (None, "Dana Doe", None)


@pytest.fixture(scope="session")
def filled_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store of three statements; tests that write use ``own_store``."""
    return fill(Store(tmp_path_factory.mktemp("stores") / "store"))


@pytest.fixture
def own_store(tmp_path: Path) -> Store:
    """Return a store that this test alone may change."""
    return fill(Store(tmp_path / "own store"))


def fill(store: Store) -> Store:
    articles = [
        article("a.txt", date(2023, 6, 19), "Herald"),
        article("b.txt", date(2023, 7, 14), "Gazette"),
        article("c.txt", date(2024, 4, 26), "Herald"),
    ]
    spoken: Sequence[tuple[tuple[str | None, str, str | None], str, float]] = (
        (BLINKEN, "2023-06-19", 0.4),
        (WANG, "2023-07-13", -0.3),
        (UNLISTED, "2024-04-25", 0.2),
    )
    rows = [
        statement_row(source, statement(source, *said), axes=AXES, method_version="made-up-1")
        for source, said in zip(articles, spoken, strict=True)
    ]
    store.create(AXES)
    store.add(articles, frame_of(rows, AXES))
    return store
