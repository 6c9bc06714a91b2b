"""Builds parses by hand and reads statements back as words.

``parses.txt`` holds the parses: a line with the sentence, then one line per token with word, lemma,
universal and Penn tag, relation and head (from 0). So no release of the language model can break a
test of the grammar.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

from stance.model import Article, Statement
from stance.nlp.candidate import Candidate
from stance.nlp.cues import load_cues
from stance.nlp.paragraph import Paragraph, read_paragraph
from stance.nlp.quotes import find_quotes
from stance.nlp.tree import Tree

PARSES = Path(__file__).with_name("parses.txt")

# Speaker, cue and content of one attribution, as words with single spaces.
Read = tuple[str | None, str, str]


@cache
def _parses() -> dict[str, list[list[str]]]:
    blocks = PARSES.read_text(encoding="utf-8").strip().split("\n\n")
    lines = (block.split("\n") for block in blocks)
    return {sentence: [row.split("\t") for row in rows] for sentence, *rows in lines}


def tree_of(text: str) -> Tree:
    """Return the parse of a text of parses.txt."""
    rows = _parses()[text]
    words = [row[0] for row in rows]
    spaces, position = [], 0
    for word in words:
        position = text.index(word, position) + len(word)
        spaces.append(text[position : position + 1] == " ")
    doc = Doc(
        Vocab(),
        words=words,
        spaces=spaces,
        lemmas=[row[1] for row in rows],
        pos=[row[2] for row in rows],
        tags=[row[3] for row in rows],
        deps=[row[4] for row in rows],
        heads=[int(row[5]) for row in rows],
    )
    assert doc.text == text
    return Tree(doc)


def paragraph_of(text: str, *, is_headline: bool = False) -> Paragraph:
    """Return a text of parses.txt, read as a paragraph."""
    span = (0, len(text))
    quotes = find_quotes(text, [span])
    return read_paragraph(tree_of(text), span, quotes, load_cues(), is_headline=is_headline)


def words_of(tree: Tree, tokens: Iterable[int]) -> str:
    """Return the words of some tokens without punctuation."""
    return " ".join(tree.words[i] for i in sorted(tokens) if not tree.is_punctuation(i))


def read(tree: Tree, candidates: Iterable[Candidate]) -> list[Read]:
    """Return candidates as words; of the speaker the head."""
    return [
        (
            tree.words[c.speaker] if c.speaker is not None else None,
            words_of(tree, c.cue),
            words_of(tree, c.content),
        )
        for c in candidates
    ]


def found_in(text: str, *, is_headline: bool = False) -> list[Read]:
    """Return the attributions of a text of parses.txt."""
    paragraph = paragraph_of(text, is_headline=is_headline)
    return read(paragraph.tree, paragraph.found)


def article_of(text: str, on: date | None = date(2023, 6, 19)) -> Article:
    """Return an article without marks, published in June 2023."""
    return Article(text=text, source_file="made-up.txt", published_on=on)


def summary(statements: Iterable[Statement]) -> list[tuple[str | None, str]]:
    """Return speaker's name and text of statements."""
    return [(s.speaker_name, s.text) for s in statements]
