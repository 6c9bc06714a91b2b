"""Finds the cue or the name that stands beside a quotation where the parse joins them not."""

from collections.abc import Sequence

from stance.nlp.candidate import Candidate
from stance.nlp.cues import CueLexicon
from stance.nlp.headlines import LABELS
from stance.nlp.phrases import speaker_phrase
from stance.nlp.quoted import DASHES, TERMINAL, Quoted, is_sentence_like
from stance.nlp.subjects import speaker_of_verb
from stance.nlp.tree import Tree
from stance.nlp.verbs import cue_of_verb, is_negated

# Words between a quotation and the cue that introduces or follows it.
_MAX_FRAME = 40
# How many words may stand between the quotation and its cue.
_MAX_OWN_DISTANCE = 4
_MAX_CUE_DISTANCE = 14
# Verbs whose object is who listens.
_TELLING = frozenset("tell ask remind inform assure".split())
_MARKS = frozenset(("”", '"', "’", "'", "''", "»", "“"))


def own_cues(
    tree: Tree, quotes: Sequence[Quoted], owner: dict[int, int], cues: CueLexicon
) -> dict[int, int]:
    """Return the cue that plainly belongs to a quotation: "We must act," she added. By number."""
    found: dict[int, int] = {}
    for quote in quotes:
        tail = [tree.words[i] for i in range(max(quote.first, quote.last - 1), quote.last + 1)]
        if not any(word[:1] in (",", "?", "!") for word in tail):
            continue
        frame = _frame_after(tree, quote, owner)[:_MAX_OWN_DISTANCE]
        cue = _cue_after(tree, frame, cues, is_phrase=False)
        if cue is not None and is_sentence_like(tree, quote):
            found[quote.number] = cue[0]
    return found


def beside(
    tree: Tree,
    quote: Quoted,
    quotes: Sequence[Quoted],
    owner: dict[int, int],
    cues: CueLexicon,
) -> Candidate | None:
    """Find a cue in the words right after the quotation, else right before it."""
    after = _frame_after(tree, quote, owner)
    is_phrase = not is_sentence_like(tree, quote)
    found = _cue_after(tree, after, cues, is_phrase=is_phrase)
    if found is None and not is_phrase:
        found = _any_verb_after(tree, quote, after)
    rule = "cue after the quotation"
    if found is None:
        before = _frame_before(tree, quote, owner)
        found = _cue_before(tree, before, cues)
        rule = "cue before the quotation"
    if found is None:
        return _named_beside(tree, quote, after, owner)
    verb, speaker = found
    content = quote.tokens
    if rule.startswith("cue after") and is_phrase:
        content |= _clause_in_front(tree, quote, quotes)
    return Candidate(
        content=content,
        cue=cue_of_verb(tree, verb, None),
        cue_head=verb,
        cue_class=cues.frames(tree.lemmas[verb], "VERB").get("q", "say"),
        speaker=speaker,
        addressee=tree.child(verb, "dobj", "dative"),
        is_negated=is_negated(tree, verb),
        quotes=frozenset({quote.number}),
        rule=rule,
    )


def _clause_in_front(tree: Tree, quote: Quoted, quotes: Sequence[Quoted]) -> frozenset[int]:
    """Words of the same sentence before a quoted phrase: "A choice of ‘two roads,’ says Roe"."""
    start = tree.sentence_of(quote.first).start
    others = [other.last for other in quotes if other.last < quote.first]
    return frozenset(range(max([start, *(last + 1 for last in others)]), quote.first))


def _frame_after(tree: Tree, quote: Quoted, owner: dict[int, int]) -> list[int]:
    frame: list[int] = []
    if _is_finished(tree, quote):
        return frame
    for index in range(quote.last + 1, min(len(tree), quote.last + 1 + _MAX_FRAME)):
        if index in owner or (frame and tree.words[index] in TERMINAL):
            break
        frame.append(index)
    return frame


def _is_finished(tree: Tree, quote: Quoted) -> bool:
    """Tell whether the words end with a full stop, so that what follows is a new sentence."""
    last = [i for i in range(quote.first, quote.last + 1) if tree.words[i] not in _MARKS]
    following = quote.last + 1
    is_new = following < len(tree) and tree.words[following][:1].isupper()
    return bool(last) and is_new and tree.words[last[-1]][-1:] == "."


def _frame_before(tree: Tree, quote: Quoted, owner: dict[int, int]) -> list[int]:
    frame: list[int] = []
    for index in range(quote.first - 1, max(-1, quote.first - 1 - _MAX_FRAME), -1):
        if index in owner or tree.words[index] in TERMINAL:
            break
        frame.append(index)
    return frame[::-1]


def _cue_after(
    tree: Tree, frame: list[int], cues: CueLexicon, *, is_phrase: bool
) -> tuple[int, int | None] | None:
    """A speech verb within a few words behind the quotation, its subject beside it.

    A quoted phrase may be a title ("on “Morning Talk,” the senator went on with his attack"): its
    cue must follow at once and have nothing else to say.
    """
    for place, index in enumerate(frame):
        if place > _MAX_CUE_DISTANCE:
            return None
        if tree.pos[index] not in ("VERB", "AUX") or not cues.is_speech_verb(tree.lemmas[index]):
            continue
        speaker = speaker_of_verb(tree, index)
        if is_phrase:
            is_next = speaker is not None and frame[0] in {index, *speaker_phrase(tree, speaker)}
            has_more = tree.child(index, "ccomp", "xcomp") is not None or (
                tree.child(index, "dobj") is not None and tree.lemmas[index] not in _TELLING
            )
            return (index, speaker) if is_next and not has_more else None
        if speaker is None or speaker not in frame:
            speaker = _nominal_beside(tree, frame, index)
        return None if speaker is None else (index, speaker)
    return None


def _any_verb_after(tree: Tree, quote: Quoted, frame: list[int]) -> tuple[int, int] | None:
    """Take whatever verb follows "...," with its subject: "she shot back", "barked the guard".

    A comma inside the closing mark says that the sentence goes on with who speaks.
    """
    words = [tree.words[i] for i in range(quote.first, quote.last + 1)]
    ends_in_comma = any(word.startswith(",") for word in words[-2:])
    verb = next((i for i in frame[:_MAX_OWN_DISTANCE] if tree.pos[i] == "VERB"), None)
    if not ends_in_comma or verb is None:
        return None
    speaker = speaker_of_verb(tree, verb)
    if speaker is None or speaker not in frame or abs(speaker - verb) > _MAX_OWN_DISTANCE:
        return None
    return verb, speaker


def _cue_before(tree: Tree, frame: list[int], cues: CueLexicon) -> tuple[int, int | None] | None:
    """The last speech verb in front, if the quotation is its clause: after a comma, colon, that."""
    if not frame or _is_so_called(tree, frame):
        return None
    last = frame[-1]
    introduces = tree.words[last] in (",", ":") or tree.lower[last] in ("that", "as")
    for index in reversed(frame):
        if tree.deps[index] == "relcl" and any(_is_main_verb(tree, i) for i in frame if i > index):
            continue
        if tree.pos[index] in ("VERB", "AUX") and cues.is_speech_verb(tree.lemmas[index]):
            if introduces or index == last or tree.words[last] == ":":
                return index, speaker_of_verb(tree, index)
            return None
    if tree.words[last] == ":":
        verb = next((i for i in frame if _is_main_verb(tree, i)), None)
        if verb is not None and (speaker := speaker_of_verb(tree, verb)) is not None:
            return verb, speaker
    return None


def _is_main_verb(tree: Tree, verb: int) -> bool:
    """Tell "was" from "asked" in "One member, who asked to speak, was blunt:"."""
    return tree.pos[verb] in ("VERB", "AUX") and tree.deps[verb] not in (
        *("relcl", "acl", "aux", "auxpass", "xcomp", "pcomp"),
    )


def _is_so_called(tree: Tree, frame: list[int]) -> bool:
    return "".join(tree.lower[i] for i in frame[-3:]) in ("so-called", "socalled")


def _nominal_beside(tree: Tree, frame: list[int], verb: int) -> int | None:
    """Fallback for a broken parse: the phrase between quotation and verb, else behind the verb."""
    at = frame.index(verb)
    for region in (frame[:at], frame[at + 1 : at + 6]):
        names = [i for i in region if tree.pos[i] in ("PROPN", "PRON", "NOUN")]
        if not names:
            continue
        head = names[0]
        while tree.heads[head] in names and tree.deps[head] in ("compound", "poss", "nmod", "amod"):
            head = tree.heads[head]
        return head
    return None


def _named_beside(
    tree: Tree, quote: Quoted, after: list[int], owner: dict[int, int]
) -> Candidate | None:
    """Read "..." - Jane Roe, and Jane Roe: "..." at the start of a paragraph."""
    speaker = mark = None
    if after and tree.words[after[0]] in DASHES and len(after) <= 12:
        mark = after[0]
        names = [i for i in after[1:] if tree.pos[i] == "PROPN"]
        if names and names[0] == after[1]:
            speaker = _phrase_head(tree, names)
    elif quote.first >= 2 and tree.words[quote.first - 1] == ":" and quote.first <= 14:
        mark = quote.first - 1
        names = [i for i in range(mark) if tree.pos[i] in ("PROPN", "NOUN") and i not in owner]
        speaker = _phrase_head(tree, names) if names else None
    if speaker is None or mark is None or tree.lower[speaker] in LABELS:
        return None
    return Candidate(
        content=quote.tokens,
        cue=frozenset({mark}),
        cue_head=mark,
        cue_class="say",
        speaker=speaker,
        quotes=frozenset({quote.number}),
        rule="name beside the quotation",
    )


def _phrase_head(tree: Tree, names: list[int]) -> int:
    inside = set(names)
    return next((i for i in names if tree.heads[i] not in inside), names[-1])
