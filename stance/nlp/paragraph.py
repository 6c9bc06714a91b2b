"""The statements of one paragraph, with speakers as printed: quotations and grammar together."""

from collections.abc import Sequence
from dataclasses import dataclass

from stance.model import Span
from stance.nlp.attach import attach_quotes
from stance.nlp.candidate import Candidate
from stance.nlp.choose import choose
from stance.nlp.cues import CueLexicon
from stance.nlp.headlines import find_headline
from stance.nlp.mending import mend
from stance.nlp.quoted import Quoted, is_sentence_like, quotes_in, tokens_of
from stance.nlp.quotes import Quotation
from stance.nlp.reported import find_reported
from stance.nlp.tree import Tree

# Words behind a quotation that tell where it was said.
_MAX_PLACE = 14


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One parsed paragraph with what is said in it."""

    span: Span
    tree: Tree
    quotes: tuple[Quoted, ...]
    found: tuple[Candidate, ...]
    is_headline: bool = False


def read_paragraph(
    tree: Tree,
    span: Span,
    quotations: Sequence[Quotation],
    cues: CueLexicon,
    *,
    is_headline: bool = False,
) -> Paragraph:
    """Return a paragraph with its attributions.

    Args:
        tree: Its parse; mended in place.
        span: Where it stands in the article.
        quotations: The quotations inside it.
        cues: The cue lexicon.
        is_headline: Whether it is a heading.
    """
    mend(tree, cues)
    quotes = quotes_in(tree, quotations)
    reported = find_reported(tree, cues)
    found = choose(tree, attach_quotes(tree, quotes, reported, cues), quotes, reported)
    if is_headline and not found:
        found = find_headline(tree)
    return Paragraph(span, tree, tuple(quotes), tuple(found), is_headline)


def bare_quotes(paragraph: Paragraph) -> list[Quoted]:
    """Return the quoted sentences of a paragraph that nobody in it speaks."""
    taken = {number for candidate in paragraph.found for number in candidate.quotes}
    return [
        quote
        for quote in paragraph.quotes
        if quote.number not in taken and is_sentence_like(paragraph.tree, quote)
    ]


def is_all_quotation(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph is nothing but quoted words, or these and where they were said.

    Behind the words a place without a verb may stand: "..." (in an interview, 4 June).
    """
    tree, quoted = paragraph.tree, tokens_of(paragraph.quotes)
    words = tree.words_in(range(len(tree)))
    rest = words - quoted
    if not words or len(rest) <= 1:
        return bool(words)
    is_behind = bool(quoted) and min(rest) > max(quoted)
    has_verb = any(tree.pos[i] in ("VERB", "AUX") for i in rest)
    return is_behind and not has_verb and len(rest) <= _MAX_PLACE
