"""Chooses among the attributions of a paragraph: outer or inner, one reason for each stretch."""

from collections.abc import Sequence
from dataclasses import replace

from stance.nlp.candidate import Candidate
from stance.nlp.reported import words_in
from stance.nlp.tree import Tree

_SAME = 0.6  # share of common words from which two contents are the same stretch


def choose(tree: Tree, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates that become statements, in order of their content.

    A cue that stands inside the content of another is that statement's wording. An "according to"
    around a statement with a speaker of its own only says who relayed it. Of two reasons for the
    same stretch the narrower noun ("expressed concern over ...") wins.
    """
    kept = _fold_sources(tree, candidates)
    kept = _outermost(kept)
    kept = _without_twins(tree, kept)
    return sorted(kept, key=lambda c: (min(c.content), -len(c.content)))


def _fold_sources(tree: Tree, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Turn "X said Y, according to Z" into one statement by X, relayed by Z."""
    sources = [c for c in candidates if c.rule == "according to"]
    result = [c for c in candidates if c.rule != "according to"]
    for source in sources:
        inner = [
            number
            for number, c in enumerate(result)
            if c.cue_head is not None
            and c.cue_head in source.content
            and c.speaker is not None
            and len(c.content & source.content) >= 0.5 * len(source.content - c.cue)
        ]
        if not inner:
            result.append(source)
        for number in inner:
            result[number] = replace(result[number], via=source.speaker)
    return result


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
        words = words_in(tree, candidate.content)
        if not words:
            continue
        twin = next((k for k in kept if _overlap(words, words_in(tree, k.content))), None)
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
