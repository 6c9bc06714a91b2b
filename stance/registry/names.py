"""Finds the actors that some words can mean: a name, a description, the title of an office."""

import unicodedata
from collections.abc import Iterator
from datetime import date

from stance.model import Actor, Case, Tenure

_SPELLING = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u02bc", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-"),
    }
)
_ARTICLES = ("the ", "a ", "an ")
_ACRONYM_LENGTH = 3  # "us" and "it" are words; "nato" in small letters is still NATO


def fold_name(words: str) -> str:
    """Return words in the one spelling under which names are compared.

    Small letters, straight apostrophes, no accents or dots, hyphens as spaces, no article in
    front, "defense" for "defence".

    Examples:
        >>> fold_name("the top U.S. diplomat"), fold_name("Tsai Ing-wen")
        ('top us diplomat', 'tsai ing wen')
    """
    plain = words
    if not words.isascii():
        parts = unicodedata.normalize("NFKD", words.translate(_SPELLING))
        plain = "".join(char for char in parts if not unicodedata.combining(char))
    folded = " ".join(plain.replace(".", "").replace("-", " ").lower().split())
    folded = folded.replace("defence", "defense")
    for article in _ARTICLES:
        folded = folded.removeprefix(article)
    return folded


class ActorIndex:
    """Looks words up in the registry of one case.

    Names, aliases and misspellings always count; a title or its descriptions count only while the
    office was held, when a day is given.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self._named: dict[str, Actor] = {}
        self._meanings: dict[str, list[tuple[Actor, Tenure | None]]] = {}
        self._adjectives = {
            actor.side: tuple(fold_name(each) for each in actor.adjectives)
            for actor in case.actors
            if actor.adjectives
        }
        for actor in case.actors:
            self._add(actor)

    def named(self, name: str) -> Actor | None:
        """Return the actor with this id, name, alias or misspelling, in any case of letters."""
        return self._named.get(fold_name(name.replace("_", " ")))

    def only_one_of_family(self, family_name: str) -> Actor | None:
        """Return the actor with this family name, if no other actor has it."""
        folded = fold_name(family_name)
        family = [
            actor
            for actor in self.case.actors
            if actor.family_name and fold_name(actor.family_name) == folded
        ]
        return family[0] if len(family) == 1 else None

    def called(self, words: str, on: date | None = None) -> tuple[Actor, ...]:
        """Return every actor that the words of a text can mean, in the order of the registry.

        Args:
            words: As printed: "the Chinese foreign minister", "Secretary Blinken", "Beijing".
            on: The day they were printed; without it, former and later holders are returned too.

        Returns:
            No actor for words that mean nobody in the registry, several for ambiguous ones: a
            bare family name, "the president", an office on the day it changes hands. A family
            name that is a word too ("He") is for the caller to tell.
        """
        folded = fold_name(words)
        if len(folded) <= _ACRONYM_LENGTH and not any(char.isupper() for char in words):
            return ()
        found = [
            actor
            for actor, tenure in self._meanings.get(folded, ())
            if on is None or tenure is None or tenure.covers(on)
        ]
        return tuple(dict.fromkeys(found))

    def _add(self, actor: Actor) -> None:
        names = (actor.name, *actor.aliases, *actor.misspellings)
        for name in (*names, actor.actor_id.replace("_", " ")):
            self._named.setdefault(fold_name(name), actor)
        family = (actor.family_name,) if actor.family_name else ()
        for name in (*names, *family, *actor.descriptions):
            self._mean(fold_name(name), actor, None)
        for tenure in actor.tenures:
            for words in (*map(fold_name, tenure.descriptions), *self._titled(actor, tenure)):
                self._mean(words, actor, tenure)

    def _titled(self, actor: Actor, tenure: Tenure) -> Iterator[str]:
        """Yield the title, folded: alone, with the country, and before the name."""
        title, country = fold_name(tenure.title), fold_name(actor.country or actor.side)
        yield from (title, f"{title} of {country}", f"{country}'s {title}", f"{country} {title}")
        for adjective in self._adjectives.get(actor.side, ()):
            yield f"{adjective} {title}"
        for name in (actor.family_name, actor.name):
            if name:
                yield f"{title} {fold_name(name)}"

    def _mean(self, folded: str, actor: Actor, tenure: Tenure | None) -> None:
        self._meanings.setdefault(folded, []).append((actor, tenure))
