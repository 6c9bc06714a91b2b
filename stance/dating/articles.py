"""When articles were published: each on its own evidence, then with the help of the others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from stance.dating.corroboration import corroborate
from stance.dating.deciding import decide
from stance.dating.evidence import ArticleDating, DateCandidate
from stance.dating.gathering import gather
from stance.model import Article, Case, Statement


def date_article(article: Article, case: Case) -> Article:
    """Return the article with ``published_on`` and ``published_basis`` as far as they are known."""
    return date_alone(article, case).article


def date_articles(
    articles: Sequence[Article],
    statements_by_article: Mapping[str, Sequence[Statement]],
    case: Case,
) -> list[ArticleDating]:
    """Date articles, each on its own evidence first, then with the help of the others.

    An article without a date of its printing that shares quotations with dated ones takes their
    day ("corroborated by ..."). Only articles dated on their own evidence lend their day, so the
    result does not depend on the order.

    Args:
        articles: Articles as they were read.
        statements_by_article: Statements by ``article_id``; an article may be missing.
        case: Its events, actors and curated facts are evidence.

    Returns:
        One dating per article, in the same order.
    """
    own = [date_alone(article, case) for article in articles]
    return with_corroboration(own, statements_by_article, case)


def date_alone(article: Article, case: Case) -> ArticleDating:
    """Date one article on its own evidence."""
    return decide(article, gather(article, case))


def dating_again(article: Article, candidates: Iterable[DateCandidate]) -> ArticleDating:
    """Date a stored article on its own evidence, as it was weighed when the article was read.

    Args:
        article: As stored; its date is not looked at.
        candidates: What is stored of the evidence; days that other articles lent do not count.
    """
    undated = replace(article, published_on=None, published_basis="")
    return decide(undated, [each for each in candidates if each.basis != "corroborated"])


def with_corroboration(
    own: Sequence[ArticleDating],
    statements_by_article: Mapping[str, Sequence[Statement]],
    case: Case,
) -> list[ArticleDating]:
    """Let articles that are dated on their own evidence lend their day to the others.

    Args:
        own: Each article dated alone.
        statements_by_article: Statements by ``article_id``. A statement that has been dated
            already (``said_on_basis`` is filled) is taken at its word.
        case: Its events and actors.

    Returns:
        One dating per article, in the same order.
    """
    return [
        decide(each.article, [*each.candidates, *lent]) if lent else each
        for each, lent in zip(own, corroborate(own, statements_by_article, case), strict=True)
    ]
