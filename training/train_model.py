"""Fine-tunes the encoder on data/training; ``python -m training.train_model --help``."""

import argparse
import csv
import json
import random
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from scipy.stats import spearmanr
from torch import Tensor
from torch.nn import functional

from stance.registry import load_axes
from stance.resources import data_dir
from stance.scoring.model_pieces import DEFAULT_CUE, WordPieces
from training.encoder import StanceEncoder

SEED = 20240501
HELD_OUT = 0.15
BATCH, LEARNING_RATE, HEAD_RATE, WARM_UP = 32, 1e-4, 1e-3, 0.1
SECOND_RATE = 0.6  # of the second stage, as a share of the first
# The prefix "say:" is left out this often, so that bare texts are read too.
BARE = 0.4
# Lexicon weights below this are no evidence.
LEAST_WEIGHT = 0.2
# Weight of each loss: the main axis three times, whether there is evidence half.
MAIN_WEIGHT, EVIDENCE_WEIGHT = 3.0, 0.5


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled statement; labels are halved, NaN where there is no evidence."""

    text: str
    cue_class: str
    labels: tuple[float, ...]
    origin: str


def read_examples() -> list[Example]:
    """Return the training statements and the part of the gold that phrases were written from."""
    axes = [axis.axis_id for axis in load_axes()]
    found: dict[str, Example] = {}
    for path in sorted((data_dir() / "training").glob("statements_*.csv")):
        for row in csv.DictReader(path.open(encoding="utf-8")):
            labels = tuple(float(row[axis]) / 2 if row[axis] else np.nan for axis in axes)
            found[row["text"]] = Example(row["text"], row["cue_class"], labels, path.stem)
    own = data_dir() / "gold" / "own_statements.csv"
    for row in csv.DictReader(own.open(encoding="utf-8")):
        if row["part"] == "write":
            # 0 means "no signal" there, except on the main axis
            labels = tuple(
                float(row[axis]) / 2 if axis == axes[0] or row[axis] != "0" else np.nan
                for axis in axes
            )
            found[row["text"]] = Example(row["text"], DEFAULT_CUE, labels, "own")
    return list(found.values())


def read_phrases() -> list[Example]:
    """Return short examples made of the lexicon: every phrase in one of its wordings.

    They teach the network words that few statements have, with the weights of the lexicon.
    """
    axes = [axis.axis_id for axis in load_axes()]
    chance = random.Random(SEED)
    found: dict[str, Example] = {}
    for row in csv.DictReader((data_dir() / "lexicons" / "phrases.csv").open(encoding="utf-8")):
        weights = [float(row[axis] or 0.0) for axis in axes]
        labels = tuple(w if abs(w) >= LEAST_WEIGHT else np.nan for w in weights)
        if "*" in row["pattern"] or "{" in row["pattern"] or np.isnan(labels).all():
            continue
        words = [chance.choice(part.strip("()").split("|")) for part in row["pattern"].split()]
        text = " ".join(word for word in words if word not in ("...", ">")).replace("_", " ")
        found[text] = Example(text, "", labels, "phrases")
    return list(found.values())


def split(examples: list[Example]) -> tuple[list[Example], list[Example]]:
    """Return examples to learn from and held out, the same share of every file and label."""
    groups = defaultdict(list)
    for example in examples:
        groups[example.origin, example.labels[0]].append(example)
    learn, held = [], []
    chance = random.Random(SEED)
    for key in sorted(groups):
        chance.shuffle(groups[key])
        n_held = round(len(groups[key]) * HELD_OUT)
        held += groups[key][:n_held]
        learn += groups[key][n_held:]
    return learn, held


def padded(rows: list[list[int]]) -> tuple[Tensor, Tensor]:
    """Return piece numbers and their mask, padded with 0 to the longest row."""
    longest = max(map(len, rows))
    pieces = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
    is_there = torch.tensor([[1.0] * len(row) + [0.0] * (longest - len(row)) for row in rows])
    return pieces, is_there


def fresh_encoder(base: Path, layers: int, n_axes: int, seed: int) -> StanceEncoder:
    """Return the lower layers of the base with new heads."""
    torch.manual_seed(seed)
    weights = load_file(base)
    n_pieces = weights["embeddings.word_embeddings.weight"].shape[0]
    model = StanceEncoder(n_pieces, layers, n_axes)
    model.load_state_dict(weights, strict=False)
    return model


def loss_of(values: Tensor, logits: Tensor, labels: Tensor) -> Tensor:
    """Return squared error where there is a label, and cross entropy of there being one."""
    is_labelled = ~labels.isnan()
    error = functional.mse_loss(values, labels.nan_to_num(), reduction="none") * is_labelled
    weights = torch.ones(labels.shape[1])
    weights[0] = MAIN_WEIGHT
    # on the main axis every statement has a label: one of 0 is no evidence there
    is_evidence = is_labelled & (labels.nan_to_num() != 0)
    entropy = functional.binary_cross_entropy_with_logits(logits, is_evidence.float())
    return (error * weights).sum() / len(labels) + EVIDENCE_WEIGHT * entropy * labels.shape[1] / 5


def train(
    model: StanceEncoder,
    examples: list[Example],
    pieces: WordPieces,
    *,
    epochs: int,
    rate: float,
    seed: int,
) -> StanceEncoder:
    """Return the encoder after some epochs over the examples; ``rate`` scales every step."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    heads = [*model.values.parameters(), *model.evidence.parameters()]
    body = [p for p in model.parameters() if all(p is not h for h in heads)]
    groups = [
        {"params": body, "lr": LEARNING_RATE * rate},
        {"params": heads, "lr": HEAD_RATE * rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * (len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda n: min((n + 1) / (steps * WARM_UP), max(0.0, (steps - n) / steps / (1 - WARM_UP))),
    )
    model.train()
    start = time.perf_counter()
    for epoch in range(epochs):
        total = 0.0
        order = examples[:]
        chance.shuffle(order)
        # like lengths together: less padding
        chunk = 16 * BATCH
        batches = []
        for first in range(0, len(order), chunk):
            part = sorted(order[first : first + chunk], key=lambda e: len(e.text))
            batches += [part[n : n + BATCH] for n in range(0, len(part), BATCH)]
        chance.shuffle(batches)
        for batch in batches[: len(examples) // BATCH]:
            rows = [pieces.windows(e.text, _cue(e, chance))[0] for e in batch]
            numbers, is_there = padded(rows)
            labels = torch.tensor([e.labels for e in batch])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                values, logits = model(numbers, is_there)
            loss = loss_of(values.float(), logits.float(), labels)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        seconds = time.perf_counter() - start
        print(f"epoch {epoch + 1}: loss {total / len(batches):.4f}, {seconds:.0f} s", flush=True)
    return model.eval()


def _cue(example: Example, chance: random.Random) -> str | None:
    if example.cue_class in ("", DEFAULT_CUE):
        return None if not example.cue_class or chance.random() < BARE else DEFAULT_CUE
    return example.cue_class


def predict(
    model: StanceEncoder, pieces: WordPieces, texts: list[tuple[str, str | None]]
) -> tuple[np.ndarray, np.ndarray]:
    """Return values and chances of evidence, text by axis."""
    values, chances = [], []
    with torch.inference_mode():
        for text, cue in texts:
            v, e = model(*padded(pieces.windows(text, cue)))
            values.append(v.mean(0).numpy())
            chances.append(torch.sigmoid(e).mean(0).numpy())
    return np.array(values), np.array(chances)


def report(examples: list[Example], values: np.ndarray, chances: np.ndarray) -> dict[str, float]:
    """Return Spearman with no evidence counted as 0, and the share of signs right."""
    labels = np.nan_to_num(np.array([e.labels for e in examples]))
    expected = values * chances
    figures = {}
    for n, axis in enumerate(load_axes()):
        figures[axis.axis_id] = spearmanr(
            labels[:, n], values[:, n] if n == 0 else expected[:, n]
        ).statistic
        signed = labels[:, n] != 0
        figures[f"{axis.axis_id} sign"] = (
            np.sign(values[signed, n]) == np.sign(labels[signed, n])
        ).mean()
    return {name: round(float(value), 3) for name, value in figures.items()}


def main() -> None:
    """Train, save and report on what was held out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path, help="folder with model.safetensors and vocab.txt")
    parser.add_argument("out", type=Path, help="file of the trained weights (.pt)")
    parser.add_argument("--all", action="store_true", help="hold nothing out")
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--epochs", type=int, default=6, help="over the statements")
    parser.add_argument("--more", type=int, default=3, help="over statements and phrases, after it")
    parser.add_argument("--start", type=Path, help="weights that the first stage ended with")
    parser.add_argument("--seed", type=int, default=SEED)
    args = parser.parse_args()
    pieces = WordPieces((args.base / "vocab.txt").read_text("utf-8").splitlines())
    examples = read_examples()
    learn, held = split(examples)
    print(len(learn), "to learn from,", len(held), "held out")
    learn = examples if args.all else learn
    model = fresh_encoder(
        args.base / "model.safetensors", args.layers, len(learn[0].labels), args.seed
    )
    if args.start:
        model.load_state_dict(torch.load(args.start))
    else:
        model = train(model, learn, pieces, epochs=args.epochs, rate=1.0, seed=args.seed)
        torch.save(model.state_dict(), args.out.with_suffix(".first.pt"))
    both = learn + read_phrases()
    model = train(model, both, pieces, epochs=args.more, rate=SECOND_RATE, seed=args.seed)
    torch.save(model.state_dict(), args.out)
    texts = [(e.text, e.cue_class or None) for e in held]
    print(json.dumps(report(held, *predict(model, pieces, texts)), indent=1))


if __name__ == "__main__":
    main()
