"""Headlines that name the speaker with a colon: "China: no talks under pressure"."""

from stance.nlp.candidate import Candidate
from stance.nlp.tree import Tree

_MAX_NAME = 4
# What stands before a colon and is no speaker.
LABELS = frozenset(
    """
    analysis opinion live watch explainer explained factbox video exclusive breaking update updated
    timeline editorial comment commentary profile interview transcript review report podcast recap
    photos gallery poll fact summary highlights news world politics business
    """.split()
)


def find_headline(tree: Tree) -> list[Candidate]:
    """Return the attribution of a headline by its colon, as a list of one or none.

    The name stands in front ("Beijing: ...") or behind ("...: Beijing"); the rest has a verb.
    """
    colons = [i for i, word in enumerate(tree.words) if word == ":"]
    if len(colons) != 1:
        return []
    colon = colons[0]
    front = [i for i in range(colon) if not tree.is_punctuation(i)]
    behind = [i for i in range(colon + 1, len(tree)) if not tree.is_punctuation(i)]
    for name, words in ((front, behind), (behind, front)):
        if _is_name(tree, name) and any(tree.pos[i] in ("VERB", "AUX") for i in words):
            return [
                Candidate(
                    content=frozenset(range(words[0], words[-1] + 1)),
                    cue=frozenset({colon}),
                    cue_head=colon,
                    cue_class="say",
                    speaker=name[-1],
                    rule="name before the colon" if name is front else "name behind the colon",
                )
            ]
    return []


def _is_name(tree: Tree, tokens: list[int]) -> bool:
    return (
        0 < len(tokens) <= _MAX_NAME
        and all(tree.pos[i] in ("PROPN", "ADJ", "NOUN") for i in tokens)
        and tree.pos[tokens[-1]] == "PROPN"
        and not any(tree.lower[i] in LABELS for i in tokens)
    )
