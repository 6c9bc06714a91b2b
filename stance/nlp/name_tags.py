"""Names that the parser takes for common words, known from the rest of their article."""

from collections.abc import Sequence

from stance.nlp.names import NameHit
from stance.nlp.tree import Tree

_COMMON = ("NN", "NNS", "JJ", "VB", "VBG", "VBN", "VBP", "RB")


def retag(trees: Sequence[Tree], rows: Sequence[Sequence[NameHit]]) -> list[int]:
    """Tag surnames as proper nouns where they stand alone, as in "Desoto himself refused".

    Args:
        trees: The paragraphs of an article; changed in place.
        rows: The names found in them.

    Returns:
        The numbers of the paragraphs that changed.
    """
    surnames = {hit.words.split()[-1] for row in rows for hit in row if _is_person(hit)}
    words = {word for tree in trees for word in tree.words}
    surnames = {name for name in surnames if name[:1].isupper() and name.lower() not in words}
    changed = []
    for number, tree in enumerate(trees):
        places = [
            token
            for token, word in enumerate(tree.words)
            if word in surnames and tree.tags[token] in _COMMON
        ]
        for token in places:
            tree.tags[token], tree.pos[token] = "NNP", "PROPN"
        if places:
            changed.append(number)
    return changed


def _is_person(hit: NameHit) -> bool:
    return hit.first != hit.last and hit.kind == "person"
