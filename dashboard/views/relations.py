"""Relations: who speaks how about whom, as a map whose every cell opens its words."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import cached, findings, markup, queries_relations, setup, state, theme, wording
from dashboard import figures as figures_module
from dashboard import markup_relations as pieces
from dashboard.figures.heat import heat as draw_heat
from dashboard.filters import Filters
from dashboard.pages import PAGES
from dashboard.queries_relations import CELL, OTHERS, Heat
from dashboard.setup import View
from dashboard.views import browser, charts, controls, filterbar, offers, parts
from stance.model import Axis

URL_OPTIONS = PAGES["relations"].keys
Cell = tuple[str, str]
Cells = dict[Cell, dict[str, Any]]


def draw(view: View) -> None:
    """Draw the page."""
    filters, axis, name = state.filters(), view.axis(), state.option("map", view.choices)
    counts = cached.counts(view.key, filters, axis.axis_id)
    heat = cached.ask(view.key, queries_relations.heat, filters, axis.axis_id, name)
    cells = {(row["row"], row["column"]): dict(row) for row in markup.records(heat.cells)}
    said = _said(view, heat, cells, name)
    label = setup.axis_label(axis.axis_id).lower()
    if not cells:
        none = wording.RELATIONS_NONE.format(axis=label)
        parts.heading(wording.RELATIONS, none if counts["statements"] else wording.NOTHING)
    else:
        parts.heading(wording.RELATIONS, *_lede(cells, said, axis))
    filterbar.draw(view, counts, "relations", URL_OPTIONS)
    if not counts["statements"]:
        parts.nothing(view, filters, axis.axis_id)
        return
    _controls(view)
    if not cells:
        offers.statements(view, filters, counts)
        return
    opened = _opened(view, heat)
    _map(view, heat, cells, said, axis, name, opened)
    _notes(heat, axis)
    if opened is not None:
        _words(view, filters, heat, cells, said, axis, name, opened)
    _picture(view, heat, cells, axis, name, counts)
    offers.statements(view, filters, counts)


# ---- the finding


def _lede(cells: Cells, said: Mapping[Cell, str], axis: Axis) -> tuple[str, str]:
    """Return the coldest and the warmest pair, and how far to trust that."""
    few = [place for place, cell in cells.items() if findings.is_few(cell)]
    told = sorted(
        (place for place in cells if place not in few and OTHERS not in place),
        key=lambda place: cells[place]["mean"],
    )
    doubt = ""
    if few:
        told_of = wording.RELATIONS_DOUBT if len(few) < len(cells) else wording.RELATIONS_DOUBT_ALL
        doubt = told_of.format(few=len(few), cells=len(cells))
    if not told:
        return wording.RELATIONS_FEW, doubt
    shown = [f"{said[p]}: {findings.state(cells[p], axis)}" for p in (told[0], told[-1])]
    if len(told) == 1:
        return wording.sentence(wording.RELATIONS_LEDE_ONE.format(what=shown[0])), doubt
    lede = wording.RELATIONS_LEDE.format(cold=shown[0], warm=shown[1])
    unclear = findings.overlap(cells[told[0]], cells[told[-1]])
    return lede, " ".join([*([wording.RELATIONS_UNCLEAR] if unclear else []), doubt])


def _said(view: View, heat: Heat, cells: Cells, name: str) -> dict[Cell, str]:
    rows, columns = _labels(view, heat, name)
    template = wording.RELATIONS_SAYS[name]
    return {
        place: template.format(
            row=rows[row] if name == "topics" else _in_words(row, rows),
            column=_in_words(column, columns),
        )
        for place in cells
        for row, column in [place]
    }


def _in_words(key: str, labels: Mapping[str, str]) -> str:
    """Return a name as it stands within a sentence."""
    if key in wording.SIDES_AS_SUBJECTS:
        return wording.side_named(key)
    return wording.with_article(labels[key])


# ---- names


def _labels(view: View, heat: Heat, name: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return how each row and each column is called."""
    known = view.choices.labels
    sides = {side: wording.SIDES.get(side, side) for side in (*heat.rows, *heat.columns)}
    rows, columns = {
        "speakers": (known["actor"], {}),
        "sides": (sides, {}),
        "topics": (known["topic"], sides),
    }[name]
    return (
        _named(heat.rows, rows, heat.n_rows),
        _named(heat.columns, columns, heat.n_columns),
    )


def _named(keys: tuple[str, ...], labels: Mapping[str, str], total: int) -> dict[str, str]:
    alone = sum(key != OTHERS for key in keys)
    named = {key: labels.get(key, key) for key in keys}
    if OTHERS in named:
        named[OTHERS] = wording.RELATIONS_OTHERS.format(n=theme.number(total - alone))
    return named


def _marks(view: View, heat: Heat, name: str) -> dict[str, str]:
    """Return the mark of the side before each row or column that has one."""
    sides = view.case.sides
    if name == "speakers":
        known = {str(row["name"]): row["side"] for row in cached.options(view.key)["actor"]}
        return {key: markup.side_mark(known.get(key), sides) for key in heat.rows if key != OTHERS}
    keys = heat.rows if name == "sides" else heat.columns
    return {key: markup.side_mark(key, sides) for key in keys if key != OTHERS}


# ---- the map


def _controls(view: View) -> None:
    choices = view.choices
    with st.container(horizontal=True, gap="medium", key="controls"):
        controls.segmented(
            wording.RELATIONS_MAP, "map", wording.RELATIONS_MAPS, choices,
            wording.RELATIONS_MAP_HELP,
        )  # fmt: skip
        controls.axis(choices)


def _opened(view: View, heat: Heat) -> Cell | None:
    """Return the cell that the URL names; one of another map is none of this one."""
    row, _, column = state.option("cell", view.choices).partition(CELL)
    return (row, column) if row in heat.rows and column in heat.columns else None


def _map(
    view: View,
    heat: Heat,
    cells: Cells,
    said: Mapping[Cell, str],
    axis: Axis,
    name: str,
    opened: Cell | None,
) -> None:
    rows, columns = _labels(view, heat, name)
    label = setup.axis_label(axis.axis_id)
    kept = [key for key in URL_OPTIONS if key != "cell"]
    hrefs = {
        place: markup.address(
            ".", state.page_query("relations", [*kept, "cell"], cell=CELL.join(place))
        )
        for place in cells
    }
    table = pieces.heat_table(
        cells,
        list(rows.items()),
        list(columns.items()),
        hrefs,
        said=said,
        marks=_marks(view, heat, name),
        corner=wording.RELATIONS_CORNER[name],
        caption=wording.RELATIONS_TITLE[name].format(axis=label.lower()),
        colours=view.colours,
        opened=opened,
    )
    st.html(pieces.scale(label.lower(), axis.warm, axis.cold, view.colours) + table)


def _notes(heat: Heat, axis: Axis) -> None:
    label = setup.axis_label(axis.axis_id).lower()
    notes = [wording.RELATIONS_NOTE.format(axis=label)]
    if OTHERS in heat.rows or OTHERS in heat.columns:
        notes.append(
            wording.RELATIONS_LIMITED.format(
                rows=sum(key != OTHERS for key in heat.rows),
                columns=sum(key != OTHERS for key in heat.columns),
            )
        )
    st.html(f'<p class="notes">{markup.escape(" ".join(notes))}</p>')


# ---- the words of a cell


def _words(
    view: View,
    filters: Filters,
    heat: Heat,
    cells: Cells,
    said: Mapping[Cell, str],
    axis: Axis,
    name: str,
    opened: Cell,
) -> None:
    close = markup.address(
        ".", state.page_query("relations", [key for key in URL_OPTIONS if key != "cell"])
    )
    away = markup.link(close, wording.RELATIONS_CLOSE)
    if opened not in cells:
        gone = markup.escape(wording.RELATIONS_GONE)
        st.html(f'<p class="doubt" role="status">{gone} {away}</p>')
        return
    rows = cached.ask(
        view.key, queries_relations.statements, filters, axis.axis_id, name, opened,
        (heat.rows, heat.columns),
    )  # fmt: skip
    cell = cells[opened]
    counted = wording.RELATIONS_OPENED_COUNT.format(
        statements=theme.plural(int(cell["n_statements"]), *wording.STATEMENT),
        utterances=theme.plural(int(cell["n_utterances"]), *wording.UTTERANCE),
        mean=theme.signed(cell["mean"]),
        interval=_interval(cell),
    )
    if len(rows) < int(cell["n_statements"]):
        counted += wording.RELATIONS_OPENED_MORE.format(shown=len(rows))
    title = wording.RELATIONS_OPENED.format(what=said[opened])
    st.html(
        f'<h2 class="part" id="words">{markup.escape(title)}</h2>'
        f'<p class="notes" role="status">{markup.escape(counted)} {away}</p>'
    )
    label = setup.axis_label(axis.axis_id)
    hrefs = parts.hrefs(rows, URL_OPTIONS)
    st.html(markup.statement_table(rows, label, view.case.sides, hrefs, caption=title))


def _interval(cell: findings.Row) -> str:
    """Return how sure the mean of an opened cell is; nothing with fewer than three utterances."""
    if not findings.is_untold(cell):
        return f", 95% interval {findings.interval_of(cell)}"
    few = findings.few_occasions(cell) if findings.is_open(cell) else ""
    return wording.RELATIONS_OPENED_FEW.format(said=few) if few else ""


# ---- the picture


def _picture(
    view: View, heat: Heat, cells: Cells, axis: Axis, name: str, counts: dict[str, Any]
) -> None:
    rows, columns = _labels(view, heat, name)
    label = setup.axis_label(axis.axis_id)
    words = figures_module.AxisWords(label=label, warm=axis.warm, cold=axis.cold)
    figure = draw_heat(
        cells, list(rows.items()), list(columns.items()), axis=words, look=view.look,
        narrow=browser.is_narrow(),
    )  # fmt: skip
    listed = sorted(cells.items(), key=lambda item: -int(item[1]["n_utterances"]))
    table = charts.Table(
        heads=wording.RELATIONS_COLUMNS,
        rows=[
            [
                rows[place[0]],
                columns[place[1]],
                theme.signed(cell["mean"]),
                findings.interval_of(cell),
                theme.number(int(cell["n_utterances"])),
                theme.number(int(cell["n_statements"])),
            ]
            for place, cell in listed
        ],
        numeric=(2, 3, 4, 5),
    )
    counted = (
        f"{theme.plural(counts['statements'], *wording.STATEMENT)}, "
        f"{theme.plural(counts['utterances'], *wording.UTTERANCE)}"
    )
    with st.expander(wording.RELATIONS_PICTURE):
        charts.show(
            view,
            figure,
            charts.Chart(
                name="relations",
                title=wording.RELATIONS_TITLE[name].format(axis=label.lower()),
                alt=wording.RELATIONS_ALT.format(
                    rows=len(rows), columns=len(columns), axis=label.lower(),
                    cold=axis.cold, warm=axis.warm,
                ),
                counted=counted,
                twin="relations",
                keys=("axis", "map"),
                table=None,
            ),
        )  # fmt: skip
        st.html(
            markup.plain_table(
                table.heads, table.rows, caption=wording.RELATIONS_PICTURE, numeric=table.numeric
            )
        )
