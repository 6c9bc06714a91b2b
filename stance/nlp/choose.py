"""Chooses among the attributions of a paragraph: outer or inner, one reason for each stretch."""

from collections.abc import Sequence
from dataclasses import replace

from stance.nlp.candidate import Candidate
from stance.nlp.quoted import Quoted
from stance.nlp.reported import words_in
from stance.nlp.tree import Tree
from stance.nlp.trim import trim

# What only somebody with a will does.
_ACTS = frozenset(("accuse", "criticise", "demand", "promise", "threaten", "warn", "refuse",
                   "deny", "praise"))  # fmt: skip
_SAME = 0.6  # share of common words from which two contents are the same stretch


def choose(
    tree: Tree, candidates: Sequence[Candidate], quotes: Sequence[Quoted]
) -> list[Candidate]:
    """Return the candidates that become statements, in order of their content.

    What the same speaker goes on to say becomes a statement of its own, and the reporter's
    additions fall away. Then a cue that stands inside the content of another is that statement's
    wording, and of two reasons for the same stretch the narrower noun ("expressed concern over
    ...") wins.
    """
    kept = _split_participles(tree, candidates)
    kept = _split_coordinated(tree, kept)
    kept = [trim(tree, candidate, quotes) for candidate in kept]
    kept = _outermost(kept)
    kept = _without_twins(tree, kept)
    return sorted(kept, key=lambda c: (min(c.content), -len(c.content)))


def _split_participles(tree: Tree, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Cut "..., adding that ..." out of the words before it: the same speaker goes on speaking."""
    result = list(candidates)
    for inner in candidates:
        if not _is_running_on(tree, inner):
            continue
        assert inner.cue_head is not None
        clause = tree.subtree(inner.cue_head)
        for number, outer in enumerate(result):
            if outer is inner or inner.cue_head not in outer.content or not outer.speaker:
                continue
            rest = frozenset(i for i in outer.content - clause if i < min(clause))
            if len(words_in(tree, rest)) >= 2:
                result[number] = replace(outer, content=rest)
                place = next(n for n, c in enumerate(result) if c is inner)
                result[place] = replace(inner, speaker=outer.speaker)
                break
    return result


def _split_coordinated(tree: Tree, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Undo "said (the ship was lost and condemned the raid)": a ship condemns nothing."""
    result = list(candidates)
    for inner in candidates:
        head = inner.cue_head
        if head is None or tree.deps[head] != "conj" or inner.cue_class not in _ACTS:
            continue
        first = tree.heads[head]
        outer = next(
            (c for c in result if c.cue_head == tree.heads[first] and head in c.content), None
        )
        if outer is None or not _belongs_outside(tree, head, first, tree.heads[first]):
            continue
        rest = frozenset(i for i in outer.content if i < head and tree.deps[i] != "cc")
        result[result.index(outer)] = replace(outer, content=rest - tree.subtree(head))
        result[result.index(inner)] = replace(inner, speaker=outer.speaker)
    return result


def _belongs_outside(tree: Tree, verb: int, first: int, outer: int) -> bool:
    """Tell whether a verb goes with the cue rather than with the verb before it: by its tense,
    or because the subject there is a thing."""
    if tree.child(verb, "nsubj", "aux") is not None or tree.tags[verb] != tree.tags[outer]:
        return False
    subject = tree.child(first, "nsubj", "nsubjpass")
    is_thing = subject is not None and tree.tags[subject] == "NN"
    helper = tree.child(first, "aux", "auxpass")
    tense = tree.tags[helper if helper is not None else first]
    return is_thing or tense != tree.tags[outer]


def _is_running_on(tree: Tree, inner: Candidate) -> bool:
    """Tell ", saying that" and "while noting that" from a participle inside the words."""
    head = inner.cue_head
    if head is None or tree.tags[head] != "VBG" or tree.deps[head] not in ("advcl", "conj", "acl"):
        return False
    if tree.child(head, "nsubj", "aux") is not None or not inner.rule.startswith("verb"):
        return False
    start = min(tree.subtree(head))
    return start > 0 and (tree.words[start - 1] == "," or tree.lower[start] == "while")


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
