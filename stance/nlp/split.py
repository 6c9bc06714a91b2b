"""Takes apart what the parser put under one cue: what is added, what is relayed, what describes."""

from collections.abc import Sequence
from dataclasses import replace

from stance.nlp.candidate import Candidate
from stance.nlp.tree import Tree

# What only somebody with a will does.
_ACTS = frozenset(("accuse", "criticise", "demand", "promise", "threaten", "warn", "refuse",
                   "deny", "praise"))  # fmt: skip
# What somebody else can be quoted with. Of a deed ("she said Beijing refused the call") the words
# and the tone are the outer speaker's.
_RELAYED = frozenset(("say", "express", "believe", "hope", "promise", "ask", "warn"))
_MAX_LINKS = 2  # words of the outer clause beside the inner statement: "also", "had"


def split(
    tree: Tree, candidates: Sequence[Candidate], marked: Sequence[Candidate] = ()
) -> list[Candidate]:
    """Return the candidates with every statement of its own cut out of the one around it.

    Args:
        tree: The paragraph.
        candidates: Its attributions, quotations taken in.
        marked: Attributions whose cue stands inside quotation marks and whose speaker does not.
    """
    result = _split_participles(tree, candidates)
    result = _split_coordinated(tree, result)
    result = _split_descriptions(tree, result)
    return _link_relayed(tree, result, marked)


def _split_participles(tree: Tree, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Cut "..., adding that ..." out of the words before it: the same speaker goes on speaking."""
    result = list(candidates)
    for inner in candidates:
        if not _is_running_on(tree, inner):
            continue
        assert inner.cue_head is not None
        clause, around = tree.subtree(inner.cue_head), []
        for number, outer in enumerate(result):
            if outer is inner or inner.cue_head not in outer.content or outer.speaker is None:
                continue
            rest = frozenset(i for i in outer.content - clause if i < min(clause))
            if len(tree.words_in(rest)) >= 2:
                result[number] = replace(outer, content=rest)
                around.append(outer)
        if around:
            place = next(n for n, c in enumerate(result) if c is inner)
            widest = max(around, key=lambda outer: len(outer.content))
            result[place] = replace(inner, speaker=widest.speaker)
    return result


def _split_coordinated(tree: Tree, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Undo "said (the ship was lost and condemned the raid)": a ship condemns nothing."""
    result = list(candidates)
    for inner in candidates:
        head = inner.cue_head
        if head is None or tree.deps[head] != "conj" or inner.cue_class not in _ACTS:
            continue
        chain = tuple(tree.ancestors(head))
        outer = next((c for c in result if c.cue_head in chain[1:] and head in c.content), None)
        if outer is None or outer.cue_head is None:
            continue
        inside = chain[: chain.index(outer.cue_head)]
        if not all(_belongs_outside(tree, head, verb, outer.cue_head) for verb in inside):
            continue
        rest = frozenset(i for i in outer.content if i < head and tree.deps[i] != "cc")
        result[result.index(outer)] = replace(outer, content=rest - tree.subtree(head))
        result[result.index(inner)] = replace(inner, speaker=outer.speaker)
    return result


def _belongs_outside(tree: Tree, verb: int, first: int, outer: int) -> bool:
    """Tell whether a verb goes with the cue rather than with the verb before it.

    Its tense tells, or a thing as the subject there.
    """
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


def _split_descriptions(tree: Tree, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Undo "angry at (Roe, who called the plan a joke)": the reporter tells what Roe said."""
    result = list(candidates)
    for inner in candidates:
        head = inner.cue_head
        if head is None or tree.deps[head] != "relcl" or inner.speaker != tree.heads[head]:
            continue
        clause = tree.subtree(head)
        start = min(clause)
        if tree.lower[start] != "who" or tree.words[start - 1] != ",":
            continue
        for number, outer in enumerate(result):
            rest = frozenset(i for i in outer.content if i < start - 1)
            if head in outer.content and inner.speaker in outer.content and tree.words_in(rest):
                result[number] = replace(outer, content=rest)
    return result


def _link_relayed(
    tree: Tree, candidates: Sequence[Candidate], marked: Sequence[Candidate]
) -> list[Candidate]:
    """Hang "the secretary hopes ..." on "the spokesman said the secretary hopes ...".

    Only where the outer statement is nothing but the inner one, and the inner speaker has a name
    or a title: "he said he hopes" is one person's statement.
    """
    result: list[Candidate] = []
    for outer in candidates:
        inner = next((c for c in candidates if c is not outer and _relays(tree, outer, c)), None)
        if inner is None:
            # 'the government was "not asking anyone to leave"' is a denial by who says it
            inner = next((_in_marks(tree, outer, c) for c in marked if outer.quotes
                          and not c.is_negated and _relays(tree, outer, c)), None)  # fmt: skip
        result.append(outer if inner is None else replace(outer, inner=inner))
    return result


def _in_marks(tree: Tree, outer: Candidate, inner: Candidate) -> Candidate:
    """Read 'the spokesman said the secretary "raised concerns"', where the inner cue is quoted.

    The quoted predicate is the content, because nothing else tells what the inner speaker said.
    """
    assert inner.speaker is not None
    content = outer.content - tree.subtree(inner.speaker)
    return replace(inner, content=content, cue=outer.cue, quotes=outer.quotes)


def _relays(tree: Tree, outer: Candidate, inner: Candidate) -> bool:
    if outer.speaker is None or inner.speaker is None or outer.cue_class != "say":
        return False
    if inner.cue_head not in outer.content or inner.speaker not in outer.content:
        return False
    if inner.cue_class not in _RELAYED or tree.pos[inner.speaker] not in ("NOUN", "PROPN"):
        return False
    if not _is_own(inner):
        return False
    covered = inner.content | inner.cue | tree.subtree(inner.speaker)
    return len(tree.words_in(outer.content - covered)) <= _MAX_LINKS


def _is_own(inner: Candidate) -> bool:
    """Tell "raised concerns" and "hopes that" from "the envoy's pledge", which is only recalled."""
    if inner.rule.startswith("noun"):
        return len(inner.cue) > 1
    return inner.cue_class == "express" or inner.rule.endswith(("+ that", "+ q", "+ to"))
