"""What a writer does to the tables of articles and statements; each function is one commit."""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd

from stance.arrow import ARTICLE_SCHEMA, statements_table, table_of_rows
from stance.errors import StoreError
from stance.model import Article
from stance.store import checksums, commits, originals, tables
from stance.store.commits import Commit
from stance.store.layout import Layout
from stance.store.originals import Original
from stance.store.rows import Dating, article_row, dating_columns
from stance.table import columns_for

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """Everything that one call of ``Store.add`` brings."""

    articles: Sequence[Article]
    statements: pd.DataFrame
    datings: Mapping[str, Dating]  # by article_id
    file_hashes: Mapping[str, str]  # by article_id
    originals: Mapping[str, Original]  # by article_id
    utterances: Mapping[str, str]  # new utterance ids of statements that are stored already
    replaced: Collection[str] = ()  # ids of stored articles whose statements were made anew


def add(layout: Layout, last: Commit, addition: Addition, *, what: str = "add") -> Commit:
    """Add the articles that are new by their words, with their statements; one commit.

    The statements of ``replaced`` articles take the place of those that are stored.
    """
    kept = _kept_columns(layout, last, addition.replaced)
    replaced = [each for each in addition.articles if each.article_id in kept]
    new = _new_articles(layout, last, addition.articles)
    ids = {article.article_id for article in (*new, *replaced)}
    statements = addition.statements[addition.statements["article_id"].isin(ids)]
    if not new and not replaced and not addition.utterances:
        return last
    counts = statements["article_id"].value_counts()
    first = {"read_at": commits.now(), "added_in": last.number + 1}
    rows = [
        article_row(
            article,
            n_statements=int(counts.get(article.article_id, 0)),
            **kept.get(
                article.article_id,
                {**first, **_file_columns(addition, article.article_id)},
            ),
            **dating_columns(addition.datings.get(article.article_id)),
        )
        for article in (*new, *replaced)
    ]
    for original in {each.sha256: each for each in _originals_of(new, addition)}.values():
        originals.keep(layout, original)
    for table in (layout.statements, layout.articles):
        tables.delete(table, "article_id", sorted(kept))
    tables.append(layout.statements, statements_table(statements))
    set_utterances(layout, addition.utterances)
    tables.append(layout.articles, table_of_rows(rows, ARTICLE_SCHEMA))
    for table in (layout.statements, layout.articles):
        tables.compact_if_scattered(table)
    counted = new if what == "add" else replaced
    return _publish(layout, last, what, n_articles=len(counted), n_statements=len(statements))


def update_utterances(layout: Layout, last: Commit, utterances: Mapping[str, str]) -> Commit:
    """Give stored statements other utterance ids; one commit."""
    if not utterances:
        return last
    set_utterances(layout, utterances)
    return _publish(layout, last, "update utterances", n_statements=len(utterances))


def attach(layout: Layout, last: Commit, given: Mapping[str, Original]) -> Commit:
    """Keep the files of stored articles, by article id, that came without; one commit."""
    if not given:
        return last
    for original in {each.sha256: each for each in given.values()}.values():
        originals.keep(layout, original)
    for column, values in (
        ("file_hash", {name: each.sha256 for name, each in sorted(given.items())}),
        ("file_name", {name: each.name for name, each in sorted(given.items())}),
    ):
        tables.overwrite_column(layout.articles, "article_id", column, values)
    return _publish(layout, last, "keep files", n_articles=len(given))


def remove(layout: Layout, last: Commit, article_ids: Sequence[str]) -> Commit:
    """Take articles and their statements out again; one commit. Older versions keep them."""
    if not article_ids:
        return last
    tables.delete(layout.statements, "article_id", list(article_ids))
    tables.delete(layout.articles, "article_id", list(article_ids))
    return _publish(layout, last, "remove", n_articles=len(article_ids))


def compact(layout: Layout, last: Commit) -> Commit:
    """Join the many small files that many additions leave; one commit, same rows."""
    tables.compact(layout.statements)
    tables.compact(layout.articles)
    now = tables.version(layout.articles), tables.version(layout.statements)
    if now == (last.articles, last.statements):
        return last
    return _publish(layout, last, "compact")


def set_utterances(layout: Layout, utterances: Mapping[str, str]) -> None:
    """Write utterance ids into the table of statements, without a commit of the store."""
    if utterances:
        values = dict(sorted(utterances.items()))
        tables.overwrite_column(layout.statements, "statement_id", "utterance_id", values)


def check_statements(
    articles: Sequence[Article], frame: pd.DataFrame, axes: Sequence[str]
) -> pd.DataFrame:
    """Return the statements in the store's columns and a fixed order.

    Raises:
        StoreError: If columns are missing or unknown, or a statement belongs to no given article.
    """
    expected = columns_for(axes)
    if set(frame.columns) != set(expected):
        odd = sorted(set(frame.columns) ^ set(expected))
        raise StoreError(
            f"the statements do not fit the store, which measures {', '.join(axes)}: columns "
            f"{', '.join(odd)} differ. Make a new store for other axes."
        )
    strays = set(frame["article_id"]) - {article.article_id for article in articles}
    if strays:
        raise StoreError(f"statements of article {min(strays)} were given without the article")
    twice = frame["statement_id"].duplicated()
    if twice.any():
        names = ", ".join(sorted(set(frame.loc[twice, "statement_id"])))
        logger.warning("statements given twice are stored once: %s", names)
    keys = ["article_id", "statement_id"]
    return frame.loc[~twice, expected].sort_values(keys, kind="stable", ignore_index=True)


def _new_articles(layout: Layout, last: Commit, articles: Sequence[Article]) -> list[Article]:
    """Return the articles whose words are not stored, one of each, in a fixed order."""
    known = _known_content(layout, last)
    new: dict[str, Article] = {}
    for article in sorted(articles, key=lambda article: (article.source_file, article.article_id)):
        if article.content_hash not in known:
            new.setdefault(article.content_hash, article)
    return list(new.values())


def _originals_of(articles: Iterable[Article], addition: Addition) -> Iterator[Original]:
    for article in articles:
        if article.article_id in addition.originals:
            yield addition.originals[article.article_id]


def _file_columns(addition: Addition, article_id: str) -> dict[str, str | None]:
    original = addition.originals.get(article_id)
    if original is None:
        return {"file_hash": addition.file_hashes.get(article_id), "file_name": None}
    return {"file_hash": original.sha256, "file_name": original.name}


def _kept_columns(
    layout: Layout, last: Commit, article_ids: Collection[str]
) -> dict[str, dict[str, Any]]:
    """Return, for those of the articles that are stored, what stays when they are made anew."""
    files = tables.files_of(layout.articles, last.articles) if article_ids else []
    if not files:
        return {}
    with duckdb.connect() as connection:
        query = (
            "SELECT article_id, file_hash, file_name, read_at, added_in "
            "FROM read_parquet($1, hive_partitioning = false) "
            "WHERE article_id IN (SELECT unnest($2::VARCHAR[]))"
        )
        rows = tables.fetch(connection, query, [files, sorted(article_ids)]).to_pylist()
    return {row.pop("article_id"): row for row in rows}


def _known_content(layout: Layout, last: Commit) -> set[str]:
    files = tables.files_of(layout.articles, last.articles)
    if not files:
        return set()
    with duckdb.connect() as connection:
        query = "SELECT content_hash FROM read_parquet($1, hive_partitioning = false)"
        return {row[0] for row in connection.execute(query, [files]).fetchall()}


def _publish(
    layout: Layout, last: Commit, what: str, *, n_articles: int = 0, n_statements: int = 0
) -> Commit:
    commit = Commit(
        number=last.number + 1,
        articles=tables.version(layout.articles),
        statements=tables.version(layout.statements),
        what=what,
        who=commits.user_name(),
        when=commits.now(),
        n_articles=n_articles,
        n_statements=n_statements,
    )
    checksums.publish(layout, last, commit)
    return commit
