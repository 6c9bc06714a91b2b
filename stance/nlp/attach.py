"""Joins quotations with the attributions of their paragraph: taken in, beside a cue, gone on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from stance.nlp.beside import beside, own_cues
from stance.nlp.candidate import NO_TOKENS, Candidate
from stance.nlp.cues import CueLexicon
from stance.nlp.quoted import (
    DASHES,
    Quoted,
    is_sentence_like,
    starts_and_ends_a_sentence,
    tokens_of,
)
from stance.nlp.sources import SOURCE_RULE, fold_sources
from stance.nlp.subjects import is_passive
from stance.nlp.tree import Tree

# So many words are left of a content from which quotations with a cue of their own are taken.
_MIN_REST = 3


def attach_quotes(
    tree: Tree, quotes: Sequence[Quoted], candidates: Sequence[Candidate], cues: CueLexicon
) -> list[Candidate]:
    """Return the attributions of a paragraph with its quotations taken in.

    Candidates whose cue stands inside a quotation are words of the quoted person and fall away;
    the others take in every quotation that their content touches; quotations that nobody took
    look for a cue beside them, then for a neighbour that they go on from.
    """
    owner = {token: quote.number for quote in quotes for token in quote.tokens}
    outside = _outside(tree, quotes, candidates, owner)
    sources = [c for c in outside if c.rule == SOURCE_RULE]
    claims = own_cues(tree, quotes, owner, cues)
    cue_heads = frozenset(candidate.cue_head for candidate in candidates)
    result = [
        _with_touched_quotes(tree, _divided(candidate, quotes, claims, cue_heads), quotes)
        for candidate in outside
        if candidate.rule != SOURCE_RULE
    ]
    heads = {source.cue_head for source in sources}
    for quote in quotes:
        found = None if _is_taken(quote, result) else beside(tree, quote, quotes, owner, cues)
        if found is not None and found.cue_head not in heads:
            result = _added(result, found)
    # An "according to" takes only what no speaker of its own claims.
    claimed = [quote for quote in quotes if _is_taken(quote, result)]
    for source in sources:
        is_claimed = any(quote.tokens & source.content for quote in claimed)
        result.append(source if is_claimed else _with_touched_quotes(tree, source, quotes))
    result = [_without_source(tree, candidate, sources) for candidate in fold_sources(result)]
    result = [_with_inserted_quotes(tree, candidate, quotes, result) for candidate in result]
    for quote in quotes:
        if not _is_taken(quote, result):
            result = _continued(tree, quote, result)
    return result


def _outside(
    tree: Tree,
    quotes: Sequence[Quoted],
    candidates: Sequence[Candidate],
    owner: Mapping[int, int],
) -> list[Candidate]:
    """Drop what quoted people say about others, and broken parses.

    The subject of a quoted sentence does not speak it: "Nothing will change," Roe said.
    """
    sentences = tokens_of(quote for quote in quotes if is_sentence_like(tree, quote))
    return [c for c in candidates if c.cue_head not in owner and c.speaker not in sentences]


def _is_taken(quote: Quoted, candidates: Sequence[Candidate]) -> bool:
    return any(quote.number in candidate.quotes for candidate in candidates)


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


def _divided(
    candidate: Candidate,
    quotes: Sequence[Quoted],
    claims: Mapping[int, int],
    heads: frozenset[int | None],
) -> Candidate:
    """Cut a content in two where a quotation with a cue of its own begins.

    In "She said ties had cooled: "We must act," she added" the parser hangs all on one of the cues.
    """
    for quote in quotes:
        own = claims.get(quote.number)
        if own is None or candidate.cue_head is None or not quote.tokens & candidate.content:
            continue
        front = frozenset(i for i in candidate.content if i < quote.first)
        if own != candidate.cue_head < quote.first and len(front) >= _MIN_REST:
            return replace(candidate, content=front)
        if own == candidate.cue_head and front & heads:
            return replace(candidate, content=candidate.content - front)
    return candidate


def _with_touched_quotes(tree: Tree, candidate: Candidate, quotes: Sequence[Quoted]) -> Candidate:
    content = set(candidate.content)
    taken = set()
    for quote in quotes:
        words = tree.words_in(quote.tokens)
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
        if speaker is None:
            speaker = _neighbour(tree, candidate.cue_head, content)
    return replace(
        candidate,
        content=frozenset(content) - _phrase_beside(tree, speaker, candidate.cue_head),
        quotes=frozenset(taken),
        speaker=speaker,
    )


def _without_source(tree: Tree, candidate: Candidate, sources: Sequence[Candidate]) -> Candidate:
    """Cut ", according to a readout" off the end of what somebody else said."""
    if candidate in sources or not candidate.content:
        return candidate
    for source in sources:
        assert source.cue_head is not None
        below = tree.subtree(source.cue_head)
        rest = candidate.content - below
        start = min(below)
        is_last = max(tree.words_in(candidate.content), default=-1) in below and start > 0
        if is_last and tree.words[start - 1] == "," and tree.words_in(rest):
            return replace(candidate, content=rest, via=candidate.via or source.speaker)
    return candidate


def _with_inserted_quotes(
    tree: Tree, candidate: Candidate, quotes: Sequence[Quoted], found: Sequence[Candidate]
) -> Candidate:
    """Take in what dashes set off inside the words: said the port - "once a jewel" - was dead.

    The parser hangs it on the cue, on the speaker or on nothing.
    """
    if candidate.cue_head is None or not candidate.content:
        return candidate
    inside = [
        quote
        for quote in quotes
        if not _is_taken(quote, found)
        and candidate.cue_head < quote.first < max(candidate.content)
        and all(
            0 <= i < len(tree) and tree.words[i] in DASHES
            for i in (quote.first - 1, quote.last + 1)
        )
    ]
    if not inside:
        return candidate
    return replace(
        candidate,
        content=candidate.content | tokens_of(inside),
        quotes=candidate.quotes | {quote.number for quote in inside},
    )


def _inverted_subject(tree: Tree, verb: int, content: set[int]) -> int | None:
    """In "..., asked the boy" the parser takes for an object who asks."""
    after = verb + 1
    if verb - 1 not in content and not tree.is_punctuation(verb - 1):
        return None
    thing = tree.child(verb, "dobj", "attr", "npadvmod", "dep")
    is_near = thing is not None and min(tree.subtree(thing)) == after
    return thing if is_near else None


def _follows_at_once(tree: Tree, quote: Quoted, before: Candidate) -> bool:
    """Tell "A," she said. "B!" from a phrase further on: B is a sentence, if a short one."""
    if before.cue_head is None:
        return False
    frame = tree.subtree(before.cue_head) | before.cue
    frame |= _phrase_beside(tree, before.speaker, before.cue_head)
    gap = tree.words_in(range(max(before.content) + 1, quote.first))
    return gap <= frame and starts_and_ends_a_sentence(tree, quote)


def _neighbour(tree: Tree, verb: int, content: set[int]) -> int | None:
    """Return the name or pronoun right in front of a finite verb where the parse is broken."""
    if tree.tags[verb] not in ("VBD", "VBZ", "VBP") or is_passive(tree, verb):
        return None
    before = verb - 1
    while before >= 0 and (tree.pos[before] in ("ADV", "AUX") or tree.words[before] == ","):
        before -= 1
    if before < 0 or before in content or tree.pos[before] not in ("PROPN", "PRON"):
        return None
    return before


def _phrase_beside(tree: Tree, speaker: int | None, cue: int | None) -> frozenset[int]:
    """Return the speaker's phrase; of "a note saying ..." and "Roe, who said ..." the name."""
    if speaker is None:
        return NO_TOKENS
    below = tree.subtree(speaker)
    return below - tree.subtree(cue) if cue is not None and cue in below else below


def _continued(tree: Tree, quote: Quoted, found: list[Candidate]) -> list[Candidate]:
    """Let a quoted sentence without a cue go on from the statement before it in the paragraph."""
    previous = [c for c in found if max(c.content | c.cue) < quote.first]
    if not previous:
        return found
    before = max(previous, key=lambda c: (max(c.content | c.cue), len(c.content)))
    goes_on = quote.number - 1 in before.quotes and (
        tree.words[quote.first - 1] == "," or _follows_at_once(tree, quote, before)
    )
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
