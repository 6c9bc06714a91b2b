"""Transcripts: who has the floor in each paragraph of a briefing, interview or press conference."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from stance.model import Span
from stance.nlp.labels import Labels, in_one_style, one_spelling, who_asks
from stance.nlp.name_words import TITLES

# A label such as "MR MILLER:", "Mao Ning:", "FOREIGN MINISTER QIN (via interpreter):", or
# "JANE ROE, ANCHOR:"; a bare "Q" needs no colon.
_WORD = r"[A-ZÀ-Þ][\w.'’&-]*"
_LABEL = re.compile(
    rf"\*{{0,2}}(?P<name>{_WORD}(?: (?:of|de|van|von|bin|al)\b| {_WORD}){{0,6}})"
    r"(?P<role>, [A-Z][A-Z .,'’&-]{1,60})?"
    r"(?P<aside> ?[(\[][^()\[\]\n]{1,60}[)\]])?\*{0,2} ?:\*{0,2}(?=\s|$)"
)
_BARE_Q = re.compile(r"(?P<name>Q)(?P<role>)(?=\s+[A-Z“\"(])")
_INTERPRETER = re.compile(r"^(?:the )?(?:interpreter|translator)$", re.IGNORECASE)
_REMEMBERED = 64
# What stands before a colon and has not the floor.
_NO_LABELS = frozenset(
    """
    first second third fourth fifth firstly secondly thirdly finally lastly one two three four five
    note also next date time place location venue subject topic agenda source photo video update
    correction watch read related tags contact website email phone tel fax address title summary
    background transcript participants speakers
    """.split()
)
_STAGE = re.compile(
    r"[(\[](?:(?i:inaudible|unintelligible|indiscernible|laugh\w*|applause|cross-? ?talk"
    r"|off-?mi[ck]e?|(?:via|through) (?:an )?(?:interpreter|translator)"
    r"|as (?:interpreted|translated)"
    r"|in (?:chinese|mandarin|english|french|german|spanish|japanese|korean|russian|arabic)"
    r"|break in|no response|simultaneous|pause|ph|sic)\b[^()\[\]\n]{0,40}"
    r"|[A-Z][\w-]+(?: [\w,'’-]+){0,5}\.)[)\]]"
)
_IN_BRACKETS = re.compile(r"[(\[][^()\[\]\n]*[)\]]")
# A text is a transcript from so many labels on, of which some come back.
_MIN_LABELS, _MIN_SHARE = 3, 0.2
# Half of the turns have at least so many words.
_MIN_WORDS = 5


@dataclass(frozen=True, slots=True)
class Turn:
    """A paragraph of one speaker.

    ``label`` spans the name where it is printed (at the start of the turn), ``words`` the paragraph
    without label and stage directions.
    """

    label: Span
    name: str
    words: tuple[Span, ...]
    is_question: bool


def find_turns(text: str, paragraphs: Sequence[Span]) -> dict[int, Turn]:
    """Return the turn of each paragraph by its number; nothing if the text is no transcript.

    Args:
        text: The article.
        paragraphs: Its paragraphs in order; what stands before the first label is nobody's.
    """
    labels = _printed_labels(text, paragraphs)
    if not _is_transcript(text, paragraphs, labels):
        return {}
    labels = in_one_style(text, paragraphs, labels)
    names = one_spelling([match["name"] for match in labels.values()])
    asking = who_asks(text, paragraphs, labels)
    turns: dict[int, Turn] = {}
    current: re.Match[str] | None = None
    name = ""
    for number, (start, end) in enumerate(paragraphs):
        if number in labels:
            current = labels[number]
            if not _INTERPRETER.match(current["name"]):  # who speaks another's words
                name = current["name"]
        elif _is_end(text[start:end]):
            current = None
        if current is None or not name:
            continue
        begin = current.end() if number in labels else start
        turns[number] = Turn(
            label=current.span("name"),
            name=names[name],
            words=tuple(_without_directions(text, begin, end)),
            is_question=name in asking,
        )
    return turns


def without_labels(
    places: Sequence[tuple[Span, bool]], turns: Mapping[int, Turn]
) -> list[tuple[Span, bool]]:
    """Cut the labels off paragraphs, so that they are neither parsed nor taken for names."""
    return [
        ((turns[number].words[0][0], end), is_headline)
        if number in turns and turns[number].words
        else ((start, end), is_headline)
        for number, ((start, end), is_headline) in enumerate(places)
    ]


def spoken_name(label: str) -> str | None:
    """Return a label as a name: "SECRETARY BLINKEN" becomes "Secretary Blinken".

    "A" answers, and says nothing about who that is: None.
    """
    if label.upper() in ("A", "ANSWER"):
        return None
    return " ".join(
        word.title() if word.isupper() and len(word) > 1 else word for word in label.split()
    )


def _printed_labels(text: str, paragraphs: Sequence[Span]) -> Labels:
    return {
        number: match
        for number, (start, end) in enumerate(paragraphs)
        if (match := _LABEL.match(text, start, end) or _BARE_Q.match(text, start, end))
        and match["name"].lower() not in _NO_LABELS
    }


def _is_transcript(text: str, paragraphs: Sequence[Span], labels: Labels) -> bool:
    names = [match["name"] for match in labels.values()]
    returns = len(names) - len(set(names))
    if len(labels) < _MIN_LABELS or not returns or len(labels) < _MIN_SHARE * len(paragraphs):
        return False
    # a list of results has short ones: "Jane Roe: 1,769"
    lengths = sorted(_n_words(text, paragraphs, number, match) for number, match in labels.items())
    return lengths[len(lengths) // 2] >= _MIN_WORDS


def _n_words(text: str, paragraphs: Sequence[Span], number: int, label: re.Match[str]) -> int:
    """Count the words behind a label, or in the next paragraph if it stands on its own line."""
    behind = text[label.end() : paragraphs[number][1]].split()
    if not behind and number + 1 < len(paragraphs):
        behind = text[slice(*paragraphs[number + 1])].split()
    return len(behind)


def _is_end(paragraph: str) -> bool:
    """Tell what closes a transcript: "# # #", "END", "Suggest To A Friend:"."""
    label = _LABEL.fullmatch(paragraph)
    return (
        not any(char.isalnum() for char in paragraph)
        or paragraph.strip(" ()[].").upper() in ("END", "END TRANSCRIPT")
        or (label is not None and " " in label["name"])
    )


def _without_directions(text: str, start: int, end: int) -> list[Span]:
    """Cut "(Laughter.)", "(Inaudible.)", "(Via interpreter)" out of a paragraph."""
    if _IN_BRACKETS.fullmatch(text, start, end):
        return []
    spans: list[Span] = []
    for match in _STAGE.finditer(text, start, end):
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, end))
    trimmed = ((s + len(text[s:e]) - len(text[s:e].lstrip()), s + len(text[s:e].rstrip()))
               for s, e in spans)  # fmt: skip
    return [(s, e) for s, e in trimmed if s < e]


@lru_cache(maxsize=_REMEMBERED)
def listed_name(text: str, name: str) -> str:
    """Return "Mr Jane Rowe" for "Mr Rowe" where a line of the text lists "JANE ROWE, SPOKESPERSON".

    Args:
        text: The transcript.
        name: As a label gives it; returned as it is where nobody of that surname is listed.
    """
    *titles, last = name.split()
    if any(title.lower() not in TITLES for title in titles):
        return name
    line = re.search(rf"(?m)^((?:[A-Z][A-Z.'’-]+ ){{1,2}}){re.escape(last.upper())}(?=,|$)", text)
    if line is None or line[1].split()[0].lower() in TITLES:
        return name
    return " ".join([*titles, line[1].strip().title(), last])
