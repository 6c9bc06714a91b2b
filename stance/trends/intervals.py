"""How sure a mean is: intervals for utterances that come in clusters (occasions).

Utterances of one occasion resemble each other, occasions are few and of unequal size. A plain
bootstrap is too short then (``benchmarks/intervals.py`` measures it), so the interval is built on
Student's t with a cluster-robust standard error in its small-sample form: the CR2 estimator with
Satterthwaite's degrees of freedom (Bell and McCaffrey 2002). For a mean both have a closed form,
which makes intervals for thousands of groups a matter of a few sums, without random numbers.

References:
    Bell & McCaffrey (2002), Bias reduction in standard errors for linear regression with
    multi-stage samples, Survey Methodology 28(2). Imbens & Kolesár (2016), Robust standard errors
    in small samples, Review of Economics and Statistics 98(4).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]

MIN_UTTERANCES = 3
MIN_OCCASIONS = 2

# A single score is no surer than this (standard deviation, in points): the codebook reads tone in
# steps of half a point, and a lexicon gives many utterances exactly the same value. Five equal
# scores must not look like certainty. Swept 0.12-0.2 in benchmarks/intervals.py: at 0.15 and below
# skewed scores fall under 93 %, above 0.17 ever more intervals of five cover over 97 %.
SCORE_SD = 0.17


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """Means of several groups with the variance of each and its degrees of freedom.

    ``df`` and ``variance`` are NaN where nothing can be said (fewer than three utterances).
    ``is_clustered`` tells occasions from the fallback, where all utterances are of one occasion.
    """

    mean: Floats
    variance: Floats
    df: Floats
    n_utterances: Floats
    is_clustered: NDArray[np.bool_]

    def interval(self, level: float) -> tuple[Floats, Floats]:
        """Return lower and upper ends, within -1..+1; NaN where nothing can be said."""
        reach = reach_of(self.variance, self.df, SCORE_SD**2 / self.n_utterances, level)
        return np.maximum(self.mean - reach, -1.0), np.minimum(self.mean + reach, 1.0)


def reach_of(variance: Floats, df: Floats, least_variance: Floats, level: float) -> Floats:
    """Return how far an interval reaches to each side; NaN where ``df`` is NaN.

    Args:
        variance: Estimated variance of the mean (or difference).
        df: Its degrees of freedom.
        least_variance: Known share of the uncertainty, below which no estimate may lead.
        level: Of the interval, 0..1.
    """
    estimated = special.stdtrit(df, 0.5 + level / 2) * np.sqrt(variance)
    known = special.ndtri(0.5 + level / 2) * np.sqrt(least_variance)
    reach: Floats = np.maximum(estimated, known)
    return reach


def cluster_means(
    group: NDArray[np.int64], size: Floats, total: Floats, squares: Floats, n_groups: int
) -> Means:
    """Return the mean of each group over its occasions.

    Args:
        group: Group number of each occasion, 0..n_groups - 1.
        size: Utterances of each occasion, >= 1.
        total: Sum of their values, in points.
        squares: Sum of their squared values.
        n_groups: Number of groups, each with at least one occasion.
    """

    def added(values: Floats) -> Floats:
        return np.bincount(group, weights=values, minlength=n_groups).astype(np.float64)

    n_utterances, n_occasions = added(size), np.bincount(group, minlength=n_groups)
    mean = added(total) / n_utterances
    is_clustered = n_occasions >= MIN_OCCASIONS
    share = size / n_utterances[group]
    # A single occasion divides by zero here; its numbers are replaced below.
    with np.errstate(divide="ignore", invalid="ignore"):
        residual = total - size * mean[group]
        clustered = added(residual**2 / (1 - share)) / n_utterances**2
        df = degrees_of_freedom(group, share, n_groups)
        spread = np.maximum(added(squares) / n_utterances - mean**2, 0.0)
        plain = spread / (n_utterances - 1)
    unknown = np.where(n_utterances >= MIN_UTTERANCES, 0.0, np.nan)
    return Means(
        mean=mean,
        variance=np.where(is_clustered, clustered, plain) + unknown,
        df=np.where(is_clustered, df, n_utterances - 1) + unknown,
        n_utterances=n_utterances,
        is_clustered=is_clustered,
    )


def degrees_of_freedom(group: NDArray[np.int64], share: Floats, n_groups: int) -> Floats:
    """Return Satterthwaite's degrees of freedom of the CR2 variance of each group's mean.

    They depend on how much the utterances of an occasion agree, which so few data cannot tell.
    With none agreeing they come out too high, with all agreeing too low; their harmonic mean keeps
    the promise over the whole range (``benchmarks/intervals.py``). For K equal occasions all three
    are K - 1.

    Args:
        group: Group number of each occasion.
        share: Of its group's utterances, 0..1; each group's shares add up to 1.
        n_groups: Number of groups.
    """

    def added(values: Floats) -> Floats:
        return np.bincount(group, weights=values, minlength=n_groups).astype(np.float64)

    leverage = share**2 / (1 - share)
    own = added(share**2)
    # Both are (trace M)² / trace(M²), where M holds the covariances of the weighted residuals of
    # occasions: entries off the diagonal are sums of products, so no matrix is needed.
    agree_none = 1 / (own + added(leverage) ** 2 - added(leverage**2))
    first, second, third = (added(leverage * share**power) for power in (0, 1, 2))
    diagonal = leverage * (1 - 2 * share + own[group])
    off_diagonal = (
        own**2 * first**2
        + 2 * third * first
        - 4 * own * second * first
        + 2 * second**2
        - added(leverage**2 * (own[group] - 2 * share) ** 2)
    )
    agree_all = added(diagonal) ** 2 / (off_diagonal + added(diagonal**2))
    return 2 / (1 / agree_none + 1 / agree_all)
