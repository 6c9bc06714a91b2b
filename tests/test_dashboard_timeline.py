"""The timeline beside its means: windows, marks laid over it, periods compared, who reported."""

from collections.abc import Iterator
from datetime import date

import duckdb
import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard import figures, queries, queries_timeline, theme, wording
from dashboard.filters import Filters
from stance.selection import Selection
from stance.store import Store
from stance.trends import trend_of
from tests.browser.sample import AXES, sample
from tests.checked_figures import checked

AXIS = AXES[0]
LOOK = figures.Look(colours=theme.LIGHT, sides=("US", "China"))
WORDS = figures.AxisWords(label="Tone", warm="warm", cold="cold")
GROUPS = [figures.Group(key=name, label=name, side=name) for name in ("US", "China")]
PERIODS = ("2023-05-01..2023-06-30", "2024-04-01..2024-04-30")


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path_factory.mktemp("timeline") / "store"
    Store(path).create(AXES).add(*sample())
    with Store(path).connection() as opened:
        yield opened


def trend_for(con: duckdb.DuckDBPyConnection, by: str, freq: str) -> pd.DataFrame:
    question, _ = queries.question(Filters(), AXIS, by, freq)  # type: ignore[arg-type]
    return trend_of(queries.counted(con, Filters(), AXIS, by, freq), question)  # type: ignore[arg-type]


def drawn(
    con: duckdb.DuckDBPyConnection, freq: str = "month", marks: figures.Marks | None = None
) -> go.Figure:
    points = queries.points(con, Filters(), AXIS)
    return checked(figures.timeline(
        points.assign(group=points["side"]), trend_for(con, "side", freq), [], GROUPS,
        axis=WORDS, look=LOOK, freq=freq, marks=marks or figures.Marks(),
    ))  # fmt: skip


def traces(figure: go.Figure, name: str) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.name.startswith(name)]


@pytest.mark.parametrize("freq", ["day", "week", "month", "quarter", "event"])
@pytest.mark.parametrize("by", ["side", "actor", "dyad", "topic", "outlet"])
def test_every_grouping_and_period_can_be_drawn(
    con: duckdb.DuckDBPyConnection, by: str, freq: str
) -> None:
    trend = trend_for(con, by, freq)
    groups = [figures.Group(key=str(name), label=str(name), side=None)
              for name in sorted(set(trend["group"]))]  # fmt: skip
    points = queries.points(con, Filters(), AXIS).assign(group=groups[0].key)
    figure = checked(figures.timeline(
        points, trend, [], groups, axis=WORDS, look=LOOK, freq=freq, lanes=True
    ))  # fmt: skip
    means = [trace for trace in figure.data if trace.name.split(" ")[0] in ("mean", "few")]
    assert sum(len([x for x in trace.x if x is None]) for trace in means) == len(trend)


def test_an_event_window_is_drawn_over_its_own_days(con: duckdb.DuckDBPyConnection) -> None:
    trend = trend_for(con, "side", "event")
    windows = figures.windows_of(trend, "event")
    assert len(windows) == trend["period_start"].nunique()
    for start, (end, label) in windows.items():
        assert start < end
        assert label
    figure = drawn(con, "event")
    texts = [text for trace in figure.data for text in trace.hovertext or () if "mean" in text]
    assert any(label in text for text in texts for _, label in windows.values())


def test_a_bar_leads_to_the_statements_of_its_window(con: duckdb.DuckDBPyConnection) -> None:
    trend = trend_for(con, "side", "event")
    windows = figures.windows_of(trend, "event")
    points = queries.points(con, Filters(), AXIS)
    for row in trend.to_dict("records"):
        start = date.fromisoformat(row["period_start"])
        key = figures.mean_key(row["group"], start)
        ids = figures.ids_of([key], points.assign(group=points["side"]), "event", windows)
        behind = points[points["statement_id"].isin(ids)]
        inside = points["placed_on"].between(str(start), row["period"].split("..")[-1])
        # A point stands on the day that its own report names, a mean on that of the best report.
        assert len(behind) == (inside & (points["side"] == row["group"])).sum()


def test_a_day_is_never_too_narrow_to_be_seen(con: duckdb.DuckDBPyConnection) -> None:
    figure = drawn(con, "day")
    bars = [trace for trace in figure.data if trace.type == "bar"]
    first, last = (pd.Timestamp(end) for end in figure.layout.xaxis.range)
    share = min(bars[0].width) / ((last - first).total_seconds() * 1000)
    assert share * 940 >= 6.5


def test_points_of_a_topic_keep_the_colour_and_shape_of_their_speakers_side(
    con: duckdb.DuckDBPyConnection,
) -> None:
    points = queries.points(con, Filters(), AXIS).assign(group="taiwan")
    trend = trend_for(con, "topic", "month")
    figure = checked(figures.timeline(
        points, trend, [], [figures.Group(key="taiwan", label="Taiwan", side=None)],
        axis=WORDS, look=LOOK,
    ))  # fmt: skip
    marker = traces(figure, "points")[0].marker
    assert {"circle", "diamond"} <= set(marker.symbol)
    assert {theme.LIGHT.first, theme.LIGHT.second} <= set(marker.color)


def test_a_turning_point_is_a_band_between_two_days_of_its_lane(
    con: duckdb.DuckDBPyConnection,
) -> None:
    turn = figures.Turn(
        group="US", last_before=date(2023, 6, 20), first_after=date(2024, 4, 2), said="<b>x</b>"
    )
    figure = drawn(con, marks=figures.Marks(turns=((turn,),)))
    bands = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    assert [(band.x0, band.x1) for band in bands] == [("2023-06-20", "2024-04-02")]
    said = [each for each in figure.layout.annotations if each.text == wording.TURN_MARK]
    assert said[0].hovertext == "&lt;b&gt;x&lt;/b&gt;"


def test_without_a_turning_point_nothing_is_marked(con: duckdb.DuckDBPyConnection) -> None:
    assert not drawn(con).layout.shapes


def test_both_periods_of_a_comparison_are_named_in_the_chart(
    con: duckdb.DuckDBPyConnection,
) -> None:
    periods = (
        ("A", date(2023, 5, 1), date(2023, 6, 30)),
        ("B", date(2024, 4, 1), date(2024, 4, 30)),
    )
    figure = drawn(con, marks=figures.Marks(brushed=periods))
    assert len(figure.layout.shapes) == 2
    assert {"<b>A</b>", "<b>B</b>"} <= {each.text for each in figure.layout.annotations}


def test_a_reference_series_is_a_dashed_line_of_ink_within_the_scale(
    con: duckdb.DuckDBPyConnection,
) -> None:
    series = pd.DataFrame(
        {"period_start": ["2023-05-01", "2023-06-01", "2024-04-01", "2031-01-01"],
         "value": [10.0, 20.0, 30.0, 40.0], "rescaled": [0.1, float("nan"), 3.0, 0.2]}
    )  # fmt: skip
    marks = figures.Marks(reference=series, reference_name="<i>Index</i>")
    line = traces(drawn(con, marks=marks), "reference")[0]
    assert (line.line.dash, line.line.color) == ("dash", theme.LIGHT.ink)
    assert list(line.y) == [0.1, 1.0]
    assert "<i>" not in line.hovertext[0]


def test_two_periods_are_compared_in_each_group_whatever_dates_are_shown(
    con: duckdb.DuckDBPyConnection,
) -> None:
    only_may = Filters(selection=Selection(date_from=date(2023, 5, 1), date_to=date(2023, 5, 31)))
    found = [
        queries_timeline.changes(con, filters, AXIS, "side", ("US", "China"), PERIODS)
        for filters in (Filters(), only_may)
    ]
    assert found[0] == found[1]
    frame = queries.points(con, Filters(), AXIS)
    for group, change in found[0]:
        for part, (first, last) in zip(
            (change.a, change.b), (period.split("..") for period in PERIODS), strict=True
        ):
            inside = frame["said_on"].between(first, last) & (frame["side"] == group)
            assert part.n_statements == inside.sum()


@pytest.mark.parametrize("by", ["side", "actor", "dyad", "topic", "outlet"])
def test_periods_can_be_compared_in_every_grouping(con: duckdb.DuckDBPyConnection, by: str) -> None:
    rows = con.execute(
        f"SELECT DISTINCT {queries.GROUP_SQL[by]} AS name FROM statements WHERE side IS NOT NULL"
    ).fetchall()
    groups = tuple(sorted(str(row[0]) for row in rows if row[0]))
    found = queries_timeline.changes(con, Filters(), AXIS, by, groups, PERIODS)  # type: ignore[arg-type]
    assert [group for group, _ in found] == list(groups)
    assert sum(change.b.n_statements for _, change in found) > 0


def test_the_shares_of_the_outlets_of_a_group_add_up_to_all(
    con: duckdb.DuckDBPyConnection,
) -> None:
    panel = queries_timeline.panel(con, Filters(), AXIS, "side", "month")
    found = queries_timeline.shares_in_all(panel, ["US", "China"])
    assert found["groups"] == ["US", "China"]
    for place in range(2):
        assert sum(cells[place][0] for _, cells in found["rows"]) == pytest.approx(1)
    sizes = [sum(count for _, count in cells) for _, cells in found["rows"]]
    assert sizes == sorted(sizes, reverse=True)


def test_points_are_thinned_to_the_same_ones_every_time(con: duckdb.DuckDBPyConnection) -> None:
    few = [queries.points(con, Filters(), AXIS, limit=10) for _ in range(2)]
    assert list(few[0]["statement_id"]) == list(few[1]["statement_id"])
    assert len(few[0]) == 10
    assert few[0]["placed_on"].is_monotonic_increasing
