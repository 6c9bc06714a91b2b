"""The lines of an export of a news database: what each says about the article around it.

Databases print an article as a form: lines before the body and after it, with a label ("Byline:",
"Length: 812 words"), a two-letter code ("HD", "WC") or in a fixed order. The forms differ and
change; so the lines are recognised by what they hold, and no form by its maker.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stance.reading.patterns import MONTH

DAY = re.compile(
    rf"\b(?:(?:{MONTH}) \d{{1,2}},? (?:19|20)\d\d|\d{{1,2}} (?:{MONTH}),? (?:19|20)\d\d"
    r"|(?:19|20)\d\d-\d\d-\d\d)\b",
    re.IGNORECASE,
)
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_CLOCK = r"(?:\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: [a-z]{2,5})?)"
DATE_LINE = re.compile(
    rf"(?:{_WEEKDAY},? )?{DAY.pattern}(?:,? (?:{_WEEKDAY}|{_CLOCK}|[a-z ]{{0,20}}edition)){{0,3}}$",
    re.IGNORECASE,
)
COUNTER = re.compile(
    r"(?:document |article )?(\d{1,5}) of (\d{1,5})(?: documents?)?$", re.IGNORECASE
)
END = re.compile(
    r"(?i:end of document)$"
    r"|(?i:document) (?=[A-Za-z0-9]{13,50}$)[A-Z]{2}[A-Za-z0-9]*\d{6}[A-Za-z0-9]*$"
)
ASIDE = re.compile(rf"{_CLOCK}$|(?:[\w.]{{1,20}} ){{0,3}}edition$", re.IGNORECASE)
RULE = re.compile(r"[_=*–—-]{20,}$")
WORDS = re.compile(r"(?:length: ?)?[\d.,]{1,9} words$", re.IGNORECASE)
RIGHTS = re.compile(
    r"(?:copyright|\(c\)|©)(?: \(c\)| ©)? ?(?:19|20)\d\d\b|all rights reserved\.?$", re.IGNORECASE
)
BODY_LABEL = re.compile(r"(?:body|full text|text) ?:(?= \S)", re.IGNORECASE)
BODY_ALONE = re.compile(r"(?:body|full text) ?:?$", re.IGNORECASE)
LABEL = re.compile(r"(?P<label>[A-Za-z][A-Za-z /-]{1,28}?) ?: ?(?P<value>.*)$")
CODE = re.compile(r"(?P<code>[A-Z]{2,3})(?:[|\t ]+(?P<value>.*?))?[|\t ]*$")

# What a label means; "" says nothing that the program needs.
LABELS = {
    **dict.fromkeys(("headline", "title", "document title"), "title"),
    **dict.fromkeys(("byline", "author", "authors", "by"), "authors"),
    **dict.fromkeys(
        ("source", "publication", "publication title", "publication name", "newspaper"), "outlet"
    ),
    **dict.fromkeys(("date", "publication date", "published", "issue date"), "date"),
    **dict.fromkeys(("url", "document url", "link", "web address"), "url"),
    **dict.fromkeys(
        ("length", "section", "dateline", "highlight", "copyright", "series", "edition", "pages"),
        "",
    ),
}
TRAILERS = frozenset(
    "load-date language graphic classification publication-type notes subject subjects company"
    " organization person people geographic location industry country state city ticker"
    " correction-date issn acc-no copyright publisher publisher-logo document-type source-type"
    " document-id database location-of-publication country-of-publication links"
    " language-of-publication publication-subject place-of-publication last-updated identifier"
    " keyword keywords abstract title-of-series section-heading".split()
)
CODES = frozenset(
    "SE CLM HD BY CR WC PD ET SN SC ED PG VOL LA CY LP TD ART CT CO IN NS RE IPC IPD PUB AN RF"
    .split()
)  # fmt: skip
_CODES_BEHIND = re.compile(
    r"(?:CO|IN|NS|RE|IPC|IPD)(?:[|\t ]+[\w-]+ ?[:|].*|[|\t ]*)$"
    r"|AN(?:[|\t ]+Document .*|[|\t ]*)$|(?:PUB|CT|ART|RF)(?:[|\t]+.*)?$"
)
_OF_FORMS = re.compile(
    r"^[|\t ]{0,20}(?:(?:document |article )?\d{1,5} of \d{1,5}(?: documents?)?[\t \r]*$"
    r"|(?:length: ?)?[\d.,]{1,9} words[\t \r]*$|end of document\b|body ?:?[\t \r]*$|load-date ?:"
    r"|(?:headline|title|byline|publication title|publication date|full text) ?:"
    r"|(?-i:HD)(?:[|\t ]|\r?$))",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank; offsets leave out white space around it."""

    start: int
    end: int
    text: str


def may_be_form(text: str) -> bool:
    """Whether a text has a line that forms alone have; one look spares most texts all others."""
    return _OF_FORMS.search(text) is not None


def filled_lines(text: str) -> list[Line]:
    """Return the lines that hold something."""
    lines: list[Line] = []
    start = 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            first = start + len(raw) - len(raw.lstrip())
            lines.append(Line(first, first + len(stripped), stripped))
        start += len(raw)
    return lines


def label_of(text: str) -> tuple[str, str] | None:
    """Return label and value of a line such as "Byline: Jane Roe"; the label in small letters."""
    found = LABEL.match(text[:2000])
    if found is None:
        return None
    return " ".join(found["label"].casefold().split()), found["value"].strip()


def code_of(text: str) -> tuple[str, str] | None:
    """Return code and value of a line such as "HD Talks go on"."""
    found = CODE.match(text[:2000])
    if found is None or found["code"] not in CODES:
        return None
    return found["code"], found["value"] or ""


def is_code_behind(text: str) -> bool:
    """Whether a line below the body opens the codes at the end of an article."""
    return len(text) < 2000 and _CODES_BEHIND.match(text) is not None


def is_trailer(text: str) -> bool:
    """Whether a line belongs to what stands below the body of an article."""
    if END.match(text) or RULE.match(text) or RIGHTS.match(text):
        return True
    if len(text) > 2000:
        return False
    labelled = label_of(text)
    name = labelled[0] if labelled else text.casefold()
    return name.replace(" ", "-") in TRAILERS and (labelled is not None or len(text) < 20)


def is_header(text: str) -> bool:
    """Whether a line surely belongs to what stands above the body of an article."""
    if len(text) > 600:
        return False
    if any(kind.match(text) for kind in (COUNTER, WORDS, RIGHTS, DATE_LINE, RULE)):
        return True
    labelled = label_of(text)
    return labelled is not None and labelled[0] in LABELS


def has_codes(lines: Sequence[Line]) -> bool:
    """Whether lines are a form of two-letter codes with headline, body and more."""
    found = {code[0] for line in lines if (code := code_of(line.text)) is not None}
    return "HD" in found and bool(found & {"LP", "TD"}) and len(found) >= 5
