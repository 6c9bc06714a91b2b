"""The folder where fetched pages land: each byte for byte, with a list of where it is from."""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from stance.errors import InputError
from stance.fetching.cache import write_whole
from stance.fetching.client import Fetched, Fetcher
from stance.model import Article, DateHint

# Hidden, so that reading the folder does not take it for an article.
LIST_NAME = ".fetched.jsonl"
_SAFE = re.compile(r"[^a-z0-9]+")
# How a page begins decides how it is read; what the server says of it comes second.
_BEGINNINGS = ((b"%PDF-", ".pdf"), (b"PK\x03\x04", ".docx"), (b"{\\rtf", ".rtf"))
_TYPES = {
    "application/pdf": ".pdf",
    "application/xhtml+xml": ".html",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
_REFUSED = re.compile(
    r"^(?:image|audio|video|font)/|javascript|/(?:zip|gzip|x-tar|octet-stream)\b", re.I
)

Progress = Callable[[int, int, str], None]


class Wanted(Protocol):
    """A page to fetch, with what a feed or an index says of it."""

    @property
    def url(self) -> str:
        """Its address."""

    @property
    def title(self) -> str | None:
        """Its headline."""

    @property
    def published_on(self) -> str | None:
        """ISO day."""

    @property
    def outlet(self) -> str | None:
        """Who published it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One fetched page: a line of the list. ``file`` is its name in the folder."""

    url: str
    file: str
    sha256: str
    fetched_at: str
    final_url: str
    title: str | None = None
    published_on: str | None = None
    outlet: str | None = None
    source: str | None = None  # the feed or query that named it


@dataclass(slots=True)
class FetchReport:
    """What came of a list of addresses."""

    new: list[Path] = field(default_factory=list)
    n_already: int = 0
    problems: list[InputError] = field(default_factory=list)


class FetchFolder:
    """A folder of fetched pages. A page that is there is not fetched again."""

    def __init__(self, folder: Path) -> None:
        self.path = folder
        self._pages = {page.url: page for page in self._read()}
        self._by_file = {page.file: page for page in self._pages.values()}

    def pages(self) -> list[Page]:
        """Return what is there, in the order in which it came."""
        return list(self._pages.values())

    def holds(self, url: str) -> bool:
        """Whether the page of an address is there, as a file."""
        page = self._pages.get(url)
        return page is not None and (self.path / page.file).is_file()

    def keep(self, wanted: Wanted, fetched: Fetched, *, source: str | None = None) -> Path:
        """Write a page and then its line; return the file.

        Raises:
            InputError: If it is of a kind that holds no text.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        file = self.path / _file_name(wanted.url, _ending(fetched))
        write_whole(file, fetched.content)
        page = Page(
            url=wanted.url,
            file=file.name,
            sha256=hashlib.sha256(fetched.content).hexdigest(),
            fetched_at=fetched.fetched_at,
            final_url=fetched.url,
            title=wanted.title,
            published_on=wanted.published_on,
            outlet=wanted.outlet,
            source=source,
        )
        with (self.path / LIST_NAME).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(asdict(page), ensure_ascii=False) + "\n")
            lines.flush()
            os.fsync(lines.fileno())
        self._pages[wanted.url] = self._by_file[page.file] = page
        return file

    def known(self, article: Article) -> Article:
        """Return an article of this folder with what is known of its page; its own word first.

        The day that a feed or an index gives is evidence for dating, not the last word.
        """
        page = self._by_file.get(article.source_file)
        if page is None:
            return article
        hints = article.date_hints
        if page.published_on and not any(hint.value == page.published_on for hint in hints):
            hint = DateHint(value=page.published_on, basis="metadata", words=page.source or "feed")
            hints = (*hints, hint)
        return replace(
            article,
            title=article.title or page.title,
            outlet=article.outlet or page.outlet,
            url=article.url or page.final_url,
            date_hints=hints,
        )

    def _read(self) -> list[Page]:
        """Return the list; a last line that a crash cut short is left out, and fetched again."""
        try:
            lines = (self.path / LIST_NAME).read_text("utf-8").splitlines()
        except FileNotFoundError:
            return []
        pages = []
        for line in lines:
            try:
                pages.append(Page(**json.loads(line)))
            except (ValueError, TypeError):
                continue
        return pages


def fetch_all(
    fetcher: Fetcher,
    wanted: Iterable[Wanted],
    folder: FetchFolder,
    *,
    source: str | None = None,
    progress: Progress | None = None,
) -> FetchReport:
    """Fetch pages into a folder, go on after every problem, leave out what is there.

    Broken off, it goes on where it was when it is run again.

    Args:
        fetcher: Fetches one page.
        wanted: The pages, in order; an address that comes twice is fetched once.
        folder: Where they land.
        source: The feed or query that named them, for the list.
        progress: Called after each page with pages done, pages in all, and the address.
    """
    pages = list({each.url: each for each in wanted}.values())
    report = FetchReport()
    for number, page in enumerate(pages, start=1):
        if folder.holds(page.url):
            report.n_already += 1
        else:
            try:
                report.new.append(folder.keep(page, fetcher.get(page.url), source=source))
            except InputError as error:
                report.problems.append(InputError(page.url, error.reason))
        if progress is not None:
            progress(number, len(pages), page.url)
    return report


def _ending(fetched: Fetched) -> str:
    """Return the ending under which a page is read.

    Raises:
        InputError: For pictures, films, programs and the like.
    """
    for beginning, ending in _BEGINNINGS:
        if fetched.content.startswith(beginning):
            return ending
    kind = fetched.content_type.split(";")[0].strip().lower()
    if _REFUSED.search(kind):
        raise InputError(fetched.asked, f"is no text but {kind}")
    if _looks_like_html(fetched.content):
        return ".html"
    if kind in _TYPES:
        return _TYPES[kind]
    if b"\0" in fetched.content[:1000]:
        raise InputError(fetched.asked, f"is no text ({kind or 'of no kind that it names'})")
    return ".txt"


def _looks_like_html(content: bytes) -> bool:
    return (
        re.search(rb"<(?:!doctype html|html|head|body|article)\b", content[:2000], re.I) is not None
    )


def _file_name(url: str, ending: str) -> str:
    """Return a name that tells site and page, is safe anywhere, and never the same twice."""
    parts = urlsplit(url)
    told = _SAFE.sub("-", f"{parts.hostname or ''} {parts.path}".lower())[:80].strip("-")
    return (
        f"{told or 'page'}-{hashlib.sha256(url.encode('utf-8', 'replace')).hexdigest()[:8]}{ending}"
    )
