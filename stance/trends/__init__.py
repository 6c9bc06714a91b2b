"""From statements to trends: means, intervals, counts, change, and what they mean in words.

Each of ``trend``, ``change`` and ``summary`` takes a frame; ``trend_from`` and ``summary_from``
take a DuckDB connection and a ``Question``, for stores too large for a frame. Both read what
``count_occasions`` counts; who wants the two counts once and asks ``trend_of`` and ``summary_of``.
"""

from stance.trends.comparison import Change, Side, change, change_between, change_of_occasions
from stance.trends.means import (
    Counted,
    count_occasions,
    trend,
    trend_from,
    trend_of,
    trend_of_occasions,
)
from stance.trends.query import By, Freq, Question
from stance.trends.summaries import summary, summary_from, summary_of
from stance.trends.words import describe, period_name

__all__ = [
    "By",
    "Change",
    "Counted",
    "Freq",
    "Question",
    "Side",
    "change",
    "change_between",
    "change_of_occasions",
    "count_occasions",
    "describe",
    "period_name",
    "summary",
    "summary_from",
    "summary_of",
    "trend",
    "trend_from",
    "trend_of",
    "trend_of_occasions",
]
