"""How prominent a word stands in a statement, and how closely it is tied to words of stance."""

from collections.abc import Sequence
from dataclasses import dataclass

from stance.scoring.syntax import Parse

# Chosen on news that is not in the repository; a regression over the same marks ranks no better.
_BY_RELATION = {
    "dobj": 0.25, "dative": 0.25, "nsubj": 0.05, "nsubjpass": 0.1, "poss": 0.0, "pobj": -0.05,
    "compound": -0.05, "attr": 0.0, "conj": -0.05, "appos": -0.1, "npadvmod": -0.3,
}  # fmt: skip
_OTHER_RELATION = -0.1
_TOP, _PER_LEVEL, _LEVELS = 0.3, 0.05, 4
_PER_WEIGHT = 0.3
_DONE_TO = -0.2  # of cold words
_SPEAKERS = frozenset("i we us you who which that".split())
_REACH = 4  # words up the tree
_OF_AGENT = 0.8
_AGAINST = -0.5  # words that go against the whole speak for another target


@dataclass(frozen=True, slots=True)
class WeightedWords:
    """Words that carry stance, with their weight (-1..+1)."""

    words: tuple[int, ...]
    weight: float


def prominence(
    parse: Parse,
    head: int,
    weighted: Sequence[WeightedWords],
    inside: frozenset[int],
    *,
    is_cold: bool = False,
) -> float:
    """Return how much the place of a word speaks for it as the target, about -0.8..+0.9.

    Args:
        parse: The parse.
        head: The word.
        weighted: The words that carry the stance.
        inside: The words that belong to the statement.
        is_cold: Whether the statement as a whole is cold.
    """
    depth = 0
    for _, governor in parse.path(head):
        if governor not in inside:
            break
        depth += 1
    relation = parse.tokens[head].dep
    if relation == "conj":
        relation = parse.tokens[parse.tokens[head].head].dep
    value = _BY_RELATION.get(relation, _OTHER_RELATION)
    value += _TOP if depth == 0 else -_PER_LEVEL * min(depth - 1, _LEVELS)
    if is_cold:
        value += _as_victim(parse, head)
    return value + _PER_WEIGHT * max(-1.0, min(1.0, attachment(parse, head, weighted)))


def _as_victim(parse: Parse, head: int) -> float:
    """Return less for whom somebody else does the harm to: "the mob chased the governor"."""
    token = parse.tokens[head]
    subject = parse.subject(token.head) if token.dep == "dobj" else None
    is_of_other = subject is not None and parse.forms[subject][1] not in _SPEAKERS
    return _DONE_TO if is_of_other else 0.0


def attachment(
    parse: Parse, head: int, weighted: Sequence[WeightedWords], *, agents_only: bool = False
) -> float:
    """Return how strongly a word is the object, owner or agent of words with a stance.

    Zero is no tie; words against the sign of the whole count negatively: in "the mayor will be
    great, his rival is weak" a warm whole is about the mayor.
    """
    is_agent = parse.tokens[head].dep in ("nsubj", "nsubjpass", "poss")
    if agents_only and not is_agent:
        return 0.0
    whole = sum(item.weight for item in weighted)
    above = [head, *(governor for _, governor in parse.path(head))][:_REACH]
    total = 0.0
    for item in weighted:
        size = abs(item.weight) * (1.0 if item.weight * whole >= 0 else _AGAINST)
        near = next((place for place, node in enumerate(above) if node in item.words), None)
        if near is not None:
            total += size / max(1, near)
        elif is_agent and _hangs_below(parse, item.words, parse.tokens[head].head):
            total += _OF_AGENT * size
    return total


def _hangs_below(parse: Parse, words: Sequence[int], verb: int) -> bool:
    return any(governor == verb for word in words for _, governor in parse.path(word))
