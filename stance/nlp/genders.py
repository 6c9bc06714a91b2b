"""What a given name tells of its bearer: whether "she" or "he" can mean the person."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from stance.registry import fold_name, read_lexicon

# Given names that towns, states or rivers bear as well.
_PLACES_TOO = frozenset(
    "austin carolina charlotte chelsea dakota diego florence georgia jordan madison paris sofia"
    " sydney victoria virginia".split()
)


@dataclass(frozen=True, slots=True)
class GivenNameRow:
    """One row of data/lexicons/given_names.csv; names that women and men bear are not in it."""

    name: str
    gender: Literal["female", "male"]
    source: str


def gender_of(name: str) -> str | None:
    """Return "female" or "male" by the first word of a person's name; None if unknown.

    A single word that places bear too tells nothing.
    """
    first, _, rest = name.partition(" ")
    return _genders().get(fold_name(first)) if rest or is_given_name(first) else None


def is_given_name(word: str) -> bool:
    """Whether a word alone names a person by the given name ("Bob"), and no place."""
    folded = fold_name(word)
    return folded in _genders() and folded not in _PLACES_TOO


@cache
def _genders() -> dict[str, str]:
    rows = read_lexicon("given_names", GivenNameRow, unique=("name",))
    return {fold_name(row.name): row.gender for row in rows}
