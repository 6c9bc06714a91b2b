"""Compiles and matches the patterns of the lexicon.

A pattern is a row of elements with spaces between: ``a|b`` one of several words (lemma or word,
lower case), ``stem*`` a beginning, ``(word)`` optional, ``...`` up to five words of the same
clause, ``{name}`` a proper noun, ``{any}`` one word. ``call_off`` is a verb with its particle.
``lift > ban|curb`` is a verb or noun with what it acts on, wherever the sentence puts it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, product
from typing import Generic, TypeVar

from stance.scoring.syntax import Parse

T = TypeVar("T")
MAX_GAP = 5
DIRECT_OBJECTS = frozenset(["dobj", "nsubjpass"])  # "return > {any}" is not "return on Monday"
QUOTE_MARKS = frozenset("\"“”‘«»`'").union(["''", "``"])  # "offered “no apology”"
_STEM_KEY = 3  # letters by which patterns that begin with a stem are found
_CLAUSE_BREAK = frozenset(";:.?!—–")
# How spaCy cuts English words: at hyphens, before "'s" and "n't".
_TOKEN = re.compile(r"-|n't|'s|[^-']+?(?=n't|'|-|$)|'")
_ELEMENT = re.compile(r"\.\.\.|\{(?:name|any)\}|\(?[\w'$&%*-]+(?:\|[\w'$&%*-]+)*\)?")


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern."""

    words: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    is_gap: bool = False
    is_optional: bool = False
    slot: str = ""

    def accepts(self, parse: Parse, index: int) -> bool:
        """Whether the word at ``index`` can stand here."""
        if self.slot:
            return self.slot == "any" or parse.tokens[index].pos == "PROPN"
        lemma, word = parse.forms[index]
        if lemma in self.words or word in self.words:
            return True
        if self.stems and word.startswith(self.stems):
            return True
        particle = parse.particle_form(index) if any("_" in w for w in self.words) else None
        return particle in self.words


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; ``operands`` is what stands behind ``>``, or None."""

    source: str
    elements: tuple[Element, ...]
    operands: Element | None = None

    def match(self, parse: Parse, start: int) -> tuple[int, ...] | None:
        """Return the matched word indices if the pattern begins at ``start``, else None."""
        found = self._match_from(parse, start, 0)
        if found is None or self.operands is None:
            return found
        covered = set(found)
        for operand in parse.objects(found[0]) + list(_nominal_operands(parse, found[-1])):
            if operand in covered or not self.operands.accepts(parse, operand):
                continue
            if not self.operands.slot or parse.tokens[operand].dep in DIRECT_OBJECTS:
                return (*found, operand)
        return None

    def _match_from(self, parse: Parse, index: int, place: int) -> tuple[int, ...] | None:
        if place == len(self.elements):
            return ()
        element = self.elements[place]
        if element.is_gap:
            return self._match_gap(parse, index, place)
        if place and index < len(parse.tokens) and parse.tokens[index].text in QUOTE_MARKS:
            return self._match_from(parse, index + 1, place)
        if index < len(parse.tokens) and element.accepts(parse, index):
            rest = self._match_from(parse, index + 1, place + 1)
            if rest is not None and (not rest or parse.roots[rest[0]] == parse.roots[index]):
                return (index, *rest)
        return self._match_from(parse, index, place + 1) if element.is_optional else None

    def _match_gap(self, parse: Parse, index: int, place: int) -> tuple[int, ...] | None:
        for position in range(index, min(index + MAX_GAP + 1, len(parse.tokens))):
            rest = self._match_from(parse, position, place + 1)
            if rest is not None:
                return rest
            if parse.tokens[position].text in _CLAUSE_BREAK:
                return None
        return None


def _nominal_operands(parse: Parse, noun: int) -> Iterator[int]:
    # "the lifting of the ban", "ban removal"
    if parse.tokens[noun].pos in ("NOUN", "PROPN"):
        yield from parse.below(noun, "compound")


def compile_pattern(source: str) -> tuple[Pattern, ...]:
    """Compile one pattern; a word that the tokenizer splits ("cease-fire") gives one more.

    Raises:
        ValueError: If the text is not a pattern; the message says what is wrong.
    """
    left, _, right = source.partition(" > ")
    choices = [_choices(part) for part in left.split()]
    operands = _element(right) if right else None
    compiled = tuple(
        Pattern(source, tuple(chain.from_iterable(choice)), operands)
        for choice in product(*choices)
    )
    for elements in (pattern.elements for pattern in compiled):
        if not elements or elements[0].is_gap or elements[-1].is_gap or elements[0].slot:
            raise ValueError(f"pattern {source!r} must begin and end with a word")
        if elements[0].is_optional:
            raise ValueError(f"pattern {source!r} begins with an optional word")
    return compiled


def _choices(part: str) -> list[tuple[Element, ...]]:
    """Return the element of a part, and one run of elements per word of several tokens."""
    element = _element(part)
    split = {word: _TOKEN.findall(word) for word in element.words}
    long_words = [word for word in sorted(split) if len(split[word]) > 1]
    runs = [
        tuple(Element(words=frozenset([piece])) for piece in split[word]) for word in long_words
    ]
    short = element.words.difference(long_words)
    if short or element.stems or not runs:
        runs.insert(0, (replace(element, words=short),) if long_words else (element,))
    elif element.is_optional:
        runs.insert(0, ())
    return runs


def _element(part: str) -> Element:
    if not _ELEMENT.fullmatch(part):
        raise ValueError(f"{part!r} is not a word, a|b, stem*, (word), {{name}}, {{any}} or ...")
    if part == "...":
        return Element(is_gap=True)
    if part.startswith("{"):
        return Element(slot=part[1:-1])
    words = part.strip("()").split("|")
    return Element(
        words=frozenset(word for word in words if not word.endswith("*")),
        stems=tuple(word[:-1] for word in words if word.endswith("*")),
        is_optional=part.startswith("("),
    )


_Entry = tuple[Pattern, T, frozenset[str]]


class PatternIndex(Generic[T]):
    """Finds the patterns that can begin at a word without trying all of them."""

    def __init__(self, entries: Iterable[tuple[Pattern, T]]) -> None:
        self._by_word: dict[str, list[_Entry[T]]] = {}
        self._by_stem: dict[str, list[_Entry[T]]] = {}
        for pattern, value in entries:
            entry = (pattern, value, _needed_words(pattern))
            for word in pattern.elements[0].words:
                key = word.partition("_")[0]
                self._by_word.setdefault(key, []).append(entry)
            for stem in pattern.elements[0].stems:
                self._by_stem.setdefault(stem[:_STEM_KEY], []).append(entry)

    def matches(self, parse: Parse) -> Iterator[tuple[tuple[int, ...], T]]:
        """Yield (word indices, value) for everything that matches, in text order."""
        present = {key for form in parse.forms for key in form}
        present.update([f"{word[:_STEM_KEY]}*" for _, word in parse.forms])
        for start, (lemma, word) in enumerate(parse.forms):
            candidates = self._by_word.get(lemma, [])
            if word != lemma:
                candidates = candidates + self._by_word.get(word, [])
            for pattern, value, needed in candidates + self._by_stem.get(word[:_STEM_KEY], []):
                # most patterns of a frequent first word fail here, at the price of one look-up
                if needed and needed.isdisjoint(present):
                    continue
                found = pattern.match(parse, start)
                if found:
                    yield found, value


def _needed_words(pattern: Pattern) -> frozenset[str]:
    """Return words of which a text must hold one for the pattern to match; empty if unknown."""
    last = pattern.operands or pattern.elements[-1]
    if last.slot or last.is_optional or (last is pattern.elements[0]):
        return frozenset()
    if any(len(stem) < _STEM_KEY for stem in last.stems):
        return frozenset()
    words = {word.partition("_")[0] for word in last.words}
    return frozenset(words.union(f"{stem[:_STEM_KEY]}*" for stem in last.stems))
