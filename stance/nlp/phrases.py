"""Phrases as a reader sees them: what is printed of a speaker, from which word to which."""

from stance.model import Span
from stance.nlp.subjects import RELATIVES
from stance.nlp.tree import Tree


def printed_phrase(tree: Tree, head: int, verb: int | None) -> frozenset[int]:
    """Return the tokens that a reader sees as the speaker: "who" in "the envoy, who warned"."""
    if verb is not None and tree.deps[verb] == "relcl" and tree.heads[verb] == head:
        pronoun = next(
            (k for k in tree.children(verb, "nsubj") if tree.lower[k] in RELATIVES), None
        )
        if pronoun is not None:
            return frozenset({pronoun})
    return speaker_phrase(tree, head)


def speaker_phrase(tree: Tree, head: int) -> frozenset[int]:
    """Return the tokens of a speaker's phrase without clauses, brackets and loose modifiers.

    Appositions stay ("a spokeswoman, Jane Roe"); relative clauses, participles and what follows a
    dash go, so that the phrase is what a reader would underline.
    """
    dropped: set[int] = set()
    for kid in tree.kids[head]:
        if (
            tree.deps[kid]
            in (
                "relcl",
                "acl",
                "advcl",
                "ccomp",
                "parataxis",
                "dep",
                "punct",
                "mark",
            )
            or (tree.deps[kid] == "appos" and _is_bracketed(tree, kid))
            or (tree.deps[kid] in ("prep", "advmod", "npadvmod") and _is_adverbial(tree, kid, head))
        ):
            dropped |= tree.subtree(kid)
        elif tree.deps[kid] == "appos":
            for below in tree.kids[kid]:
                if tree.deps[below] in ("relcl", "acl"):
                    dropped |= tree.subtree(below)
    kept = sorted(tree.subtree(head) - dropped)
    while kept and (tree.is_punctuation(kept[-1]) or tree.deps[kept[-1]] == "cc"):
        kept.pop()
    while kept and tree.is_punctuation(kept[0]):
        kept.pop(0)
    if not kept:
        return frozenset({head})
    # punctuation between an apposition and its head belongs to the phrase
    return frozenset(range(kept[0], kept[-1] + 1)) - frozenset(dropped)


def _is_bracketed(tree: Tree, index: int) -> bool:
    first = min(tree.subtree(index))
    return first > 0 and tree.words[first - 1] in ("(", "[", "—", "–", "--")


def _is_adverbial(tree: Tree, kid: int, head: int) -> bool:
    """A modifier behind a comma is the clause's, not the name's: "Wang, in his reply, said"."""
    return kid > head and kid > 0 and tree.words[min(tree.subtree(kid)) - 1] == ","


def phrase_span(tree: Tree, head: int, verb: int | None = None) -> Span:
    """Return the stretch of the article that a speaker's phrase covers, as the verb has it."""
    spans = tree.spans(printed_phrase(tree, head, verb))
    return spans[0][0], spans[-1][1]


def core_words(tree: Tree, head: int) -> str:
    """Return the phrase from its first modifier to its head, without the article in front."""
    phrase = [i for i in sorted(speaker_phrase(tree, head)) if i <= head]
    while phrase[:-1] and (tree.pos[phrase[0]] == "DET" or tree.is_punctuation(phrase[0])):
        phrase.pop(0)
    pieces: list[str] = []
    for index in phrase:
        glued = pieces and tree.starts[index] == tree.ends[index - 1]
        pieces.append(tree.words[index] if glued else f" {tree.words[index]}")
    return "".join(pieces).strip()
