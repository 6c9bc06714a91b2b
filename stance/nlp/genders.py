"""What a given name tells of its bearer: whether "she" or "he" can mean the person."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from stance.registry import fold_name, read_lexicon


@dataclass(frozen=True, slots=True)
class GivenNameRow:
    """One row of data/lexicons/given_names.csv; names that women and men bear are not in it."""

    name: str
    gender: Literal["female", "male"]
    source: str


def gender_of(name: str) -> str | None:
    """Return "female" or "male" by the first word of a person's full name; None if unknown.

    A single word is no full name: it may be a family name.
    """
    first, _, rest = name.partition(" ")
    return _genders().get(fold_name(first)) if rest else None


@cache
def _genders() -> dict[str, str]:
    rows = read_lexicon("given_names", GivenNameRow, unique=("name",))
    return {fold_name(row.name): row.gender for row in rows}
