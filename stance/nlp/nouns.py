"""Nouns and adjectives of saying: "her warning that", "voiced concern over", "is adamant that"."""

from collections.abc import Iterator

from stance.nlp.candidate import Candidate
from stance.nlp.contents import Content, prepositional_contents
from stance.nlp.cues import CueLexicon
from stance.nlp.sources import VIEW_NOUNS, in_the_view_of
from stance.nlp.subjects import holder_of, possessor_of, speaker_of_verb
from stance.nlp.tree import Tree
from stance.nlp.verbs import cue_of_verb, is_negated

_COPULAS = frozenset("be feel seem remain sound appear become grow look".split())


def from_noun(tree: Tree, noun: int, cues: CueLexicon) -> Iterator[Candidate]:
    """Yield the attribution by way of a noun, if somebody owns or makes it."""
    lemma = tree.lemmas[noun]
    frames = cues.frames(lemma, "NOUN")
    if not frames:
        return
    if lemma in VIEW_NOUNS and next(in_the_view_of(tree, noun), None) is not None:
        return  # "in the view of one envoy": nobody else's view
    speaker = possessor_of(tree, noun)
    verb = tree.heads[noun] if tree.deps[noun] == "dobj" else None
    if speaker is None:
        speaker = holder_of(tree, noun)
    parts = list(_noun_contents(tree, noun, frames))
    if speaker is None or not parts:
        return
    tokens = frozenset().union(*(part.tokens for part in parts)) - tree.subtree(speaker)
    cue = {noun}
    if verb is not None and possessor_of(tree, noun) is None:
        cue |= cue_of_verb(tree, verb, tree.child(verb, "prt"))
    yield Candidate(
        content=tokens,
        cue=frozenset(cue),
        cue_head=noun,
        cue_class=frames[parts[0].frame],
        speaker=speaker,
        is_negated=tree.child(noun, "neg") is not None
        or any(tree.lower[kid] == "no" for kid in tree.children(noun, "det")),
        rule=f"noun {lemma} + {parts[0].frame}",
    )


def _noun_contents(tree: Tree, noun: int, frames: dict[str, str]) -> Iterator[Content]:
    for kid in tree.children(noun, "acl", "ccomp", "relcl"):
        marks = {tree.lower[below] for below in tree.kids[kid] if tree.deps[below] == "mark"}
        is_infinitive = tree.has_infinitive_marker(kid)
        if "that" in frames and ("that" in marks or tree.deps[kid] == "ccomp"):
            yield Content(tree.subtree(kid), "that")
            return
        if "to" in frames and is_infinitive:
            yield Content(tree.subtree(kid), "to")
            return
    yield from prepositional_contents(tree, noun, frames)


def from_adjective(tree: Tree, adjective: int, cues: CueLexicon) -> Iterator[Candidate]:
    """Yield the attribution by way of an adjective: "is adamant that", "feels hopeful about"."""
    frames = cues.frames(tree.lemmas[adjective], "ADJ")
    verb = tree.heads[adjective]
    if not frames or tree.deps[adjective] not in ("acomp", "ccomp", "conj", "oprd"):
        return
    if tree.lemmas[verb] not in _COPULAS:
        return
    speaker = speaker_of_verb(tree, verb)
    parts = list(_adjective_contents(tree, adjective, frames))
    if speaker is None or tree.lower[speaker] in ("it", "there") or not parts:
        return
    yield Candidate(
        content=frozenset().union(*(part.tokens for part in parts)),
        cue=cue_of_verb(tree, verb, adjective),
        cue_head=adjective,
        cue_class=frames[parts[0].frame],
        speaker=speaker,
        is_negated=is_negated(tree, verb),
        rule=f"adjective {tree.lemmas[adjective]} + {parts[0].frame}",
    )


def _adjective_contents(tree: Tree, adjective: int, frames: dict[str, str]) -> Iterator[Content]:
    # the parser hangs a clause on the adjective or on the copula
    beside = [kid for kid in tree.children(tree.heads[adjective], "ccomp") if kid > adjective]
    for kid in (*tree.children(adjective, "ccomp", "xcomp", "advcl"), *beside):
        is_infinitive = tree.has_infinitive_marker(kid)
        if "to" in frames and is_infinitive:
            yield Content(tree.subtree(kid), "to")
            return
        if "that" in frames and not is_infinitive:
            yield Content(tree.subtree(kid), "that")
            return
    yield from prepositional_contents(tree, adjective, frames)
