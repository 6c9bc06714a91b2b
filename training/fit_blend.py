"""Fits data/models/blend.toml on the statements that a network did not learn from.

``python -m training.fit_blend [--network FOLDER]``, after training and export; prints what each
part reaches. FOLDER holds the export of a network that has not seen the held-out statements; the
one that ships was trained on them too.

On the main axis the share of the network is set, not fitted: on made-up statements it could be 1,
but the network has read no news, where the phrases know more. Elsewhere the share
is the one with the best ranks on the held-out statements.
"""

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.stats import spearmanr

from stance.model import Statement
from stance.nlp import parse
from stance.resources import data_dir
from stance.scoring import Scorer
from stance.scoring.model_network import Network, model_dir
from training.examples import SEED, Example, axis_ids, read_examples, read_own, split
from training.names import swapped

MAIN_SHARE = (0.8, -0.15)
# Tried for the other axes: share, and share per strength of the phrases.
SHARES = [(share / 10, slope / 10) for share in range(5, 11) for slope in (0, -2, -4, -6)]
# A little under 0.80: whole statements of others are easier than the held-out ones.
COVERAGE, LEAST_WIDTH = 0.78, 0.2
N_FOLDS = 5

Array = NDArray[np.float64]
# Share, share per strength, least chance of one axis.
Rule = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Parts:
    """Statement by axis: labels (NaN: none), phrases (NaN: silent), strength, network, chance."""

    labels: Array
    phrases: Array
    strength: Array
    network: Array
    chances: Array
    vader: Array

    def blended(self, rules: Sequence[Rule]) -> Array:
        """Return the scores of both together, NaN where neither speaks."""
        share, slope, least = (np.array(part) for part in zip(*rules, strict=True))
        weight = np.clip(share + slope * self.strength, 0, 1)
        both = weight * self.network + (1 - weight) * self.phrases
        alone = np.where(self.chances >= least, self.network, np.nan)
        return np.where(np.isnan(self.phrases), alone, both)


def parts_of(examples: Sequence[Example], network: Network) -> Parts:
    """Return what phrases and network say about some examples."""
    axes, scorer = axis_ids(), Scorer(with_model=False)
    shape = (len(examples), len(axes))
    phrases, strength = np.full(shape, np.nan), np.zeros(shape)
    values, chances, vader = np.zeros(shape), np.zeros(shape), np.zeros(len(examples))
    read = network.read_many([(e.text, e.cue_class or None) for e in examples])
    parsed = parse([e.text for e in examples])
    for n, (example, tokens, guesses) in enumerate(zip(examples, parsed, read, strict=True)):
        cue = example.cue_class or None
        said = scorer.score(
            Statement(
                article_id="a", text=example.text, spans=((0, len(example.text)),), kind="direct",
                speaker="", speaker_span=None, speaker_name=None, actor_id=None, side=None,
                cue=cue, cue_span=None, cue_class=cue, tokens=tokens,
            )
        )  # fmt: skip
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
    """Return the lowest chance that tells evidence about as well (F1) as the best one."""
    wanted = np.nan_to_num(parts.labels[:, axis]) != 0
    chances = parts.chances[:, axis]
    steps = np.arange(0.1, 0.75, 0.05)
    scores = [
        2 * (wanted & (chances >= step)).sum() / max(1, wanted.sum() + (chances >= step).sum())
        for step in steps
    ]
    good = [step for step, score in zip(steps, scores, strict=True) if score > max(scores) - 0.01]
    return round(float(good[0]), 2)


def fitted_rules(parts: Parts) -> list[Rule]:
    """Return the rule of every axis."""
    least = [least_chance(parts, axis) for axis in range(parts.labels.shape[1])]
    rules: list[Rule] = [(*MAIN_SHARE, least[0])]
    for axis in range(1, len(least)):
        tried = [(*share, least[axis]) for share in SHARES]
        rules.append(max(tried, key=lambda rule: _rank(parts, axis, rule)))
    return rules


def _rank(parts: Parts, axis: int, rule: Rule) -> float:
    scores = np.nan_to_num(parts.blended([rule] * parts.labels.shape[1])[:, axis])
    rank = spearmanr(np.nan_to_num(parts.labels[:, axis]), scores).statistic
    return round(float(rank), 3)


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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", type=Path, default=model_dir())
    parser.add_argument(
        "--held", action="store_true", help="report on the part held too: a look spoils it"
    )
    args = parser.parse_args()
    axes = axis_ids()
    network = Network(args.network, axes)
    fitted_on = parts_of(split(read_examples())[1], network)
    reported = {"held out": fitted_on}
    if args.held:
        reported["held"] = parts_of(read_own("held"), network)
    rules = fitted_rules(fitted_on)
    features, errors = width_features(fitted_on, fitted_on.blended(rules))
    folds = np.arange(len(errors)) % N_FOLDS
    inside = [
        covered(
            features[folds == f], errors[folds == f],
            quantile_fit(features[folds != f], errors[folds != f]),
        )
        for f in range(N_FOLDS)
    ]  # fmt: skip
    weights = quantile_fit(features, errors)
    write(axes, rules, weights)
    print(f"interval: cross-validated {np.mean(inside):.3f}")
    for name, parts in reported.items():
        within = covered(*width_features(parts, parts.blended(rules)), weights)
        print(f"{name}: {len(parts.labels)}, interval {within:.3f}")
        print("  phrases", figures(parts.labels, parts.phrases))
        print("  network", figures(parts.labels, parts.network))
        print("  both   ", figures(parts.labels, parts.blended(rules)))
        print("  VADER  ", figures(parts.labels[:, :1], parts.vader[:, None]))
    print(
        "other countries move conciliation by {:.3f} on average (n = {})".format(
            *moved_by_names(split(read_examples())[1], network)
        )
    )


def moved_by_names(examples: Sequence[Example], network: Network) -> tuple[float, int]:
    """Return how far other countries in a text move the main axis, on average, and in how many."""
    chance = random.Random(SEED)
    pairs = [(e, swapped(e.text, chance)) for e in examples]
    pairs = [(example, text) for example, text in pairs if text != example.text]
    before = network.read_many([(e.text, e.cue_class or None) for e, _ in pairs])
    after = network.read_many([(text, e.cue_class or None) for e, text in pairs])
    main = network.axes[0]
    moved = [abs(b[main].expected - a[main].expected) for b, a in zip(before, after, strict=True)]
    return float(np.mean(moved)), len(moved)


def write(axes: Sequence[str], rules: Sequence[Rule], weights: Array) -> None:
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
    for axis, (share, slope, chance) in zip(axes, rules, strict=True):
        lines += ["", f"[{axis}]", f"share = {share}", f"share_per_strength = {slope}"]
        lines += [f"least_chance = {chance}"]
    path = data_dir() / "models" / "blend.toml"
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
