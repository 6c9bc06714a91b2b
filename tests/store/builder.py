"""Made-up articles and statements that the store's tests share."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from stance.model import Article, DateHint, Evidence, Mark, Score, Statement
from stance.store import Store
from stance.table import frame_of, statement_row

AXES = ("conciliation", "cooperation")
WORDS = "Harbour talks number {n} went well, said the envoy. “We shall meet again,” he added."


def article(n: int, **values: object) -> Article:
    """Return the n-th made-up article; every number gives other words."""
    given: dict[str, object] = {
        "text": WORDS.format(n=n),
        "source_file": f"{n:04}.txt",
        "title": f"Talks, part {n}",
        "outlet": ("The Courier", "The Ledger")[n % 2],
        "authors": ("A. Writer",),
        "marks": (Mark(start=0, end=7, kind="headline"),),
        "date_hints": (DateHint(value="2023-05-01", basis="metadata", words="meta"),),
        "published_on": date(2023, 5, 1 + n % 28),
        "published_basis": "dateline",
    }
    return Article(**(given | values))  # type: ignore[arg-type]


def statements_of(articles: Iterable[Article], *, each: int = 2) -> list[tuple[Article, Statement]]:
    """Return made-up statements, some on each article."""
    return [(one, _statement(one, n)) for one in articles for n in range(each)]


def frame(pairs: Sequence[tuple[Article, Statement]], axes: Sequence[str] = AXES) -> pd.DataFrame:
    """Return statements as the table of statements."""
    rows = [statement_row(one, said, axes=axes, method_version="test") for one, said in pairs]
    return frame_of(rows, axes)


def add(store: Store, articles: Sequence[Article], *, each: int = 2) -> object:
    """Add articles with made-up statements."""
    return store.add(articles, frame(statements_of(articles, each=each)))


def new_store(path: Path) -> Store:
    """Return an empty store for AXES."""
    return Store(path, lock_timeout=20).create(AXES)


def _statement(one: Article, n: int) -> Statement:
    start = 8 + 3 * n
    spans = ((start, start + 5), (start + 6, start + 9))
    return Statement(
        article_id=one.article_id,
        text=" … ".join(one.text[begin:end] for begin, end in spans),
        spans=spans,
        kind="mixed",
        speaker="he",
        speaker_span=(44, 46) if n % 2 else None,
        speaker_name="Ada Marlow",
        actor_id="ada_marlow" if n % 2 else None,
        side="US" if n % 2 else None,
        cue="said",
        cue_span=(38, 42),
        said_on="2023-05-01" if n % 2 else "2023-04",
        said_on_precision="day" if n % 2 else "month",
        topics=("taiwan", "climate") if n % 2 else (),
        target="China" if n % 2 else None,
        target_side="China" if n % 2 else None,
        scores=(Score(axis="conciliation", value=0.25, low=0.1, high=0.4),) if n % 2 else (),
        evidence=(
            Evidence(axis="conciliation", text="well", span=(8, 12), weight=0.25, share=0.25),
        ),
        vader=0.5,
        attribution_confidence=0.9,
        utterance_id=f"{one.source_file}-{n}",
    )
