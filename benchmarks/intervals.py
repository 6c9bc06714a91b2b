"""Do the intervals keep their promise? Simulations with a known truth.

``python benchmarks/intervals.py`` prints, for shapes of scores, sizes and clustering, how often the
95 % interval of ``stance.trends`` contains the true mean (promise: 93-97 %), beside a percentile
and a BCa bootstrap of whole occasions, and how often ``change`` raises a false alarm (promise:
5 %).
``--quick`` takes a tenth of the repetitions; ``--sd 0.2`` tries another least spread of a score.
"""

import argparse
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from stance.trends import intervals
from stance.trends.permutation import permutation_p

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


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--sd", type=float, default=intervals.SCORE_SD)
    options = parser.parse_args()
    intervals.SCORE_SD = options.sd
    repeats = 400 if options.quick else 4_000
    for title, shapes in (("usual shapes", USUAL), ("hard shapes", HARD)):
        print(f"\n{title}: coverage of the {LEVEL:.0%} interval (median width)")
        print(f"{'shape':20}{'size':>6}{'icc':>5}" + "".join(f"{n:>14}" for n in SIZES))
        for name, shape in shapes.items():
            print_coverage(name, shape, repeats)
    print_bootstraps(repeats // 10)
    print("\nfalse alarms of change at p < 0.05 with 8/8, 20/20, 10/40 utterances")
    for name, shape in USUAL.items():
        print_false_alarms(name, shape, repeats // 4)


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
