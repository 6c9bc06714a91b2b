"""Finds quotations in running text, whatever marks the source uses, also broken ones.

Works on characters, paragraph by paragraph, so that one lost mark never flips the rest of an
article. The styles: “smart”, "straight", ``TeX'' and ''doubled'' apostrophes, «guillemets»,
„low“, ‘single’, and UTF-8 marks that were decoded as cp1252.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from stance.model import Span

# The cp1252 reading of the UTF-8 bytes of “ and ” (the last byte of ” has no cp1252 character,
# so converters leave it out, drop it or write a control character).
_MARK = re.compile(r"â€œ|â€\x9d|â€(?=[\s,.;:!?)]|$)|``|''|[\"“”„«»]")
_LONG_MARK = re.compile(r"â€œ|â€\x9d|â€(?=[\s,.;:!?)]|$)|``")
_OPENERS = {"“", "„", "«", "``", "â€œ"}
_CLOSERS = {"”", "»", "â€\x9d", "â€"}
_SINGLE_OPEN = re.compile(r"(?:(?<=[\s(\[—–-])|(?<![\s\S]))[‘'](?=[A-Z0-9a-z])")
_SINGLE_CLOSE = re.compile(r"(?<=[A-Za-z0-9.,!?…])[’'](?=[\s.,;:!?)\]—–-]|$)")
# A single-quoted stretch longer than this is two apostrophes, not a quotation.
_MAX_SINGLE = 300
# A mark that never closes may take in so much of its paragraph; else it ends with the sentence.
_MAX_OPEN = 300
_SENTENCE_END = re.compile(r"[.!?]\s")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One pair of marks; ``start`` and ``end`` include them.

    ``inner`` is the stretch between the marks. ``is_closed`` is false where the closing mark is
    missing: the quotation then ends with its paragraph. ``continues`` says that it takes up the
    open quotation of the paragraph before.
    """

    start: int
    end: int
    inner: Span
    is_closed: bool = True
    continues: bool = False
    is_single: bool = False


def with_plain_marks(text: str) -> str:
    """Return a text of the same length whose marks a tokeniser knows.

    Marks of several characters (wrongly decoded ones, TeX's) become one curly mark and blanks.
    """

    def plain(mark: re.Match[str]) -> str:
        if mark.group() in _OPENERS:
            return "“".ljust(len(mark.group()))
        return "”".rjust(len(mark.group()))

    return _LONG_MARK.sub(plain, text)


def find_quotes(text: str, paragraphs: Iterable[Span]) -> list[Quotation]:
    """Return the outermost quotations of the paragraphs, in order, not overlapping.

    Args:
        text: The article.
        paragraphs: Spans to look in, in order.
    """
    found: list[Quotation] = []
    is_open = False  # the paragraph before ended inside a quotation
    for start, end in paragraphs:
        double = _double_quotes(text, start, end, is_open)
        is_open = bool(double) and not double[-1].is_closed
        single = _single_quotes(text, start, end, double)
        found.extend(sorted([*double, *single], key=lambda quote: quote.start))
    return found


def _double_quotes(text: str, start: int, end: int, was_open: bool) -> list[Quotation]:
    quotes: list[Quotation] = []
    opening: re.Match[str] | None = None
    for mark in _MARK.finditer(text, start, end):
        if _opens(text, mark, (start, end), opening):
            # An opening mark inside an open quotation: a new paragraph of the same words where
            # line breaks were lost, a nested quotation, or a closing mark that went missing.
            if opening is None:
                opening = mark
        elif opening is not None:
            quotes.append(_quotation(opening, mark, was_open and opening.start() == start))
            opening = None
    if opening is not None:
        stop = _end_of_unclosed(text, opening, (start, end))
        quotes.append(
            Quotation(
                opening.start(),
                stop,
                (opening.end(), stop),
                is_closed=stop != end,
                continues=was_open and opening.start() == start,
            )
        )
    return [quote for quote in quotes if quote.inner[0] < quote.inner[1]]


def _opens(text: str, mark: re.Match[str], paragraph: Span, opening: re.Match[str] | None) -> bool:
    """Tell whether a mark opens: by its shape, else by its neighbours, else by turns."""
    before = text[mark.start() - 1] if mark.start() > paragraph[0] else " "
    after = text[mark.end()] if mark.end() < paragraph[1] else " "
    opens = before.isspace() or before in "([{—–-"
    closes = after.isspace() or after in ".,;:!?)]}—–-"
    # A mark of the wrong shape ("We will see,“ she said) gives itself away by its neighbours.
    if mark.group() in _OPENERS:
        is_low = opening is not None and opening.group() == "„" and mark.group() == "“"
        return not is_low and not (opening is not None and closes and before in ",.?!…")
    if mark.group() in _CLOSERS:
        return False
    if opens == closes:
        return opening is None
    return opens


def _quotation(opening: re.Match[str], closing: re.Match[str], continues: bool) -> Quotation:
    return Quotation(
        opening.start(), closing.end(), (opening.end(), closing.start()), continues=continues
    )


def _end_of_unclosed(text: str, opening: re.Match[str], paragraph: Span) -> int:
    """Return where a quotation without a closing mark ends.

    At the end of its paragraph; in mid-paragraph only as far as its sentence, because a stray
    mark must not swallow the reporter's words.
    """
    start, end = paragraph
    is_whole = not text[start : opening.start()].strip()
    if is_whole or end - opening.end() < _MAX_OPEN:
        return end
    stop = _SENTENCE_END.search(text, opening.end(), end)
    return stop.start() + 1 if stop else end


def _single_quotes(text: str, start: int, end: int, double: list[Quotation]) -> list[Quotation]:
    """Find ‘single’ quotations outside the double ones; apostrophes are no marks."""
    quotes: list[Quotation] = []
    starts = [quote.start for quote in double]
    position = start
    while opening := _SINGLE_OPEN.search(text, position, end):
        position = opening.end()
        following = bisect_right(starts, opening.start())
        if following and opening.start() < double[following - 1].end:
            position = double[following - 1].end
            continue
        limit = min(end, opening.end() + _MAX_SINGLE, *starts[following : following + 1])
        closing = _single_close(text, opening, limit)
        if closing is not None:
            inner = (opening.end(), closing)
            quotes.append(Quotation(opening.start(), closing + 1, inner, is_single=True))
            position = closing + 1
    return quotes


def _single_close(text: str, opening: re.Match[str], limit: int) -> int | None:
    """Return the closing mark; a plural's apostrophe ("the allies’ plan") only as a last resort."""
    fallback = None
    for mark in _SINGLE_CLOSE.finditer(text, opening.end(), limit):
        if mark.group() != ("’" if opening.group() == "‘" else "'"):
            continue
        is_plural = text[mark.start() - 1] == "s" and text[mark.end() : mark.end() + 1] == " "
        if not is_plural:
            return mark.start()
        fallback = mark.start() if fallback is None else fallback
    return fallback
