"""Gives a speaker's phrase its name: through names, pronouns, titles and descriptions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from stance.model import Actor, Case, Span
from stance.nlp.entities import Entities, Entity
from stance.nlp.names import NameFinder
from stance.nlp.paragraph import Paragraph
from stance.nlp.salience import PRONOUNS, Salience
from stance.nlp.subjects import printed_phrase, speaker_phrase
from stance.nlp.tree import Tree
from stance.registry import actor_index, fold_name

# What a body puts out, and who talks for it without a name: the words are the body's.
_VOICES = frozenset(
    "readout statement transcript release communique communiqué summary editorial commentary "
    "spokesman spokeswoman spokesperson spokespeople notice bulletin dispatch account letter "
    "announcement document paper briefing".split()
)
_FIRST_AND_SECOND = frozenset("i we you me us my our your myself ourselves".split())
_AGE = re.compile(r"(\d{2,3})-year-old")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A resolved speaker. ``clarity`` is how sure the resolution is, 0..1; ``how`` names the rule."""

    name: str | None
    actor: Actor | None
    side: str | None
    clarity: float
    how: str
    entity: Entity | None = None


class Speakers:
    """Resolves the speakers of one article, paragraph by paragraph, in reading order."""

    def __init__(
        self,
        paragraphs: Sequence[Paragraph],
        finder: NameFinder,
        case: Case | None,
        on: date | None = None,
    ) -> None:
        self.paragraphs = paragraphs
        self.entities = Entities([paragraph.tree for paragraph in paragraphs], finder, on)
        self._index = actor_index(case) if case else None
        self._on = on
        self._sides = _side_words(case)
        self._pair = case.sides[:2] if case else ()
        self._joint = next((a for a in case.actors if a.side == "joint"), None) if case else None
        self._salience = Salience()
        # paragraph -> token -> (entity, clarity)
        self._at: list[dict[int, tuple[Entity, float]]] = []

    def read(self) -> Iterator[dict[int, Speaker]]:
        """Yield, for each paragraph, the speakers of its candidates by their number."""
        for number, paragraph in enumerate(self.paragraphs):
            self._at.append({})
            yield self._read_paragraph(number, paragraph)

    def mentions(self, number: int) -> dict[int, tuple[Entity, float]]:
        """Return the entities of a paragraph that has been read, by token."""
        return self._at[number]

    def named(self, words: str) -> Speaker:
        """Resolve a name that stands by itself, like the label of a turn."""
        entity = self.entities.called(words)
        return _speaker_of(entity, 0.98, "label", None)

    def resolve(self, number: int, head: int) -> Speaker:
        """Resolve a phrase of a paragraph that has been read."""
        return self._resolve(number, self.paragraphs[number].tree, head)

    # ------------------------------------------------------------------ reading in order

    def _read_paragraph(self, number: int, paragraph: Paragraph) -> dict[int, Speaker]:
        tree = paragraph.tree
        names = {
            token: (named.entity, named.clarity)
            for named in self.entities.named[number]
            for token in range(named.hit.first, named.hit.last + 1)
        }
        heads = {named.hit.last for named in self.entities.named[number]}
        quoted = {token for quote in paragraph.quotes for token in quote.tokens}
        result: dict[int, Speaker] = {}
        sentences = [*tree.sentence_starts[1:], len(tree)] if tree.sentence_starts else []
        start = 0
        for end in sentences:
            for token in range(start, end):
                self._read_token(number, tree, token, names, heads, token in quoted)
            for place, candidate in enumerate(paragraph.found):
                at = candidate.speaker
                if at is not None and start <= at < end:
                    result[place] = self._resolve(number, tree, at)
                    entity = result[place].entity
                    if entity is not None:
                        self._salience.speak(entity)
            self._salience.next_sentence()
            start = end
        return result

    def _read_token(
        self,
        number: int,
        tree: Tree,
        token: int,
        names: dict[int, tuple[Entity, float]],
        heads: set[int],
        is_quoted: bool,
    ) -> None:
        if token in names:
            self._at[number][token] = names[token]
            if token in heads and not is_quoted:
                self._salience.mention(names[token][0], tree.deps[token])
        elif tree.lower[token] in PRONOUNS and tree.pos[token] == "PRON":
            if tree.lower[token] == "it" and tree.deps[token] == "expl":
                return
            entity, clarity = self._salience.resolve(tree.lower[token])
            if entity is not None:
                self._at[number][token] = (entity, clarity)
                if not is_quoted:
                    self._salience.mention(entity, tree.deps[token])

    # ------------------------------------------------------------------ one phrase

    def _resolve(self, number: int, tree: Tree, head: int) -> Speaker:
        at = self._at[number]
        if tree.lower[head] in _FIRST_AND_SECOND:
            return Speaker(None, None, None, 0.3, "first person")
        if tree.pos[head] == "PRON" and head not in at:
            return Speaker(None, None, None, 0.3, "pronoun without a name")
        joint = self._joint_speaker(number, tree, head)
        if joint is not None:
            return joint
        if head in at:
            entity, clarity = at[head]
            how = "pronoun" if tree.pos[head] == "PRON" else "name"
            return _speaker_of(entity, clarity, how, self._side_in(tree, head))
        return self._nominal(number, tree, head)

    def _joint_speaker(self, number: int, tree: Tree, head: int) -> Speaker | None:
        """ "Xi and Biden", "both sides": two sides of the pair speak as one."""
        others = [kid for kid in tree.children(head, "conj")]
        if not others:
            return None
        entities = [self._at[number].get(token, (None, 0.0))[0] for token in (head, *others)]
        known = [entity for entity in entities if entity is not None]
        if len(known) < 2 or len(known) < len(entities):
            return None
        name = " and ".join(dict.fromkeys(entity.name for entity in known))
        sides = {entity.side for entity in known}
        if self._joint is not None and sides == set(self._pair):
            return Speaker(name, self._joint, self._joint.side, 0.9, "joint")
        side = sides.pop() if len(sides) == 1 else None
        return Speaker(name, None, side, 0.8, "joint")

    def _nominal(self, number: int, tree: Tree, head: int) -> Speaker:
        """Resolve a phrase whose head is a common noun."""
        at = self._at[number]
        for kid in tree.children(head, "appos", "compound", "nmod"):
            entity = next((at[t][0] for t in sorted(tree.subtree(kid)) if t in at), None)
            if entity is not None and entity.kind == "person":
                entity.titles.add(_core(tree, head))
                return _speaker_of(entity, 0.95, "apposition", self._side_in(tree, head))
        called = self._called(tree, head)
        if called is not None:
            return called
        described = self._described(number, tree, head)
        if described is not None:
            return described
        members = self._members(number, tree, head)
        if members is not None:
            return members
        if tree.lemmas[head] in _VOICES:
            owner = self._owner(number, tree, head)
            if owner is not None:
                return _speaker_of(owner, 0.85, "voice of", None)
        return Speaker(_core(tree, head), None, self._side_in(tree, head), 0.6, "description")

    def _called(self, tree: Tree, head: int) -> Speaker | None:
        """Ask the registry what the phrase means; among several, whom the article knows."""
        if self._index is None:
            return None
        phrase = sorted(speaker_phrase(tree, head))
        whole = " ".join(tree.words[i] for i in phrase).replace(" '", "'").replace(" ’", "’")
        for words in dict.fromkeys((whole, _core(tree, head))):
            actors = self._index.called(words, self._on)
            if len(actors) > 1:
                known = self.entities.known_actors()
                actors = tuple(a for a in actors if a.actor_id in known)
            if len(actors) == 1:
                return _speaker_of(self.entities.of_actor(actors[0]), 0.85, "described", None)
        return None

    def _described(self, number: int, tree: Tree, head: int) -> Speaker | None:
        """ "the diplomat", "his counterpart", "the 70-year-old": somebody named before."""
        ranked = sorted(self._salience.weights.items(), key=lambda item: -item[1])
        people = [entity for entity, _ in ranked if entity.kind == "person"]
        side = self._side_in(tree, head)
        fitting = [e for e in people if side is None or e.side is None or e.side == side]
        if tree.lemmas[head] == "counterpart":
            owner = self._owner(number, tree, head)
            other = [e for e in people if e is not owner and (not owner or e.side != owner.side)]
            return _speaker_of(other[0], 0.7, "counterpart", None) if other else None
        age = _AGE.search(" ".join(tree.words[i] for i in sorted(tree.subtree(head))))
        if age and self._on:
            years = int(age.group(1))
            fitting = [e for e in fitting if e.actor and e.actor.born
                       and self._on.year - e.actor.born in (years, years + 1)]  # fmt: skip
            return _speaker_of(fitting[0], 0.8, "age", None) if fitting else None
        is_definite = any(tree.lower[kid] in ("the", "this", "that") for kid in tree.kids[head])
        if not is_definite and tree.child(head, "poss") is None:
            return None
        chosen = [entity for entity in fitting if _plays(entity, tree.lemmas[head])]
        return _speaker_of(chosen[0], 0.75, "role", None) if chosen else None

    def _members(self, number: int, tree: Tree, head: int) -> Speaker | None:
        """ "several Republican lawmakers", "Pentagon officials": people speak for their group."""
        if tree.tags[head] != "NNS" or self._index is None:
            return None
        for token in tree.children(head, "amod", "compound", "nmod", "poss"):
            word = tree.words[token]
            if not word[:1].isupper():
                continue
            for name in (word, f"{word}s"):
                actors = [a for a in self._index.called(name, self._on) if a.entity != "person"]
                if len(actors) == 1:
                    return _speaker_of(self.entities.of_actor(actors[0]), 0.75, "members", None)
        return None

    def _owner(self, number: int, tree: Tree, head: int) -> Entity | None:
        at = self._at[number]
        for token in sorted(tree.subtree(head)):
            if token in at and token != head:
                return at[token][0]
        side = self._side_in(tree, head)
        if side is not None and self._index is not None:
            country = self._sides.get(side.lower())
            actors = self._index.called(side) if country else ()
            return self.entities.of_actor(actors[0]) if len(actors) == 1 else None
        return None

    def _side_in(self, tree: Tree, head: int) -> str | None:
        """Return the side that an adjective or a name inside the phrase tells, or None."""
        for token in sorted(tree.subtree(head)):
            side = self._sides.get(fold_name(tree.words[token]))
            if side is not None and tree.words[token][:1].isupper():
                return side
        return None


def phrase_span(tree: Tree, head: int, verb: int | None = None) -> Span:
    """Return the stretch of the article that a speaker's phrase covers, as the verb has it."""
    spans = tree.spans(printed_phrase(tree, head, verb))
    return spans[0][0], spans[-1][1]


def _speaker_of(entity: Entity, clarity: float, how: str, side: str | None) -> Speaker:
    if entity.side is None and side is not None:
        entity.side = side
    return Speaker(entity.name, entity.actor, entity.side, clarity, how, entity)


def _core(tree: Tree, head: int) -> str:
    """Return the phrase from its first modifier to its head, without the article in front."""
    phrase = [i for i in sorted(speaker_phrase(tree, head)) if i <= head]
    while phrase[:-1] and (tree.pos[phrase[0]] == "DET" or tree.is_punctuation(phrase[0])):
        phrase.pop(0)
    pieces = []
    for index in phrase:
        glued = pieces and tree.starts[index] == tree.ends[index - 1]
        pieces.append(tree.words[index] if glued else f" {tree.words[index]}")
    return "".join(pieces).strip()


def _plays(entity: Entity, role: str) -> bool:
    """Tell whether a word is among an entity's titles or descriptions."""
    texts = set(entity.titles)
    if entity.actor is not None:
        texts |= {text.lower() for text in entity.actor.descriptions}
        texts |= {text.lower() for tenure in entity.actor.tenures for text in tenure.descriptions}
    return any(role in text.lower().split() for text in texts)


def _side_words(case: Case | None) -> dict[str, str]:
    """Return the words that tell a side: "chinese", "us", "republican", ..."""
    words: dict[str, str] = {}
    if case is None:
        return words
    for actor in case.actors:
        if actor.entity in ("country", "group"):
            for name in (actor.name, *actor.aliases, *actor.adjectives):
                if " " not in name:
                    words.setdefault(fold_name(name), actor.side)
    return words
