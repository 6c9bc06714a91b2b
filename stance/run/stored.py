"""Stored articles that new ones meet: they lend each other their days.

An undated article takes the day of a dated one that shares its quotations, whichever of the two
came first. So the same articles get the same dates, added at once or one after the other.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from stance.dating import (
    ArticleDating,
    DateCandidate,
    date_alone,
    dating_again,
    is_printed,
    quoted_runs,
    with_corroboration,
)
from stance.model import Article, Statement
from stance.registry import load_case
from stance.run.steps import Analysed, analyse_article, dated_statements
from stance.store import Store, StoredArticle


@dataclass(frozen=True, slots=True)
class Met:
    """Articles with their final dates and statements: the new ones, then stored ones made anew."""

    datings: list[ArticleDating] = field(default_factory=list)
    statements: list[list[Statement]] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)  # ids of the stored ones


def meet_stored(done: Sequence[Analysed], store: Store) -> Met:
    """Date new articles together with those of a store.

    Args:
        done: New articles, analysed.
        store: Where they go; nobody else may write to it meanwhile.

    Returns:
        The new articles in their order, and those stored ones whose date, or evidence for it,
        changes by them.
    """
    case = load_case()
    own = [date_alone(each.article, case) for each in done]
    stored = _Stored(store)
    open_runs = _runs(
        each for each, dating in zip(done, own, strict=True) if not is_printed(dating)
    )
    lent_runs = _runs(
        each for each, dating in zip(done, own, strict=True) if dating.article.published_on
    )
    revisited = stored.analysed(stored.sharing(lent_runs, among=stored.open_ids()))
    wanted = open_runs | _runs(revisited)
    lenders = stored.sharing(wanted, among=stored.dated_ids()) if wanted else []
    near = [*revisited, *stored.as_they_are(lenders, but=revisited)]
    found = {each.article.article_id: each.statements for each in (*done, *near)}
    datings = with_corroboration(
        [*own, *(stored.dating(each.article) for each in near)], found, case
    )
    kept, others = datings[: len(done)], datings[len(done) : len(done) + len(revisited)]
    changed = [
        (dating, each)
        for dating, each in zip(others, revisited, strict=True)
        if stored.is_news(dating)
    ]
    pairs = [*zip(kept, done, strict=True), *changed]
    return Met(
        datings=[dating for dating, _ in pairs],
        statements=[dated_statements(dating, each) for dating, each in pairs],
        replaced=[each.article.article_id for _, each in changed],
    )


class _Stored:
    """What is stored of articles and their quotations, read as far as it is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._articles: dict[str, StoredArticle] = {}
        with store.connection() as connection:
            query = (
                "SELECT article_id, published_on, published_basis, date_candidates "
                "FROM stored_articles"
            )
            rows = connection.execute(query).fetchall()
        self._published: dict[str, tuple[str | None, str]] = {
            name: (day, basis or "") for name, day, basis, _ in rows
        }
        self._candidates = {
            name: tuple(_candidate(each) for each in json.loads(text)) for name, _, _, text in rows
        }
        self._quotations: dict[str, list[Statement]] | None = None

    def open_ids(self) -> set[str]:
        """Return the articles that no evidence of their own page dates."""
        return {name for name, found in self._candidates.items() if not _is_printed_on(found)}

    def dated_ids(self) -> set[str]:
        """Return the articles that have a date."""
        return {name for name, (day, _) in self._published.items() if day}

    def sharing(self, runs: set[str], *, among: set[str]) -> list[str]:
        """Return those of some articles that quote one of these runs of words."""
        if not runs or not among:
            return []
        quotations = self._read_quotations()
        return sorted(
            name for name in among if not runs.isdisjoint(quoted_runs(quotations.get(name, ())))
        )

    def analysed(self, article_ids: Sequence[str]) -> list[Analysed]:
        """Return stored articles analysed anew: dating reads more than the store keeps."""
        return [analyse_article(each.article) for each in self._read(article_ids)]

    def as_they_are(self, article_ids: Sequence[str], *, but: Iterable[Analysed]) -> list[Analysed]:
        """Return stored articles with the quotations that are stored of them."""
        left_out = {each.article.article_id for each in but}
        quotations = self._read_quotations()
        return [
            Analysed(each.article, tuple(quotations.get(each.article_id, ())))
            for each in self._read([name for name in article_ids if name not in left_out])
        ]

    def dating(self, article: Article) -> ArticleDating:
        """Return the date of a stored article as its own evidence has it."""
        return dating_again(article, self._candidates[article.article_id])

    def is_news(self, dating: ArticleDating) -> bool:
        """Whether a stored article gets another date than it has, or other evidence for it."""
        article = dating.article
        day = article.published_on.isoformat() if article.published_on else None
        return (day, article.published_basis) != self._published[article.article_id]

    def _read(self, article_ids: Sequence[str]) -> list[StoredArticle]:
        missing = [name for name in article_ids if name not in self._articles]
        if missing:
            found = self._store.stored_articles(missing)
            self._articles |= {each.article_id: each for each in found}
        return [self._articles[name] for name in article_ids]

    def _read_quotations(self) -> Mapping[str, list[Statement]]:
        if self._quotations is None:
            query = (
                "SELECT article_id, text, spans, kind, speaker_name, actor_id, said_on, "
                "said_on_basis FROM stored_statements WHERE kind <> 'indirect'"
            )
            with self._store.connection() as connection:
                rows = connection.sql(query).to_arrow_table().to_pylist()
            self._quotations = {}
            for row in rows:
                self._quotations.setdefault(row["article_id"], []).append(_quotation(row))
        return self._quotations


def _quotation(row: Mapping[str, Any]) -> Statement:
    """Return a stored statement as far as dating compares it."""
    return Statement(
        article_id=row["article_id"],
        text=row["text"],
        spans=tuple((start, end) for start, end in row["spans"]),
        kind=row["kind"],
        speaker=None,
        speaker_span=None,
        speaker_name=row["speaker_name"],
        actor_id=row["actor_id"],
        side=None,
        cue=None,
        cue_span=None,
        said_on=row["said_on"],
        said_on_basis=row["said_on_basis"] or "stored",
    )


def _candidate(stored: Mapping[str, Any]) -> DateCandidate:
    day = stored["day"]
    return DateCandidate(**{**stored, "day": date.fromisoformat(day) if day else None})


def _is_printed_on(candidates: Sequence[DateCandidate]) -> bool:
    """Whether the page itself says some day; which one is weighed later."""
    return any(each.day is not None and not each.is_occasion for each in candidates)


def _runs(analysed: Iterable[Analysed]) -> set[str]:
    return {run for each in analysed for run in quoted_runs(each.statements)}
