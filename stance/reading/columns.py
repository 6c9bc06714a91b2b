"""Which key or column of a record holds the text, the title, the date and so on."""

import re
from collections.abc import Iterable, Mapping

from stance.errors import UnknownNameError

# What exports of databases, feeds and scrapers call each field; the first filled one counts.
FIELD_NAMES: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "content", "full_text", "fulltext", "article_text", "articlebody",
        "article_body", "maintext", "main_text", "body_text", "bodytext", "raw_text", "article",
        "story", "transcript", "statement",
    ),
    "title": ("title", "headline", "headlines", "head", "article_title", "subject"),
    "date": (
        "date", "published", "published_on", "published_at", "publishedat", "publication_date",
        "date_published", "datepublished", "date_publish", "publish_date", "pubdate", "pub_date",
        "published_date", "datetime", "timestamp", "created_at", "day",
    ),
    "outlet": (
        "outlet", "publisher", "source", "source_name", "publication", "newspaper", "sitename",
        "site_name", "site", "media", "news_source", "outlet_name", "journal",
    ),
    "url": ("url", "link", "source_url", "permalink", "webpage", "web_url", "uri", "address"),
    "authors": ("authors", "author", "byline", "by", "creator", "writer"),
    "speaker": ("speaker", "speaker_name", "said_by"),
}  # fmt: skip


def check_columns(columns: Mapping[str, str] | None) -> dict[str, str]:
    """Return the columns that a user gave, by field.

    Raises:
        UnknownNameError: If there is no such field.
    """
    given = dict(columns or {})
    for field in given:
        if field not in FIELD_NAMES:
            raise UnknownNameError("field of an article", field, FIELD_NAMES)
    return given


def match_fields(
    names: Iterable[object], columns: Mapping[str, str] | None = None
) -> dict[str, list[str]]:
    """Return for each field the names in use that mean it, best first.

    Args:
        names: Names of columns or keys as they are written.
        columns: The name that the user gave for a field; it alone counts then, and for no other.
    """
    by_plain: dict[str, str] = {}
    for name in names:
        by_plain.setdefault(_plain(str(name)), str(name))
    given = {field: _plain(name) for field, name in (columns or {}).items()}
    return {
        field: [
            by_plain[known]
            for known in ((given[field],) if field in given else known_names)
            if known in by_plain and (field in given or known not in given.values())
        ]
        for field, known_names in FIELD_NAMES.items()
    }


def has_text_field(names: Iterable[object], columns: Mapping[str, str] | None = None) -> bool:
    """Whether one of the names means the text of an article."""
    return bool(match_fields(names, columns)["text"])


def missing_text_reason(
    names: Iterable[object], what: str, columns: Mapping[str, str] | None = None
) -> str:
    """Word the error for a record or table without a text."""
    found = ", ".join(str(name) for name in list(names)[:12]) or "none"
    given = (columns or {}).get("text")
    expected = repr(given) if given else "one of: " + ", ".join(FIELD_NAMES["text"][:6])
    remedy = "" if given else "; name it with --columns text=NAME"
    return f"has no {what} for the text; found: {found}; expected {expected}{remedy}"


def missing_columns(names: Iterable[object], columns: Mapping[str, str]) -> list[str]:
    """Return the columns that the user gave and that are not there."""
    there = {_plain(str(name)) for name in names}
    return [name for name in columns.values() if _plain(name) not in there]


def _plain(name: str) -> str:
    return re.sub(r"[\s\-.]+", "_", name.strip().lstrip("\ufeff").casefold())
