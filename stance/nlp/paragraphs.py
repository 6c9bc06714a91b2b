"""Cuts an article into paragraphs: the unit that is parsed and in which quotations live."""

import itertools
import re
from collections.abc import Iterable, Iterator

from stance.model import Article, Mark, Span

# A hard-wrapped text (e-mail, PDF) has short lines that stop in mid-sentence.
_WRAP_WIDTH = 120
_WRAPPED_SHARE = 0.5
_SENTENCE_END = re.compile(r"[.!?:;][\"'”’»)\]]*\s*$")
_LINE = re.compile(r"[^\r\n]+")
# A line that opens a turn of a transcript begins a paragraph: "MR DOE: ...", "Q: ...".
_TURN = re.compile(r"(?:Q|A|[A-Z][A-Z.'’ -]{2,40}(?: \([^()\n]{1,40}\))?):\s")


def paragraphs_of(article: Article) -> Iterator[tuple[Span, bool]]:
    """Yield the paragraphs that people may speak in, with whether each is a headline.

    Boilerplate is left out; spans are trimmed of white space and never empty.
    """
    for start, end in _blocks(article.text):
        for part in _without(start, end, (m for m in article.marks if m.is_boilerplate)):
            span = _trimmed(article.text, *part)
            if span is not None:
                yield span, _is_inside(span, article.marks, ("headline", "subhead"))


def _blocks(text: str) -> Iterator[Span]:
    """Yield one span per paragraph: a line, or a run of lines of a hard-wrapped text."""
    lines = [match.span() for match in _LINE.finditer(text)]
    if not _is_hard_wrapped(text, lines):
        yield from lines
        return
    start, previous = None, None
    for line_start, line_end in lines:
        gap = text[previous:line_start] if previous is not None else ""
        is_break = gap.count("\n") > 1 or gap.count("\r") > 1 + gap.count("\n")
        is_break = is_break or bool(_TURN.match(text, line_start, line_end))
        if start is not None and previous is not None and is_break:
            yield start, previous
            start = None
        start = line_start if start is None else start
        previous = line_end
    if start is not None and previous is not None:
        yield start, previous


def _is_hard_wrapped(text: str, lines: list[Span]) -> bool:
    """Tell whether line breaks are typography: most inner lines stop in mid-sentence."""
    inner = [
        text[start:end]
        for (start, end), (after, _) in itertools.pairwise(lines)
        if text[end:after].count("\n") <= 1
    ]
    if len(inner) < 3 or max(map(len, inner)) > _WRAP_WIDTH:
        return False
    broken = sum(len(line) > 40 and not _SENTENCE_END.search(line) for line in inner)
    return broken / len(inner) > _WRAPPED_SHARE


def _without(start: int, end: int, marks: Iterable[Mark]) -> Iterator[Span]:
    for mark in marks:
        if mark.end <= start or mark.start >= end:
            continue
        if mark.start > start:
            yield start, mark.start
        start = max(start, mark.end)
    if start < end:
        yield start, end


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _is_inside(span: Span, marks: Iterable[Mark], kinds: tuple[str, ...]) -> bool:
    return any(
        mark.kind in kinds and mark.start <= span[0] and span[1] <= mark.end for mark in marks
    )
