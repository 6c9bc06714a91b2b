"""The form of a rule, and the rules for dates that stand in the calendar by themselves."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from stance.dating.moments import (
    UNKNOWN,
    Anchor,
    Reading,
    calendar_day,
    in_month,
    in_year,
    on_day,
)
from stance.dating.words import (
    ANY_WEEKDAY,
    DAY,
    MONTH,
    SEASONS,
    WEEKDAY,
    YEAR,
    compiled,
    month_number,
    weekday_number,
)

Resolver = Callable[[re.Match[str], Anchor], Reading]
# A date without a year lies in the past of its report, but "June 20" may be printed on the 19th.
LEAD_DAYS = 7


@dataclass(frozen=True, slots=True)
class TimeRule:
    """A kind of time expression: how it looks, and what it means.

    ``kind`` is "full" (a day with its year), "partial", "relative" (needs the report's day),
    "backward" ("at the time": the time spoken of last), "vague" ("previously": earlier, nobody
    says when), "limit" ("since March": dates nothing) or "future".
    """

    name: str
    kind: str
    pattern: re.Pattern[str]
    resolve: Resolver


def _full(match: re.Match[str], _anchor: Anchor) -> Reading:
    parts = match.groupdict()
    month = parts["month"]
    number = month_number(month) if not month.isdigit() else int(month)
    return _exact(int(parts["year"]), number, int(parts["day"]), match)


def _exact(year: int, month: int, day: int, match: re.Match[str]) -> Reading:
    found = calendar_day(year, month, day)
    if found is None:
        return Reading(problem=f'no such day: "{match.group()}"')
    return _checked(on_day(found), match)


def _checked(reading: Reading, match: re.Match[str]) -> Reading:
    """Report a weekday that is printed beside a date and is not the date's."""
    printed = match.groupdict().get("weekday")
    if printed is None or reading.moment is None:
        return reading
    day = reading.moment.first
    if weekday_number(printed) == day.weekday():
        return reading
    problem = f'"{match.group()}": {day.isoformat()} was a {day:%A}'
    return Reading(reading.moment, problem)


def _without_year(match: re.Match[str], anchor: Anchor) -> Reading:
    month, day = month_number(match["month"]), int(match["day"])
    if calendar_day(2024, month, day) is None:  # a leap year allows every day that there is
        return Reading(problem=f'no such day: "{match.group()}"')
    return _checked(recent_day(month, day, anchor), match)


def recent_day(month: int, day: int, anchor: Anchor) -> Reading:
    """Return the last such day that is not far ahead of the report."""
    if anchor.day is None:
        return UNKNOWN
    limit = anchor.day + timedelta(days=LEAD_DAYS)
    days = (calendar_day(year, month, day) for year in range(limit.year, limit.year - 5, -1))
    return next((on_day(each) for each in days if each and each <= limit), UNKNOWN)


def _span(match: re.Match[str], anchor: Anchor) -> Reading:
    """Read "May 10-11" or "from 28 April to 2 May": the days from the first to the last."""
    month, year = month_number(match["month"]), match.groupdict().get("year")
    if year is None and anchor.day is None:
        return UNKNOWN
    ends = []
    for day in (int(match["day"]), int(match["last_day"])):
        if year is not None:
            reading = _exact(int(year), month, day, match)
        else:
            reading = recent_day(month, day, anchor)
        if reading.moment is None:
            return reading
        ends.append(reading.moment)
    return Reading(ends[0].joined(ends[1]))


def possible_days(match: re.Match[str]) -> list[date]:
    """Return the days that a date in numbers can mean, in either order; none without a year."""
    one, two, printed = int(match["one"]), int(match["two"]), match["number_year"]
    if printed is None:
        return []
    year = int(printed) + (2000 if len(printed) == 2 else 0)
    days = (calendar_day(year, month, day) for month, day in ((one, two), (two, one)))
    return sorted({day for day in days if day})


def _numeric(match: re.Match[str], anchor: Anchor) -> Reading:
    """Read 5/21/23 or 21.5.2023; where both orders are possible dates, read nothing."""
    one, two = int(match["one"]), int(match["two"])
    if one <= 12 and two <= 12 and one != two:
        return Reading(problem=f'day and month of "{match.group().strip()}" cannot be told apart')
    if match["number_year"] is None:
        month, day = (one, two) if one <= 12 else (two, one)
        return recent_day(month, day, anchor) if calendar_day(2024, month, day) else UNKNOWN
    days = possible_days(match)
    if not days:
        return Reading(problem=f'no such day: "{match.group()}"')
    return on_day(days[0])


def _month_of_year(match: re.Match[str], anchor: Anchor) -> Reading:
    month, year = month_number(match["month"]), match.groupdict().get("year")
    if year is not None:
        return in_month(int(year), month)
    if anchor.day is None:
        return UNKNOWN
    back = {"last": 1, "this": 0, "next": -1}[match["which"].casefold()]
    return in_month(anchor.day.year - back, month)


def _month(match: re.Match[str], anchor: Anchor) -> Reading:
    """Read a bare month as the latest one that has begun.

    "Last November" in December is the one a year before: of the month just past one would say
    "last month".
    """
    if anchor.day is None:
        return UNKNOWN
    month, is_last = month_number(match["month"]), "last" in match.group().casefold()
    distance = (anchor.day.month - month) % 12
    if is_last and distance <= 1:
        distance += 12
    total = anchor.day.year * 12 + anchor.day.month - 1 - distance
    return in_month(total // 12, month)


def _year(match: re.Match[str], _anchor: Anchor) -> Reading:
    year = int(match["year"])
    if not 1900 <= year <= date.today().year:
        return Reading(problem=f"{year} is outside 1900 to this year")
    return in_year(year)


def _season(match: re.Match[str], anchor: Anchor) -> Reading:
    """Read a season as the year that holds it: there is no finer unit than the month."""
    season, year = match["season"].casefold(), match.groupdict().get("year")
    if season == "winter":  # lies in two years
        return UNKNOWN
    if year is not None:
        return in_year(int(year))
    if anchor.day is None:
        return UNKNOWN
    is_over = anchor.day.month > SEASONS[season][1]
    return in_year(anchor.day.year if is_over else anchor.day.year - 1)


def no_reading(_match: re.Match[str], _anchor: Anchor) -> Reading:
    """Read nothing: the words name no time that could be written down."""
    return UNKNOWN


_OF_WEEKDAY = rf"(?:{WEEKDAY},? )?"
_LAST_DAY = r"(?P<last_day>\d{1,2})(?:st|nd|rd|th)?(?!\d)"
_TO = r"(?: ?[-–—] ?| to | and )"
_ISO = (
    r"(?<![\d-])(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d-])"
)
_NUMBERS = (
    r"(?<![\d/.-])(?P<one>\d{1,2})(?P<mark>[/.-])(?P<two>\d{1,2})(?P=mark)"
    r"(?P<number_year>\d{4}|\d{2})(?![\d/.-]\d)"
)
# "24/7" and "50/50" are no dates: without a year, two numbers need a word that says so. The group
# for the year is there and never matches, so that one resolver reads both forms.
_TWO_NUMBERS = (
    r"(?i:(?<=on )|(?<=dated ))(?P<one>\d{1,2})/(?P<two>\d{1,2})(?P<number_year>(?!))?(?![\d/])"
)
_LONE_NUMBERS = r"(?m:^[^\S\n]*(?P<one>\d{1,2})/(?P<two>\d{1,2})(?P<number_year>(?!))?[^\S\n]*$)"
_PART = r"(?i:(?:early|late|mid)(?:[- ]in)?[- ]|the (?:beginning|start|middle|end) of )"
# A month without year or day needs a word before it: "May" and "March" also begin sentences.
_IN = r"(?i:back in|in|during|of|as early as|as recently as)"
_LAST = r"(?i:last|this past|this|earlier in|late in|early in)"
_NOT_OWNER = r"(?![\w’']|\s\d{1,2}(?!\d))"  # "March's", "Mayor", "of May 8"
_SEASON = r"(?i:(?P<season>spring|summer|fall|autumn|winter))"
_OPENING = r"(?:(?i:in|during|over) )?(?:(?i:the) )?(?i:early |late |mid-)?"
_IN_YEAR = r"(?i:(?:back )?in|during|as early as|of|throughout)"
_LIMIT = r"(?i:since|until|till|by|from|through) (?i:at least )?"
_BOUND = rf"(?:{MONTH}(?: \d{{1,2}})?(?:,? {YEAR})?|(?:19|20)\d\d|{ANY_WEEKDAY})"


def _rule(name: str, kind: str, resolve: Resolver, *patterns: str) -> tuple[TimeRule, ...]:
    """Return one rule for each way to print the same kind of expression."""
    return tuple(TimeRule(name, kind, compiled(pattern), resolve) for pattern in patterns)


CALENDAR_RULES = (
    *_rule(
        "day",
        "full",
        _full,
        _ISO,
        rf"\b{_OF_WEEKDAY}{MONTH} {DAY},? {YEAR}",
        rf"\b{_OF_WEEKDAY}(?:the )?{DAY}(?: of)? {MONTH},? {YEAR}",
    ),
    *_rule(
        "days",
        "partial",
        _span,
        rf"\b{MONTH} {DAY}{_TO}{_LAST_DAY},? {YEAR}",
        rf"\b{DAY}{_TO}{_LAST_DAY} {MONTH},? {YEAR}",
        rf"\b{MONTH} {DAY}{_TO}{_LAST_DAY}",
        rf"\b{DAY}{_TO}{_LAST_DAY} {MONTH}\b",
    ),
    *_rule(
        "month day",
        "partial",
        _without_year,
        rf"\b{_OF_WEEKDAY}{MONTH} {DAY}",
        rf"\b{_OF_WEEKDAY}(?:the )?{DAY}(?: of)? {MONTH}(?![a-z])",
    ),
    *_rule("numbers", "partial", _numeric, _NUMBERS, _TWO_NUMBERS, _LONE_NUMBERS),
    *_rule("month", "partial", _month_of_year, rf"\b{_PART}?{MONTH}(?: of|,)? {YEAR}"),
    *_rule(
        "month",
        "relative",
        _month_of_year,
        rf"\b{_PART}?{MONTH}(?: of)? (?P<which>last|this|next) year\b",
    ),
    *_rule(
        "month",
        "relative",
        _month,
        rf"\b{_IN} {_PART}?(?:last |this (?:past )?)?{MONTH}{_NOT_OWNER}",
        rf"\b{_LAST} {_PART}?{MONTH}{_NOT_OWNER}",
        rf"\b{_PART}{MONTH}{_NOT_OWNER}",
    ),
    *_rule(
        "season",
        "relative",
        _season,
        rf"\b{_OPENING}{_SEASON},?(?: of)? {YEAR}",
        rf"\b(?i:last|this past|earlier in the) {_SEASON}\b",
    ),
    *_rule(
        "year",
        "partial",
        _year,
        rf"\b{_IN_YEAR} {_PART}?(?:the year )?{YEAR}",
        rf"\b{_PART}{YEAR}",
    ),
    *_rule("since", "limit", no_reading, rf"\b{_LIMIT}{_PART}?(?:last )?{_BOUND}{_NOT_OWNER}"),
)
