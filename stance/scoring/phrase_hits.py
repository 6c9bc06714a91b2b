"""Finds the phrases of the lexicon in a parse."""

from collections.abc import Sequence

from stance.scoring.acts import Hit
from stance.scoring.lexicon import Lexicon, Phrase
from stance.scoring.syntax import Parse


def phrase_hits(parse: Parse, lexicon: Lexicon, inside: frozenset[int]) -> list[Hit]:
    """Return the phrases of a statement; where two overlap, the one with more words.

    Args:
        parse: Its parse.
        lexicon: The phrases.
        inside: The words that belong to it.
    """
    found = []
    for words, phrase in lexicon.index.matches(parse):
        if inside.issuperset(words) and _fits(parse, words, phrase):
            found.append((-len(words), words, phrase))
    found.sort(key=lambda item: (item[0], item[1], item[2].pattern.source))
    taken, hits = set[int](), list[Hit]()
    for _, words, phrase in found:
        if taken.isdisjoint(words):
            taken.update(words)
            hits.append(Hit(words, phrase.weights, phrase.pattern.source))
    return sorted(hits, key=lambda hit: hit.words)


def _fits(parse: Parse, words: tuple[int, ...], phrase: Phrase) -> bool:
    if phrase.pos and parse.tokens[words[0]].pos not in phrase.pos:
        return False
    first = words[0]
    if len(words) == 1 and first and parse.tokens[first - 1].text == "-":
        return False  # "Saudi-backed", "war-torn"
    if parse.is_headline(first):
        return True
    # Names carry no polarity: "Department of Defense", "Liberty Bank"
    return any(parse.tokens[word].pos != "PROPN" for word in words)


def words_by_sign(phrases: Sequence[Hit], axis: str) -> tuple[frozenset[int], frozenset[int]]:
    """Return the words of the warm and of the cold phrases on an axis."""
    warm, cold = (
        {word for hit in phrases if hit.weights.get(axis, 0.0) * sign > 0 for word in hit.words}
        for sign in (1, -1)
    )
    return frozenset(warm), frozenset(cold)
