"""Resolves phrases of common nouns: "the ministry", "his counterpart", "the 70-year-old"."""

import re
from collections.abc import Mapping
from datetime import date

from stance.nlp.entities import Entities, Entity
from stance.nlp.name_words import PARTY_LABELS
from stance.nlp.offices import Offices
from stance.nlp.phrases import core_words, speaker_phrase
from stance.nlp.salience import Salience
from stance.nlp.sides import SideWords
from stance.nlp.speaker import Speaker, speaker_of
from stance.nlp.subjects import holder_of
from stance.nlp.tree import Tree
from stance.registry import ActorIndex, fold_name

# What a body puts out, and who talks for it without a name: the words are the body's.
_VOICES = frozenset(
    "readout statement transcript release communique communiqué summary editorial commentary "
    "spokesman spokeswoman spokesperson spokespeople notice bulletin dispatch account letter "
    "announcement document paper briefing".split()
)
_AGE = re.compile(r"(\d{2,3})-year-old")

# Who stands where in a paragraph: token -> (entity, clarity).
Mentions = Mapping[int, tuple[Entity, float]]


class Descriptions:
    """Finds whom a description means: by the registry, the article, or what it says itself.

    Args:
        entities: Everybody whom the article names.
        offices: Whom the article gives titles to.
        index: The registry; None without a case.
        sides: The words that tell a side.
        salience: Who is on the reader's mind; read, never changed.
        on: The day whose office-holders count.
    """

    def __init__(
        self,
        entities: Entities,
        offices: Offices,
        index: ActorIndex | None,
        sides: SideWords,
        salience: Salience,
        on: date | None,
    ) -> None:
        self._entities = entities
        self._offices = offices
        self._index = index
        self._sides = sides
        self._salience = salience
        self._on = on

    def resolve(self, tree: Tree, head: int, at: Mentions) -> Speaker:
        """Return who a phrase means; with nobody found, the phrase itself is the name.

        Args:
            tree: The paragraph.
            head: The head of the phrase, a common noun.
            at: The entities named in the paragraph.
        """
        found = (
            self._offices.circle(tree, head, at, is_dated=self._on is not None)
            or self._in_apposition(tree, head, at)
            or (self._offices.holder(tree, head) if self._on is None else None)
            or self._called(tree, head)
            or self._described(tree, head, at)
            or self._members(tree, head)
            or self._voice(tree, head, at)
        )
        if found is not None:
            return found
        side = self._sides.inside(tree, head) or self._common_side(tree, head)
        return Speaker(core_words(tree, head), None, side, 0.6, "description")

    def by_party(self, tree: Tree, head: int) -> Speaker | None:
        """Read "the Ohio Democrat", where a report varies the name of whom it told of before."""
        before = [kid for kid in tree.kids[head] if kid < head]
        is_varied = tree.lower[head] in PARTY_LABELS and len(before) > 1
        if not is_varied or tree.lower[before[0]] != "the" or tree.child(head, "appos") is not None:
            return None
        people = [entity for entity in self._salience.ranked() if entity.kind == "person"]
        return _first(self._offices.of_party(people, tree.lower[head]), 0.7, "role")

    def _in_apposition(self, tree: Tree, head: int, at: Mentions) -> Speaker | None:
        """Read "a spokeswoman, Jane Roe"."""
        for kid in tree.children(head, "appos", "compound", "nmod"):
            entity = next((at[t][0] for t in sorted(tree.subtree(kid)) if t in at), None)
            if entity is not None and entity.kind == "person":
                entity.titles.add(core_words(tree, head))
                return speaker_of(entity, 0.95, "apposition", self._sides.inside(tree, head))
        return None

    def _called(self, tree: Tree, head: int) -> Speaker | None:
        """Ask the registry what the phrase means; among several, whom the article knows."""
        if self._index is None:
            return None
        for words in dict.fromkeys((_whole_phrase(tree, head), core_words(tree, head))):
            actors = self._index.called(words, self._on)
            if len(actors) > 1:
                known = self._entities.known_actors()
                actors = tuple(a for a in actors if a.actor_id in known)
            if len(actors) == 1:
                return speaker_of(self._entities.of_actor(actors[0]), 0.85, "described")
        return None

    def _common_side(self, tree: Tree, head: int) -> str | None:
        """Return the side of everybody whom a phrase can mean: "a ministry spokesperson"."""
        actors = self._index.called(core_words(tree, head), self._on) if self._index else ()
        sides = {actor.side for actor in actors}
        return sides.pop() if len(sides) == 1 else None

    def _described(self, tree: Tree, head: int, at: Mentions) -> Speaker | None:
        """Read "the diplomat", "his counterpart", "the 70-year-old": somebody named before."""
        people = [entity for entity in self._salience.ranked() if entity.kind == "person"]
        if tree.lemmas[head] == "counterpart":
            return self._counterpart(tree, head, at, people)
        side = self._sides.inside(tree, head)
        fitting = [e for e in people if side is None or e.side is None or e.side == side]
        age = _AGE.search(" ".join(tree.words[i] for i in sorted(tree.subtree(head))))
        if age and self._on:
            return _first([e for e in fitting if _is_aged(e, int(age[1]), self._on)], 0.8, "age")
        is_definite = any(tree.lower[kid] in ("the", "this", "that") for kid in tree.kids[head])
        if not is_definite and tree.child(head, "poss") is None:
            return None
        return _first([e for e in fitting if _plays(e, tree.lemmas[head])], 0.75, "role") or _first(
            [e for e in self._salience.ranked() if _is_body_called(e, tree.lemmas[head])],
            0.75,
            "second mention",
        )

    def _counterpart(
        self, tree: Tree, head: int, at: Mentions, people: list[Entity]
    ) -> Speaker | None:
        owner = self._owner(tree, head, at)
        others = [e for e in people if e is not owner and (not owner or e.side != owner.side)]
        return _first(others, 0.7, "counterpart")

    def _members(self, tree: Tree, head: int) -> Speaker | None:
        """Read "several Republican lawmakers", "Pentagon officials": they speak for a group."""
        if tree.tags[head] != "NNS" or self._index is None:
            return None
        for token in tree.children(head, "amod", "compound", "nmod", "poss"):
            word = tree.words[token]
            if not word[:1].isupper():
                continue
            for name in (word, f"{word}s"):
                actors = [a for a in self._index.called(name, self._on) if a.entity != "person"]
                if len(actors) == 1:
                    return speaker_of(self._entities.of_actor(actors[0]), 0.75, "members")
        return None

    def _voice(self, tree: Tree, head: int, at: Mentions) -> Speaker | None:
        """Read "the ministry's statement", "a spokesperson for the embassy"."""
        owner = self._owner(tree, head, at) if tree.lemmas[head] in _VOICES else None
        if owner is None and tree.lemmas[head] in _VOICES:
            holder = holder_of(tree, head)  # "Roe issued a statement saying"
            owner = at[holder][0] if holder is not None and holder in at else None
        return speaker_of(owner, 0.85, "voice of") if owner is not None else None

    def _owner(self, tree: Tree, head: int, at: Mentions) -> Entity | None:
        for token in sorted(tree.subtree(head)):
            if token in at and token != head:
                return at[token][0]
        side = self._sides.inside(tree, head)
        if side is None or self._index is None or side.lower() not in self._sides:
            return None
        actors = self._index.called(side)
        return self._entities.of_actor(actors[0]) if len(actors) == 1 else None


def _whole_phrase(tree: Tree, head: int) -> str:
    words = " ".join(tree.words[i] for i in sorted(speaker_phrase(tree, head)))
    return words.replace(" '", "'").replace(" ’", "’")


def _first(entities: list[Entity], clarity: float, how: str) -> Speaker | None:
    return speaker_of(entities[0], clarity, how) if entities else None


def _is_aged(entity: Entity, years: int, on: date) -> bool:
    """Tell whether somebody is so old; the birthday is not known, only the year."""
    born = entity.actor.born if entity.actor is not None else None
    return born is not None and on.year - born in (years, years + 1)


def _is_body_called(entity: Entity, word: str) -> bool:
    """Tell "the ministry" from other bodies: the word is the last of the name."""
    return entity.kind == "body" and fold_name(entity.name).split()[-1:] == [word]


def _plays(entity: Entity, role: str) -> bool:
    """Tell whether a word is among an entity's titles or descriptions."""
    texts = set(entity.titles)
    if entity.actor is not None:
        texts |= {text.lower() for text in entity.actor.descriptions}
        texts |= {text.lower() for tenure in entity.actor.tenures for text in tenure.descriptions}
    return any(role in text.lower().split() for text in texts)
