"""What hangs on a cue: objects, infinitives and prepositional phrases that tell what is said."""

from collections.abc import Iterator
from dataclasses import dataclass

from stance.nlp.name_words import NO_NAMES
from stance.nlp.subjects import agent_of, is_passive
from stance.nlp.tree import Tree
from stance.registry import fold_name

_NAMING = frozenset("name identify quote".split())
_RELATIVES = ("which", "that", "what", "who")


@dataclass(frozen=True, slots=True)
class Content:
    """A part of what is said, and the frame of the cue (see stance.nlp.cues) that it fills."""

    tokens: frozenset[int]
    frame: str


def infinitive_of(tree: Tree, verb: int) -> int | None:
    """Return the infinitive that a verb governs ("vowed to act"), or None.

    One that the parser took for a purpose counts beside an object: "urged them to act".
    """
    has_object = tree.child(verb, "dobj") is not None
    for kid in tree.children(verb, "xcomp", "ccomp", "advcl"):
        if _is_anonymity(tree, kid):
            continue
        if tree.has_infinitive_marker(kid) and (tree.deps[kid] != "advcl" or has_object):
            return kid
    return None


def _is_anonymity(tree: Tree, verb: int) -> bool:
    """Tell "asked not to be named", "declined to be identified": the words say no such thing."""
    return tree.lemmas[verb] in _NAMING and tree.child(verb, "auxpass") is not None


def object_contents(tree: Tree, verb: int, frames: dict[str, str]) -> Iterator[Content]:
    """Yield object, named object ("called it a mistake") and prepositional contents of a verb."""
    frame = "obj" if "obj" in frames else "as"
    passive = tree.child(verb, "nsubjpass") if is_passive(tree, verb) else None
    if passive is not None and ("obj" in frames or "as" in frames):
        if agent_of(tree, verb) is None:
            return
        yield Content(tree.subtree(passive), frame)
    elif "obj" in frames:
        for thing in tree.children(verb, "dobj"):
            if tree.pos[thing] != "PRON" or tree.lower[thing] not in _RELATIVES:
                yield Content(tree.subtree(thing), frame)
        for deed in tree.children(verb, "xcomp", "pcomp"):
            if tree.tags[deed] == "VBG":  # "described making progress", "denied sending arms"
                yield Content(tree.subtree(deed), frame)
    for small in tree.children(verb, "ccomp", "oprd"):
        if "oprd" in frames and (tree.deps[small] == "oprd" or is_small_clause(tree, small)):
            yield Content(tree.subtree(small), "oprd")
    yield from prepositional_contents(tree, verb, frames)


def prepositional_contents(tree: Tree, head: int, frames: dict[str, str]) -> Iterator[Content]:
    """Yield the prepositional phrases that a cue takes: "for talks", "the US of bullying"."""
    has_object = tree.child(head, "dobj", "nsubjpass") is not None
    for preposition in tree.children(head, "prep", "prt", "advmod"):
        word = tree.lower[preposition]
        frame = "as" if word == "as" and "as" in frames else f"p:{word}"
        if frame in frames and _has_topic(tree, preposition):
            # "the US of bullying", but "for talks": alone, the preposition belongs to the cue
            tokens = tree.subtree(preposition) - (frozenset() if has_object else {preposition})
            if frame == "p:on" and (request := infinitive_beside(tree, head)) is not None:
                tokens |= tree.subtree(request)
            yield Content(tokens, frame)


def _has_topic(tree: Tree, preposition: int) -> bool:
    """Tell "for talks" from "for" alone and from a date: "on Monday", "in June"."""
    thing = tree.child(preposition, "pobj")
    if thing is not None and fold_name(tree.words[thing]) in NO_NAMES:
        return False
    return len(tree.subtree(preposition)) > 1


def infinitive_beside(tree: Tree, verb: int) -> int | None:
    """Return the infinitive beside a preposition: "called on Washington to act"."""
    return next(
        (kid for kid in tree.children(verb, "xcomp", "advcl") if tree.has_infinitive_marker(kid)),
        None,
    )


def is_small_clause(tree: Tree, kid: int) -> bool:
    """Tell "called it a mistake" from "said it was": a clause without a verb."""
    return (
        tree.pos[kid] not in ("VERB", "AUX")
        and tree.child(kid, "cop", "aux", "mark") is None
        and (tree.child(kid, "nsubj") is not None)
    )
