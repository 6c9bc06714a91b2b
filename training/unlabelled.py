"""Makes many texts without labels, which the teacher labels for the student.

Four kinds: parts of the training statements, two parts joined, statements in other words, and
sentences drawn from a small grammar of deeds, offers, threats and reproaches, some of them around
a part of a statement. None is printed anywhere else.
"""

import random
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from training.examples import DEFAULT_CUE, SEED, Example
from training.neighbours import Near, reworded

_CUT = re.compile(r"(?:, |; | - | — )(?:and |but |or |so )?| but | and (?=\w+ \w+ \w+)")
_JOINTS = (", but ", ", and ", "; ", ", yet ", ", even though ", ", because ", ", while ")
_LEAST_WORDS = 4
_SLOT = re.compile(r"\{(\w+)\}")


def unlabelled(
    examples: Sequence[Example], near: Near, n_reworded: int, n_joined: int, n_drawn: int
) -> list[tuple[str, str]]:
    """Return new texts, each with the class of its cue; the same ones at every run.

    Args:
        examples: Statements whose parts and words are used.
        near: Words that may stand for others.
        n_reworded: In how many other wordings every statement is told; they follow from its
            text alone, so that further statements change no wording of the others.
        n_joined: How many are joined of two parts.
        n_drawn: How many are drawn from the grammar.
    """
    chance = random.Random(SEED)
    parts = list(dict.fromkeys(part for e in examples for part in _parts(e.text)))
    joined = [
        chance.choice(parts) + chance.choice(_JOINTS) + _lowered(chance.choice(parts))
        for _ in range(n_joined)
    ]
    slots = {**_slots(), "part": [_lowered(part) for part in parts]}
    drawn = [_filled("{line}", slots, chance) for _ in range(n_drawn)]
    told = [
        (reworded(e.text, near, random.Random(f"{n} {e.text}")), e.cue_class)
        for n in range(n_reworded)
        for e in examples
    ]
    known = {example.text for example in examples}
    items = [*((text, DEFAULT_CUE) for text in [*parts, *joined, *drawn]), *told]
    return [item for item in dict.fromkeys(items) if item[0] not in known]


def _parts(text: str) -> list[str]:
    bare = text.strip(" \"'“”‘’")
    found = [part.strip(" .\"'“”‘’") for part in _CUT.split(bare)]
    long = [part for part in found if len(part.split()) >= _LEAST_WORDS]
    return long if len(found) > 1 else []


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _slots() -> dict[str, list[str]]:
    slots = defaultdict[str, list[str]](list)
    name = ""
    for line in (Path(__file__).parent / "grammar.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line and not line.startswith("#"):
            slots[name].append(line)
    return slots


def _filled(text: str, slots: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    while found := _SLOT.search(text):
        text = text.replace(found[0], chance.choice(slots[found[1]]), 1)
    return text[:1].upper() + text[1:]
