"""The store as the pages see it: one connection per version, and ``queries`` remembered.

Every remembered result carries the store's folder and version among its arguments, so that a
rebuilt or corrected store is never answered from memory.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import streamlit as st

from dashboard import queries
from dashboard.filters import Filters
from stance.model import Axis, Case
from stance.registry import load_axes, load_case
from stance.settings import settings
from stance.store import Store
from stance.trends import By, Counted, Freq, summary_of, trend_of

Key = tuple[str, str]  # folder and version of the store
Progress = Callable[[int, int, str], None]


def store() -> Store:
    """Return the store that the settings name (``STANCE_STORE``)."""
    return Store(settings().store)


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


def ingest(paths: Sequence[Path], progress: Progress) -> Any:
    """Read, analyse and store texts. Only this function brings a language model into memory."""
    from stance import run

    return run.ingest(list(paths), store(), progress=progress)


# Two versions are kept: a page that is half drawn goes on with the one that it began with.
@st.cache_resource(max_entries=2, show_spinner=False)
def _connection(key: Key) -> duckdb.DuckDBPyConnection:
    return Store(key[0]).connection(version=key[1])


def _cursor(key: Key) -> duckdb.DuckDBPyConnection:
    return _connection(key).cursor()


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
