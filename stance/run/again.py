"""Stored articles by the method of today: ``reanalyze``."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from stance.dating import ArticleDating
from stance.model import Article
from stance.run.following import follow_days
from stance.run.method import method_version
from stance.run.steps import (
    Analysed,
    Progress,
    analyse_each,
    dated_together,
    table_of,
    utterances_of,
    with_utterances,
)
from stance.store import Store


@dataclass(frozen=True, slots=True)
class ReanalyzeResult:
    """How much was analysed anew, and the versions to compare (``stance diff BEFORE AFTER``)."""

    n_articles: int
    n_statements: int
    before: str
    after: str


def reanalyze(
    store: Store | str | os.PathLike[str],
    *,
    workers: int = 1,
    cluster: str | None = None,
    progress: Progress | None = None,
    is_forced: bool = False,
) -> ReanalyzeResult:
    """Analyse every stored article anew; the results so far stay as an earlier version.

    Texts are read from the store, so no file is needed. Corrections stay: each is anchored to the
    words that it is about, and counts for the statement that now has them (``Store.orphans`` lists
    those without one). Articles that a person dated keep that day, and what is found now follows
    it. Else the result is that of adding all articles afresh.

    Args:
        store: The store or its folder.
        workers: Processes that analyse.
        cluster: Address of a Dask scheduler that analyses instead.
        progress: Called after each article.
        is_forced: Also where every statement was made by this version of the method already.

    Raises:
        StoreError: If the store cannot be written; everything is as before then.
    """
    target = store if isinstance(store, Store) else Store(Path(store))
    before = target.version()
    if not is_forced and _is_current(target):
        follow_days(target)  # where an earlier run was ended before it came to this
        return ReanalyzeResult(0, 0, before, target.version())
    done = analyse_each(_articles(target), workers=workers, cluster=cluster, progress=progress)
    number = target.commits()[-1].number
    datings, frame = _together(done, target)
    with target.exclusively() as last:
        if last.number != number:  # what others did meanwhile belongs to it as well
            datings, frame = _together(done, target)
        added = target.add(
            [dating.article for dating in datings],
            frame,
            datings=datings,
            replaced=[dating.article.article_id for dating in datings],
            what="reanalyze",
        )
    follow_days(target, {dating.article.article_id for dating in datings})
    return ReanalyzeResult(added.n_articles, added.n_statements, before, target.version())


def _together(done: Sequence[Analysed], store: Store) -> tuple[list[ArticleDating], pd.DataFrame]:
    """Return dates and statements of all articles that are stored now; late ones are analysed."""
    stored = set(store.articles()["article_id"])
    late = stored - {each.article.article_id for each in done}
    found = _in_order([*done, *analyse_each(_articles(store, sorted(late)))])
    found = [each for each in found if each.article.article_id in stored]
    datings, statements = dated_together(found)
    frame = table_of(datings, statements)
    return datings, with_utterances(frame, utterances_of(frame))


def _articles(store: Store, article_ids: Sequence[str] | None = None) -> list[Article]:
    """Return the stored articles as they were read: what dating found out is found out anew."""
    return [
        replace(each.article, published_on=None, published_basis="")
        for each in store.stored_articles(article_ids)
    ]


def _in_order(done: Sequence[Analysed]) -> list[Analysed]:
    return sorted(done, key=lambda each: (each.article.source_file, each.article.article_id))


def _is_current(store: Store) -> bool:
    """Whether this version of the method made all statements, as far as statements tell."""
    query = "SELECT count(*), count(*) FILTER (method_version = ?) FROM stored_statements"
    with store.connection() as connection:
        n_all, n_current = connection.execute(query, [method_version()]).fetchall()[0]
        # Where an older method found nothing at all, there is nothing that tells its version.
        is_empty = connection.execute("SELECT count(*) = 0 FROM articles").fetchall()[0][0]
    return bool(n_all == n_current and (n_all > 0 or is_empty))
