"""Several who speak as one: "Xi and Biden", then "the two leaders", "both", "they"."""

from collections.abc import Mapping, Sequence

from stance.model import Case
from stance.nlp.descriptions import Descriptions
from stance.nlp.entities import Entities, Entity
from stance.nlp.salience import Salience
from stance.nlp.speaker import Speaker, speaker_of
from stance.nlp.tree import Tree

# "The two leaders", "the two sides"
_COUNTED = frozenset(
    "leader minister president official diplomat chief man woman side country party".split()
)
_MET = frozenset("minister leader president".split())  # "the ministers", who have just met
_BODIES = frozenset("side country party".split())  # of which two persons are none


class Joint:
    """Finds who speaks together.

    Args:
        case: Whose pair of sides has an actor of its own when it speaks as one.
        entities: Everybody whom the article names.
        descriptions: Whom phrases of common nouns mean.
        salience: Who is on the reader's mind; read, never changed.
    """

    def __init__(
        self,
        case: Case | None,
        entities: Entities,
        descriptions: Descriptions,
        salience: Salience,
    ) -> None:
        actors = case.actors if case else ()
        self._pair = set(case.sides[:2]) if case else set[str]()
        self._both = next((actor for actor in actors if actor.side == "joint"), None)
        self._entities = entities
        self._descriptions = descriptions
        self._salience = salience
        self._groups = dict[str, Entity]()
        self._last: Entity | None = None

    def speaker(
        self, tree: Tree, head: int, at: Mapping[int, tuple[Entity, float]]
    ) -> Speaker | None:
        """Read "Xi and Biden", "the secretary and the minister", "the two leaders".

        Args:
            tree: The paragraph.
            head: The head of the phrase.
            at: The entities named in the paragraph.
        """
        others = tree.children(head, "conj")
        if not others:
            return self.counted(tree, head)
        entities = [self._member(tree, token, at) for token in (head, *others)]
        members = [entity for entity in entities if entity is not None]
        if members and members[0].kind == "person":
            # "Ann Roe and Ohio senator Tom Oak": the parser may stop at the place
            members = [entity for entity in members if entity.kind != "country"]
        return self._of(members) if len(members) > len(others) else None

    def _member(
        self, tree: Tree, token: int, at: Mapping[int, tuple[Entity, float]]
    ) -> Entity | None:
        if token in at:
            return at[token][0]
        is_title = tree.tags[token] == "NN" or tree.tags[token] == "NNP"
        return self._descriptions.resolve(tree, token, at).entity if is_title else None

    def counted(self, tree: Tree, head: int) -> Speaker | None:
        """Read "the two", "both ministers": a group that spoke before, or the two named last."""
        lemma = tree.lemmas[head]
        if lemma not in ("two", "both") and lemma not in _COUNTED:
            return None
        counts = tree.children(head, "nummod", "det")
        words = {tree.lower[kid] for kid in counts}
        is_bare = tree.lower[head] == "both" or (tree.lower[head] == "two" and "the" in words)
        is_counted = lemma in _COUNTED and ("both" in words or {"the", "two"} <= words)
        if lemma in _MET and tree.tags[head] == "NNS" and words == {"the"}:
            is_counted = tree.child(head, "amod", "compound", "prep", "relcl", "poss") is None
        if not (is_bare or is_counted):
            return None
        ranked = self._salience.ranked()
        known = (*self._groups.values(), *([self._last] if self._last else ()))
        group = next((each for each in ranked if each in known), None)
        if group is not None:
            return speaker_of(group, 0.75, "joint")
        people = [each for each in ranked if each.kind == "person"][:2]
        is_of_persons = lemma not in _BODIES and len(people) == 2
        if is_of_persons and people[0].side != people[1].side:
            return self._of(people)
        return speaker_of(self._last, 0.6, "joint") if self._last is not None else None

    def _of(self, members: Sequence[Entity]) -> Speaker:
        name = " and ".join(dict.fromkeys(entity.name for entity in members))
        sides = {entity.side for entity in members}
        if self._both is not None and sides == self._pair:
            self._last = entity = self._entities.of_actor(self._both)
            return Speaker(name, self._both, self._both.side, 0.9, "joint", entity)
        side = next(iter(sides)) if len(sides) == 1 else None
        group = self._groups.setdefault(
            name, Entity(name=name, kind="group", side=side, is_plural=True)
        )
        self._last = group
        return speaker_of(group, 0.8, "joint")
