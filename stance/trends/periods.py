"""Which statements lie in a period that somebody named."""

import calendar
import re
from datetime import date, timedelta

from stance.errors import UsageError

_EXPECTED = "expected 2023, 2023-Q2, 2023-06, 2023-W25, 2023-06-19 or two of them joined by .."


def days_of(period: str) -> tuple[date, date]:
    """Return first and last day of a period such as "2023-06" or "2023-05-22..2023-06-19".

    Raises:
        UsageError: If it is no period, or ends before it begins.
    """
    if ".." in period:
        first, last = period.split("..", 1)
        days = days_of(first)[0], days_of(last)[1]
        if days[0] > days[1]:
            raise UsageError(f"the period {period} ends before it begins; swap the dates")
        return days
    try:
        return _days_of_one(period.strip())
    except ValueError:
        raise UsageError(f"{period!r} is not a period; {_EXPECTED}") from None


def lies_within(said_on: object, days: tuple[date, date]) -> bool:
    """Whether a statement was certainly made within: all of its day, month or year is inside."""
    if not isinstance(said_on, str):
        return False
    first, last = _days_of_one(said_on)
    return days[0] <= first and last <= days[1]


def within_sql(days: tuple[date, date]) -> tuple[str, list[str]]:
    """Return what ``lies_within`` asks as a condition on ``said_on`` with ``?``, and its values."""
    # A month ends on its last day, which SQL knows; other texts are never cast to a date.
    condition = (
        "CASE length(said_on) WHEN 10 THEN said_on BETWEEN ? AND ? "
        "WHEN 7 THEN said_on || '-01' >= ? "
        "AND CAST(last_day(TRY_CAST(said_on || '-01' AS DATE)) AS VARCHAR) <= ? "
        "WHEN 4 THEN said_on || '-01-01' >= ? AND said_on || '-12-31' <= ? ELSE false END"
    )
    return condition, [f"{day}" for day in days] * 3


def _days_of_one(text: str) -> tuple[date, date]:
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", text):
        year, quarter = int(match.group(1)), int(match.group(2))
        return date(year, 3 * quarter - 2, 1), _end_of_month(year, 3 * quarter)
    if match := re.fullmatch(r"(\d{4})-W(\d\d)", text):
        monday = date.fromisocalendar(int(match.group(1)), int(match.group(2)), 1)
        return monday, monday + timedelta(days=6)
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
    if match is None:
        raise ValueError(text)
    year = int(match.group(1))
    if match.group(2) is None:
        return date(year, 1, 1), date(year, 12, 31)
    month = int(match.group(2))
    if match.group(3) is None:
        return date(year, month, 1), _end_of_month(year, month)
    day = date(year, month, int(match.group(3)))
    return day, day


def _end_of_month(year: int, month: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(month)
    return date(year, month, calendar.monthrange(year, month)[1])
