"""Whom a statement may be about: the entities in its words, the most prominent first.

The object of the content comes first ("defeat the senator"), then subjects and owners near its
top, then what lies deep in subordinate phrases; a name says more than a pronoun, a person more
than a place, and one of whom the article speaks often more than a passing name.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stance.model import EntityKind, Mention, Statement
from stance.scoring import target_mentions as names
from stance.scoring.syntax import Parse
from stance.scoring.target_context import is_where, renown
from stance.scoring.target_names import plain_name
from stance.scoring.target_prominence import WeightedWords, prominence

BY_KIND: dict[EntityKind, float] = {"person": 0.6, "group": 0.55, "body": 0.45, "country": 0.4}
PER_RENOWN = 0.2
_LAW = 0.35
_PRONOUN = -0.3
_AT_PLACE = -0.45
_OUTSIDE = -0.45  # in the statement's sentence, but not in its words
_PER_REPEAT, _REPEATS = 0.1, 2
_SAME_SIDE = -0.1
_PRONOUNS = frozenset(
    "he him his she her hers they them their theirs who whom whose himself herself "
    "themselves".split()
)
_LAW_WORDS = frozenset("act amendment treaty accord".split())
_LINKS = frozenset("of - 's ’s".split())


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a statement may be about, with its prominence (about 0..2)."""

    name: str
    side: str | None
    entity: EntityKind
    prominence: float
    start: int
    is_inside: bool = True
    is_law: bool = False


def candidates_of(
    statement: Statement, parse: Parse, weighted: Sequence[WeightedWords], text: str = ""
) -> list[Candidate]:
    """Return the entities of a statement without its speaker, the most prominent first.

    Args:
        statement: The statement.
        parse: The parse of its tokens.
        weighted: The words that carry its stance.
        text: The article, which speaks more often of those whom it is about.
    """
    inside = names.words_within(statement, parse)
    counts = Counter(mention.name for mention in statement.mentions)
    found = list(_laws(parse, weighted, inside))
    for mention in statement.mentions:
        head = _usable_head(statement, parse, mention)
        if head is not None and mention.actor_id is None and is_where(text, mention.text):
            continue
        if head is not None:
            repeats = min(_REPEATS, counts[mention.name] - 1)
            name = plain_name(mention, text) if mention.side is None else mention.name
            gain = _PER_REPEAT * repeats + PER_RENOWN * renown(text, name.split()[-1])
            place = prominence(
                parse, _place_of(parse, head, mention), weighted, inside, is_cold=is_cold(statement)
            )
            found.append(
                _candidate(statement, parse, replace(mention, name=name), head, place + gain)
            )
    return sorted(found, key=lambda each: (-each.prominence, each.start))


def is_cold(statement: Statement) -> bool:
    """Whether the first axis that says something says something cold."""
    value = next((score.value for score in statement.scores if score.value), 0.0)
    return value < 0.0


def _usable_head(statement: Statement, parse: Parse, mention: Mention) -> int | None:
    """Return the head of a mention that may be meant, else None."""
    head = names.head_of(parse, mention.span)
    if head is None or names.is_nobody(mention) or names.is_home(mention, statement):
        return None
    if names.is_namesake(parse, head):
        return None
    # "the Smith campaign" is not Smith himself
    if names.is_speaker(mention, statement) and not names.circle_of(parse, head, mention):
        return None
    is_inside = names.is_within(mention.span, statement)
    return head if is_inside or names.is_meant_from_outside(parse, head, mention) else None


def _place_of(parse: Parse, head: int, mention: Mention) -> int:
    return parse.tokens[head].head if names.circle_of(parse, head, mention) else head


def _candidate(
    statement: Statement, parse: Parse, mention: Mention, head: int, value: float
) -> Candidate:
    circle = names.circle_of(parse, head, mention)
    is_inside = names.is_within(mention.span, statement)
    value += BY_KIND[mention.entity]
    if statement.side is not None and mention.side == statement.side:
        value += _SAME_SIDE
    if mention.text.lower() in _PRONOUNS:
        value += _PRONOUN
    elif names.is_place(parse, head, mention):
        value += _AT_PLACE
    return Candidate(
        name=circle or mention.name,
        side=mention.side,
        entity="body" if circle else mention.entity,
        prominence=value if is_inside else value + _OUTSIDE,
        start=mention.span[0],
        is_inside=is_inside,
    )


def _laws(
    parse: Parse, weighted: Sequence[WeightedWords], inside: frozenset[int]
) -> Iterator[Candidate]:
    """Yield named laws: runs of capitals that end in "Act", "Amendment", "Treaty"."""
    tokens = parse.tokens
    for last in sorted(inside):
        if parse.forms[last][1] not in _LAW_WORDS or not tokens[last].text[:1].isupper():
            continue
        first = last
        while first - 1 in inside and _continues_name(parse, first - 1):
            first -= 1
        while parse.forms[first][1] in _LINKS:
            first += 1
        if first < last:
            name = " ".join(token.text for token in tokens[first : last + 1])
            value = _LAW + prominence(parse, last, weighted, inside)
            yield Candidate(name, None, "body", value, tokens[first].start, is_law=True)


def _continues_name(parse: Parse, index: int) -> bool:
    return parse.tokens[index].text[:1].isupper() or parse.forms[index][1] in _LINKS
