"""Gives the speakers of an article their names, paragraph by paragraph in reading order."""

from collections.abc import Container, Iterator, Sequence
from datetime import date

from stance.model import Case
from stance.nlp.descriptions import Descriptions, Mentions, side_of_owner
from stance.nlp.entities import Entities, Entity
from stance.nlp.joint import Joint
from stance.nlp.names import NameFinder
from stance.nlp.offices import Offices
from stance.nlp.paragraph import Paragraph
from stance.nlp.quoted import tokens_of
from stance.nlp.salience import PRONOUNS, Salience
from stance.nlp.sides import SideWords
from stance.nlp.speaker import Speaker, speaker_of
from stance.nlp.tree import Tree
from stance.registry import actor_index

_FIRST_AND_SECOND = frozenset("i we you me us my our your myself ourselves".split())
_NOBODY_CLARITY = 0.3


def _role(tree: Tree, token: int, names: Container[int]) -> str:
    """Return the part a name plays; beside a description ("her deputy, Ann Oak") that one's."""
    head = tree.heads[token]
    is_beside = tree.deps[token] == "appos" and head not in names
    return tree.deps[head] if is_beside else tree.deps[token]


def _topic(tree: Tree, start: int, end: int, names: Mentions) -> Entity | None:
    """Return the person whom a sentence is about, by name: the subject of its main verb."""
    for token in range(start, end):
        verb = tree.heads[token]
        if tree.deps[token] in ("nsubj", "nsubjpass") and tree.heads[verb] == verb:
            below = (token, *tree.children(token, "appos"))
            found = (names[each][0] for each in below if each in names)
            return next((entity for entity in found if entity.kind == "person"), None)
    return None


def _named_by(paragraph: Paragraph, names: Mentions) -> dict[int, set[Entity]]:
    """Return the persons whom each speaker names, by the speaker's token: they are others."""
    found = dict[int, set[Entity]]()
    for candidate in paragraph.found:
        if candidate.speaker is not None:
            named = (names[token][0] for token in candidate.content if token in names)
            people = {entity for entity in named if entity.kind == "person"}
            found.setdefault(candidate.speaker, set()).update(people)
    return found


class Speakers:
    """Resolves the speakers of one article.

    Args:
        paragraphs: The paragraphs of the article.
        finder: Finds names.
        case: Whose registry to ask; None without one.
        on: The day whose office-holders count.
    """

    def __init__(
        self,
        paragraphs: Sequence[Paragraph],
        finder: NameFinder,
        case: Case | None,
        on: date | None = None,
    ) -> None:
        self._paragraphs = paragraphs
        headlines = {n for n, paragraph in enumerate(paragraphs) if paragraph.is_headline}
        trees = [paragraph.tree for paragraph in paragraphs]
        self._entities = Entities(trees, finder, on, headlines)
        self._salience = Salience()
        self._sides = SideWords(case)
        index = actor_index(case) if case is not None else None
        self._descriptions = Descriptions(
            self._entities, Offices(self._entities, trees), index, self._sides, self._salience, on
        )
        self._joint = Joint(case, self._entities, self._descriptions, self._salience)
        self._at: list[dict[int, tuple[Entity, float]]] = []

    def read(self) -> Iterator[dict[int, Speaker]]:
        """Yield, for each paragraph, the speakers of its candidates by their number."""
        for number in range(len(self._paragraphs)):
            self._at.append({})
            yield self._read_paragraph(number)

    def mentions(self, number: int) -> Mentions:
        """Return the entities of a paragraph that has been read, by token."""
        return self._at[number]

    def named(self, words: str) -> Speaker:
        """Resolve a name that stands by itself, like the label of a turn."""
        return speaker_of(self._entities.called(words), 0.98, "label")

    def resolve(self, number: int, head: int) -> Speaker:
        """Resolve a phrase of a paragraph that has been read, by its head."""
        tree, at = self._paragraphs[number].tree, self._at[number]
        if tree.lower[head] in _FIRST_AND_SECOND:
            return Speaker(None, None, None, _NOBODY_CLARITY, "first person")
        if tree.pos[head] == "PRON" and head not in at:
            return Speaker(None, None, None, _NOBODY_CLARITY, "pronoun without a name")
        joint = self._joint.speaker(tree, head, at)
        if joint is not None:
            return joint
        varied = self._descriptions.by_party(tree, head)
        if varied is not None:
            return varied
        if head in at:
            entity, clarity = at[head]
            how = "pronoun" if tree.pos[head] == "PRON" else "name"
            side = self._sides.inside(tree, head) or side_of_owner(tree, head, at)
            return speaker_of(entity, clarity, how, side)
        return self._descriptions.resolve(tree, head, at)

    def look_ahead(self, number: int, head: int) -> Speaker | None:
        """Resolve a phrase of a paragraph that may not have been read yet; by names alone then."""
        if number < len(self._at):
            return self.resolve(number, head)
        for named in self._entities.named[number]:
            if named.hit.first <= head <= named.hit.last:
                return speaker_of(named.entity, named.clarity, "name")
        return None

    def _read_paragraph(self, number: int) -> dict[int, Speaker]:
        paragraph = self._paragraphs[number]
        tree = paragraph.tree
        quoted = tokens_of(paragraph.quotes)
        names = {
            token: (named.entity, named.clarity)
            for named in self._entities.named[number]
            for token in range(named.hit.first, named.hit.last + 1)
        }
        heads = {named.hit.last for named in self._entities.named[number]}
        others = _named_by(paragraph, names)
        result: dict[int, Speaker] = {}
        for start, end in tree.sentence_bounds():
            for token in range(start, end):
                here = names.get(token) or self._pronoun(tree, token, others.get(token, ()))
                here = here or self._two(tree, token)
                if here is None:
                    continue
                self._at[number][token] = here
                if token not in quoted and (token in heads or token not in names):
                    self._salience.mention(here[0], _role(tree, token, names))
            result |= self._read_speakers(number, range(start, end))
            topic = _topic(tree, start, end, names) if start == 0 else None
            if topic is not None:
                self._salience.turn_to(topic)
            self._salience.next_sentence()
        return result

    def _read_speakers(self, number: int, sentence: range) -> dict[int, Speaker]:
        result: dict[int, Speaker] = {}
        for place, candidate in enumerate(self._paragraphs[number].found):
            if candidate.speaker is None or candidate.speaker not in sentence:
                continue
            speaker = result[place] = self.resolve(number, candidate.speaker)
            if speaker.entity is not None:
                self._salience.speak(speaker.entity)
        return result

    def _two(self, tree: Tree, token: int) -> tuple[Entity, float] | None:
        """Return whom "the two ministers" means, so that "they" in the same sentence means them."""
        if tree.deps[token] not in ("nsubj", "nsubjpass"):
            return None  # "mocked both of them"
        together = self._joint.counted(tree, token)
        entity = together.entity if together is not None else None
        return (entity, together.clarity) if together is not None and entity is not None else None

    def _pronoun(
        self, tree: Tree, token: int, others: Container[Entity]
    ) -> tuple[Entity, float] | None:
        """Return whom a pronoun means; the "it" of "it is clear that" means nobody."""
        if tree.lower[token] not in PRONOUNS or tree.pos[token] != "PRON":
            return None
        if tree.lower[token] == "it" and tree.deps[token] == "expl":
            return None
        entity, clarity = self._salience.resolve(tree.lower[token], others)
        return (entity, clarity) if entity is not None else None
