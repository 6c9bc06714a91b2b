"""What the student reads: labelled texts, and texts that only the teacher has spoken about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.examples import Example

TRUST = 0.5  # share of the teacher where there is a label too

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Told:
    """What the teacher says of a text: value and chance per axis, and the state they come from."""

    values: Array
    chances: Array
    state: NDArray[np.float16]


Taught = Mapping[tuple[str, str], Told]


@dataclass(frozen=True, slots=True)
class Item:
    """A text to learn from: with labels, with what the teacher says, or with both."""

    text: str
    cue_class: str
    labels: tuple[float, ...] | None
    told: Told | None

    @property
    def trust(self) -> float:
        """The share of the teacher in the loss."""
        if self.told is None:
            return 0.0
        return 1.0 if self.labels is None else TRUST


def read_taught(path: Path) -> Taught:
    """Return what the teacher says, by text and class of the cue."""
    with np.load(path) as said:
        keys = zip(said["texts"].tolist(), said["cues"].tolist(), strict=True)
        told = map(Told, said["values"], said["chances"], said["states"])
        return dict(zip(keys, told, strict=True))


def items_of(learn: Sequence[Example], examples: Sequence[Example], taught: Taught) -> list[Item]:
    """Return the statements to learn from and the texts of the teacher that are no statements.

    Args:
        learn: Statements to learn from.
        examples: All statements: what is held out is not learnt from the teacher either.
        taught: What the teacher says.
    """
    known = {example.text for example in examples}
    items = [Item(e.text, e.cue_class, e.labels, taught.get((e.text, e.cue_class))) for e in learn]
    return items + [Item(*key, None, told) for key, told in taught.items() if key[0] not in known]
