"""Reads the five files of a case; checks each entry, and then what must hold across entries."""

import calendar
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from stance.errors import DataFileError
from stance.model import Case, CuratedFact, Event, Topic
from stance.registry.actor_file import check_names, read_actor
from stance.registry.csv_rows import CsvRow, read_rows
from stance.registry.toml_entries import Entry, check_unique, read_toml

T = TypeVar("T")

CASE_FILE, ACTORS_FILE, TOPICS_FILE = "case.toml", "actors.toml", "topics.toml"
EVENTS_FILE, ARTICLES_FILE = "events.csv", "articles.toml"
EVENT_KINDS = ("meeting", "call", "visit", "summit", "speech", "policy", "incident", "personnel")
JOINT_SIDE = "joint"  # both sides of the pair speaking as one
BOTH_SIDES, OTHER_SIDE = "both", "other"  # target sides that are no side

_CASE_KEYS = ("title", "pair", "period", "sides", "target_sides", "both", "event_kinds")
_TOPIC_KEYS = ("id", "label", "terms")
_ARTICLE_KEYS = (
    "source_file", "content_hash", "title", "outlet", "url", "authors", "published_on", "note",
)  # fmt: skip
_EVENT_COLUMNS = ("date", "title", "kind", "sides", "place", "description", "source")

_HASH = re.compile(r"[0-9a-f]{32}\Z")
_DAY = re.compile(r"([12]\d{3})-(\d\d)(?:-(\d\d))?\Z")
_TERM = re.compile(r"[^\W_][\w' .&/-]*\*?\Z")


def read_case(folder: Path) -> Case:
    """Read and check a whole case. Topics, events and articles may be absent, the rest may not.

    Raises:
        DataFileError: At the first thing that is wrong.
    """
    head = read_toml(folder / CASE_FILE)
    head.allow(_CASE_KEYS)
    sides = _sides(head)
    return Case(
        case_id=folder.name,
        title=head.text("title"),
        sides=sides,
        actors=_read(
            folder / ACTORS_FILE, "actor", lambda each: read_actor(each, sides), check_names
        ),
        topics=_read_if_there(folder / TOPICS_FILE, "topic", _topic, _check_topics),
        events=_events(folder / EVENTS_FILE, sides, head.texts("event_kinds") or EVENT_KINDS),
        articles=_read_if_there(folder / ARTICLES_FILE, "article", _article, _check_articles),
        target_sides=_target_sides(head, sides),
        period=_period(head),
    )


def _sides(head: Entry) -> tuple[str, ...]:
    pair, sides = head.texts("pair"), head.texts("sides")
    if len(pair) != 2:
        found = f"pair {list(pair)}" if pair else "the file has no 'pair'"
        raise head.error("pair", found, 'the two sides under study, like pair = ["US", "China"]')
    head.text_or_none("both")
    return (*pair, *(side for side in sides if side not in pair))


def _target_sides(head: Entry, sides: tuple[str, ...]) -> tuple[str, ...]:
    valid = (*sides, BOTH_SIDES, OTHER_SIDE)
    targets = head.texts("target_sides")
    for target in targets:
        if target not in valid:
            expected = f"one of {', '.join(valid)}"
            raise head.error("target_sides", f"target side {target!r}", expected, target)
    return targets or sides


def _period(head: Entry) -> tuple[date, date] | None:
    """Return the first and the last day under study; None where the case names none."""
    if "period" not in head.values:
        return None
    ends = head.texts("period")
    try:
        low, high = (_DAY.match(end) for end in ends)
        if low is None or high is None:
            raise ValueError
        year, month = int(high[1]), int(high[2])
        first = date(int(low[1]), int(low[2]), int(low[3] or 1))
        last = date(year, month, int(high[3] or calendar.monthrange(year, month)[1]))
        if first > last:
            raise ValueError
    except ValueError:
        expected = 'the first and the last month or day, like period = ["2023-05", "2024-04"]'
        raise head.error("period", f"period {list(ends)}", expected) from None
    return first, last


def _read(
    path: Path,
    table: str,
    build: Callable[[Entry], T],
    check: Callable[[list[Entry], list[T]], None],
) -> tuple[T, ...]:
    root = read_toml(path)
    root.allow([table])
    entries = root.children(table)
    if not entries:
        raise DataFileError(path, 1, f"no [[{table}]]", f"at least one table [[{table}]]")
    built = [build(entry) for entry in entries]
    check(entries, built)
    return tuple(built)


def _read_if_there(
    path: Path,
    table: str,
    build: Callable[[Entry], T],
    check: Callable[[list[Entry], list[T]], None],
) -> tuple[T, ...]:
    return _read(path, table, build, check) if path.exists() else ()


def _topic(entry: Entry) -> Topic:
    entry.allow(_TOPIC_KEYS)
    topic = Topic(
        topic_id=entry.identifier(), label=entry.text("label"), terms=entry.texts("terms")
    )
    for term in topic.terms:
        if term != term.lower() or not _TERM.match(term):
            found = f"term {term!r} of {entry.name}"
            raise entry.error("terms", found, "lower-case words, * only at the very end", term)
    return topic


def _article(entry: Entry) -> CuratedFact:
    entry.allow(_ARTICLE_KEYS)
    content_hash = entry.text_or_none("content_hash")
    if content_hash and not _HASH.match(content_hash):
        found = f"content_hash {content_hash!r} of {entry.name}"
        raise entry.error("content_hash", found, "32 hexadecimal digits (Article.content_hash)")
    return CuratedFact(
        source_file=entry.text("source_file"),
        content_hash=content_hash,
        title=entry.text_or_none("title"),
        outlet=entry.text_or_none("outlet"),
        url=entry.text_or_none("url"),
        authors=entry.texts("authors"),
        published_on=entry.day_or_none("published_on"),
        note=entry.text("note"),
    )


def _events(path: Path, sides: tuple[str, ...], kinds: tuple[str, ...]) -> tuple[Event, ...]:
    rows = read_rows(path, _EVENT_COLUMNS) if path.exists() else []
    events: dict[tuple[date, str], Event] = {}
    for row in rows:
        event = _event(row, sides, kinds)
        if (event.day, event.title) in events:
            raise row.error(f"{event.day} {event.title!r} is given again", "every event once")
        events[event.day, event.title] = event
    return tuple(sorted(events.values(), key=lambda event: event.day))


def _event(row: CsvRow, sides: tuple[str, ...], kinds: tuple[str, ...]) -> Event:
    involved = tuple(part.strip() for part in row.text("sides").split(";") if part.strip())
    for side in involved:
        if side not in sides:
            raise row.error(f"side {side!r}", f"one of {', '.join(sides)}, divided by ;")
    kind = row.text("kind")
    if kind not in kinds:
        raise row.error(f"kind {kind!r}", f"one of {', '.join(kinds)}")
    return Event(
        day=row.convert("date", date),
        title=row.text("title"),
        kind=kind,
        sides=involved,
        place=row.text("place"),
        description=row.text("description"),
        source=row.text("source"),
    )


def _check_topics(entries: list[Entry], topics: list[Topic]) -> None:
    check_unique(entries, [topic.topic_id for topic in topics], "id")
    owners: dict[str, str] = {}
    for entry, topic in zip(entries, topics, strict=True):
        for term in topic.terms:
            owner = owners.setdefault(term, topic.topic_id)
            if owner != topic.topic_id:
                found = f"term {term!r} of {entry.name} stands in topic {owner!r} too"
                raise entry.error("terms", found, "every term in one topic", term)


def _check_articles(entries: list[Entry], facts: list[CuratedFact]) -> None:
    check_unique(entries, [f"{fact.source_file} {fact.content_hash}" for fact in facts], None)
