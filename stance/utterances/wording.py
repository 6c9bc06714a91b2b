"""The words of a statement as they are compared: folded, without what outlets add or leave out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from stance import registry

_WORD = re.compile(r"(?:[a-z]\.){2,}|[^\W_]+(?:['’-][^\W_]+)*")
_QUOTED = re.compile(r"“([^”]*)(?:”|$)|\"([^\"]*)(?:\"|$)|‘([^’]*(?:’\w[^’]*)*)(?:’|$)")
# Endings that a word gains or loses between reports ("stabilised", "undermining"). Crude on
# purpose: it only has to make the forms of one word equal, within the words of one speaker.
_ENDINGS = (
    "ization", "isation", "ations", "ation", "ences", "ence", "ents", "ent", "ings", "ing",
    "ies", "ied", "ers", "er", "ed", "es", "s", "ly", "e", "y",
)  # fmt: skip
_SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class UtteranceWord:
    """A row of ``utterance_words.csv``: 0 is passed over, 0.5 proves little, 1 counts in full."""

    word: str
    canonical: str
    weight: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.weight <= 1.0:
            raise ValueError(f"weight {self.weight} of {self.word!r} is outside 0..1")


@dataclass(frozen=True, slots=True)
class Wording:
    """What is compared: the words that count, in order, with their weights.

    ``fragments`` are the runs that stand in quotation marks, ``folded`` is the whole as one string,
    ``grams`` are all pairs of neighbouring words (a single word stands for itself).
    """

    words: tuple[str, ...]
    weights: tuple[float, ...]
    fragments: tuple[tuple[str, ...], ...]
    folded: str
    grams: frozenset[tuple[str, ...]]

    @property
    def weight(self) -> float:
        """How much the words prove together."""
        return sum(self.weights)


def wording_of(text: str, *, is_direct: bool = False) -> Wording:
    """Return the words of a statement; a direct one is quoted as a whole."""
    pairs = _weighed(text)
    words = tuple(word for word, _ in pairs)
    quoted = ["".join(groups) for groups in _QUOTED.findall(text)]
    if is_direct and len(quoted) <= 1:  # all of it, whether or not its marks were kept
        fragments = [words]
    else:
        fragments = [tuple(word for word, _ in _weighed(part)) for part in quoted]
    return Wording(
        words,
        tuple(weight for _, weight in pairs),
        tuple(dict.fromkeys(each for each in fragments if each)),
        " ".join(words),
        frozenset(pairwise(words)) or frozenset({words} if words else ()),
    )


def weight_of(words: Sequence[str]) -> float:
    """Return how much canonical words prove together."""
    canonical = _canonical_weights()
    return sum(canonical.get(word, 1.0) for word in words)


def _weighed(text: str) -> list[tuple[str, float]]:
    found = (_canonical(match.group()) for match in _WORD.finditer(text.casefold()))
    return [(word, weight) for word, weight in found if weight > 0]


@cache
def _canonical(printed: str) -> tuple[str, float]:
    """Return the form that stands for a printed word, and its weight."""
    known, word = _lexicon(), printed.replace("’", "'").removesuffix("'s")
    if word in known:
        return known[word]
    if "-" in word:
        word = word.replace("-", "")
    if word in known:
        return known[word]
    stem = _stem(word)
    return known.get(stem, (stem, 1.0))


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


@cache
def _lexicon() -> dict[str, tuple[str, float]]:
    rows = registry.read_lexicon("utterance_words", UtteranceWord, unique=("word",))
    return {row.word: (_stem(row.canonical), row.weight) for row in rows}


@cache
def _canonical_weights() -> dict[str, float]:
    weights: dict[str, float] = {}
    for canonical, weight in _lexicon().values():
        weights[canonical] = max(weight, weights.get(canonical, 0.0))
    return weights
