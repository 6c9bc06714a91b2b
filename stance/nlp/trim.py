"""Cuts the reporter's own words off the end of what somebody said."""

from collections.abc import Sequence
from dataclasses import replace

from stance.nlp.candidate import Candidate
from stance.nlp.quoted import Quoted, tokens_of
from stance.nlp.tree import Tree

# "... as he met the minister", "... before leaving": when it was said, not what.
_CIRCUMSTANCE = frozenset(("as", "while", "when", "after", "before", "during", "until"))
_ASIDES = frozenset(("amid", "following", "without", "during"))
# Where things are said: '"a free country" in a report published on Monday'.
_OCCASIONS = frozenset(
    "report interview speech statement letter article post tweet briefing conference hearing memo "
    "essay editorial column podcast address email message video call debate rally".split()
)
# What joins the words to a clause of the reporter's: "..., yet" has nothing behind it.
_LINKS = frozenset(("yet", "but", "and", "or", "while", "which", "although", "though"))


def trim(tree: Tree, candidate: Candidate, quotes: Sequence[Quoted]) -> Candidate:
    """Return the candidate without what the reporter adds behind the words.

    Five kinds of additions: anything behind a quotation that ends in a comma; a circumstance
    clause behind a quotation; where a quotation was said; a clause behind a comma that describes
    the last name ("..., which is owned by ..."); a word that joins what follows ("..., yet").
    """
    content = _before_comment(tree, candidate, quotes)
    content = _before_circumstance(tree, candidate, content, quotes)
    content = _before_description(tree, content, quotes)
    content = _without_loose_end(tree, content, tokens_of(quotes))
    if not tree.words_in(content) or content == candidate.content:
        return candidate
    return replace(candidate, content=content)


def _before_comment(tree: Tree, candidate: Candidate, quotes: Sequence[Quoted]) -> frozenset[int]:
    """American typesetting: a comma inside the closing mark ends the words."""
    mine = [quote for quote in quotes if quote.number in candidate.quotes]
    if not mine:
        return candidate.content
    last = max(mine, key=lambda quote: quote.last)
    behind = {i for i in candidate.content if i > last.last}
    closing = [tree.words[i] for i in range(max(last.first, last.last - 1), last.last + 1)]
    if behind and any(word.startswith(",") for word in closing):
        return candidate.content - behind
    return candidate.content


def _before_circumstance(
    tree: Tree, candidate: Candidate, content: frozenset[int], quotes: Sequence[Quoted]
) -> frozenset[int]:
    quoted = tokens_of(quotes, candidate.quotes)
    if not quoted:
        return content
    last = max(quoted)
    for index in sorted(i for i in content if i > last):
        if index != last + 1 and not all(tree.is_punctuation(i) for i in range(last + 1, index)):
            break
        head = tree.heads[index]
        is_clause = tree.deps[index] in ("mark", "advmod") and tree.deps[head] == "advcl"
        if (is_clause and tree.lower[index] in _CIRCUMSTANCE) or (
            tree.deps[index] == "prep"
            and (tree.lower[index] in _ASIDES or _is_occasion(tree, index))
        ):
            return frozenset(i for i in content if i < index)
    return content


def _is_occasion(tree: Tree, preposition: int) -> bool:
    """Tell "in a report", "at a briefing" from "in a crisis": where words are said."""
    thing = tree.child(preposition, "pobj")
    if thing is None or tree.lower[preposition] not in ("in", "at", "during", "on"):
        return False
    is_new = any(tree.lower[kid] in ("a", "an") for kid in tree.children(thing, "det"))
    return is_new and tree.lemmas[thing] in _OCCASIONS


def _before_description(
    tree: Tree, content: frozenset[int], quotes: Sequence[Quoted]
) -> frozenset[int]:
    """Drop a relative clause behind a comma that runs to the end and quotes nothing."""
    words = tree.words_in(content)
    if not words:
        return content
    end = max(words)
    quoted = tokens_of(quotes)
    for index in sorted(words):
        if tree.deps[index] != "relcl":
            continue
        clause = tree.subtree(index)
        start = min(clause)
        if (
            max(words & clause, default=-1) == end
            and start > min(words)
            and tree.words[start - 1] == ","
            and tree.lower[start] in ("which", "where", "who", "whose")
            and not clause & quoted
            and start - 1 not in quoted
        ):
            return content - {i for i in content if i >= start - 1}
    return content


def _without_loose_end(
    tree: Tree, content: frozenset[int], quoted: frozenset[int]
) -> frozenset[int]:
    words = sorted(tree.words_in(content))
    if len(words) > 1 and tree.lower[words[-1]] in _LINKS and words[-1] not in quoted:
        return frozenset(i for i in content if i <= words[-2] or i in quoted)
    return content
