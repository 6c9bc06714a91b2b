"""JSON and JSON Lines to articles; a broken line is reported and the others are read."""

import json
from collections.abc import Mapping

from stance.errors import InputError
from stance.model import Article
from stance.reading.columns import has_text_field
from stance.reading.decoding import decode
from stance.reading.fields import article_of_record
from stance.reading.job import Job
from stance.reading.limits import MAX_ROWS

# Where feeds and interfaces put the list of articles.
_LIST_KEYS = (
    "articles",
    "data",
    "results",
    "items",
    "docs",
    "documents",
    "response",
    "hits",
    "records",
)
_MAX_WRAPPERS = 4


def read_json(data: bytes, name: str, job: Job) -> list[Article]:
    """Read an object, an array of objects, or a file of lines that are objects.

    Raises:
        InputError: If the whole file is no JSON.
    """
    text = decode(data, name)
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise InputError(name, "is nested too deeply") from error
    except ValueError as error:
        # Many exports write one object a line and call the file .json all the same.
        before = len(job.problems)
        articles = _read_lines(text, name, job) if text.lstrip().startswith("{") else []
        if articles:
            return articles
        del job.problems[before:]
        raise InputError(name, f"is broken JSON: {_explain(error)}") from error
    if isinstance(value, Mapping) and has_text_field(value, job.columns):
        return [article_of_record(value, name, job.columns)]
    records = _find_list(value)
    if records is None:
        found = ", ".join(list(value)[:12]) if isinstance(value, Mapping) else type(value).__name__
        raise InputError(name, f"holds no article: found {found}; expected objects with a text")
    return _read_records(records, name, job)


def read_json_lines(data: bytes, name: str, job: Job) -> list[Article]:
    """Read one object a line; blank lines are allowed.

    Raises:
        InputError: If the file is no text.
    """
    return _read_lines(decode(data, name), name, job)


def _read_lines(text: str, name: str, job: Job) -> list[Article]:
    articles: list[Article] = []
    number = 0
    # Only real newlines divide the records: strings may hold other separators unescaped.
    for line_number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        number += 1
        if number > MAX_ROWS:
            raise InputError(name, f"has more than {MAX_ROWS} records; divide it")
        try:
            record = json.loads(line)
            if not isinstance(record, Mapping):
                raise InputError(name, f"is {type(record).__name__}, expected an object")
            articles.append(article_of_record(record, f"{name}#{number}", job.columns))
        except InputError as error:
            job.problems.append(
                InputError(f"{name}#{number}", f"line {line_number} {error.reason}")
            )
        except (ValueError, RecursionError) as error:
            reason = f"line {line_number} is broken JSON: {_explain(error)}"
            job.problems.append(InputError(f"{name}#{number}", reason))
    return articles


def _read_records(records: list[object], name: str, job: Job) -> list[Article]:
    if len(records) > MAX_ROWS:
        raise InputError(name, f"has more than {MAX_ROWS} records; divide it")
    articles: list[Article] = []
    for number, record in enumerate(records, start=1):
        source = f"{name}#{number}"
        try:
            if not isinstance(record, Mapping):
                raise InputError(source, f"is {type(record).__name__}, expected an object")
            articles.append(article_of_record(record, source, job.columns))
        except InputError as error:
            job.problems.append(error)
    return articles


def _find_list(value: object) -> list[object] | None:
    for _ in range(_MAX_WRAPPERS):
        if isinstance(value, list):
            return value
        if not isinstance(value, Mapping):
            return None
        key = next((key for key in _LIST_KEYS if isinstance(value.get(key), list | dict)), None)
        value = value[key] if key is not None else None
    return None


def _explain(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} (line {error.lineno}, column {error.colno})"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)
