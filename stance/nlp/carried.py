"""Who speaks a paragraph of nothing but quotation: looked for in the paragraphs around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from stance.nlp.paragraph import Paragraph
from stance.nlp.quoted import DASHES
from stance.nlp.subjects import speaker_of_verb

_MAX_SIGNATURE = 16
# A quotation that is left open goes on for so many paragraphs at most.
_MAX_OPEN = 12


@dataclass(frozen=True, slots=True)
class Place:
    """Where a speaker is printed: paragraph, head of the phrase, and the verb of saying if any."""

    paragraph: int
    head: int
    verb: int | None
    rule: str


def speaker_around(paragraphs: Sequence[Paragraph], number: int) -> Place | None:
    """Return who is announced before, signs behind or closes a quotation that fills a paragraph.

    None means that the paragraphs around say nothing: whoever spoke last then goes on.
    """
    return (
        _signed(paragraphs, number + 1)
        or _closing(paragraphs, number)
        or _announced(paragraphs, number - 1)
    )


def _signed(paragraphs: Sequence[Paragraph], number: int) -> Place | None:
    """Read a paragraph of a dash and a name below the quotation."""
    if number >= len(paragraphs):
        return None
    tree = paragraphs[number].tree
    if not 2 <= len(tree) <= _MAX_SIGNATURE or tree.words[0] not in DASHES:
        return None
    names = [i for i in range(1, len(tree)) if tree.pos[i] == "PROPN"]
    if not names or any(tree.pos[i] == "VERB" for i in range(len(tree))):
        return None
    first = names[0]
    while first + 1 in names:
        first += 1
    return Place(number, first, None, "quotation signed")


def _closing(paragraphs: Sequence[Paragraph], number: int) -> Place | None:
    """Follow a quotation that stays open until the paragraph that names its speaker."""
    for ahead in range(number + 1, min(len(paragraphs), number + _MAX_OPEN)):
        before, paragraph = paragraphs[ahead - 1], paragraphs[ahead]
        is_open = bool(before.quotes) and not before.quotes[-1].source.is_closed
        if not is_open or not paragraph.quotes or not paragraph.quotes[0].source.continues:
            return None
        for candidate in paragraph.found:
            if 0 in candidate.quotes and candidate.speaker is not None:
                return Place(ahead, candidate.speaker, candidate.cue_head, "quotation left open")
    return None


def _announced(paragraphs: Sequence[Paragraph], number: int) -> Place | None:
    """Read who speaks next in a paragraph that ends in a colon: "The envoy went on:"."""
    if number < 0:
        return None
    tree = paragraphs[number].tree
    if not len(tree) or tree.words[-1] != ":":
        return None
    for verb in reversed(tree.sentence_of(len(tree) - 1)):
        head = speaker_of_verb(tree, verb) if tree.pos[verb] == "VERB" else None
        if head is not None:
            return Place(number, head, verb, "quotation announced")
    return None
