"""Finds statements that speak like the prototypes of an axis: its example statements per pole.

A prototype is compared by its words alone: content words, cut back to their stems. A sentence that
shares at least half of them speaks like it, the more so the more it shares. It is a rough means for
an axis that has no phrases yet, and it can be read: the evidence names the shared words.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from stance.model import Axis
from stance.scoring.acts import Hit
from stance.scoring.syntax import NEGATIONS, Parse

LEAST_SHARE = 0.5  # of the words of a prototype
LEAST_WORDS = 2  # one shared word is chance
_SHOWN = 40  # characters of the prototype in the evidence
_WORD = re.compile(r"n['’]t\b|[^\W\d_]+(?=n['’]t\b)|[^\W\d_]+")
# Endings of English words, the longer ones first; what is left must still tell words apart.
_ENDINGS = (
    "ments",
    "ment",
    "ings",
    "ing",
    "ies",
    "ied",
    "edly",
    "ed",
    "ely",
    "es",
    "ly",
    "s",
    "e",
    "y",
)
_LEAST_STEM = 3
_EMPTY = frozenset(
    "a an the this that these those and or but if then so as at by for from in into of on to up "
    "with about be am is are was were been being do does did done have has had having will would "
    "shall should can could may might must i me my we us our you your he him his she her it its "
    "they them their who whom which what there here very just also now than too s".split()
)


@dataclass(frozen=True, slots=True)
class Prototype:
    """An example statement of one pole, with the stems that it is known by."""

    axis_id: str
    value: float  # -1..+1, the score of a statement that says all of it
    sentence: str
    stems: frozenset[str]
    is_negated: bool


@dataclass(frozen=True)
class Prototypes:
    """The prototypes of all axes."""

    entries: tuple[Prototype, ...]

    @classmethod
    def of(cls, axes: Iterable[Axis]) -> "Prototypes":
        """Read the prototypes of some axes."""
        return cls(
            tuple(
                _prototype(axis.axis_id, value, sentence)
                for axis in axes
                for value, sentence in axis.prototypes
            )
        )

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(stem for entry in self.entries for stem in entry.stems)

    def hits(self, parse: Parse, inside: frozenset[int]) -> list[Hit]:
        """Return the words that a statement shares with its nearest prototypes.

        Each axis gets at most one hit per pole and sentence, weighted with the share of the
        prototype's words that the sentence has.

        Args:
            parse: The parse.
            inside: The words that belong to the statement.
        """
        if not self.entries:
            return []
        found: dict[tuple[int, str, bool], Hit] = {}
        for root, places in self._by_sentence(parse, inside).items():
            for entry in self.entries:
                hit = _compare(entry, places, parse)
                key = (root, entry.axis_id, entry.value > 0)
                if hit is not None and _size(hit) > _size(found.get(key)):
                    found[key] = hit
        return list(found.values())

    def _by_sentence(
        self, parse: Parse, inside: frozenset[int]
    ) -> Mapping[int, Mapping[str, list[int]]]:
        """Return sentence -> stem -> places, of the stems that a prototype has."""
        sentences: dict[int, dict[str, list[int]]] = {}
        for index in sorted(inside):
            for stem in {_stem(form) for form in parse.forms[index]} & self._known:
                places = sentences.setdefault(parse.roots[index], {})
                places.setdefault(stem, []).append(index)
        return sentences


def _compare(entry: Prototype, places: Mapping[str, list[int]], parse: Parse) -> Hit | None:
    shared = sorted(entry.stems & places.keys())
    share = len(shared) / len(entry.stems)
    if len(shared) < min(LEAST_WORDS, len(entry.stems)) or share < LEAST_SHARE:
        return None
    words = {places[stem][0] for stem in shared}
    if entry.is_negated:
        # "there is no hurry": without the "no" the words say the opposite
        negations = {n for word in words for n in _negations_above(parse, word)}
        if not negations:
            return None
        words |= negations
    rule = f"prototype “{entry.sentence[:_SHOWN]}”"
    return Hit(tuple(sorted(words)), {entry.axis_id: entry.value * share}, rule)


def _negations_above(parse: Parse, word: int) -> list[int]:
    nodes = [word, *(head for _, head in parse.path(word))]
    return [negation for node in nodes for negation in parse.negations(node)]


def _size(hit: Hit | None) -> float:
    return max((abs(weight) for weight in hit.weights.values()), default=0.0) if hit else 0.0


def _prototype(axis_id: str, value: float, sentence: str) -> Prototype:
    words = [word.replace("’", "'") for word in _WORD.findall(sentence.lower())]
    content = [word for word in words if word not in _EMPTY and word not in NEGATIONS]
    is_negated = not NEGATIONS.isdisjoint(words)
    return Prototype(axis_id, value, sentence, _stems(content or words), is_negated)


def _stems(words: Sequence[str]) -> frozenset[str]:
    return frozenset(_stem(word) for word in words)


def _stem(word: str) -> str:
    """Cut an ending off: "waits", "waited" and "waiting" are one word."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word
