"""What the head of a web page states about it: title, site, address, authors and dates.

Only what is stated counts. A search for dates in the visible text is the work of dating, where
every candidate is weighed against the others.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import htmldate

from stance.model import DateHint

_TITLES = ("og:title", "twitter:title", "dc.title", "headline", "title")
_SITES = ("og:site_name", "application-name", "dc.publisher", "publisher", "twitter:site")
_ADDRESSES = ("og:url", "twitter:url", "canonical")
_AUTHORS = ("author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author")
_DATES = (
    "article:published_time", "og:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.date", "pubdate", "publishdate", "publish-date", "publish_date",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_MAX_NODES = 2000
_MAX_CHARS = 300


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """The facts that a page states; None or empty where it does not."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    dates: tuple[DateHint, ...] = ()


def read_metadata(tree: Any, page: str | None) -> PageMetadata:
    """Read the metadata of a page.

    Args:
        tree: The parsed page, an lxml element.
        page: Its markup; without it no date is searched for where none is stated.
    """
    metas = _metas(tree)
    nodes = list(_json_ld(tree))
    canonical = next((link.get("href") for link in tree.iter("link") if _is_canonical(link)), None)
    return PageMetadata(
        title=_first(metas, _TITLES) or _only_heading(tree) or _line(tree.findtext(".//title")),
        outlet=_without_handle(_first(metas, _SITES)),
        url=_line(canonical) or _first(metas, _ADDRESSES),
        authors=_authors(metas, nodes),
        dates=tuple(dict.fromkeys(_dates(tree, metas, nodes))) or _searched_dates(page),
    )


def _only_heading(tree: Any) -> str | None:
    """Return the main heading, if there is just one: ``<title>`` has the site's name in it."""
    headings = list(tree.iter("h1"))
    return _line(headings[0].text_content()) if len(headings) == 1 else None


def _metas(tree: Any) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        value = _line(meta.get("content"))
        if key and value:
            metas.setdefault(key.casefold(), value)
    return metas


def _json_ld(tree: Any) -> Iterator[Mapping[str, Any]]:
    """Yield all objects of the page's JSON-LD, outer ones first."""
    waiting: list[object] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").casefold() == "application/ld+json":
            try:
                waiting.append(json.loads(script.text or "null"))
            except (ValueError, RecursionError):
                continue
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _is_canonical(link: Any) -> bool:
    return "canonical" in (link.get("rel") or "").split() and bool(link.get("href"))


def _dates(
    tree: Any, metas: Mapping[str, str], nodes: list[Mapping[str, Any]]
) -> Iterator[DateHint]:
    for node in nodes:
        value = node.get("datePublished")
        if isinstance(value, str) and _line(value):
            yield DateHint(value=value.strip()[:60], basis="metadata", words="datePublished")
    for key in _DATES:
        if key in metas:
            yield DateHint(value=metas[key][:60], basis="metadata", words=key)
    first = next((time.get("datetime") for time in tree.iter("time") if time.get("datetime")), None)
    if first is not None and _line(first):
        yield DateHint(value=first.strip()[:60], basis="metadata", words="time")


def _searched_dates(page: str | None) -> tuple[DateHint, ...]:
    """Ask htmldate, which knows the habits of many sites, but not for a guess."""
    if page is None:
        return ()
    try:
        found = htmldate.find_date(page, extensive_search=False, original_date=True)
    except Exception:  # noqa: BLE001 - it stumbles over hostile markup, and then there is no date
        return ()
    return (DateHint(value=found, basis="metadata", words="htmldate"),) if found else ()


def _authors(metas: Mapping[str, str], nodes: list[Mapping[str, Any]]) -> tuple[str, ...]:
    names: list[str] = []
    for node in nodes:
        value = node.get("author")
        for author in value if isinstance(value, list) else [value]:
            name = _line(author.get("name") if isinstance(author, dict) else author)
            names.extend([name] if name else [])
    if not names:
        line = _first(metas, _AUTHORS) or ""
        names = line.removeprefix("By ").replace(" and ", ",").replace(";", ",").split(",")
    plain = (name.strip() for name in names if "/" not in name)  # an address is no name
    return tuple(dict.fromkeys(name for name in plain if name))


def _first(metas: Mapping[str, str], keys: tuple[str, ...]) -> str | None:
    return next((metas[key] for key in keys if key in metas), None)


def _without_handle(name: str | None) -> str | None:
    return name.removeprefix("@") if name else None


def _line(value: object) -> str | None:
    return " ".join(value.split())[:_MAX_CHARS] or None if isinstance(value, str) else None
