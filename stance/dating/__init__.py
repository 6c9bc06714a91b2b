"""Dates: when an article was published, when a statement was made, and on what evidence."""

from stance.dating.articles import date_article, date_articles
from stance.dating.evidence import ArticleDating, DateCandidate
from stance.dating.statements import date_statement

__all__ = ["ArticleDating", "DateCandidate", "date_article", "date_articles", "date_statement"]
