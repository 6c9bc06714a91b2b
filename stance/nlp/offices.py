"""Whom "the president", "the administration" and "his campaign" mean, by what an article says."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from stance.nlp.entities import Entities, Entity
from stance.nlp.name_words import PARTY_LABELS
from stance.nlp.speaker import Speaker, speaker_of
from stance.nlp.tree import Tree

_ADMINISTRATION, _PRESIDENT = "administration", "president"
# Those around a person, who speak as a body, and their members.
_CIRCLES = frozenset((_ADMINISTRATION, "campaign"))
_MEMBERS = frozenset("official aide adviser advisor lawyer".split())
# Bearers of another title, and by how much the one who is meant by it alone must stand out.
_NOT_IN_OFFICE = frozenset("vice deputy former acting assistant ex".split())
_FAR_MORE = 2
_BEHIND = 5  # words behind a name that may tell a party


class Offices:
    """Finds holders of offices and those around them.

    Args:
        entities: Everybody whom the article names.
        trees: Its paragraphs.
    """

    def __init__(self, entities: Entities, trees: Sequence[Tree]) -> None:
        self._entities = entities
        self._trees = trees

    def circle(
        self, tree: Tree, head: int, at: Mapping[int, tuple[Entity, float]], *, is_dated: bool
    ) -> Speaker | None:
        """Read "the Roe administration", "his campaign", "administration officials".

        Args:
            tree: The paragraph.
            head: The head of the phrase.
            at: The entities named in the paragraph.
            is_dated: Whether the registry knows whose administration it was on that day.
        """
        circles = [kid for kid in tree.children(head, "compound") if tree.lower[kid] in _CIRCLES]
        owned = [head]
        if tree.lemmas[head] in _MEMBERS and circles:
            head = circles[0]
            owned.append(head)
        word = tree.lower[head]
        if word not in _CIRCLES:
            return None
        # the parser hangs "Roe" of "Roe administration official" on either
        kids = [kid for each in owned for kid in tree.children(each, "compound", "nmod", "poss")]
        owners = [at[kid] for kid in (*kids, head) if kid in at]
        for entity, clarity in owners:
            if entity.kind == "body" and entity.name.endswith(word):  # in the registry as such
                return speaker_of(entity, 0.85 * clarity, "around a person")
        person = next((entity for entity, _ in owners if entity.kind == "person"), None)
        if person is not None:
            return speaker_of(self._around(person, word), 0.85, "around a person")
        named = None if is_dated or owners else self._most_named(word)
        return speaker_of(named, 0.75, "around a person") if named is not None else None

    def holder(self, tree: Tree, head: int) -> Speaker | None:
        """Read "the president": whom the article calls by this title far more often than others."""
        is_bare = [tree.lower[kid] for kid in tree.kids[head] if kid < head] == ["the"]
        entity = self._holder(tree.lemmas[head]) if is_bare else None
        return speaker_of(entity, 0.8, "role") if entity is not None else None

    def of_party(self, people: Sequence[Entity], party: str) -> list[Entity]:
        """Return those whom an article prints with a party ("(D-Ohio)"), then those with none.

        Args:
            people: In any order, which is kept.
            party: "democrat" or "republican".
        """
        others = [self._members[label] for label in PARTY_LABELS if label != party]
        free = [each for each in people if not any(each in members for members in others)]
        return sorted(free, key=lambda each: each not in self._members[party])

    def _around(self, person: Entity, circle: str) -> Entity:
        return self._entities.body(f"{person.name.split()[-1]} {circle}", person.side)

    def _most_named(self, circle: str) -> Entity | None:
        owners = self._owners[circle]
        if owners:
            return self._entities.body(f"{max(owners, key=owners.__getitem__)} {circle}")
        president = self._holder(_PRESIDENT) if circle == _ADMINISTRATION else None
        return self._around(president, circle) if president is not None else None

    def _holder(self, title: str) -> Entity | None:
        first, second = (*self._bearers[title].most_common(2), None, None)[:2]
        if first is None or (second is not None and first[1] < _FAR_MORE * second[1]):
            return None
        return first[0]

    @cached_property
    def _bearers(self) -> dict[str, Counter[Entity]]:
        """How often the article gives a title to whom."""
        found = defaultdict[str, Counter[Entity]](Counter)
        for row in self._entities.named:
            for named in row:
                titles = named.hit.titles
                if titles and _NOT_IN_OFFICE.isdisjoint(titles):
                    found[titles[-1]][named.entity] += 1
        return found

    @cached_property
    def _members(self) -> dict[str, set[Entity]]:
        found = defaultdict[str, set[Entity]](set)
        for tree, row in zip(self._trees, self._entities.named, strict=True):
            for named in row:
                hit = named.hit
                before = tree.lower[max(0, hit.first - len(hit.titles) - 1) : hit.first]
                after = tree.lower[hit.last + 1 : hit.last + 1 + _BEHIND]
                for party in PARTY_LABELS:
                    beside = (*before, *(after if after[:1] in ([","], ["("]) else ()))
                    if any(_tells(word, party) for word in beside):
                        found[party].add(named.entity)
        return found

    @cached_property
    def _owners(self) -> dict[str, Counter[str]]:
        """How often the article names whose circle: "the Roe administration"."""
        found = defaultdict[str, Counter[str]](Counter)
        for tree in self._trees:
            for token, word in enumerate(tree.lower):
                for kid in tree.children(token, "compound", "nmod") if word in _CIRCLES else ():
                    if tree.pos[kid] == "PROPN" and tree.words[kid].istitle():
                        found[word][tree.words[kid]] += 1
        return found


def _tells(word: str, party: str) -> bool:
    """Tell "Republican", "Democratic" and the letter of "R-Ohio" from other words."""
    return (word.startswith(party) and not word.endswith("s")) or word.split("-")[0] == party[0]
