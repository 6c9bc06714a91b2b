"""Reads a TOML file entry by entry, so that every complaint names the line and the value.

``tomllib`` forgets where a value stood. An `Entry` remembers which table of the file it is, and
looks its line up in the source text, but only when something is wrong: a good file pays nothing.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from stance.errors import DataFileError
from stance.registry.toml_lines import Trail, line_of

_ID = re.compile(r"[a-z][a-z0-9_]*\Z")
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True)
class Entry:
    """One table of a TOML file; the trail of the whole file is empty."""

    path: Path
    source: str = field(repr=False)
    values: dict[str, Any]
    trail: Trail = ()

    @property
    def name(self) -> str:
        """What a message calls this entry: the table and its id, where it has one."""
        if not self.trail:
            return "the file"
        called = self.values.get("id", self.values.get("title", self.values.get("source_file")))
        table = self.trail[-1][0]
        return f"{table} {called!r}" if isinstance(called, str) else f"a {table}"

    def error(self, key: str | None, found: str, expected: str, value: Any = None) -> DataFileError:
        """Return (not raise) an error at the line of a key, or of one ``value`` in its list."""
        return DataFileError(self.path, self._line(key, value), found, expected)

    def allow(self, keys: Iterable[str]) -> None:
        """Raise for the first key that has no meaning here."""
        known = list(keys)
        for key in self.values:
            if key not in known:
                near = get_close_matches(key, known, n=1)
                hint = f" (did you mean {near[0]!r}?)" if near else ""
                raise self.error(
                    key, f"unknown key {key!r} in {self.name}", f"one of {', '.join(known)}{hint}"
                )

    def text(self, key: str) -> str:
        """Return a text that must be there and not be blank."""
        value = self.text_or_none(key)
        if value is None:
            raise self.error(None, f"{self.name} has no {key!r}", f'{key} = "..."')
        return value

    def text_or_none(self, key: str) -> str | None:
        """Return a text, or None where the key is absent; a blank text is an error."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(key, value, "a text in quotation marks that is not blank")
        return value

    def identifier(self, key: str = "id") -> str:
        """Return a text that can be a column name or part of an address."""
        value = self.text(key)
        if not _ID.match(value):
            expected = "a small letter, then small letters, digits and underscores"
            raise self.error(key, f"{key} {value!r}", expected)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, none of them blank or given twice; empty where absent."""
        values = self.values.get(key, [])
        if not isinstance(values, list):
            raise self._wrong(key, values, 'a list of texts, for example ["one", "two"]')
        seen: set[str] = set()
        for value in values:
            if not isinstance(value, str) or not value.strip():
                raise self._wrong(key, value, "a text in quotation marks that is not blank")
            if value in seen:
                found = f"{value!r} stands twice in {key!r} of {self.name}"
                raise self.error(key, found, "every entry once", value)
            seen.add(value)
        return tuple(values)

    def choice(self, key: str, valid: Iterable[str], default: str | None = None) -> str | None:
        """Return one of the valid texts, or the default where the key is absent."""
        value = self.text_or_none(key)
        if value is None:
            return default
        options = list(valid)
        if value not in options:
            near = get_close_matches(value, options, n=1)
            hint = f" (did you mean {near[0]!r}?)" if near else ""
            raise self._wrong(key, value, f"one of {', '.join(options)}{hint}")
        return value

    def day_or_none(self, key: str) -> date | None:
        """Return a date, or None where the key is absent."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self._wrong(key, value, "a date without quotation marks, like 2023-07-25")
        return value

    def whole_or_none(self, key: str, low: int, high: int) -> int | None:
        """Return a whole number within the bounds, or None where the key is absent."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self._wrong(key, value, f"a whole number from {low} to {high}")
        return value

    def flag(self, key: str) -> bool:
        """Return true or false; false where the key is absent."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self._wrong(key, value, "true or false without quotation marks")
        return value

    def children(self, table: str) -> list["Entry"]:
        """Return the tables ``[[table]]`` below this entry, in the order of the file."""
        values = self.values.get(table, [])
        if not isinstance(values, list) or not all(isinstance(item, dict) for item in values):
            inside = ".".join([*(name for name, _ in self.trail), table])
            raise self._wrong(table, values, f"tables that begin with [[{inside}]]")
        return [
            Entry(self.path, self.source, item, (*self.trail, (table, number)))
            for number, item in enumerate(values)
        ]

    def _wrong(self, key: str, value: Any, expected: str) -> DataFileError:
        shown = str(value) if isinstance(value, date) else repr(value)
        return self.error(key, f"{key} {shown} of {self.name}", expected, value)

    def _line(self, key: str | None, value: Any) -> int | None:
        return line_of(self.source.splitlines(), self.trail, key, value)


def read_toml(path: Path) -> Entry:
    """Read a TOML file.

    Raises:
        DataFileError: If it is missing, unreadable, not UTF-8 or not TOML.
    """
    source = read_source(path)
    try:
        return Entry(path, source, tomllib.loads(source))
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        lines = source.splitlines()
        number = int(place[1]) if place and place[1] else max(1, len(lines))
        shown = lines[number - 1].strip() if number <= len(lines) else ""
        reason = _PLACE.sub("", str(error))
        raise DataFileError(path, number, f"{shown!r} ({reason})", "valid TOML") from None


def check_unique(entries: Iterable[Entry], keys: Iterable[str], column: str | None) -> None:
    """Raise for the first entry whose key another one has; ``column`` is what the key stands in."""
    seen: set[str] = set()
    for entry, key in zip(entries, keys, strict=True):
        if key in seen:
            raise entry.error(column, f"{entry.name} is given again", "every one once")
        seen.add(key)


def read_source(path: Path) -> str:
    """Return the text of one of our data files; a byte order mark is dropped.

    Raises:
        DataFileError: If it is missing, unreadable or not UTF-8.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        remedy = f"it in {path.parent}; set STANCE_DATA_DIR or reinstall"
        raise DataFileError(path, None, "not found", remedy) from None
    except OSError as error:
        raise DataFileError(path, None, f"cannot be read ({error.strerror})", "a file") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DataFileError(path, line, f"byte {raw[error.start]:#04x}", "UTF-8 text") from None
