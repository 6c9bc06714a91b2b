"""An article as dating reads it: paragraphs of the reporter's text, sentences, quoted stretches."""

import re
from dataclasses import dataclass

from stance.model import Article, Mark, Span

# A full stop after one of these does not end a sentence. Ours to extend: titles, months, initials.
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Adm|Amb|Prof|St|No|vs|Jr|Sr|Inc|Corp|Co"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)"
    r"|\b(?:[A-Za-z]\.)*[A-Za-z])\.$"
)
_SENTENCE_END = re.compile(r"[.!?…]+[”’\"')\]]*\s+(?=[“‘\"'(\[]?[A-Z0-9])")
QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|‘[^’]*(?:’(?!\w)|$)|«[^»]*(?:»|$)")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = re.compile(r"\n\s*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's place and its sentences."""

    start: int
    end: int
    sentences: tuple[Span, ...]


def paragraphs(article: Article) -> tuple[Paragraph, ...]:
    """Return the paragraphs of running text, without boilerplate, headlines and subheads."""
    apart = [mark for mark in article.marks if mark.is_boilerplate or _is_heading(mark)]
    return tuple(
        Paragraph(start, end, sentences(article.text, start, end))
        for start, end in blocks(article.text)
        if not any(mark.start <= start and end <= mark.end for mark in apart)
    )


def _is_heading(mark: Mark) -> bool:
    return mark.kind in ("headline", "subhead")


def blocks(text: str) -> list[Span]:
    """Return the stretches between blank lines; between lines where there are no blank lines."""
    separator = _BLANK_LINE if _BLANK_LINE.search(text.strip()) else _LINE
    spans, start = [], 0
    for gap in (*separator.finditer(text), None):
        end = gap.start() if gap else len(text)
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            spans.append((start, end))
        start = gap.end() if gap else end
    return spans


def sentences(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Split a paragraph where a stop is followed by a capital and is no abbreviation's."""
    found, first = [], start
    for stop in _SENTENCE_END.finditer(text, start, end):
        if _ABBREVIATION.search(text[max(first, stop.start() - 12) : stop.start() + 1]):
            continue
        found.append((first, stop.end() - _trailing_blanks(stop.group())))
        first = stop.end()
    if first < end:
        found.append((first, end))
    return tuple(found)


def _trailing_blanks(text: str) -> int:
    return len(text) - len(text.rstrip())


def quoted_spans(text: str, start: int, end: int) -> list[Span]:
    """Return what stands in quotation marks; a mark that never closes holds to the end."""
    return [match.span() for match in QUOTED.finditer(text[:end], start)]


def is_within(position: int, spans: "list[Span] | tuple[Span, ...]") -> bool:
    """Whether an offset lies in one of the spans."""
    return any(start <= position < end for start, end in spans)
