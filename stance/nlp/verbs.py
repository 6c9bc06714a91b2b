"""Verbs of saying with their speaker and their content."""

from collections.abc import Iterator

from stance.nlp.candidate import NO_TOKENS, Candidate
from stance.nlp.contents import Content, infinitive_of, is_small_clause, object_contents
from stance.nlp.cues import CueLexicon
from stance.nlp.subjects import agent_of, relayed_verb, relaying_verb, speaker_of_verb
from stance.nlp.tree import Tree

_CLAUSES = ("ccomp", "parataxis")
_AUXILIARIES = ("aux", "auxpass", "neg", "prt")
# A parenthesis ("..., the minister told reporters late on Monday, ...") is so long at most.
_MAX_PARENTHESIS = 14
# "When asked, she ..." is no parenthesis: these open a clause of their own.
_CLAUSE_OPENERS = frozenset("when where while if although though after before since".split())
# Classes whose verbs can stand beside the words: "The talks, she warned, would fail".
_PARENTHETICAL = ("say", "believe", "warn", "promise", "deny", "ask", "hope")
# What happens does not speak, whatever it signals or suggests.
_EVENTS = frozenset(
    "talk meeting visit trip move incident step event session summit conflict war crisis attack "
    "development tension dispute situation fact case evidence thing something success failure "
    "decision trend pattern result figure number increase decline rise fall drop change gesture "
    "absence presence silence timing image photo picture footage sign history experience".split()
)
_NEAR = 3  # words behind a cue that may still belong to it: "made it clear", "put it"
_NEGATIONS = frozenset("not n't n’t never no neither nor hardly".split())


def from_verb(tree: Tree, verb: int, cues: CueLexicon) -> Iterator[Candidate]:
    """Yield the attribution by way of a verb; its speaker is None if the grammar names nobody."""
    particle = tree.child(verb, "prt")
    lemma = tree.lemmas[verb]
    if particle is not None:
        lemma = f"{lemma} {tree.lower[particle]}"
    elif (adjective := _clear(tree, verb)) is not None:
        lemma, particle = "make clear", adjective
    elif (thing := _it(tree, verb)) is not None:
        lemma, particle = "put it", thing
    frames = cues.frames(lemma, "VERB")
    if not frames or relayed_verb(tree, verb) is not None:
        return
    parts = list(_verb_contents(tree, verb, frames))
    if not parts:
        return
    tokens = frozenset().union(*(part.tokens for part in parts))
    cue = cue_of_verb(tree, verb, particle)
    speaker = speaker_of_verb(tree, verb)
    if speaker is not None and tree.lemmas[speaker] in _EVENTS:
        return
    if speaker is not None and (speaker in tokens or tree.deps[speaker] == "expl"):
        # "Beijing is accused": what is said about the subject; or a subject inside a clause; or
        # the "there" of "there was talk", which is nobody
        speaker = None
    yield Candidate(
        content=tokens - cue,
        cue=cue,
        cue_head=verb,
        cue_class=frames[parts[0].frame],
        speaker=speaker,
        addressee=_addressee(tree, verb),
        via=_relayed_by(tree, verb),
        is_negated=is_negated(tree, verb),
        rule=f"verb {lemma} + {'+'.join(dict.fromkeys(part.frame for part in parts))}",
    )


def _relayed_by(tree: Tree, saying: int) -> int | None:
    """Return who quotes whoever says it: the agency of "the agency quoted Roe as saying"."""
    above = relaying_verb(tree, saying)
    return None if above is None else tree.child(above, "nsubj") or agent_of(tree, above)


def _clear(tree: Tree, verb: int) -> int | None:
    """Return the adjective of "make clear that", or None."""
    if tree.lemmas[verb] != "make":
        return None
    return next((kid for kid in tree.kids[verb] if tree.lower[kid] in ("clear", "plain")), None)


def _it(tree: Tree, verb: int) -> int | None:
    """Return the pronoun of "as she put it", or None."""
    if tree.lemmas[verb] != "put":
        return None
    return next((kid for kid in tree.children(verb, "dobj") if tree.lower[kid] == "it"), None)


def _verb_contents(tree: Tree, verb: int, frames: dict[str, str]) -> Iterator[Content]:
    """Yield the parts of the content: a clause alone, or object and what belongs to it."""
    clause = _clause(tree, verb, frames)
    if clause is not None:
        yield clause
        return
    infinitive = infinitive_of(tree, verb) if "to" in frames else None
    if infinitive is not None:
        person = tree.child(verb, "dobj") if "obj" in frames else None
        if person is not None:
            yield Content(tree.subtree(person), "to")
        yield Content(tree.subtree(infinitive), "to")
        return
    yield from object_contents(tree, verb, frames)


def _clause(tree: Tree, verb: int, frames: dict[str, str]) -> Content | None:
    frame = "that" if "that" in frames else "q" if "q" in frames else None
    if frame is None:
        return None
    clauses = [
        kid
        for kid in (*tree.children(verb, *_CLAUSES), *_clauses_of_clear(tree, verb))
        if not is_small_clause(tree, kid)
        and tree.lower[kid] not in ("clear", "plain")
        and not _is_apart(tree, kid, verb)
        and not _is_inserted(tree, kid, verb)
    ]
    if clauses:
        tokens = frozenset().union(*(tree.subtree(kid) for kid in clauses))
        return Content(tokens | _lost_subject(tree, verb, clauses[0]), frame)
    head = tree.heads[verb]
    if frames[frame] not in _PARENTHETICAL or head == verb:
        return None
    if any(tree.lower[kid] == "as" for kid in tree.children(verb, "mark", "advmod")):
        if next(object_contents(tree, verb, frames), None) is not None:
            return None  # "as the envoy warned of war": that is what was warned of
        # "As the envoy noted, ties are bad": the clause above is what was noted
        return Content(tree.subtree(head) - tree.subtree(verb), frame)
    if tree.deps[verb] in ("parataxis", "ccomp", "advcl", "dep") and _is_parenthesis(tree, verb):
        return Content(tree.subtree(head) - tree.subtree(verb), frame)
    return None


def _clauses_of_clear(tree: Tree, verb: int) -> list[int]:
    """Return what the parser hung on the adjective of "make clear that"."""
    adjective = _clear(tree, verb)
    return tree.children(adjective, "ccomp", "advcl") if adjective is not None else []


def _lost_subject(tree: Tree, verb: int, clause: int) -> frozenset[int]:
    """Return the subject that the parser hung on the cue: "said the days of trust are over".

    A finite clause without a subject of its own takes the noun between the cue and its verb.
    """
    has_subject = tree.child(clause, "nsubj", "nsubjpass", "csubj", "expl") is not None
    is_finite = tree.tags[clause] in ("VBD", "VBZ", "VBP") or tree.child(clause, "aux") is not None
    if has_subject or not is_finite or tree.has_infinitive_marker(clause):
        return NO_TOKENS
    things = [kid for kid in tree.children(verb, "dobj", "npadvmod") if verb < kid < clause]
    return tree.subtree(things[-1]) if things else NO_TOKENS


def _is_apart(tree: Tree, kid: int, verb: int) -> bool:
    """Tell a neighbour sentence from a clause: a semicolon stands between, or a colon behind it.

    In "Oslo hit back: a spokesman urged them to stop" the first clause is not what he urged.
    """
    between = [tree.words[i] for i in range(min(kid, verb) + 1, max(kid, verb))]
    return ";" in between or (kid < verb and ":" in between)


def _is_inserted(tree: Tree, kid: int, verb: int) -> bool:
    """Tell who says it, between subject and verb, from what is said: "Oslo, she said, wants"."""
    subject = tree.child(verb, "nsubj", "nsubjpass")
    return tree.deps[kid] == "parataxis" and subject is not None and subject < kid < verb


def _is_parenthesis(tree: Tree, verb: int) -> bool:
    """Tell "The talks, she said, were useful" from a clause of its own.

    A parenthesis is short, set off by marks, and has nothing but its subject and adverbials.
    """
    below = sorted(tree.subtree(verb))
    is_clause = tree.child(verb, "mark") is not None or any(
        tree.lower[kid] in _CLAUSE_OPENERS for kid in tree.children(verb, "advmod")
    )
    if len(below) > _MAX_PARENTHESIS or is_clause:
        return False
    if tree.child(verb, "nsubj") is None and (
        tree.tags[verb] == "VBN" or not tree.lower[verb].endswith(("s", "d"))
    ):
        return False
    left, right = below[0] - 1, below[-1] + 1
    opened = left < 0 or tree.is_punctuation(left) or tree.is_punctuation(below[0])
    closed = right >= len(tree) or tree.is_punctuation(right) or tree.is_punctuation(below[-1])
    return opened and closed


def cue_of_verb(tree: Tree, verb: int, particle: int | None) -> frozenset[int]:
    """Return a verb with its auxiliaries, negation and particle."""
    parts = {verb, *(kid for kid in tree.children(verb, *_AUXILIARIES) if _is_beside(kid, verb))}
    if particle is not None:
        parts.add(particle)
    return frozenset(parts)


def is_negated(tree: Tree, verb: int) -> bool:
    """Tell whether a cue is denied: "did not say", "never called"."""
    is_copula = tree.pos[verb] == "AUX"
    return any(
        (tree.deps[kid] == "neg" or tree.lower[kid] in _NEGATIONS)
        and (is_copula or _is_beside(kid, verb))
        for kid in tree.kids[verb]
    )


def _is_beside(kid: int, verb: int) -> bool:
    """Tell "did not say" from a "not" of the words: 'replied: "Of course not"'."""
    return kid <= verb + _NEAR


def _addressee(tree: Tree, verb: int) -> int | None:
    """Return who is spoken to or about: "told Blinken", "accused the US", "called on Japan"."""
    for kid in tree.children(verb, "dative", "dobj"):
        return tree.child(kid, "pobj") if tree.pos[kid] == "ADP" else kid
    for preposition in tree.children(verb, "prep"):
        if tree.lower[preposition] in ("on", "to", "at", "against"):
            return tree.child(preposition, "pobj")
    return None
