"""Mends what the parser often gets wrong in news: who speaks after a quotation, or behind "Of"."""

from stance.nlp.cues import CueLexicon
from stance.nlp.subjects import relaying_verb
from stance.nlp.tree import Tree

_CLOSING = frozenset(("”", '"', "''", "’", "»"))
# What holds a that-clause of its own: "in the belief that", "on the ground that".
_BELIEFS = frozenset(
    "belief hope view knowledge sign fear ground condition idea fact claim conviction case event"
    " way assumption expectation understanding evidence time day".split()
)
_PLACE_WORDS = frozenset(("from", "in", "at", "near", "of"))
_TIME_WORDS = frozenset(("after", "before", "since", "until"))
_ANSWERING = frozenset("respond reply react answer refer".split())
_FINITE = ("VBD", "VBZ", "VBP")
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
        _particle_with_an_object(tree, index)
        _subject_behind_after(tree, index)
        _which_of_a_thing(tree, index)
        _recalled_in_between(tree, index)
        _subject_before_the_cue(tree, index, cues)
        _participle_behind_the_subject(tree, index, cues)
        _clause_of_a_noun(tree, index, cues)
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
    quoted = relaying_verb(tree, saying)
    if quoted is None or not cues.is_speech_verb(tree.lemmas[saying]):
        return
    who, content = tree.child(quoted, "dobj"), tree.child(quoted, "ccomp")
    if who is not None:
        tree.hang(who, saying, "nsubj")
    if content is not None and tree.child(saying, "ccomp") is None:
        tree.hang(content, saying, "ccomp")


def _particle_with_an_object(tree: Tree, particle: int) -> None:
    """In "called on all parties to act" the parser takes "on" for a part of the verb."""
    if tree.deps[particle] == "prt" and tree.child(particle, "pobj") is not None:
        tree.deps[particle], tree.tags[particle] = "prep", "IN"


def _subject_behind_after(tree: Tree, verb: int) -> None:
    """In "thanked them after their envoy, Ann Roe, said that" it is the envoy who says it."""
    if tree.deps[verb] not in ("advcl", "ccomp") or tree.tags[verb] not in _FINITE:
        return
    if tree.child(verb, "nsubj", "nsubjpass", "expl", "mark") is not None:
        return
    for after in tree.children(tree.heads[verb], "prep"):
        subject = tree.child(after, "pobj")
        if tree.lower[after] not in _TIME_WORDS or subject is None or not after < verb:
            continue
        between = range(max(tree.subtree(subject)) + 1, verb)
        if all(tree.is_punctuation(i) or tree.heads[i] == verb for i in between):
            tree.hang(subject, verb, "nsubj")
            tree.hang(after, verb, "mark")
            return


def _which_of_a_thing(tree: Tree, verb: int) -> None:
    """In "a paper from 2021, which called for" it is not the year that calls for anything."""
    year = tree.heads[verb]
    if tree.deps[verb] != "relcl" or tree.tags[year] != "CD" or tree.deps[year] != "pobj":
        return
    before = tree.heads[year] - 1
    if before >= 0 and tree.pos[before] in ("NOUN", "PROPN"):
        tree.hang(verb, before, "relcl")


def _recalled_in_between(tree: Tree, recalled: int) -> None:
    """In "Roe, she recalled, told her to go" the parser loses Roe, who tells her."""
    who = tree.child(recalled, "nsubj")
    if who is None or tree.tags[who] != "PRP" or recalled + 1 >= len(tree):
        return
    if tree.words[who - 1] != "," or tree.words[recalled + 1] != ",":
        return
    is_hung_on_name = tree.deps[recalled] == "relcl"
    name = tree.heads[recalled] if is_hung_on_name else tree.child(recalled, "dobj", "npadvmod")
    told = tree.child(recalled, "advcl", "ccomp", "conj")
    if name is None or told is None or not name < who < recalled < told:
        return
    if tree.heads[name if is_hung_on_name else recalled] not in (name, recalled):
        return  # inside another clause
    if tree.tags[told] in _FINITE and tree.child(told, "nsubj", "nsubjpass", "mark") is None:
        behind = [kid for old in (name, recalled) for kid in tree.kids[old] if kid > told]
        tree.make_root(told)
        for kid in behind:
            tree.hang(kid, told, tree.deps[kid])
        tree.hang(name, told, "nsubj")
        tree.hang(recalled, told, "parataxis")


def _subject_before_the_cue(tree: Tree, verb: int, cues: CueLexicon) -> None:
    """In "The mill, the firm said in a note, will close" it is the mill that will close."""
    subjects = [kid for kid in tree.children(verb, "nsubj") if kid < verb]
    if len(subjects) != 2 or not cues.is_speech_verb(tree.lemmas[verb]):
        return
    thing, who = subjects
    clause = tree.child(verb, "ccomp")
    if clause is None or clause < verb or tree.words[min(tree.subtree(who)) - 1] != ",":
        return
    if tree.child(clause, "nsubj", "nsubjpass", "expl", "mark") is None:
        is_passive = tree.child(clause, "auxpass") is not None
        tree.hang(thing, clause, "nsubjpass" if is_passive else "nsubj")


def _participle_behind_the_subject(tree: Tree, asked: int, cues: CueLexicon) -> None:
    """In "Roe, asked about it on Monday, said" the comma tells that Roe was asked."""
    said, subject = tree.heads[asked], tree.child(asked, "nsubj")
    if tree.tags[asked] not in ("VBD", "VBN") or tree.deps[asked] not in ("ccomp", "advcl"):
        return
    if subject is None or not subject < asked < said or tree.words[asked - 1] != ",":
        return
    is_cue = tree.tags[said] in _FINITE and cues.is_speech_verb(tree.lemmas[said])
    if is_cue and tree.words[said - 1] == "," and tree.child(said, "nsubj", "nsubjpass") is None:
        tree.hang(subject, said, "nsubj")
        tree.hang(asked, subject, "acl")
        tree.tags[asked] = "VBN"


def _clause_of_a_noun(tree: Tree, clause: int, cues: CueLexicon) -> None:
    """In "Replying to a question about Roe's warning that it would fail" it is Roe who warns."""
    that, verb = tree.child(clause, "mark"), tree.heads[clause]
    if that is None or tree.lower[that] != "that" or tree.lemmas[verb] not in _ANSWERING:
        return
    noun = that - 1
    if verb < noun and "that" in cues.frames(tree.lemmas[noun], "NOUN"):
        tree.hang(clause, noun, "acl")
