"""Where everything of the timeline goes: its time span, lanes and pixels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd

from dashboard import theme

# Pixels of each part from top to bottom; the figure's height is their sum.
EVENTS_PX, LANE_PX, SMALL_LANE_PX, LANE_GAP_PX = 52, 372, 104, 14
AXIS_PX, STRIP_PX, TOP_PX, BOTTOM_PX = 46, 40, 4, 8
POLE_PX = 19  # a line of its own for the name of a pole, so that no point lies under it
TYPICAL_PLOT_PX, NARROW_PLOT_PX = 940, 285
MARKER_PX = 8
LEAST_BAR_PX = 7
MOST_NARROW_PX = 96
NARROW_RIGHT_PX, LEAST_RIGHT_PX, CHAR_PX = 62, 112, 7.6
LABEL_CHARS = 20  # a longer name at the end of its series is broken into lines
SCALE = 1.06  # the fixed scale -1..+1 with room for markers at its ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One series: the value of ``group`` in the trend, how it is called, whose colour it has."""

    key: str
    label: str
    side: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisWords:
    """What the vertical axis means."""

    label: str
    warm: str
    cold: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Colours of the mode and the order of the sides, the pair first."""

    colours: theme.Palette
    sides: tuple[str, ...]

    def colour(self, side: str | None) -> str:
        """Return a side's hue."""
        return theme.side_colour(side, self.sides, self.colours)

    def shape(self, side: str | None) -> str:
        """Return a side's marker."""
        return theme.side_shape(side, self.sides)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where everything goes: the span of time, the lanes, and their vertical places."""

    first: date
    last: date
    lanes: tuple[tuple[Group, ...], ...]
    freq: str
    axis: AxisWords
    look: Look
    narrow: bool = False
    windows: Mapping[date, tuple[date, str]] = field(default_factory=dict)

    def end_of(self, start: date) -> date:
        """Return the first day after the period that begins on ``start``."""
        window = self.windows.get(start)
        return window[0] if window else period_end(start, self.freq)

    def label_of(self, start: date) -> str:
        """Return how the period that begins on ``start`` is called."""
        window = self.windows.get(start)
        return window[1] if window else period_label(start, self.freq)

    def bar_ends(self, start: Any) -> tuple[datetime, datetime]:
        """Return where the bar of a period begins and ends: a little inside it, never a dot."""
        day = day_of(start)
        left, right = (datetime.combine(each, time.min) for each in (day, self.end_of(day)))
        inset = (right - left) * 0.03
        missing = timedelta(days=self.span_days * LEAST_BAR_PX / self.plot_px) - (right - left)
        widened = max(missing / 2, timedelta(0))
        return left + inset - widened, right - inset + widened

    @property
    def events_px(self) -> int:
        """Height of the strip of events: only ticks where there is no room for words."""
        return 18 if self.narrow else EVENTS_PX

    @property
    def plot_px(self) -> int:
        """Typical width of the plot area, for layout that depends on it."""
        return NARROW_PLOT_PX if self.narrow else TYPICAL_PLOT_PX

    @property
    def is_single(self) -> bool:
        """Whether all groups share one chart."""
        return len(self.lanes) == 1

    @property
    def lane_px(self) -> int:
        """Height of one lane."""
        return LANE_PX if self.is_single else SMALL_LANE_PX

    @property
    def height(self) -> int:
        """Height of the whole figure in pixels."""
        return TOP_PX + self.strip_top + LANE_GAP_PX + STRIP_PX + BOTTOM_PX

    @property
    def span_days(self) -> int:
        """Days from end to end, at least one."""
        return max(1, (self.last - self.first).days)

    def domain(self, top_px: float, height_px: float) -> tuple[float, float]:
        """Return a vertical domain from pixels below the top edge of the plot area."""
        inner = self.height - TOP_PX - BOTTOM_PX
        return (
            max(0.0, round(1 - (top_px + height_px) / inner, 5)),
            min(1.0, round(1 - top_px / inner, 5)),
        )

    def lane_domain(self, lane: int) -> tuple[float, float]:
        """Return the domain of a lane, from 0 at the top."""
        top = self.events_px + POLE_PX + lane * (self.lane_px + LANE_GAP_PX)
        return self.domain(top, self.lane_px)

    @property
    def right_px(self) -> int:
        """Room for the names at the right end."""
        if self.narrow:
            words = (word for lane in self.lanes for group in lane for word in group.label.split())
            longest = max((len(word) for word in words), default=0)
            return min(MOST_NARROW_PX, max(NARROW_RIGHT_PX, round(longest * 7.2) + 10))
        longest = max((len(group.label) for lane in self.lanes for group in lane), default=0)
        return max(LEAST_RIGHT_PX, round(min(longest, LABEL_CHARS) * CHAR_PX) + 30)

    @property
    def axis_top(self) -> int:
        """Where the axis of time lies, in pixels below the top edge."""
        lanes = len(self.lanes) * (self.lane_px + LANE_GAP_PX) - LANE_GAP_PX
        return self.events_px + POLE_PX + lanes + POLE_PX

    @property
    def strip_top(self) -> int:
        """Where the strip of counts begins, in pixels below the top edge."""
        return self.axis_top + AXIS_PX


def period_end(start: date, freq: str) -> date:
    """Return the first day after the period of a calendar that begins on ``start``."""
    if freq == "day":
        return start + timedelta(days=1)
    if freq == "week":
        return start + timedelta(days=7)
    months = {"month": 1, "quarter": 3, "year": 12}[freq]
    month = start.month - 1 + months
    return date(start.year + month // 12, month % 12 + 1, 1)


def period_label(start: date, freq: str) -> str:
    """Return how a period is called: "June 2023", "week of 19 June 2023", "2023, quarter 2"."""
    if freq == "day":
        return theme.long_date(start)
    if freq == "month":
        return theme.long_date(start.isoformat()[:7])
    if freq == "week":
        return f"week of {theme.long_date(start)}"
    if freq == "quarter":
        return f"{start.year}, quarter {(start.month - 1) // 3 + 1}"
    return str(start.year)


def day_of(value: Any) -> date:
    """Return the day of an ISO text or a timestamp."""
    return date.fromisoformat(str(value)[:10])


def windows_of(trend: pd.DataFrame, freq: str) -> dict[date, tuple[date, str]]:
    """Return for each window around an event its first day: (first day after it, its name)."""
    if freq != "event" or trend.empty:
        return {}
    found = {}
    for period, label in zip(trend["period"], trend["window"], strict=True):
        first, _, last = str(period).partition("..")
        end = date.fromisoformat(last or first) + timedelta(days=1)
        found[date.fromisoformat(first)] = (end, str(label))
    return found


def span_of(
    points: pd.DataFrame,
    trend: pd.DataFrame,
    freq: str,
    least: tuple[date, date] | None = None,
    *,
    windows: Mapping[date, tuple[date, str]],
    narrow: bool = False,
) -> tuple[date, date]:
    """Return the days to show: whole periods and at least these days, with a little air."""
    days = [day_of(value) for value in points["placed_on"]] if not points.empty else []
    starts = [day_of(value) for value in trend["period_start"]] if not trend.empty else []
    first = min([*days, *starts, *(least or ())])
    ends = [windows[start][0] if start in windows else period_end(start, freq) for start in starts]
    last = max([*days, *ends, *(least or ())])
    # Room for the points of the first and the last day, which stand side by side.
    air = timedelta(days=max(1, round((last - first).days * (0.07 if narrow else 0.028))))
    return first - air, last + air


def apart(values: Sequence[float], gap: float) -> list[float]:
    """Return the values moved as little as needed to stand at least ``gap`` apart, order kept."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    moved = [values[i] for i in order]
    for _ in range(50):
        touched = False
        for low in range(len(moved) - 1):
            missing = gap - (moved[low + 1] - moved[low])
            if missing > 1e-9:
                moved[low] -= missing / 2
                moved[low + 1] += missing / 2
                touched = True
        if not touched:
            break
    result = [0.0] * len(values)
    for place, index in enumerate(order):
        result[index] = moved[place]
    return result
