"""Text and Markdown files to articles: the text is the decoded file, untouched."""

import re

from stance.model import Article, DateHint, Mark
from stance.reading.article import read_text
from stance.reading.decoding import decode
from stance.reading.fields import authors_of, match_fields

_FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(?P<body>(?:(?!---)[^\n]{0,2000}\n){1,60})---[ \t]*(?=\r?\n|$)"
)
_KEY = re.compile(r"^(?P<key>[A-Za-z][\w -]{0,40}):[ \t]*(?P<value>\S.*?)?[ \t\r]*$", re.MULTILINE)


def read_plain(data: bytes, name: str) -> Article:
    """Read a text file."""
    return read_text(decode(data, name), source_file=name)


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
