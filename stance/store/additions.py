"""Undo of an addition: its articles leave together, or come back together; one commit each way.

Nothing is lost by it: what a commit brought is the difference between two states of the store, and
states are never rewritten. So the undo of an undo finds its rows in the state before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from stance.arrow import ARTICLE_SCHEMA
from stance.errors import StoreError
from stance.store import checksums, commits, tables, vacuuming, writing
from stance.store.commits import Commit
from stance.store.layout import Layout
from stance.store.log import Author


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """What the undo of a commit would do now: ids of articles that leave and that come back."""

    number: int
    leaving: tuple[str, ...]
    returning: tuple[str, ...]


def taken_back(history: Iterable[Commit]) -> set[int]:
    """Return the numbers of the commits that a later one, still in force itself, takes back."""
    numbers: set[int] = set()
    for commit in sorted(history, key=lambda commit: commit.number, reverse=True):
        if commit.undoes is not None and commit.number not in numbers:
            numbers.add(commit.undoes)
    return numbers


def plan(layout: Layout, last: Commit, number: int) -> Undoing:
    """Return what undoing a commit means in the state ``last``.

    Raises:
        StoreError: If there is no such commit, it is undone already, or nothing of it is left.
    """
    commit = commits.read(layout.commits, number)
    if number in taken_back(commits.history(layout.commits)):
        raise StoreError(f"{layout.root}: commit {number} is undone already")
    if number == 0:
        raise StoreError(f"{layout.root}: commit 0 made the store; there is nothing to undo")
    for each in (number - 1, number):
        vacuuming.check_readable(layout, each)
    after = _contents(layout, commit)
    before = _contents(layout, commits.read(layout.commits, number - 1))
    present = _contents(layout, last)
    words = set(present.values())
    undoing = Undoing(
        number=number,
        leaving=tuple(sorted(each for each in after if each not in before and each in present)),
        returning=tuple(
            sorted(
                each
                for each, content in before.items()
                if each not in after and each not in present and content not in words
            )
        ),
    )
    if not undoing.leaving and not undoing.returning:
        raise StoreError(f"{layout.root}: nothing that commit {number} changed is left to undo")
    return undoing


def undo(
    layout: Layout, last: Commit, number: int, author: Author, utterances: Mapping[str, str]
) -> Commit:
    """Take a commit back; one commit.

    Args:
        layout: The store.
        last: Its last commit; the lock is held.
        number: The commit to take back.
        author: Who and why.
        utterances: New utterance ids of statements that are there afterwards.
    """
    undoing = plan(layout, last, number)
    for table in (layout.statements, layout.articles):
        tables.delete(table, "article_id", list(undoing.leaving))
    earlier = commits.read(layout.commits, number - 1)
    n_statements = _bring_back(layout, earlier, undoing.returning)
    writing.set_utterances(layout, utterances)
    new = Commit(
        number=last.number + 1,
        articles=tables.version(layout.articles),
        statements=tables.version(layout.statements),
        what="restore" if undoing.returning else "remove",
        who=author.who.strip(),
        when=commits.now(),
        n_articles=len(undoing.leaving) + len(undoing.returning),
        n_statements=n_statements,
        reason=author.reason.strip(),
        undoes=number,
    )
    checksums.publish(layout, last, new)
    return new


def _bring_back(layout: Layout, earlier: Commit, article_ids: Sequence[str]) -> int:
    if not article_ids:
        return 0
    statements = _rows(tables.files_of(layout.statements, earlier.statements), article_ids)
    articles = _rows(tables.files_of(layout.articles, earlier.articles), article_ids)
    articles = tables.fitted(articles, ARTICLE_SCHEMA)  # they may be of an older schema
    tables.append(layout.statements, statements)
    tables.append(layout.articles, articles)
    return int(statements.num_rows)


def _rows(files: Sequence[str], article_ids: Sequence[str]) -> pa.Table:
    with duckdb.connect() as connection:
        query = (
            "SELECT * FROM read_parquet($1, hive_partitioning = false) "
            "WHERE article_id IN (SELECT unnest($2::VARCHAR[]))"
        )
        return tables.fetch(connection, query, [list(files), list(article_ids)])


def _contents(layout: Layout, commit: Commit) -> dict[str, str]:
    """Return the articles of a state: id and hash of the words."""
    files = tables.files_of(layout.articles, commit.articles)
    if not files:
        return {}
    with duckdb.connect() as connection:
        query = "SELECT article_id, content_hash FROM read_parquet($1, hive_partitioning = false)"
        return dict(connection.execute(query, [files]).fetchall())
