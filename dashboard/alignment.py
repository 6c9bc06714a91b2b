"""What several reports of the same words kept, cut and reworded, word by word.

Pure. The fullest report stands in for what was said: nobody knows the speech itself here, so a
report is compared with what the most generous outlet printed, and the page says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from stance.registry import fold_name

KEPT, REWORDED, ADDED, CUT = "kept", "reworded", "added", "cut"
What = Literal["kept", "reworded", "added", "cut"]

# An ellipsis between two spans of a statement is ours or the outlet's: no word.
_WORD = re.compile(r"[^\W_]+(?:['\u2019.\-][^\W_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of one report, as printed, and what became of the fullest report's words in it.

    ``cut`` pieces have no text of their own: ``instead`` holds the words that are missing.
    ``reworded`` pieces have both.
    """

    what: What
    text: str
    instead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One report beside the fullest one.

    ``n_kept`` and ``n_words`` count words of the fullest report; their quotient is the share kept.
    """

    pieces: tuple[Piece, ...]
    n_kept: int
    n_words: int

    @property
    def share(self) -> float:
        """How much of the fullest report is there word for word, 0..1."""
        return self.n_kept / self.n_words if self.n_words else 0.0


def compare(full: str, report: str) -> Comparison:
    """Lay one report beside the fullest one.

    Capitals, accents and the forms of quote marks make no difference; a word of another form
    ("stabilise", "stabilised") does.
    """
    words, theirs = _words(full), _words(report)
    matcher = SequenceMatcher(None, [w.key for w in words], [w.key for w in theirs], autojunk=False)
    pieces: list[Piece] = []
    n_kept = 0
    for tag, first, last, begin, end in _settled(matcher.get_opcodes(), words, theirs):
        missing = _stretch(full, words, first, last)
        printed = _printed(report, theirs, begin, end)
        if tag == "equal":
            pieces.append(Piece(what="kept", text=printed))
            n_kept += last - first
        elif tag == "delete":
            pieces.append(Piece(what="cut", text="", instead=missing))
        elif tag == "insert":
            pieces.append(Piece(what="added", text=printed))
        else:
            pieces.append(Piece(what="reworded", text=printed, instead=missing))
    return Comparison(pieces=tuple(pieces), n_kept=n_kept, n_words=len(words))


def kept_by(full: str, others: Sequence[str]) -> list[tuple[str, int]]:
    """Return the fullest report in stretches, each with how many of the others kept it."""
    words = _words(full)
    counts = [0] * len(words)
    for other in others:
        matcher = SequenceMatcher(
            None, [w.key for w in words], [w.key for w in _words(other)], autojunk=False
        )
        for first, _, size in matcher.get_matching_blocks():
            for place in range(first, first + size):
                counts[place] += 1
    stretches: list[tuple[str, int]] = []
    begin = 0
    for place in range(1, len(words) + 1):
        if place == len(words) or counts[place] != counts[begin]:
            stretches.append((_printed(full, words, begin, place), counts[begin]))
            begin = place
    return stretches


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    start: int
    end: int


Opcode = tuple[str, int, int, int, int]


def _words(text: str) -> list[_Word]:
    return [
        _Word(fold_name(found.group()) or found.group().casefold(), *found.span())
        for found in _WORD.finditer(text)
    ]


def _settled(
    opcodes: Sequence[Opcode], words: Sequence[_Word], theirs: Sequence[_Word]
) -> list[Opcode]:
    """Join changes that only a small word parts: "the" kept by chance between two cuts."""
    found: list[Opcode] = []
    for number, code in enumerate(opcodes):
        tag, first, last, begin, end = code
        inside = 0 < number < len(opcodes) - 1
        is_chance = tag == "equal" and inside and last - first == 1 and len(words[first].key) <= 3
        if is_chance:
            code = ("replace", first, last, begin, end)
        if found and code[0] != "equal" and found[-1][0] != "equal":
            before = found.pop()
            code = _joined(before, code)
        found.append(code)
    assert not found or found[-1][4] == len(theirs)
    return found


def _joined(before: Opcode, after: Opcode) -> Opcode:
    first, last, begin, end = before[1], after[2], before[3], after[4]
    if begin == end:
        tag = "delete"
    elif first == last:
        tag = "insert"
    else:
        tag = "replace"
    return tag, first, last, begin, end


def _stretch(text: str, words: Sequence[_Word], first: int, last: int) -> str:
    return text[words[first].start : words[last - 1].end] if last > first else ""


def _printed(text: str, words: Sequence[_Word], first: int, last: int) -> str:
    """Return words as printed; a mark that opens before a word goes with it."""
    if last <= first:
        return ""
    end = _before(text, words, last) if last < len(words) else len(text)
    return text[0 if first == 0 else _before(text, words, first) : end]


def _before(text: str, words: Sequence[_Word], number: int) -> int:
    place = words[number].start
    while place > words[number - 1].end and not text[place - 1].isspace():
        place -= 1
    return place
