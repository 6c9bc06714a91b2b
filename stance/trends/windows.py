"""Stretches of days around events, as periods of a trend.

Windows never share a day, so that a statement counts in one window at most. Events on the same or
on successive days are one occasion (a visit, a round of meetings) and share their windows. Where
two events lie so near that their windows would meet, each day goes to the nearer of the two, and
the day in the middle to the earlier one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from stance.errors import UnknownNameError, UsageError
from stance.model import Event

Phase = Literal["before", "at", "after", "between"]

DAYS = 14
_MAX_DAYS = 3_650
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Days that belong together because of an event, both ends included.

    ``event`` is its title (the first one's and how many more); ``label`` says all in words.
    """

    first: date
    last: date
    phase: Phase
    event: str
    label: str

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise UsageError(f"the window {self.first}..{self.last} ends before it begins")

    @property
    def period(self) -> str:
        """How the window is written as a period: "2023-06-04..2023-06-17"."""
        return f"{self.first}..{self.last}" if self.first != self.last else f"{self.first}"


@dataclass(frozen=True, slots=True)
class _Occasion:
    """Events without a free day between them."""

    first: date
    last: date
    titles: tuple[str, ...]

    @property
    def name(self) -> str:
        n_more = len(self.titles) - 1
        return self.titles[0] + (f" and {n_more} more" if n_more else "")


def windows_around(events: Iterable[Event], *, days: int = DAYS) -> tuple[Window, ...]:
    """Return the days before, of and after each event, in order of time.

    Args:
        events: In any order.
        days: How many days before and after count, >= 1.

    Raises:
        UsageError: If there are no events, or ``days`` makes no sense.
    """
    if not 1 <= days <= _MAX_DAYS:
        raise UsageError(f"{days} days around an event; expected 1 to {_MAX_DAYS}")
    occasions = _occasions(events)
    windows: list[Window] = []
    for number, here in enumerate(occasions):
        before = after = days
        if number:
            before = min(days, _free_days(occasions[number - 1], here) // 2)
        if number + 1 < len(occasions):
            after = min(days, (_free_days(here, occasions[number + 1]) + 1) // 2)
        windows += _around(here, before, after)
    return tuple(windows)


def windows_between(
    events: Iterable[Event], *, period: tuple[date, date] | None = None
) -> tuple[Window, ...]:
    """Return the stretches from each event until the day before the next one, in order of time.

    The days of an event open the stretch that it names.

    Args:
        events: In any order.
        period: First and last day, for a stretch before the first event and one after the last;
            without it there are none.

    Raises:
        UsageError: If there are no events, or a single one and no period.
    """
    occasions = _occasions(events)
    windows: list[Window] = []
    if period and period[0] < occasions[0].first:
        last, name = occasions[0].first - _DAY, occasions[0].name
        windows.append(_window(period[0], last, "before", name, f"before {name}"))
    for here, following in pairwise(occasions):
        words = f"from {here.name} until {following.name}"
        windows.append(_window(here.first, following.first - _DAY, "between", here.name, words))
    final = occasions[-1]
    if period and period[1] >= final.first:
        windows.append(_window(final.first, period[1], "after", final.name, f"since {final.name}"))
    if not windows:
        raise UsageError("between events there must be two of them; name another, or a period")
    return tuple(windows)


def choose_events(
    events: Sequence[Event],
    names: Iterable[str] = (),
    *,
    period: tuple[date, date] | None = None,
) -> tuple[Event, ...]:
    """Return the events of a kind ("meeting"), of a day, or with a word in their title.

    Args:
        events: To choose from.
        names: Kinds, ISO days or parts of titles, of which one must fit; none: all events.
        period: First and last day that count.

    Raises:
        UnknownNameError: For a name that fits no event of ``events``.
    """
    wanted = list(names)
    for name in wanted:
        if not any(_is_called(event, name) for event in events):
            kinds = {event.kind for event in events}
            raise UnknownNameError("event", name, {*kinds, "a day", "words of a title"})
    return tuple(
        event
        for event in events
        if (not wanted or any(_is_called(event, name) for name in wanted))
        and (period is None or period[0] <= event.day <= period[1])
    )


def check_windows(windows: Sequence[Window]) -> None:
    """Make sure that no day lies in two windows.

    Raises:
        UsageError: If one does, or there is no window at all.
    """
    if not windows:
        raise UsageError("there are no event windows; name at least one event")
    ordered = sorted(windows, key=lambda window: window.first)
    for one, other in pairwise(ordered):
        if other.first <= one.last:
            raise UsageError(f"the windows {one.period} and {other.period} share days")


def _is_called(event: Event, name: str) -> bool:
    folded = name.strip().casefold()
    return folded in (event.kind.casefold(), event.day.isoformat()) or (
        len(folded) > 1 and folded in event.title.casefold()
    )


def _occasions(events: Iterable[Event]) -> list[_Occasion]:
    occasions: list[_Occasion] = []
    for event in sorted(events, key=lambda event: event.day):
        if occasions and event.day <= occasions[-1].last + _DAY:
            last = occasions.pop()
            occasions.append(_Occasion(last.first, event.day, (*last.titles, event.title)))
        else:
            occasions.append(_Occasion(event.day, event.day, (event.title,)))
    if not occasions:
        raise UsageError("no event to look around; the case lists its events in events.csv")
    return occasions


def _free_days(one: _Occasion, other: _Occasion) -> int:
    return (other.first - one.last).days - 1


def _around(here: _Occasion, before: int, after: int) -> list[Window]:
    name = here.name
    found = []
    if before:
        first, words = here.first - before * _DAY, f"{_days(before)} before: {name}"
        found.append(_window(first, here.first - _DAY, "before", name, words))
    n_days = (here.last - here.first).days + 1
    words = f"the day of: {name}" if n_days == 1 else f"the {n_days} days of: {name}"
    found.append(_window(here.first, here.last, "at", name, words))
    if after:
        last, words = here.last + after * _DAY, f"{_days(after)} after: {name}"
        found.append(_window(here.last + _DAY, last, "after", name, words))
    return found


def _days(n: int) -> str:
    return "1 day" if n == 1 else f"{n} days"


def _window(first: date, last: date, phase: Phase, event: str, label: str) -> Window:
    return Window(first=first, last=last, phase=phase, event=event, label=label)
