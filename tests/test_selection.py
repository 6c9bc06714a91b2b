"""Filters: one choice, the same rows from pandas and from SQL."""

from collections.abc import Callable
from datetime import date

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.errors import UnknownNameError, UsageError
from stance.model import Actor, Case, Topic
from stance.selection import Selection, StoredNames, first_day, last_day

CASE = Case(
    case_id="made-up",
    title="Two towns",
    sides=("North", "South"),
    actors=(
        Actor(actor_id="ann_ames", name="Ann Ames", side="North", aliases=("Mayor Ames",)),
        Actor(actor_id="bo_berg", name="Bo Berg", side="South", family_name="Berg"),
        Actor(actor_id="di_dale", name="Di Dale", side="North", family_name="Dale"),
        Actor(actor_id="ed_dale", name="Ed Dale", side="South", family_name="Dale"),
    ),
    topics=(Topic(topic_id="the_bridge", label="The bridge", terms=("bridge",)),),
    events=(),
    articles=(),
    target_sides=("North", "South", "other"),
)

ROWS = pd.DataFrame(
    [
        ("1", "ann_ames", "Ann Ames", "North", "direct", "Herald", "Bo", "South", "2023-06-15"),
        ("2", "bo_berg", "Bo Berg", "South", "mixed", "Herald", "North", "North", "2023-06"),
        ("3", None, "Cy Cole", None, "indirect", None, None, None, "2023"),
        ("4", None, None, "North", "direct", "Gazette", "Rivertown", "other", None),
        ("5", "ann_ames", "Ann Ames", "North", "direct", "Gazette", None, None, "2024-02-29"),
    ],
    columns=[
        "statement_id", "actor_id", "speaker_name", "side", "kind", "outlet", "target",
        "target_side", "said_on",
    ],
    dtype=object,
)  # fmt: skip
ROWS["topics"] = [["the_bridge"], [], ["other", "the_bridge"], ["other"], []]

SELECTIONS = {
    "nothing": (Selection(), "12345"),
    "actor": (Selection(actors=("ann_ames",)), "15"),
    "unlisted speaker": (Selection(actors=("Cy Cole",)), "3"),
    "two actors": (Selection(actors=("bo_berg", "Cy Cole")), "23"),
    "side": (Selection(sides=("North",)), "145"),
    "kind": (Selection(kinds=("direct", "indirect")), "1345"),
    "outlet": (Selection(outlets=("Gazette",)), "45"),
    "target by name": (Selection(targets=("Rivertown",)), "4"),
    "target by side": (Selection(targets=("North", "South")), "12"),
    "topic": (Selection(topics=("the_bridge",)), "13"),
    "all at once": (Selection(actors=("ann_ames",), outlets=("Gazette",), kinds=("direct",)), "5"),
    "a month": (Selection(date_from=date(2023, 6, 1), date_to=date(2023, 6, 30)), "12"),
    "half a month": (Selection(date_from=date(2023, 6, 10)), "15"),
    "a year": (Selection(date_from=date(2023, 1, 1), date_to=date(2023, 12, 31)), "123"),
    "of the pair alone": (Selection(pair_only=True), "12345"),
    "up to a leap day": (Selection(date_to=date(2024, 2, 29)), "1235"),
}


def rows_by_sql(selection: Selection) -> list[str]:
    where, values = selection.to_sql()
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE statements (statement_id VARCHAR, actor_id VARCHAR, "
            "speaker_name VARCHAR, side VARCHAR, kind VARCHAR, outlet VARCHAR, target VARCHAR, "
            "target_side VARCHAR, said_on VARCHAR, topics VARCHAR[])"
        )
        connection.executemany(
            "INSERT INTO statements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ROWS.to_numpy().tolist(),
        )
        query = f"SELECT statement_id FROM statements WHERE {where} ORDER BY 1"
        return [name for (name,) in connection.execute(query, values).fetchall()]


@pytest.mark.parametrize(("selection", "expected"), SELECTIONS.values(), ids=SELECTIONS.keys())
@pytest.mark.parametrize("way", ["frame", "sql"])
def test_filter_keeps_exactly_these_rows(selection: Selection, expected: str, way: str) -> None:
    found: Callable[[], list[str]] = (
        (lambda: list(selection.apply(ROWS)["statement_id"]))
        if way == "frame"
        else (lambda: rows_by_sql(selection))
    )
    assert "".join(found()) == expected


@pytest.mark.parametrize(
    ("side", "target_side", "is_kept"),
    [
        ("US", "China", True), ("China", "US", True), ("US", "both", True), ("US", None, True),
        ("US", "Russia", False), ("China", "other", False), ("US", "US", False),
        ("Russia", "Taiwan", True), ("joint", "Taiwan", True), (None, "Taiwan", True),
        (None, None, True),
    ],
)  # fmt: skip
def test_of_the_pair_alone_drops_its_words_to_third_parties(
    side: str | None, target_side: str | None, is_kept: bool
) -> None:
    frame = pd.DataFrame({"side": [side], "target_side": [target_side]}, dtype=object)
    assert len(Selection(pair_only=True).apply(frame)) == is_kept
    where, values = Selection(pair_only=True).to_sql()
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE statements (side VARCHAR, target_side VARCHAR)")
        connection.execute("INSERT INTO statements VALUES (?, ?)", [side, target_side])
        (count,) = (
            connection.execute(f"SELECT count(*) FROM statements WHERE {where}", values).fetchone()
            or ()
        )
    assert count == is_kept


def test_the_companion_file_tells_that_only_the_pair_was_chosen() -> None:
    assert Selection(pair_only=True).as_metadata() == {"pair-only": True}
    assert not Selection(pair_only=True).is_empty


def test_filter_of_an_empty_table_gives_an_empty_table() -> None:
    chosen = Selection(topics=("the_bridge",), date_from=date(2023, 1, 1)).apply(ROWS.head(0))
    assert chosen.empty
    assert list(chosen.columns) == list(ROWS.columns)


@given(
    day=st.dates(date(2020, 1, 1), date(2024, 12, 31)),
    low=st.dates(date(2020, 1, 1), date(2024, 12, 31)),
    high=st.dates(date(2020, 1, 1), date(2024, 12, 31)),
    size=st.sampled_from([4, 7, 10]),
)
def test_a_date_counts_only_if_all_of_it_lies_within(
    day: date, low: date, high: date, size: int
) -> None:
    low, high = min(low, high), max(low, high)
    said_on = day.isoformat()[:size]
    certain = low <= first_day(said_on) and last_day(said_on) <= high
    assert Selection(date_from=low, date_to=high).covers(said_on) == certain


def test_names_aliases_and_labels_become_ids() -> None:
    asked = Selection(actors=("mayor ames", "Bo Berg"), topics=("The bridge",), sides=("north",))
    checked = asked.check(CASE)
    assert checked.actors == ("ann_ames", "bo_berg")
    assert checked.topics == ("the_bridge",)
    assert checked.sides == ("North",)


def test_family_name_is_enough_where_one_actor_has_it() -> None:
    assert Selection(actors=("berg",)).check(CASE).actors == ("bo_berg",)
    with pytest.raises(UnknownNameError, match="Dale"):
        Selection(actors=("Dale",)).check(CASE)


def test_names_that_only_the_store_knows_are_valid() -> None:
    stored = StoredNames(speakers=("Cy Cole",), outlets=("Herald",), targets=("Rivertown",))
    asked = Selection(actors=("cy cole",), outlets=("herald",), targets=("Rivertown",))
    assert asked.check(CASE, stored) == Selection(
        actors=("Cy Cole",), outlets=("Herald",), targets=("Rivertown",)
    )


@pytest.mark.parametrize(
    ("selection", "valid"),
    [
        (Selection(actors=("nobody",)), "ann_ames, bo_berg, di_dale, ed_dale"),
        (Selection(sides=("East",)), "North, South"),
        (Selection(topics=("bridges",)), "the_bridge"),
        (Selection(targets=("East",)), "Ann Ames, Bo Berg, Di Dale, Ed Dale, North, South, other"),
        (Selection(kinds=("spoken",)), "direct, indirect, mixed"),
        (Selection(outlets=("Tribune",)), "Herald"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_unknown_name_is_an_error_that_lists_the_valid_ones(
    selection: Selection, valid: str
) -> None:
    with pytest.raises(UnknownNameError, match=f"Valid: {valid}$"):
        selection.check(CASE, StoredNames(outlets=("Herald",)))


def test_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(UsageError, match="ends before it begins"):
        Selection(date_from=date(2024, 1, 1), date_to=date(2023, 1, 1))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-06-19", "2023-06-19", "2023-06-19"),
    ],
)
def test_incomplete_date_means_all_of_its_days(text: str, first: str, last: str) -> None:
    assert (first_day(text).isoformat(), last_day(text).isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["", "2023-13", "2023-02-30", "June", "2023-6", "0000", "0099"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not a date"):
        first_day(text)


def test_metadata_names_only_what_restricts() -> None:
    asked = Selection(actors=("ann_ames",), date_to=date(2023, 6, 30))
    assert asked.as_metadata() == {"actor": ["ann_ames"], "to": "2023-06-30"}
    assert Selection().as_metadata() == {}
    assert Selection().is_empty
    assert not asked.is_empty


def test_statements_of_less_certain_speakers_can_be_left_out() -> None:
    frame = pd.DataFrame({"attribution_confidence": [0.9, 0.7, 0.2, None]})
    chosen = Selection(min_confidence=0.7)
    assert list(chosen.apply(frame).index) == [0, 1]
    condition, values = chosen.to_sql()
    found = duckdb.sql(f"SELECT count(*) FROM frame WHERE {condition}", params=values).fetchall()
    assert found == [(2,)]
    assert chosen.as_metadata() == {"min-confidence": 0.7}
    assert not chosen.is_empty


@pytest.mark.parametrize("share", [-0.1, 1.01, float("nan")])
def test_a_certainty_outside_0_to_1_is_refused(share: float) -> None:
    with pytest.raises(UsageError, match="0 to 1"):
        Selection(min_confidence=share)
