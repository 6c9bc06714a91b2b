"""Fits data/models/blend.toml on the statements that a network did not learn from.

``python -m training.fit_blend [--network FOLDER]``, after training and export; prints what each
part reaches. FOLDER holds the export of a network that has not seen the held-out statements; the
one that ships was trained on them too.

On the main axis the shares of the network are set, not fitted: on made-up statements they could be
1, but the network has read no news, where the phrases know more. The mark of news is that two are
named, who does it and to whom. Elsewhere the shares are the smallest that rank the held-out
statements about as well as the best do.
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
from stance.scoring.model_blend import NAMES_OF_REPORT
from stance.scoring.model_network import Network, model_dir
from stance.scoring.syntax import Parse
from training.examples import SEED, Example, axis_ids, read_examples, read_own, split
from training.names import swapped

# Share of the network, and its share of a report.
MAIN_SHARES = (0.8, 0.65)
MAIN_CHANCE = 0.15  # nearly every statement has a stance: left empty only where there is none
# Tried for the other axes, the largest share of the network first.
SHARES = [(1.0, 1.0), (0.9, 0.9), (0.9, 0.7), (0.8, 0.8), (0.8, 0.6)]
# So much of a rank correlation may be lost by hearing phrases, whose reasons can be read, and as
# much by leaving out what is hardly evidence.
RANK_LOSS = 0.003
# A little under 0.80: whole statements of others are easier than the held-out ones.
COVERAGE, LEAST_WIDTH = 0.79, 0.2
N_FOLDS = 5

Array = NDArray[np.float64]
# Share, that of a report, least chance of one axis.
Rule = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Parts:
    """Statement by axis: labels (NaN: none), phrases (NaN: silent), network, chance.

    Of the statement alone: VADER's value, and whether it is a report by its names.
    """

    labels: Array
    phrases: Array
    network: Array
    chances: Array
    vader: Array
    is_report: NDArray[np.bool_]

    def blended(self, rules: Sequence[Rule]) -> Array:
        """Return the scores of both together, NaN where neither speaks."""
        share, report_share, least = (np.array(part) for part in zip(*rules, strict=True))
        weight = np.where(self.is_report[:, None], report_share, share)
        both = weight * self.network + (1 - weight) * self.phrases
        alone = np.where(self.chances >= least, self.network, np.nan)
        return np.where(np.isnan(self.phrases), alone, both)


def parts_of(examples: Sequence[Example], network: Network) -> Parts:
    """Return what phrases and network say about some examples."""
    axes, scorer = axis_ids(), Scorer(with_model=False)
    shape = (len(examples), len(axes))
    phrases = np.full(shape, np.nan)
    values, chances, vader = np.zeros(shape), np.zeros(shape), np.zeros(len(examples))
    is_report = np.zeros(len(examples), bool)
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
        is_report[n] = Parse(tokens).n_names(said.spans) >= NAMES_OF_REPORT
        for m, axis in enumerate(axes):
            values[n, m], chances[n, m] = guesses[axis].expected, guesses[axis].chance
            score = said.score_on(axis)
            if score is not None:
                phrases[n, m] = score.value
    labels = np.array([example.labels for example in examples])
    return Parts(labels, phrases, values, chances, vader, is_report)


def with_least_chance(parts: Parts, axis: int, shares: tuple[float, float]) -> Rule:
    """Return the rule with the highest chance that costs no more than RANK_LOSS."""
    tried = [(*shares, round(chance / 20, 2)) for chance in range(1, 9)]
    ranks = [_rank(parts, axis, rule) for rule in tried]
    good = (rule for rule, rank in zip(tried, ranks, strict=True) if rank >= max(ranks) - RANK_LOSS)
    return max(good, key=lambda rule: rule[-1])


def fitted_rules(parts: Parts) -> list[Rule]:
    """Return the rule of every axis."""
    rules = [(*MAIN_SHARES, MAIN_CHANCE)]
    for axis in range(1, parts.labels.shape[1]):
        ranks = [_rank(parts, axis, (*shares, 0.2)) for shares in SHARES]
        good = [n for n, rank in enumerate(ranks) if rank >= max(ranks) - RANK_LOSS]
        rules.append(with_least_chance(parts, axis, SHARES[good[-1]]))
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
    for axis, (share, report_share, chance) in zip(axes, rules, strict=True):
        lines += ["", f"[{axis}]", f"share = {share}", f"report_share = {report_share}"]
        lines += [f"least_chance = {chance}"]
    path = data_dir() / "models" / "blend.toml"
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
