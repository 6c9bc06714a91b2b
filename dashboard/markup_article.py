"""An article as HTML: its paragraphs, the spans of statements, what is folded away. Pure.

A page of the web brings menus, pleas and messages of its own programs along; they are marked when
it is read and folded here. Around an opened statement the rest of the article is folded too, so
that its words are on the first screen; nothing is left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from dashboard import theme, wording
from dashboard.markup import escape

# The more important span wins where two overlap in one character; all classes are kept.
_ORDER = ("other", "boilerplate", "words", "speaker", "cue", "warm", "cold")
LEAST_FOLDED = 2  # a single paragraph is shorter than the line that would stand in its place


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A stretch of an article that is shown in a class of its own; ``href`` makes it a link."""

    start: int
    end: int
    name: str
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paragraph:
    """A paragraph as HTML, and what it holds: words of the statement, nothing of the article."""

    shown: str
    has_words: bool
    is_aside: bool


def article_body(text: str, layers: Iterable[Layer], *, near: int | None = None) -> str:
    """Return an article with its layers marked; paragraphs as the source breaks them.

    Args:
        text: The article as it was read. All of it is escaped.
        layers: Stretches to mark. They may overlap: each piece gets the classes of all layers
            over it, and the link of the last one that has one.
        near: How many paragraphs before and after those of the statement stand open; None: all.
    """
    paragraphs = _paragraphs(text, layers)
    places = list(zip(_folds(paragraphs, near), paragraphs, strict=True))
    shown = ""
    for fold, group in groupby(places, key=lambda each: each[0]):
        inside = [paragraph.shown for _, paragraph in group]
        joined = "".join(inside)
        if fold and len(inside) >= LEAST_FOLDED:
            said = wording.FOLDED[fold].format(theme.plural(len(inside), *wording.PARAGRAPH))
            joined = f"<details><summary>{escape(said)}</summary>{joined}</details>"
        shown += joined
    return shown


def _folds(paragraphs: Sequence[_Paragraph], near: int | None) -> list[str]:
    """Return for each paragraph what it is folded with: a key of the wording, "" for none."""
    spoken = [place for place, each in enumerate(paragraphs) if each.has_words]
    first, last = (spoken[0], spoken[-1]) if spoken else (0, len(paragraphs))
    folds = []
    for place, each in enumerate(paragraphs):
        if near is not None and spoken and place < first - near:
            folds.append("before")
        elif near is not None and spoken and place > last + near:
            folds.append("after")
        else:
            folds.append("aside" if each.is_aside else "")
    return folds


def _paragraphs(text: str, layers: Iterable[Layer]) -> list[_Paragraph]:
    known = sorted(
        (layer for layer in layers if 0 <= layer.start < layer.end <= len(text)),
        key=lambda layer: _ORDER.index(layer.name) if layer.name in _ORDER else 0,
    )
    cuts = {0, len(text)}
    for layer in known:
        cuts |= {layer.start, layer.end}
    cuts |= {index for index, char in enumerate(text) if char == "\n"}
    cuts |= {index + 1 for index, char in enumerate(text) if char == "\n"}
    pieces: list[list[tuple[str, list[Layer]]]] = [[]]
    for start, end in pairwise(sorted(cuts)):
        piece = text[start:end]
        if piece == "\n":
            pieces.append([])
            continue
        over = [layer for layer in known if layer.start <= start and end <= layer.end]
        pieces[-1].append((piece, over))
    return [
        _Paragraph(
            shown=f"<p>{''.join(_piece(piece, over) for piece, over in each)}</p>",
            has_words=any(_is_in("words", over) for _, over in each),
            is_aside=all(_is_in("boilerplate", over) for piece, over in each if piece.strip()),
        )
        for each in pieces
        if any(piece.strip() for piece, _ in each)
    ]


def _is_in(name: str, over: Sequence[Layer]) -> bool:
    return any(layer.name == name for layer in over)


def _piece(text: str, over: Sequence[Layer]) -> str:
    shown = escape(text)
    if not over:
        return shown
    names = list(dict.fromkeys(layer.name for layer in over))
    hrefs = [layer.href for layer in over if layer.href]
    tag = "mark" if "words" in names else "span"
    shown = f'<{tag} class="{" ".join(f"in-{name}" for name in names)}">{shown}</{tag}>'
    if hrefs and "words" not in names:
        shown = f'<a href="{escape(hrefs[-1])}" target="_self" data-go>{shown}</a>'
    return shown


def legend(names: Iterable[str]) -> str:
    """Return what the marks of an article mean."""
    items = (
        f'<li><span class="in-{name}">{escape(wording.LEGEND[name])}</span></li>' for name in names
    )
    return f'<ul class="legend">{"".join(items)}</ul>'
