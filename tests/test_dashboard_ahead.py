"""What is counted before the script of a page asks for it is what the page then shows."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import cached, queries, warming
from dashboard.filters import Filters
from stance.errors import InputError
from stance.settings import settings
from stance.store import Store
from tests.browser.sample import AXES, sample

APP = str(Path(__file__).parents[1] / "dashboard" / "app.py")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("ahead") / "store"
    Store(made).create(AXES).add(*sample())
    return made


@pytest.fixture
def asked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Which queries were put to the store, in order."""
    monkeypatch.setenv("STANCE_STORE", str(folder))
    settings.cache_clear()
    st.cache_data.clear()
    st.cache_resource.clear()
    found: list[str] = []
    for name in ("counts", "counted", "points"):
        monkeypatch.setattr(queries, name, _noting(getattr(queries, name), name, found))
    yield found
    settings.cache_clear()


def _noting(query: Callable[..., Any], name: str, found: list[str]) -> Callable[..., Any]:
    def noted(*arguments: Any, **named: Any) -> Any:
        found.append(name)
        return query(*arguments, **named)

    return noted


@pytest.mark.parametrize(
    "query", [{}, {"dates": "all", "axis": "credit"}, {"by": "actor", "freq": "quarter"}]
)
def test_a_page_finds_everything_counted(asked: list[str], query: dict[str, str]) -> None:
    cached.count_ahead("&".join(f"{name}={value}" for name, value in query.items()))
    assert set(asked) == {"counts", "counted", "points"}
    asked.clear()
    app = AppTest.from_file(APP, default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    assert not app.run().exception
    assert asked == []


def test_only_what_a_page_with_a_chart_first_shows_is_counted(asked: list[str]) -> None:
    cached.count_ahead("view=statements")
    cached.count_ahead("statement=abc")
    assert asked == []


def test_an_address_with_nonsense_is_counted_as_it_is_shown(asked: list[str]) -> None:
    cached.count_ahead("axis=nonsense&by=moon&freq=&from=yesterday&%ff=%00")
    assert set(asked) == {"counts", "counted", "points"}


def test_turning_points_are_known_as_soon_as_somebody_searches(asked: list[str]) -> None:
    key, axis = cached.current(), AXES[0]
    filters = Filters()
    assert not cached.knows_turns(key, filters, axis, "side", "month")
    found = cached.turns(key, filters, axis, "side", "month", {"US": "The first side"})
    assert cached.knows_turns(key, filters, axis, "side", "month")
    assert any(one.sentence.startswith("The first side") for one in found)
    assert asked.count("counted") == 1


def test_one_address_is_counted_at_a_time_and_errors_are_for_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []

    def broken(query: str) -> None:
        told.append(query)
        warming._count("another, meanwhile")
        raise InputError("store", "it is broken")

    monkeypatch.setattr(cached, "count_ahead", broken)
    warming._count("one")
    warming._count("two")
    assert told == ["one", "two"]
