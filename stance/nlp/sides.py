"""Words that tell a side: "Chinese", "US", "Republican"."""

from stance.model import Case
from stance.nlp.phrases import speaker_phrase
from stance.nlp.tree import Tree
from stance.registry import fold_name

# "A China expert", "the Asia director" are of no side for what they know or have to do with.
_EXPERTS = frozenset(
    "expert analyst scholar specialist watcher hawk dove director editor correspondent researcher "
    "professor historian strategist fellow program programme project team desk policy studies "
    "center centre committee envoy adviser advisor critic".split()
)


class SideWords:
    """Looks up the sides that names and adjectives of countries and groups tell."""

    def __init__(self, case: Case | None) -> None:
        self._sides: dict[str, str] = {}
        for actor in case.actors if case is not None else ():
            if actor.entity not in ("country", "group"):
                continue
            for name in (actor.name, *actor.aliases, *actor.adjectives):
                if " " not in name:
                    self._sides.setdefault(fold_name(name), actor.side)

    def __contains__(self, word: str) -> bool:
        return word in self._sides

    def inside(self, tree: Tree, head: int) -> str | None:
        """Return the side that a word of a phrase tells, its clauses aside; or None."""
        for token in sorted(speaker_phrase(tree, head)):
            side = self._sides.get(fold_name(tree.words[token]))
            is_topic = tree.deps[token] == "compound" and tree.lemmas[tree.heads[token]] in _EXPERTS
            if side is not None and tree.words[token][:1].isupper() and not is_topic:
                return side
        return None
