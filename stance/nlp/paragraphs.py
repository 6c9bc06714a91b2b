"""Cuts an article into paragraphs: the unit that is parsed and in which quotations live."""

import itertools
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from stance.model import Article, Mark, Span

# A hard-wrapped text (e-mail, PDF) has short lines that stop in mid-sentence.
_WRAP_WIDTH = 120
_WRAPPED_SHARE = 0.5
_SENTENCE_END = re.compile(r"[.!?:;][\"'”’»)\]]*\s*$")
_LINE = re.compile(r"[^\r\n]+")
# Longer than any paragraph that is meant as one: the line breaks of the text were lost. Who speaks
# is looked for in all of a paragraph, so that time would grow with the square of its length.
_LONGEST = 4000
# Behind a word in small letters, because "Gen. " ends no sentence.
_BETWEEN_SENTENCES = re.compile(r"(?<=[a-z]{4}[.!?])[\"'”’»)\]]{0,3}\s+")
_BLANK = re.compile(r"\s+")
# A line that opens a turn of a transcript begins a paragraph: "MR DOE: ...", "Q: ...".
_TURN = re.compile(r"(?:Q|A|[A-Z][A-Z.'’ -]{2,40}(?: \([^()\n]{1,40}\))?):\s")


def paragraphs_of(article: Article) -> Iterator[tuple[Span, bool]]:
    """Yield the paragraphs that people may speak in, with whether each is a headline.

    Boilerplate and datelines are left out; spans are trimmed of white space and never empty.
    """
    left_out = _Marks(article.marks, is_wanted=_is_no_sentence)
    headings = _Marks(article.marks, is_wanted=lambda mark: mark.kind in ("headline", "subhead"))
    for start, end in _blocks(article.text):
        for part in _without(start, end, left_out.within(start, end)):
            for piece in _divided(article.text, *part):
                span = _trimmed(article.text, *piece)
                if span is not None:
                    yield span, headings.hold(span)


def _is_no_sentence(mark: Mark) -> bool:
    """Whether nobody speaks there; a dateline would be taken for the subject of what follows it."""
    return mark.is_boilerplate or mark.kind == "dateline"


class _Marks:
    """Some marks of an article, found by place."""

    def __init__(self, marks: Iterable[Mark], is_wanted: Callable[[Mark], bool]) -> None:
        self._marks = sorted(filter(is_wanted, marks), key=lambda mark: mark.start)
        self._ends = list(itertools.accumulate((mark.end for mark in self._marks), max))

    def within(self, start: int, end: int) -> Iterator[Mark]:
        """Yield the marks that touch a span."""
        for mark in itertools.islice(self._marks, bisect_right(self._ends, start), None):
            if mark.start >= end:
                return
            yield mark

    def hold(self, span: Span) -> bool:
        """Whether one of the marks holds all of a span."""
        return any(m.start <= span[0] and span[1] <= m.end for m in self.within(*span))


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


def _divided(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield a paragraph, or the parts of one without end: whole sentences, if it has any."""
    while end - start > _LONGEST:
        middle, limit = start + _LONGEST // 2, start + _LONGEST
        places = [found.end() for found in _BETWEEN_SENTENCES.finditer(text, middle, limit)]
        if not places:
            places = [found.end() for found in _BLANK.finditer(text, middle, limit)] or [limit]
        closed = (place for place in reversed(places) if _is_closed(text[start:place]))
        cut = next(closed, places[-1])
        yield start, cut
        start = cut
    yield start, end


def _is_closed(text: str) -> bool:
    """Whether as many quotations end as begin."""
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
