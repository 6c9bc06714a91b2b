"""From an older shape of the store to today's, at the first write; reading needs none.

A migration is a commit like any other: a process that dies in it leaves the store as it was, and
earlier versions stay readable as they were written.

1 to 2: articles know the name of their file (``file_name``). The log of corrections may hold what
a program of schema 1 would misread (judgements of articles and of pairs), so it has to refuse it.
"""

import logging
from collections.abc import Callable

import duckdb

from stance.arrow import ARTICLE_SCHEMA
from stance.store import checksums, commits, layout, tables
from stance.store.commits import Commit
from stance.store.layout import SCHEMA_VERSION, Layout
from stance.store.lock import writer_lock

logger = logging.getLogger(__name__)


def migrate(where: Layout, *, lock_timeout: float) -> None:
    """Bring a store to today's schema; does nothing if it has it.

    Raises:
        StoreMissingError: If there is no store.
        StoreError: If it was written by a newer program.
        StoreLockedError: If another process keeps writing.
    """
    if layout.describe(where).schema == SCHEMA_VERSION:
        return
    with writer_lock(where.root / "writer.lock", timeout=lock_timeout):
        about = layout.describe(where)
        last = layout.last_commit(where)
        for schema in range(about.schema, SCHEMA_VERSION):
            _STEPS[schema](where, last)
        commit = Commit(
            number=last.number + 1,
            articles=tables.version(where.articles),
            statements=tables.version(where.statements),
            what="migrate",
            who=commits.user_name(),
            when=commits.now(),
        )
        # If it ends between these two, the migration is simply done once more.
        checksums.publish(where, last, commit)
        layout.write_description(where, about.axes)
        logger.warning("%s: brought from schema %d to %d", where.root, about.schema, SCHEMA_VERSION)


def _add_file_names(where: Layout, last: Commit) -> None:
    files = tables.files_of(where.articles, last.articles)
    if not files:
        tables.replace_all(where.articles, ARTICLE_SCHEMA.empty_table())
        return
    with duckdb.connect() as connection:
        query = "SELECT * FROM read_parquet($1, hive_partitioning = false, union_by_name = true)"
        rows = tables.fetch(connection, query, [files])
    tables.replace_all(where.articles, tables.fitted(rows, ARTICLE_SCHEMA))


_STEPS: dict[int, Callable[[Layout, Commit], None]] = {1: _add_file_names}
