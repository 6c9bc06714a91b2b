"""Which names in a statement can be meant at all, and where they stand."""

import re

from stance.model import Mention, Span, Statement
from stance.scoring.syntax import Parse

_THINGS = frozenset("it its itself".split())
_PLURALS = frozenset("they them their theirs themselves".split())
_CIRCLES = frozenset("administration campaign team presidency".split())
_PLACES = frozenset("in at across throughout near around outside inside to from".split())
# What bears a person's name without being about that person: "Hodgkin's disease".
_NAMESAKES = frozenset(
    "disease syndrome law day prize award street avenue hospital university airport stadium "
    "theorem effect memorial library".split()
)
_PRESS = frozenset("reporters journalists media press news".split())
# Dates, outlets, party labels behind a name ("R-Ohio"): nobody takes a stance towards them.
_NO_NAMES = re.compile(
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?|monday|tuesday|wednesday|thursday|"
    r"friday|saturday|sunday|twitter|facebook|god|sir|[^\w]*|.*\b(?:news|times|post|tv)|.|"
    r"north|south|east|west|(?:indo|asia)-pacific|pm|(?:french|english|irish|dutch|welsh)(?:wo)?man|"
    r"(?:r|d|i)-.*|.* (?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r".*\b(?:republican|democrat|democrat of .*)|americans|english|spanish|"
    r"ap|afp|reuters|cnn|nbc|cbs|abc|fox|msnbc",
    re.IGNORECASE,
)


def is_within(span: Span, statement: Statement) -> bool:
    """Whether a span lies in the words of the statement."""
    return any(start <= span[0] and span[1] <= end for start, end in statement.spans)


def words_within(statement: Statement, parse: Parse) -> frozenset[int]:
    """Return the words that belong to the statement."""
    return frozenset(
        index
        for index, token in enumerate(parse.tokens)
        if is_within((token.start, token.end), statement)
    )


def is_speaker(mention: Mention, statement: Statement) -> bool:
    """Whether a mention names the speaker."""
    if mention.actor_id is not None and mention.actor_id == statement.actor_id:
        return True
    return mention.name == statement.speaker_name or mention.span == statement.speaker_span


def is_press(mention: Mention) -> bool:
    """Whether a mention is those who were told, not those who were meant."""
    return not _PRESS.isdisjoint(mention.text.lower().split()[-1:])


def is_nobody(mention: Mention) -> bool:
    """Tell outlets, party labels, dates, an empty "it" and a "they" that is one person."""
    word = mention.text.lower()
    if is_press(mention) or word in _THINGS:
        return True
    if _NO_NAMES.fullmatch(mention.text) or _NO_NAMES.fullmatch(mention.name):
        return True
    is_many = mention.entity == "group" or mention.actor_id is not None or mention.name[-1:] == "s"
    return word in _PLURALS and not is_many


def is_home(mention: Mention, statement: Statement) -> bool:
    """Whether the speaker's own country is named; who criticises it means it nevertheless."""
    if mention.entity != "country" or mention.side is None or mention.side != statement.side:
        return False
    return statement.cue_class not in ("accuse", "criticise")


def is_meant_from_outside(parse: Parse, head: int, mention: Mention) -> bool:
    """Tell "as the senator left, she said" from places, outlets and the speaker's titles."""
    if mention.entity == "country" or parse.tokens[head].dep in ("appos", "npadvmod"):
        return False
    if mention.actor_id is None and _stands_in(parse, head):  # a town that looks like a person
        return False
    return mention.entity in ("person", "group") or mention.actor_id is not None


def is_place(parse: Parse, head: int, mention: Mention) -> bool:
    """Tell "in Ohio", "to Iowa": where something happens; "America" is mostly home."""
    if mention.entity not in ("country", "body"):
        return False
    return _stands_in(parse, head) or mention.text == "America"


def _stands_in(parse: Parse, head: int) -> bool:
    token = parse.tokens[head]
    return token.dep == "pobj" and parse.forms[token.head][1] in _PLACES


def circle_of(parse: Parse, head: int, mention: Mention) -> str | None:
    """Return the name of those around a person: "the Smith administration"."""
    token = parse.tokens[head]
    noun = parse.forms[token.head][0]
    if mention.entity != "person" or token.dep != "compound" or noun not in _CIRCLES:
        return None
    return f"{mention.name.split()[-1]} {noun}"


def is_namesake(parse: Parse, head: int) -> bool:
    """Whether a name only names a thing: "Hodgkin's disease", "Lincoln Memorial"."""
    token = parse.tokens[head]
    return token.dep in ("poss", "compound") and parse.forms[token.head][0] in _NAMESAKES


def head_of(parse: Parse, span: Span) -> int | None:
    """Return the word of a span that governs the others."""
    inside = [i for i, t in enumerate(parse.tokens) if span[0] <= t.start and t.end <= span[1]]
    for index in inside:
        if parse.tokens[index].head not in inside or parse.tokens[index].head == index:
            return index
    return None
