"""The steps in their order: one article alone, then what needs all articles together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache

import pandas as pd

from stance.dating import ArticleDating, date_article, date_articles, date_statement
from stance.model import Article, Case, Statement
from stance.nlp import Extractor
from stance.registry import curated_fact, load_axes, load_case
from stance.run.method import method_version
from stance.scoring import Scorer
from stance.table import frame_of, statement_row
from stance.utterances import Report, assign, report_of_row

# Called with articles done, articles in all, and the name of the one just finished.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Analysed:
    """One article with its scored statements, not yet dated."""

    article: Article
    statements: tuple[Statement, ...]


def analyse_article(article: Article) -> Analysed:
    """Extract and score one article: the step that runs in a worker, on its own."""
    case = load_case()
    article = _with_known_facts(article, case)
    # Offices change hands: who "the foreign minister" is depends on the day.
    dated = date_article(article, case)
    statements = extractor().extract(dated)
    return Analysed(article, tuple(scorer().score_article(statements, article)))


def analyse_each(
    articles: Sequence[Article],
    *,
    workers: int = 1,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> list[Analysed]:
    """Analyse articles one by one, here, in processes or on a cluster; same order, same result.

    Args:
        articles: What to analyse.
        workers: Processes at work.
        cluster: Address of a Dask scheduler that analyses instead.
        progress: Called after each article.
    """
    done: list[Analysed] = []
    for each in _each(articles, workers, cluster):
        done.append(each)
        if progress is not None:
            progress(len(done), len(articles), each.article.source_file)
    return done


def dated_together(
    done: Sequence[Analysed],
) -> tuple[list[ArticleDating], list[list[Statement]]]:
    """Return the datings of the articles and, in the same order, their dated statements."""
    case = load_case()
    found = {each.article.article_id: each.statements for each in done}
    datings = date_articles([each.article for each in done], found, case)
    return datings, [
        dated_statements(dating, each) for dating, each in zip(datings, done, strict=True)
    ]


def dated_statements(dating: ArticleDating, analysed: Analysed) -> list[Statement]:
    """Return the statements of one article with the time that each was made at."""
    case = load_case()
    return [date_statement(dating.article, each, case) for each in analysed.statements]


def table_of(
    datings: Sequence[ArticleDating], statements: Sequence[Sequence[Statement]]
) -> pd.DataFrame:
    """Return the statements as the table that the README documents, utterances not yet formed."""
    axes = axis_ids()
    rows = (
        statement_row(dating.article, statement, axes=axes, method_version=method_version())
        for dating, row in zip(datings, statements, strict=True)
        for statement in row
    )
    return frame_of(rows, axes)


def utterances_of(*frames: pd.DataFrame) -> dict[str, str]:
    """Return the utterance id of every statement id in the frames, formed over all of them."""
    return assign([report for frame in frames for report in _reports(frame)])


def with_utterances(frame: pd.DataFrame, groups: Mapping[str, str]) -> pd.DataFrame:
    """Return the table with the utterance ids filled in."""
    return frame.assign(utterance_id=[groups[each] for each in frame["statement_id"]])


def axis_ids() -> list[str]:
    """Return the ids of the axes in their order."""
    return [axis.axis_id for axis in load_axes()]


@cache
def extractor() -> Extractor:
    """Return this process's extractor; the language model is loaded with it."""
    return Extractor(load_case())


@cache
def scorer() -> Scorer:
    """Return this process's scorer."""
    return Scorer(load_case())


def _each(articles: Sequence[Article], workers: int, cluster: str | None) -> Iterator[Analysed]:
    if cluster is not None:
        from stance.cluster import map_articles

        yield from map_articles(analyse_article, articles, cluster)
    elif workers > 1 and len(articles) > 1:
        with ProcessPoolExecutor(max_workers=min(workers, len(articles))) as pool:
            yield from pool.map(analyse_article, articles, chunksize=1)
    else:
        yield from map(analyse_article, articles)


def _with_known_facts(article: Article, case: Case) -> Article:
    """Fill in what the case knows about this very text; the text's own word goes first."""
    fact = curated_fact(case, article)
    if fact is None:
        return article
    return replace(
        article,
        title=article.title or fact.title,
        outlet=article.outlet or fact.outlet,
        url=article.url or fact.url,
        authors=article.authors or fact.authors,
    )


def _reports(frame: pd.DataFrame) -> list[Report]:
    """Return the rows as what clustering reads: stored and new ones are read alike."""
    return [
        report_of_row({str(key): value for key, value in row.items()})
        for row in frame.to_dict("records")
    ]
