"""Files and folders to articles: which files are read, by which reader, and what went wrong."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from stance.errors import InputError
from stance.model import Article
from stance.reading.columns import check_columns
from stance.reading.formats import check_ending, is_harmless, read_articles
from stance.reading.guard import reader_process
from stance.reading.job import Job
from stance.reading.limits import max_input_bytes
from stance.reading.originals import Original, original_of

# Copies of short texts are no copies: "He declined to comment." recurs for good reasons.
MIN_WORDS_OF_A_COPY = 50


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What came of a list of inputs: the articles in order, and every input that was skipped.

    ``originals`` has the file of each article, by ``article_id``: what a store keeps beside the
    text. Offsets always count characters of ``Article.text``.
    """

    articles: list[Article] = field(default_factory=list)
    problems: list[InputError] = field(default_factory=list)
    originals: dict[str, Original] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _ReadFile:
    articles: list[Article]
    problems: list[InputError]
    original: Original


def read(path: str | os.PathLike[str], *, columns: Mapping[str, str] | None = None) -> Article:
    """Read the first article of a file.

    Args:
        path: The file.
        columns: As for ``read_inputs``.

    Raises:
        InputError: If the file cannot be read or its first article is broken.
    """
    found = _read_file(Path(path), columns)
    if not found.articles:
        raise found.problems[0]
    return found.articles[0]


def read_all(
    path: str | os.PathLike[str], *, columns: Mapping[str, str] | None = None
) -> list[Article]:
    """Read every article of a file; a broken record inside it is an error.

    Args:
        path: The file.
        columns: As for ``read_inputs``.

    Raises:
        InputError: If the file or one of its records cannot be read.
    """
    found = _read_file(Path(path), columns)
    if found.problems:
        raise found.problems[0]
    return found.articles


def read_bytes(
    data: bytes, name: str, *, columns: Mapping[str, str] | None = None
) -> tuple[list[Article], list[InputError]]:
    """Read a file that is in memory: fetched or uploaded.

    Args:
        data: The whole file.
        name: Its name; the ending says how it is read.
        columns: As for ``read_inputs``.

    Returns:
        The articles, and the records and parts that could not be read.

    Raises:
        InputError: If nothing of it can be read.
        UnknownNameError: If ``columns`` names a field that there is not.
    """
    given = check_columns(columns)
    check_ending(name)
    if not data:
        raise InputError(name, "is empty")
    if len(data) > max_input_bytes():
        raise InputError(name, _over_limit(len(data)))
    if is_harmless(name, len(data)):
        job = Job(columns=given)
        articles, problems = read_articles(data, name, job), job.problems
    else:
        articles, problems = reader_process().read(data, name, given)
    if not articles and not problems:
        raise InputError(name, "holds no article")
    if not articles and len(problems) == 1 and problems[0].source == name:
        raise problems[0]
    return articles, problems


def read_inputs(
    paths: Iterable[str | os.PathLike[str]],
    *,
    on_file: Callable[[Path], None] | None = None,
    columns: Mapping[str, str] | None = None,
) -> ReadResult:
    """Read files and folders, go on after every problem, and skip copies.

    The same words under the same name are one article. Under another name they are a copy, if
    they are at least 50.

    Args:
        paths: Files and folders, in the order to read them.
        on_file: Called before each file, for a progress display.
        columns: Names of columns or keys in tables and JSON that hold a field ("title", "text",
            "date", ...), where they are not found by name: ``{"title": "Headline"}``.

    Raises:
        UnknownNameError: If ``columns`` names a field that there is not.
    """
    given = check_columns(columns)
    result = ReadResult()
    copies = _Copies()
    for file in iter_inputs(paths, on_problem=result.problems.append):
        if on_file is not None:
            on_file(file)
        try:
            found = _read_file(file, given)
        except InputError as error:
            result.problems.append(error)
            continue
        result.problems.extend(found.problems)
        for article in found.articles:
            place = str(file.parent / article.source_file)
            first = copies.first_of(article, place)
            if first is None:
                result.articles.append(article)
                result.originals[article.article_id] = found.original
            else:
                result.problems.append(InputError(place, f"same text as {first}"))
    return result


class _Copies:
    """Remembers the texts that were read, and where."""

    def __init__(self) -> None:
        self._by_id: dict[str, str] = {}
        self._by_words: dict[str, str] = {}

    def first_of(self, article: Article, place: str) -> str | None:
        """Return where the same article was read before; None, and remember it, if it is new."""
        first = self._by_id.get(article.article_id)
        is_long = len(article.text.split()) >= MIN_WORDS_OF_A_COPY
        if first is None and is_long:
            first = self._by_words.get(article.content_hash)
        if first is None:
            self._by_id[article.article_id] = place
            self._by_words[article.content_hash] = place
        return first


def iter_inputs(
    paths: Iterable[str | os.PathLike[str]],
    *,
    on_problem: Callable[[InputError], None] | None = None,
) -> Iterator[Path]:
    """Yield the files behind paths: folders recursively in name order, hidden ones left out.

    A file that is named itself is yielded whatever its name. Links are followed, but no folder is
    visited twice.

    Args:
        paths: Files and folders.
        on_problem: Receives what cannot be listed, and the listing goes on.

    Raises:
        InputError: At the first path that does not exist, or folder that is empty or cannot be
            opened, unless ``on_problem`` takes it.
    """
    visited: set[Path] = set()
    for given in paths:
        try:
            yield from _files_of(Path(given), visited)
        except InputError as error:
            if on_problem is None:
                raise
            on_problem(error)


def _files_of(path: Path, visited: set[Path]) -> Iterator[Path]:
    try:
        is_folder = path.is_dir()
        if not is_folder and not os.path.lexists(path):
            raise InputError(path, "does not exist")
    except OSError as error:
        raise InputError(path, f"cannot be opened: {error.strerror or error}") from error
    if not is_folder:
        yield path
        return
    is_empty = True
    for file in _files_below(path, visited):
        is_empty = False
        yield file
    if is_empty:
        raise InputError(path, "is a folder without files")


def _files_below(folder: Path, visited: set[Path]) -> Iterator[Path]:
    real = folder.resolve()
    if real in visited:
        return
    visited.add(real)
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise InputError(folder, f"cannot be opened: {error.strerror or error}") from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _files_below(entry, visited)
        else:
            yield entry


def _read_file(path: Path, columns: Mapping[str, str] | None) -> _ReadFile:
    """Read one file; errors name it by its path as given."""
    try:
        check_ending(path.name)
        data = _load(path)
        articles, problems = read_bytes(data, path.name, columns=columns)
    except InputError as error:
        raise _at(path, error) from error
    return _ReadFile(
        articles, [_at(path, problem) for problem in problems], original_of(path, data)
    )


def _at(path: Path, error: InputError) -> InputError:
    """Put the folder before the name that a reader gave: "name.csv#3" to "folder/name.csv#3"."""
    return InputError(path.parent / Path(error.source).name, error.reason)


def _load(path: Path) -> bytes:
    limit = max_input_bytes()
    try:
        if not path.is_file():
            raise InputError(path, _why_no_file(path))
        size = path.stat().st_size
        if size > limit:
            raise InputError(path, _over_limit(size))
        with path.open("rb") as file:
            data = file.read(limit + 1)  # it may grow while it is read
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror or error}") from error
    if len(data) > limit:
        raise InputError(path, _over_limit(len(data)))
    return data


def _why_no_file(path: Path) -> str:
    if path.exists():
        return "is not a file"
    return "is a link that leads nowhere" if path.is_symlink() else "does not exist"


def _over_limit(size: int) -> str:
    return (
        f"is {size / 1e6:.1f} MB, over the limit of {max_input_bytes() / 1e6:g} MB (max_input_mb)"
    )
