"""What the JSON twin answers: the filters and the queries of the pages, without a page."""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any, get_args

import duckdb
import pandas as pd

from dashboard import brief, queries
from dashboard import filters as filters_module
from dashboard.filters import Filters
from stance.access import VIEWER
from stance.arrow import frame_from_arrow
from stance.errors import UnknownNameError, UsageError
from stance.registry import load_axes, load_case
from stance.selection import StoredNames
from stance.settings import settings
from stance.store import Store
from stance.table import to_csv, to_jsonl
from stance.trends import By, Freq, trend_of

MAX_ROWS = 500

Answer = Callable[["Question"], dict[str, Any]]


class Question:
    """One request: its filters, checked, and a connection to the store as it is now."""

    def __init__(self, query: filters_module.Query) -> None:
        self._query = query
        store = Store(settings().store, person=VIEWER)
        self.folder = str(store.path)
        self.version = (query.get("at") or [""])[-1] or store.version()
        self.connection = _connection(str(store.path), self.version).cursor()
        self.filters = self._filters()
        self.axis = self.choice("axis", [axis.axis_id for axis in load_axes()])

    def choice(self, key: str, valid: list[str]) -> str:
        """Return one value of a closed list; the first one is the default."""
        value = (self._query.get(key) or valid)[0]
        if value not in valid:
            raise UnknownNameError(key, value, valid)
        return value

    def text(self, key: str) -> str:
        """Return a text; empty where the request has none."""
        return (self._query.get(key) or [""])[0]

    def number(self, key: str, default: int, *, most: int) -> int:
        """Return a whole number from 1 to ``most``."""
        text = (self._query.get(key) or [str(default)])[0]
        if not text.isdigit() or not 1 <= int(text) <= most:
            raise UsageError(f"{key} is {text!r}; expected a whole number from 1 to {most}")
        return int(text)

    def described(self) -> dict[str, Any]:
        """Return what the answer is about: filters, axis, version of the table."""
        return {
            "filters": self.filters.as_metadata(),
            "axis": self.axis,
            "store_version": self.version,
        }

    def _filters(self) -> Filters:
        case = load_case()
        default = filters_module.default_of(case)
        found, problems = filters_module.from_query(self._query, default)
        if problems:
            raise UsageError(" ".join(problems))
        names = queries.options(self.connection)
        stored = {key: tuple(str(row["name"]) for row in rows) for key, rows in names.items()}
        known = StoredNames(
            speakers=stored["actor"],
            sides=stored["side"],
            targets=stored["target"],
            outlets=stored["outlet"],
        )
        return Filters(selection=found.selection.check(case, known), words=found.words)


def series(question: Question) -> dict[str, Any]:
    """Answer with means, intervals and counts per group and period."""
    by: Any = question.choice("by", ["side", *(name for name in get_args(By) if name != "side")])
    freq: Any = question.choice(
        "freq", ["month", *(name for name in get_args(Freq) if name != "month")]
    )
    asked, _ = queries.question(question.filters, question.axis, by, freq)
    counted = queries.counted(question.connection, question.filters, question.axis, by, freq)
    return {
        **question.described(),
        "by": by,
        "freq": freq,
        "series": records(trend_of(counted, asked)),
    }


def statements(question: Question) -> dict[str, Any]:
    """Answer with one page of statements in the documented columns."""
    limit = question.number("limit", 100, most=MAX_ROWS)
    page = question.number("page", 1, most=10_000_000)
    counts = queries.counts(question.connection, question.filters, question.axis)
    rows = queries.documented(
        question.connection, question.filters, limit=limit, offset=(page - 1) * limit
    )
    return {
        **question.described(),
        "total": counts["statements"],
        "page": page,
        "limit": limit,
        "statements": records(frame_from_arrow(rows)),
    }


def records(frame: Any) -> list[dict[str, Any]]:
    """Return the rows of a frame as JSON knows them: unknown values are null."""
    return [json.loads(line) for line in to_jsonl(frame).decode().splitlines()]


def rows_as_csv(rows: list[dict[str, Any]]) -> bytes:
    """Return the rows of an answer as CSV, harmless in a spreadsheet."""
    return to_csv(pd.DataFrame(rows))


@lru_cache(maxsize=2)
def _connection(folder: str, version: str) -> duckdb.DuckDBPyConnection:
    return brief.connection(Store(folder, person=VIEWER), version)
