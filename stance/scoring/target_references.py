"""Whom words mean that name nobody: "the president", a stranger's "he"."""

from collections.abc import Iterator, Sequence

from stance.model import Statement
from stance.scoring import target_context as context
from stance.scoring.syntax import Parse
from stance.scoring.target_candidates import BY_KIND, PER_RENOWN, Candidate
from stance.scoring.target_mentions import words_within
from stance.scoring.target_prominence import WeightedWords, prominence

_DETERMINERS = frozenset("the this that our".split())
_PERSONS = frozenset("he him his she her hers".split())
_BODIES = frozenset(
    "committee department court commission agency ministry bureau council union party bank "
    "foundation board".split()
)
_DESCRIBED = -0.05  # a title is a little less sure than a name
_PRONOUN = -0.25


def references_of(
    statement: Statement, parse: Parse, weighted: Sequence[WeightedWords], text: str
) -> list[Candidate]:
    """Return the persons that a statement means without a name, as the article tells them.

    Args:
        statement: The statement.
        parse: The parse of its tokens.
        weighted: The words that carry its stance.
        text: The article.
    """
    inside = words_within(statement, parse)
    speaker = (statement.speaker_name or "").split()[-1:]
    found = []
    meant = (*_titles(parse, inside, text), *_strangers(statement, parse, inside))
    for index, name, gain in meant:
        if name.split()[-1:] == speaker:
            continue
        gain += PER_RENOWN * context.renown(text, name.split()[-1])
        value = BY_KIND["person"] + gain + prominence(parse, index, weighted, inside)
        start = parse.tokens[index].start
        found.append(Candidate(name, None, "person", value, start))
    for index, name in _circles(parse, inside, text):
        if name != statement.speaker_name:
            value = BY_KIND["body"] + _DESCRIBED + prominence(parse, index, weighted, inside)
            value += PER_RENOWN * context.renown(text, name)
            found.append(Candidate(name, None, "body", value, parse.tokens[index].start))
    return found


def _circles(parse: Parse, inside: frozenset[int], text: str) -> Iterator[tuple[int, str]]:
    """Yield what "the administration", "the committee" are: those that the article names."""
    for index in sorted(inside):
        word = parse.forms[index][1]
        if word not in context.CIRCLES | _BODIES or parse.tokens[index].dep in (
            "compound",
            "appos",
            "attr",
        ):
            continue
        before = parse.below(index, "det", "compound", "amod", "poss", "nmod")
        is_bare = len(before) == 1 and parse.forms[before[0]][1] in _DETERMINERS
        find = context.circle if word in context.CIRCLES else context.body_called
        name = find(text, word) if is_bare else None
        if name:
            yield index, name


def _titles(parse: Parse, inside: frozenset[int], text: str) -> Iterator[tuple[int, str, float]]:
    for index in sorted(inside):
        lemma = parse.forms[index][0]
        if not context.is_title(lemma):
            continue
        below = parse.below(index, "det", "compound", "amod", "appos", "prep", "poss", "nmod")
        if len(below) != 1 or parse.forms[below[0]][1] not in _DETERMINERS:
            continue
        if parse.tokens[index].dep in ("compound", "appos", "attr"):
            continue
        name = context.holder(text, lemma)
        if name:
            yield index, name, _DESCRIBED


def _strangers(
    statement: Statement, parse: Parse, inside: frozenset[int]
) -> Iterator[tuple[int, str, float]]:
    """Yield those whom "he" means in a quotation: never its speaker, who would say "I"."""
    if statement.kind != "direct":
        return
    own = {m.span for m in statement.mentions if m.name == statement.speaker_name}
    known = {m.span[0] for m in statement.mentions} - {span[0] for span in own}
    for index in sorted(inside):
        token = parse.tokens[index]
        if parse.forms[index][1] not in _PERSONS or token.start in known:
            continue
        names = [
            m.name
            for m in statement.mentions
            if m.entity == "person" and m.span[1] < token.start and m.span not in own
            and m.name != statement.speaker_name
        ]  # fmt: skip
        if names:
            yield index, names[-1], _PRONOUN
