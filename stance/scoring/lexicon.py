"""Reads the lexicons that scoring uses and compiles them for fast look-up.

The axis columns of ``phrases.csv`` are those of ``axes.toml``: an axis is added by data alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, make_dataclass
from functools import cached_property, lru_cache
from typing import Any

from stance.model import Axis
from stance.registry import load_axes, read_lexicon
from stance.resources import data_dir
from stance.scoring.patterns import Pattern, PatternIndex, compile_pattern

SCOPES = frozenset("object prep complement subject compound all".split())
_VERB_SCOPE = ("object", "prep", "complement")
_NOUN_SCOPE = ("prep", "compound", "complement")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase with its weight per axis, -1..+1."""

    pattern: Pattern
    pos: tuple[str, ...]
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Operator:
    """A word that changes the polarity of what it governs: a row of operators.csv.

    ``good`` and ``bad`` multiply warm and cold operands: ``lift`` has bad = -0.9 (lifting a ban is
    good), ``suspend`` has good = -0.9.
    """

    words: tuple[str, ...]
    pos: tuple[str, ...]
    good: float
    bad: float
    scope: tuple[str, ...]
    act: str | None  # an act of acts.csv whose factors hold instead ("demand")
    note: str | None
    source: str

    def __post_init__(self) -> None:
        unknown = set(self.scope) - SCOPES
        if unknown:
            raise ValueError(f"scope {sorted(unknown)} is none of {sorted(SCOPES)}")
        for factor in (self.good, self.bad):
            if not -1.0 <= factor <= 1.0:
                raise ValueError(f"factor {factor} of {self.words} is outside -1..+1")

    def reaches(self, relation: str, pos: str) -> bool:
        """Whether an operand in this relation is in scope."""
        scope = self.scope or (_NOUN_SCOPE if pos == "NOUN" else _VERB_SCOPE)
        return "all" in scope or relation in scope


@dataclass(frozen=True, slots=True)
class ActWeight:
    """What an act says by itself on one axis: a row of acts.csv.

    ``act`` is the class of a reporting cue ("accuse") or a composition ("command").
    A row without an axis holds ``good`` and ``bad``, which multiply what stands inside the act;
    a row with an axis holds a weight, or factors for that axis alone ("turned", "deed").
    """

    act: str
    axis: str | None
    weight: float | None
    good: float | None
    bad: float | None
    note: str | None
    source: str


@dataclass(frozen=True)
class Lexicon:
    """All that scoring reads from data/lexicons, compiled."""

    axes: tuple[Axis, ...]
    phrases: tuple[Phrase, ...]
    operators: tuple[Operator, ...]
    acts: tuple[ActWeight, ...] = field(repr=False)

    @cached_property
    def index(self) -> PatternIndex[Phrase]:
        """The phrases by first word."""
        return PatternIndex((phrase.pattern, phrase) for phrase in self.phrases)

    @cached_property
    def operator_of(self) -> Mapping[str, tuple[Operator, ...]]:
        """Operators by lemma ("lift", "call_off")."""
        found: dict[str, tuple[Operator, ...]] = {}
        for operator in self.operators:
            for word in operator.words:
                found[word] = (*found.get(word, ()), operator)
        return found

    @cached_property
    def act_weights(self) -> Mapping[str, Mapping[str, float]]:
        """Act -> axis -> weight."""
        found: dict[str, dict[str, float]] = {}
        for row in self.acts:
            found.setdefault(row.act, {})
            if row.weight is not None and row.axis:
                found[row.act][row.axis] = row.weight
        return found

    @cached_property
    def act_factors(self) -> Mapping[str, tuple[float, float]]:
        """Act -> what it does to warm and cold words inside it."""
        found = {row.act: (1.0, 1.0) for row in self.acts}
        for row in self.acts:
            if row.good is not None and row.bad is not None and row.axis is None:
                found[row.act] = (row.good, row.bad)
        return found

    @cached_property
    def axis_factors(self) -> Mapping[tuple[str, str], tuple[float, float]]:
        """(Act, axis) -> factors for warm and cold words on this axis alone."""
        return {
            (row.act, row.axis): (row.good, row.bad)
            for row in self.acts
            if row.axis is not None and row.good is not None and row.bad is not None
        }


def load_lexicon() -> Lexicon:
    """Read phrases.csv, operators.csv and acts.csv of the current data folder, once.

    Raises:
        DataFileError: If a row is not what the README of the folder says.
    """
    return _load(str(data_dir()))


@lru_cache(maxsize=4)
def _load(_folder: str) -> Lexicon:
    axes = load_axes()
    names = tuple(axis.axis_id for axis in axes)
    rows: tuple[Any, ...] = read_lexicon(
        "phrases", _phrase_row_type(names), unique=("pattern", "pos")
    )
    phrases = tuple(
        Phrase(
            pattern=pattern,
            pos=row.pos,
            weights={n: getattr(row, n) for n in names if getattr(row, n) is not None},
        )
        for row in rows
        for pattern in compile_pattern(row.pattern)
    )
    acts = read_lexicon("acts", ActWeight)
    return Lexicon(axes, phrases, read_lexicon("operators", Operator), acts)


def _phrase_row_type(axes: tuple[str, ...]) -> type[Any]:
    def check(row: Any) -> None:
        compile_pattern(row.pattern)
        values = [getattr(row, axis) for axis in axes]
        for value in values:
            if value is not None and not -1.0 <= value <= 1.0:
                raise ValueError(f"weight {value} of {row.pattern!r} is outside -1..+1")
        if all(value is None for value in values):
            raise ValueError(f"{row.pattern!r} has no weight on any axis")

    fields: list[tuple[str, Any]] = [("pattern", str), ("pos", tuple[str, ...])]
    fields += [(axis, float | None) for axis in axes]
    fields += [("note", str | None), ("source", str)]
    return make_dataclass(
        "PhraseRow", fields, frozen=True, slots=True, namespace={"__post_init__": check}
    )
