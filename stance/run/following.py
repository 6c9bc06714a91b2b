"""What a person's day for an article changes in its statements: found by reading it again."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from stance.dating import date_statement
from stance.model import Article
from stance.registry import load_case
from stance.run.method import method_version
from stance.run.steps import extractor
from stance.store import Correction, Store
from stance.store.commits import user_name
from stance.store.corrections import FOLLOWING, PUBLISHED, day_entries

BY_HAND = "corrected by hand"

Changes = dict[str, dict[str, Any]]  # columns and their new values, by statement id


def follow_day(store: Store, article_id: str, day: str | None, *, reason: str, who: str) -> int:
    """Give an article another day; statements that are dated by it follow.

    A statement that says "on Monday", or nothing at all of its day, moves along. Who "the foreign
    minister" was depends on the day, too. All of it is one entry of the log: its undo brings
    everything back.

    Args:
        store: The store.
        article_id: The article.
        day: ISO day, or None if the article shall be without one.
        reason: Why; may not be empty.
        who: Who says so; may not be empty.

    Returns:
        How many statements follow.

    Raises:
        StanceError: If the day is none, there is no such article, or the store refuses.
    """
    changes = _changes(store, article_id, day)
    store.date_article(
        article_id, day, reason=reason, who=who, following=changes, method=method_version()
    )
    return len(changes)


def follow_days(store: Store, among: Collection[str] = ()) -> int:
    """Let the statements of articles that persons dated follow those days after a new analysis.

    It may have found other statements, or given them other names. Where that matters, an entry of
    its own goes on from that of the person. Doing it twice changes nothing.

    Args:
        store: The store.
        among: Articles whose statements have just changed, though by the same method.

    Returns:
        For how many articles.
    """
    log = store.log()
    by_id = {entry.correction_id: entry for entry in log}
    days = sorted(day_entries(log).items())
    stored = set(store.articles()["article_id"]) if days else set()
    n_followed = 0
    for article_id, entry in days:
        is_of_another = entry.new.get("method") != method_version()
        if article_id not in stored or not (is_of_another or article_id in among):
            continue
        changes = _changes(store, article_id, entry.new[PUBLISHED])
        if is_of_another or changes != entry.new["statements"]:
            _go_on(store, entry, by_id[entry.new.get("of", entry.correction_id)], changes)
            n_followed += 1
    return n_followed


def _go_on(store: Store, entry: Correction, first: Correction, changes: Changes) -> None:
    store.date_article(
        entry.article_id,
        entry.new[PUBLISHED],
        reason=f"after a new analysis: {first.reason}",
        who=store.who or user_name(),
        following=changes,
        method=method_version(),
        of=first.correction_id,
    )


def _changes(store: Store, article_id: str, day: str | None) -> Changes:
    stored = store.article(article_id)
    published_on = date.fromisoformat(day) if day else None
    return following(
        replace(stored.article, published_on=published_on, published_basis=BY_HAND if day else ""),
        _stored_values(store, article_id),
    )


def following(article: Article, stored: Mapping[str, Mapping[str, Any]]) -> Changes:
    """Return what changes in the stored statements of an article that has another day now.

    Args:
        article: The article with its new day.
        stored: The columns that may follow, by statement id, as the program made them.

    Returns:
        By statement id the columns that change and their new values.
    """
    case = load_case()
    changes: Changes = {}
    for found in extractor().extract(article):
        old = stored.get(found.statement_id)
        if old is None:
            continue
        said = date_statement(article, found, case)
        new = {column: getattr(said, column) or None for column in old}
        changed = {column: value for column, value in new.items() if value != old[column]}
        if changed:
            changes[found.statement_id] = changed
    return changes


def _stored_values(store: Store, article_id: str) -> dict[str, dict[str, Any]]:
    query = (
        f"SELECT statement_id, {', '.join(FOLLOWING)} FROM stored_statements WHERE article_id = ?"
    )
    with store.connection() as connection:
        rows = connection.execute(query, [article_id]).fetchall()
    return {row[0]: dict(zip(FOLLOWING, row[1:], strict=True)) for row in rows}
