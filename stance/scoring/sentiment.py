"""Plain sentiment, the baseline that stands beside the axes."""

from functools import cache
from typing import Any


def compound(text: str) -> float:
    """Return VADER's compound value of a text, -1..+1; 0 where it knows no word.

    References:
        Hutto & Gilbert (2014), VADER, ICWSM-14.
    """
    return float(_analyzer().polarity_scores(text)["compound"])


@cache
def _analyzer() -> Any:
    # 7,500 words are read from the package on first use, not at import
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()
