"""Fixed phrases of time ("yesterday", "previously") and days with a name, from two lexicons."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Literal

from stance import registry
from stance.dating.moments import UNKNOWN, Anchor, Reading, calendar_day, on_day
from stance.dating.relative import focus_or_report
from stance.dating.rules import Resolver, TimeRule, no_reading, recent_day

Meaning = Literal["report", "focus", "time", "vague", "future"]
_KINDS = {"report": "relative", "focus": "backward", "time": "backward"}


@dataclass(frozen=True, slots=True)
class TimePhrase:
    """A row: ``days`` from the report's day ("report") or from the day spoken of last ("focus").

    "time" is the time spoken of last, whatever its precision; "vague" is earlier, and nobody
    says when; "future" has not come yet.
    """

    phrase: str
    meaning: Meaning
    days: int


@cache
def phrase_rules() -> tuple[TimeRule, ...]:
    """Return one rule for each meaning and number of days, read once."""
    grouped: dict[tuple[Meaning, int], list[str]] = defaultdict(list)
    for row in registry.read_lexicon("time_phrases", TimePhrase, unique=("phrase",)):
        grouped[row.meaning, row.days].append(row.phrase)
    holidays = registry.read_lexicon("time_holidays", Holiday, unique=("name",))
    phrases = (
        TimeRule(meaning, _KINDS.get(meaning, meaning), _pattern(words), _resolver(meaning, days))
        for (meaning, days), words in grouped.items()
    )
    return (*phrases, *map(_holiday_rule, holidays))


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day that has a name and stands on the same date every year."""

    name: str
    month: int
    day: int

    def __post_init__(self) -> None:
        if calendar_day(2024, self.month, self.day) is None:
            raise ValueError(f"{self.name!r} on day {self.day} of month {self.month}")


def _holiday_rule(holiday: Holiday) -> TimeRule:
    def resolve(_match: re.Match[str], anchor: Anchor) -> Reading:
        return recent_day(holiday.month, holiday.day, anchor)

    words = re.escape(holiday.name).replace("'", "['’]")
    return TimeRule("month day", "partial", re.compile(rf"\b{words}\b"), resolve)


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    words = "|".join(r"\s".join(map(re.escape, each.split())) for each in longest_first)
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def _resolver(meaning: Meaning, days: int) -> Resolver:
    step = timedelta(days=days)

    def report_day(_match: re.Match[str], anchor: Anchor) -> Reading:
        return on_day(anchor.day + step) if anchor.day else UNKNOWN

    def focus_day(_match: re.Match[str], anchor: Anchor) -> Reading:
        day = focus_or_report(anchor)
        return on_day(day + step) if day else UNKNOWN

    def focus(_match: re.Match[str], anchor: Anchor) -> Reading:
        # "At the time" is past: the day of the report itself is never meant.
        is_today = anchor.focus is not None and anchor.focus.first == anchor.day
        return UNKNOWN if is_today else Reading(anchor.focus)

    resolvers: dict[Meaning, Resolver] = {"report": report_day, "focus": focus_day, "time": focus}
    return resolvers.get(meaning, no_reading)
