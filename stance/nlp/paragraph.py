"""The statements of one paragraph, with speakers as printed: quotations and grammar together."""

from collections.abc import Sequence
from dataclasses import dataclass

from stance.model import Span
from stance.nlp.candidate import Candidate
from stance.nlp.choose import choose
from stance.nlp.cues import CueLexicon
from stance.nlp.quoted import Quoted, attach_quotes, is_sentence_like, quotes_in
from stance.nlp.quotes import Quotation
from stance.nlp.reported import find_reported, words_in
from stance.nlp.tree import Tree


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
        tree: Its parse.
        span: Where it stands in the article.
        quotations: The quotations inside it.
        cues: The cue lexicon.
        is_headline: Whether it is a heading.
    """
    quotes = quotes_in(tree, quotations)
    candidates = attach_quotes(tree, quotes, find_reported(tree, cues), cues)
    found = choose(tree, candidates, quotes)
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
    """Tell whether a paragraph is nothing but quoted words."""
    quoted = frozenset().union(*(quote.tokens for quote in paragraph.quotes))
    everything = words_in(paragraph.tree, frozenset(range(len(paragraph.tree))))
    return bool(everything) and len(everything - quoted) <= 1


__all__ = ["Paragraph", "bare_quotes", "is_all_quotation", "read_paragraph"]
