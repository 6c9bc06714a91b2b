"""The measured accuracy as tables for the Method page, from what ``stance evaluate`` wrote."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stance.errors import DataFileError
from stance.resources import data_dir

# Measures that are counts; all others lie between -1 and +1.
COUNTS = ("false merges",)
_KEYS = {"section", "group", "measure", "value", "n"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One figure and how many cases it rests on; ``value`` is None where n is too small."""

    value: float | None
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One section of the evaluation: a row per group, a column per measure."""

    section: str
    measures: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Measured | None, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """Everything that was measured, when, and with which version of the method."""

    measured_on: str
    method_version: str
    tables: tuple[Table, ...]

    def find(self, section_part: str, group: str, measure: str) -> Measured | None:
        """Return one figure, from the first section whose name contains ``section_part``."""
        for table in self.tables:
            if section_part in table.section and measure in table.measures:
                for name, figures in table.rows:
                    if name == group:
                        return figures[table.measures.index(measure)]
        return None


def evaluation_path() -> Path:
    """Return where ``stance evaluate --write`` puts its result."""
    return data_dir() / "gold" / "evaluation.json"


def read(path: Path | None = None) -> Accuracy | None:
    """Return the measured accuracy, or None where nothing has been measured.

    Raises:
        DataFileError: If the file is not what ``stance evaluate --write`` makes.
    """
    place = path or evaluation_path()
    if not place.is_file():
        return None
    try:
        found = json.loads(place.read_text("utf-8"))
        rows = found["measures"]
        if not all(set(row) >= _KEYS for row in rows):
            raise ValueError(f"a measure without one of {', '.join(sorted(_KEYS))}")
        return Accuracy(
            measured_on=str(found["measured_on"]),
            method_version=str(found["method_version"]),
            tables=_tables(rows),
        )
    except (ValueError, KeyError, TypeError) as error:
        expected = "what stance evaluate --write makes; run it again"
        raise DataFileError(place, None, f"{type(error).__name__}: {error}", expected) from error


def _tables(rows: Sequence[Mapping[str, Any]]) -> tuple[Table, ...]:
    sections = dict.fromkeys(str(row["section"]) for row in rows)
    return tuple(
        _table(section, [row for row in rows if row["section"] == section]) for section in sections
    )


def _table(section: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    measures = tuple(dict.fromkeys(str(row["measure"]) for row in rows))
    cells = {
        (row["group"], row["measure"]): Measured(value=row["value"], n=int(row["n"]))
        for row in rows
    }
    groups = dict.fromkeys(str(row["group"]) for row in rows)
    return Table(
        section=section,
        measures=measures,
        rows=tuple(
            (group, tuple(cells.get((group, measure)) for measure in measures)) for group in groups
        ),
    )
