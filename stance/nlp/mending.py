"""Mends what the parser often gets wrong in news: who speaks after a quotation, or behind "Of"."""

from stance.nlp.cues import CueLexicon
from stance.nlp.subjects import RELAYING
from stance.nlp.tree import Tree

_CLOSING = frozenset(("”", '"', "''", "’", "»"))
# What holds a that-clause of its own: "in the belief that", "on the ground that".
_BELIEFS = frozenset(
    "belief hope view knowledge sign fear ground condition idea fact claim conviction case event"
    " way assumption expectation understanding evidence time day".split()
)
_PLACE_WORDS = frozenset(("from", "in", "at", "near", "of"))
_OCCASION_WORDS = frozenset(("in", "at", "on", "during", "to", "before", "from", "via", "with"))


def mend(tree: Tree, cues: CueLexicon) -> Tree:
    """Return the same tree with heads and relations put right, where the words leave no doubt."""
    for index in range(len(tree)):
        _subject_behind_quotation(tree, index, cues)
        _subject_behind_of(tree, index)
        _subject_of_a_participle(tree, index)
        _asked_at_the_start(tree, index, cues)
        _relative_of_a_person(tree, index)
        _said_in_a_speech(tree, index, cues)
        _quoted_as_saying(tree, index, cues)
    return tree


def _subject_behind_quotation(tree: Tree, verb: int, cues: CueLexicon) -> None:
    """In "...," said Ann Roe, who was mayor and ran again" the parser gives Roe another verb.

    The second verb belongs with the first of the relative clause, whether or not it took Roe.
    """
    if tree.tags[verb] not in ("VBD", "VBZ") or not cues.is_speech_verb(tree.lemmas[verb]):
        return
    if verb == 0 or tree.words[verb - 1] not in _CLOSING:
        return
    last = verb
    while last + 1 < len(tree) and tree.pos[last + 1] == "PROPN":
        last += 1
    who = tree.child(last, "relcl")
    if last == verb or who is None or tree.deps[last] not in ("nsubj", "nsubjpass"):
        return
    if tree.heads[last] == verb:
        seconds = [kid for kid in tree.children(verb, "ccomp", "advcl") if kid > who]
        seconds = [kid for kid in seconds if tree.child(kid, "nsubj", "mark", "aux") is None]
    else:
        seconds = [tree.heads[last]]
        if seconds[0] <= who or verb not in tree.ancestors(seconds[0]):
            return
        tree.hang(last, verb, "nsubj")
    for second in seconds:
        tree.hang(second, who, "conj")


def _subject_behind_of(tree: Tree, of: int) -> None:
    """In "Of Roe, Doe said" the parser takes "of" for the subject and Doe for a second Roe."""
    if tree.deps[of] != "nsubj" or tree.pos[of] != "ADP":
        return
    thing = tree.child(of, "pobj")
    speaker = tree.child(thing, "conj", "appos") if thing is not None else None
    if speaker is None:
        return
    verb = tree.heads[of]
    tree.hang(speaker, verb, "nsubj")
    tree.hang(of, verb, "prep")


def _subject_of_a_participle(tree: Tree, word: int) -> None:
    """In "Roe, the favorite to win come May, proposed" the parser takes "come" for the subject."""
    if tree.deps[word] not in ("nsubj", "advcl") or tree.tags[word] != "VBN":
        return
    subject, verb = tree.child(word, "nsubj"), tree.heads[word]
    if subject is None or tree.pos[subject] != "PROPN" or tree.child(word, "aux") is not None:
        return
    if tree.child(verb, "nsubj", "nsubjpass") not in (None, word) or verb < word:
        return
    tree.hang(subject, verb, "nsubj")
    tree.hang(word, verb, "advcl")


def _asked_at_the_start(tree: Tree, asked: int, cues: CueLexicon) -> None:
    """In "Asked a question about this, Roe said" Roe is asked and asks nothing."""
    if tree.tags[asked] != "VBD" or tree.deps[asked] not in ("ccomp", "advcl"):
        return
    verb = tree.heads[asked]
    is_first = tree.sentence_of(asked).start == asked
    if not is_first or verb < asked or not cues.is_speech_verb(tree.lemmas[verb]):
        return
    if tree.child(asked, "nsubj") is None and tree.child(verb, "nsubj") is not None:
        tree.tags[asked] = "VBN"
        tree.deps[asked] = "advcl"


def _relative_of_a_person(tree: Tree, verb: int) -> None:
    """In "Roe, a doctor from Oslo, who said" not Oslo speaks, and the doctor has a name."""
    who = tree.child(verb, "nsubj")
    if tree.deps[verb] != "relcl" or who is None or tree.lower[who] != "who":
        return
    if tree.words[who - 1] != ",":
        return
    noun = tree.heads[verb]
    place = tree.heads[noun]
    if (
        tree.deps[noun] == "pobj"
        and tree.pos[noun] == "PROPN"
        and tree.lower[place] in _PLACE_WORDS
    ):
        above = tree.heads[place]
        noun = above if tree.deps[above] == "appos" else noun
    if tree.deps[noun] == "appos" and tree.pos[tree.heads[noun]] == "PROPN":
        noun = tree.heads[noun]
    if noun != tree.heads[verb]:
        tree.hang(verb, noun, "relcl")


def _said_in_a_speech(tree: Tree, verb: int, cues: CueLexicon) -> None:
    """In "Roe warned in a speech that the plan was dead" the plan is what Roe warned of."""
    if tree.deps[verb] not in ("relcl", "acl", "ccomp"):
        return
    that, noun = tree.child(verb, "mark"), tree.heads[verb]
    if that is None or tree.lower[that] != "that" or tree.lemmas[noun] in _BELIEFS:
        return
    while tree.deps[noun] == "pobj" and tree.lower[tree.heads[noun]] in _OCCASION_WORDS:
        above = tree.heads[tree.heads[noun]]
        if tree.pos[above] == "VERB":
            is_free = tree.child(above, "ccomp", "xcomp") is None and above < noun
            if is_free and cues.is_speech_verb(tree.lemmas[above]):
                tree.hang(verb, above, "ccomp")
            return
        noun = above


def _quoted_as_saying(tree: Tree, saying: int, cues: CueLexicon) -> None:
    """In "It is over, the agency quoted Roe as saying" it is Roe who says that it is over."""
    if tree.deps[saying] != "pcomp" or not cues.is_speech_verb(tree.lemmas[saying]):
        return
    quoted = tree.heads[tree.heads[saying]]
    if tree.lemmas[quoted] not in RELAYING:
        return
    who, content = tree.child(quoted, "dobj"), tree.child(quoted, "ccomp")
    if who is not None:
        tree.hang(who, saying, "nsubj")
    if content is not None and tree.child(saying, "ccomp") is None:
        tree.hang(content, saying, "ccomp")
