"""The two parts of a comparison: periods, actors, sides, outlets, of a frame or in SQL."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from stance.errors import UnknownNameError
from stance.trends.periods import days_of, lies_within, within_sql
from stance.trends.words import in_period

Part = str | Mapping[str, str]
"""A period ("2023-06"), or values by column ({"actor_id": "qin_gang", "period": "2023"})."""


def select(frame: pd.DataFrame, part: Part) -> pd.DataFrame:
    """Return the statements of a part."""
    wanted = {"period": part} if isinstance(part, str) else dict(part)
    keep = pd.Series(True, index=frame.index)
    period = wanted.pop("period", None)
    if period is not None:
        days = days_of(period)
        keep &= frame["said_on"].map(lambda said_on: lies_within(said_on, days)).astype(bool)
    for column, value in wanted.items():
        if column not in frame.columns:
            raise UnknownNameError("column", column, [*map(str, frame.columns), "period"])
        keep &= (frame[column] == value).astype(bool)
    return frame[keep]


def condition_of(part: Part, columns: Sequence[str]) -> tuple[str, list[Any]]:
    """Return the statements of a part as a condition with ``?``, and its values."""
    wanted = {"period": part} if isinstance(part, str) else dict(part)
    period = wanted.pop("period", None)
    terms: list[str] = ["TRUE"]
    values: list[Any] = []
    if period is not None:
        term, bounds = within_sql(days_of(period))
        terms.append(term)
        values += bounds
    for column, value in wanted.items():
        if column not in columns:
            raise UnknownNameError("column", column, [*columns, "period"])
        terms.append(f'"{column}" = ?')
        values.append(value)
    return " AND ".join(f"({term})" for term in terms), values


def label_of(part: Part) -> str:
    """Return how a part is called after "more conciliatory": "by qin_gang in May 2023"."""
    if isinstance(part, str):
        return in_period(part)
    others = [value for key, value in part.items() if key != "period"]
    when = [in_period(part["period"])] if "period" in part else []
    return " ".join([f"by {', '.join(others)}"] * bool(others) + when)
