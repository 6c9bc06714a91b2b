"""The Actors page: groups and their means, profiles, figures, and the entry for a newcomer."""

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from dashboard import figures, groups, newcomers, queries_actors, theme, wording
from dashboard import markup_actors as pieces
from dashboard.figures.strip import strip
from dashboard.filters import Filters
from dashboard.groups import Keys
from dashboard.newcomers import Newcomer
from stance import registry, resources
from stance.errors import StanceError
from stance.selection import Selection
from stance.trends import Question, trend_from
from tests.app_pages import Open, opener, page_text
from tests.browser.sample import AXES, sample
from tests.checked_figures import checked

AXIS = "conciliation"
LOOK = figures.Look(colours=theme.LIGHT, sides=("US", "China"))
EVERYBODY = Filters()


@pytest.fixture
def opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    return opener(folder, monkeypatch, view="actors")


# ---- groups


@pytest.mark.parametrize(
    ("by", "sql"),
    [
        ("side", "side"),
        ("actor", groups.WHO),
        ("topic", "unnest(topics)"),
    ],
    ids=["side", "actor", "topic"],
)
def test_means_of_groups_are_those_of_the_trends(
    con: duckdb.DuckDBPyConnection, by: Any, sql: str
) -> None:
    wanted = trend_from(con, Question(axis=AXIS, by=by, freq="all"))
    found = groups.means(con, EVERYBODY, Keys(sql=sql), [AXIS])
    columns = ["group", "mean", "low", "high", "n_statements", "n_utterances", "n_occasions"]
    pd.testing.assert_frame_equal(
        found[columns].reset_index(drop=True), wanted[columns].reset_index(drop=True)
    )


def test_every_axis_of_one_pass_equals_the_axis_alone(con: duckdb.DuckDBPyConnection) -> None:
    together = groups.means(con, EVERYBODY, Keys(sql="side"), AXES)
    for axis in AXES:
        alone = groups.means(con, EVERYBODY, Keys(sql="side"), [axis])
        mine = together[together["axis"] == axis].reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, alone)


def test_groups_without_words_give_no_row(con: duckdb.DuckDBPyConnection) -> None:
    nobody = Filters(selection=Selection(actors=("nobody_at_all",)))
    assert groups.means(con, nobody, Keys(sql="side"), [AXIS]).empty


# ---- queries


def test_names_count_statements_and_tell_who_is_registered(
    con: duckdb.DuckDBPyConnection,
) -> None:
    frame = sample()[1]
    found = queries_actors.names(con, EVERYBODY).set_index("who")
    assert found.loc["wang_yi", "n"] == (frame["actor_id"] == "wang_yi").sum()
    assert found.loc["wang_yi", "is_registered"]
    assert not found.loc["Clara Winter", "is_registered"]
    assert found.loc["Clara Winter", "side"] is None


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("wang yi", "wang_yi"),
        ("blinken", "antony_blinken"),
        ("Clara", "Clara Winter"),
        ("an", None),
        ("Nobody Whatever", None),
    ],
    ids=["whole name", "part", "unregistered", "several", "nobody"],
)
def test_a_typed_name_finds_the_one_that_is_meant(
    con: duckdb.DuckDBPyConnection, typed: str, who: str | None
) -> None:
    assert queries_actors.search(con, typed) == who


def test_a_comparison_parts_the_actor_from_the_rest_of_the_side(
    con: duckdb.DuckDBPyConnection,
) -> None:
    narrowed = Filters(selection=Selection(actors=("wang_yi",), sides=("China",)))
    found = queries_actors.compared(con, narrowed, "wang_yi", ("China", "US"), [AXIS])
    sizes = found.groupby("group")["n_utterances"].sum()
    sides = groups.means(con, EVERYBODY, Keys(sql="side"), [AXIS]).set_index("group")
    assert sizes["actor"] + sizes["own"] == sides.loc["China", "n_utterances"]
    assert sizes["other"] == sides.loc["US", "n_utterances"]


def test_a_profile_holds_only_the_actor_and_leaves_the_store_as_it_was(
    con: duckdb.DuckDBPyConnection,
) -> None:
    frame = sample()[1]
    mine = frame[frame["actor_id"] == "wang_yi"]
    found = queries_actors.profile(con, EVERYBODY, "wang_yi", AXIS, "month")
    assert found.counts["statements"] == len(mine)
    assert set(found.points["actor_id"]) == {"wang_yi"}
    assert set(found.trend["group"]) == {"wang_yi"}
    assert found.outlets["n"].sum() == len(mine)
    assert found.outlets["share"].sum() == pytest.approx(1)
    assert found.topics["n_utterances"].is_monotonic_decreasing
    assert con.execute("SELECT count(*) FROM statements").fetchone() == (len(frame),)


def test_newcomers_are_those_without_an_entry(con: duckdb.DuckDBPyConnection) -> None:
    frame = sample()[1]
    unlisted = frame[frame["actor_id"].isna() & frame["speaker_name"].notna()]
    found = queries_actors.newcomers(con, EVERYBODY)
    assert set(found["name"]) == set(unlisted["speaker_name"])
    assert found["n"].sum() == len(unlisted)
    assert set(found["statement_id"]) <= set(unlisted["statement_id"])


# ---- the strip


def _mean(mean: float, low: float = float("nan"), high: float = float("nan"), n: int = 2) -> Any:
    return {"mean": mean, "low": low, "high": high, "n_utterances": n}


def test_too_few_are_hollow_and_have_no_whisker() -> None:
    words = figures.AxisWords(label="Conciliation", warm="conciliatory", cold="confrontational")
    rows = {("con", "actor"): _mean(0.4), ("con", "own"): _mean(-0.2, -0.4, 0.0, n=12)}
    members = [("actor", "Wang Yi", "China"), ("own", "others", "China")]
    figure = checked(strip(rows, [("con", words)], members, look=LOOK))
    marks = {trace.name: trace for trace in figure.data if trace.mode == "markers"}
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    assert marks["Wang Yi"].marker.color == (LOOK.colours.paper,)
    assert marks["others"].marker.color != (LOOK.colours.paper,)
    assert [list(trace.x)[:2] for trace in lines] == [[], [-0.4, 0.0]]


def test_two_occasions_that_could_mean_anything_are_no_finding() -> None:
    words = figures.AxisWords(label="Conciliation", warm="conciliatory", cold="confrontational")
    vague = _mean(0.14, -1.0, 1.0, n=19) | {"n_occasions": 2}
    figure = checked(
        strip({("con", "actor"): vague}, [("con", words)], [("actor", "A", "US")], look=LOOK)
    )
    (marks,) = (trace for trace in figure.data if trace.mode == "markers")
    assert marks.marker.color == (LOOK.colours.paper,)
    assert "2 occasions are too few" in marks.hovertext[0]
    assert [list(trace.x) for trace in figure.data if trace.mode == "lines"] == [[]]
    shown = pieces.overview([pieces.Line(name="A", href=".", mean=vague)], caption="c")
    assert "2 occasions are too few" in shown
    assert 'class="range"' not in shown


def test_the_strip_names_both_poles_of_every_axis_and_has_a_fixed_scale() -> None:
    words = [
        ("con", figures.AxisWords(label="Conciliation", warm="conciliatory", cold="hostile")),
        ("cre", figures.AxisWords(label="Credit", warm="crediting", cold="blaming")),
    ]
    figure = checked(
        strip({("con", "actor"): _mean(0.4)}, words, [("actor", "A", "US")], look=LOOK)
    )
    texts = " ".join(note.text for note in figure.layout.annotations)
    assert all(pole in texts for pole in ("conciliatory", "hostile", "crediting", "blaming"))
    assert figure.layout.xaxis.range == (-1.05, 1.05)


def test_a_name_in_the_strip_is_no_markup() -> None:
    words = figures.AxisWords(label="Conciliation", warm="w", cold="c")
    members = [("actor", "<b>bold</b>", "US")]
    figure = checked(strip({("con", "actor"): _mean(0.4)}, [("con", words)], members, look=LOOK))
    assert "<b>bold" not in figure.to_json()


# ---- the entry for the registry


@pytest.fixture
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    data = tmp_path / "data"
    shutil.copytree(resources.shipped_data_dir() / "us-china", data / "us-china")
    monkeypatch.setenv("STANCE_DATA_DIR", str(data))
    return data


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Clara Winter", "clara_winter"),
        ("The Institute (Basel)", "institute_basel"),
        ("7th Fleet", "actor_7th_fleet"),
        ("Wáng \u201cYi\u201d", "wang_yi_2"),
    ],
    ids=["plain", "brackets", "digit first", "taken, with accents"],
)
def test_an_identifier_has_the_form_the_registry_asks_for(name: str, found: str) -> None:
    assert newcomers.id_of(name, taken={"wang_yi"}) == found


def test_only_names_become_aliases() -> None:
    printed = ["the scholar", "Dr. Winter", "Clara Winter", "Clara B. Winter", "Winter"]
    assert newcomers.spellings("Clara Winter", printed) == ("Clara B. Winter",)


def test_the_registry_takes_the_entry_and_finds_the_name(own_data: Path) -> None:
    newcomer = Newcomer(
        actor_id="clara_winter", name='Clara "Cloudy" Winter', side="US", aliases=("C. Winter",)
    )
    assert newcomers.problem(newcomer, "us-china") is None
    path = newcomers.add(newcomer, "us-china")
    assert path == own_data / "us-china" / "actors.toml"
    actor = registry.find_actor(registry.load_case(), "C. Winter")
    assert actor is not None
    assert (actor.actor_id, actor.name, actor.side) == (
        "clara_winter", 'Clara "Cloudy" Winter', "US",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"actor_id": "wang_yi"}, "wang_yi"),
        ({"actor_id": "Clara Winter"}, "small letter"),
        ({"aliases": ("Wang Yi",)}, "Wang Yi"),
        ({"side": "Atlantis"}, "Atlantis"),
    ],
    ids=["id taken", "id malformed", "alias taken", "unknown side"],
)
def test_what_the_registry_would_refuse_is_said_and_not_written(
    own_data: Path, changes: dict[str, Any], said: str
) -> None:
    before = newcomers.actors_file("us-china").read_bytes()
    fields: dict[str, Any] = {"actor_id": "clara_winter", "name": "Clara Winter", "side": "US"}
    newcomer = Newcomer(**(fields | changes))
    assert said in (newcomers.problem(newcomer, "us-china") or "")
    with pytest.raises(StanceError):
        newcomers.add(newcomer, "us-china")
    assert newcomers.actors_file("us-china").read_bytes() == before


def test_the_registry_that_comes_with_the_program_is_never_written() -> None:
    before = newcomers.actors_file("us-china").read_bytes()
    with pytest.raises(StanceError, match="STANCE_DATA_DIR"):
        newcomers.add(Newcomer(actor_id="clara", name="Clara Winter", side="US"), "us-china")
    assert newcomers.actors_file("us-china").read_bytes() == before


# ---- the page


def test_the_page_lists_everybody_with_n_and_the_newcomers(
    opened: Open,
) -> None:
    text = page_text(opened(dates="all"))
    assert wording.ERROR not in text
    assert "Wang Yi</a>" in text
    assert wording.ACTORS_NEW in text
    assert "add=Clara%20Winter" in text


def test_choosing_an_actor_is_a_link_to_the_profile(opened: Open) -> None:
    app = opened()
    app.selectbox(key="actor_field").set_value("wang_yi").run()
    assert app.query_params["actor"] in ("wang_yi", ["wang_yi"])
    assert '<p class="lede">Wang Yi was ' in page_text(app)
    assert len(app.get("plotly_chart")) == 2


def test_a_profile_with_one_statement_says_that_it_is_too_little(
    opened: Open,
) -> None:
    text = page_text(opened(actor="mao_ning", topic="taiwan", dates="all"))
    assert wording.ERROR not in text
    assert "Too few words by Mao Ning" in text


def test_a_profile_that_the_filters_empty_offers_ways_out(
    opened: Open,
) -> None:
    app = opened(actor="qin_gang", topic="climate")
    assert wording.NOTHING in page_text(app)
    app.button(key="drop_topic").click().run()
    assert '<p class="lede">Qin Gang was ' in page_text(app)


def test_a_newcomers_profile_says_so_and_leads_to_the_form(
    opened: Open,
) -> None:
    text = page_text(opened(actor="Clara Winter", dates="all"))
    assert wording.ACTORS_UNREGISTERED in text
    assert "add=Clara%20Winter" in text


def test_the_entry_is_offered_once_a_side_is_chosen(opened: Open) -> None:
    app = opened(add="Clara Winter")
    assert not app.code
    app.selectbox(key="add_side_Clara Winter").set_value("US").run()
    assert 'id = "clara_winter"' in app.code[0].value
    assert 'side = "US"' in app.code[0].value
    app.text_input(key="add_id_Clara Winter").set_value("wang_yi").run()
    assert not app.code
    assert "would refuse" in page_text(app)


def test_the_entry_is_written_into_a_folder_of_ones_own(opened: Open, own_data: Path) -> None:
    app = opened(add="Clara Winter")
    app.selectbox(key="add_side_Clara Winter").set_value("US").run()
    app.button(key="write_actor").click().run()
    assert 'id = "clara_winter"' in (own_data / "us-china" / "actors.toml").read_text("utf-8")
    assert "is in the registry now" in page_text(app)
