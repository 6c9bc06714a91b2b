"""Joins quotations with the words around them: which cue, which speaker, which belong together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stance.nlp.candidate import Candidate
from stance.nlp.cues import CueLexicon
from stance.nlp.quotes import Quotation
from stance.nlp.reported import SOURCE_RULE, is_negated, words_in
from stance.nlp.subjects import speaker_of_verb, speaker_phrase
from stance.nlp.tree import Tree

# Words between a quotation and the cue that introduces or follows it.
_MAX_FRAME = 40
# A quotation without a cue of its own and with fewer words is a title or a scare quote.
_MIN_FLOATING_WORDS = 4
# How many words may stand between the quotation and its cue.
_MAX_CUE_DISTANCE = 14
# Verbs whose object is who listens.
_TELLING = frozenset("tell ask remind inform assure".split())
_TERMINAL = frozenset(".!?…")
_MARKS = frozenset(("”", '"', "’", "'", "''", "»", "“"))


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quotation of a paragraph as tokens, its marks included."""

    number: int
    tokens: frozenset[int]
    first: int
    last: int
    source: Quotation


def quotes_in(tree: Tree, quotes: Sequence[Quotation]) -> list[Quoted]:
    """Return the quotations of a paragraph as token sets."""
    found = []
    for quote in quotes:
        inside = tree.between(quote.start, quote.end)
        if inside:
            found.append(Quoted(len(found), frozenset(inside), inside[0], inside[-1], quote))
    return found


def attach_quotes(
    tree: Tree, quotes: Sequence[Quoted], candidates: Sequence[Candidate], cues: CueLexicon
) -> list[Candidate]:
    """Return the attributions of a paragraph with its quotations taken in.

    Candidates whose cue stands inside a quotation are words of the quoted person and fall away;
    the others take in every quotation that their content touches; quotations that nobody took
    look for a cue beside them, then for a neighbour that they go on from.
    """
    owner = {token: quote.number for quote in quotes for token in quote.tokens}
    outside = [c for c in candidates if c.cue_head is None or c.cue_head not in owner]
    # An "according to" takes only what no speaker of its own claims.
    sources = [c for c in outside if c.rule == SOURCE_RULE]
    result = [
        _with_touched_quotes(tree, candidate, quotes)
        for candidate in outside
        if candidate.rule != SOURCE_RULE
    ]
    taken = {number for candidate in result for number in candidate.quotes}
    heads = {source.cue_head for source in sources}
    for quote in quotes:
        found = None if quote.number in taken else _beside(tree, quote, quotes, owner, cues)
        if found is not None and found.cue_head not in heads:
            result = _added(result, found)
            taken.add(quote.number)
    for source in sources:
        is_claimed = any(q.number in taken and q.tokens & source.content for q in quotes)
        result.append(source if is_claimed else _with_touched_quotes(tree, source, quotes))
    result = fold_sources(result)
    for quote in quotes:
        if quote.number not in {number for candidate in result for number in candidate.quotes}:
            result = _continued(tree, quote, quotes, result)
    return result


def _added(candidates: list[Candidate], found: Candidate) -> list[Candidate]:
    """Add a candidate, or join it with the one that has the same cue: "A," he said, "B."."""
    for number, candidate in enumerate(candidates):
        if candidate.cue_head == found.cue_head:
            joined = replace(
                candidate,
                content=candidate.content | found.content,
                quotes=candidate.quotes | found.quotes,
            )
            return [*candidates[:number], joined, *candidates[number + 1 :]]
    return [*candidates, found]


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


def is_sentence_like(tree: Tree, quote: Quoted) -> bool:
    """Tell a quoted sentence from a quoted phrase: capital letter, length, final mark or verb."""
    words = sorted(words_in(tree, quote.tokens))
    if len(words) < _MIN_FLOATING_WORDS or not tree.words[words[0]][:1].isupper():
        return False
    has_verb = any(tree.pos[i] in ("VERB", "AUX") for i in words)
    ends = any(tree.words[i][-1:] in _TERMINAL or tree.words[i] == "," for i in _tail(quote))
    return has_verb or (ends and len(words) > 6)


def _tail(quote: Quoted) -> range:
    return range(max(quote.first, quote.last - 2), quote.last + 1)


def _with_touched_quotes(tree: Tree, candidate: Candidate, quotes: Sequence[Quoted]) -> Candidate:
    content = set(candidate.content)
    taken = set()
    for quote in quotes:
        words = words_in(tree, quote.tokens)
        touched = words & candidate.content
        if touched and not quote.tokens & candidate.cue:
            taken.add(quote.number)
            content |= quote.tokens
    if not taken:
        return candidate
    content -= candidate.cue
    speaker = candidate.speaker
    if speaker is None and candidate.cue_head is not None:
        speaker = _inverted_subject(tree, candidate.cue_head, content)
    return replace(
        candidate,
        content=frozenset(content) - (tree.subtree(speaker) if speaker is not None else set()),
        quotes=frozenset(taken),
        speaker=speaker,
    )


def _inverted_subject(tree: Tree, verb: int, content: set[int]) -> int | None:
    """ "...," asked the boy: what the parser takes for an object is who asks."""
    after = verb + 1
    if verb - 1 not in content and not tree.is_punctuation(verb - 1):
        return None
    thing = tree.child(verb, "dobj", "attr", "npadvmod", "dep")
    is_near = thing is not None and min(tree.subtree(thing)) == after
    return thing if is_near else None


def _beside(
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
        cue=frozenset({verb, *tree.children(verb, "aux", "neg", "prt")}),
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
        if index in owner or (frame and tree.words[index] in _TERMINAL):
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
        if index in owner or tree.words[index] in _TERMINAL:
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


def _cue_before(tree: Tree, frame: list[int], cues: CueLexicon) -> tuple[int, int | None] | None:
    """The last speech verb in front, if the quotation is its clause: after a comma, colon, that."""
    if not frame:
        return None
    last = frame[-1]
    introduces = tree.words[last] in (",", ":") or tree.lower[last] in ("that", "as")
    for index in reversed(frame):
        if tree.pos[index] in ("VERB", "AUX") and cues.is_speech_verb(tree.lemmas[index]):
            if introduces or index == last or tree.words[last] == ":":
                return index, speaker_of_verb(tree, index)
            return None
    if tree.words[last] == ":":
        verb = next((i for i in frame if tree.pos[i] == "VERB"), None)
        if verb is not None and (speaker := speaker_of_verb(tree, verb)) is not None:
            return verb, speaker
    return None


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
    """ "..." - Jane Roe, and Jane Roe: "..." at the start of a paragraph."""
    speaker = mark = None
    if after and tree.words[after[0]] in ("-", "–", "—", "--") and len(after) <= 12:
        mark = after[0]
        names = [i for i in after[1:] if tree.pos[i] == "PROPN"]
        if names and names[0] == after[1]:
            speaker = _phrase_head(tree, names)
    elif quote.first >= 2 and tree.words[quote.first - 1] == ":" and quote.first <= 14:
        mark = quote.first - 1
        names = [i for i in range(mark) if tree.pos[i] in ("PROPN", "NOUN") and i not in owner]
        speaker = _phrase_head(tree, names) if names else None
    if speaker is None or mark is None:
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


def _continued(
    tree: Tree, quote: Quoted, quotes: Sequence[Quoted], found: list[Candidate]
) -> list[Candidate]:
    """Let a quoted sentence without a cue go on from the statement before it in the paragraph."""
    previous = [c for c in found if max(c.content | c.cue) < quote.first]
    if not previous:
        return found
    before = max(previous, key=lambda c: (max(c.content | c.cue), len(c.content)))
    goes_on = quote.number - 1 in before.quotes and tree.words[quote.first - 1] == ","
    if not goes_on and not is_sentence_like(tree, quote):
        return found
    gap = range(max(before.content | before.cue) + 1, quote.first)
    if quote.number - 1 in before.quotes:
        joined = replace(
            before,
            content=before.content | quote.tokens,
            quotes=before.quotes | {quote.number},
            rule=before.rule if "continued" in before.rule else f"{before.rule} > continued",
        )
        return [joined if candidate is before else candidate for candidate in found]
    if before.speaker is not None and not any(tree.pos[i] == "VERB" for i in gap):
        floating = Candidate(
            content=quote.tokens,
            cue=frozenset(),
            cue_head=None,
            cue_class="say",
            speaker=before.speaker,
            quotes=frozenset({quote.number}),
            rule=f"{before.rule} > floating quotation",
        )
        return [*found, floating]
    return found
