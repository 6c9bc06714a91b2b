"""Cuts runs of capitalised words down to the names that the same article has without more words."""

from collections.abc import Sequence
from dataclasses import replace

from stance.nlp.name_words import PARTICLES, WEEKDAYS
from stance.nlp.names import NameHit, words_between
from stance.nlp.tree import Tree
from stance.registry import fold_name

Rows = Sequence[Sequence[NameHit]]


def trimmed(rows: Rows, trees: Sequence[Tree]) -> list[list[NameHit]]:
    """Return the names of an article without what capital letters alone joined to them.

    "Pence Thursday said" goes by the "Pence" of other places, "Stand With Ann Roe" of a headline by
    "Ann Roe". Registered names stay as they are.

    Args:
        rows: The names by paragraph.
        trees: The paragraphs.
    """
    full = {fold_name(hit.words) for row in rows for hit in row}
    known = full | {name.split()[-1] for name in full}
    return [
        [_without_more(hit, tree, full, known) for hit in row]
        for row, tree in zip(rows, trees, strict=True)
    ]


def _without_more(hit: NameHit, tree: Tree, full: set[str], known: set[str]) -> NameHit:
    if hit.actor is not None or hit.first == hit.last:
        return hit
    last = hit.last
    if (
        tree.lower[last] in WEEKDAYS
        and fold_name(words_between(tree, hit.first, last - 1)) in known
    ):
        return replace(hit, last=last - 1, words=words_between(tree, hit.first, last - 1))
    for first in range(hit.first + 1, last):
        words = words_between(tree, first, last)
        if tree.lower[first] in PARTICLES:
            continue
        if " " in words and fold_name(words) in full:
            return replace(hit, first=first, words=words)
    return hit
