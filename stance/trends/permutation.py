"""Could chance alone make two parts differ so much? A test that deals whole occasions out anew."""

import math
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from stance.trends.intervals import SCORE_SD, Floats

N_PERMUTATIONS = 4_999


def permutation_p(size: Floats, total: Floats, n_a: int, seed: int) -> float:
    """Return how often occasions dealt out at random differ as much as those observed.

    The difference is divided by its standard error each time, which keeps the test honest when the
    two parts scatter differently. All ways are tried where there are few.

    Args:
        size: Utterances of each occasion, those of the first part first; two parts of >= 2.
        total: Sum of their values.
        n_a: Occasions of the first part.
        seed: Of the random deals.
    """
    n = len(size)
    n_ways = math.comb(n, n_a)
    observed = _t_of(np.arange(n)[None, :] < n_a, size, total)[0]
    # A whisker of tolerance: the same allotment must count as equal after rounding.
    bar = abs(observed) * (1 - 1e-9)
    if n_ways <= N_PERMUTATIONS:
        deals = np.zeros((n_ways, n), bool)
        for row, chosen in enumerate(combinations(range(n), n_a)):
            deals[row, list(chosen)] = True
        return float((np.abs(_t_of(deals, size, total)) >= bar).mean())
    generator = np.random.default_rng(seed)
    n_as_extreme, n_done = 0, 0
    batch = max(1, 2_000_000 // n)  # bounds the memory that many occasions take
    while n_done < N_PERMUTATIONS:
        rows = min(batch, N_PERMUTATIONS - n_done)
        deals = generator.random((rows, n)).argsort(axis=1) < n_a
        n_as_extreme += int((np.abs(_t_of(deals, size, total)) >= bar).sum())
        n_done += rows
    return (1 + n_as_extreme) / (1 + N_PERMUTATIONS)


def _t_of(is_a: NDArray[np.bool_], size: Floats, total: Floats) -> Floats:
    """Return the studentised difference for each way (row) to deal the occasions out."""
    mean_a, variance_a = _mean_and_variance(is_a, size, total)
    mean_b, variance_b = _mean_and_variance(~is_a, size, total)
    return (mean_b - mean_a) / np.sqrt(variance_a + variance_b)


def _mean_and_variance(
    is_in: NDArray[np.bool_], size: Floats, total: Floats
) -> tuple[Floats, Floats]:
    n = is_in @ size
    mean = is_in @ total / n
    residual = total - size * mean[:, None]
    # The same CR2 form as the interval's; at least two occasions are always in.
    variance = (is_in * residual**2 / (1 - np.minimum(size / n[:, None], 1 - 1e-9))).sum(1) / n**2
    return mean, np.maximum(variance, SCORE_SD**2 / n)
