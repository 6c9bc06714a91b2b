"""What a person's day for an article changes in its statements: found by reading it again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from stance.dating import date_statement
from stance.model import Article
from stance.registry import load_case
from stance.run.steps import extractor
from stance.store import Store
from stance.store.corrections import FOLLOWING

BY_HAND = "corrected by hand"


def date_again(store: Store, article_id: str, day: str | None, *, reason: str, who: str) -> int:
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
    stored = store.article(article_id)
    published_on = date.fromisoformat(day) if day else None
    changes = following(
        replace(stored.article, published_on=published_on, published_basis=BY_HAND if day else ""),
        _stored_values(store, article_id),
    )
    store.date_article(article_id, day, reason=reason, who=who, following=changes)
    return len(changes)


def following(
    article: Article, stored: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Return what changes in the stored statements of an article that has another day now.

    Args:
        article: The article with its new day.
        stored: The columns that may follow, by statement id, as the program made them.

    Returns:
        By statement id the columns that change and their new values.
    """
    case = load_case()
    changes: dict[str, dict[str, Any]] = {}
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
