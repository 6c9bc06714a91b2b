"""Finds reported speech by grammar: verbs, nouns and adjectives of saying with their content."""

from collections.abc import Iterator
from dataclasses import dataclass

from stance.nlp.candidate import Candidate
from stance.nlp.cues import CueLexicon
from stance.nlp.subjects import (
    agent_of,
    holder_of,
    is_passive,
    possessor_of,
    speaker_of_verb,
)
from stance.nlp.tree import Tree

SOURCE_RULE = "according to"
_CLAUSES = ("ccomp", "parataxis")
_AUXILIARIES = ("aux", "auxpass", "neg", "prt")
_COPULAS = frozenset("be feel seem remain sound appear become grow look".split())
# Nouns that mean the same as a preposition: "in the words of the minister", "in Beijing's view".
_VIEW_NOUNS = frozenset(
    "word view opinion eye telling estimation judgment judgement account".split()
)
# Classes whose verbs can stand beside the words: "The talks, she warned, would fail".
_PARENTHETICAL = ("say", "believe", "warn", "promise", "deny", "ask", "hope")
# What happens does not speak, whatever it signals or suggests.
_EVENTS = frozenset(
    "talk meeting visit trip move incident step event session summit conflict war crisis attack "
    "development tension dispute situation fact case evidence thing something success failure "
    "decision trend pattern result figure number increase decline rise fall drop change gesture "
    "absence presence silence timing image photo picture footage sign history experience".split()
)
_NEGATIONS = frozenset("not n't n’t never no neither nor hardly".split())


@dataclass(frozen=True, slots=True)
class _Content:
    tokens: frozenset[int]
    frame: str


def find_reported(tree: Tree, cues: CueLexicon) -> list[Candidate]:
    """Return every attribution that the grammar of one paragraph shows, nested ones included.

    Args:
        tree: The parsed paragraph.
        cues: The cue lexicon.
    """
    found: list[Candidate] = []
    for index, pos in enumerate(tree.pos):
        if pos in ("VERB", "AUX") or (pos == "ADP" and tree.lower[index] == "according"):
            found.extend(_from_verb(tree, index, cues))
        elif pos == "NOUN":
            found.extend(_from_noun(tree, index, cues))
        elif pos == "ADJ":
            found.extend(_from_adjective(tree, index, cues))
    return [candidate for candidate in found if candidate.content]


def words_in(tree: Tree, tokens: frozenset[int]) -> frozenset[int]:
    """Return the tokens that are words."""
    return frozenset(i for i in tokens if not tree.is_punctuation(i))


# ------------------------------------------------------------------------------------ verbs


def _from_verb(tree: Tree, verb: int, cues: CueLexicon) -> Iterator[Candidate]:
    if tree.lower[verb] == "according":
        yield from _according_to(tree, verb)
        return
    particle = tree.child(verb, "prt")
    lemma = tree.lemmas[verb]
    if particle is not None:
        lemma = f"{lemma} {tree.lower[particle]}"
    elif (adjective := _clear(tree, verb)) is not None:
        lemma, particle = "make clear", adjective
    frames = cues.frames(lemma, "VERB")
    if not frames:
        return
    parts = list(_verb_contents(tree, verb, frames))
    if not parts:
        return
    tokens = frozenset().union(*(part.tokens for part in parts))
    cue = _cue_of_verb(tree, verb, particle)
    speaker = speaker_of_verb(tree, verb)
    if speaker is not None and tree.lemmas[speaker] in _EVENTS:
        return
    if speaker is not None and speaker in tokens:
        # "Beijing is accused": what is said about the subject; or a subject inside a clause
        speaker = None
    yield Candidate(
        content=tokens - cue,
        cue=cue,
        cue_head=verb,
        cue_class=frames[parts[0].frame],
        speaker=speaker,
        addressee=_addressee(tree, verb, parts),
        is_negated=is_negated(tree, verb),
        rule=f"verb {lemma} + {'+'.join(part.frame for part in parts)}",
    )


def _clear(tree: Tree, verb: int) -> int | None:
    """Return the adjective of "make clear that", or None."""
    if tree.lemmas[verb] != "make":
        return None
    return next((kid for kid in tree.kids[verb] if tree.lower[kid] in ("clear", "plain")), None)


def _verb_contents(tree: Tree, verb: int, frames: dict[str, str]) -> Iterator[_Content]:
    """Yield the parts of the content: a clause alone, or object and what belongs to it."""
    clause = _clause(tree, verb, frames)
    if clause is not None:
        yield clause
        return
    infinitive = _infinitive(tree, verb) if "to" in frames else None
    if infinitive is not None:
        person = tree.child(verb, "dobj") if "obj" in frames else None
        if person is not None:
            yield _Content(tree.subtree(person), "to")
        yield _Content(tree.subtree(infinitive), "to")
        return
    yield from _object_contents(tree, verb, frames)


def _clause(tree: Tree, verb: int, frames: dict[str, str]) -> _Content | None:
    frame = "that" if "that" in frames else "q" if "q" in frames else None
    if frame is None:
        return None
    clauses = [
        kid
        for kid in tree.children(verb, *_CLAUSES)
        if not _is_small_clause(tree, kid)
        and tree.lower[kid] not in ("clear", "plain")
        and not _is_apart(tree, kid, verb)
    ]
    if clauses:
        tokens = frozenset().union(*(tree.subtree(kid) for kid in clauses))
        return _Content(tokens, frame)
    head = tree.heads[verb]
    if frames[frame] not in _PARENTHETICAL or head == verb:
        return None
    if any(tree.lower[kid] == "as" for kid in tree.children(verb, "mark", "advmod")):
        # "As the envoy noted, ties are bad": the clause above is what was noted
        return _Content(tree.subtree(head) - tree.subtree(verb), frame)
    if tree.deps[verb] in ("parataxis", "ccomp", "advcl", "dep") and _is_parenthesis(tree, verb):
        return _Content(tree.subtree(head) - tree.subtree(verb), frame)
    return None


def _is_apart(tree: Tree, kid: int, verb: int) -> bool:
    """Tell a neighbour sentence from a clause: a semicolon stands between."""
    return any(tree.words[i] == ";" for i in range(min(kid, verb) + 1, max(kid, verb)))


def _is_small_clause(tree: Tree, kid: int) -> bool:
    """Tell "called it a mistake" from "said it was": a clause without a verb."""
    return (
        tree.pos[kid] not in ("VERB", "AUX")
        and tree.child(kid, "cop", "aux", "mark") is None
        and (tree.child(kid, "nsubj") is not None)
    )


def _is_parenthesis(tree: Tree, verb: int) -> bool:
    """Tell "The talks, she said, were useful" from a clause of its own: short, set off, in front
    of nothing but its subject and adverbials."""
    below = sorted(tree.subtree(verb))
    if len(below) > 14 or tree.child(verb, "mark") is not None:
        return False
    if tree.child(verb, "nsubj") is None and not tree.lower[verb].endswith(("s", "d")):
        return False
    left, right = below[0] - 1, below[-1] + 1
    opened = left < 0 or tree.is_punctuation(left) or tree.is_punctuation(below[0])
    closed = right >= len(tree) or tree.is_punctuation(right) or tree.is_punctuation(below[-1])
    return opened and closed


def _infinitive(tree: Tree, verb: int) -> int | None:
    for kid in tree.children(verb, "xcomp", "ccomp", "advcl"):
        if any(tree.tags[below] == "TO" for below in tree.kids[kid]):
            if tree.deps[kid] != "advcl" or tree.child(verb, "dobj") is not None:
                return kid
    return None


def _object_contents(tree: Tree, verb: int, frames: dict[str, str]) -> Iterator[_Content]:
    passive = tree.child(verb, "nsubjpass") if is_passive(tree, verb) else None
    if passive is not None and ("obj" in frames or "as" in frames):
        if agent_of(tree, verb) is None:
            return
        yield _Content(tree.subtree(passive), "obj" if "obj" in frames else "as")
    elif "obj" in frames:
        for thing in tree.children(verb, "dobj"):
            if tree.pos[thing] != "PRON" or tree.lower[thing] not in (
                "which",
                "that",
                "what",
                "who",
            ):
                yield _Content(tree.subtree(thing), "obj")
        for deed in tree.children(verb, "xcomp", "pcomp"):
            if tree.tags[deed] == "VBG":  # "described making progress", "denied sending arms"
                yield _Content(tree.subtree(deed), "obj")
    for small in tree.children(verb, "ccomp", "oprd"):
        if "oprd" in frames and (tree.deps[small] == "oprd" or _is_small_clause(tree, small)):
            yield _Content(tree.subtree(small), "oprd")
    yield from _prepositional(tree, verb, frames)


def _prepositional(tree: Tree, head: int, frames: dict[str, str]) -> Iterator[_Content]:
    has_object = tree.child(head, "dobj", "nsubjpass") is not None
    for preposition in tree.children(head, "prep", "prt", "advmod"):
        word = tree.lower[preposition]
        frame = "as" if word == "as" and "as" in frames else f"p:{word}"
        if frame in frames and len(tree.subtree(preposition)) > 1:
            # "the US of bullying", but "for talks": alone, the preposition belongs to the cue
            tokens = tree.subtree(preposition) - (frozenset() if has_object else {preposition})
            if frame == "p:on" and (request := _infinitive_after(tree, head)) is not None:
                tokens |= tree.subtree(request)
            yield _Content(tokens, frame)


def _infinitive_after(tree: Tree, verb: int) -> int | None:
    """ "called on Washington to act": the infinitive that hangs beside the preposition."""
    return next(
        (
            kid
            for kid in tree.children(verb, "xcomp", "advcl")
            if any(tree.tags[below] == "TO" for below in tree.kids[kid])
        ),
        None,
    )


def _cue_of_verb(tree: Tree, verb: int, particle: int | None) -> frozenset[int]:
    parts = {verb, *tree.children(verb, *_AUXILIARIES)}
    if particle is not None:
        parts.add(particle)
    return frozenset(parts)


def is_negated(tree: Tree, verb: int) -> bool:
    """Tell whether a cue is denied: "did not say", "never called"."""
    return any(tree.deps[kid] == "neg" or tree.lower[kid] in _NEGATIONS for kid in tree.kids[verb])


def _addressee(tree: Tree, verb: int, parts: list[_Content]) -> int | None:
    """Return who is spoken to or about: "told Blinken", "accused the US", "called on Japan"."""
    for kid in tree.children(verb, "dative", "dobj"):
        return tree.child(kid, "pobj") if tree.pos[kid] == "ADP" else kid
    for preposition in tree.children(verb, "prep"):
        if tree.lower[preposition] in ("on", "to", "at", "against"):
            return tree.child(preposition, "pobj")
    return None


def _according_to(tree: Tree, word: int) -> Iterator[Candidate]:
    """ "Ties are bad, according to the ministry": the clause is the ministry's."""
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


# ------------------------------------------------------------------------- nouns, adjectives


def _from_noun(tree: Tree, noun: int, cues: CueLexicon) -> Iterator[Candidate]:
    lemma = tree.lemmas[noun]
    if lemma in _VIEW_NOUNS:
        yield from _in_the_view_of(tree, noun)
    frames = cues.frames(lemma, "NOUN")
    if not frames:
        return
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
        cue |= _cue_of_verb(tree, verb, tree.child(verb, "prt"))
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


def _noun_contents(tree: Tree, noun: int, frames: dict[str, str]) -> Iterator[_Content]:
    for kid in tree.children(noun, "acl", "ccomp", "relcl"):
        marks = {tree.lower[below] for below in tree.kids[kid] if tree.deps[below] == "mark"}
        is_infinitive = any(tree.tags[below] == "TO" for below in tree.kids[kid])
        if "that" in frames and ("that" in marks or tree.deps[kid] == "ccomp"):
            yield _Content(tree.subtree(kid), "that")
            return
        if "to" in frames and is_infinitive:
            yield _Content(tree.subtree(kid), "to")
            return
    yield from _prepositional(tree, noun, frames)


def _in_the_view_of(tree: Tree, noun: int) -> Iterator[Candidate]:
    """ "in the words of the minister, ties are bad"; "in Beijing's view"."""
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


def _from_adjective(tree: Tree, adjective: int, cues: CueLexicon) -> Iterator[Candidate]:
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
        cue=_cue_of_verb(tree, verb, adjective),
        cue_head=adjective,
        cue_class=frames[parts[0].frame],
        speaker=speaker,
        is_negated=is_negated(tree, verb),
        rule=f"adjective {tree.lemmas[adjective]} + {parts[0].frame}",
    )


def _adjective_contents(tree: Tree, adjective: int, frames: dict[str, str]) -> Iterator[_Content]:
    for kid in tree.children(adjective, "ccomp", "xcomp", "advcl"):
        is_infinitive = any(tree.tags[below] == "TO" for below in tree.kids[kid])
        if "to" in frames and is_infinitive:
            yield _Content(tree.subtree(kid), "to")
            return
        if "that" in frames and not is_infinitive:
            yield _Content(tree.subtree(kid), "that")
            return
    yield from _prepositional(tree, adjective, frames)
