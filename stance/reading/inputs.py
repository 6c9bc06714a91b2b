"""Files and folders to articles: which files are read, by which reader, and what went wrong."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from stance.errors import InputError
from stance.model import Article
from stance.reading.formats import reader_for
from stance.reading.limits import max_input_bytes

# Copies of short texts are no copies: "He declined to comment." recurs for good reasons.
MIN_WORDS_OF_A_COPY = 50


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What came of a list of inputs: the articles in order, and every input that was skipped."""

    articles: list[Article] = field(default_factory=list)
    problems: list[InputError] = field(default_factory=list)


def read(path: str | os.PathLike[str]) -> Article:
    """Read the first article of a file.

    Raises:
        InputError: If the file cannot be read or its first article is broken.
    """
    articles, problems = _read_file(Path(path))
    if not articles:
        raise problems[0] if problems else InputError(Path(path), "holds no article")
    return articles[0]


def read_all(path: str | os.PathLike[str]) -> list[Article]:
    """Read every article of a file; a broken record inside it is an error.

    Raises:
        InputError: If the file or one of its records cannot be read.
    """
    articles, problems = _read_file(Path(path))
    if problems:
        raise problems[0]
    if not articles:
        raise InputError(Path(path), "holds no article")
    return articles


def read_inputs(
    paths: Iterable[str | os.PathLike[str]], *, on_file: Callable[[Path], None] | None = None
) -> ReadResult:
    """Read files and folders, go on after every problem, and skip copies.

    The same words under the same name are one article. Under another name they are a copy, if
    they are at least 50.

    Args:
        paths: Files and folders, in the order to read them.
        on_file: Called before each file, for a progress display.
    """
    result = ReadResult()
    copies = _Copies()
    for file in iter_inputs(paths, on_problem=result.problems.append):
        if on_file is not None:
            on_file(file)
        try:
            articles, problems = _read_file(file)
        except InputError as error:
            result.problems.append(error)
            continue
        result.problems.extend(problems)
        if not articles and not problems:
            result.problems.append(InputError(file, "holds no article"))
        for article in articles:
            place = str(file.parent / article.source_file)
            first = copies.first_of(article, place)
            if first is None:
                result.articles.append(article)
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


def _read_file(path: Path) -> tuple[list[Article], list[InputError]]:
    """Read one file; errors name it by its path as given."""
    problems: list[InputError] = []
    try:
        read_bytes = reader_for(path)
        articles = read_bytes(_load(path), path.name, problems)
    except InputError as error:
        raise _at(path, error) from error
    return articles, [_at(path, problem) for problem in problems]


def _at(path: Path, error: InputError) -> InputError:
    """Put the folder before the name that a reader gave: "name.csv#3" to "folder/name.csv#3"."""
    return InputError(path.parent / Path(error.source).name, error.reason)


def _load(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise InputError(path, "is not a file" if path.exists() else "does not exist")
        size, limit = path.stat().st_size, max_input_bytes()
        if size > limit:
            reason = f"is {size / 1e6:.1f} MB, over the limit of {limit / 1e6:g} MB (max_input_mb)"
            raise InputError(path, reason)
        data = path.read_bytes()
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror or error}") from error
    if not data:
        raise InputError(path, "is empty")
    return data
