"""The extractor: an article in, its statements out."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date

from spacy.tokens import Doc

from stance.model import Article, Case, Span, Statement
from stance.nlp.assembly import Assembly
from stance.nlp.cues import load_cues
from stance.nlp.names import NameFinder
from stance.nlp.paragraph import read_paragraph
from stance.nlp.paragraphs import paragraphs_of
from stance.nlp.pipeline import parse_docs
from stance.nlp.quotes import find_quotes, with_plain_marks
from stance.nlp.speakers import Speakers
from stance.nlp.tree import Tree
from stance.nlp.turns import Turn, find_turns, without_labels


class Extractor:
    """Finds who said what in articles.

    Args:
        case: Whose actors names are resolved to; None keeps every name as printed.
    """

    def __init__(self, case: Case | None = None) -> None:
        self._case = case
        self._finder = NameFinder(case)
        self._cues = load_cues()

    def extract(self, article: Article) -> list[Statement]:
        """Return the statements of an article in the order of their words.

        Boilerplate says nothing; headlines do. An article without statements gives [].
        """
        places, turns = _places(article)
        words = [with_plain_marks(article.text[start:end]) for (start, end), _ in places]
        # What recurs ("(Laughter.)", a line of a menu) is parsed once.
        once = list(dict.fromkeys(words))
        docs = dict(zip(once, parse_docs(once), strict=True))
        trees = [Tree(docs[text], span[0]) for (span, _), text in zip(places, words, strict=True)]
        return self._statements(article, places, trees, turns)

    def extract_parsed(self, article: Article, doc: Doc) -> list[Statement]:
        """Return the statements of an article that is parsed already, as one Doc."""
        places, turns = _places(article)
        parts = [doc.char_span(*span, alignment_mode="expand") for span, _ in places]
        # outside the text is nothing, so every part is one
        trees = [Tree(part.as_doc(), part.start_char) for part in parts if part is not None]
        return self._statements(article, places, trees, turns)

    def _statements(
        self,
        article: Article,
        places: Sequence[tuple[Span, bool]],
        trees: Sequence[Tree],
        turns: Mapping[int, Turn],
    ) -> list[Statement]:
        spans = [span for span, _ in places]
        quotations = find_quotes(article.text, spans)
        at = [quote.start for quote in quotations]
        paragraphs = [
            read_paragraph(
                tree,
                span,
                quotations[bisect_left(at, span[0]) : bisect_left(at, span[1])],
                self._cues,
                is_headline=is_headline,
            )
            for (span, is_headline), tree in zip(places, trees, strict=True)
        ]
        speakers = Speakers(paragraphs, self._finder, self._case, _day_of(article))
        return Assembly(article, paragraphs, speakers, turns).statements()


def _places(article: Article) -> tuple[list[tuple[Span, bool]], dict[int, Turn]]:
    """Return the paragraphs without the labels of a transcript, and whose turn each is."""
    places = list(paragraphs_of(article))
    turns = find_turns(article.text, [span for span, _ in places])
    return without_labels(places, turns), turns


def _day_of(article: Article) -> date | None:
    """Return a day to look offices up on, where one is known before dating."""
    for hint in article.date_hints:
        try:
            return date.fromisoformat(hint.value[:10])
        except ValueError:
            continue
    return article.published_on
