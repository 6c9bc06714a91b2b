"""Text and Markdown files to articles: the text is the decoded file, untouched."""

import re

from stance.errors import InputError
from stance.model import Article, DateHint, Mark
from stance.reading.article import read_text
from stance.reading.columns import match_fields
from stance.reading.decoding import decode, is_web_page
from stance.reading.exports import articles_of_text
from stance.reading.fields import authors_of
from stance.reading.job import Job

_FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(?P<body>(?:(?!---)[^\n]{0,2000}\n){1,60})---[ \t]*(?=\r?\n|$)"
)
_KEY = re.compile(r"^(?P<key>[A-Za-z][\w -]{0,40}):[ \t]*(?P<value>\S.*?)?[ \t\r]*$", re.MULTILINE)


def read_plain(data: bytes, name: str, job: Job) -> list[Article]:
    """Read a text file, or an export of several articles as text.

    Raises:
        InputError: If it is something else, a web page for example.
    """
    if is_web_page(data):
        raise InputError(name, "is a web page, not text; give it the ending .html")
    return articles_of_text(decode(data, name), name, job)


def read_markdown(data: bytes, name: str) -> Article:
    """Read a Markdown file; a block of ``key: value`` lines at its top describes the article."""
    text = decode(data, name)
    front = _FRONT_MATTER.match(text)
    if front is None:
        return read_text(text, source_file=name)
    values = {
        found["key"]: found["value"].strip("\"'")
        for found in _KEY.finditer(front["body"])
        if found["value"]
    }
    used = {field: names[0] for field, names in match_fields(values).items() if names}

    def value_of(field: str) -> str | None:
        return values[used[field]] if field in used else None

    date = value_of("date")
    return read_text(
        text,
        source_file=name,
        title=value_of("title"),
        outlet=value_of("outlet"),
        url=value_of("url"),
        authors=authors_of((value_of("authors") or "").strip("[]").replace(",", ";")),
        date_hints=[DateHint(value=date, basis="metadata", words=used["date"])] if date else (),
        speaker=value_of("speaker"),
        known_marks=[Mark(start=0, end=front.end(), kind="notice")],
    )
