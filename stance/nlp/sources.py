"""Sources named beside the words: "according to the ministry", "in the words of the minister"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from stance.nlp.candidate import Candidate
from stance.nlp.tree import Tree

SOURCE_RULE = "according to"
# Nouns that mean the same as a preposition: "in the words of the minister", "in Beijing's view".
VIEW_NOUNS = frozenset(
    "word view opinion eye telling estimation judgment judgement account".split()
)


def according_to(tree: Tree, word: int) -> Iterator[Candidate]:
    """Read "Ties are bad, according to the ministry": the clause is the ministry's."""
    to = next((kid for kid in tree.kids[word] if tree.lower[kid] == "to"), None)
    source = tree.child(to, "pobj") if to is not None else tree.child(word, "pobj")
    head = tree.heads[word]
    if source is None or head == word:
        return
    below = tree.subtree(word)
    clause = head
    while tree.pos[clause] not in ("VERB", "AUX") and tree.heads[clause] != clause:
        clause = tree.heads[clause]
    yield Candidate(
        content=tree.subtree(clause) - below,
        cue=frozenset({word} if to is None else {word, to}),
        cue_head=word,
        cue_class="say",
        speaker=source,
        rule=SOURCE_RULE,
    )


def in_the_view_of(tree: Tree, noun: int) -> Iterator[Candidate]:
    """Read "in the words of the minister, ties are bad" and "in Beijing's view"."""
    preposition = tree.heads[noun]
    if tree.lower[preposition] not in ("in", "by") or tree.deps[noun] != "pobj":
        return
    of = next((kid for kid in tree.children(noun, "prep") if tree.lower[kid] == "of"), None)
    source = tree.child(noun, "poss") or (tree.child(of, "pobj") if of is not None else None)
    clause = tree.heads[preposition]
    if source is None or tree.pos[clause] not in ("VERB", "AUX"):
        return
    yield Candidate(
        content=tree.subtree(clause) - tree.subtree(preposition),
        cue=frozenset({preposition, noun}),
        cue_head=noun,
        cue_class="say",
        speaker=source,
        rule=f"in the {tree.lemmas[noun]} of",
    )


def fold_sources(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Turn "X said Y, according to Z" into one statement by X, relayed by Z."""
    sources = [c for c in candidates if c.rule == SOURCE_RULE]
    result = [c for c in candidates if c.rule != SOURCE_RULE]
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
