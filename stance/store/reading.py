"""Opening a store and reading it; nothing here waits for a writer."""

import re
from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from stance.access import Action, Person, require
from stance.arrow import frame_from_arrow
from stance.errors import StoreError, UsageError
from stance.store import commits, layout, log, originals, tables, vacuuming
from stance.store.anchors import anchor
from stance.store.commits import Commit
from stance.store.corrections import Correction
from stance.store.differences import Causes, differences
from stance.store.layout import Layout
from stance.store.originals import OriginalOf, StoredOriginal
from stance.store.rows import StoredArticle, stored_article
from stance.store.views import Prepare, Snapshot, connect

_VERSION = re.compile(r"(\d+)\.(\d+)")
# Same statements, same order, whatever the order in which the articles came in.
EXPORT_ORDER = "published_on, source_file, spans[1][1], statement_id"


class Reading:
    """The part of a store that readers use.

    Args:
        path: The folder; made by ``create``.
        lock_timeout: Seconds to wait for another writer.
        who: Whose name commits bear; None: whoever runs the process.
        person: Who works with it and may do what their role allows; commits and entries of the log
            bear their name. None: the local user, who may do everything.
    """

    def __init__(
        self,
        path: str | PathLike[str],
        *,
        lock_timeout: float = 60.0,
        who: str | None = None,
        person: Person | None = None,
    ) -> None:
        self.path = Path(path).absolute()
        self.lock_timeout = lock_timeout
        self.person = person
        self.who = person.name if person else who
        self._layout = Layout(self.path)

    def _require(self, action: Action) -> None:
        """Refuse what the role of whoever works with this store does not allow."""
        if self.person is not None:
            require(self.person, action)

    def _signed(self, who: str) -> str:
        """Return the name that goes into the log: of a person who signed in, never a typed one."""
        return self.person.name if self.person else who

    def __repr__(self) -> str:
        return f"Store({str(self.path)!r})"

    def exists(self) -> bool:
        """Whether there is a store in the folder."""
        return self._layout.description.exists()

    @property
    def axes(self) -> tuple[str, ...]:
        """Ids of the axes that the store's statements are scored on."""
        return layout.describe(self._layout).axes

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
        self,
        *,
        version: str | None = None,
        threads: int | None = None,
        prepare: Prepare | None = None,
    ) -> duckdb.DuckDBPyConnection:
        """Return a DuckDB connection in memory that sees one state of the store, read-only.

        Views: ``articles``, ``statements`` (corrections applied), ``corrections`` (the log).
        Later writes do not show in it. It costs some ten milliseconds: keep it for as long as
        ``version()`` stays the same, and give each thread its own ``connection.cursor()``.

        Args:
            version: An earlier state, as ``version()`` named it; None: the newest.
            threads: Threads that DuckDB may use; None: all.
            prepare: What lays more beside the views, before the connection is shut off from every
                file but those of the state.
        """
        snapshot = self._snapshot(version)
        with tables.as_store_errors(self.path):
            return connect(snapshot, threads=threads, prepare=prepare)

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
        chosen = "TRUE" if article_ids is None else f"article_id IN {tables.GIVEN}"
        values = [] if article_ids is None else [list(article_ids)]
        query = f"SELECT * FROM articles WHERE {chosen} ORDER BY article_id"
        with tables.as_store_errors(self.path), self.connection() as connection:
            rows = tables.fetch(connection, query, values).to_pylist()
        return [stored_article(row) for row in rows]

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
        n_known = len(self._snapshot(before).log)
        with self.connection(version=later) as connection:
            entries = anchor(self._snapshot(later).log, connection).log
        causes = Causes(
            corrections=entries[n_known:],
            articles_added=ids[later] - ids[before],
            articles_gone=ids[before] - ids[later],
        )
        return differences(self.statements(version=before), self.statements(version=later), causes)

    def original(self, article_id: str) -> StoredOriginal:
        """Return the file that an article was read from, as it was given.

        Raises:
            StoreError: If there is no such article, or its file is not kept.
        """
        found = self.originals([article_id])
        if not found:
            self.article(article_id)  # the better message where there is no such article at all
            raise StoreError(f"{self.path}: the file of article {article_id} was not kept")
        return originals.find(self._layout, found[0].name, found[0].sha256)

    def originals(self, article_ids: Sequence[str] | None = None) -> list[OriginalOf]:
        """Return which files belong to articles, in the order of the articles' ids.

        Args:
            article_ids: Which; those whose file is not kept are left out. None: all.
        """
        chosen = "TRUE" if article_ids is None else f"article_id IN {tables.GIVEN}"
        query = (
            "SELECT article_id, source_file, file_name, file_hash FROM articles "
            f"WHERE file_name IS NOT NULL AND file_hash IS NOT NULL AND {chosen} "
            "ORDER BY article_id"
        )
        values = [] if article_ids is None else [list(article_ids)]
        with tables.as_store_errors(self.path), self.connection() as connection:
            return [OriginalOf(*row) for row in connection.execute(query, values).fetchall()]

    def _snapshot(self, version: str | None) -> Snapshot:
        axes = layout.describe(self._layout).axes
        with tables.as_store_errors(self.path):
            if version is None:
                commit = commits.newest(self._layout.commits)
                n_corrections = None
            else:
                number, n_corrections = parse_version(version)
                commit = commits.read(self._layout.commits, number)
                vacuuming.check_readable(self._layout, number)
            return Snapshot(
                articles=tuple(tables.files_of(self._layout.articles, commit.articles)),
                statements=tuple(tables.files_of(self._layout.statements, commit.statements)),
                log=tuple(log.read(self._layout, n_corrections)),
                axes=axes,
            )

    def _stored_statement(
        self, statement_id: str, connection: duckdb.DuckDBPyConnection
    ) -> dict[str, Any]:
        """Return a statement as the program made it."""
        query = "SELECT * FROM stored_statements WHERE statement_id = ?"
        rows = tables.fetch(connection, query, [statement_id]).to_pylist()
        if not rows:
            raise StoreError(f"{self.path}: there is no statement {statement_id}")
        return dict(rows[0])

    def _version_of(self, commit: Commit) -> str:
        with tables.as_store_errors(self.path):
            return f"{commit.number}.{tables.version(self._layout.corrections)}"


def parse_version(version: str) -> tuple[int, int]:
    """Return the number of the commit and the version of the log that a version names.

    Raises:
        UsageError: If it is no version.
    """
    match = _VERSION.fullmatch(version)
    if match is None:
        raise UsageError(f"{version!r} is no version of a store; expected one such as 12.3")
    return int(match.group(1)), int(match.group(2))
