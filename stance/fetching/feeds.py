"""RSS and Atom: which articles a feed names. The bytes are fetched by us, not by the library."""

from calendar import timegm
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import feedparser

from stance.errors import InputError
from stance.fetching.client import Fetched

MAX_ENTRIES = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One article that a feed names. ``published_on`` is an ISO day, None where it says none."""

    url: str
    title: str | None = None
    published_on: str | None = None
    outlet: str | None = None


def read_feed(fetched: Fetched) -> list[FeedEntry]:
    """Return the articles of a feed in its order, each address once.

    Raises:
        InputError: If the page is no feed.
    """
    found: Any = feedparser.parse(
        fetched.content,
        response_headers={
            "content-type": fetched.content_type,
            "content-location": fetched.url,
        },
        sanitize_html=True,
        resolve_relative_uris=True,
    )
    if not found.get("version"):
        raise InputError(fetched.asked, "is no feed (RSS or Atom); for a page use `fetch url`")
    outlet = (found.feed.get("title") or "").strip() or None
    entries: dict[str, FeedEntry] = {}
    for item in found.entries[:MAX_ENTRIES]:
        link = urljoin(fetched.url, item.get("link") or "")
        if link.startswith(("http://", "https://")):
            entries.setdefault(
                link,
                FeedEntry(
                    url=link,
                    title=(item.get("title") or "").strip() or None,
                    published_on=_day(item),
                    outlet=outlet,
                ),
            )
    return list(entries.values())


def _day(item: Any) -> str | None:
    moment = item.get("published_parsed") or item.get("updated_parsed")
    if not moment:
        return None
    try:
        return datetime.fromtimestamp(timegm(moment), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return None
