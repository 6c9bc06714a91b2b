"""The store as the pages see it: one connection per version, and ``queries`` remembered.

Every remembered result carries the store's folder and version among its arguments, so that a
rebuilt or corrected store is never answered from memory.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import parse_qs

import duckdb
import pandas as pd
import streamlit as st

from dashboard import brief, queries
from dashboard.filters import Filters, default_of, from_query
from dashboard.pages import FIRST, PAGES
from stance.access import VIEWER, Person
from stance.errors import StanceError
from stance.model import Axis, Case
from stance.registry import load_axes, load_case
from stance.settings import settings
from stance.store import Store
from stance.trends import By, Counted, Freq, Turns, summary_of, trend_of, turning_points_of
from stance.trends.turns import turn_sentence

P = ParamSpec("P")
Answer = TypeVar("Answer")
Key = tuple[str, str]  # folder and version of the store
KEEP_AFTER = 30.0  # seconds
LOCK_WAIT = 2.0  # seconds until the page of the first start says that somebody else is writing
_MOST_SEARCHED = 256
_searched: dict[tuple[Key, Filters, str, By, Freq], bool] = {}
_keeping: threading.Timer | None = None
_log = logging.getLogger(__name__)
Progress = Callable[[int, int, str], None]


def store() -> Store:
    """Return the store that the settings name (``STANCE_STORE``), to read from."""
    return Store(settings().store, person=VIEWER)


def current() -> Key:
    """Return folder and version of the store as it is now: the key of everything below."""
    found = store()
    return str(found.path), found.version()


def case() -> Case:
    """Return the case that the settings name."""
    return load_case()


def axes() -> tuple[Axis, ...]:
    """Return the axes, the first one being the default."""
    return load_axes()


def ingest(paths: Sequence[Path], progress: Progress, person: Person | None) -> Any:
    """Read, analyse and store texts. Only this function brings a language model into memory."""
    from stance import run

    store = Store(settings().store, person=person, lock_timeout=LOCK_WAIT)
    return run.ingest(list(paths), store, progress=progress)


# Two versions are kept: a page that is half drawn goes on with the one that it began with.
@st.cache_resource(max_entries=2, show_spinner=False)
def _connection(key: Key) -> duckdb.DuckDBPyConnection:
    connection = brief.connection(Store(key[0], person=VIEWER), key[1])
    if brief.coded(connection) == brief.TABLE:
        _keep_later()
    return connection


def _keep_later() -> None:
    """Keep the columns when the store has rested for a while: not for each of many corrections."""
    global _keeping
    if _keeping is not None:
        _keeping.cancel()
    _keeping = threading.Timer(KEEP_AFTER, keep)
    _keeping.daemon = True
    _keeping.start()


def warm() -> None:
    """Open the store and count what every page starts with, before the first page asks."""
    key = current()
    options(key)
    span(key)
    methods(key)


def count_ahead(query: str) -> None:
    """Count what the first page will show of an address, before its script asks.

    Args:
        query: The address behind its question mark.
    """
    asked = parse_qs(query)
    if asked.get("view", [FIRST])[-1] != FIRST or "statement" in asked:
        return
    key, known = current(), [axis.axis_id for axis in axes()]
    filters, _ = from_query(asked, default_of(case()))
    axis = _one_of(asked.get("axis"), known)
    by, freq = (_one_of(asked.get(name), PAGES[FIRST].options[name]) for name in ("by", "freq"))
    if counts(key, filters, axis)["statements"]:
        subject = (key, filters, axis, cast("By", by), cast("Freq", freq))
        trend(*subject)
        turns(*subject, names={})
        points(key, filters, axis)


def _one_of(asked: Sequence[str] | None, valid: Sequence[str]) -> str:
    return asked[-1] if asked and asked[-1] in valid else valid[0]


def keep() -> None:
    """Keep for the next start what a large collection is counted from; nobody waits for it."""
    try:
        folder, version = current()
        store = Store(folder, person=VIEWER)
        kept = partial(brief.keep, axes=store.axes, folder=brief.kept_folder())
        store.connection(version=version, threads=1, prepare=kept).close()
    except StanceError:
        _log.info("nothing could be kept for the next start", exc_info=True)


def _cursor(key: Key) -> duckdb.DuckDBPyConnection:
    return _connection(key).cursor()


def ask(
    key: Key,
    query: Callable[Concatenate[duckdb.DuckDBPyConnection, P], Answer],
    *arguments: P.args,
    **named: P.kwargs,
) -> Answer:
    """Return what a pure query answers, remembered by store, query and arguments.

    Args:
        key: Folder and version of the store.
        query: A function of a queries module; it takes an open connection first.
        arguments: What else it takes: plain data and frozen values.
        named: The same by name.
    """
    name = f"{query.__module__}.{query.__qualname__}"
    found: Answer = _ask(key, name, arguments, named, _query=query)
    return found


@st.cache_data(max_entries=512, show_spinner=False)
def _ask(
    key: Key,
    name: str,  # noqa: ARG001 - stands for the query in what is remembered by; functions have no hash
    arguments: tuple[Any, ...],
    named: dict[str, Any],
    *,
    _query: Any,
) -> Any:
    return _query(_cursor(key), *arguments, **named)


@st.cache_data(max_entries=64, show_spinner=False)
def options(key: Key) -> dict[str, list[dict[str, Any]]]:
    """What each filter can choose from."""
    return queries.options(_cursor(key))


@st.cache_data(max_entries=8, show_spinner=False)
def span(key: Key) -> dict[str, Any]:
    """First and last date in the whole store."""
    return queries.span(_cursor(key))


@st.cache_data(max_entries=256, show_spinner=False)
def counts(key: Key, filters: Filters, axis: str) -> dict[str, Any]:
    """How much stands behind a view."""
    return queries.counts(_cursor(key), filters, axis)


@st.cache_data(max_entries=64, show_spinner=False)
def points(key: Key, filters: Filters, axis: str) -> pd.DataFrame:
    """The statements to draw."""
    return queries.points(_cursor(key), filters, axis)


@st.cache_data(max_entries=256, show_spinner=False)
def outside(key: Key, filters: Filters) -> dict[str, Any]:
    """How much the dates leave out."""
    return queries.outside(_cursor(key), filters)


# Chart and sentences are made of the same count, which takes seconds in a large collection.
@st.cache_resource(max_entries=8, show_spinner=False)
def _counted(key: Key, filters: Filters, axis: str, by: By, freq: Freq) -> Counted:
    return queries.counted(_cursor(key), filters, axis, by, freq)


@st.cache_data(max_entries=64, show_spinner=False)
def trend(key: Key, filters: Filters, axis: str, by: By, freq: Freq) -> pd.DataFrame:
    """Means, intervals and counts per group and period."""
    question, _ = queries.question(filters, axis, by, freq)
    return trend_of(_counted(key, filters, axis, by, freq), question)


@st.cache_data(max_entries=64, show_spinner=False)
def summary(
    key: Key, filters: Filters, axis: str, by: By, freq: Freq, names: dict[str, str], limit: int
) -> list[str]:
    """The sentences above the chart."""
    question, _ = queries.question(filters, axis, by, freq)
    counted = _counted(key, filters, axis, by, freq)
    return summary_of(counted, question, names=names, limit=limit)


def turns(
    key: Key, filters: Filters, axis: str, by: By, freq: Freq, names: dict[str, str]
) -> tuple[Turns, ...]:
    """Where the tone of each group turned."""
    if len(_searched) >= _MOST_SEARCHED:
        _searched.clear()
    _searched[key, filters, axis, by, freq] = True
    found: tuple[Turns, ...] = _turns(key, filters, axis, by, freq)
    return tuple(
        replace(one, sentence=turn_sentence(one, axis, names.get(one.group, one.group)))
        for one in found
    )


def knows_turns(key: Key, filters: Filters, axis: str, by: By, freq: Freq) -> bool:
    """Whether somebody waits or has waited for the search for turning points: it is short then."""
    return (key, filters, axis, by, freq) in _searched


@st.cache_data(max_entries=32, show_spinner=False)
def _turns(key: Key, filters: Filters, axis: str, by: By, freq: Freq) -> tuple[Turns, ...]:
    question, _ = queries.question(filters, axis, by, freq)
    return turning_points_of(_counted(key, filters, axis, by, freq), question)


@st.cache_data(max_entries=64, show_spinner=False)
def page(key: Key, filters: Filters, axis: str, sort: str, offset: int) -> pd.DataFrame:
    """One page of the list of statements."""
    return queries.page(_cursor(key), filters, axis, sort=sort, offset=offset)


@st.cache_data(max_entries=64, show_spinner=False)
def by_ids(key: Key, ids: tuple[str, ...], axis: str) -> pd.DataFrame:
    """These statements as list rows."""
    return queries.by_ids(_cursor(key), ids, axis)


@st.cache_data(max_entries=64, show_spinner=False)
def extremes(key: Key, filters: Filters, axis: str, warm: bool) -> pd.DataFrame:
    """The warmest or coldest utterances."""
    return queries.extremes(_cursor(key), filters, axis, warm=warm)


@st.cache_data(max_entries=256, show_spinner=False)
def statement(key: Key, statement_id: str) -> dict[str, Any] | None:
    """One statement with all its columns."""
    return queries.statement(_cursor(key), statement_id)


@st.cache_data(max_entries=32, show_spinner=False)
def article(key: Key, article_id: str) -> dict[str, Any] | None:
    """One article with its text."""
    return queries.article(_cursor(key), article_id)


@st.cache_data(max_entries=32, show_spinner=False)
def in_article(key: Key, article_id: str, axis: str) -> list[dict[str, Any]]:
    """All statements of one article."""
    return queries.in_article(_cursor(key), article_id, axis)


@st.cache_data(max_entries=64, show_spinner=False)
def other_reports(key: Key, utterance_id: str | None, statement_id: str, axis: str) -> pd.DataFrame:
    """The same utterance in other articles."""
    return queries.other_reports(_cursor(key), utterance_id, statement_id, axis)


@st.cache_data(max_entries=8, show_spinner=False)
def methods(key: Key) -> list[str]:
    """Versions of the method that made the stored statements."""
    return queries.methods(_cursor(key))
