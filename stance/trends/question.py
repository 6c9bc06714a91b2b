"""What a trend is to be drawn of: axis, grouping, periods, and which statements."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from stance.errors import UnknownNameError, UsageError
from stance.registry import load_case
from stance.trends.windows import Window, check_windows, windows_around

By = Literal["side", "actor", "dyad", "topic", "outlet"]
Freq = Literal["day", "week", "month", "quarter", "year", "all", "event"]

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a trend is to be drawn of.

    Args:
        axis: A column with numbers, such as "conciliation" or "vader".
        by: What makes a line of its own; None: everything in one.
        freq: The length of a period; "all": one period, in which undated statements count too;
            "event": windows around events.
        source: Table or view with the columns of the statement table.
        where: A condition on it, with ``?`` for values.
        windows: For "event"; None: 14 days around each event of the case.
        within_outlets: Whether a group is divided by outlet (file where unknown).
    """

    axis: str
    by: By | None = "side"
    freq: Freq = "month"
    source: str = "statements"
    where: str = "TRUE"
    windows: tuple[Window, ...] | None = None
    within_outlets: bool = False

    def __post_init__(self) -> None:
        if self.by is not None and self.by not in get_args(By):
            raise UnknownNameError("grouping", str(self.by), get_args(By))
        if self.freq not in get_args(Freq):
            raise UnknownNameError("period", str(self.freq), get_args(Freq))
        if not _NAME.fullmatch(self.axis):
            raise UnknownNameError("axis", self.axis, ["conciliation", "vader", "..."])
        if self.windows is not None and self.freq != "event":
            raise UsageError(f"windows go with the period event, not with {self.freq}")
        if self.windows is not None:
            check_windows(self.windows)

    @property
    def event_windows(self) -> tuple[Window, ...]:
        """The windows that statements fall into; empty unless ``freq`` is "event"."""
        if self.freq != "event":
            return ()
        return windows_around(load_case().events) if self.windows is None else self.windows
