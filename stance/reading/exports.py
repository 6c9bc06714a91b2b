"""Exports of news databases: several articles in one file, each with a form above and below it.

A file is divided where counters stand ("Document 2 of 57"), behind end marks, at the code of a
headline, or at ruled lines. Each piece must look like a printed form, or the file is
one text. A piece is an article whose text is the piece, form included: the lines of the form are
marked. What stands before the first article (a list of results) belongs to none.
"""

from collections.abc import Sequence

from stance.errors import InputError
from stance.model import Article, DateHint, Mark
from stance.reading.article import read_text
from stance.reading.export_forms import Form, read_form
from stance.reading.export_lines import (
    COUNTER,
    END,
    RULE,
    Line,
    code_of,
    filled_lines,
    has_codes,
    may_be_form,
)
from stance.reading.job import Job
from stance.settings import settings

Piece = Sequence[Line]
_MIN_SHARE = 0.5  # of the pieces that must be forms


def articles_of_text(
    text: str,
    name: str,
    job: Job,
    *,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    authors: Sequence[str] = (),
    date_hints: Sequence[DateHint] = (),
    known_marks: Sequence[Mark] = (),
) -> list[Article]:
    """Make articles of the text of a document: one, or each that an export holds.

    Args:
        text: The text of the whole file.
        name: Its name; one of several articles is called ``name#2``.
        job: Takes what cannot be read.
        title: Facts that the file states of itself; of an export they say nothing.
        outlet: See title.
        url: See title.
        authors: See title.
        date_hints: See title.
        known_marks: Parts that the format gives away: running heads.

    Raises:
        InputError: If there is no text.
    """
    forms = _forms(text)
    if not forms:
        return [
            read_text(
                text,
                source_file=name,
                title=title,
                outlet=outlet,
                url=url,
                authors=authors,
                date_hints=date_hints,
                known_marks=known_marks,
            )
        ]
    articles: list[Article] = []
    for number, (start, end, form) in enumerate(forms, start=1):
        source = f"{name}#{number}" if len(forms) > 1 else name
        try:
            articles.append(_article(text[start:end].rstrip(), source, form.moved(-start)))
        except InputError as error:
            job.problems.append(error)
    return articles


def is_export(text: str) -> bool:
    """Whether a text is an export of a news database."""
    return bool(_forms(text))


def _article(text: str, source: str, form: Form) -> Article:
    hints = [DateHint(value=form.date, basis="field", words=form.date_label)] if form.date else []
    return read_text(
        text,
        source_file=source,
        title=form.title,
        outlet=form.outlet,
        url=form.url,
        authors=form.authors,
        date_hints=hints,
        known_marks=form.marks,
    )


def _forms(text: str) -> list[tuple[int, int, Form]]:
    """Return start, end and form of each article; nothing where the text is no export."""
    if not may_be_form(text):
        return []
    lines = filled_lines(text)
    pieces = _pieces(lines)
    if len(pieces) == 1 and len(text) > settings().max_article_chars:
        return []  # refused in any case; a look at each of its lines would take long
    forms = [read_form(piece, is_sure=len(pieces) > 1) for piece in pieces]
    found = [(piece, form) for piece, form in zip(pieces, forms, strict=True) if form is not None]
    if not found or len(found) < _MIN_SHARE * len(pieces):
        return []
    # A piece that is no form stays with the article before it: nothing inside an export is lost.
    starts = [piece[0].start for piece, _ in found]
    ends = [*starts[1:], _end_of_last(lines, found[-1][0])]
    return [
        (start, end, form) for (start, end), (_, form) in zip(
            zip(starts, ends, strict=True), found, strict=True
        )
    ]  # fmt: skip


def _end_of_last(lines: Piece, piece: Piece) -> int:
    """Return where the last article ends: a note below an end mark is not part of it."""
    is_closed = END.match(piece[-1].text) is not None
    return piece[-1].end if is_closed else lines[-1].end


def _pieces(lines: Piece) -> list[Piece]:
    if not lines:
        return []
    starts = _counters(lines)
    if starts:
        return _cut(lines, starts)
    ends = [i + 1 for i, line in enumerate(lines) if END.match(line.text)]
    if ends:
        return [piece for piece in _cut(lines, [0, *ends]) if piece]
    if has_codes(lines):
        return _cut(lines, _headline_codes(lines))
    rules = [i for i, line in enumerate(lines) if RULE.match(line.text)]
    pieces = [piece for piece in _cut(lines, [0, *rules]) if len(piece) > 3]
    return pieces if len(pieces) > 1 else [lines]


def _cut(lines: Piece, starts: Sequence[int]) -> list[Piece]:
    ends = [*starts[1:], len(lines)]
    return [lines[start:end] for start, end in zip(starts, ends, strict=True)]


def _counters(lines: Piece) -> list[int]:
    """Return the lines "Document 2 of 57" that count on, all of the same number."""
    found = [
        (i, int(match[1]), int(match[2]))
        for i, line in enumerate(lines)
        if len(line.text) < 40 and (match := COUNTER.match(line.text))
    ]
    starts: list[int] = []
    previous = 0
    for i, number, total in found:
        if previous < number <= total == found[0][2]:
            starts.append(i)
            previous = number
    return starts


def _headline_codes(lines: Piece) -> list[int]:
    """Return the lines that open an article: the headline's, or the section's just above it."""
    codes = [code_of(line.text) for line in lines]
    starts = [i for i, code in enumerate(codes) if code is not None and code[0] == "HD"]
    return [
        max(
            (j for j in range(max(0, i - 4), i) if (code := codes[j]) and code[0] == "SE"),
            default=i,
        )
        for i in starts
    ]
