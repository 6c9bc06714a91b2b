"""Did the level of a group change at some time, and when? A search that admits "no" and "too few".

The unit is the occasion (what one side said on one day), as in the intervals. For each place
between two days the mean before is compared with the mean after; the largest difference, in units
of what chance would do there, is the candidate. Its p-value is the share of random orders of the
same occasions in which some place differs as much, so that the search over all places is paid for.
That needs only running sums over some hundreds of numbers, hence no library for change points:
those choose the number of changes by a penalty and give no error rate.

A found change splits the occasions, and both halves are searched again at their share of what is
allowed. Levels that drift slowly are found as well, and told as one or several steps. So are, too
often, levels of which each resembles the one before: with a correlation of 0.4 from occasion to
occasion one group in eight turns by chance (``benchmarks/intervals.py``). Intervals of the levels
do not know of the search: they are a little too short.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stance.trends.intervals import MIN_OCCASIONS, MIN_UTTERANCES, Floats, cluster_means
from stance.trends.means import Counted, count_occasions, frame_connection
from stance.trends.query import SCALE
from stance.trends.question import By, Question
from stance.trends.turns import MIN_ORDERED, Level, TurningPoint, Turns, turn_sentence

ERROR_RATE = 0.05
N_ORDERS = 4_999
# Stop once this many random orders were as extreme: p is far from small then (Besag and Clifford
# 1991, Sequential Monte Carlo p-values, Biometrika 78). Groups without a change cost little.
_ENOUGH_EXTREME = 50
_MAX_POINTS = 4
_ISO_DAY = r"\d{4}-\d\d-\d\d"
_BATCH = 400_000  # numbers drawn at once: bounds the memory that many occasions take


@dataclass(frozen=True, slots=True)
class Series:
    """Dated occasions of one group, in order of time: days, utterances, sums of values."""

    days: NDArray[np.object_]
    size: Floats
    total: Floats
    squares: Floats

    def __len__(self) -> int:
        return len(self.size)

    def part(self, begin: int, end: int) -> "Series":
        """Return the occasions begin..end, end exclusive."""
        kept = slice(begin, end)
        return Series(self.days[kept], self.size[kept], self.total[kept], self.squares[kept])


def turning_points(
    frame: pd.DataFrame, *, axis: str = "conciliation", by: By | None = "side", seed: int = 0
) -> tuple[Turns, ...]:
    """Search each group of a frame for changes of level.

    Args:
        frame: Statements, in the columns of the statement table; only those dated to the day count.
        axis: Id of an axis, or another column with numbers.
        by: What makes a group, as for ``trend``.
        seed: Of the random orders: the same frame gives the same answer.

    Raises:
        UnknownNameError: For an axis or grouping that does not exist.
    """
    question = Question(axis=axis, by=by, freq="day")
    with frame_connection(frame, question) as connection:
        return turning_points_of(count_occasions(connection, question), question, seed=seed)


def turning_points_of(
    counted: Counted,
    question: Question,
    *,
    names: Mapping[str, str] | None = None,
    groups: Collection[str] | None = None,
    seed: int = 0,
) -> tuple[Turns, ...]:
    """Search what ``count_occasions`` found, by group in alphabetical order.

    Args:
        counted: Of any period; occasions without a full date take no part.
        question: What was counted.
        names: How groups are called in the sentences.
        groups: Those to search; None: all.
        seed: Of the random orders.
    """
    rows = counted.occasions
    rows = rows[rows["day"].astype(str).str.fullmatch(_ISO_DAY)]
    if groups is not None:
        rows = rows[rows["group"].isin(list(groups))]
    series = {str(name): _series(part) for name, part in rows.groupby("group", sort=True)}
    tested = [name for name, one in series.items() if is_searchable(one)]
    found = {name: search(series[name], seed=seed, n_groups=len(tested)) for name in tested}
    return tuple(
        _told(name, one, found.get(name), question.axis, (names or {}).get(name, name))
        for name, one in series.items()
    )


def is_searchable(series: Series) -> bool:
    """Whether there are occasions enough for any order of them to be surprising."""
    return len(series) >= MIN_ORDERED and bool(_splits(series).any())


def search(series: Series, *, seed: int = 0, n_groups: int = 1) -> tuple[TurningPoint, ...]:
    """Return the turning points of one group, in order of time.

    Args:
        series: At least ``MIN_ORDERED`` occasions.
        seed: Of the random orders.
        n_groups: Groups that are searched in the same breath.
    """
    # Halves are searched only where the whole turned; each has the share of the allowed error
    # that it has of the occasions, so that all of a level's searches together keep to 5 %.
    cuts: dict[int, float] = {}
    waiting = [(0, len(series), 0.0)]
    while waiting and len(cuts) < _MAX_POINTS:
        begin, end, least_p = waiting.pop(0)
        part = series.part(begin, end)
        if not is_searchable(part):
            continue
        cut, p_value = best_split(part, seed)
        p_value = max(least_p, min(1.0, p_value * n_groups * len(series) / len(part)))
        if p_value <= ERROR_RATE:
            cuts[begin + cut] = p_value
            waiting += [(begin, begin + cut, p_value), (begin + cut, end, p_value)]
    ends = [0, *sorted(cuts), len(series)]
    levels = [_level(series.part(*pair)) for pair in pairwise(ends)]
    return tuple(
        TurningPoint(
            last_before=date.fromisoformat(str(series.days[cut - 1])),
            first_after=date.fromisoformat(str(series.days[cut])),
            before=levels[number],
            after=levels[number + 1],
            p_value=round(cuts[cut], 6),
        )
        for number, cut in enumerate(sorted(cuts))
    )


def best_split(series: Series, seed: int) -> tuple[int, float]:
    """Return where the level changes most (occasions before it) and how surprising that is.

    The p-value lies above 0 and up to 1, and pays for the search over all places.
    """
    same_day = np.append(series.days[1:] == series.days[:-1], [True])
    numbers = (np.asarray(each, np.float64).tobytes() for each in (series.size, series.total))
    return _best_split(*numbers, same_day.astype(bool).tobytes(), seed)


# A chart and the sentences above it ask for the same series, and the random orders are what takes
# long: nearly a second for some thousand occasions.
@lru_cache(maxsize=128)
def _best_split(sizes: bytes, totals: bytes, same_days: bytes, seed: int) -> tuple[int, float]:
    size, total = np.frombuffer(sizes), np.frombuffer(totals)
    same_day = np.frombuffer(same_days, bool)
    n = len(size)
    observed = _strengths(size, total, same_day)
    cut = int(observed.argmax())
    residual = total - size * (total.sum() / size.sum())
    # A whisker of tolerance: the same order must count as equal after rounding.
    bars = np.where(_is_place(same_day), observed[cut] * (1 - 1e-9) * _scatter(n), np.inf)
    generator = np.random.default_rng(seed)
    n_done, n_extreme = 0, 0
    while n_done < N_ORDERS and n_extreme < _ENOUGH_EXTREME:
        # Few at first, as most groups show nothing.
        rows = min(max(n_done, 200), max(1, _BATCH // n), N_ORDERS - n_done)
        order = generator.permuted(np.tile(np.arange(n), (rows, 1)), axis=1)
        n_extreme += int((_running_sums(order, residual, size) >= bars).any(1).sum())
        n_done += rows
    return cut + 1, (1 + n_extreme) / (1 + n_done)


def _running_sums(order: NDArray[np.int_], residual: Floats, size: Floats) -> Floats:
    """Return how far the residuals have run off after each place; -1 where too little is behind.

    Every occasion has an utterance, so only beside so few occasions can there be too few of them.
    """
    n = len(size)
    sums = residual[order]
    np.cumsum(sums, axis=1, out=sums)
    np.abs(sums, out=sums)
    for k in range(MIN_OCCASIONS, min(MIN_UTTERANCES, n)):
        sums[size[order[:, :k]].sum(1) < MIN_UTTERANCES, k - 1] = -1.0
        sums[size[order[:, n - k :]].sum(1) < MIN_UTTERANCES, n - k - 1] = -1.0
    return sums


def _strengths(size: Floats, total: Floats, same_day: NDArray[np.bool_]) -> Floats:
    """Return for each place how much the two sides differ; -1 where none may be.

    For occasions in random order the running sum of their residuals scatters as
    sqrt(k (n - k)) after k of n; divided by that, all places have the same chance to be largest.
    """
    residual = total - size * (total.sum() / size.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        strength = np.abs(residual.cumsum()) / _scatter(len(size))
    n_before = size.cumsum()
    n_after = n_before[-1] - n_before
    is_enough = (n_before >= MIN_UTTERANCES) & (n_after >= MIN_UTTERANCES)
    return np.where(is_enough & _is_place(same_day), strength, -1.0)


def _scatter(n: int) -> Floats:
    k = np.arange(1, n + 1, dtype=np.float64)
    return np.sqrt(k * (n - k))


def _is_place(same_day: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return where the level may change: between two days, with occasions enough on both sides."""
    n = len(same_day)
    k = np.arange(1, n + 1)
    return ~same_day & (k >= MIN_OCCASIONS) & (n - k >= MIN_OCCASIONS)


def _splits(series: Series) -> NDArray[np.bool_]:
    same_day = np.append(series.days[1:] == series.days[:-1], [True]).astype(bool)
    is_place: NDArray[np.bool_] = _strengths(series.size, series.total, same_day) >= 0
    return is_place


def _series(rows: pd.DataFrame) -> Series:
    rows = rows.sort_values(["day", "side"], kind="stable")
    return Series(
        rows["day"].to_numpy(object),
        rows["n_utterances"].to_numpy(np.float64),
        rows["total"].to_numpy(np.float64) / SCALE,
        rows["squares"].to_numpy(np.float64) / SCALE**2,
    )


def _level(series: Series) -> Level:
    group = np.zeros(len(series), np.int64)
    means = cluster_means(group, series.size, series.total, series.squares, 1)
    low, high = means.interval(0.95)
    return Level(
        mean=round(float(means.mean[0]), 6),
        low=round(float(low[0]), 6),
        high=round(float(high[0]), 6),
        n_utterances=int(series.size.sum()),
        n_occasions=len(series),
    )


def _told(
    group: str, series: Series, points: tuple[TurningPoint, ...] | None, axis: str, name: str
) -> Turns:
    turns = Turns(
        group=group,
        n_utterances=int(series.size.sum()),
        n_occasions=len(series),
        verdict="too few" if points is None else "found" if points else "none",
        points=points or (),
        sentence="",
    )
    return replace(turns, sentence=turn_sentence(turns, axis, name))
