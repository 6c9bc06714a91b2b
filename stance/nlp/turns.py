"""Transcripts: who has the floor in each paragraph of a briefing, interview or press conference."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stance.model import Span

# A label such as "MR MILLER:", "Mao Ning:" or "FOREIGN MINISTER QIN (via interpreter):".
_LABEL = re.compile(
    r"(?P<name>[A-Z][\w.'’-]*(?: (?:of|de|van|von|bin|al)\b| [A-Z][\w.'’-]*){0,6})"
    r"(?P<aside> ?\([^()\n]{1,60}\))? ?:(?=\s|$)"
)
_QUESTION = re.compile(
    r"^(?:question|q|reporter|journalist|moderator|press|media|operator)\b", re.I
)
# Press agencies and broadcasters ask; they do not make statements.
_PRESS = frozenset(
    """
    afp ap reuters bloomberg cctv xinhua cnn bbc nhk kyodo upi tass dpa efe ansa yonhap cna rt abc
    nbc cbs fox npr pbs politico axios cgtn nikkei phoenix tv
    """.split()
)
_PRESS_WORDS = frozenset("news daily times post agency radio television tv network press".split())
_STAGE = re.compile(r"\((?:[A-Z][a-z]+\.|[A-Z][a-z ]+\.|[Vv]ia interpreter\)?)\)?")
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
    labels = {
        number: match
        for number, (start, end) in enumerate(paragraphs)
        if (match := _LABEL.match(text, start, end))
    }
    names = [match["name"] for match in labels.values()]
    returns = len(names) - len(set(names))
    if len(labels) < _MIN_LABELS or not returns or len(labels) < _MIN_SHARE * len(paragraphs):
        return {}
    lengths = sorted(len(text[m.end() : paragraphs[n][1]].split()) for n, m in labels.items())
    if lengths[len(lengths) // 2] < _MIN_WORDS:
        return {}  # a list of results: "Jane Roe: 1,769"
    turns: dict[int, Turn] = {}
    current: re.Match[str] | None = None
    for number, (start, end) in enumerate(paragraphs):
        current = labels.get(number, current)
        if current is None:
            continue
        begin = current.end() if number in labels else start
        turns[number] = Turn(
            label=current.span("name"),
            name=current["name"],
            words=tuple(_without_directions(text, begin, end)),
            is_question=is_question_label(current["name"]),
        )
    return turns


def is_question_label(name: str) -> bool:
    """Tell whether a label belongs to somebody who asks: a reporter, an agency."""
    words = name.lower().replace(".", "").split()
    return bool(
        _QUESTION.match(name)
        or words[0] in _PRESS
        or (len(words) > 1 and words[-1] in _PRESS_WORDS)
    )


def spoken_name(label: str) -> str:
    """Return a label as a name: "SECRETARY BLINKEN" becomes "Secretary Blinken"."""
    return " ".join(
        word.title() if word.isupper() and len(word) > 1 else word for word in label.split()
    )


def _without_directions(text: str, start: int, end: int) -> list[Span]:
    """Cut "(Laughter.)", "(Inaudible.)", "(Via interpreter)" out of a paragraph."""
    spans: list[Span] = []
    for match in _STAGE.finditer(text, start, end):
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, end))
    trimmed = ((s + len(text[s:e]) - len(text[s:e].lstrip()), s + len(text[s:e].rstrip()))
               for s, e in spans)  # fmt: skip
    return [(s, e) for s, e in trimmed if s < e]
