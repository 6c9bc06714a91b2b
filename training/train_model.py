"""Fine-tunes the encoder on data/training; ``python -m training.train_model --help``."""

import argparse
import copy
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from stance.scoring.model_pieces import WordPieces
from training.encoder import WIDTH, StanceEncoder
from training.examples import SEED, axis_ids, read_examples, read_phrases, split
from training.items import Item, items_of, read_taught
from training.names import swapped
from training.steps import Stepper, figures_line, loss_of
from training.teacher_encoder import WIDTH as TEACHER_WIDTH
from training.teacher_encoder import padded

N_LAYERS = 4
BATCH, RATE, HEAD_RATE = 64, 1.2e-4, 5e-4
FALLS_FROM = 0.7  # of the steps; until then the rate stays
# So often countries are replaced by others, the class of the cue is left out, and the last full
# stop is: what is scored may be a bare text or a fragment.
SWAPPED, BARE, UNENDED = 0.4, 0.3, 0.3
PHRASES = 0.5  # of the phrases are read in every epoch, as short texts
# The weights kept are a running mean over the last part of the training.
AVERAGED_FROM, MEMORY = 0.4, 0.995
# Weight of how far the state is from the teacher's, in the loss.
LIKENESS = 1.0

Array = NDArray[np.float64]
# Items, and how many of them are read in an epoch.
Pool = tuple[Sequence[Item], int]


def fresh_encoder(base: Path, n_layers: int, n_axes: int) -> StanceEncoder:
    """Return the lower layers of the base with new heads.

    Args:
        base: Weights of the base.
        n_layers: How many layers are taken.
        n_axes: Outputs of each head.
    """
    weights = load_file(base)
    n_pieces = weights["embeddings.word_embeddings.weight"].shape[0]
    model = StanceEncoder(n_pieces, n_layers, n_axes)
    model.load_state_dict(weights, strict=False)
    return model


class Trainer:
    """Trains one encoder.

    Args:
        model: The encoder.
        pieces: Cuts texts.
        seed: Of order, swaps and dropout.
    """

    def __init__(self, model: StanceEncoder, pieces: WordPieces, seed: int) -> None:
        torch.manual_seed(seed)
        self._model, self._pieces = model, pieces
        self._chance = random.Random(seed)
        self._mean = copy.deepcopy(model)
        # From the student's state to the teacher's; nothing but training needs it.
        self._as_teacher = nn.Linear(2 * WIDTH, TEACHER_WIDTH)

    def train(
        self, items: Sequence[Item], others: Sequence[Pool], epochs: int, rate: float
    ) -> StanceEncoder:
        """Return the encoder after some epochs, its weights averaged over the last steps.

        Args:
            items: Read in every epoch.
            others: Of each of these some are read in every epoch.
            epochs: How often.
            rate: Highest learning rate.
        """
        n_steps = epochs * ((len(items) + sum(n for _, n in others)) // BATCH)
        rates = (rate, HEAD_RATE)
        stepper = Stepper(self._model, rates, n_steps, FALLS_FROM, self._as_teacher)
        n_done = 0
        for epoch in range(epochs):
            read = list(items)
            for pool, n_read in others:
                read += self._chance.sample(list(pool), n_read)
            batches = stepper.batches([len(item.text) for item in read], BATCH, self._chance)
            total = 0.0
            self._model.train()
            for batch in batches:
                total += stepper.step(self._loss([read[n] for n in batch]))
                n_done += 1
                if n_done > n_steps * AVERAGED_FROM:
                    self._average(n_done - n_steps * AVERAGED_FROM)
            print(f"epoch {epoch + 1}: loss {total / len(batches):.4f}", flush=True)
        return self._mean.eval()

    def _loss(self, batch: Sequence[Item]) -> Tensor:
        n_axes = self._model.values.out_features
        rows = [self._pieces.windows(self._text(i), self._cue(i))[0] for i in batch]
        labels = np.array([(np.nan,) * n_axes if i.labels is None else i.labels for i in batch])
        told = [
            (i.told.values, i.told.chances) if i.told else (np.zeros(n_axes),) * 2 for i in batch
        ]
        said, chances = torch.tensor(np.array(told)).float().unbind(1)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            pooled = self._model.pooled(*padded(rows, 0))
            values, logits = self._model.heads(pooled)
        loss = loss_of(
            values.float(), logits.float(), torch.tensor(labels).float(), (said, chances),
            torch.tensor([i.trust for i in batch]),
        )  # fmt: skip
        return loss + LIKENESS * self._unlikeness(pooled, batch)

    def _unlikeness(self, pooled: Tensor, batch: Sequence[Item]) -> Tensor:
        """Return how far the states are from the teacher's where it spoke: 1 - cosine."""
        states = {n: i.told.state for n, i in enumerate(batch) if i.told is not None}
        if not states:
            return torch.zeros(())
        wanted = torch.tensor(np.array(list(states.values()))).float()
        given = self._as_teacher(pooled[list(states)].float())
        return (1 - functional.cosine_similarity(given, wanted)).sum() / len(batch)

    def _text(self, item: Item) -> str:
        text = item.text
        if self._chance.random() < SWAPPED:
            text = swapped(text, self._chance)
        return text.rstrip(".") if self._chance.random() < UNENDED else text

    def _cue(self, item: Item) -> str | None:
        return None if self._chance.random() < BARE else item.cue_class or None

    def _average(self, n_averaged: float) -> None:
        memory = min(MEMORY, 1 - 1 / (n_averaged + 1))
        with torch.no_grad():
            for mean, new in zip(self._mean.parameters(), self._model.parameters(), strict=True):
                if new.requires_grad:
                    mean.mul_(memory).add_(new, alpha=1 - memory)


def predict(
    model: StanceEncoder, pieces: WordPieces, texts: Sequence[tuple[str, str | None]]
) -> tuple[Array, Array]:
    """Return values and chances of evidence, text by axis, of the first window of each text."""
    values, chances = [], []
    with torch.inference_mode():
        for text, cue in texts:
            said, logits = model(*padded(pieces.windows(text, cue)[:1], 0))
            values.append(said[0].numpy())
            chances.append(torch.sigmoid(logits)[0].numpy())
    return np.array(values, float), np.array(chances, float)


def main() -> None:
    """Train, save and report on what was held out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path, help="folder with model.safetensors and vocab.txt")
    parser.add_argument("out", type=Path, help="file of the trained weights (.pt)")
    parser.add_argument("--taught", type=Path, help="what train_teacher wrote (.npz)")
    parser.add_argument("--all", action="store_true", help="hold nothing out")
    parser.add_argument("--layers", type=int, default=N_LAYERS)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--unlabelled", type=int, help="texts without labels per epoch (all)")
    args = parser.parse_args()
    pieces = WordPieces((args.base / "vocab.txt").read_text("utf-8").splitlines())
    examples = read_examples()
    learn, held = split(examples)
    learn = examples if args.all else learn
    taught = read_taught(args.taught) if args.taught else {}
    items = items_of(learn, examples, taught)
    unlabelled = items[len(learn) :]
    print(len(learn), "labelled,", len(unlabelled), "not,", len(held), "held out")
    torch.manual_seed(args.seed)
    model = fresh_encoder(args.base / "model.safetensors", args.layers, len(axis_ids()))
    if args.start:
        model.load_state_dict(torch.load(args.start))
    phrases = [Item(e.text, "", e.labels, None) for e in read_phrases()]
    n_read = len(unlabelled) if args.unlabelled is None else args.unlabelled
    others = [(unlabelled, n_read), (phrases, round(len(phrases) * PHRASES))]
    trainer = Trainer(model, pieces, args.seed)
    trained = trainer.train(items[: len(learn)], others, args.epochs, args.rate)
    torch.save(trained.state_dict(), args.out)
    print(figures_line(held, *predict(trained, pieces, [(e.text, e.cue_class) for e in held])))


if __name__ == "__main__":
    main()
