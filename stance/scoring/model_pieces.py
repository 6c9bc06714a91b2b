"""Cuts text into the word pieces that the network was trained on."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

START, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
# Longer texts are read in windows of this many pieces, cut at the end of a sentence if one is near.
WINDOW = 96
_LONGEST_WORD = 100
_DROPPED = "\0\ufffd"
_QUOTES = str.maketrans("“”„«»‘’‚`", '"""""\'\'\'\'')
_SENTENCE_ENDS = frozenset(".!?")
# A cue class is read as a word in front of the text, except this one, which says nothing.
DEFAULT_CUE = "say"


class WordPieces:
    """Word pieces of BERT: lower case without accents, the longest known piece first.

    Args:
        vocabulary: Pieces in the order of their numbers; those inside a word begin with "##".
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._number: Mapping[str, int] = {piece: n for n, piece in enumerate(vocabulary)}
        self._of_word = lru_cache(maxsize=20_000)(self._cut)

    def windows(self, text: str, cue_class: str | None) -> list[list[int]]:
        """Return the numbers of the pieces in windows that the network can read, at least one.

        Args:
            text: The words of a statement.
            cue_class: Class of the reporting cue, which stands before every window; None and
                DEFAULT_CUE: none.
        """
        is_cued = cue_class is not None and cue_class != DEFAULT_CUE
        head = [self._number[START], *(self.numbers(f"{cue_class}:") if is_cued else ())]
        room = WINDOW - len(head) - 1
        pieces = self.numbers(normal(text))
        ends = {self._number[mark] for mark in _SENTENCE_ENDS if mark in self._number}
        return [[*head, *part, self._number[END]] for part in _parts(pieces, room, ends)]

    def numbers(self, text: str) -> list[int]:
        """Return the numbers of the pieces of a text."""
        return [number for word in _words(text) for number in self._of_word(word)]

    def _cut(self, word: str) -> tuple[int, ...]:
        unknown = (self._number[UNKNOWN],)
        if len(word) > _LONGEST_WORD:
            return unknown
        found, start = list[int](), 0
        while start < len(word):
            prefix = "##" if start else ""
            for end in range(len(word), start, -1):
                number = self._number.get(prefix + word[start:end])
                if number is not None:
                    break
            else:
                return unknown
            found.append(number)
            start = end
        return tuple(found)


def normal(text: str) -> str:
    """Return the text with plain quote marks, without those that stand around all of it."""
    plain = " ".join(text.translate(_QUOTES).split())
    inner = plain.strip("\"'")
    return inner if '"' not in inner else plain


def _parts(pieces: list[int], room: int, ends: set[int]) -> list[list[int]]:
    parts = []
    while len(pieces) > room:
        stops = [n for n in range(room // 2, room) if pieces[n] in ends]
        cut = stops[-1] + 1 if stops else room
        parts.append(pieces[:cut])
        pieces = pieces[cut:]
    return [*parts, pieces] if pieces or not parts else parts


def _words(text: str) -> Iterator[str]:
    bare = unicodedata.normalize("NFD", text.lower())
    word = ""
    for char in bare:
        category = unicodedata.category(char)
        if category == "Mn" or char in _DROPPED:
            continue
        if char.isspace() or category in ("Cc", "Cf"):
            if word and char.isspace():
                yield word
                word = ""
        elif _is_mark(char, category) or _is_ideograph(char):
            if word:
                yield word
            yield char
            word = ""
        else:
            word += char
    if word:
        yield word


def _is_mark(char: str, category: str) -> bool:
    # BERT counts all of ASCII that is neither letter, digit nor space as punctuation
    return category.startswith("P") or (char.isascii() and not char.isalnum())


def _is_ideograph(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff"
