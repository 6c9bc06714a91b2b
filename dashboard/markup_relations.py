"""The map of relations as a table: every cell a link to its words, coloured by its mean.

Pure. A table of links is read by screen readers and walked through with the keyboard as it is.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import theme, wording
from dashboard.figures.heat import tint
from dashboard.findings import interval_of, is_few
from dashboard.markup import escape

Cells = Mapping[tuple[str, str], Mapping[str, Any]]


def heat_table(
    cells: Cells,
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    hrefs: Mapping[tuple[str, str], str],
    *,
    said: Mapping[tuple[str, str], str],
    marks: Mapping[str, str],
    corner: tuple[str, str],
    caption: str,
    colours: theme.Palette,
    opened: tuple[str, str] | None = None,
) -> str:
    """Return the map as HTML.

    Args:
        cells: (row, column) -> ``mean``, ``low``, ``high`` (NaN for too few), ``n_utterances``.
        rows: Key and label of each row, in order.
        columns: Key and label of each column.
        hrefs: Address that opens each cell.
        said: Each pair in words: "Wang Yi says towards the United States".
        marks: Key of a row or column -> the mark of its side, as HTML of ``markup.side_mark``.
        corner: What the rows are, and what the columns are.
        caption: Says what the table holds.
        colours: Of the mode.
        opened: The cell whose words are shown.
    """
    heads = "".join(f'<th scope="col">{_marked(key, label, marks)}</th>' for key, label in columns)
    body = ""
    for row, label in rows:
        shown = "".join(
            _cell((row, column), cells, hrefs, said, colours, opened) for column, _ in columns
        )
        body += f'<tr><th scope="row">{_marked(row, label, marks)}</th>{shown}</tr>'
    first = f'<span class="down">{escape(corner[0])}</span> {escape(corner[1])}'
    return (
        f'<div class="relations" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="relations-map"><caption class="unseen">{escape(caption)}</caption>'
        f'<thead><tr><td class="corner">{first}</td>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def scale(axis: str, warm: str, cold: str, colours: theme.Palette) -> str:
    """Return the scale of colours with its poles, and what hollow means."""
    steps = "".join(
        f'<i style="background:{tint(step / 5, colours)}"></i>' for step in range(-5, 6)
    )
    return (
        f'<p class="relations-scale"><span>{escape(wording.RELATIONS_SCALE.format(axis=axis))}'
        f"</span><span>{escape(cold)} {theme.MINUS}1</span>"
        f'<span class="steps" aria-hidden="true">{steps}</span><span>+1 {escape(warm)}</span>'
        f'<span class="few"><i aria-hidden="true"></i>{escape(wording.RELATIONS_FEW_KEY)}</span>'
        "</p>"
    )


def cell_words(said: str, cell: Mapping[str, Any]) -> str:
    """Return a cell in words: what it is about, its mean with interval, and n."""
    n = theme.plural(int(cell["n_utterances"]), *wording.UTTERANCE)
    if is_few(cell):
        few = wording.RELATIONS_CELL_FEW.format(what=said, n=n)
        return f"{few}, mean {theme.signed(cell['mean'])}"
    mean = f"{theme.signed(cell['mean'])} ({interval_of(cell)})"
    return wording.RELATIONS_CELL.format(what=said, mean=mean, n=n)


def _marked(key: str, label: str, marks: Mapping[str, str]) -> str:
    mark = f"{marks[key]}&nbsp;" if key in marks else ""
    return f"<span>{mark}{escape(label)}</span>"


def _cell(
    place: tuple[str, str],
    cells: Cells,
    hrefs: Mapping[tuple[str, str], str],
    said: Mapping[tuple[str, str], str],
    colours: theme.Palette,
    opened: tuple[str, str] | None,
) -> str:
    cell = cells.get(place)
    if cell is None:
        return "<td></td>"
    few = is_few(cell)
    names = " ".join(name for name, holds in (("few", few), ("opened", place == opened)) if holds)
    fill = "" if few else f' style="background:{tint(float(cell["mean"]), colours)}"'
    label = escape(cell_words(said[place], cell))
    current = ' aria-current="true"' if place == opened else ""
    return (
        f'<td class="{names}"><a href="{escape(hrefs[place])}" target="_self" data-go '
        f'data-to="#words"{fill} aria-label="{label}" title="{label}"{current}>'
        f"<b>{theme.signed(cell['mean'])}</b>"
        f"<small>n = {theme.number(int(cell['n_utterances']))}</small></a></td>"
    )
