"""From token numbers back to the article: which words a statement covers, and of which kind."""

from collections.abc import Sequence

from stance.model import Kind, Span
from stance.nlp.candidate import Candidate
from stance.nlp.paragraph import Paragraph
from stance.nlp.quoted import tokens_of
from stance.nlp.tree import Tree

# Words that do not make a quotation "mixed" when they stand outside its marks.
_LINKS = ("SCONJ", "CCONJ", "PART", "ADP", "DET", "PUNCT", "SPACE")
_OPENING = frozenset(("“", '"', "‘", "'", "«", "„", "``", "''", "("))
_CLOSING = frozenset(("”", '"', "’", "'", "»", "''", "?", "!", ")"))


def content_spans(tree: Tree, content: frozenset[int]) -> tuple[Span, ...]:
    """Return the content as character spans: trimmed of commas, joined across punctuation."""
    runs: list[list[int]] = []
    for index in sorted(content):
        gap = range(runs[-1][-1] + 1, index) if runs else range(0)
        if runs and all(tree.is_punctuation(i) for i in gap):
            runs[-1].extend([*gap, index])
        else:
            runs.append([index])
    trimmed = [kept for run in runs if (kept := _trimmed(tree, run, is_first=run is runs[0]))]
    return tuple((tree.starts[run[0]], tree.ends[run[-1]]) for run in trimmed)


def kind_of(candidate: Candidate, paragraph: Paragraph) -> Kind:
    """Return direct, indirect or mixed: by how much of the content stands between marks."""
    if candidate.is_verbatim:
        return "direct"
    tree = paragraph.tree
    quoted = tokens_of(paragraph.quotes, candidate.quotes)
    words = tree.words_in(candidate.content)
    if not words & quoted:
        return "indirect"
    return "direct" if all(tree.pos[i] in _LINKS for i in words - quoted) else "mixed"


def sentence_span(tree: Tree, sentences: Sequence[int]) -> Span:
    """Return the stretch of the article from the first to the last of some sentences."""
    inside = [i for i, number in enumerate(tree.sentence) if number in sentences]
    return tree.starts[inside[0]], tree.ends[inside[-1]]


def _trimmed(tree: Tree, run: list[int], *, is_first: bool) -> list[int]:
    kept = list(run)
    while kept and tree.is_punctuation(kept[-1]) and tree.words[kept[-1]] not in _CLOSING:
        kept.pop()
    while kept and tree.is_punctuation(kept[0]) and tree.words[kept[0]] not in _OPENING:
        kept.pop(0)
    # "For now, says Roe, that balance can hold": behind other words it is no link
    while len(kept) > 1 and tree.lower[kept[0]] == "that" and tree.deps[kept[0]] == "mark":
        if not is_first and tree.words[kept[0] - 1] == ",":
            break
        kept.pop(0)
    return kept if tree.words_in(kept) else []
