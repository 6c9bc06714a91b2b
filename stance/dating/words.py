"""The vocabulary of English dates as regular expressions, and what each word stands for."""

import re

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip
SEASONS = {"spring": (3, 5), "summer": (6, 8), "fall": (9, 11), "autumn": (9, 11)}

# Months and weekdays need their capital: "may" and "march" are verbs, "sat" and "sun" are words.
_LONG_MONTHS = "|".join(name.capitalize() for name in MONTHS)
MONTH = (
    rf"(?P<month>{_LONG_MONTHS}|{_LONG_MONTHS.upper()}|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_LONG_WEEKDAYS = "|".join(name.capitalize() for name in WEEKDAYS)
WEEKDAY = (
    rf"(?P<weekday>{_LONG_WEEKDAYS}|{_LONG_WEEKDAYS.upper()}|"
    r"(?:Mon|Tues|Tue|Wed|Thurs|Thur|Thu|Fri|Sat|Sun)\.(?=\s|,))"
)
ANY_WEEKDAY = WEEKDAY.replace("?P<weekday>", "?:")
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d|[.:]\d|%|,\d{3})"
YEAR = r"(?P<year>(?:1[5-9]|2[01])\d{2})(?!\d)"
COUNT = rf"(?P<count>\d{{1,3}}|an?|{'|'.join(NUMBERS[1:])}|a dozen)"
PART_OF_DAY = r"(?:early |late |mid-?)?(?:morning|afternoon|evening|night|noon|midday)"


def month_number(printed: str) -> int:
    """Return 1 to 12 for a month as printed, long or short."""
    short = printed.casefold().rstrip(".")[:3]
    return next(n for n, name in enumerate(MONTHS, start=1) if name.startswith(short))


def weekday_number(printed: str) -> int:
    """Return 0 (Monday) to 6 for a weekday as printed, long or short."""
    short = printed.casefold().rstrip(".")[:3]
    return next(n for n, name in enumerate(WEEKDAYS) if name.startswith(short))


def count_of(printed: str) -> int:
    """Return the number that a count word stands for ("a" is 1)."""
    word = printed.casefold()
    if word.isdigit():
        return int(word)
    if word == "a dozen":
        return 12
    return 1 if word in ("a", "an") else NUMBERS.index(word)


def compiled(*parts: str) -> re.Pattern[str]:
    """Compile alternatives of one rule; blanks in a pattern match any white space."""
    return re.compile("|".join(parts).replace(" ", r"\s"))
