"""The labelled statements that the network learns from, and which of them are held out."""

import csv
import random
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stance.registry import load_axes
from stance.resources import data_dir
from stance.scoring.model_pieces import DEFAULT_CUE

SEED = 20240501
HELD_OUT = 0.15
LATE_FILE, N_EARLY = "statements_d", 1346
# Of these files the text itself decides, so that a statement more or less moves no other one.
BY_TEXT_FILES = ("statements_e", "statements_f", "statements_g")

# Lexicon weights below this are no evidence.
LEAST_WEIGHT = 0.2


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled statement; labels are halved, NaN where there is no evidence."""

    text: str
    cue_class: str
    labels: tuple[float, ...]
    origin: str


def axis_ids() -> list[str]:
    """Return the axes in the order of the outputs of the network."""
    return [axis.axis_id for axis in load_axes()]


def read_examples() -> list[Example]:
    """Return the training statements and the part of the gold that phrases were written from."""
    axes = axis_ids()
    found: dict[str, Example] = {}
    for path in sorted((data_dir() / "training").glob("statements_*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                labels = tuple(float(row[axis]) / 2 if row[axis] else np.nan for axis in axes)
                found[row["text"]] = Example(row["text"], row["cue_class"], labels, path.stem)
    return [*found.values(), *(e for e in read_own("write") if e.text not in found)]


def read_own(part: str) -> list[Example]:
    """Return one part of data/gold/own_statements.csv, where 0 off the main axis is none too."""
    axes = axis_ids()
    with (data_dir() / "gold" / "own_statements.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["part"] == part]
    return [
        Example(
            row["text"], DEFAULT_CUE,
            tuple(
                float(row[axis]) / 2 if axis == axes[0] or row[axis] not in ("", "0") else np.nan
                for axis in axes
            ),
            "own",
        )
        for row in rows
    ]  # fmt: skip


def read_phrases() -> list[Example]:
    """Return short examples made of the lexicon: every phrase in one of its wordings.

    They teach the network words that few statements have, with the weights of the lexicon.
    """
    axes = axis_ids()
    chance = random.Random(SEED)
    found: dict[str, Example] = {}
    with (data_dir() / "lexicons" / "phrases.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            weights = [float(row[axis] or 0.0) for axis in axes]
            labels = tuple(w if abs(w) >= LEAST_WEIGHT else np.nan for w in weights)
            if "*" in row["pattern"] or "{" in row["pattern"] or np.isnan(labels).all():
                continue
            words = [chance.choice(part.strip("()").split("|")) for part in row["pattern"].split()]
            text = " ".join(word for word in words if word not in ("...", ">")).replace("_", " ")
            found[text] = Example(text, "", labels, "phrases")
    return list(found.values())


def split(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Return examples to learn from and held out: the same share of every file and label.

    Of statements_d the ones that were written last are held out.
    """
    by_text = [example for example in examples if example.origin in BY_TEXT_FILES]
    groups = defaultdict(list)
    for example in examples:
        if example.origin in BY_TEXT_FILES:
            continue
        is_late = example.origin == LATE_FILE
        groups[example.origin, 0.0 if is_late else example.labels[0]].append(example)
    learn, held = list[Example](), list[Example]()
    chance = random.Random(SEED)
    for key in sorted(groups):
        if key[0] == LATE_FILE:
            learn += groups[key][:N_EARLY]
            held += groups[key][N_EARLY:]
            continue
        chance.shuffle(groups[key])
        n_held = round(len(groups[key]) * HELD_OUT)
        held += groups[key][:n_held]
        learn += groups[key][n_held:]
    for example in by_text:
        (held if _is_held(example.text) else learn).append(example)
    return learn, held


def _is_held(text: str) -> bool:
    return zlib.crc32(text.encode()) % 100 < 100 * HELD_OUT
