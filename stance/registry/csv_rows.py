"""Reads CSV files that we own: plain rows with their line, or typed rows of a dataclass."""

import csv
import dataclasses
import io
import math
import types
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from stance.errors import DataFileError
from stance.registry.toml_entries import read_source

T = TypeVar("T")

SOURCE_COLUMN = "source"
_TRUE = ("true", "yes", "1")
_FALSE = ("false", "no", "0")


@dataclasses.dataclass(frozen=True)
class CsvRow:
    """One record; cells are stripped of white space around them. ``line`` is where it begins."""

    path: Path
    line: int
    cells: dict[str, str]

    def error(self, found: str, expected: str) -> DataFileError:
        """Return (not raise) an error at this line."""
        return DataFileError(self.path, self.line, found, expected)

    def text(self, column: str) -> str:
        """Return a cell that must not be blank."""
        value = self.cells[column]
        if not value:
            raise self.error(f"blank {column!r}", f"a value in the column {column!r}")
        return value

    def convert(self, column: str, annotation: Any) -> Any:
        """Return a cell as the type of an annotation; blank is None, () or an error."""
        value = self.cells[column]
        inner = _inner_type(annotation)
        if get_origin(inner) is tuple:
            return tuple(part.strip() for part in value.split("|") if part.strip())
        if not value and inner is not annotation:
            return None
        converter, expected = _converter(inner)
        try:
            return converter(self.text(column))
        except ValueError:
            raise self.error(f"{column} {value!r}", expected) from None


def read_rows(
    path: Path, columns: Iterable[str], optional: Iterable[str] = (), extra: bool = False
) -> list[CsvRow]:
    """Read a CSV file with a header; blank lines are passed over.

    Args:
        path: The file.
        columns: Columns that must be there, in any order.
        optional: Columns that may be there; their cells are blank where they are not.
        extra: Whether further columns are allowed.

    Raises:
        DataFileError: If the file, its header or the number of cells in a row is wrong.
    """
    needed, more = list(columns), list(optional)
    reader = csv.reader(io.StringIO(read_source(path), newline=""), strict=True)
    rows: list[CsvRow] = []
    header: list[str] | None = None
    begins = 1
    try:
        for cells in reader:
            line, begins = begins, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = [cell.strip() for cell in cells]
                _check_header(path, line, header, needed, more, extra)
                continue
            if len(cells) != len(header):
                raise DataFileError(
                    path,
                    line,
                    f"{len(cells)} cells, beginning {cells[0]!r}",
                    f"{len(header)}, as in the header; put a cell with commas in quotation marks",
                )
            filled = dict.fromkeys(more, "")
            filled.update(zip(header, (cell.strip() for cell in cells), strict=True))
            rows.append(CsvRow(path, line, filled))
    except csv.Error as error:
        raise DataFileError(path, begins, str(error), "valid CSV") from None
    if header is None:
        raise DataFileError(path, 1, "the file is empty", f"a header: {','.join(needed)}")
    return rows


def read_typed_rows(path: Path, row_type: type[T], unique: Sequence[str] = ()) -> tuple[T, ...]:
    """Read a CSV file into dataclass rows; see `stance.registry.read_lexicon`."""
    hints = get_type_hints(row_type)
    fields = {item.name: item for item in dataclasses.fields(row_type)}  # type: ignore[arg-type] # T is a dataclass by contract
    with_default = [
        name
        for name, item in fields.items()
        if item.default is not dataclasses.MISSING
        or item.default_factory is not dataclasses.MISSING
    ]
    needed = [name for name in fields if name not in with_default]
    if SOURCE_COLUMN not in needed:
        needed.append(SOURCE_COLUMN)
    result: list[T] = []
    first_lines: dict[tuple[str, ...], int] = {}
    for row in read_rows(path, needed, [name for name in with_default if name not in needed]):
        row.text(SOURCE_COLUMN)
        _check_unique(row, unique, first_lines)
        values = {
            name: row.convert(name, hints[name])
            for name in fields
            if row.cells[name] or name not in with_default
        }
        try:
            result.append(row_type(**values))
        except ValueError as error:
            expected = f"a row as {path.parent.name}/README.md describes it"
            raise row.error(str(error), expected) from None
    return tuple(result)


def _check_header(
    path: Path, line: int, header: list[str], needed: list[str], more: list[str], extra: bool
) -> None:
    expected = f"the columns {', '.join(needed)}" + (f" (and {', '.join(more)})" if more else "")
    for column in header:
        if header.count(column) > 1:
            raise DataFileError(path, line, f"column {column!r} stands twice", expected)
        if column not in needed and column not in more and not extra:
            raise DataFileError(path, line, f"unknown column {column!r}", expected)
    for column in needed:
        if column not in header:
            raise DataFileError(path, line, f"no column {column!r}", expected)


def _check_unique(
    row: CsvRow, columns: Sequence[str], first_lines: dict[tuple[str, ...], int]
) -> None:
    if not columns:
        return
    key = tuple(row.cells[column].casefold() for column in columns)
    if key in first_lines:
        shown = ", ".join(f"{column} {row.cells[column]!r}" for column in columns)
        expected = f"every one once; it stands already in line {first_lines[key]}"
        raise row.error(f"{shown} is given again", expected)
    first_lines[key] = row.line


def _inner_type(annotation: Any) -> Any:
    """Return X for "X | None", else the annotation itself."""
    if get_origin(annotation) in (Union, types.UnionType):
        return next(item for item in get_args(annotation) if item is not type(None))
    return annotation


def _converter(annotation: Any) -> tuple[Callable[[str], Any], str]:
    if get_origin(annotation) is Literal:
        options = get_args(annotation)
        return lambda value: options[options.index(value)], f"one of {', '.join(options)}"
    try:
        return _CONVERTERS[annotation]
    except KeyError:
        raise TypeError(f"no way to read a cell as {annotation}") from None


def _number(value: str) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _flag(value: str) -> bool:
    if value.lower() not in (*_TRUE, *_FALSE):
        raise ValueError(value)
    return value.lower() in _TRUE


_CONVERTERS: dict[Any, tuple[Callable[[str], Any], str]] = {
    str: (str, "a text"),
    int: (int, "a whole number"),
    float: (_number, "a number, with a point for the decimals"),
    bool: (_flag, "true or false"),
    date: (date.fromisoformat, "a date like 2023-07-25"),
}
