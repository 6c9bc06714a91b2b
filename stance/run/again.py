"""Stored articles by the method of today: ``reanalyze``."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from stance.model import Article
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
    those without one). The result is that of adding all articles afresh.

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
        return ReanalyzeResult(0, 0, before, before)
    done = analyse_each(_articles(target), workers=workers, cluster=cluster, progress=progress)
    with target.exclusively():
        # What others added while this was at work belongs to it as well.
        ready = {each.article.article_id for each in done}
        late = [each for each in _articles(target) if each.article_id not in ready]
        done = _in_order([*done, *analyse_each(late)])
        stored = set(target.articles()["article_id"])
        done = [each for each in done if each.article.article_id in stored]
        datings, statements = dated_together(done)
        frame = table_of(datings, statements)
        added = target.add(
            [dating.article for dating in datings],
            with_utterances(frame, utterances_of(frame)),
            datings=datings,
            replaced=stored,
            what="reanalyze",
        )
    return ReanalyzeResult(added.n_articles, added.n_statements, before, added.version)


def _articles(store: Store) -> list[Article]:
    """Return the stored articles as they were read: what dating found out is found out anew."""
    return [
        replace(each.article, published_on=None, published_basis="")
        for each in store.stored_articles()
    ]


def _in_order(done: Sequence[Analysed]) -> list[Analysed]:
    return sorted(done, key=lambda each: (each.article.source_file, each.article.article_id))


def _is_current(store: Store) -> bool:
    query = "SELECT count(*) FROM stored_statements WHERE method_version <> ?"
    with store.connection() as connection:
        found = connection.execute(query, [method_version()]).fetchone()
    return found == (0,)
