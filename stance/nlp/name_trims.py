"""Cuts runs of capitalised words down to the names that the same article has without more words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from stance.nlp.genders import gender_of
from stance.nlp.name_words import PARTICLES, WEEKDAYS
from stance.nlp.names import NameHit, words_between
from stance.nlp.tree import Tree
from stance.registry import fold_name

Rows = Sequence[Sequence[NameHit]]

_OFTEN = 2  # mentions by surname alone: whoever is told of so needs no introduction


class _Told:
    """Whom a report has told of so far: by full names, and how often by surnames alone."""

    def __init__(self) -> None:
        self._introduced = set[str]()
        self._alone = Counter[str]()

    def add(self, hit: NameHit) -> None:
        """Take a name in, in the order of reading."""
        name = fold_name(hit.words)
        if hit.first != hit.last:
            self._introduced.add(name.split()[-1])
        elif name in self._introduced:
            self._alone[name] += 1

    def is_familiar(self, surname: str) -> bool:
        """Whether somebody of a surname was introduced, and named by it alone since."""
        return self._alone[fold_name(surname)] >= _OFTEN


def trimmed(rows: Rows, trees: Sequence[Tree]) -> list[list[NameHit]]:
    """Return the names of an article without what capital letters alone joined to them.

    "Pence Thursday said" goes by the "Pence" of other places, "Stand With Ann Roe" of a headline by
    "Ann Roe", "Stop Roe" by the "Roe" that was told of before. Registered names stay as they are.

    Args:
        rows: The names by paragraph.
        trees: The paragraphs.
    """
    full = {fold_name(hit.words) for row in rows for hit in row}
    known = full | {name.split()[-1] for name in full}
    told = _Told()
    found = list[list[NameHit]]()
    for row, tree in zip(rows, trees, strict=True):
        found.append([])
        for hit in row:
            found[-1].append(_without_more(hit, tree, full, known, told))
            told.add(hit)
    return found


def _without_more(
    hit: NameHit, tree: Tree, full: set[str], known: set[str], told: _Told
) -> NameHit:
    if hit.actor is not None or hit.first == hit.last:
        return hit
    last = hit.last
    without_last = words_between(tree, hit.first, last - 1)
    if tree.lower[last] in WEEKDAYS and fold_name(without_last) in known:
        return replace(hit, last=last - 1, words=without_last)
    without_first = words_between(tree, hit.first + 1, last)
    is_day = tree.lower[hit.first] in WEEKDAYS and fold_name(without_first) in known
    if is_day or _is_no_first_name(hit, tree, told):
        return replace(hit, first=hit.first + 1, words=without_first)
    for first in range(hit.first + 1, last):
        words = words_between(tree, first, last)
        if tree.lower[first] in PARTICLES or _is_initial(tree.words[first]):
            continue
        if " " in words and fold_name(words) in full:
            return replace(hit, first=first, words=words)
    return hit


def _is_no_first_name(hit: NameHit, tree: Tree, told: _Told) -> bool:
    """Tell "Stop Roe" of two words from "Ann Roe": Roe needs no introduction any more."""
    is_pair = hit.last == hit.first + 1 and hit.kind == "person" and not hit.titles
    is_name = _is_initial(tree.words[hit.first]) or gender_of(hit.words) is not None
    return is_pair and not is_name and told.is_familiar(tree.words[hit.last])


def _is_initial(word: str) -> bool:
    return len(word.rstrip(".")) == 1
