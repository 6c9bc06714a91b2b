"""Windows around events: which days they hold, and what falls into them."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from stance.errors import UnknownNameError, UsageError
from stance.model import Article, Event
from stance.store import Store
from stance.trends import (
    Question,
    Window,
    choose_events,
    summary_from,
    trend,
    trend_from,
    windows_around,
    windows_between,
)
from stance.trends.means import frame_connection

from .builder import AXES, frame, said


def event(day: str, title: str = "Talks", kind: str = "meeting") -> Event:
    return Event(
        day=date.fromisoformat(day), title=title, kind=kind, sides=("US",), place="Geneva",
        description="Made up.", source="nobody",
    )  # fmt: skip


def periods(windows: tuple[Window, ...]) -> list[str]:
    return [window.period for window in windows]


def test_event_has_days_before_of_and_after_it() -> None:
    windows = windows_around([event("2023-06-18", "Talks in Geneva")], days=3)
    assert periods(windows) == ["2023-06-15..2023-06-17", "2023-06-18", "2023-06-19..2023-06-21"]
    assert [window.phase for window in windows] == ["before", "at", "after"]
    assert windows[0].label == "3 days before: Talks in Geneva"


def test_events_of_successive_days_share_their_windows() -> None:
    windows = windows_around([event("2023-06-19", "B"), event("2023-06-18", "A")], days=1)
    assert periods(windows) == ["2023-06-17", "2023-06-18..2023-06-19", "2023-06-20"]
    assert windows[1].label == "the 2 days of: A and 1 more"


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("2023-06-12", ["2023-06-11"]),
        ("2023-06-13", ["2023-06-11", "2023-06-12"]),
        ("2023-06-14", ["2023-06-11..2023-06-12", "2023-06-13"]),
    ],
    ids=["one free day", "two free days", "three free days"],
)
def test_day_between_two_events_goes_to_the_nearer_and_the_middle_one_to_the_earlier(
    second: str, expected: list[str]
) -> None:
    windows = windows_around([event("2023-06-10"), event(second)], days=5)
    assert periods(windows)[2:-2] == expected


def test_windows_of_the_case_never_share_a_day() -> None:
    from stance.registry import load_case

    events = load_case().events
    for windows in (windows_around(events), windows_between(events)):
        days = [
            day
            for window in windows
            for day in pd.date_range(window.first, window.last).strftime("%Y-%m-%d")
        ]
        assert len(days) == len(set(days))
    assert {f"{one.day}" for one in events} <= set(days) | {f"{max(e.day for e in events)}"}


def test_stretches_between_events_begin_with_the_event() -> None:
    events = [event("2023-06-18", "A"), event("2023-09-01", "B")]
    assert periods(windows_between(events)) == ["2023-06-18..2023-08-31"]
    windows = windows_between(events, period=(date(2023, 5, 1), date(2023, 12, 31)))
    assert periods(windows) == [
        "2023-05-01..2023-06-17", "2023-06-18..2023-08-31", "2023-09-01..2023-12-31",
    ]  # fmt: skip
    assert [window.label for window in windows] == ["before A", "from A until B", "since B"]


def test_statement_counts_in_its_window_or_is_said_to_be_left_out() -> None:
    windows = windows_around([event("2023-06-18", "Talks")], days=3)
    made = frame(
        said(0.1, "2023-06-17"),
        said(0.2, "2023-06-18"),
        said(0.4, "2023-06-18"),
        said(0.9, "2023-06-30"),
        said(0.9, "2023-06"),
        said(0.9, None),
    )
    found = trend(made, freq="event", windows=windows)
    assert list(found["period"]) == ["2023-06-15..2023-06-17", "2023-06-18"]
    assert list(found["period_start"]) == ["2023-06-15", "2023-06-18"]
    assert list(found["mean"].round(6)) == [0.1, 0.3]
    assert list(found["window"]) == ["3 days before: Talks", "the day of: Talks"]
    assert found.attrs["left_out"] == {
        "date too coarse for an event window": 1,
        "no date": 1,
        "outside the event windows": 1,
    }
    assert list(found["n_sources"]) == [1, 1]


def test_month_counts_in_a_stretch_that_holds_all_of_it() -> None:
    windows = windows_between([event("2023-05-20", "A"), event("2023-07-02", "B")])
    made = frame(said(0.1, "2023-06"), said(0.1, "2023-05"), said(0.1, "2023-07"))
    assert trend(made, freq="event", windows=windows)["n_statements"].tolist() == [1]


def test_events_of_the_case_are_the_default() -> None:
    found = trend(frame(said(0.1, "2023-06-18")), freq="event")
    assert list(found["period"]) == ["2023-06-18..2023-06-21"]  # four days with an event each


def test_store_and_frame_give_the_same_windows(tmp_path: Path) -> None:
    one = Article(text="Some words.", source_file="a.txt")
    made = frame(*(said(0.1 * day, f"2023-06-{day:02}", article_id=one.article_id)
                   for day in range(1, 10)))  # fmt: skip
    store = Store(tmp_path / "store").create(AXES)
    store.add([one], made)
    windows = windows_around([event("2023-06-04")], days=2)
    with store.connection() as connection:
        question = Question(axis="conciliation", freq="event", windows=windows)
        found = trend_from(connection, question)
    pd.testing.assert_frame_equal(found, trend(made, freq="event", windows=windows))
    assert found["n_utterances"].tolist() == [2, 1, 2]


def test_summary_names_first_and_last_day_of_the_windows() -> None:
    windows = windows_around([event("2023-06-04")], days=2)
    question = Question(axis="conciliation", freq="event", windows=windows)
    made = frame(*(said(0.1 * day, f"2023-06-{day:02}") for day in range(1, 10)))
    with frame_connection(made, question) as connection:
        sentences = summary_from(connection, question)
    assert "from 2 June 2023 to 6 June 2023 (mean +0.40" in sentences[0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"windows": ()},
        {"windows": windows_around([event("2023-06-04")]) * 2},
    ],
    ids=["none", "twice the same"],
)
def test_windows_that_share_days_are_refused(wrong: dict[str, tuple[Window, ...]]) -> None:
    with pytest.raises(UsageError, match="window"):
        trend(frame(said(0.1)), freq="event", **wrong)


def test_windows_go_with_events_only() -> None:
    with pytest.raises(UsageError, match="month"):
        trend(frame(said(0.1)), windows=windows_around([event("2023-06-04")]))


@pytest.mark.parametrize("days", [0, -3, 4_000])
def test_number_of_days_must_make_sense(days: int) -> None:
    with pytest.raises(UsageError, match=str(days)):
        windows_around([event("2023-06-04")], days=days)


def test_no_event_is_no_window() -> None:
    with pytest.raises(UsageError, match="no event"):
        windows_around([])
    with pytest.raises(UsageError, match="two"):
        windows_between([event("2023-06-04")])


@pytest.mark.parametrize("name", ["summit", "2023-06-05", "geneva", "GENEVA"])
def test_events_are_chosen_by_kind_day_or_title(name: str) -> None:
    wanted = event("2023-06-05", "A summit in Geneva", "summit")
    assert choose_events([event("2023-06-04", "Call", "call"), wanted], [name]) == (wanted,)


def test_unknown_event_is_refused_with_the_kinds() -> None:
    with pytest.raises(UnknownNameError, match="meeting"):
        choose_events([event("2023-06-04")], ["coronation"])
