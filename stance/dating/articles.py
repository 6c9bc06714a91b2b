"""When articles were published: each on its own evidence, then with the help of the others."""

from collections.abc import Mapping, Sequence

from stance.dating.corroboration import corroborate
from stance.dating.deciding import decide
from stance.dating.evidence import ArticleDating
from stance.dating.gathering import gather
from stance.model import Article, Case, Statement


def date_article(article: Article, case: Case) -> Article:
    """Return the article with ``published_on`` and ``published_basis`` as far as they are known."""
    return decide(article, gather(article, case)).article


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
    own = [decide(article, gather(article, case)) for article in articles]
    return [
        decide(each.article, [*each.candidates, *lent]) if lent else each
        for each, lent in zip(own, corroborate(own, statements_by_article, case), strict=True)
    ]
