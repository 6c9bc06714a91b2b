"""The JSON twins of the pages Articles and Review: ``/api/v1/articles`` and ``/api/v1/log``."""

from dataclasses import asdict
from typing import Any

from dashboard import queries_articles, queries_review
from dashboard.answers import Question
from dashboard.pages import PAGES
from stance.access import VIEWER
from stance.settings import settings
from stance.store import Store
from stance.store.corrections import plain_value, taken_back

MAX_ROWS = 500


def articles(question: Question) -> dict[str, Any]:
    """Answer with one page of articles, without their texts, and with what was added when.

    Parameters besides the filters: ``show`` ("view" restricts to articles with a statement that
    the filters let through), ``order``, ``find``, ``limit``, ``page``.
    """
    options = PAGES["articles"].options
    show = question.choice("show", list(options["show"]))
    order = question.choice("order", list(options["order"]))
    words = question.text("find")
    limit = question.number("limit", queries_articles.PAGE_ROWS, most=MAX_ROWS)
    page = question.number("page", 1, most=10_000_000)
    con, filters = question.connection, question.filters
    rows = queries_articles.listing(
        con, words, show, filters, sort=order, offset=(page - 1) * limit, limit=limit
    )
    commits = Store(settings().store, person=VIEWER).commits()
    added = {commit.number: commit for commit in commits}
    for row in rows:
        commit = added.get(row["added_in"])
        row["added_by"] = commit.who if commit else None
    return {
        **question.described(),
        "total": queries_articles.matching(con, words, show, filters)["articles"],
        "page": page,
        "limit": limit,
        "articles": rows,
        "additions": [asdict(commit) for commit in commits if commit.n_articles],
    }


def log(question: Question) -> dict[str, Any]:
    """Answer with the log of what persons decided, the newest first.

    Parameters: ``who``, ``field``, ``limit``, ``page``.
    """
    entries = queries_review.log(question.connection)
    undone = taken_back(entries)
    who, field = question.text("who"), question.text("field")
    shown = [
        entry
        for entry in reversed(entries)
        if who in ("", entry.who) and field in ("", entry.field)
    ]
    limit = question.number("limit", MAX_ROWS, most=MAX_ROWS)
    page = question.number("page", 1, most=10_000_000)
    rows = [
        {
            **asdict(entry),
            "old": plain_value(entry, "old"),
            "new": plain_value(entry, "new"),
            "is_undone": entry.correction_id in undone,
        }
        for entry in shown[(page - 1) * limit : page * limit]
    ]
    return {
        "store_version": question.version,
        "total": len(shown),
        "page": page,
        "limit": limit,
        "log": rows,
    }
