"""Finds reported speech by grammar: verbs, nouns and adjectives of saying with their content."""

from stance.nlp.candidate import Candidate
from stance.nlp.cues import CueLexicon
from stance.nlp.nouns import from_adjective, from_noun
from stance.nlp.sources import VIEW_NOUNS, according_to, in_the_view_of
from stance.nlp.subjects import RELATIVES
from stance.nlp.tree import Tree
from stance.nlp.verbs import from_verb


def find_reported(tree: Tree, cues: CueLexicon) -> list[Candidate]:
    """Return every attribution that the grammar of one paragraph shows, nested ones included.

    Args:
        tree: The parsed paragraph.
        cues: The cue lexicon.
    """
    found: list[Candidate] = []
    for index, pos in enumerate(tree.pos):
        if tree.lower[index] == "according" and pos in ("VERB", "ADP"):
            found.extend(according_to(tree, index))
        elif pos in ("VERB", "AUX"):
            found.extend(from_verb(tree, index, cues))
        elif pos == "NOUN":
            if tree.lemmas[index] in VIEW_NOUNS:
                found.extend(in_the_view_of(tree, index))
            found.extend(from_noun(tree, index, cues))
        elif pos == "ADJ":
            found.extend(from_adjective(tree, index, cues))
    return [candidate for candidate in found if _says_something(tree, candidate)]


def _says_something(tree: Tree, candidate: Candidate) -> bool:
    """Tell a content from none and from a bare pronoun: "which is backed by traders"."""
    return any(tree.lower[i] not in RELATIVES for i in candidate.content)
