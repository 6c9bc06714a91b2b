"""Loads the language model once per process and parses text with it."""

import importlib
import re
from collections.abc import Iterable, Sequence
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from stance.errors import StanceError
from stance.model import Token
from stance.nlp.tree import Tree
from stance.settings import settings

# Named entities are found by our own rules: leaving the recogniser out saves a third of the time.
_UNUSED = ("ner", "senter", "entity_linker")
_ORNAMENT = re.compile(r"[^\w\s]{60,}")  # rules, dots of a table of contents, damaged files
_BATCH = 64


@cache
def load_model() -> Language:
    """Return the spaCy pipeline that tags, lemmatises and parses.

    Raises:
        StanceError: If the model that ``STANCE_SPACY_MODEL`` names is not installed.
    """
    name = settings().spacy_model
    try:
        module = importlib.import_module(name.replace("-", "_"))
        model = module.load(exclude=list(_UNUSED))
    except ImportError as error:
        raise StanceError(
            f"the language model {name!r} is not installed ({error}); "
            "install it or unset STANCE_SPACY_MODEL"
        ) from error
    if not isinstance(model, Language) or not model.has_pipe("parser"):
        raise StanceError(f"{name!r} has no dependency parser; choose a model with one")
    return model


def model_version() -> str:
    """Return name and version of the model, for the method version."""
    meta = spacy.util.get_package_version(settings().spacy_model.replace("_", "-"))
    return f"{settings().spacy_model}-{meta or 'unknown'}"


def parse_docs(texts: Iterable[str]) -> Iterable[Doc]:
    """Parse texts in order; the result does not depend on how they are batched."""
    return load_model().pipe(map(_without_ornaments, texts), batch_size=_BATCH)


def _without_ornaments(text: str) -> str:
    """Put blanks for all but the first of very many marks in a row; the length stays.

    The tokeniser takes marks off one by one and looks at all the others each time, so that its time
    grows with the square of their number.
    """
    return _ORNAMENT.sub(lambda found: found[0][0].ljust(len(found[0])), text)


def parse(texts: Sequence[str]) -> list[tuple[Token, ...]]:
    """Parse texts into plain tokens with offsets from the start of each text."""
    trees = (Tree(doc) for doc in parse_docs(texts))
    return [tree.tokens(range(len(tree.sentence_starts))) for tree in trees]
