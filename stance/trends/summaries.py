"""The sentences above a timeline, made from the numbers that it draws."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pandas as pd

from stance.errors import UnknownNameError
from stance.model import Axis
from stance.registry import load_axes
from stance.trends.comparison import Change, change_of_occasions
from stance.trends.intervals import MIN_OCCASIONS, MIN_UTTERANCES
from stance.trends.means import (
    Counted,
    count_occasions,
    frame_connection,
    period_label,
    trend_of_occasions,
)
from stance.trends.question import By, Freq, Question
from stance.trends.turning import turning_points_of
from stance.trends.words import (
    MOSTLY_FROM,
    NEUTRAL_BELOW,
    describe,
    in_period,
    more_or_slightly,
    n_of,
    period_name,
    signed,
)

_SUBJECTS: dict[str | None, str] = {
    None: "All words together were",
    "side": "{name} was",
    "actor": "{name} was",
    "dyad": "{name} was",
    "topic": "Words on {name} were",
    "outlet": "Words in {name} were",
}


def summary(
    frame: pd.DataFrame,
    *,
    axis: str = "conciliation",
    by: By | None = "side",
    freq: Freq = "month",
    names: Mapping[str, str] | None = None,
    limit: int = 4,
) -> list[str]:
    """Return what a timeline shows in a few sentences, and what it cannot say.

    Args:
        frame: Statements, in the columns of the statement table.
        axis: Id of an axis.
        by: What makes a line of its own, as for ``trend``.
        freq: Length of a period.
        names: How groups are called ({"qin_gang": "Qin Gang"}); others go by their id.
        limit: Groups that get sentences, those with most words first.

    Raises:
        UnknownNameError: For an axis, grouping or period that does not exist.
    """
    question = Question(axis=axis, by=by, freq=freq)
    with frame_connection(frame, question) as connection:
        return summary_from(connection, question, names=names, limit=limit)


def summary_from(
    connection: duckdb.DuckDBPyConnection,
    question: Question,
    values: Sequence[Any] = (),
    *,
    names: Mapping[str, str] | None = None,
    limit: int = 4,
) -> list[str]:
    """Return the summary of what a connection holds; otherwise as ``summary``."""
    _axis(question.axis)
    return summary_of(
        count_occasions(connection, question, values), question, names=names, limit=limit
    )


def summary_of(
    counted: Counted,
    question: Question,
    *,
    names: Mapping[str, str] | None = None,
    limit: int = 4,
) -> list[str]:
    """Return the summary of what ``count_occasions`` found; otherwise as ``summary``."""
    axis = _axis(question.axis)
    occasions = counted.occasions
    if occasions.empty:
        return [f"There are no dated words with a score for {axis.label.lower()}."]
    groups = {str(name): rows for name, rows in occasions.groupby("group", sort=True)}
    ranked = sorted(groups, key=lambda name: -int(groups[name]["n_utterances"].sum()))
    sentences: list[str] = []
    too_few: list[str] = []
    told: list[str] = []
    for group in ranked:
        name = (names or {}).get(group, group)
        n_utterances = int(groups[group]["n_utterances"].sum())
        if n_utterances < MIN_UTTERANCES:
            too_few.append(f"{name} ({n_of(n_utterances, 'utterance')})")
        elif limit > 0:
            limit -= 1
            told.append(group)
            subject = _SUBJECTS[question.by].format(name=name)
            sentences += _about(groups[group], subject, name, axis, question)
    turns = turning_points_of(counted, question, names=names, groups=told)
    sentences += [one.sentence for one in turns if one.verdict == "found"]
    if too_few:
        sentences.append(f"Too few words to say: {', '.join(too_few)}.")
    return sentences


def _about(
    occasions: pd.DataFrame, subject: str, name: str, axis: Axis, question: Question
) -> list[str]:
    """Return the sentences on one group: how it was, and whether it changed."""
    of_periods = dict(list(occasions.groupby("period_start", sort=True)))
    starts: list[Any] = list(of_periods)
    overall = _overall(occasions).iloc[0]
    windows = question.event_windows
    labels = [period_label(pd.Timestamp(start), question.freq, windows) for start in starts]
    if len(starts) == 1:
        return [f"{subject} {_state(overall, axis)} {in_period(labels[0])} {_counts(overall)}."]
    # Of windows the first day of the first and the last of the last; otherwise the whole names.
    ends = labels[0].split("..")[0], labels[-1].split("..")[-1]
    where = f"from {period_name(ends[0])} to {period_name(ends[1])}"
    sentences = [f"{subject} {_state(overall, axis)} {where} {_counts(overall)}."]
    parts = list(of_periods.values())
    told = [index for index, part in enumerate(parts) if _is_enough(part)]
    if len(told) < 2:
        sentences.append(_unsure(parts, labels, name))
        return sentences
    first, last = told[0], told[-1]
    found = change_of_occasions(
        parts[first],
        parts[last],
        label_a=in_period(labels[first]),
        label_b=in_period(labels[last]),
        axis=axis.axis_id,
    )
    sentences.append(f"{name}: {_change(found, axis)}.")
    return sentences


def _unsure(parts: Sequence[pd.DataFrame], labels: Sequence[str], name: str) -> str:
    """Return how it was in the first and the last period with words enough, and the doubt."""
    enough = [
        place for place, part in enumerate(parts) if part["n_utterances"].sum() >= MIN_UTTERANCES
    ]
    if len(enough) < 2:
        return f"Too few words by period to say whether {name} changed."
    ends = [(_overall(parts[place]).iloc[0], labels[place]) for place in (enough[0], enough[-1])]
    told = " and ".join(f"{signed(row['mean'])} {in_period(label)}" for row, label in ends)
    counts = " and ".join(f"{row['n_utterances']:,}" for row, _ in ends)
    return f"{name}: {told} (n = {counts}), on too few occasions to say whether that is a change."


def _change(found: Change, axis: Axis) -> str:
    numbers = (
        f"({signed(found.a.mean)} to {signed(found.b.mean)}, "
        f"difference {signed(found.difference)}, "
        f"95 % interval {signed(found.low)} to {signed(found.high)}; n = "
        f"{found.a.n_utterances:,} and {found.b.n_utterances:,})"
    )
    if not found.is_clear:
        return (
            f"no clear change between {_bare(found.a.label)} and {_bare(found.b.label)} {numbers}"
        )
    pole = axis.warm if found.difference > 0 else axis.cold
    more = more_or_slightly(found.difference)
    return f"{more} {pole} {found.b.label} than {found.a.label} {numbers}"


def _state(row: "pd.Series[Any]", axis: Axis) -> str:
    is_neutral = abs(row["mean"]) < NEUTRAL_BELOW
    is_unsure = row["low"] <= 0 <= row["high"]
    if is_neutral:  # unsure where it may as well be "mostly" one of the two
        is_unsure = row["low"] < -MOSTLY_FROM or row["high"] > MOSTLY_FROM
    return f"{'perhaps ' if is_unsure else ''}{describe(float(row['mean']), axis)}"


def _counts(row: "pd.Series[Any]") -> str:
    interval = (
        f", 95 % interval {signed(row['low'])} to {signed(row['high'])}"
        if row["interval_basis"] == "occasions"
        else ""
    )
    return (
        f"(mean {signed(row['mean'])}{interval}, n = {n_of(row['n_utterances'], 'utterance')}, "
        f"{n_of(row['n_occasions'], 'occasion')})"
    )


def _overall(occasions: pd.DataFrame) -> pd.DataFrame:
    """Return the trend of one group over all its periods taken together: one row."""
    together = occasions.assign(period_start=occasions["period_start"].min())
    return trend_of_occasions(together, freq="all", level=0.95)


def _is_enough(occasions: pd.DataFrame) -> bool:
    enough_utterances = occasions["n_utterances"].sum() >= MIN_UTTERANCES
    return bool(enough_utterances and len(occasions) >= MIN_OCCASIONS)


def _bare(label: str) -> str:
    return label.split(" ", 1)[1]


def _axis(axis_id: str) -> Axis:
    axes = {axis.axis_id: axis for axis in load_axes()}
    if axis_id not in axes:
        raise UnknownNameError("axis", axis_id, axes)
    return axes[axis_id]
