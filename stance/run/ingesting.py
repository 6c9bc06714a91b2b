"""From files into a store: ``ingest``."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from stance.arrow import frame_from_arrow
from stance.errors import InputError
from stance.model import Article
from stance.reading import Original, ReadResult, read_inputs
from stance.run.fetched import known_pages
from stance.run.following import follow_days
from stance.run.steps import (
    Analysed,
    Progress,
    analyse_each,
    table_of,
    utterances_of,
    with_utterances,
)
from stance.run.stored import Met, meet_stored
from stance.store import AddResult, Store

# What stance.utterances.report_of_row reads.
_REPORT = (
    "statement_id", "article_id", "title", "text", "kind", "speaker_name", "actor_id", "side",
    "said_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What an ingest added, what was there already, and the inputs that were skipped.

    ``n_redated`` counts stored articles that got their date by one of the new ones,
    ``n_original_bytes`` what the files take that were kept beside the new articles.
    """

    n_articles: int
    n_statements: int
    n_already: int
    problems: list[InputError]
    version: str
    n_redated: int = 0
    n_original_bytes: int = 0


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
    given = list(paths)
    found = read_inputs(given, columns=columns)
    known = _stored_words(target)
    read = map(known_pages(given), found.articles)
    new = [article for article in read if article.content_hash not in known]
    n_known = len(found.articles) - len(new)
    # First of all: what happens to the files while their articles are analysed does not matter.
    new, n_bytes = _keep_originals(new, found, target)
    n_bytes += _complete(found, target)
    if not new:  # nothing to merge: the stored statements need not be read
        return IngestResult(
            0, 0, n_known, found.problems, target.version(), n_original_bytes=n_bytes
        )
    done = analyse_each(new, workers=workers, cluster=cluster, progress=progress)
    # Others need not wait while this is compared with a large store. If they wrote meanwhile, it is
    # done once more while they wait.
    before = target.commits()[-1].number
    ready = _ready(done, target)
    with target.exclusively() as last:
        if last.number != before:
            ready = _ready(done, target)
        added = _add(ready, target, found.originals)
    if ready.met.replaced:
        follow_days(target, ready.met.replaced)
    return IngestResult(
        n_articles=added.n_articles,
        n_statements=added.n_statements,
        n_already=n_known + added.n_already,
        problems=found.problems,
        version=target.version() if ready.met.replaced else added.version,
        n_redated=len(ready.met.replaced),
        n_original_bytes=n_bytes,
    )


def _keep_originals(
    articles: list[Article], found: ReadResult, store: Store
) -> tuple[list[Article], int]:
    """Keep the files of new articles; a file that has changed since is a problem, and left out."""
    wanted = {article.article_id for article in articles}
    files = {each.sha256: each for name, each in found.originals.items() if name in wanted}
    n_bytes, changed = 0, set()
    for sha256, original in files.items():
        try:
            n_bytes += store.keep_original(original)
        except InputError as error:
            found.problems.append(error)
            changed.add(sha256)
    kept = [
        article
        for article in articles
        if article.article_id not in found.originals
        or found.originals[article.article_id].sha256 not in changed
    ]
    return kept, n_bytes


def _complete(found: ReadResult, store: Store) -> int:
    """Keep the files of articles that were stored before files were kept; return their size."""
    bare = store.without_original(list(found.originals)) if found.originals else []
    if not bare:
        return 0
    files = {name: found.originals[name] for name in bare}
    try:
        store.attach_originals(files)
    except InputError as error:
        found.problems.append(error)
        return 0
    return sum({each.sha256: each.n_bytes for each in files.values()}.values())


@dataclass(frozen=True, slots=True)
class _Ready:
    """What one commit will write: articles, their statements, stored ones in other utterances."""

    met: Met
    frame: pd.DataFrame
    utterances: dict[str, str]


def _ready(done: list[Analysed], store: Store) -> _Ready:
    """Compare analysed articles with the store; others may have added some of them meanwhile."""
    known = _stored_words(store)
    met = meet_stored([each for each in done if each.article.content_hash not in known], store)
    frame = table_of(met.datings, met.statements)
    stored = _reports(store, met.replaced)
    groups = utterances_of(stored, frame)
    before = zip(stored["statement_id"], stored["stored_utterance"], strict=True)
    changed = {name: groups[name] for name, group in before if groups[name] != group}
    return _Ready(met, with_utterances(frame, groups), changed)


def _add(ready: _Ready, store: Store, originals: Mapping[str, Original]) -> AddResult:
    return store.add(
        [dating.article for dating in ready.met.datings],
        ready.frame,
        datings=ready.met.datings,
        originals=originals,
        utterances=ready.utterances,
        replaced=ready.met.replaced,
    )


def _reports(store: Store, replaced: Sequence[str]) -> pd.DataFrame:
    """Return of the stored statements what utterances are formed by: a tenth of all columns.

    ``stored_utterance`` is the id in the table, whatever a person joined or parted since.
    """
    query = (
        f"SELECT {', '.join(f's.{name}' for name in _REPORT)}, t.utterance_id AS stored_utterance "
        "FROM statements AS s JOIN stored_statements AS t USING (statement_id) "
        "WHERE s.article_id NOT IN (SELECT unnest(?::VARCHAR[])) ORDER BY s.statement_id"
    )
    with store.connection() as connection:
        return frame_from_arrow(connection.sql(query, params=[list(replaced)]).to_arrow_table())


def _stored_words(store: Store) -> set[str]:
    """Return the hashes of the articles in a store, without reading their texts."""
    with store.connection() as connection:
        rows = connection.execute("SELECT content_hash FROM articles").fetchall()
    return {row[0] for row in rows}
