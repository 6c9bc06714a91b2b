"""From statements to trends: means, intervals, counts, change, and what they mean in words.

Each of ``trend``, ``change``, ``summary`` and ``outlet_panel`` takes a frame; ``trend_from``,
``change_from``, ``summary_from`` and ``outlet_panel_from`` take a DuckDB connection and a
``Question``, for stores too large for a frame. Both read what ``count_occasions`` counts; who wants
several answers counts once and asks ``trend_of``, ``summary_of`` and ``turning_points_of``.
"""

from stance.trends.comparison import (
    Change,
    Side,
    change,
    change_between,
    change_from,
    change_of_occasions,
)
from stance.trends.correlation import MIN_MONTHS, correlate, rescale
from stance.trends.means import (
    Counted,
    count_occasions,
    trend,
    trend_from,
    trend_of,
    trend_of_occasions,
)
from stance.trends.outlets import OutletPanel, outlet_panel, outlet_panel_from
from stance.trends.parts import Part
from stance.trends.question import By, Freq, Question
from stance.trends.reference import Reference, read_reference
from stance.trends.summaries import summary, summary_from, summary_of
from stance.trends.turning import turning_points, turning_points_of
from stance.trends.turns import Level, TurningPoint, Turns
from stance.trends.windows import Window, choose_events, windows_around, windows_between
from stance.trends.words import describe, period_name

__all__ = [
    "MIN_MONTHS",
    "By",
    "Change",
    "Counted",
    "Freq",
    "Level",
    "OutletPanel",
    "Part",
    "Question",
    "Reference",
    "Side",
    "TurningPoint",
    "Turns",
    "Window",
    "change",
    "change_between",
    "change_from",
    "change_of_occasions",
    "choose_events",
    "correlate",
    "count_occasions",
    "describe",
    "outlet_panel",
    "outlet_panel_from",
    "period_name",
    "read_reference",
    "rescale",
    "summary",
    "summary_from",
    "summary_of",
    "trend",
    "trend_from",
    "trend_of",
    "trend_of_occasions",
    "turning_points",
    "turning_points_of",
    "windows_around",
    "windows_between",
]
