"""Stretches of the calendar: a day, a month, a year, or whatever the words leave open."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from stance.model import Precision

EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Moment:
    """The days from ``first`` to ``last``, both included: what a time expression names."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.first}..{self.last} is reversed")

    @property
    def precision(self) -> Precision | None:
        """How precisely the moment can be written: the smallest unit that holds all its days."""
        if self.first == self.last:
            return "day"
        if self.first.year != self.last.year:
            return None
        return "month" if self.first.month == self.last.month else "year"

    @property
    def iso(self) -> str | None:
        """The moment as 2023-06-19, 2023-06 or 2023; None where it spans a turn of the year."""
        lengths = {"day": 10, "month": 7, "year": 4}
        return self.first.isoformat()[: lengths[self.precision]] if self.precision else None

    def joined(self, other: "Moment") -> "Moment":
        """Return the smallest moment that holds both."""
        return Moment(min(self.first, other.first), max(self.last, other.last))


@dataclass(frozen=True, slots=True)
class Anchor:
    """What relative words are relative to.

    ``day`` is the day of the report, ``focus`` the time that the text spoke of last (for "a day
    later", "at the time"); ``is_next_day_near`` says that the text shows a time zone ahead of the
    report's, so that a weekday may be tomorrow's.
    """

    day: date | None
    focus: Moment | None = None
    is_next_day_near: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means for an anchor.

    A moment, or a problem, or neither (nothing to date); both for a day that the words contradict.
    """

    moment: Moment | None = None
    problem: str = ""


UNKNOWN = Reading()


def on_day(day: date) -> Reading:
    """Return the reading of one day, refusing what lies outside 1900 to tomorrow."""
    if not EARLIEST <= day <= date.today() + timedelta(days=1):
        return Reading(problem=f"{day.isoformat()} is outside 1900 to tomorrow")
    return Reading(Moment(day, day))


def in_month(year: int, month: int) -> Reading:
    """Return the reading of a whole month."""
    last = calendar.monthrange(year, month)[1]
    return Reading(Moment(date(year, month, 1), date(year, month, last)))


def in_year(year: int) -> Reading:
    """Return the reading of a whole year."""
    return Reading(Moment(date(year, 1, 1), date(year, 12, 31)))


def calendar_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has no such day (31 June, month 13)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def months_back(day: date, count: int) -> tuple[int, int]:
    """Return year and month ``count`` months before a day (negative: after it)."""
    year, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    return year, month + 1


def latest_weekday(weekday: int, day: date) -> date:
    """Return the last such weekday (Monday 0) not after a day."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def week_of(day: date) -> Moment:
    """Return Monday to Sunday of the week of a day."""
    monday = day - timedelta(days=day.weekday())
    return Moment(monday, monday + timedelta(days=6))
