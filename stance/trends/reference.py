"""A monthly series from elsewhere (an index of tension, a rate), read from a CSV file.

What the file leaves open is reported and never guessed: day-month order, decimal commas, months
that come twice.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from stance.errors import InputError

MAX_BYTES = 2_000_000
_EARLIEST = 1900
_DATE = re.compile(r"(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?|(\d{4})M(\d{1,2})")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_DATE_HEADS = ("date", "month", "day", "time", "period", "observation_date")
_VALUE_HEADS = ("value", "index")
_WRITE_DATE = "write it as 2023-06 or 2023-06-19"

Row = tuple[int, str, str]  # line, date, value


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One value per month, ascending; ``notes`` are sentences on how the file was read."""

    name: str
    months: tuple[tuple[str, float], ...]  # ("2023-06", 103.2)
    notes: tuple[str, ...] = ()


def read_reference(
    source: Path | str | bytes, *, name: str | None = None, decimal: Literal[".", ","] = "."
) -> Reference:
    """Read a CSV file with a date and a value in each line.

    The two columns are those named "date" and "value", or the only two. Dates are months (2023-06,
    2023M06) or days (2023-06-19), the values of which are averaged by month. Lines without a value
    are passed over and counted.

    Args:
        source: Path of the file, or its content.
        name: How the series is called; by default as the file.
        decimal: What stands before the decimals; with "," the columns are parted by ";" or a tab.

    Raises:
        InputError: With line, value and remedy, if anything is unclear.
    """
    if not isinstance(source, bytes):
        path = Path(source)
        name, source = name or path.name, _content(path)
    shown = name or "reference series"
    lines = _lines(_text(source, shown), decimal, shown)
    days: dict[str, float] = {}
    n_empty = 0
    for line, when, value in lines:
        key = _date_of(when, f"{shown}: line {line}")
        if key in days:
            raise InputError(f"{shown}: line {line}", f"{key} stands there twice; keep one of them")
        if value.strip():
            days[key] = _number_of(value, decimal, f"{shown}: line {line}")
        else:
            n_empty += 1
    return _by_month(days, n_empty, shown)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = f"cannot be read ({error.strerror or error}); check the path"
        raise InputError(path, reason) from None


def _text(data: bytes, shown: str) -> str:
    if len(data) > MAX_BYTES:
        reason = f"is larger than {MAX_BYTES // 1_000_000} MB; keep date and value of each month"
        raise InputError(shown, reason)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{shown}: line {line}", "is not UTF-8; save the file as UTF-8") from None
    if "\0" in text:
        raise InputError(shown, "is no text; save the table as CSV, UTF-8")
    return text


def _lines(text: str, decimal: str, shown: str) -> Iterator[Row]:
    """Return line number, date and value of each line that is not blank."""
    delimiter = _delimiter(text, decimal, shown)
    try:
        reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise InputError(f"{shown}: line {reader.line_num}", f"is no CSV ({error})") from None
    if not rows:
        raise InputError(shown, "is empty; a line reads 2023-06,103.2")
    columns, data, n_cells = _columns(rows, shown)
    if not data:
        raise InputError(shown, "has a header and no line of data; a line reads 2023-06,103.2")
    for line, row in data:
        if len(row) != n_cells:
            more = "; a decimal comma is written as a point" if len(row) > n_cells else ""
            reason = f"has {len(row)} cells where {n_cells} are expected{more}"
            raise InputError(f"{shown}: line {line}", reason)
        yield line, row[columns[0]], row[columns[1]]


def _delimiter(text: str, decimal: str, shown: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    found = [mark for mark in ("\t", ";", ",") if mark in first]
    if decimal == ",":
        found = [mark for mark in found if mark != ","]
        if not found:
            reason = "parts its columns by a comma, which stands before decimals as well; use ;"
            raise InputError(f"{shown}: line 1", reason)
    elif len(found) > 1 and not _DATE.match(first):
        reason = f"holds {' and '.join(map(repr, found))}; part the columns by one of them only"
        raise InputError(f"{shown}: line 1", reason)
    return found[0] if found else ","


def _columns(
    rows: Sequence[tuple[int, list[str]]], shown: str
) -> tuple[tuple[int, int], Sequence[tuple[int, list[str]]], int]:
    """Return where date and value stand, the lines below the header, and the number of cells."""
    line, first = rows[0]
    if len(first) == 2 and _DATE.fullmatch(first[0].strip()):
        return (0, 1), rows, 2
    heads = [cell.strip().casefold() for cell in first]
    dates = [heads.index(head) for head in _DATE_HEADS if head in heads]
    values = [heads.index(head) for head in _VALUE_HEADS if head in heads]
    if dates and values:
        return (dates[0], values[0]), rows[1:], len(first)
    if len(first) == 2 and not any(character.isdigit() for character in first[0]):
        return (0, 1), rows[1:], 2
    reason = f"is {', '.join(first)[:80]!r}; name the two columns in a first line: date,value"
    raise InputError(f"{shown}: line {line}", reason)


def _date_of(text: str, place: str) -> str:
    """Return a month (2023-06) or day (2023-06-19)."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise InputError(place, f"{text.strip()[:40]!r} is no clear date; {_WRITE_DATE}")
    year, month = int(match[1] or match[4]), int(match[2] or match[5])
    try:
        day = date(year, month, int(match[3] or 1))
    except ValueError:
        raise InputError(place, f"there is no date {text.strip()!r}; {_WRITE_DATE}") from None
    # A day of tolerance: it may be tomorrow already where the file was made.
    latest = date.today() + timedelta(days=1)
    if not date(_EARLIEST, 1, 1) <= day <= latest:
        raise InputError(place, f"{text.strip()} lies outside {_EARLIEST} to tomorrow; correct it")
    return f"{day}" if match[3] else f"{day:%Y-%m}"


def _number_of(text: str, decimal: str, place: str) -> float:
    value = text.strip()
    if decimal == "," and "." not in value:
        value = value.replace(",", ".")
    elif "," in value:
        remedy = "write a decimal point and no marks between thousands"
        raise InputError(place, f"{value[:40]!r} can be read in two ways; {remedy}")
    if not _NUMBER.fullmatch(value) or abs(float(value)) > 1e100:
        remedy = "write digits with a decimal point, or leave the cell empty"
        raise InputError(place, f"{value[:40]!r} is no number; {remedy}")
    return float(value)


def _by_month(days: dict[str, float], n_empty: int, shown: str) -> Reference:
    sums: dict[str, list[float]] = {}
    kinds: dict[str, set[int]] = {}
    for key, value in days.items():
        sums.setdefault(key[:7], []).append(value)
        kinds.setdefault(key[:7], set()).add(len(key))
    for month, lengths in kinds.items():
        if len(lengths) > 1:
            reason = f"{month} stands there as a month and by its days; keep one of them"
            raise InputError(shown, reason)
    if not sums:
        raise InputError(shown, "holds no value")
    notes = []
    n_days = sum(len(key) > 7 for key in days)
    if n_days > sum(len(key) > 7 for key in {key[:7]: key for key in days}.values()):
        notes.append(f"{n_days:,} daily values were averaged to {len(sums):,} months.")
    if n_empty:
        notes.append(
            f"{n_empty:,} {'line' if n_empty == 1 else 'lines'} without a value passed over."
        )
    months = tuple((month, sum(values) / len(values)) for month, values in sorted(sums.items()))
    return Reference(name=shown, months=months, notes=tuple(notes))
