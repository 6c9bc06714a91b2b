"""The Relations page: cells that add up, the map as table and picture, the words of a cell."""

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard import figures, groups, queries_relations, theme, wording
from dashboard import markup_relations as pieces
from dashboard.figures.heat import heat as draw_heat
from dashboard.figures.heat import tint
from dashboard.filters import Filters
from dashboard.groups import Keys
from dashboard.queries_relations import MAPS, OTHERS, Map
from stance.selection import Selection
from tests.app_pages import Open, opener, page_text
from tests.browser.sample import sample
from tests.checked_figures import checked

AXIS = "conciliation"
EVERYTHING = Filters()
LOOK = figures.Look(colours=theme.LIGHT, sides=("US", "China"))


@pytest.fixture
def opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    return opener(folder, monkeypatch, view="relations")


# ---- cells


def test_a_cell_is_the_mean_of_its_own_statements(con: duckdb.DuckDBPyConnection) -> None:
    found = queries_relations.heat(con, EVERYTHING, AXIS, "speakers").cells
    cell = found[(found["row"] == "wang_yi") & (found["column"] == "US")].iloc[0]
    alone = Filters(selection=Selection(actors=("wang_yi",), targets=("US",)))
    wanted = groups.means(con, alone, Keys(sql="'all'"), [AXIS]).iloc[0]
    for name in ("mean", "low", "high", "n_statements", "n_utterances"):
        assert cell[name] == pytest.approx(wanted[name], nan_ok=True)


@pytest.mark.parametrize("name", MAPS)
def test_the_cells_of_a_map_hold_every_statement_that_has_a_place(
    con: duckdb.DuckDBPyConnection, name: str
) -> None:
    frame = sample()[1]
    scored = frame[frame[AXIS].notna()]
    if name == "topics":
        wanted = scored[scored["side"].notna()]["topics"].map(len).sum()
    else:
        wanted = scored["target"].notna().sum()
    cells = queries_relations.heat(con, EVERYTHING, AXIS, name).cells
    assert cells["n_statements"].sum() == wanted


def test_rows_and_columns_go_by_their_number_of_utterances(
    con: duckdb.DuckDBPyConnection,
) -> None:
    found = queries_relations.heat(con, EVERYTHING, AXIS, "speakers")
    sizes = found.cells.groupby("row")["n_utterances"].sum()
    assert [sizes[row] for row in found.rows] == sorted(sizes, reverse=True)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("speakers", "topics"):
        old = MAPS[name]
        made = Map(rows=old.rows, columns=old.columns, most_rows=2, most_columns=1)
        monkeypatch.setitem(MAPS, name, made)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", ["speakers", "topics"])
def test_what_has_no_row_of_its_own_is_among_the_others_and_can_be_read(
    con: duckdb.DuckDBPyConnection, name: str
) -> None:
    found = queries_relations.heat(con, EVERYTHING, AXIS, name)
    assert found.rows[-1] == OTHERS
    assert len(found.rows) == 3 < found.n_rows
    for cell in found.cells.to_dict("records"):
        rows = queries_relations.statements(
            con, EVERYTHING, AXIS, name, (cell["row"], cell["column"]),
            (found.rows, found.columns),
        )  # fmt: skip
        assert len(rows) == cell["n_statements"], cell


@pytest.mark.parametrize("name", MAPS)
def test_a_cell_opens_exactly_the_statements_that_it_counts(
    con: duckdb.DuckDBPyConnection, name: str
) -> None:
    found = queries_relations.heat(con, EVERYTHING, AXIS, name)
    for cell in found.cells.to_dict("records"):
        rows = queries_relations.statements(
            con, EVERYTHING, AXIS, name, (cell["row"], cell["column"]),
            (found.rows, found.columns),
        )  # fmt: skip
        assert len(rows) == cell["n_statements"], cell
        assert rows["utterance_id"].nunique() == cell["n_utterances"]


def test_a_filter_that_leaves_nothing_gives_an_empty_map(con: duckdb.DuckDBPyConnection) -> None:
    nobody = Filters(selection=Selection(actors=("nobody_at_all",)))
    found = queries_relations.heat(con, nobody, AXIS, "speakers")
    assert found.cells.empty
    assert (found.rows, found.columns) == ((), ())


# ---- the map


def _cell(mean: float, low: float = float("nan"), high: float = float("nan"), n: int = 2) -> Any:
    return {"mean": mean, "low": low, "high": high, "n_utterances": n}


CELLS = {("a", "x"): _cell(-0.4, -0.6, -0.2, n=9), ("b", "x"): _cell(0.5, n=1)}


def _table() -> str:
    return pieces.heat_table(
        CELLS, [("a", "Ann <i>A</i>"), ("b", "Ben")], [("x", "Xanadu"), ("y", "Ys")],
        dict.fromkeys(CELLS, "?cell=1"), said=dict.fromkeys(CELLS, "so"),
        marks={}, corner=("Speaker", "towards"), caption="A map", colours=theme.LIGHT,
        opened=("b", "x"),
    )  # fmt: skip


def test_every_cell_shows_its_n_and_empty_cells_are_empty() -> None:
    table = _table()
    assert "n = 9" in table
    assert "n = 1" in table
    assert table.count("<td></td>") == 2


def test_a_cell_with_too_few_has_no_colour_and_says_so() -> None:
    few = re.search(r'<td class="few opened">(.*?)</td>', _table())
    assert few
    assert "background" not in few.group(1)
    assert "too few for an interval" in few.group(1)
    assert 'aria-current="true"' in few.group(1)


def test_a_name_in_the_map_is_no_markup() -> None:
    assert "<i>A</i>" not in _table()
    assert "Ann &lt;i&gt;A&lt;/i&gt;" in _table()


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("mean", [-1.0, -0.5, 0.0, 0.5, 1.0])
def test_words_on_every_tint_can_be_read(colours: theme.Palette, mean: float) -> None:
    assert _contrast(tint(mean, colours), colours.ink) >= 4.5


def test_the_two_poles_have_different_colours_that_deepen_with_the_mean() -> None:
    paper = theme.LIGHT.paper
    assert tint(0.0, theme.LIGHT) == paper
    shades = [_contrast(tint(mean, theme.LIGHT), paper) for mean in (0.2, 0.6, 1.0)]
    assert shades == sorted(shades)
    assert tint(0.6, theme.LIGHT) != tint(-0.6, theme.LIGHT)


def test_the_picture_fills_what_is_sure_and_outlines_what_is_not() -> None:
    words = figures.AxisWords(label="Conciliation", warm="conciliatory", cold="confrontational")
    figure = checked(
        draw_heat(CELLS, [("a", "A"), ("b", "B")], [("x", "X")], axis=words, look=LOOK)
    )
    sure, few = figure.layout.shapes[:2]
    assert sure.fillcolor == tint(-0.4, LOOK.colours)
    assert (few.fillcolor, few.line.dash) == (LOOK.colours.paper, "dot")
    texts = " ".join(str(note.text) for note in figure.layout.annotations)
    assert "n = 9" in texts
    assert "confrontational" in texts


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


# ---- the page


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize("axis", ["conciliation", "flexibility"])
def test_every_map_is_drawn_on_every_axis(opened: Open, name: str, axis: str) -> None:
    app = opened(map=name, axis=axis, dates="all")
    assert not app.exception
    text = page_text(app)
    assert wording.ERROR not in text
    assert '<table class="relations-map">' in text
    assert len(app.get("plotly_chart")) == 1


def test_the_finding_names_the_coldest_and_the_warmest_pair_with_n(
    opened: Open,
) -> None:
    lede = re.search(r'<p class="lede">(.*?)</p>', page_text(opened()))
    assert lede
    assert "Coldest is what" in lede.group(1)
    assert len(re.findall(r"n\u00a0=\u00a0\d", lede.group(1))) == 2


def test_an_opened_cell_lists_its_words(opened: Open) -> None:
    frame = sample()[1]
    words = frame[(frame["actor_id"] == "qin_gang") & frame["conciliation"].notna()]
    text = page_text(opened(cell="qin_gang~US", dates="all"))
    assert text.count('<td class="quote">') == len(words)
    assert "data-to" in text


def test_a_cell_of_another_map_is_passed_over(opened: Open) -> None:
    text = page_text(opened(map="topics", cell="qin_gang~US"))
    assert wording.ERROR not in text
    assert '<td class="quote">' not in text


def test_a_map_that_the_filters_empty_offers_ways_out(opened: Open) -> None:
    app = opened(actor="qin_gang", topic="climate")
    assert wording.NOTHING in page_text(app)
    assert app.button(key="drop_topic")


def test_one_statement_makes_one_hollow_cell(opened: Open) -> None:
    text = page_text(opened(actor="matthew_miller"))
    assert wording.RELATIONS_FEW in text
    assert text.count('<td class="few">') == 1
