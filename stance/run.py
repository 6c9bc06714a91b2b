"""The whole way from articles to the table: the only module that knows the order of the steps."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import pandas as pd

from stance import resources
from stance.dating import ArticleDating, date_article, date_articles, date_statement
from stance.errors import InputError
from stance.model import Article, Case, Statement
from stance.nlp import Extractor, model_version, parse
from stance.reading import read_inputs, read_text
from stance.registry import curated_fact, load_axes, load_case
from stance.scoring import Scorer, is_learned
from stance.store import Store
from stance.table import frame_of, statement_row
from stance.utterances import Report, assign, report_of_row
from stance.version import package_version

# Called with articles done, articles in all, and the name of the one just finished.
Progress = Callable[[int, int, str], None]

_CODE_ROOMS = ("reading", "nlp", "dating", "scoring", "utterances")


@dataclass(frozen=True, slots=True)
class Analysed:
    """One article with its scored statements, not yet dated."""

    article: Article
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class AnalyzeResult:
    """The table of statements, and the inputs that were skipped."""

    frame: pd.DataFrame
    problems: list[InputError] = field(default_factory=list)
    n_articles: int = 0


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What an ingest added, what was there already, and the inputs that were skipped."""

    n_articles: int
    n_statements: int
    n_already: int
    problems: list[InputError]
    version: str


def extract(text: str) -> list[Statement]:
    """Return who said what in a text, in the order of the words; no dates, no scores.

    Args:
        text: An article as plain text; boilerplate is recognised and says nothing.
    """
    return list(_extractor().extract(read_text(text, source_file="text")))


def score_texts(texts: Sequence[str]) -> pd.DataFrame:
    """Score bare texts, each as the words of somebody unknown.

    Returns:
        One row per text in the same order; a column per axis (-1 cold .. +1 warm, NaN without
        evidence) and ``vader``, the compound sentiment (-1..+1).
    """
    axes = _axis_ids()
    scorer = _scorer()
    rows = []
    for text, tokens in zip(texts, parse(texts), strict=True):
        scored = scorer.score_text(text, tokens)
        rows.append({axis: scored.value(axis) for axis in axes} | {"vader": scored.vader})
    return pd.DataFrame(rows, columns=[*axes, "vader"], dtype="float64")


def analyze(articles: Iterable[Article]) -> pd.DataFrame:
    """Return the table of statements of some articles: extracted, dated, scored and merged.

    Args:
        articles: As ``stance.read`` gives them.

    Returns:
        One row per statement in the columns that the README documents, in the order of the
        articles and of the words.
    """
    return _table(*_analysed(list(articles), workers=1, cluster=None, progress=None))


def analyze_paths(
    paths: Iterable[str | os.PathLike[str]],
    *,
    workers: int = 1,
    progress: Progress | None = None,
) -> AnalyzeResult:
    """Read files and folders and analyse what is in them; the result does not depend on workers."""
    found = read_inputs(paths)
    done = _analysed(found.articles, workers=workers, cluster=None, progress=progress)
    return AnalyzeResult(_table(*done), found.problems, len(found.articles))


def ingest(
    paths: Iterable[str | os.PathLike[str]],
    store: Store | str | os.PathLike[str],
    *,
    workers: int = 1,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> IngestResult:
    """Analyse files and folders into a store, which is made if there is none.

    Articles whose words the store already has are left as they are. Utterances are formed over
    the new and the stored statements together.

    Args:
        paths: Files and folders.
        store: The store or its folder.
        workers: Processes that analyse.
        cluster: Address of a Dask scheduler that analyses instead.
        progress: Called after each article.

    Raises:
        StoreError: If the store cannot be written; nothing is added then.
    """
    target = (store if isinstance(store, Store) else Store(Path(store))).create()
    found = read_inputs(paths)
    known = _stored_words(target)
    new = [article for article in found.articles if article.content_hash not in known]
    if not new:  # nothing to merge: the stored statements need not be read
        return IngestResult(0, 0, len(found.articles), found.problems, target.version())
    datings, statements = _analysed(new, workers=workers, cluster=cluster, progress=progress)
    frame = _frame(datings, statements)
    stored = target.statements()
    groups = assign([*_reports(stored), *_reports(frame)])
    before = zip(stored["statement_id"], stored["utterance_id"], strict=True)
    changed = {name: groups[name] for name, group in before if groups[name] != group}
    added = target.add(
        [dating.article for dating in datings],
        _merged(frame, groups),
        datings=datings,
        utterances=changed,
    )
    return IngestResult(
        n_articles=added.n_articles,
        n_statements=added.n_statements,
        n_already=len(found.articles) - len(new) + added.n_already,
        problems=found.problems,
        version=added.version,
    )


def rule_chain(article: Article, statement_id: str) -> str | None:
    """Extract an article again and return the rules that found one of its statements.

    Returns:
        The chain as docs/attribution.md explains it, or None where this version of the method
        no longer finds the statement.
    """
    statements = analyse_article(article).statements
    return next((each.rule for each in statements if each.statement_id == statement_id), None)


@cache
def method_version() -> str:
    """Return release, digest of the code and data that make the numbers, and language model.

    Where the network of scoring cannot be read, ".phrases" at the end says so.
    """
    digest = hashlib.sha256()
    for path in _method_files():
        digest.update(path.name.encode())
        # line ends differ between checkouts of the same version
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    learned = "" if is_learned() else ".phrases"
    return f"{package_version()}+{digest.hexdigest()[:10]}.{model_version()}{learned}"


# --------------------------------------------------------------------------- the steps in order


def _analysed(
    articles: Sequence[Article], *, workers: int, cluster: str | None, progress: Progress | None
) -> tuple[list[ArticleDating], list[list[Statement]]]:
    """Return the datings of the articles and, in the same order, their finished statements."""
    done: list[Analysed] = []
    for each in _each(articles, workers, cluster):
        done.append(each)
        if progress is not None:
            progress(len(done), len(articles), each.article.source_file)
    case = load_case()
    found = {each.article.article_id: each.statements for each in done}
    datings = date_articles([each.article for each in done], found, case)
    statements = [
        [date_statement(dating.article, statement, case) for statement in each.statements]
        for dating, each in zip(datings, done, strict=True)
    ]
    return datings, statements


def _each(articles: Sequence[Article], workers: int, cluster: str | None) -> Iterator[Analysed]:
    if cluster is not None:
        from stance.cluster import map_articles

        yield from map_articles(analyse_article, articles, cluster)
    elif workers > 1 and len(articles) > 1:
        with ProcessPoolExecutor(max_workers=min(workers, len(articles))) as pool:
            yield from pool.map(analyse_article, articles, chunksize=1)
    else:
        yield from map(analyse_article, articles)


def analyse_article(article: Article) -> Analysed:
    """Extract and score one article: the step that runs in a worker, on its own."""
    case = load_case()
    article = _with_known_facts(article, case)
    # Offices change hands: who "the foreign minister" is depends on the day.
    dated = date_article(article, case)
    statements = _extractor().extract(dated)
    scored = tuple(_scorer().score(statement, article) for statement in statements)
    return Analysed(article, scored)


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


def _table(
    datings: Sequence[ArticleDating], statements: Sequence[Sequence[Statement]]
) -> pd.DataFrame:
    frame = _frame(datings, statements)
    return _merged(frame, assign(_reports(frame)))


def _frame(
    datings: Sequence[ArticleDating], statements: Sequence[Sequence[Statement]]
) -> pd.DataFrame:
    axes = _axis_ids()
    rows = (
        statement_row(dating.article, statement, axes=axes, method_version=method_version())
        for dating, row in zip(datings, statements, strict=True)
        for statement in row
    )
    return frame_of(rows, axes)


def _reports(frame: pd.DataFrame) -> list[Report]:
    """Return the rows as what clustering reads: stored and new ones are read alike."""
    return [
        report_of_row({str(key): value for key, value in row.items()})
        for row in frame.to_dict("records")
    ]


def _merged(frame: pd.DataFrame, groups: Mapping[str, str]) -> pd.DataFrame:
    return frame.assign(utterance_id=[groups[each] for each in frame["statement_id"]])


def _stored_words(store: Store) -> set[str]:
    """Return the hashes of the articles in a store, without reading their texts."""
    with store.connection() as connection:
        rows = connection.execute("SELECT content_hash FROM articles").fetchall()
    return {row[0] for row in rows}


def _axis_ids() -> list[str]:
    return [axis.axis_id for axis in load_axes()]


@cache
def _extractor() -> Extractor:
    return Extractor(load_case())


@cache
def _scorer() -> Scorer:
    return Scorer(load_case())


def _method_files() -> list[Path]:
    package = Path(__file__).resolve().parent
    code = [path for room in _CODE_ROOMS for path in sorted((package / room).glob("**/*.py"))]
    data = resources.data_dir()
    tables = [*sorted((data / "lexicons").glob("*")), data / "axes.toml"]
    models = resources.language_file("models")
    tables += [models / name for name in ("blend.toml", "pieces.txt", "stance.onnx")]
    return [*code, *(path for path in tables if path.is_file())]
