"""Resolves phrases of common nouns: "the ministry", "his counterpart", "the 70-year-old"."""

import re
from collections.abc import Mapping
from datetime import date

from stance.nlp.entities import Entities, Entity
from stance.nlp.name_words import BODY_WORDS, PARTY_LABELS, POSTS, TITLES
from stance.nlp.offices import Offices
from stance.nlp.phrases import core_words, speaker_phrase
from stance.nlp.salience import Salience
from stance.nlp.sides import SideWords
from stance.nlp.speaker import Speaker, speaker_of
from stance.nlp.subjects import agent_of, holder_of
from stance.nlp.tree import Tree
from stance.registry import ActorIndex, fold_name

# What a body puts out, and who talks for it without a name: the words are the body's.
_VOICES = frozenset(
    "readout statement transcript release communique communiqué summary editorial commentary "
    "spokesman spokeswoman spokesperson spokespeople notice bulletin dispatch account letter "
    "announcement document paper briefing".split()
)
# What a report calls the words that answer it: '"No," came the reply'.
_REPLIES = frozenset("reply answer response retort".split())
# Who goes by one of these may be called the other later.
_SAME_ROLE = {
    "envoy": frozenset(("ambassador",)),
    "diplomat": frozenset(("ambassador", "envoy", "consul")),
    "lawmaker": frozenset("senator sen sen. rep rep. representative congressman mp".split()),
    "premier": frozenset(("prime",)),
}
# "The paper", and what stands in the name of one.
_PAPERS = frozenset("paper newspaper tabloid daily broadsheet".split())
_PAPER_NAMES = frozenset(
    "times post journal daily herald guardian news press media tribune telegraph gazette".split()
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
        is_elsewhere = _is_post_elsewhere(tree, head)
        name = _whole_phrase(tree, head) if is_elsewhere else core_words(tree, head)
        owner = tree.child(head, "poss", "compound", "amod")
        if tree.lemmas[head] in BODY_WORDS and tree.tags[head] == "NN" and owner is not None:
            return speaker_of(self._entities.body(name, side), 0.6, "description", side)
        return Speaker(name, None, side, 0.6, "description")

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
                side = self._sides.inside(tree, head) or side_of_owner(tree, head, at)
                return speaker_of(entity, 0.95, "apposition", side)
        for kid in tree.children(head, "appos"):  # "the state broadcaster, the ABC"
            if kid in at and at[kid][0].kind == "body" and not at[kid][0].is_thing:
                return speaker_of(at[kid][0], 0.9, "apposition", self._sides.inside(tree, head))
        return None

    def _called(self, tree: Tree, head: int) -> Speaker | None:
        """Ask the registry what the phrase means; among several, whom the article knows."""
        if self._index is None:
            return None
        phrases = [_whole_phrase(tree, head), core_words(tree, head)]
        if _is_post_elsewhere(tree, head):
            phrases.pop()
        for words in dict.fromkeys(phrases):
            actors = self._index.called(words, self._on)
            if len(actors) > 1:
                known = self._entities.known_actors()
                actors = tuple(a for a in actors if a.actor_id in known)
            if len(actors) == 1:
                entity = self._entities.of_actor(actors[0])
                if self._is_nearer(words, entity):
                    return None
                return speaker_of(entity, 0.85, "described")
        return None

    def _is_nearer(self, title: str, actor: Entity) -> bool:
        """Tell whether somebody else bears this very title and is more on the reader's mind."""
        for entity in self._salience.ranked():
            if entity is actor:
                return False
            if entity.actor is None and title.lower().removeprefix("the ") in entity.titles:
                return True
        return False

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
        owner = tree.child(head, "poss")
        if owner is not None and owner in at and tree.lemmas[head] in _VOICES:
            # "his spokesman" is none of somebody else's
            fitting = [e for e in fitting if e.side == at[owner][0].side and e is not at[owner][0]]
        age = _AGE.search(" ".join(tree.words[i] for i in sorted(tree.subtree(head))))
        if age and self._on:
            return _first([e for e in fitting if _is_aged(e, int(age[1]), self._on)], 0.8, "age")
        is_definite = any(tree.lower[kid] in ("the", "this", "that") for kid in tree.kids[head])
        if not is_definite and tree.child(head, "poss") is None:
            return None
        is_one = tree.tags[head] != "NNS"
        playing = [e for e in fitting if is_one and _plays(e, tree.lemmas[head])]
        is_former = any(tree.lower[kid] == "former" for kid in tree.kids[head])
        if is_former and tree.lower[head] in TITLES:
            # nobody whose offices are known: they would have told
            open_to_all = [e for e in fitting if e.actor is None or not e.actor.tenures]
            return _first(playing or open_to_all, 0.6, "role")
        return _first(playing, 0.75, "role") or _first(
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
        if tree.lemmas[head] in _REPLIES and tree.child(head, "poss", "prep") is None:
            return _first([e for e in self._salience.ranked() if e.kind == "person"], 0.6, "role")
        owner = self._owner(tree, head, at) if tree.lemmas[head] in _VOICES else None
        if owner is None and tree.lemmas[head] in _VOICES:
            # "Roe issued a statement saying", "in a letter calling it"; not "pointed to a paper"
            is_pointed_at = tree.deps[head] == "pobj" and tree.lower[tree.heads[head]] == "to"
            holder = None if is_pointed_at else holder_of(tree, head)
            if holder is not None and holder not in at and tree.tags[holder] == "NN":
                owner = self.resolve(tree, holder, at).entity
            else:
                owner = at[holder][0] if holder is not None and holder in at else None
        return speaker_of(owner, 0.85, "voice of") if owner is not None else None

    def _owner(self, tree: Tree, head: int, at: Mentions) -> Entity | None:
        for token in sorted(speaker_phrase(tree, head)):
            if token in at and token != head:
                return at[token][0]
        for deed in tree.children(head, "acl"):  # "a commentary published by the Oslo Times"
            agent = agent_of(tree, deed)
            if agent is not None and agent in at:
                return at[agent][0]
        for preposition in tree.children(head, "prep"):  # "a spokesman for the mission"
            thing = tree.child(preposition, "pobj")
            if thing is not None and tree.lower[preposition] in ("for", "of", "from", "by", "at"):
                bodies = (
                    e for e in self._salience.ranked() if _is_body_called(e, tree.lemmas[thing])
                )
                if (body := next(bodies, None)) is not None:
                    return body
        side = self._sides.inside(tree, head)
        if side is None or self._index is None or side.lower() not in self._sides:
            return None
        actors = self._index.called(side)
        return self._entities.of_actor(actors[0]) if len(actors) == 1 else None


def side_of_owner(tree: Tree, head: int, at: Mentions) -> str | None:
    """Return the side of the body or country whose somebody is: "its spokeswoman, Ann Roe"."""
    for owner in tree.children(head, "poss", "compound", "nmod"):
        if owner in at and at[owner][0].kind == "body":  # "Iran envoy Jane Roe" is no Iranian
            return at[owner][0].side
        if owner in at and tree.deps[owner] == "poss" and at[owner][0].kind != "person":
            return at[owner][0].side
    return None


def _is_post_elsewhere(tree: Tree, head: int) -> bool:
    """Tell "China's embassy in Oslo": without the place the words mean another one."""
    return tree.lemmas[head] in POSTS and any(
        tree.lower[kid] in ("in", "to", "at") for kid in tree.children(head, "prep")
    )


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
    """Tell "the ministry" from other bodies: the word is the last of the name, its place aside."""
    name = re.split(r" (?:in|at|to) ", fold_name(entity.name))[0]
    if word in _PAPERS:
        return entity.kind != "person" and not _PAPER_NAMES.isdisjoint(
            fold_name(entity.name).split()
        )
    return entity.kind == "body" and name.split()[-1:] == [word]


def _plays(entity: Entity, role: str) -> bool:
    """Tell whether a word is among an entity's titles or descriptions."""
    texts = set(entity.titles)
    if entity.actor is not None:
        texts |= {text.lower() for text in entity.actor.descriptions}
        texts |= {text.lower() for tenure in entity.actor.tenures for text in tenure.descriptions}
    roles = _SAME_ROLE.get(role, frozenset()) | {role}
    return any(not roles.isdisjoint(text.lower().split()) for text in texts)
