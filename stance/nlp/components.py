"""spaCy components: the extractor's steps for people who have a pipeline of their own.

pyproject.toml names the factories as entry points, so that ``nlp.add_pipe("stance_quotes")`` works
with no import of stance. Each component reads what tagger, lemmatizer and parser leave in a Doc and
sets one extension of plain values; the Doc counts as one article without boilerplate.

=================  ======================  =====================================
component          extension               value
=================  ======================  =====================================
stance_quotes      Doc._.stance_quotes     list of Span, marks included
stance_reported    Doc._.stance_reported   list of Candidate, by token number
stance_speakers    Doc._.stance_speakers   list of Statement, by character
=================  ======================  =====================================
"""

from spacy.language import Language
from spacy.tokens import Doc

from stance.model import Article
from stance.nlp.cues import load_cues
from stance.nlp.extract import Extractor
from stance.nlp.mending import mend
from stance.nlp.paragraphs import paragraphs_of
from stance.nlp.quotes import find_quotes
from stance.nlp.reported import find_reported
from stance.nlp.tree import Tree
from stance.registry import load_case

_EXTENSIONS = ("stance_quotes", "stance_reported", "stance_speakers")


def set_extensions() -> None:
    """Register the Doc extensions; a second call changes nothing."""
    for name in _EXTENSIONS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)


class Quotes:
    """Finds quotations, whatever marks the text uses."""

    def __init__(self) -> None:
        set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.stance_quotes``."""
        paragraphs = [span for span, _ in paragraphs_of(_article_of(doc))]
        quotes = find_quotes(doc.text, paragraphs)
        doc._.stance_quotes = [
            doc.char_span(quote.start, quote.end, alignment_mode="expand") for quote in quotes
        ]
        return doc


class Reported:
    """Finds verbs, nouns and adjectives of saying with their speaker and content."""

    def __init__(self) -> None:
        set_extensions()
        self._cues = load_cues()

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.stance_reported``."""
        doc._.stance_reported = find_reported(mend(Tree(doc), self._cues), self._cues)
        return doc


class Attributed:
    """Finds who said what, speakers resolved.

    Args:
        case_id: The case whose registry names the speakers; None for the one of the settings.
    """

    def __init__(self, case_id: str | None = None) -> None:
        set_extensions()
        self._extractor = Extractor(load_case(case_id))

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.stance_speakers``."""
        doc._.stance_speakers = self._extractor.extract_parsed(_article_of(doc), doc)
        return doc


@Language.factory("stance_quotes", assigns=["doc._.stance_quotes"])
def make_quotes(nlp: Language, name: str) -> Quotes:  # noqa: ARG001 - spaCy passes both
    """Return the component behind ``nlp.add_pipe("stance_quotes")``."""
    return Quotes()


@Language.factory(
    "stance_reported", requires=["token.dep", "token.lemma"], assigns=["doc._.stance_reported"]
)
def make_reported(nlp: Language, name: str) -> Reported:  # noqa: ARG001 - spaCy passes both
    """Return the component behind ``nlp.add_pipe("stance_reported")``."""
    return Reported()


@Language.factory(
    "stance_speakers",
    default_config={"case_id": None},
    requires=["token.dep", "token.lemma"],
    assigns=["doc._.stance_speakers"],
)
def make_speakers(
    nlp: Language,  # noqa: ARG001 - spaCy passes both
    name: str,  # noqa: ARG001
    case_id: str | None,
) -> Attributed:
    """Return the component behind ``nlp.add_pipe("stance_speakers")``."""
    return Attributed(case_id)


def _article_of(doc: Doc) -> Article:
    return Article(text=doc.text, source_file="doc")
