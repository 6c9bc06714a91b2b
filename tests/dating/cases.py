"""Reads ``sentences.csv``: sentences with a marked statement, and when the words were said.

``[...]`` marks the words of the statement, ``{...}`` the cue; ``lead`` is a paragraph that stands
before. An empty ``said_on`` means that the text does not tell the day, so that nothing may be
printed: neither the report's day nor a guess. The first batch was written with the rules, the
second and the third each before the rules were run on it.
"""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

TABLE = Path(__file__).with_name("sentences.csv")


@dataclass(frozen=True, slots=True)
class DateCase:
    """One line of the table."""

    text: str
    report: str
    said_on: str
    lead: str
    batch: str

    @property
    def precision(self) -> str | None:
        """The precision that the length of the date implies."""
        return {10: "day", 7: "month", 4: "year", 0: None}[len(self.said_on)]

    @property
    def report_day(self) -> date:
        """The day of the report as a date."""
        return date.fromisoformat(self.report)


def read_cases() -> tuple[DateCase, ...]:
    """Return the table in order."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(DateCase(**row) for row in csv.DictReader(file))
