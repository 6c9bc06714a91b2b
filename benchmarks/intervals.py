"""Do the intervals keep their promise? Simulations with a known truth.

``python benchmarks/intervals.py`` prints, for shapes of scores, sizes and clustering, how often the
95 % interval of ``stance.trends`` contains the true mean (promise: 93-97 %), beside a percentile
and a BCa bootstrap of whole occasions, and how often ``change`` raises a false alarm (promise:
5 %).
Further: how often turning points are found where there are none (promise: at most 5 %), also where
occasions resemble the one before, and where there is one; and how often the interval of a change
within outlets contains the truth.
``--quick`` takes a tenth of the repetitions; ``--sd 0.2`` tries another least spread of a score;
``--only turns`` prints one table.
"""

import argparse
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from stance.trends import intervals, turning
from stance.trends.held_fixed import within_outlets
from stance.trends.permutation import permutation_p
from stance.trends.query import SCALE

Floats = NDArray[np.float64]
Shape = Callable[[Floats], Floats]

SIZES = (5, 10, 20, 50, 200)
# (mean utterances of an occasion, correlation within it)
CLUSTERING = ((1.0, 0.0), (2.0, 0.3), (4.0, 0.5))
LEVEL = 0.95
# What scores look like; z is standard normal, correlated within an occasion.
USUAL: dict[str, Shape] = {
    "bell": lambda z: np.clip(0.1 + 0.35 * z, -1, 1),
    "five steps": lambda z: np.clip(np.round((0.2 + 0.5 * z) * 2) / 2, -1, 1),
    "many zeros": lambda z: np.where(np.abs(z) < 0.7, 0.0, np.clip(0.5 * z, -1, 1)),
    "leaning cold": lambda z: np.clip(0.35 - 0.3 * np.exp(0.6 * z), -1, 1),
}
# Two values only, one of them rare: no method can see in five equal values what it has not met.
HARD: dict[str, Shape] = {
    "two poles": lambda z: np.where(z < 0.25, -0.5, 0.5),
    "one in five harsh": lambda z: np.where(z < 0.84, 0.25, -0.75),
    "nearly constant": lambda z: np.clip(0.3 + 0.05 * z, -1, 1),
}


@dataclass(frozen=True)
class Draws:
    """Many simulated samples: one row per occasion."""

    group: NDArray[np.int64]
    size: Floats
    total: Floats
    squares: Floats
    n_groups: int


def draw(shape: Shape, n: int, mean_size: float, icc: float, repeats: int, seed: int) -> Draws:
    """Draw samples of n utterances in occasions of geometric size; at least two occasions each."""
    generator = np.random.default_rng(seed)
    parts: list[tuple[Floats, ...]] = []
    for _ in range(repeats):
        size = occasion_sizes(n, mean_size, generator)
        z = np.repeat(generator.normal(size=len(size)), size) * np.sqrt(icc)
        values = shape(z + generator.normal(size=n) * np.sqrt(1 - icc))
        index = np.repeat(np.arange(len(size)), size)
        parts.append((size, np.bincount(index, values), np.bincount(index, values**2)))
    size, total, squares = (
        np.concatenate(column).astype(float) for column in zip(*parts, strict=True)
    )
    group = np.repeat(np.arange(repeats), [len(part[0]) for part in parts])
    return Draws(group, size, total, squares, repeats)


def occasion_sizes(n: int, mean_size: float, generator: np.random.Generator) -> NDArray[np.int64]:
    """Cut n utterances into at least two occasions."""
    while True:
        sizes: list[int] = []
        while sum(sizes) < n:
            sizes.append(min(int(generator.geometric(1 / mean_size)), n - sum(sizes)))
        if len(sizes) > 1:
            return np.array(sizes)


def truth_of(shape: Shape) -> float:
    """Return the true mean: by integration over the normal distribution's quantiles."""
    return float(shape(stats.norm.ppf((np.arange(400_000) + 0.5) / 400_000)).mean())


def coverage(draws: Draws, truth: float) -> tuple[float, float]:
    """Return how often the interval contains the truth, and its median width."""
    means = intervals.cluster_means(
        draws.group, draws.size, draws.total, draws.squares, draws.n_groups
    )
    low, high = means.interval(LEVEL)
    is_inside = (low <= truth + 1e-9) & (truth - 1e-9 <= high)
    return float(is_inside.mean()), float(np.median(high - low))


def bootstrap_coverage(draws: Draws, truth: float, method: str, n_samples: int) -> float:
    """Return how often scipy's bootstrap of whole occasions contains the truth."""

    def mean(size: Floats, total: Floats, axis: int = -1) -> Floats:
        return np.sum(total, axis=axis) / np.sum(size, axis=axis)

    hits = 0
    for number in range(n_samples):
        is_mine = draws.group == number
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # equal values: scipy says that it cannot
            found = stats.bootstrap(
                (draws.size[is_mine], draws.total[is_mine]), mean, paired=True, method=method,
                n_resamples=999, confidence_level=LEVEL, rng=number,
            ).confidence_interval  # fmt: skip
        hits += bool(found.low <= truth + 1e-9 and truth - 1e-9 <= found.high)
    return hits / n_samples


def false_alarms(first: Draws, second: Draws) -> float:
    """Return how often samples of the same source, pair by pair, give p < 0.05."""
    alarms, repeats = 0, first.n_groups
    for number in range(repeats):
        a, b = first.group == number, second.group == number
        size = np.concatenate([first.size[a], second.size[b]])
        total = np.concatenate([first.total[a], second.total[b]])
        alarms += permutation_p(size, total, int(a.sum()), seed=number) < 0.05
    return alarms / repeats


def series_of(
    n_occasions: int, generator: np.random.Generator, *, shift: float = 0.0, likeness: float = 0.0
) -> turning.Series:
    """Draw occasions in order of time: geometric sizes, correlation 0.3 within, bell scores.

    Args:
        n_occasions: How many.
        generator: Of the draws.
        shift: Of the level after the middle, in points.
        likeness: Correlation of an occasion's level with that of the one before.
    """
    size = generator.geometric(0.5, n_occasions)
    level = generator.normal(size=n_occasions)
    for number in range(1, n_occasions):
        level[number] = likeness * level[number - 1] + np.sqrt(1 - likeness**2) * level[number]
    z = np.repeat(level, size) * np.sqrt(0.3)
    index = np.repeat(np.arange(n_occasions), size)
    values = 0.1 + 0.35 * (z + generator.normal(size=len(index)) * np.sqrt(0.7))
    values = np.clip(values + shift * (index >= n_occasions // 2), -1, 1)
    days = pd.date_range("2023-01-01", periods=n_occasions).strftime("%Y-%m-%d").to_numpy(object)
    sums = [np.bincount(index, column).astype(float) for column in (values, values**2)]
    return turning.Series(days, size.astype(float), *sums)


def turns_found(
    n_occasions: int, repeats: int, *, n_groups: int = 1, shift: float = 0.0, likeness: float = 0.0
) -> tuple[float, float]:
    """Return how often any group has a turning point, and how often one has more than one."""
    found = np.zeros(2)
    for number in range(repeats):
        generator = np.random.default_rng(number)
        points = [
            turning.search(
                series_of(n_occasions, generator, shift=shift, likeness=likeness),
                seed=number,
                n_groups=n_groups,
            )
            for _ in range(n_groups)
        ]
        found += [any(points), any(len(one) > 1 for one in points)]
    return float(found[0] / repeats), float(found[1] / repeats)


def print_turns(repeats: int) -> None:
    """Print false alarms and power of the search for turning points."""
    print("\nturning points found where there are none (allowed: 5 %)")
    print(f"{'occasions':>10}{'one group':>12}{'four groups':>13}{'likeness 0.2':>14}{'0.4':>8}")
    for n in (8, 12, 20, 50, 150):
        shares = [
            turns_found(n, repeats, **settings)[0]
            for settings in ({}, {"n_groups": 4}, {"likeness": 0.2}, {"likeness": 0.4})
        ]
        print(f"{n:>10}{shares[0]:>12.3f}{shares[1]:>13.3f}{shares[2]:>14.3f}{shares[3]:>8.3f}")
    print("\nturning points found where the level steps in the middle (more than one found)")
    print(f"{'occasions':>10}" + "".join(f"{f'step {step}':>16}" for step in (0.2, 0.3, 0.5)))
    for n in (8, 12, 20, 50, 150):
        cells = [turns_found(n, repeats, shift=step) for step in (0.2, 0.3, 0.5)]
        print(f"{n:>10}" + "".join(f"{one:.3f} ({more:.3f})".rjust(16) for one, more in cells))


def print_held_fixed(repeats: int) -> None:
    """Print how often the interval of the change within outlets contains the truth.

    Outlets differ in level and their mix changes, so that the overall change misleads.
    """
    print("\nchange within three outlets: coverage of the 95 % interval, beside the overall one")
    for n in (8, 15, 40):
        inside, naive, told = 0, 0, 0
        for number in range(repeats):
            parts = [outlet_part(n, which, np.random.default_rng(2 * number + which))
                     for which in (0, 1)]  # fmt: skip
            found = within_outlets(*parts)
            if np.isnan(found["within"]):
                continue
            told += 1
            inside += found["within_low"] <= 0.2 <= found["within_high"]
            naive += overall_contains(parts, 0.2)
        print(f"{n:>4} occasions each: {inside / told:.3f}, overall {naive / told:.3f} "
              f"({told} of {repeats} could be told)")  # fmt: skip


def outlet_part(n: int, which: int, generator: np.random.Generator) -> pd.DataFrame:
    """Draw one period: occasions of three outlets, 0.2 points warmer in the second."""
    rows = []
    mix = (0.6, 0.3, 0.1) if which == 0 else (0.1, 0.3, 0.6)
    for number in range(n):
        level = generator.normal() * 0.2
        for outlet in np.unique(generator.choice(3, size=2, p=mix)):
            size = int(generator.geometric(0.6))
            mean = 0.2 * which + (outlet - 1) * 0.25 + level
            values = mean + generator.normal(size=size) * 0.25
            rows.append((f"{which}-{number:03}", "US", f"{outlet}", size, values.sum() * SCALE))
    return pd.DataFrame(rows, columns=["day", "side", "outlet", "n_utterances", "total"])


def overall_contains(parts: list[pd.DataFrame], truth: float) -> bool:
    """Return whether the plain difference, blind to outlets, has the truth in its interval."""
    occasions = [part.groupby("day")[["n_utterances", "total"]].sum() for part in parts]
    group = np.repeat([0, 1], [len(part) for part in occasions])
    size = np.concatenate([part["n_utterances"] for part in occasions]).astype(float)
    total = np.concatenate([part["total"] for part in occasions]) / SCALE
    means = intervals.cluster_means(group, size, total, total**2, 2)
    reach = 1.96 * np.sqrt(means.variance.sum())
    return bool(abs(means.mean[1] - means.mean[0] - truth) <= reach)


def main() -> None:
    """Print all tables."""
    tables = ("coverage", "bootstrap", "change", "turns", "outlets")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--sd", type=float, default=intervals.SCORE_SD)
    parser.add_argument("--only", choices=tables)
    options = parser.parse_args()
    intervals.SCORE_SD = options.sd
    repeats = 400 if options.quick else 4_000
    chosen = [options.only] if options.only else tables
    if "coverage" in chosen:
        for title, shapes in (("usual shapes", USUAL), ("hard shapes", HARD)):
            print(f"\n{title}: coverage of the {LEVEL:.0%} interval (median width)")
            print(f"{'shape':20}{'size':>6}{'icc':>5}" + "".join(f"{n:>14}" for n in SIZES))
            for name, shape in shapes.items():
                print_coverage(name, shape, repeats)
    if "bootstrap" in chosen:
        print_bootstraps(repeats // 10)
    if "change" in chosen:
        print("\nfalse alarms of change at p < 0.05 with 8/8, 20/20, 10/40 utterances")
        for name, shape in USUAL.items():
            print_false_alarms(name, shape, repeats // 4)
    if "turns" in chosen:
        print_turns(repeats // 4)
    if "outlets" in chosen:
        print_held_fixed(repeats // 4)


def print_coverage(name: str, shape: Shape, repeats: int) -> None:
    """Print one shape's lines: one for each kind of clustering, one cell for each size."""
    truth = truth_of(shape)
    for mean_size, icc in CLUSTERING:
        cells = [coverage(draw(shape, n, mean_size, icc, repeats, seed=n), truth) for n in SIZES]
        row = "".join(f"{share:.3f} ({width:.2f})".rjust(14) for share, width in cells)
        print(f"{name:20}{mean_size:>6.0f}{icc:>5.1f}{row}")


def print_bootstraps(n_samples: int) -> None:
    """Print what scipy's bootstraps of whole occasions would have covered."""
    print("\nbootstrap of whole occasions, for comparison (bell, size 2, icc 0.3)")
    truth = truth_of(USUAL["bell"])
    for method in ("percentile", "BCa"):
        shares = {
            n: bootstrap_coverage(
                draw(USUAL["bell"], n, 2.0, 0.3, n_samples, seed=n), truth, method, n_samples
            )
            for n in SIZES[:4]
        }
        print(f"{method:12}" + "".join(f"  n={n}: {share:.3f}" for n, share in shares.items()))


def print_false_alarms(name: str, shape: Shape, repeats: int) -> None:
    """Print one shape's lines: one for each kind of clustering."""
    for mean_size, icc in CLUSTERING[1:]:
        shares = [
            false_alarms(*(draw(shape, n, mean_size, icc, repeats, seed=7 * k + n)
                           for k, n in enumerate(sizes)))
            for sizes in ((8, 8), (20, 20), (10, 40))
        ]  # fmt: skip
        row = "  ".join(f"{share:.3f}" for share in shares)
        print(f"{name:20}{mean_size:>6.0f}{icc:>5.1f}   {row}")


if __name__ == "__main__":
    main()
