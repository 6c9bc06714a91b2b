"""From files into a store: ``ingest``."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from stance.errors import InputError
from stance.reading import read_inputs
from stance.run.steps import (
    Analysed,
    Progress,
    analyse_each,
    table_of,
    utterances_of,
    with_utterances,
)
from stance.run.stored import meet_stored
from stance.store import AddResult, Store


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What an ingest added, what was there already, and the inputs that were skipped.

    ``n_redated`` counts stored articles that got their date by one of the new ones.
    """

    n_articles: int
    n_statements: int
    n_already: int
    problems: list[InputError]
    version: str
    n_redated: int = 0


def ingest(
    paths: Iterable[str | os.PathLike[str]],
    store: Store | str | os.PathLike[str],
    *,
    workers: int = 1,
    cluster: str | None = None,
    progress: Progress | None = None,
    columns: Mapping[str, str] | None = None,
) -> IngestResult:
    """Analyse files and folders into a store, which is made if there is none.

    Articles whose words the store already has are left as they are. Dates are corroborated, and
    utterances formed, over the new and the stored articles together, so that the order in which
    articles come in makes no difference.

    Args:
        paths: Files and folders.
        store: The store or its folder.
        workers: Processes that analyse.
        cluster: Address of a Dask scheduler that analyses instead.
        progress: Called after each article.
        columns: Which columns of tables hold the fields, as for ``read_inputs``.

    Raises:
        StoreError: If the store cannot be written; nothing is added then.
    """
    target = (store if isinstance(store, Store) else Store(Path(store))).create()
    found = read_inputs(paths, columns=columns)
    known = _stored_words(target)
    new = [article for article in found.articles if article.content_hash not in known]
    n_known = len(found.articles) - len(new)
    if not new:  # nothing to merge: the stored statements need not be read
        return IngestResult(0, 0, n_known, found.problems, target.version())
    done = analyse_each(new, workers=workers, cluster=cluster, progress=progress)
    with target.exclusively():
        added, n_redated = _add(done, target)
    return IngestResult(
        n_articles=added.n_articles,
        n_statements=added.n_statements,
        n_already=n_known + added.n_already,
        problems=found.problems,
        version=added.version,
        n_redated=n_redated,
    )


def _add(done: list[Analysed], store: Store) -> tuple[AddResult, int]:
    """Add analysed articles; another process may have added some of them in the meantime."""
    known = _stored_words(store)
    met = meet_stored([each for each in done if each.article.content_hash not in known], store)
    frame = table_of(met.datings, met.statements)
    stored = store.statements()
    stored = stored[~stored["article_id"].isin(met.replaced)]
    groups = utterances_of(stored, frame)
    before = zip(stored["statement_id"], stored["utterance_id"], strict=True)
    added = store.add(
        [dating.article for dating in met.datings],
        with_utterances(frame, groups),
        datings=met.datings,
        utterances={name: groups[name] for name, group in before if groups[name] != group},
        replaced=met.replaced,
    )
    return added, len(met.replaced)


def _stored_words(store: Store) -> set[str]:
    """Return the hashes of the articles in a store, without reading their texts."""
    with store.connection() as connection:
        rows = connection.execute("SELECT content_hash FROM articles").fetchall()
    return {row[0] for row in rows}
