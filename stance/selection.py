"""Which statements a reader asked for: the filters that the command line and the dashboard share.

One value, three uses that must agree: ``apply`` on a frame, ``to_sql`` on the store's view
``statements``, ``as_metadata`` in the companion file of an export.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, get_args

import pandas as pd

from stance.errors import UnknownNameError, UsageError
from stance.model import Actor, Case, Kind
from stance.registry import find_actor, load_case

BOTH_SIDES = "both"  # the target side of what is said to the two of them
_ISO = re.compile(r"([12]\d{3})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredNames:
    """Names that only the stored statements know: speakers in no registry, outlets, targets."""

    speakers: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A choice of statements. An empty field does not restrict; the fields restrict together.

    ``actors`` holds actor ids, or names as printed of speakers in no registry; ``targets`` holds
    names of targets or target sides (a side means everybody on it). With a date bound, a statement
    counts only if it was certainly said within: "2023-06" is outside a period that begins on
    15 June, and an undated statement is outside every period. ``pair_only`` leaves out what one
    side of the case's pair says towards anybody but the other one or both of them; statements
    without a target stay, and so does what third parties say. ``min_confidence`` (0..1) leaves out
    statements whose speaker is less certain; 0 does not restrict.
    """

    actors: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None  # last day that counts
    pair_only: bool = False
    min_confidence: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.min_confidence <= 1:
            raise UsageError(
                f"the least certainty of the speaker is {self.min_confidence}; expected 0 to 1"
            )
        if self.date_from and self.date_to and self.date_from > self.date_to:
            raise UsageError(
                f"the period {self.date_from}..{self.date_to} ends before it begins; swap the dates"
            )

    @property
    def is_empty(self) -> bool:
        """Whether nothing restricts the choice."""
        return self == Selection()

    def check(self, case: Case, stored: StoredNames | None = None) -> "Selection":
        """Return the same choice in canonical names (actor ids, topic ids, names as stored).

        Args:
            case: Whose actors, sides and topics may be named; actors also by name or alias.
            stored: Names found in the store, valid as well.

        Raises:
            UnknownNameError: At the first name that nobody knows; it lists the valid ones.
        """
        names = stored or StoredNames()
        actor_sides = [actor.side for actor in case.actors if actor.side]
        sides = {*case.sides, *actor_sides, *names.sides}
        topics = {topic.label: topic.topic_id for topic in case.topics}
        topics |= {topic.topic_id: topic.topic_id for topic in case.topics}
        return replace(
            self,
            actors=tuple(_actor(name, case, names.speakers) for name in self.actors),
            sides=tuple(_one_of("side", name, sides) for name in self.sides),
            topics=tuple(
                topics[_one_of("topic", name, topics, shown=set(topics.values()))]
                for name in self.topics
            ),
            targets=tuple(_target(name, case, names.targets) for name in self.targets),
            kinds=tuple(_one_of("kind", name, get_args(Kind)) for name in self.kinds),
            outlets=tuple(_one_of("outlet", name, names.outlets) for name in self.outlets),
        )

    def apply(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the chosen rows of a statement table (columns of the README), order kept."""
        keep = pd.Series(True, index=frame.index)
        if self.actors:
            unlisted = frame["actor_id"].isna() & frame["speaker_name"].isin(self.actors)
            keep &= frame["actor_id"].isin(self.actors) | unlisted
        if self.targets:
            keep &= frame["target"].isin(self.targets) | frame["target_side"].isin(self.targets)
        for column, values in self._plain_columns():
            keep &= frame[column].isin(values)
        if self.topics:
            wanted = set(self.topics)
            keep &= frame["topics"].map(lambda topics: bool(wanted & set(topics))).astype(bool)
        if self.pair_only:
            pair = load_case().sides[:2]
            sides, targets = frame["side"], frame["target_side"]
            is_other_side = targets.isin(pair) & (targets != sides)
            keep &= ~sides.isin(pair) | targets.isna() | (targets == BOTH_SIDES) | is_other_side
        if self.min_confidence:
            keep &= frame["attribution_confidence"] >= self.min_confidence
        if self.date_from or self.date_to:
            said_on = frame["said_on"].map(lambda day: isinstance(day, str) and self.covers(day))
            keep &= said_on.astype(bool)
        return frame[keep]

    def covers(self, said_on: str) -> bool:
        """Whether all of a day, month or year (ISO) lies within the date bounds."""
        size = len(said_on)
        low, high = self._bounds().get(size, ("9", "0"))  # nothing else is a date: never within
        return low <= said_on <= high

    def to_sql(self) -> tuple[str, list[Any]]:
        """Return a condition with ``?`` on the columns of the view ``statements``, and its values.

        ``TRUE`` where nothing restricts, so that it can always stand after WHERE.
        """
        terms: list[str] = []
        values: list[Any] = []

        def add(term: str, *arguments: Any) -> None:
            terms.append(f"({term})")
            values.extend(arguments)

        if self.actors:
            actors = list(self.actors)
            unlisted = "actor_id IS NULL AND list_contains(?, speaker_name)"
            add(f"list_contains(?, actor_id) OR ({unlisted})", actors, actors)
        if self.targets:
            targets = list(self.targets)
            add("list_contains(?, target) OR list_contains(?, target_side)", targets, targets)
        for column, names in self._plain_columns():
            add(f"list_contains(?, {column})", list(names))
        if self.topics:
            add("list_has_any(topics, ?)", list(self.topics))
        if self.pair_only:
            pair = list(load_case().sides[:2])
            is_other_side = "list_contains(?, target_side) AND target_side <> side"
            add(
                "side IS NULL OR NOT list_contains(?, side) OR target_side IS NULL "
                f"OR target_side = ? OR ({is_other_side})",
                *(pair, BOTH_SIDES, pair),
            )
        if self.min_confidence:
            add("attribution_confidence >= ?", self.min_confidence)
        if self.date_from or self.date_to:
            bounds = self._bounds()
            sizes = (f"length(said_on) = {size} AND said_on BETWEEN ? AND ?" for size in bounds)
            add(" OR ".join(sizes), *(end for pair in bounds.values() for end in pair))
        return " AND ".join(terms) or "TRUE", values

    def as_metadata(self) -> dict[str, list[str] | str | bool | float]:
        """Return the fields that restrict, under the names of the command line's options."""
        lists = {
            "actor": self.actors, "side": self.sides, "topic": self.topics,
            "target": self.targets, "kind": self.kinds, "outlet": self.outlets,
        }  # fmt: skip
        found: dict[str, list[str] | str | bool | float] = {
            key: list(names) for key, names in lists.items() if names
        }
        days = {"from": self.date_from, "to": self.date_to}
        found |= {key: day.isoformat() for key, day in days.items() if day}
        found |= {"min-confidence": self.min_confidence} if self.min_confidence else {}
        return found | ({"pair-only": True} if self.pair_only else {})

    def _plain_columns(self) -> list[tuple[str, tuple[str, ...]]]:
        pairs = (("side", self.sides), ("kind", self.kinds), ("outlet", self.outlets))
        return [(column, names) for column, names in pairs if names]

    def _bounds(self) -> dict[int, tuple[str, str]]:
        """Return first and last value within, for ISO days, months and years by their length.

        Comparing texts with these works the same in pandas and SQL, which have no type for
        "some day in June 2023".
        """
        low, high = self.date_from or date.min, self.date_to or date.max
        before = low - timedelta(days=1) if low > date.min else None
        after = high + timedelta(days=1) if high < date.max else None
        first_month = low if low.day == 1 else _next_month(low)
        first_year = low.year + (before is not None and before.year == low.year)
        last_month = high if after is None or after.day == 1 else high.replace(day=1) - timedelta(1)
        last_year = high.year - (after is not None and after.year == high.year)
        return {
            10: (low.isoformat(), high.isoformat()),
            7: (first_month.isoformat()[:7], last_month.isoformat()[:7]),
            4: (f"{first_year:04}", f"{last_year:04}"),
        }


def first_day(text: str) -> date:
    """Return the first day of an ISO day, month or year ("2023-06" is 1 June).

    Raises:
        UsageError: If the text is no such date.
    """
    return _edge(text, is_last=False)


def last_day(text: str) -> date:
    """Return the last day of an ISO day, month or year ("2023-06" is 30 June).

    Raises:
        UsageError: If the text is no such date.
    """
    return _edge(text, is_last=True)


def _edge(text: str, *, is_last: bool) -> date:
    match = _ISO.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError
        year = int(match[1])
        month = int(match[2] or (12 if is_last else 1))
        day = int(match[3] or (calendar.monthrange(year, month)[1] if is_last else 1))
        return date(year, month, day)
    except ValueError:
        expected = "expected a day, month or year such as 2023-06-19, 2023-06 or 2023"
        raise UsageError(f"{text!r} is not a date; {expected}") from None


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _one_of(what: str, name: str, valid: Iterable[str], shown: Iterable[str] | None = None) -> str:
    names = list(valid)
    for known in names:
        if known == name:
            return known
    for known in names:
        if known.casefold() == name.strip().casefold():
            return known
    raise UnknownNameError(what, name, names if shown is None else shown)


def _find_actor(case: Case, name: str) -> Actor | None:
    """Return the actor of an id, name or alias, or the only one with this family name."""
    found = find_actor(case, name)
    if found is not None:
        return found
    family = name.strip().casefold()
    namesakes = [actor for actor in case.actors if (actor.family_name or "").casefold() == family]
    return namesakes[0] if len(namesakes) == 1 else None


def _actor(name: str, case: Case, speakers: Iterable[str]) -> str:
    actor = _find_actor(case, name)
    if actor is not None:
        return actor.actor_id
    ids = [actor.actor_id for actor in case.actors]
    return _one_of("actor", name, [*speakers, *ids])


def _target(name: str, case: Case, targets: Iterable[str]) -> str:
    # A side first: "China" means everybody on that side, of which the country is one.
    known = [*case.target_sides, *targets]
    try:
        return _one_of("target", name, known)
    except UnknownNameError:
        actor = _find_actor(case, name)
        if actor is not None:
            return actor.name
        raise UnknownNameError("target", name, {*known, *(a.name for a in case.actors)}) from None
