"""Puts words that are near in meaning into a statement: new texts for the teacher to label.

The vectors of the teacher's pieces know that "declined" and "rejected" are near "refused"; they
also take "war" for "peace", which does no harm, since the teacher reads the new text afresh.
"""

import random
import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Near = Mapping[str, Sequence[str]]

_N_NEAR, _LEAST_COSINE, _SHORTEST = 12, 0.3, 4
_AT_ONCE = 256
_REPLACED = (0.1, 0.35)  # of the words that have neighbours: least and most in a text
_WORD = re.compile(r"\b[A-Za-z]+\b")


def near_words(
    vocabulary: Sequence[str], vectors: NDArray[np.float32], texts: Iterable[str]
) -> Near:
    """Return the nearest whole words of every word of the texts that is a piece by itself.

    Args:
        vocabulary: Pieces in the order of the vectors.
        vectors: A row per piece.
        texts: Where the words come from.
    """
    whole = [n for n, piece in enumerate(vocabulary) if _is_word(piece)]
    names = [vocabulary[n] for n in whole]
    units = vectors[whole] - vectors[whole].mean(0)
    units /= np.linalg.norm(units, axis=1, keepdims=True)
    place = {name: n for n, name in enumerate(names)}
    asked = sorted({word for text in texts for word in _WORD.findall(text.lower())} & place.keys())
    found = dict[str, list[str]]()
    for first in range(0, len(asked), _AT_ONCE):
        part = asked[first : first + _AT_ONCE]
        for word, cosines in zip(part, units[[place[w] for w in part]] @ units.T, strict=True):
            close = np.flatnonzero(cosines >= _LEAST_COSINE)
            order = close[np.argsort(-cosines[close])][1 : _N_NEAR + 1]
            if len(order):
                found[word] = [names[n] for n in order]
    return found


def reworded(text: str, near: Near, chance: random.Random) -> str:
    """Return the text with some of its words replaced by others that are near."""
    replaced = chance.uniform(*_REPLACED)

    def replacement(match: re.Match[str]) -> str:
        others = near.get(match[0].lower())
        if not others or chance.random() >= replaced:
            return match[0]
        return chance.choice(others)

    return _WORD.sub(replacement, text)


def _is_word(piece: str) -> bool:
    return len(piece) >= _SHORTEST and piece.isascii() and piece.isalpha() and piece.islower()
