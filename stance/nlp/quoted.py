"""Quotations as tokens of a parsed paragraph."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stance.nlp.quotes import Quotation
from stance.nlp.tree import Tree

# A quotation without a cue of its own and with fewer words is a title or a scare quote.
_MIN_FLOATING_WORDS = 4
TERMINAL = frozenset(".!?…")
DASHES = frozenset(("-", "–", "—", "--", "―"))


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quotation of a paragraph as tokens, its marks included."""

    number: int
    tokens: frozenset[int]
    first: int
    last: int
    source: Quotation


def quotes_in(tree: Tree, quotes: Sequence[Quotation]) -> list[Quoted]:
    """Return the quotations of a paragraph as token sets."""
    found: list[Quoted] = []
    for quote in quotes:
        inside = tree.between(quote.start, quote.end)
        if inside:
            found.append(Quoted(len(found), frozenset(inside), inside[0], inside[-1], quote))
    return found


def is_sentence_like(tree: Tree, quote: Quoted) -> bool:
    """Tell a quoted sentence from a quoted phrase: capital letter, length, final mark or verb."""
    words = sorted(tree.words_in(quote.tokens))
    if len(words) < _MIN_FLOATING_WORDS or not tree.words[words[0]][:1].isupper():
        return False
    has_verb = any(tree.pos[i] in ("VERB", "AUX") for i in words)
    ends = any(tree.words[i][-1:] in TERMINAL or tree.words[i] == "," for i in _tail(quote))
    return has_verb or (ends and len(words) > 6)


def starts_and_ends_a_sentence(tree: Tree, quote: Quoted) -> bool:
    """Tell "Never again." from "never again": a capital letter and a final mark inside."""
    words = sorted(tree.words_in(quote.tokens))
    if not words or not tree.words[words[0]][:1].isupper():
        return False
    return any(tree.words[i][-1:] in TERMINAL for i in _tail(quote))


def _tail(quote: Quoted) -> range:
    return range(max(quote.first, quote.last - 2), quote.last + 1)


def tokens_of(quotes: Iterable[Quoted], numbers: Iterable[int] | None = None) -> frozenset[int]:
    """Return the tokens of some quotations (by number; of all without), their marks included."""
    wanted = None if numbers is None else frozenset(numbers)
    return frozenset().union(
        *(quote.tokens for quote in quotes if wanted is None or quote.number in wanted)
    )
