"""The GDELT index of the world's news: which articles matched a query in a stretch of time.

The index gives at most 250 articles to one question. A stretch that is full is halved until each
part fits, or is as short as the index can tell apart. What one part answered is kept, so a search
that is broken off goes on where it was.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from stance.errors import InputError, UsageError
from stance.fetching.cache import write_whole
from stance.fetching.client import Fetched, Fetcher

ADDRESS = "https://api.gdeltproject.org/api/v2/doc/doc"
MOST = 250  # articles that the index gives to one question
SHORTEST = timedelta(minutes=15)  # the index is made anew every quarter of an hour
PACE = 5.0  # seconds between two questions, as the index asks of its users
_FIRST_DAY = date(2017, 1, 1)  # nothing older is in the index

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class GdeltArticle:
    """One article of the index; ``published_on`` is the day on which GDELT saw it."""

    url: str
    title: str | None
    published_on: str | None
    outlet: str | None


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: datetime
    end: datetime  # inclusive, to the second

    @property
    def halves(self) -> "tuple[_Stretch, _Stretch]":
        middle = self.start + (self.end - self.start) / 2
        middle = middle.replace(microsecond=0)
        return _Stretch(self.start, middle), _Stretch(middle + timedelta(seconds=1), self.end)

    @property
    def is_shortest(self) -> bool:
        return self.end - self.start <= SHORTEST


def search_gdelt(
    fetcher: Fetcher,
    query: str,
    first: date,
    last: date,
    *,
    notes: Path,
    address: str = ADDRESS,
    progress: Progress | None = None,
) -> list[GdeltArticle]:
    """Return all articles of a period that match a query, each address once, by day.

    Args:
        fetcher: Fetches pages, at the pace of ``PACE``.
        query: In the language of the index, for example ``blinken "wang yi" sourcelang:english``.
        first: First day.
        last: Last day, included.
        notes: Folder where finished parts are kept.
        address: Of the index.
        progress: Called with days done, days in all, and the day at work.

    Raises:
        UsageError: If the period is reversed or lies before the index begins.
        InputError: If the index refuses the query or does not answer.
    """
    if first > last:
        raise UsageError(f"the period is reversed: {first} is after {last}")
    if last < _FIRST_DAY:
        raise UsageError(f"the GDELT index begins on {_FIRST_DAY}; {last} is before it")
    found: dict[str, GdeltArticle] = {}
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for number, day in enumerate(days, start=1):
        whole = _Stretch(
            datetime.combine(day, time.min, UTC), datetime.combine(day, time(23, 59, 59), UTC)
        )
        for article in _articles(fetcher, query, whole, notes, address):
            found.setdefault(article.url, article)
        if progress is not None:
            progress(number, len(days), day.isoformat())
    return sorted(found.values(), key=lambda each: (each.published_on or "", each.url))


def _articles(
    fetcher: Fetcher, query: str, stretch: _Stretch, notes: Path, address: str
) -> Iterator[GdeltArticle]:
    part = _part(fetcher, query, stretch, notes, address)
    if len(part) < MOST or stretch.is_shortest:
        yield from part
        return
    for half in stretch.halves:
        yield from _articles(fetcher, query, half, notes, address)


def _part(
    fetcher: Fetcher, query: str, stretch: _Stretch, notes: Path, address: str
) -> list[GdeltArticle]:
    """Return one answer of the index, from the notes of an earlier run where they have it."""
    asked = {
        "query": query,
        "mode": "artlist",
        "format": "json",
        "sort": "dateasc",
        "maxrecords": str(MOST),
        "startdatetime": f"{stretch.start:%Y%m%d%H%M%S}",
        "enddatetime": f"{stretch.end:%Y%m%d%H%M%S}",
    }
    url = f"{address}?{urlencode(asked)}"
    note = notes / f"{hashlib.sha256(url.encode()).hexdigest()}.json"
    try:
        return [GdeltArticle(**each) for each in json.loads(note.read_text("utf-8"))]
    except (OSError, ValueError, TypeError):
        pass
    part = _read(fetcher.get(url, respects_robots=False))
    if stretch.end < datetime.now(UTC):  # a day that is not over yet will have more
        notes.mkdir(parents=True, exist_ok=True)
        write_whole(note, json.dumps([asdict(each) for each in part]).encode())
    return part


def _read(fetched: Fetched) -> list[GdeltArticle]:
    text = fetched.content.decode("utf-8", "replace").strip()
    try:
        # The index leaves backslashes and control characters of headlines as they are.
        answer = json.loads(text, strict=False) if text != "{}" else {}
    except ValueError:
        # It explains what is wrong with a query in one line of plain text.
        reason = " ".join(text.split())[:200]
        raise InputError("GDELT", f"refuses the query: {reason}") from None
    rows = answer.get("articles", []) if isinstance(answer, dict) else []
    return [_article(row) for row in rows if isinstance(row, dict) and row.get("url")]


def _article(row: dict[str, Any]) -> GdeltArticle:
    seen = str(row.get("seendate") or "")[:8]
    is_day = len(seen) == 8 and seen.isdigit()
    return GdeltArticle(
        url=str(row["url"]),
        title=" ".join(str(row.get("title") or "").split()) or None,
        published_on=f"{seen[:4]}-{seen[4:6]}-{seen[6:]}" if is_day else None,
        outlet=str(row.get("domain") or "") or None,
    )
