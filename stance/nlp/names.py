"""Finds names in a parsed paragraph: registered actors first, then any run of proper nouns."""

import re
from dataclasses import dataclass, replace
from functools import cache

from stance.model import Actor, Case, EntityKind
from stance.nlp.genders import is_given_name
from stance.nlp.name_words import (
    BODY_WORDS,
    NO_NAMES,
    OFFICE_ENDS,
    OFFICES,
    PARTICLES,
    PARTY_LABELS,
    PLACE_STARTS,
    POSTS,
    THINGS,
    TITLE_LINKS,
    TITLE_PARTS,
    TITLES,
)
from stance.nlp.tree import Tree
from stance.registry import ActorIndex, actor_index, fold_name

_MAX_WORDS = 8


@dataclass(frozen=True, slots=True)
class NameHit:
    """A name in a paragraph: its tokens without titles, and the titles in front of it."""

    first: int
    last: int
    words: str
    titles: tuple[str, ...] = ()
    actor: Actor | None = None

    @property
    def head(self) -> int:
        """The last token, which governs the others."""
        return self.last

    @property
    def is_full(self) -> bool:
        """Whether the name has more than one word, or is in the registry as it stands."""
        return self.actor is not None or " " in self.words

    @property
    def kind(self) -> EntityKind:
        """Person, body or country, by registry, titles and words.

        A thing counts as a body, a place that is named like one as a country.
        """
        if self.actor is not None:
            return self.actor.entity
        words = self.words.lower().split()
        if any(word in BODY_WORDS for word in words) or self.is_thing:
            return "body"
        if self.titles:
            return "person"
        if words[0] in PLACE_STARTS:
            return "country"
        letters = self.words.replace(".", "")
        if " " not in letters:
            return "person" if is_given_name(letters) else "body"
        return "person" if len(words) <= 4 and not letters.isupper() else "body"

    @property
    def is_thing(self) -> bool:
        """Whether the name is a place, law, event or day, which cannot speak."""
        last = self.words.lower().split()[-1]
        return self.actor is None and (last in THINGS or last in NO_NAMES)


class NameFinder:
    """Finds names with the help of a case's registry; without a case, by capital letters alone."""

    def __init__(self, case: Case | None) -> None:
        self.index: ActorIndex | None = actor_index(case) if case else None
        self._first_words = _first_words(case) if case else frozenset()
        self._adjectives = _adjectives(case) if case else frozenset()
        self._people = _people(case) if case else {}

    def find(self, tree: Tree) -> list[NameHit]:
        """Return the names of a paragraph in order, not overlapping."""
        hits: list[NameHit] = []
        position = 0
        while position < len(tree):
            hit = self._hit_at(tree, position)
            if hit is not None:
                hits.append(_with_titles_in_front(tree, hit))
                position = hit.last + 1
            else:
                position += 1
        return hits

    def _hit_at(self, tree: Tree, start: int) -> NameHit | None:
        if not _is_name_word(tree, start) and not self._is_registered_start(tree, start):
            return None
        actor, end = self._registered(tree, start)
        run_end = _run_end(tree, start)
        if actor is not None and (run_end <= end or _names_more(tree, end)):
            return NameHit(start, end, words_between(tree, start, end), (), actor)
        if not _is_name_word(tree, start):
            return None
        if self._is_adjective(tree, start, run_end):
            people = self._people.get(fold_name(tree.words[start]))
            if people is None or start != run_end or not _is_people(tree, start):
                return None
            return NameHit(start, start, tree.words[start], (), people)
        first = _after_inner_title(tree, _after_titles(tree, start, run_end), run_end)
        titles = tuple(tree.lower[i] for i in range(start, min(first, run_end + 1)))
        if first > run_end:
            return None
        # "Foreign Minister Qin Gang", "Chinese President Xi Jinping": the name at the end
        for begin in range(first, run_end + 1):
            if begin > first and tree.lower[begin - 1] == "new":  # New Mexico is not Mexico
                continue
            actor, end = self._registered(tree, begin)
            if actor is not None and end >= run_end:
                return NameHit(begin, end, words_between(tree, begin, end), titles, actor)
        words = words_between(tree, first, run_end)
        if fold_name(words) in NO_NAMES or not words[:1].isupper():
            return None
        return NameHit(first, run_end, words, titles)

    def _is_adjective(self, tree: Tree, start: int, end: int) -> bool:
        """Tell "Chinese Foreign Affairs chief" and "the Chinese" from "American Airlines"."""
        if fold_name(tree.words[start]) not in self._adjectives:
            return False
        return start == end or tree.lower[end] not in BODY_WORDS

    def _is_registered_start(self, tree: Tree, index: int) -> bool:
        return tree.words[index][:1].isupper() and fold_name(tree.words[index]) in self._first_words

    def _registered(self, tree: Tree, start: int) -> tuple[Actor | None, int]:
        """Return the longest registered name that begins here, and its last token."""
        if self.index is None or not self._is_registered_start(tree, start):
            return None, start
        for end in range(min(len(tree), start + _MAX_WORDS) - 1, start - 1, -1):
            words = words_between(tree, start, end)
            if tree.is_punctuation(end):
                continue
            if end == start and (tree.pos[start] == "VERB" or _is_common_word(tree, start)):
                continue
            actor = self.index.named(words)
            if (
                actor is not None
                and _is_written_as_name(words)
                and not _is_post_elsewhere(tree, end)
            ):
                return actor, end
        return None, start


@cache
def _first_words(case: Case) -> frozenset[str]:
    names = (
        name for actor in case.actors for name in (actor.name, *actor.aliases, *actor.misspellings)
    )
    # the parser takes "People's" for two words
    firsts = (re.split(r"[ '’]", fold_name(name))[0] for name in names)
    return frozenset(first for first in firsts if first)


@cache
def _adjectives(case: Case) -> frozenset[str]:
    return frozenset(fold_name(word) for actor in case.actors for word in actor.adjectives)


@cache
def _people(case: Case) -> dict[str, Actor]:
    """Return the countries by their adjectives, for "the Chinese"."""
    countries = (actor for actor in case.actors if actor.entity == "country")
    return {fold_name(word): actor for actor in countries for word in actor.adjectives}


def _is_people(tree: Tree, index: int) -> bool:
    """Tell "the Chinese are testing us" from "the Chinese coast guard" and "speaks Chinese"."""
    is_head = tree.deps[index] in ("nsubj", "nsubjpass", "dobj", "pobj")
    return is_head and index > 0 and tree.lower[index - 1] == "the"


def _is_name_word(tree: Tree, index: int) -> bool:
    return tree.tags[index] in ("NNP", "NNPS") and tree.words[index][:1].isupper()


def _run_end(tree: Tree, start: int) -> int:
    """Return the last token of the run of proper nouns that begins here."""
    end = start
    if not _is_name_word(tree, start):
        return start
    for index in range(start + 1, min(len(tree), start + _MAX_WORDS + 6)):
        if _is_name_word(tree, index):
            end = index
        elif not _links_names(tree, index):
            break
    return end


def _links_names(tree: Tree, index: int) -> bool:
    """Tell the small words and marks inside a name: "von der Leyen", "J. Roe", "Jean-Luc"."""
    word, before = tree.words[index], tree.words[index - 1]
    if tree.lower[index] in PARTICLES:
        return index + 1 < len(tree) and _is_name_word(tree, index + 1)
    if tree.lower[index] == "of":
        return _is_officelike(tree, index)
    if tree.starts[index] != tree.ends[index - 1]:
        return False
    return (word in ("-", "'", "’") and before != ".") or (word == "." and _is_abbreviation(before))


def _is_abbreviation(word: str) -> bool:
    """Tell the full stop of "J." and "Gen." from the end of a sentence."""
    return len(word) == 1 or f"{word.lower()}." in TITLES


def _is_officelike(tree: Tree, of: int) -> bool:
    """Tell whether "of" goes on with a name: "Secretary of State", "House of Representatives"."""
    word = tree.lower[of - 1]
    follows = of + 1 < len(tree) and _is_name_word(tree, of + 1)
    return follows and (word in TITLES or word in BODY_WORDS)


def _after_titles(tree: Tree, start: int, end: int) -> int:
    """Return the first token behind the titles at the beginning of a run."""
    first = start
    for index in range(start, end + 1):
        word = tree.lower[index]
        if word in TITLES or (word in TITLE_LINKS and index > start):
            continue
        first = index
        break
    else:
        return end + 1
    # "House Committee": a title word that heads no person
    rest = tree.lower[first : end + 1]
    if first > start and any(word in BODY_WORDS for word in rest):
        return start
    return first


def _after_inner_title(tree: Tree, first: int, end: int) -> int:
    """Return where the name begins in "Ohio Gov. John Roe", "Democrat Ann Roe", else ``first``."""
    if first > end:  # nothing but titles
        return first
    inner = [index for index in range(first + 1, end) if tree.lower[index] in OFFICES]
    is_labelled = tree.lower[first] in PARTY_LABELS and end - first > 1
    if not inner and not is_labelled:
        return first
    behind = inner[-1] + 1 if inner else first + 1
    while behind < end and tree.lower[behind] in OFFICE_ENDS:
        behind += 1
    # "Ohio Judge Training Centre", "Republican National Committee", "Ohio Attorney General"
    names_body = any(word in BODY_WORDS for word in tree.lower[behind : end + 1])
    is_nobody = tree.lower[end] in THINGS or tree.lower[end] in TITLES
    return first if names_body or is_nobody else behind


def _with_titles_in_front(tree: Tree, hit: NameHit) -> NameHit:
    """Add titles in small letters: "spokesman Wang Wenbin", "ambassador Nicholas Burns"."""
    first = hit.first - len(hit.titles)
    titles = list(hit.titles)
    while first > 0 and tree.words[first - 1].islower() and tree.lower[first - 1] in TITLES:
        first -= 1
        titles.insert(0, tree.lower[first])
    if not hit.titles and titles and titles[-1] in TITLE_PARTS:
        return hit  # "the former South Port mayor": not the port is a former one
    return replace(hit, titles=tuple(titles)) if len(titles) > len(hit.titles) else hit


def _names_more(tree: Tree, end: int) -> bool:
    """Tell whether the run goes on with somebody else's name or a title: "US President Joe"."""
    following = tree.lower[end + 1]
    return following in TITLES or following in "-–/" or tree.deps[end] in ("appos", "conj")


def words_between(tree: Tree, first: int, last: int) -> str:
    """Return the words as printed, white space between them made one blank."""
    pieces = [tree.words[first]]
    for index in range(first + 1, last + 1):
        glue = "" if tree.starts[index] == tree.ends[index - 1] else " "
        pieces.append(glue + tree.words[index])
    return "".join(pieces)


def _is_post_elsewhere(tree: Tree, end: int) -> bool:
    """Tell "China's embassy in Oslo" from the one that the registry means by these words alone."""
    behind = end + 2
    return (
        tree.lower[end] in POSTS
        and behind < len(tree)
        and tree.lower[end + 1] in ("in", "to", "at")
        and (_is_name_word(tree, behind) or tree.lower[behind] == "the")
    )


def _is_written_as_name(words: str) -> bool:
    return words[:1].isupper() and (len(words) > 2 or words.isupper())


def _is_common_word(tree: Tree, index: int) -> bool:
    """Tell "He" the pronoun from He the name, which the parser takes for a proper noun."""
    return tree.pos[index] in ("PRON", "DET", "ADP", "SCONJ", "CCONJ", "ADV", "AUX")
