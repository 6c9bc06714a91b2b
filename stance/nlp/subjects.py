"""Grammatical speakers: who does the saying, through conjunction, control, relative clause."""

from stance.nlp.tree import Tree

_SUBJECTS = ("nsubj", "csubj", "expl")
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
# Verbs whose object, not subject, does what the infinitive says: "urged Beijing to condemn".
_OBJECT_CONTROL = frozenset(
    "urge ask tell press push call order advise encourage persuade convince allow permit enable "
    "force get help invite lead prompt cause require want expect need like".split()
)
# Verbs that lend a noun of speech their subject: "voiced concern", "issued a denial".
_LIGHT_VERBS = frozenset(
    "express make voice issue have raise share offer give deliver repeat renew reiterate reaffirm "
    "restate air state announce hold show display convey register lodge level send post write sign "
    "publish release launch mount reject dismiss accept withdraw drop retract keep break honor "
    "honour fulfill fulfil carry bear harbor harbour face bring take put lay draw tweet read feel "
    "maintain note underscore underline stress emphasize emphasise highlight outline detail "
    "acknowledge hide conceal hint signal indicate reflect".split()
)
_MAX_STEPS = 8
RELAYING = frozenset(("quote", "cite"))  # verbs that pass on who says something


def relayed_verb(tree: Tree, quoted: int) -> int | None:
    """Return "saying" of "quoted Roe as saying", by "quoted"; else None."""
    if tree.lemmas[quoted] not in RELAYING:
        return None
    passed = (tree.child(kid, "pcomp") for kid in tree.children(quoted, "prep")
              if tree.lower[kid] == "as")  # fmt: skip
    return next((saying for saying in passed if saying is not None), None)


def relaying_verb(tree: Tree, saying: int) -> int | None:
    """Return "quoted" of "quoted Roe as saying", by "saying"; else None."""
    quoted = tree.heads[tree.heads[saying]]
    is_passed_on = tree.deps[saying] == "pcomp" and tree.lemmas[quoted] in RELAYING
    return quoted if is_passed_on else None


def speaker_of_verb(tree: Tree, verb: int) -> int | None:
    """Return the head of the phrase that speaks by way of a verb, or None."""
    if is_passive(tree, verb):
        return agent_of(tree, verb)
    return _subject(tree, verb, 0)


def is_passive(tree: Tree, verb: int) -> bool:
    """Tell whether a verb is passive: also the reduced "a plan criticised by"."""
    if tree.child(verb, "auxpass", "nsubjpass") is not None:
        return True
    return (
        tree.tags[verb] == "VBN"
        and tree.deps[verb] in ("acl", "advcl", "relcl")
        and (tree.child(verb, "aux") is None and tree.child(verb, "nsubj") is None)
    )


def agent_of(tree: Tree, verb: int) -> int | None:
    """Return the head noun of "by ..." below a passive verb, or None."""
    for by in tree.children(verb, "agent", "prep"):
        if tree.lower[by] == "by":
            return tree.child(by, "pobj")
    return None


def _subject(tree: Tree, verb: int, steps: int) -> int | None:
    if steps > _MAX_STEPS:
        return None
    own = next((kid for kid in tree.children(verb, *_SUBJECTS) if tree.lower[kid] != "it"), None)
    if own is None and tree.child(verb, *_SUBJECTS) is not None:
        own = tree.child(verb, *_SUBJECTS)
    if own is not None:
        is_relative = tree.lower[own] in RELATIVES and tree.deps[verb] == "relcl"
        return tree.heads[verb] if is_relative else own
    head, relation = tree.heads[verb], tree.deps[verb]
    if head == verb:
        return None
    if relation in ("acl", "relcl"):
        return _of_modified_noun(tree, head, verb, steps)
    if relation == "xcomp" and tree.lemmas[head] in _OBJECT_CONTROL:
        thing = tree.child(head, "dobj")
        return thing if thing is not None else _subject_or_agent(tree, head, steps)
    if relation in ("conj", "xcomp", "advcl", "dep", "parataxis", "ccomp", "oprd"):
        return _subject_or_agent(tree, head, steps)
    if relation == "pcomp":  # "by saying", "after calling": the verb above the preposition
        above = tree.heads[head]
        if tree.pos[above] in ("VERB", "AUX"):
            return _subject_or_agent(tree, above, steps)
        return _of_modified_noun(tree, above, verb, steps)
    return None


def _subject_or_agent(tree: Tree, verb: int, steps: int) -> int | None:
    if tree.pos[verb] not in ("VERB", "AUX"):
        return None
    passive = tree.child(verb, "nsubjpass")
    return passive if passive is not None else _subject(tree, verb, steps + 1)


def _of_modified_noun(tree: Tree, noun: int, verb: int, steps: int) -> int | None:
    """A letter saying that: the letter. An effort to condemn: who makes the effort."""
    if tree.pos[noun] not in ("NOUN", "PROPN", "PRON"):
        return None
    is_infinitive = tree.has_infinitive_marker(verb)
    if not is_infinitive:
        return noun
    return possessor_of(tree, noun) or holder_of(tree, noun, steps)


def possessor_of(tree: Tree, noun: int) -> int | None:
    """Return whose the noun is: "China's warning", "a warning by/from China", or None."""
    owner = tree.child(noun, "poss")
    if owner is not None:
        return owner
    for preposition in tree.children(noun, "prep", "agent"):
        if tree.lower[preposition] in ("by", "from", "among"):
            return tree.child(preposition, "pobj")
    return None


def holder_of(tree: Tree, noun: int, steps: int = 0) -> int | None:
    """Return who makes, has or repeats the noun: the subject of the verb it is an object of."""
    if steps > _MAX_STEPS:
        return None
    head, relation = tree.heads[noun], tree.deps[noun]
    if head == noun:
        return None
    if relation in ("dobj", "conj", "attr", "dative") and tree.pos[head] in ("VERB", "AUX"):
        if relation == "attr" or tree.lemmas[head] not in _LIGHT_VERBS:
            return None
        return speaker_of_verb(tree, head)
    if relation == "conj":
        return possessor_of(tree, head) or holder_of(tree, head, steps + 1)
    if relation == "pobj":  # "in a warning to", "with a pledge that", "reacted with anger at"
        above = tree.heads[head]
        if tree.lower[head] == "to":  # "replied to a question": somebody else's
            return None
        if tree.pos[above] in ("VERB", "AUX"):
            return speaker_of_verb(tree, above)
    return None
