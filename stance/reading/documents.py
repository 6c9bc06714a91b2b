"""Word, rich-text, OpenDocument and PDF documents to articles.

Of all the extracted text is ``Article.text``: one line a paragraph, a blank line between. Lines of
a PDF are put together into paragraphs, a word broken at the end of a line is made whole where
it goes on in small letters, and lines that recur on the pages stay but are marked.
"""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from stance.errors import InputError
from stance.model import Article, DateHint, Mark
from stance.reading.decoding import describe_any_content
from stance.reading.exports import articles_of_text
from stance.reading.job import Job
from stance.reading.limits import MAX_PAGES, check_office_file, max_unpacked_bytes

if TYPE_CHECKING:
    from pypdf import PageObject

# It tells of every oddity of a page; without a handler Python would print that to standard error.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

_TITLE_STYLES = ("Title", "Heading 1")
_ENDED = re.compile(r"[.!?:;][\"'”’)\]]*$")
_BROKEN_WORD = re.compile(r"[^\W\d_]{2,}-$")
_PDF_DATE = re.compile(r"^(?:D:)?((?:19|20)\d\d)(\d\d)(\d\d)")
_PAGE_NUMBER = re.compile(
    r"^(?:page )?[-–—]? ?\d{1,4} ?[-–—]?(?: ?(?:of|/) ?\d{1,4})?$", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")


def read_word(data: bytes, name: str, job: Job) -> list[Article]:
    """Read a Word document; its properties date the file, not the news, and are left out."""
    import docx
    from docx.table import Table

    check_office_file(data, name, "a Word document", "word/document.xml")
    try:
        document = docx.Document(io.BytesIO(data))
        lines: list[str] = []
        title = None
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                lines.extend(" \t ".join(cell.text for cell in row.cells) for row in block.rows)
                continue
            lines.append(block.text)
            style = block.style.name if block.style is not None else None
            if title is None and style in _TITLE_STYLES and block.text.strip():
                title = " ".join(block.text.split())
    except Exception as error:  # python-docx stumbles over broken parts with many kinds of error
        if isinstance(error, MemoryError):
            raise
        raise InputError(
            name, f"is a broken Word document: {error or type(error).__name__}"
        ) from error
    return articles_of_text(_held(paragraphs_of(lines), name), name, job, title=title)


def read_rich_text(data: bytes, name: str, job: Job) -> list[Article]:
    """Read an RTF document."""
    from stance.reading.rich_text import text_of_rich_text, title_of_rich_text

    text = paragraphs_of(text_of_rich_text(data, name).split("\n"))
    title = title_of_rich_text(data)
    return articles_of_text(_held(text, name), name, job, title=title)


def read_open_document(data: bytes, name: str, job: Job) -> list[Article]:
    """Read a text document of LibreOffice or OpenOffice."""
    from stance.reading.open_document import lines_of_open_document

    lines, title = lines_of_open_document(data, name)
    return articles_of_text(_held(paragraphs_of(lines), name), name, job, title=title)


def paragraphs_of(lines: Iterable[str]) -> str:
    """Return lines as text: one paragraph a line, a blank line between."""
    return "\n\n".join(line.strip() for line in lines if line.strip())


def read_pdf(data: bytes, name: str, job: Job) -> list[Article]:
    """Read a PDF that holds text; a scan holds none."""
    import pypdf

    if b"%PDF-" not in data[:1024]:
        raise InputError(name, f"is not a PDF document but {describe_any_content(data)}")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(name, "is encrypted")
        if len(reader.pages) > MAX_PAGES:
            raise InputError(name, f"has {len(reader.pages)} pages, more than {MAX_PAGES}")
        pages = _page_lines(reader.pages, name)
        created = str(reader.metadata.get("/CreationDate", "")) if reader.metadata else ""
    except (InputError, MemoryError):
        raise
    except Exception as error:  # pypdf raises many kinds on broken files, RecursionError included
        raise InputError(name, f"is a broken PDF: {error or type(error).__name__}") from error
    text, marks = _lay_out(pages)
    found = _PDF_DATE.match(created)
    hints = (
        [DateHint(value="-".join(found.groups()), basis="metadata", words="CreationDate")]
        if found
        else []
    )
    return articles_of_text(_held(text, name), name, job, date_hints=hints, known_marks=marks)


def _held(text: str, name: str) -> str:
    if not text.strip():
        raise InputError(name, "holds no text (a scan or an empty document)")
    return text


def _page_lines(pages: "Iterable[PageObject]", name: str) -> list[list[str]]:
    result: list[list[str]] = []
    size = 0
    for page in pages:
        text = page.extract_text()
        size += len(text)
        if size > max_unpacked_bytes():
            raise InputError(name, "unpacks to more than is allowed (max_input_mb)")
        result.append([" ".join(line.split()) for line in text.splitlines()])
    return result


def _lay_out(pages: Sequence[Sequence[str]]) -> tuple[str, list[Mark]]:
    """Join lines to paragraphs and mark running heads, feet and page numbers."""
    running = _running_lines(pages)
    lines = [line for page in pages for line in page]
    full = sorted(len(line) for line in lines if line)
    width = full[int(0.9 * (len(full) - 1))] if full else 0
    paragraphs: list[tuple[str, bool]] = []
    is_open = False
    for line in lines:
        if not line:
            is_open = False
        elif _masked(line) in running or _PAGE_NUMBER.match(line):
            paragraphs.append((line, True))
            is_open = False
        else:
            if is_open:
                paragraphs[-1] = (_joined(paragraphs[-1][0], line), False)
            else:
                paragraphs.append((line, False))
            # A short line is the last of its paragraph, or a title; a full one goes on.
            is_open = len(line) >= (0.85 if _ENDED.search(line) else 0.6) * width
    return _with_marks(paragraphs)


def _with_marks(paragraphs: Sequence[tuple[str, bool]]) -> tuple[str, list[Mark]]:
    marks: list[Mark] = []
    start = 0
    for paragraph, is_running in paragraphs:
        if is_running:
            marks.append(Mark(start=start, end=start + len(paragraph), kind="repeated"))
        start += len(paragraph) + 2
    return "\n\n".join(paragraph for paragraph, _ in paragraphs), marks


def _joined(above: str, below: str) -> str:
    if _BROKEN_WORD.search(above) and below[0].islower():
        return above[:-1] + below
    return f"{above} {below}"


def _masked(line: str) -> str:
    return _DIGITS.sub("0", line)


def _running_lines(pages: Sequence[Sequence[str]]) -> set[str]:
    """Return the first and last lines, digits masked, that stand on at least three pages."""
    counts: Counter[str] = Counter()
    for page in pages:
        filled = [line for line in page if line]
        counts.update({_masked(line) for line in (*filled[:2], *filled[-2:])})
    return {line for line, count in counts.items() if count >= 3 and count >= len(pages) / 3}
