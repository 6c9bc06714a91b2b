"""The lines of web pages that are recognised by their wording: ``data/lexicons/boilerplate.csv``.

A pattern is a regular expression over one unit with white space folded, quotation marks made
straight and a leading bullet taken off; letter case does not count. ``<date>``, ``<clock>``,
``<name>``, ``<language>`` and ``<service>`` stand for the expressions below. Rows of kind
"fundraising" are cues inside an appeal (see ``appeals``), all others describe a whole line.
"""

import re
from dataclasses import dataclass
from functools import cache

from stance.model import BOILERPLATE_KINDS
from stance.registry import read_lexicon

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]{0,2} )?"
_CLOCK = r"\d{1,2}(?:[:.]\d\d){0,2} ?(?:[ap]\.? ?m\b\.?)?"
_ZONE = r",? ?\(?(?:[a-z]{1,5}(?:[+-]\d{1,2})?|[+-]\d\d:?\d\d|beijing time|local time)?\)?"
_DAY = (
    rf"(?:{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th)? {MONTH},? \d{{4}}"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})"
)
_PARTS = {
    "<date>": rf"{_WEEKDAY}{_DAY}(?:,? ?(?:[-–|•·] )?(?:at )?{_CLOCK}{_ZONE})?",
    "<clock>": r"\d{1,2}[:.]\d\d ?(?:[ap]\.? ?m\.?)?(?:,? [a-z]{2,5}|,? (?:beijing|local) time)?",
    # One word of a list of names, with what follows it: capitalised, or a small connecting one.
    "<name>": (
        r"(?-i:(?:(?:and|in|at|for|with|of|the|from|de|van|von|la|bin|al|el|y|our|staff|agencies"
        r"|correspondents?|reporters?|writers?|editors?|newsroom|bureau)\b|[A-ZÀ-Þ\d@]\S*?)"
        r"(?:[ ,;&]{1,3}|[.)]?$))"
    ),
    "<language>": (
        "(?:english|عربي|français|french|deutsch|german|español|spanish|português|portuguese|italiano"
        "|русский|russian|العربية|arabic|فارسی|persian|हिन्दी|hindi|اردو|urdu|türkçe|中文|简体中文"
        "|繁體中文|简体|繁體|chinese|日本語|japanese|한국어|korean|bahasa indonesia|kiswahili)"
    ),
    "<service>": (
        "(?:facebook|twitter|x|whatsapp|linkedin|e-?mail|reddit|telegram|print|copy(?: the)? link"
        "|pinterest|messenger|flipboard|save|share|sms|wechat|weibo|bluesky|threads|instagram"
        "|youtube|tiktok|bookmark|gift(?: article)?)"
    ),
}
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
_BULLET = re.compile(r"^[•*·▪◦●■□►▶–-] ?(?=\w)")
# No line of a page's furniture is longer; the cap also bounds the work on hostile input.
_MAX_CHARS = 640
APPEAL = "fundraising"


@dataclass(frozen=True, slots=True)
class PatternRow:
    """One row of the lexicon."""

    pattern: str
    kind: str
    note: str

    def __post_init__(self) -> None:
        if self.kind not in BOILERPLATE_KINDS:
            raise ValueError(f"kind {self.kind!r} is none of {', '.join(BOILERPLATE_KINDS)}")
        try:
            re.compile(expand(self.pattern), re.IGNORECASE)
        except re.error as error:
            raise ValueError(
                f"pattern {self.pattern!r} is no regular expression: {error}"
            ) from error


def expand(pattern: str) -> str:
    """Put the expressions in place of ``<date>`` and its like."""
    for name, expression in _PARTS.items():
        pattern = pattern.replace(name, expression)
    return pattern


def straighten(text: str) -> str:
    """Make quotation marks straight, so that one pattern fits all; the length stays."""
    return text.translate(_STRAIGHT)


def kind_of_line(text: str) -> str | None:
    """Return the kind of boilerplate that the wording of a whole line shows, or None."""
    if len(text) > _MAX_CHARS:
        return None
    line = _BULLET.sub("", straighten(text))
    any_line, rows = _line_patterns()
    if any_line.search(line) is None:
        return None
    return next(kind for kind, pattern in rows if pattern.search(line))


def count_appeal_cues(text: str) -> int:
    """Return how many different cues of a fundraising appeal stand in a paragraph."""
    return sum(cue.search(straighten(text)) is not None for cue in _appeal_cues())


@cache
def _line_patterns() -> tuple[re.Pattern[str], list[tuple[str, re.Pattern[str]]]]:
    rows = [row for row in read_lexicon("boilerplate", PatternRow) if row.kind != APPEAL]
    compiled = [(row.kind, re.compile(expand(row.pattern), re.IGNORECASE)) for row in rows]
    # One look decides for nearly every line; the rows are asked one by one only after a hit.
    either = "|".join(f"(?:{expand(row.pattern)})" for row in rows)
    return re.compile(either, re.IGNORECASE), compiled


@cache
def _appeal_cues() -> tuple[re.Pattern[str], ...]:
    rows = read_lexicon("boilerplate", PatternRow)
    return tuple(re.compile(row.pattern, re.IGNORECASE) for row in rows if row.kind == APPEAL)
