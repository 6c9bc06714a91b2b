"""The JSON twin of the pages: the same parameters, the same numbers, under ``/api/v1/``.

``/api/v1/series`` answers with the means of the timeline, ``/api/v1/statements`` with the rows of
the list. Read-only, on the same address and port as the pages.
"""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any, get_args

import duckdb
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard import filters as filters_module
from dashboard import queries
from dashboard.filters import Filters
from stance.arrow import frame_from_arrow
from stance.errors import StanceError, UnknownNameError, UsageError
from stance.registry import load_axes, load_case
from stance.selection import StoredNames
from stance.settings import settings
from stance.store import Store
from stance.table import to_jsonl
from stance.trends import By, Freq

PREFIX = "/api/v1"
MAX_ROWS = 500

Answer = Callable[["Question"], dict[str, Any]]


class Question:
    """One request: its filters, checked, and a connection to the store as it is now."""

    def __init__(self, request: Request) -> None:
        query = {key: request.query_params.getlist(key) for key in request.query_params}
        self._query = query
        store = Store(settings().store)
        self.version = store.version()
        self.connection = _connection(str(store.path), self.version).cursor()
        self.filters = self._filters()
        self.axis = self.choice("axis", [axis.axis_id for axis in load_axes()])

    def choice(self, key: str, valid: list[str]) -> str:
        """Return one value of a closed list; the first one is the default."""
        value = (self._query.get(key) or valid)[0]
        if value not in valid:
            raise UnknownNameError(key, value, valid)
        return value

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
        found, problems = filters_module.from_query(self._query)
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
        return Filters(selection=found.selection.check(load_case(), known), words=found.words)


def routes() -> list[Route]:
    """Return the routes to serve beside the pages."""
    return [
        Route(f"{PREFIX}/series", _answering(series)),
        Route(f"{PREFIX}/statements", _answering(statements)),
    ]


def series(question: Question) -> dict[str, Any]:
    """Answer with means, intervals and counts per group and period."""
    by: Any = question.choice("by", ["side", *(name for name in get_args(By) if name != "side")])
    freq: Any = question.choice(
        "freq", ["month", *(name for name in get_args(Freq) if name != "month")]
    )
    trend = queries.trend(question.connection, question.filters, question.axis, by, freq)
    return {**question.described(), "by": by, "freq": freq, "series": _records(trend)}


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
        "statements": _records(frame_from_arrow(rows)),
    }


def _answering(answer: Answer) -> Callable[[Request], Response]:
    # A plain function: Starlette runs it on a thread of its own, so that no page waits for it.
    def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(answer(Question(request)))
        except (UnknownNameError, UsageError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        except StanceError as error:
            return JSONResponse({"error": str(error)}, status_code=503)

    return endpoint


def _records(frame: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in to_jsonl(frame).decode().splitlines()]


@lru_cache(maxsize=2)
def _connection(folder: str, version: str) -> duckdb.DuckDBPyConnection:
    return Store(folder).connection(version=version)
