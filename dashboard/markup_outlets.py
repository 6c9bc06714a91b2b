"""Versions of the same words side by side as HTML: what each kept, cut and reworded.

Pure. All text of a source goes through ``escape``; markup is built here only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import theme, wording
from dashboard.alignment import Comparison
from dashboard.markup import escape, score_bar, with_figures

Row = Mapping[str, Any]
AROUND_CHARS = 700  # of a paragraph around a statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One report of an utterance, ready to be shown.

    Args:
        outlet: Its name.
        meta: Lines about it: day, headline.
        words: Its words as HTML, from ``full_words`` or ``compared_words``.
        kept: How much it keeps, in words.
        href: Address that opens it in its article.
        score: On the axis; None without one.
        around: Its paragraph as HTML, from ``paragraph``; empty where there is none.
    """

    outlet: str
    meta: str
    words: str
    kept: str
    href: str
    score: float | None
    around: str


def full_words(stretches: Iterable[tuple[str, int]], n_others: int) -> str:
    """Return the fullest report, each stretch marked by how many of the others kept it."""
    parts = []
    for text, n_kept in stretches:
        if n_kept == n_others:
            parts.append(_marked("kept", text))
        elif n_kept:
            said = wording.OUTLETS_SOME_ONLY.format(n=n_kept, of=n_others)
            parts.append(_marked("some", text, said))
        else:
            parts.append(_marked("added", text))
    return "".join(parts)


def _marked(name: str, text: str, said: str = "") -> str:
    """Return words in their mark; the space behind them stays bare."""
    words = text.rstrip()
    title = f' title="{escape(said)}"' if said else ""
    space = escape(text[len(words) :])
    return f'<span class="outlets-{name}"{title}>{escape(words)}</span>{space}'


def compared_words(compared: Comparison) -> str:
    """Return a report with its words marked; what it cut is a gap that says how much."""
    parts = []
    for piece in compared.pieces:
        if piece.what == "cut":
            parts.append(_gap(piece.instead))
            continue
        is_new = piece.what == "reworded"
        said = wording.OUTLETS_INSTEAD.format(words=piece.instead) if is_new else ""
        parts.append(_marked(piece.what, piece.text, said))
    return "".join(parts)


def _gap(words: str) -> str:
    count = theme.plural(len(words.split()), *wording.OUTLETS_WORDS)
    said = wording.OUTLETS_CUT.format(words=count)
    return (
        f'<span class="outlets-cut" title="{escape(words)}"><span aria-hidden="true">'
        f'[\N{HORIZONTAL ELLIPSIS}]</span><span class="unseen">{escape(said)}</span>'
        f'<small aria-hidden="true">{escape(count)}</small></span> '
    )


def legend(labels: Mapping[str, str]) -> str:
    """Return what the marks mean."""
    items = "".join(
        f'<li><span class="outlets-{name}">{escape(label)}</span></li>'
        for name, label in labels.items()
    )
    return f'<ul class="legend">{items}</ul>'


def versions(found: Sequence[Version]) -> str:
    """Return the versions side by side, the fullest first; below each other on a phone."""
    cards = []
    for version in found:
        around = ""
        if version.around:
            around = (
                f"<details><summary>{escape(wording.OUTLETS_AROUND)}"
                f'<span class="unseen">: {escape(version.outlet)}</span></summary>'
                f'<p class="around">{version.around}</p></details>'
            )
        cards.append(
            f'<article class="outlets-card"><h2>{escape(version.outlet)}'
            f'<span class="note">{escape(version.kept)}</span></h2>'
            f"<blockquote>{version.words}</blockquote>"
            f'<p class="meta"><span>{escape(version.meta)}</span>{score_bar(version.score)}</p>'
            f'{around}<p class="meta"><a href="{escape(version.href)}" target="_self" data-go>'
            f'{escape(wording.OUTLETS_OPEN)}<span class="unseen">: {escape(version.outlet)}</span>'
            "</a></p></article>"
        )
    return f'<div class="outlets-cards">{"".join(cards)}</div>'


def paragraph(text: str, spans: Sequence[Sequence[int]]) -> str:
    """Return the paragraph around a statement with its words marked, shortened from its ends."""
    if not spans:
        return ""
    first, last = int(spans[0][0]), int(spans[-1][1])
    begin = text.rfind("\n", 0, first) + 1
    end = text.find("\n", last)
    end = len(text) if end < 0 else end
    room = max(0, AROUND_CHARS - (last - first)) // 2
    low, high = max(begin, first - room), min(end, last + room)
    low = begin if low == begin else text.find(" ", low, first) + 1 or first
    high = end if high == end else max(text.rfind(" ", last, high), last)
    parts = ["" if low == begin else "\N{HORIZONTAL ELLIPSIS} "]
    place = low
    for start, stop in spans:
        parts.append(escape(text[place:start]))
        parts.append(f'<mark class="in-words">{escape(text[start:stop])}</mark>')
        place = int(stop)
    parts.append(escape(text[place:high]))
    parts.append("" if high == end else " \N{HORIZONTAL ELLIPSIS}")
    return "".join(parts)


def shared_table(
    rows: Iterable[tuple[str, str, str, str, str, str, float | None, float | None]],
    *,
    heads: Sequence[str],
    caption: str,
) -> str:
    """Return utterances that several outlets tell.

    Args:
        rows: (address, words as HTML, mark of the side as HTML, who, when, told by, mean score,
            range of the scores) of each.
        heads: Titles of the five columns.
        caption: Says what the table holds.
    """
    names = ("quote", "who", "when", "where", "value")
    head = "".join(
        f'<th scope="col" class="{name}">{escape(title)}</th>'
        for name, title in zip(names, heads, strict=True)
    )
    body = "".join(_shared_row(*row) for row in rows)
    return (
        f'<table class="list outlets-shared"><caption class="unseen">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _shared_row(
    href: str,
    words: str,
    mark: str,
    who: str,
    when: str,
    told: str,
    score: float | None,
    spread: float | None,
) -> str:
    apart = ""
    if spread is not None:
        apart = wording.OUTLETS_RANGE.format(spread=f"{spread:.2f}")
    return (
        f'<tr><td class="quote"><a class="words" href="{escape(href)}" target="_self" data-go>'
        f'{words}</a></td><td class="who">{mark}&nbsp;{escape(who)}</td>'
        f'<td class="when">{escape(when)}</td><td class="where">{escape(told)}</td>'
        f'<td class="value">{score_bar(score)}<span class="apart">{escape(apart)}</span></td></tr>'
    )


def side_table(
    heads: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]], hrefs: Mapping[str, str]
) -> str:
    """Return whom each outlet quotes; an outlet with an address leads to its statements.

    Args:
        heads: Titles of the columns.
        rows: Key of the outlet, and its cells as texts, its name first.
        hrefs: Key of an outlet -> address of its statements.
    """
    head = "".join(
        f'<th scope="col" class="{"value" if i else ""}">{escape(title)}</th>'
        for i, title in enumerate(heads)
    )
    body = ""
    for key, cells in rows:
        name = escape(cells[0])
        if key in hrefs:
            name = f'<a href="{escape(hrefs[key])}" target="_self" data-go>{name}</a>'
        values = "".join(
            f'<td class="value num" data-head="{escape(title)}">{with_figures(cell)}</td>'
            for title, cell in zip(heads[1:], cells[1:], strict=True)
        )
        body += f'<tr><th scope="row">{name}</th>{values}</tr>'
    caption = escape(wording.OUTLETS_BY_SIDE)
    return (
        f'<div class="outlets-scroll" tabindex="0" role="region" aria-label="{caption}">'
        f'<table class="plain stacked outlets-sides"><caption class="unseen">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
