"""Corrections: what may be corrected, and which entries of the log are in force.

The log only grows. An entry gives one field of one statement a new value, or (``undoes``) takes an
earlier entry back; taking back an undo brings the first entry into force again. Of several entries
in force for the same field the last one counts.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from stance.errors import UnknownNameError, UsageError
from stance.model import Kind
from stance.table import DIGITS

IS_STATEMENT = "is_statement"  # corrected to false: no statement at all, hidden from every view
# Judgements of a person that give no column of a statement another value.
CONFIRMED = "confirmed"  # a person read the statement and found it right as it is
# Whether two reports are the same words: {"other": id, "same": bool, ...}
# with article and spans of the other one.
SAME = "same_utterance"
# The day of an article: {"published_on": day, "statements": {...}}, and where a new analysis wrote
# it, the entry of the person that it goes on from: {..., "of": id}.
PUBLISHED = "published_on"
JUDGEMENTS = (CONFIRMED, SAME, PUBLISHED)
# What may follow from the day of an article in its statements, see ``article_days``.
FOLLOWING = (
    "said_on", "said_on_precision", "said_on_basis", "speaker_name", "actor_id", "side",
)  # fmt: skip
TEXT_FIELDS = ("speaker_name", "actor_id", "side", "target", "target_side")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One entry of the log. ``old`` and ``new`` are plain values; ``when`` is ISO, UTC.

    ``statement_id`` is empty where the entry is about the article itself.
    """

    number: int
    correction_id: str
    statement_id: str
    article_id: str
    anchor_spans: tuple[tuple[int, int], ...]
    anchor_text: str
    field: str
    old: Any
    new: Any
    reason: str
    who: str
    when: str
    undoes: str | None = None

    def as_row(self) -> dict[str, Any]:
        """Return the entry as a row of the Delta table."""
        row = {name: getattr(self, name) for name in self.__slots__}
        spans = [list(span) for span in self.anchor_spans]
        return row | {
            "anchor_spans": spans,
            "old": json.dumps(self.old, ensure_ascii=False),
            "new": json.dumps(self.new, ensure_ascii=False),
        }


def correction_of(row: Mapping[str, Any]) -> Correction:
    """Turn a row of the Delta table into an entry."""
    spans = tuple((start, end) for start, end in row["anchor_spans"])
    old, new = json.loads(row["old"]), json.loads(row["new"])
    return Correction(**{**row, "anchor_spans": spans, "old": old, "new": new})


def taken_back(log: Iterable[Correction]) -> set[str]:
    """Return the ids of the entries that a later entry, still in force itself, takes back."""
    ids: set[str] = set()
    # Newest first: whether an undo is itself undone is known before it is used.
    for entry in sorted(log, key=lambda entry: entry.number, reverse=True):
        if entry.undoes is not None and entry.correction_id not in ids:
            ids.add(entry.undoes)
    return ids


def in_force(log: Sequence[Correction]) -> list[Correction]:
    """Return the entries that give a value and have not been taken back, oldest first."""
    gone = taken_back(log)
    kept = [entry for entry in log if entry.undoes is None and entry.correction_id not in gone]
    return sorted(kept, key=lambda entry: entry.number)


def values_in_force(log: Sequence[Correction]) -> dict[str, dict[str, Any]]:
    """Return, for each corrected statement, the corrected fields and their values."""
    values: dict[str, dict[str, Any]] = {}
    for entry in in_force(log):
        if entry.field not in JUDGEMENTS:
            values.setdefault(entry.statement_id, {})[entry.field] = entry.new
    return values


def confirmed(log: Sequence[Correction]) -> set[str]:
    """Return the ids of the statements that somebody found right as they are."""
    return {entry.statement_id for entry in in_force(log) if entry.field == CONFIRMED}


def article_days(log: Sequence[Correction]) -> dict[str, dict[str, Any]]:
    """Return, for each article that a person dated, the day and what follows from it.

    Returns:
        article_id -> ``published_on`` (ISO day or None) and ``statements``: for each statement
        that the day moves, the columns of FOLLOWING that change.
    """
    return {article_id: entry.new for article_id, entry in day_entries(log).items()}


def day_entries(log: Sequence[Correction]) -> dict[str, Correction]:
    """Return, for each article that a person dated, the entry that counts.

    One that a new analysis wrote counts as long as that of the person does.
    """
    found = [entry for entry in in_force(log) if entry.field == PUBLISHED]
    there = {entry.correction_id for entry in found}
    return {
        entry.article_id: entry
        for entry in found
        if entry.new.get("of", entry.correction_id) in there
    }


def decisions(log: Sequence[Correction]) -> dict[frozenset[str], bool]:
    """Return, for each pair of statements that was judged, whether they are the same words."""
    return {
        frozenset((entry.statement_id, entry.new["other"])): bool(entry.new["same"])
        for entry in in_force(log)
        if entry.field == SAME
    }


def plain_value(entry: Correction, which: str) -> Any:
    """Return the ``old`` or ``new`` value of an entry as a person would say it.

    Of an article's day the day alone; of two reports whether they are the same words.
    """
    value = getattr(entry, which)
    if isinstance(value, dict):
        return value.get(PUBLISHED) if entry.field == PUBLISHED else value.get("same")
    return value


def correctable(axes: Sequence[str]) -> tuple[str, ...]:
    """Return the fields of a statement that a person may correct."""
    return (*TEXT_FIELDS, "kind", "said_on", "topics", *axes, IS_STATEMENT)


def check_value(field: str, value: Any, axes: Sequence[str]) -> Any:
    """Return a corrected value as it is stored.

    Args:
        field: Name of the column, or "is_statement".
        value: None (unknown) where the column may be empty; a number in -1..+1 for an axis; an ISO
            day, month or year for ``said_on``; a list of ids for ``topics``; True or False for
            "is_statement".
        axes: The axis ids of the store.

    Raises:
        UnknownNameError: If the field cannot be corrected.
        UsageError: If the value does not fit.
    """
    if field not in correctable(axes):
        raise UnknownNameError("field to correct", field, correctable(axes))
    if field == IS_STATEMENT:
        return _fits(value, field, isinstance(value, bool), "True or False")
    if field == "kind":
        return _fits(value, field, value in get_args(Kind), f"one of {', '.join(get_args(Kind))}")
    if field == "topics":
        is_list = isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
        return list(_fits(value, field, is_list, "a list of topic ids"))
    if value is None or value == "":
        return None
    if field in axes:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        is_number = is_number and -1 <= value <= 1
        return round(float(_fits(value, field, is_number, "a number from -1 to +1")), DIGITS)
    if field == "said_on":
        return _fits(value, field, _is_date(value), "a date such as 2023-06-19, 2023-06 or 2023")
    return _fits(value, field, isinstance(value, str), "a text")


def _fits(value: Any, field: str, is_right: bool, expected: str) -> Any:
    if not is_right:
        raise UsageError(f"{field} cannot be corrected to {value!r}; expected {expected}")
    return value


def _is_date(value: Any) -> bool:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return False
    return True
