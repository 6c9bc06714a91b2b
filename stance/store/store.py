"""The store: add articles with their statements, correct them, read them."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from stance.arrow import frame_from_arrow
from stance.errors import StoreError, UsageError
from stance.model import Article
from stance.registry import load_axes
from stance.store import commits, layout, log, tables, writing
from stance.store.anchors import anchor
from stance.store.commits import Commit
from stance.store.corrections import Correction, check_value
from stance.store.differences import Causes, differences
from stance.store.judging import Judging
from stance.store.layout import Layout
from stance.store.rows import Dating, StoredArticle, stored_article
from stance.store.views import Snapshot, connect

_VERSION = re.compile(r"(\d+)\.(\d+)")
# Same statements, same order, whatever the order in which the articles came in.
EXPORT_ORDER = "published_on, source_file, spans[1][1], statement_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddResult:
    """What ``Store.add`` did: articles and statements added, articles that were there already."""

    n_articles: int
    n_statements: int
    n_already: int
    version: str


class Store(Judging):
    """A folder of Delta tables. Reading never waits; one process writes at a time.

    Args:
        path: The folder; made by ``create``.
        lock_timeout: Seconds to wait for another writer.
        who: Whose name commits bear; None: whoever runs the process.
    """

    def __init__(
        self, path: str | PathLike[str], *, lock_timeout: float = 60.0, who: str | None = None
    ) -> None:
        self.path = Path(path).absolute()
        self.lock_timeout = lock_timeout
        self.who = who
        self._layout = Layout(self.path)
        self._is_alone = False  # whether this object holds the lock, see ``exclusively``

    def __repr__(self) -> str:
        return f"Store({str(self.path)!r})"

    def exists(self) -> bool:
        """Whether there is a store in the folder."""
        return self._layout.description.exists()

    def create(self, axes: Sequence[str] | None = None) -> "Store":
        """Make an empty store, or leave the one that is there; return it.

        Args:
            axes: Ids of the axes that its statements are scored on; None: those of the data folder.
        """
        names = [axis.axis_id for axis in load_axes()] if axes is None else list(axes)
        with tables.as_store_errors(self.path):
            layout.create(self._layout, names, lock_timeout=self.lock_timeout)
        return self

    @property
    def axes(self) -> tuple[str, ...]:
        """Ids of the axes that the store's statements are scored on."""
        return layout.describe(self._layout).axes

    # ---- writing

    def add(
        self,
        articles: Sequence[Article],
        statements: pd.DataFrame,
        *,
        datings: Sequence[Dating] | None = None,
        file_hashes: Mapping[str, str] | None = None,
        utterances: Mapping[str, str] | None = None,
        replaced: Collection[str] = (),
        what: str = "add",
    ) -> AddResult:
        """Add articles with their statements: all of it, or nothing if anything goes wrong.

        Articles whose words are stored already, under whatever name, are left out together with
        their statements, so doing it twice changes nothing.

        Args:
            articles: The articles, dated.
            statements: Their statements, in the columns of the statement table.
            datings: What dating weighed for each article; kept for those who decide open cases.
            file_hashes: SHA-256 of the original bytes, by article id.
            utterances: New utterance ids of statements that are in the store already.
            replaced: Ids of those of the articles that are stored and were analysed anew: their
                statements and dates take the place of the stored ones, which earlier versions of
                the store keep.
            what: What the history calls it.

        Raises:
            StoreMissingError: If there is no store.
            StoreLockedError: If another process keeps writing.
            StoreError: If the statements do not fit or the disk refuses.
        """
        frame = writing.check_statements(articles, statements, self.axes)
        addition = writing.Addition(
            articles=articles,
            statements=frame,
            datings={dating.article.article_id: dating for dating in datings or ()},
            file_hashes=file_hashes or {},
            utterances=utterances or {},
            replaced=frozenset(replaced),
        )
        before, after = self._write(
            lambda last: writing.add(self._layout, last, addition, what=what)
        )
        is_new = after.number > before.number
        n_articles = after.n_articles if is_new else 0
        return AddResult(
            n_articles=n_articles,
            n_statements=after.n_statements if is_new else 0,
            n_already=len(articles) - len(addition.replaced) - (n_articles if what == "add" else 0),
            version=self._version_of(after),
        )

    def update_utterances(self, utterances: Mapping[str, str]) -> str:
        """Give stored statements other utterance ids (by statement id); return the version."""
        _, after = self._write(
            lambda last: writing.update_utterances(self._layout, last, utterances)
        )
        return self._version_of(after)

    def remove(self, article_ids: Sequence[str]) -> str:
        """Take articles and their statements out (undo of an addition); return the version.

        Corrections of their statements stay in the log and count again if the articles come back.
        """
        _, after = self._write(lambda last: writing.remove(self._layout, last, article_ids))
        return self._version_of(after)

    def compact(self) -> str:
        """Join small files so that reading stays fast; return the version."""
        _, after = self._write(lambda last: writing.compact(self._layout, last))
        return self._version_of(after)

    # ---- corrections

    def correct(
        self, statement_id: str, changes: Mapping[str, Any], *, reason: str, who: str
    ) -> list[Correction]:
        """Correct fields of a statement, one entry of the log for each.

        Args:
            statement_id: The statement.
            changes: New values by field: ``speaker_name``, ``actor_id``, ``side``, ``target``,
                ``target_side``, ``kind``, ``said_on``, ``topics``, an axis, or ``is_statement``
                (False hides it). None empties a field.
            reason: Why; may not be empty.
            who: Who says so; may not be empty.

        Raises:
            UnknownNameError: For a field that cannot be corrected.
            UsageError: For a value that does not fit, or without reason or name.
            StoreError: If there is no such statement or the store refuses.
        """
        author = log.Author(who=who, reason=reason)
        axes = self.axes
        values = {field: check_value(field, value, axes) for field, value in changes.items()}
        stored = self._stored_statement(statement_id)
        with tables.as_store_errors(self.path):
            timeout = self.lock_timeout
            earlier = self._earlier_ids(statement_id)
            return log.correct(
                self._layout, stored, values, author, lock_timeout=timeout, earlier_ids=earlier
            )

    def undo(self, correction_id: str, *, reason: str, who: str) -> Correction:
        """Take back an entry of the log by a new entry; an undo can be undone in turn.

        Raises:
            StoreError: If there is no such entry, or it has been taken back already.
        """
        layout.describe(self._layout)
        author = log.Author(who=who, reason=reason)
        with tables.as_store_errors(self.path):
            return log.undo(self._layout, correction_id, author, lock_timeout=self.lock_timeout)

    def log(self) -> list[Correction]:
        """Return all entries of the log, oldest first."""
        layout.describe(self._layout)
        with tables.as_store_errors(self.path):
            return log.read(self._layout)

    def orphans(self) -> list[Correction]:
        """Return entries of the log that are in force but whose statement is nowhere any more.

        They changed something once; a new analysis no longer finds the words, or their article was
        taken out. They count again when the words come back.
        """
        with tables.as_store_errors(self.path), self.connection() as connection:
            return list(anchor(self.log(), connection).orphans)

    # ---- reading

    def version(self) -> str:
        """Return the state of the store as text ("12.3"): it changes with every write.

        The first number counts commits of articles and statements, the second corrections.
        """
        layout.describe(self._layout)
        with tables.as_store_errors(self.path):
            return self._version_of(commits.newest(self._layout.commits))

    def commits(self) -> list[Commit]:
        """Return what was written to articles and statements, by whom and when, oldest first."""
        layout.describe(self._layout)
        with tables.as_store_errors(self.path):
            return commits.history(self._layout.commits)

    def connection(
        self, *, version: str | None = None, threads: int | None = None
    ) -> duckdb.DuckDBPyConnection:
        """Return a DuckDB connection in memory that sees one state of the store, read-only.

        Views: ``articles``, ``statements`` (corrections applied), ``corrections`` (the log).
        Later writes do not show in it. It costs some ten milliseconds: keep it for as long as
        ``version()`` stays the same, and give each thread its own ``connection.cursor()``.

        Args:
            version: An earlier state, as ``version()`` named it; None: the newest.
            threads: Threads that DuckDB may use; None: all.
        """
        snapshot = self._snapshot(version)
        with tables.as_store_errors(self.path):
            return connect(snapshot, threads=threads)

    def statements(
        self, where: str = "TRUE", values: Sequence[Any] = (), *, version: str | None = None
    ) -> pd.DataFrame:
        """Return statements in the documented columns, corrections applied, in a fixed order.

        Args:
            where: A condition in SQL with ``?`` for values.
            values: The values.
            version: An earlier state; None: the newest.
        """
        query = f"SELECT * FROM statements WHERE {where} ORDER BY {EXPORT_ORDER}"
        with tables.as_store_errors(self.path), self.connection(version=version) as connection:
            return frame_from_arrow(tables.fetch(connection, query, list(values)))

    def diff(self, before: str, after: str | None = None) -> pd.DataFrame:
        """Return what differs between two versions, statement by statement, and why.

        Args:
            before: The earlier version, as ``version()`` named it.
            after: The later one; None: the newest.

        Returns:
            One row per change, in the columns that ``stance.store.differences`` explains.
        """
        later = after or self.version()
        ids = {}
        for version in (before, later):
            with self.connection(version=version) as connection:
                rows = connection.execute("SELECT article_id FROM articles").fetchall()
            ids[version] = frozenset(row[0] for row in rows)
        n_before = _parse_version(before)[1]
        with self.connection(version=later) as connection:
            entries = anchor(self._snapshot(later).log, connection).log
        causes = Causes(
            corrections=[each for each in entries if each.number > self._n_entries(n_before)],
            articles_added=ids[later] - ids[before],
            articles_gone=ids[before] - ids[later],
        )
        return differences(self.statements(version=before), self.statements(version=later), causes)

    def articles(self) -> pd.DataFrame:
        """Return all articles without their texts, in the order of the export."""
        query = (
            "SELECT * EXCLUDE (text, marks, date_hints) FROM articles "
            "ORDER BY published_on, source_file, article_id"
        )
        with tables.as_store_errors(self.path), self.connection() as connection:
            return frame_from_arrow(tables.fetch(connection, query))

    def article(self, article_id: str) -> StoredArticle:
        """Return one article with its text, marks and what dating weighed.

        Raises:
            StoreError: If there is no such article.
        """
        found = self.stored_articles([article_id])
        if not found:
            raise StoreError(f"{self.path}: there is no article {article_id}")
        return found[0]

    def stored_articles(self, article_ids: Sequence[str] | None = None) -> list[StoredArticle]:
        """Return articles with their texts, in the order of their ids.

        Args:
            article_ids: Which; those that are not stored are left out. None: all.
        """
        chosen = "TRUE" if article_ids is None else "list_contains(?, article_id)"
        values = [] if article_ids is None else [list(article_ids)]
        query = f"SELECT * FROM articles WHERE {chosen} ORDER BY article_id"
        with tables.as_store_errors(self.path), self.connection() as connection:
            rows = tables.fetch(connection, query, values).to_pylist()
        return [stored_article(row) for row in rows]

    @contextmanager
    def exclusively(self) -> Iterator[None]:
        """Keep other writers of articles out between reading the store and writing to it.

        Reading goes on for everybody, and so do corrections. Not for use by several threads at
        once: each takes a ``Store`` of its own.

        Raises:
            StoreLockedError: If another process keeps writing.
        """
        layout.describe(self._layout)
        timeout = self.lock_timeout
        with (
            tables.as_store_errors(self.path),
            layout.one_writer(self._layout, lock_timeout=timeout),
        ):
            self._is_alone = True
            try:
                yield
            finally:
                self._is_alone = False

    # ---- inside

    def _write(self, work: Callable[[Commit], Commit]) -> tuple[Commit, Commit]:
        """Do one commit under the lock; return the commit before and the one after."""
        layout.describe(self._layout)

        def once() -> tuple[Commit, Commit]:
            if self._is_alone:
                last = layout.last_commit(self._layout)
                return last, work(last)
            with layout.one_writer(self._layout, lock_timeout=self.lock_timeout) as last:
                return last, work(last)

        with tables.as_store_errors(self.path), commits.signed_by(self.who):
            return tables.retrying(once)

    def _snapshot(self, version: str | None) -> Snapshot:
        axes = layout.describe(self._layout).axes
        with tables.as_store_errors(self.path):
            if version is None:
                commit = commits.newest(self._layout.commits)
                n_corrections = None
            else:
                number, n_corrections = _parse_version(version)
                commit = commits.read(self._layout.commits, number)
            return Snapshot(
                articles=tuple(tables.files_of(self._layout.articles, commit.articles)),
                statements=tuple(tables.files_of(self._layout.statements, commit.statements)),
                log=tuple(log.read(self._layout, n_corrections)),
                axes=axes,
            )

    def _stored_statement(self, statement_id: str) -> dict[str, Any]:
        """Return a statement as the program made it."""
        query = "SELECT * FROM stored_statements WHERE statement_id = ?"
        with tables.as_store_errors(self.path), self.connection() as connection:
            rows = tables.fetch(connection, query, [statement_id]).to_pylist()
        if not rows:
            raise StoreError(f"{self.path}: there is no statement {statement_id}")
        return dict(rows[0])

    def _n_entries(self, log_version: int) -> int:
        """Return how many entries the log had at one version of its table."""
        return len(log.read(self._layout, log_version))

    def _earlier_ids(self, statement_id: str) -> set[str]:
        """Return ids under which the log knows a statement that a new analysis has renamed."""
        entries = self.log()
        with self.connection() as connection:
            today = anchor(entries, connection).log
        pairs = zip(entries, today, strict=True)
        ids = {each.statement_id for each, now in pairs if now.statement_id == statement_id}
        return ids - {statement_id}

    def _version_of(self, commit: Commit) -> str:
        return f"{commit.number}.{tables.version(self._layout.corrections)}"


def _parse_version(version: str) -> tuple[int, int]:
    match = _VERSION.fullmatch(version)
    if match is None:
        raise UsageError(f"{version!r} is no version of a store; expected one such as 12.3")
    return int(match.group(1)), int(match.group(2))
