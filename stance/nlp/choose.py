"""Chooses among the attributions of a paragraph: outer or inner, one reason for each stretch."""

from collections.abc import Sequence
from dataclasses import replace

from stance.nlp.candidate import Candidate
from stance.nlp.quoted import Quoted, tokens_of
from stance.nlp.split import split
from stance.nlp.tree import Tree
from stance.nlp.trim import trim

_SAME = 0.6  # share of common words from which two contents are the same stretch


def choose(
    tree: Tree,
    candidates: Sequence[Candidate],
    quotes: Sequence[Quoted],
    reported: Sequence[Candidate] = (),
) -> list[Candidate]:
    """Return the candidates that become statements, in order of their content.

    What the same speaker goes on to say becomes a statement of its own, and the reporter's
    additions fall away. Then a cue that stands inside the content of another is that statement's
    wording, and of two reasons for the same stretch the better one is kept.

    Args:
        tree: The paragraph.
        candidates: Its attributions, quotations taken in.
        quotes: Its quotations.
        reported: All that the grammar shows, also with cues inside quotation marks.
    """
    quoted = tokens_of(quotes)
    marked = [c for c in reported if c.cue_head in quoted and c.speaker not in quoted]
    kept = split(tree, candidates, marked)
    kept = [trim(tree, candidate, quotes) for candidate in kept]
    kept = _outermost(kept)
    kept = _without_twins(tree, kept)
    kept = [
        replace(c, inner=trim(tree, c.inner, quotes)) if c.inner is not None else c for c in kept
    ]
    return sorted(kept, key=lambda c: (min(c.content), -len(c.content)))


def _outermost(candidates: Sequence[Candidate]) -> list[Candidate]:
    return [
        c
        for c in candidates
        if not any(
            other is not c and c.cue and c.cue_head in other.content and not _is_wider(c, other)
            for other in candidates
        )
    ]


def _is_wider(inner: Candidate, outer: Candidate) -> bool:
    """Two cues each inside the other's content (a broken parse): keep the one that says more."""
    return outer.cue_head in inner.content and len(inner.content) > len(outer.content)


def _without_twins(tree: Tree, candidates: Sequence[Candidate]) -> list[Candidate]:
    ordered = sorted(candidates, key=lambda c: _rank(c))
    kept: list[Candidate] = []
    for candidate in ordered:
        words = tree.words_in(candidate.content)
        if not words:
            continue
        twin = next((k for k in kept if _overlap(words, tree.words_in(k.content))), None)
        if twin is None:
            kept.append(candidate)
    return kept


def _rank(candidate: Candidate) -> tuple[int, int, int]:
    """Order of preference among twins: with a speaker, with quotations, a noun, the longer."""
    return (
        candidate.speaker is None,
        -len(candidate.quotes),
        -len(candidate.cue) if candidate.rule.startswith("noun") else 0,
    )


def _overlap(words: frozenset[int], others: frozenset[int]) -> bool:
    """Tell whether two contents compete: the greater part of the smaller one is shared."""
    return len(words & others) > _SAME * min(len(words), len(others))
