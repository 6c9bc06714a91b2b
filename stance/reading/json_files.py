"""JSON and JSON Lines to articles; a broken line is reported and the others are read."""

import json
from collections.abc import Mapping

from stance.errors import InputError
from stance.model import Article
from stance.reading.decoding import decode
from stance.reading.fields import article_of_record, has_text_field

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


def read_json(data: bytes, name: str, problems: list[InputError]) -> list[Article]:
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
        broken_lines: list[InputError] = []
        articles = _read_lines(text, name, broken_lines) if text.lstrip().startswith("{") else []
        if articles:
            problems.extend(broken_lines)
            return articles
        raise InputError(name, f"is broken JSON: {_explain(error)}") from error
    if isinstance(value, Mapping) and has_text_field(value):
        return [article_of_record(value, name)]
    records = _find_list(value)
    if records is None:
        found = ", ".join(list(value)[:12]) if isinstance(value, Mapping) else type(value).__name__
        raise InputError(name, f"holds no article: found {found}; expected objects with a text")
    return _read_records(records, name, problems)


def read_json_lines(data: bytes, name: str, problems: list[InputError]) -> list[Article]:
    """Read one object a line; blank lines are allowed.

    Raises:
        InputError: If the file is no text.
    """
    return _read_lines(decode(data, name), name, problems)


def _read_lines(text: str, name: str, problems: list[InputError]) -> list[Article]:
    articles: list[Article] = []
    number = 0
    # Only real newlines divide the records: strings may hold other separators unescaped.
    for line_number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        number += 1
        try:
            record = json.loads(line)
            if not isinstance(record, Mapping):
                raise InputError(name, f"is {type(record).__name__}, expected an object")
            articles.append(article_of_record(record, f"{name}#{number}"))
        except InputError as error:
            problems.append(InputError(f"{name}#{number}", f"line {line_number} {error.reason}"))
        except (ValueError, RecursionError) as error:
            reason = f"line {line_number} is broken JSON: {_explain(error)}"
            problems.append(InputError(f"{name}#{number}", reason))
    return articles


def _read_records(records: list[object], name: str, problems: list[InputError]) -> list[Article]:
    articles: list[Article] = []
    for number, record in enumerate(records, start=1):
        source = f"{name}#{number}"
        try:
            if not isinstance(record, Mapping):
                raise InputError(source, f"is {type(record).__name__}, expected an object")
            articles.append(article_of_record(record, source))
        except InputError as error:
            problems.append(error)
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
