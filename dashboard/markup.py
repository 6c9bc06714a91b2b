"""Pieces of pages as HTML: lists of statements, evidence that adds up, facts and tables.

Pure. Every text that comes from a source, the store or the registry goes through ``escape``; markup
is built here only, from constants and numbers. Colours are classes or computed hex values.
"""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from dashboard import theme, wording

if TYPE_CHECKING:
    import pandas as pd

ROUNDED_BELOW = 0.02  # more than this no rounding leaves: a person set the score
LONG = 400  # characters that a heading has no room for
STACKED_FROM = 4  # columns that a phone has no room for
DOUBLE_MARKS = "\u201c\u201d\u201e"  # within a quotation they would stand in their like
QUOTE_MARKS = tuple("\"'\u201c\u201d\u2018\u2019\u00ab\u00bb\u201e")
Row = Mapping[str, Any]

# The mark is drawn by the style sheet: one bar above the line, one below, in the pair's colours.
BRAND = '<span class="mark" aria-hidden="true"><i></i><i></i><i></i></span>'
_FIGURES = re.compile(r"\([^()]*\d[^()]*\)[.;]?")
_DETAIL = re.compile(r", 95\s?% interval [^,;()]+ to [^,;()]+|, [\d,]+ occasions?(?=\))")


def with_figures(text: str) -> str:
    """Return escaped text in which the numbers in parentheses step back behind the words."""

    def shown(found: re.Match[str]) -> str:
        # A number is not torn from its sign, its unit or its "n =".
        kept = re.sub(r" (?=[=%])|(?<==) |(?<=mean) ", "\u00a0", found.group())
        return f'<span class="figures">{kept}</span>'

    return _FIGURES.sub(shown, escape(text))


def in_short(text: str) -> str:
    """Return sentences without the details that the chart and its table show anyway."""
    return _DETAIL.sub("", text)


def escape(text: object) -> str:
    """Return text that HTML shows as it is."""
    return html.escape(str(text), quote=True)


def plain(text: str) -> str:
    """Return a text that Markdown shows as it is: every mark of Markdown is escaped."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|<>~$:^=])", r"\\\1", text)


def quoted(text: str) -> str:
    """Return an escaped text in quotation marks, unless it brings its own."""
    return escape(in_marks(text))


def in_marks(text: str) -> str:
    """Return a text in quotation marks, unless it brings its own."""
    has_own = text[:1] in QUOTE_MARKS or any(mark in text for mark in DOUBLE_MARKS)
    return text if has_own else f"\u201c{text}\u201d"


def words_of(row: Row) -> str:
    """Return the words of a statement, escaped; a direct one in quotation marks."""
    return quoted(str(row["text"])) if row.get("kind") == "direct" else escape(row["text"])


def opened_words(row: Row) -> str:
    """Return the words of a statement as the heading of its page; many are set smaller."""
    kind = "opened long" if len(str(row["text"])) > LONG else "opened"
    return f'<blockquote class="{kind}">{words_of(row)}</blockquote>'


def link(href: str, label: str, *, name: str = "") -> str:
    """Return a link inside the dashboard; ``label`` is escaped, the page does not reload."""
    kind = f' class="{name}"' if name else ""
    return f'<a href="{escape(href)}" target="_self" data-go{kind}>{escape(label)}</a>'


def address(page: str, query: Mapping[str, Sequence[str]]) -> str:
    """Return a relative address of a page with its parameters."""
    pairs = [(key, value) for key, values in query.items() for value in values]
    tail = urlencode(pairs, quote_via=quote)
    return f"{page}?{tail}" if tail else page


def records(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """Return the rows of a frame as dictionaries."""
    # Column by column: pandas' own way looks at each value by itself.
    names = [str(name) for name in frame.columns]
    columns = [column.tolist() for _, column in frame.items()]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def is_known(value: object) -> bool:
    """Whether a cell of a frame holds something (None and NaN are nothing)."""
    return value is not None and value == value


def score_bar(value: float | None, *, low: float | None = None, high: float | None = None) -> str:
    """Return a tiny bar on the scale -1..+1 from zero, with its number to the right."""
    if not is_known(value) or value is None:
        empty = '<span class="bar empty" aria-hidden="true"></span>'
        return f'<span class="score">{empty}<span class="num">{theme.NO_VALUE}</span></span>'
    kind = "warm" if value > 0 else "cold"
    left, width = (50.0, 50 * value) if value > 0 else (50 + 50 * value, -50 * value)
    interval = ""
    if is_known(low) and is_known(high) and low is not None and high is not None:
        interval = (
            f'<span class="range" style="left:{50 + 50 * low:.1f}%;'
            f'width:{50 * (high - low):.1f}%"></span>'
        )
    return (
        f'<span class="score"><span class="bar" aria-hidden="true">{interval}'
        f'<span class="fill {kind}" style="left:{left:.1f}%;width:{width:.1f}%"></span></span>'
        f'<span class="num">{theme.signed(value)}</span></span>'
    )


def who(row: Row) -> str:
    """Return the speaker's name, else what is printed, else that nobody is named."""
    for key in ("speaker_name", "speaker"):
        if is_known(row.get(key)) and row.get(key):
            return str(row[key])
    return wording.UNNAMED_SPEAKER


def outlet(row: Row) -> str:
    """Return the outlet, or that it is not known."""
    return (
        str(row["outlet"])
        if is_known(row.get("outlet")) and row["outlet"]
        else wording.UNNAMED_OUTLET
    )


def side_mark(side: object, sides: Sequence[str]) -> str:
    """Return the small shape in the side's colour that stands before a name."""
    rank = theme.side_rank(side if isinstance(side, str) else None, sides)
    names = ("first", "second", "others", "others")
    return f'<span class="side {names[rank]}" aria-hidden="true">{theme.GLYPHS[rank]}</span>'


def statement_table(
    rows: "pd.DataFrame", axis: str, sides: Sequence[str], hrefs: Mapping[str, str], *, caption: str
) -> str:
    """Return statements as a table: quotation first, then who, when, where, and the score.

    Args:
        rows: List rows of ``dashboard.queries``.
        axis: Label of the axis that ``score`` is on.
        sides: The case's sides, the pair first.
        hrefs: statement_id -> address that opens it.
        caption: Says to a screen reader what the table holds.
    """
    heads = [title.format(axis=axis) for title in wording.COLUMNS]
    classes = ("quote", "who", "when", "where", "value")
    head = "".join(
        f'<th scope="col" class="{name}">{escape(title)}</th>'
        for name, title in zip(classes, heads, strict=True)
    )
    body = "".join(_row(row, sides, hrefs) for row in records(rows))
    return (
        f'<table class="list"><caption class="unseen">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(row: Row, sides: Sequence[str], hrefs: Mapping[str, str]) -> str:
    identifier = str(row["statement_id"])
    said = theme.long_date(row["said_on"] if is_known(row.get("said_on")) else None)
    corrected = (
        f' <span class="note">{escape(wording.CORRECTED)}</span>' if row.get("corrected") else ""
    )
    href = escape(hrefs[identifier])
    opened = f'<a class="words" href="{href}" target="_self" data-go>{words_of(row)}</a>'
    return (
        f'<tr id="s-{escape(identifier)}"><td class="quote">{opened}{corrected}</td>'
        f'<td class="who">{side_mark(row.get("side"), sides)}&nbsp;{escape(who(row))}</td>'
        f'<td class="when">{escape(said)}</td><td class="where">{escape(outlet(row))}</td>'
        f'<td class="value">{score_bar(row.get("score"))}</td></tr>'
    )


def quote_list(rows: "pd.DataFrame", sides: Sequence[str], hrefs: Mapping[str, str]) -> str:
    """Return a few statements as quotations with one line of source each."""
    items = []
    for row in records(rows):
        said = theme.long_date(row["said_on"] if is_known(row.get("said_on")) else None)
        href = escape(hrefs[str(row["statement_id"])])
        items.append(
            f'<li><a class="words" href="{href}" target="_self" data-go>{words_of(row)}</a>'
            f'<span class="meta">{side_mark(row.get("side"), sides)}&nbsp;{escape(who(row))}, '
            f"{escape(said)}, {escape(outlet(row))} {score_bar(row.get('score'))}</span></li>"
        )
    return f'<ul class="quotes">{"".join(items)}</ul>'


# ---- one statement


def evidence_table(evidence: Sequence[Row], score: float | None, *, axis: str) -> str:
    """Return the reasons for a score, each with what it added, and their sum: the score.

    Args:
        evidence: Items of one axis with ``text``, ``weight``, ``share``, ``negated``, ``rule``.
        score: The axis score; the shares add up to it (what rounding leaves is shown too,
            and what a person set it to).
        axis: Label of the axis.
    """
    if score is None or not is_known(score):
        return f'<p class="quiet">{escape(wording.NO_EVIDENCE)}</p>'
    lines = []
    reached = 0.0
    for item in evidence:
        share = float(item["share"] or 0.0)
        lines.append(_evidence_line(item, reached, share))
        reached += share
    if abs(reached - score) >= 0.005:
        is_small = abs(reached - score) < ROUNDED_BELOW
        said = wording.REMAINDER if is_small else wording.SET_BY_READER
        rest = {"text": said, "rule": "", "weight": None, "negated": False}
        lines.append(_evidence_line(rest, reached, score - reached))
    heads = "".join(
        f'<th scope="col" class="{name}">{escape(title)}</th>'
        for name, title in zip(("quote", "value", "value"), wording.EVIDENCE_COLUMNS, strict=True)
    )
    return (
        f'<table class="evidence"><caption class="unseen">{escape(axis)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody>"
        f'<tfoot><tr><th scope="row" class="quote">{escape(wording.EVIDENCE_SUM)}</th>'
        f'<td class="value"></td><td class="value">{score_bar(score)}</td></tr></tfoot></table>'
    )


def _evidence_line(item: Row, reached: float, share: float) -> str:
    is_model = item.get("rule") == "model" or not item.get("text")
    words = escape(wording.FROM_MODEL) if is_model else escape(item["text"])
    negated = f' <span class="note">{escape(wording.NEGATED)}</span>' if item["negated"] else ""
    low, high = sorted((_clip(reached), _clip(reached + share)))
    kind = "warm" if share > 0 else "cold"
    step = (
        f'<span class="score"><span class="bar" aria-hidden="true"><span class="fill {kind}" '
        f'style="left:{50 + 50 * low:.1f}%;width:{max(50 * (high - low), 0.8):.1f}%"></span></span>'
        f'<span class="num">{theme.signed(share)}</span></span>'
    )
    return (
        f'<tr><td class="quote">{words}{negated}</td>'
        f'<td class="value num">{theme.signed(item["weight"])}</td>'
        f'<td class="value">{step}</td></tr>'
    )


def _clip(value: float) -> float:
    return max(-1.0, min(1.0, value))


def axes_table(statement: Row, axes: Sequence[tuple[str, str, str, str]]) -> str:
    """Return the score on each axis between its poles, and VADER below, set apart.

    Args:
        statement: All columns of one statement.
        axes: (column, label, warm pole, cold pole) of each axis.
    """
    lines = [_axis_line(statement, *axis) for axis in axes]
    lines.append(
        _axis_line(statement, "vader", wording.VADER, wording.POSITIVE, wording.NEGATIVE, "apart")
    )
    caption = f'<caption class="unseen">{escape(wording.ALL_AXES)}</caption>'
    return f'<table class="axes">{caption}<tbody>{"".join(lines)}</tbody></table>'


def _axis_line(row: Row, column: str, label: str, warm: str, cold: str, name: str = "") -> str:
    bar = score_bar(row.get(column), low=row.get(f"{column}_low"), high=row.get(f"{column}_high"))
    return (
        f'<tr class="{name}"><th scope="row">{escape(label)}</th>'
        f'<td class="pole">{escape(cold)}</td><td class="value">{bar}</td>'
        f'<td class="pole">{escape(warm)}</td></tr>'
    )


def facts(pairs: Iterable[tuple[str, str]], hrefs: Mapping[str, str] | None = None) -> str:
    """Return names and values as a list of facts; values are escaped.

    Args:
        pairs: Name and value of each fact.
        hrefs: Name -> address within the dashboard that its value leads to.
    """
    leads = hrefs or {}
    items = "".join(
        f"<dt>{escape(name)}</dt>"
        f"<dd>{link(leads[name], value) if name in leads else escape(value)}</dd>"
        for name, value in pairs
    )
    return f'<dl class="facts">{items}</dl>'


def measure_table(
    heads: Sequence[str], rows: Iterable[tuple[str, Sequence[tuple[str, str]]]], *, caption: str
) -> str:
    """Return a table of measured figures, each with its n in small below."""
    head = "".join(
        f'<th scope="col" class="{"value" if i else ""}">{escape(title)}</th>'
        for i, title in enumerate(heads)
    )
    body = ""
    for name, cells in rows:
        shown = "".join(
            f'<td class="value num">{escape(value)}<span class="n">{escape(n)}</span></td>'
            for value, n in cells
        )
        body += f'<tr><th scope="row">{escape(name)}</th>{shown}</tr>'
    return (
        f'<table class="plain measures"><caption class="unseen">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def plain_table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str, numeric: Iterable[int]
) -> str:
    """Return a small table of escaped texts; the columns ``numeric`` are right-aligned."""
    right = set(numeric)
    is_wide = len(heads) >= STACKED_FROM

    def cells(values: Sequence[str], tag: str) -> str:
        # On a phone a row becomes a card, in which each value bears the title of its column.
        named = [f' data-head="{escape(head)}"' if is_wide else "" for head in heads]
        more = named if tag == "td" else [' scope="col"'] * len(heads)
        return "".join(
            f'<{tag}{said} class="{"value num" if i in right else ""}">{escape(value)}</{tag}>'
            for i, (value, said) in enumerate(zip(values, more, strict=True))
        )

    name = "plain stacked" if is_wide else "plain"

    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    return (
        f'<table class="{name}"><caption class="unseen">{escape(caption)}</caption>'
        f"<thead><tr>{cells(heads, 'th')}</tr></thead><tbody>{body}</tbody></table>"
    )
