"""The rules for words that need the day of the report: weekdays, "yesterday", "five months ago"."""

import re
from datetime import date, timedelta

from stance.dating.moments import (
    UNKNOWN,
    Anchor,
    Moment,
    Reading,
    calendar_day,
    in_month,
    in_year,
    latest_weekday,
    months_back,
    on_day,
    week_of,
)
from stance.dating.rules import TimeRule, no_reading
from stance.dating.words import COUNT, PART_OF_DAY, WEEKDAY, compiled, count_of, weekday_number

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


def _weekday(match: re.Match[str], anchor: Anchor) -> Reading:
    """Read a weekday as the latest one up to the report's day, or in the week that is named.

    "Last Monday" on a Monday is the one a week before. Where the text shows that the speaker is
    a time zone ahead, a weekday that would be tomorrow is tomorrow, not six days ago.
    """
    if anchor.day is None:
        return UNKNOWN
    step, words = timedelta(days=weekday_number(match["weekday"])), match.group().casefold()
    if "week before last" in words:
        return on_day(week_of(anchor.day - 2 * _WEEK).first + step)
    if "last week" in words or "previous week" in words:
        return on_day(week_of(anchor.day - _WEEK).first + step)
    found = latest_weekday(step.days, anchor.day)
    if "week ago" in words or "week earlier" in words:
        return on_day(found - _WEEK)
    if "last" in words or "previous" in words:
        return on_day(found if found < anchor.day else found - _WEEK)
    if anchor.is_next_day_near and anchor.day - found == _WEEK - _DAY:
        return on_day(found + _WEEK)
    return on_day(found)


def _weekdays(match: re.Match[str], anchor: Anchor) -> Reading:
    """Read "on Sunday and Monday" as the days from the first to the last."""
    last = _weekday(match, anchor)
    if last.moment is None:
        return last
    first = latest_weekday(weekday_number(match["first_weekday"]), last.moment.first)
    return Reading(Moment(first, last.moment.last))


def focus_or_report(anchor: Anchor) -> date | None:
    """Return the day that the text spoke of last; None where that was no single day."""
    if anchor.focus is None:
        return anchor.day
    return anchor.focus.first if anchor.focus.precision == "day" else None


def _count(match: re.Match[str], anchor: Anchor) -> Reading:
    """Read "two days ago", "five months earlier", "a week later" with the unit's own precision."""
    direction = match["direction"].casefold()
    day = anchor.day if direction == "ago" else focus_or_report(anchor)
    if day is None:
        return UNKNOWN
    count = count_of(match["count"]) * (-1 if direction in ("later", "after", "on") else 1)
    unit = match["unit"].casefold()
    if unit.startswith("month"):
        return in_month(*months_back(day, count))
    if unit.startswith("year"):
        return in_year(day.year - count)
    if unit.startswith("day"):
        return on_day(day - count * _DAY)
    if unit.startswith("fortnight"):
        count *= 2
    # "Two weeks ago" is seldom the very day: leave half a week of room, a day for one week.
    room = (1 if abs(count) == 1 else 3) * _DAY
    middle = day - count * _WEEK
    return Reading(Moment(middle - room, middle + room))


def _named_span(match: re.Match[str], anchor: Anchor) -> Reading:
    """Read "last week", "earlier this month", "the previous year", "that same month"."""
    which, unit = match["which"].casefold(), match["unit"].casefold()
    day = anchor.day
    if which in ("previous", "preceding", "same", "that", "the"):
        if unit == "day" or (anchor.focus and which not in ("previous", "preceding")):
            return Reading(_widened(anchor, unit))
        day = anchor.focus.first if anchor.focus else anchor.day
    if day is None:
        return UNKNOWN
    back = 0 if which in ("this", "same", "that", "the") else 1
    if unit == "month":
        return in_month(*months_back(day, back))
    if unit == "year":
        return in_year(day.year - back)
    week = week_of(day - back * _WEEK)
    return Reading(week if back else Moment(week.first, max(week.first, day)))


def _widened(anchor: Anchor, unit: str) -> Moment | None:
    """Return the day, week, month or year that holds the time spoken of last."""
    focus = anchor.focus or (Moment(anchor.day, anchor.day) if anchor.day else None)
    if focus is None or unit == "day":
        return focus
    if unit == "week":
        return week_of(focus.first) if focus.precision == "day" else focus
    wide = in_month(focus.first.year, focus.first.month) if unit == "month" else None
    if wide is None or wide.moment is None or focus.precision in ("year", None):
        return in_year(focus.first.year).moment if unit == "year" else focus
    return wide.moment


def _two_back(match: re.Match[str], anchor: Anchor) -> Reading:
    """Read "the week before last" and "the month before last"."""
    if anchor.day is None:
        return UNKNOWN
    if match["unit"].casefold() == "week":
        return Reading(week_of(anchor.day - 2 * _WEEK))
    if match["unit"].casefold() == "year":
        return in_year(anchor.day.year - 2)
    return in_month(*months_back(anchor.day, 2))


def _report_day(_match: re.Match[str], anchor: Anchor) -> Reading:
    return on_day(anchor.day) if anchor.day else UNKNOWN


def _day_of_month(match: re.Match[str], anchor: Anchor) -> Reading:
    """Read "on the 9th" as the latest such day, or tomorrow (a time zone ahead)."""
    if anchor.day is None:
        return UNKNOWN
    for back in range(-1, 3):
        year, month = months_back(anchor.day, back)
        day = calendar_day(year, month, int(match["number"]))
        if day is not None and day <= anchor.day + _DAY:
            return on_day(day)
    return UNKNOWN


_UNIT = r"(?P<unit>day|week|fortnight|month|year)s?"
_DIRECTION = r"(?P<direction>ago|earlier|before|prior|later|after)"
_SPAN = r"(?:earlier |late |early )?(?:in |during )?(?:the )?"
_WHICH = r"(?P<which>last|this|past|previous|preceding|same|that)"
_FIRST = WEEKDAY.replace("?P<weekday>", "?P<first_weekday>")
_WHICH_WEEK = r"(?:,? (?i:(?:of )?last week|the previous week|of the week before last|this week))"
_A_WEEK_AGO = r"(?: (?i:a week (?:ago|earlier)))"
# "The day after the flood" names a day only to those who know when the flood was.
_AROUND_EVENT = (
    rf"\b(?i:(?:{COUNT}|the|several|a few)) (?i:(?:day|week|month|year)s?) (?i:before|after)"
    r" (?:(?i:the|an?|his|her|its|their|this|that|he|she|it|they)\b|[A-Z])(?: ?[\w’'-]+)?"
)
# What may follow "the 9th" where it is a day: the end, or a word that no noun phrase begins with.
_AFTER_ORDINAL = (
    r"(?=\s*(?:[,.;:)”\"]|$)|\s(?:in|at|by|and|as|when|with|that|he|she|they|after|against|before"
    r"|for|from|local|over|to|of (?:this|last|the) month)\b)"
)

RELATIVE_RULES = (
    TimeRule(
        "weekdays", "relative", compiled(rf"\b{_FIRST}(?: and | to |[-–]){WEEKDAY}"), _weekdays
    ),
    TimeRule(
        "weekday",
        "relative",
        compiled(rf"\b(?i:last week|the week before last)(?:,? on|,)? {WEEKDAY}"),
        _weekday,
    ),
    TimeRule(
        "weekday",
        "relative",
        compiled(
            rf"\b(?i:last |previous |this past |past |this )?{WEEKDAY}(?: {PART_OF_DAY})?"
            rf"(?:{_WHICH_WEEK}|{_A_WEEK_AGO})?(?!s\b)"
        ),
        _weekday,
    ),
    TimeRule(
        "next",
        "future",
        compiled(rf"\b(?i:next|coming|the following|upcoming) {WEEKDAY}"),
        no_reading,
    ),
    TimeRule("count", "relative", compiled(rf"\b(?i:{COUNT} {_UNIT} {_DIRECTION})\b"), _count),
    TimeRule(
        "hours", "relative", compiled(rf"\b(?i:{COUNT} (?:hour|minute)s? ago)\b"), _report_day
    ),
    TimeRule("around an event", "vague", compiled(_AROUND_EVENT), no_reading),
    TimeRule("two back", "relative", compiled(rf"\b(?i:the {_UNIT} before last)\b"), _two_back),
    TimeRule("span", "relative", compiled(rf"\b(?i:{_SPAN}{_WHICH} {_UNIT})\b"), _named_span),
    TimeRule(
        "span",
        "relative",
        compiled(
            r"\b(?i:(?:(?:early|earlier|late|later) in|(?:at|by|near|around) the"
            r" (?:start|beginning|turn|middle|end) of) (?P<which>the|that)"
            r" (?P<unit>month|year|week))\b"
        ),
        _named_span,
    ),
    TimeRule(
        "day of month",
        "relative",
        compiled(rf"\b(?i:on|of) the (?P<number>\d{{1,2}})(?:st|nd|rd|th){_AFTER_ORDINAL}"),
        _day_of_month,
    ),
    TimeRule(
        "some time ago",
        "vague",
        compiled(
            r"\b(?i:(?:several|a few|many|some|a couple of) (?:days|weeks|months|years)"
            r" (?:ago|earlier|before))\b"
        ),
        no_reading,
    ),
)
