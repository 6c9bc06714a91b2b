"""From texts to tables without a store: ``extract``, ``score_texts``, ``analyze``."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from stance.errors import InputError
from stance.model import Article, Statement
from stance.nlp import parse
from stance.reading import read_inputs, read_text
from stance.run.fetched import known_pages
from stance.run.steps import (
    Progress,
    analyse_article,
    analyse_each,
    axis_ids,
    dated_together,
    extractor,
    scorer,
    table_of,
    utterances_of,
    with_utterances,
)

# The network reads so many texts together before they are scored one by one.
_READ_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class AnalyzeResult:
    """The table of statements, and the inputs that were skipped."""

    frame: pd.DataFrame
    problems: list[InputError] = field(default_factory=list)
    n_articles: int = 0


def extract(text: str) -> list[Statement]:
    """Return who said what in a text, in the order of the words; no dates, no scores.

    Args:
        text: An article as plain text; boilerplate is recognised and says nothing.
    """
    return list(extractor().extract(read_text(text, source_file="text")))


def score_texts(texts: Sequence[str]) -> pd.DataFrame:
    """Score bare texts, each as the words of somebody unknown.

    Returns:
        One row per text in the same order; a column per axis (-1 cold .. +1 warm, NaN without
        evidence) and ``vader``, the compound sentiment (-1..+1).
    """
    axes = axis_ids()
    rows = []
    for n, (text, tokens) in enumerate(zip(texts, parse(texts), strict=True)):
        if n % _READ_AT_ONCE == 0:
            scorer().read_ahead_texts(texts[n : n + _READ_AT_ONCE])
        scored = scorer().score_text(text, tokens)
        rows.append({axis: scored.value(axis) for axis in axes} | {"vader": scored.vader})
    return pd.DataFrame(rows, columns=[*axes, "vader"], dtype="float64")


def analyze(articles: Iterable[Article]) -> pd.DataFrame:
    """Return the table of statements of some articles: extracted, dated, scored and merged.

    Args:
        articles: As ``stance.read`` gives them.

    Returns:
        One row per statement in the columns that the README documents, in the order of the
        articles and of the words.
    """
    return _analyzed(list(articles))


def analyze_paths(
    paths: Iterable[str | os.PathLike[str]],
    *,
    workers: int = 1,
    progress: Progress | None = None,
    columns: Mapping[str, str] | None = None,
) -> AnalyzeResult:
    """Read files and folders and analyse what is in them; the result does not depend on workers."""
    given = list(paths)
    found = read_inputs(given, columns=columns)
    articles = list(map(known_pages(given), found.articles))
    frame = _analyzed(articles, workers=workers, progress=progress)
    return AnalyzeResult(frame, found.problems, len(articles))


def rule_chain(article: Article, statement_id: str) -> str | None:
    """Extract an article again and return the rules that found one of its statements.

    Returns:
        The chain as docs/attribution.md explains it, or None where this version of the method
        no longer finds the statement.
    """
    statements = analyse_article(article).statements
    return next((each.rule for each in statements if each.statement_id == statement_id), None)


def _analyzed(
    articles: Sequence[Article], *, workers: int = 1, progress: Progress | None = None
) -> pd.DataFrame:
    frame = table_of(*dated_together(analyse_each(articles, workers=workers, progress=progress)))
    return with_utterances(frame, utterances_of(frame))
