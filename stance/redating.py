"""What a person's day for an article changes in its statements: found by reading it again."""

from stance.run.following import follow_day
from stance.store import Store


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
    return follow_day(store, article_id, day, reason=reason, who=who)
