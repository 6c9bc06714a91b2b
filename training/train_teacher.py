"""Trains the large teacher and writes what it says about labelled and unlabelled texts.

``python -m training.train_teacher BASE OUT.npz``; the student is trained on it by train_model.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.examples import SEED, Example, axis_ids, read_examples, split
from training.neighbours import near_words
from training.steps import Stepper, figures_line, loss_of
from training.teacher_encoder import PADDING, WIDTH, Teacher, load_teacher, padded, vocabulary_of
from training.unlabelled import unlabelled

BATCH, RATE, HEAD_RATE = 32, 6e-5, 1e-3
N_REWORDED, N_JOINED, N_DRAWN = 6, 4000, 25000
# So many statements are read without the class of their cue: bare texts have none.
BARE = 0.3

States = list[Tensor]


def lower_states(teacher: Teacher, rows: Sequence[list[int]]) -> States:
    """Return the states of the lower half, which never change, in half precision."""
    found: dict[int, Tensor] = {}
    order = sorted(range(len(rows)), key=lambda n: len(rows[n]))
    teacher.eval()
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for first in range(0, len(order), BATCH):
            part = order[first : first + BATCH]
            states = teacher.lower(*padded([rows[n] for n in part], PADDING))
            for row, n in zip(states, part, strict=True):
                found[n] = row[: len(rows[n])].to(torch.bfloat16).clone()
    return [found[n] for n in range(len(rows))]


def stacked(states: States) -> tuple[Tensor, Tensor]:
    """Return the states of some texts filled up to the longest, and where there are any."""
    longest = max(map(len, states))
    filled = [torch.nn.functional.pad(each, (0, 0, 0, longest - len(each))) for each in states]
    is_there = [[1.0] * len(each) + [0.0] * (longest - len(each)) for each in states]
    return torch.stack(filled).float(), torch.tensor(is_there)


def train(
    teacher: Teacher, states: States, labels: Tensor, epochs: int, rate: float, seed: int
) -> None:
    """Train the upper half and the heads."""
    stepper = Stepper(teacher, (rate, HEAD_RATE), epochs * (len(states) // BATCH))
    chance = random.Random(seed)
    for epoch in range(epochs):
        teacher.train()
        total = 0.0
        batches = stepper.batches([len(each) for each in states], BATCH, chance)
        for batch in batches:
            with torch.autocast("cpu", dtype=torch.bfloat16):
                values, logits = teacher.heads(teacher.pooled(*stacked([states[n] for n in batch])))
            total += stepper.step(loss_of(values.float(), logits.float(), labels[batch]))
        print(f"epoch {epoch + 1}: loss {total / len(batches):.4f}", flush=True)


def taught(
    teacher: Teacher, rows: Sequence[list[int]]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return values and chances of evidence, text by axis, and the states that gave them."""
    n_axes = len(axis_ids())
    values, chances = np.zeros((len(rows), n_axes)), np.zeros((len(rows), n_axes))
    states = np.zeros((len(rows), WIDTH), np.float16)
    order = sorted(range(len(rows)), key=lambda n: len(rows[n]))
    teacher.eval()
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for first in range(0, len(order), BATCH):
            part = order[first : first + BATCH]
            said, logits, pooled = teacher(*padded([rows[n] for n in part], PADDING))
            values[part] = said.float().numpy()
            chances[part] = torch.sigmoid(logits.float()).numpy()
            states[part] = pooled.float().numpy()
    return values, chances, states


def _cue(example: Example, chance: random.Random) -> str | None:
    return None if chance.random() < BARE else example.cue_class or None


def main() -> None:
    """Train, report on what was held out, and write what the student needs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path, help="folder with model.safetensors and vocab.txt")
    parser.add_argument("out", type=Path, help="file of what the teacher says (.npz)")
    parser.add_argument("--all", action="store_true", help="hold nothing out")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--start", type=Path, help="weights to go on from; no epochs: only label")
    parser.add_argument("--weights", type=Path, help="file to keep the trained weights in (.pt)")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    teacher, pieces = load_teacher(args.base, len(axis_ids()))
    examples = read_examples()
    learn, held = split(examples)
    learn = examples if args.all else learn
    chance = random.Random(args.seed)
    if args.start:
        teacher.load_state_dict(torch.load(args.start))
    rows = [pieces.windows(e.text, _cue(e, chance))[0] for e in learn]
    labels = torch.tensor([e.labels for e in learn])
    if args.epochs:
        states = lower_states(teacher, rows)
        train(teacher, states, labels, args.epochs, args.rate, args.seed)
    if args.weights:
        torch.save(teacher.state_dict(), args.weights)
    said = taught(teacher, [pieces.windows(e.text, e.cue_class)[0] for e in held])
    print(figures_line(held, *said[:2]))
    vectors = teacher.embeddings["word_embeddings"].weight.numpy()
    near = near_words(vocabulary_of(args.base), vectors, (e.text for e in learn))
    items = [(e.text, e.cue_class) for e in learn]
    items += unlabelled(learn, near, N_REWORDED, N_JOINED, N_DRAWN)
    values, chances, states = taught(teacher, [pieces.windows(*item)[0] for item in items])
    texts, cues = zip(*items, strict=True)
    np.savez(args.out, texts=texts, cues=cues, values=values, chances=chances, states=states)


if __name__ == "__main__":
    main()
