"""What clustering reads of a statement, and which statements can be of one speaker."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

ONE_DAY = timedelta(days=1)
Days = tuple[date, date]


class UtteranceInput(Protocol):
    """The part of a statement that clustering reads; ``model.Statement`` and ``Report`` fit."""

    @property
    def statement_id(self) -> str:
        """Hash of article, spans and speaker."""
        ...

    @property
    def article_id(self) -> str:
        """The article that reports it."""
        ...

    @property
    def text(self) -> str:
        """The reported words."""
        ...

    @property
    def kind(self) -> str:
        """direct, mixed or indirect."""
        ...

    @property
    def speaker_name(self) -> str | None:
        """The speaker's resolved name."""
        ...

    @property
    def actor_id(self) -> str | None:
        """The speaker's id in the registry."""
        ...

    @property
    def side(self) -> str | None:
        """The speaker's side."""
        ...

    @property
    def said_on(self) -> str | None:
        """2023-06-19, 2023-06, 2023 or unknown."""
        ...

    @property
    def is_headline(self) -> bool:
        """Whether a headline reports it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A statement as a row of the table holds it: the columns that clustering needs."""

    statement_id: str
    article_id: str
    text: str
    kind: str = "direct"
    speaker_name: str | None = None
    actor_id: str | None = None
    side: str | None = None
    said_on: str | None = None
    is_headline: bool = False


def report_of_row(row: Mapping[str, Any]) -> Report:
    """Return the report in one row of the statement table (columns of ``stance.table``).

    A row does not tell whether it is a headline's: one whose words stand in the title is.
    """
    title = " ".join(str(row.get("title") or "").split())
    return Report(
        statement_id=row["statement_id"],
        article_id=row["article_id"],
        text=row["text"],
        kind=row["kind"],
        speaker_name=row["speaker_name"],
        actor_id=row["actor_id"],
        side=row["side"],
        said_on=row["said_on"],
        is_headline=" ".join(row["text"].split()) in title,
    )


def speaker_key(report: UtteranceInput) -> str | None:
    """Return what two reports of one utterance must share; None for an unknown speaker."""
    name = report.actor_id or report.speaker_name
    return " ".join(name.casefold().replace("_", " ").split()) if name else None


def days_of(said_on: str | None) -> Days | None:
    """Return first and last day of 2023-06-19, 2023-06 or 2023; None for an unknown day."""
    if said_on is None:
        return None
    parts = [int(part) for part in said_on.split("-")]
    if len(parts) == 3:
        day = date(*parts)
        return day, day
    first = date(parts[0], parts[1] if len(parts) == 2 else 1, 1)
    following = date(parts[0] + 1, 1, 1)
    if len(parts) == 2 and parts[1] < 12:
        following = date(parts[0], parts[1] + 1, 1)
    return first, following - ONE_DAY


def is_one_day(days: Days | None) -> bool:
    """Whether a statement is dated to the day."""
    return days is not None and days[0] == days[1]


def joined(one: Days, two: Days) -> Days:
    """Return the days from the first to the last of both."""
    return min(one[0], two[0]), max(one[1], two[1])
