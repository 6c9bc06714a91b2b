"""Dates: when an article was published, when a statement was made, and on what evidence."""

from stance.dating.articles import (
    date_alone,
    date_article,
    date_articles,
    dating_again,
    with_corroboration,
)
from stance.dating.corroboration import is_printed, quoted_runs
from stance.dating.evidence import ArticleDating, DateCandidate
from stance.dating.statements import date_statement

__all__ = [
    "ArticleDating",
    "DateCandidate",
    "date_alone",
    "date_article",
    "date_articles",
    "date_statement",
    "dating_again",
    "is_printed",
    "quoted_runs",
    "with_corroboration",
]
