"""Records of tables and JSON to articles."""

import datetime
import re
from collections.abc import Iterable, Mapping

from stance.errors import InputError
from stance.model import Article, DateHint
from stance.reading.article import read_text
from stance.reading.columns import match_fields, missing_text_reason
from stance.reading.markup import text_of_fragment

_BETWEEN_AUTHORS = re.compile(r"\s*(?:;|\||,? and |, | & )\s*")
_TAG = re.compile(r"</?(?:p|br|div|span|strong|em|h[1-6]|li)\b[^<>]{0,300}>", re.IGNORECASE)


def article_of_record(
    record: Mapping[str, object], source_file: str, columns: Mapping[str, str] | None = None
) -> Article:
    """Make an article of a mapping from names to values.

    Args:
        record: Names and values, as a row or an object holds them.
        source_file: Name of the article.
        columns: The name that the user gave for a field.

    Raises:
        InputError: If no field holds a text.
    """
    fields = match_fields(record, columns)
    if not fields["text"]:
        raise InputError(source_file, missing_text_reason(record, "field", columns))
    values = {field: _first_filled(record, names) for field, names in fields.items()}
    text = _safe(str(values["text"] or ""))
    if len(_TAG.findall(text[:20_000])) >= 2:
        text = text_of_fragment(text)
    date_name = next((name for name in fields["date"] if _is_filled(record[name])), "")
    return read_text(
        text,
        source_file=source_file,
        title=_word(values["title"]),
        outlet=_word(values["outlet"]),
        url=_word(values["url"]),
        authors=authors_of(values["authors"]),
        date_hints=_date_hints(values["date"], date_name),
        speaker=_word(values["speaker"]),
    )


def _first_filled(record: Mapping[str, object], names: Iterable[str]) -> object:
    return next((record[name] for name in names if _is_filled(record[name])), None)


def _is_filled(value: object) -> bool:
    # NaN, the missing cell of tables, is the one value that differs from itself.
    return value is not None and value == value and str(value).strip() != ""


def _safe(text: str) -> str:
    """Replace what no file may hold: zero characters and halves of surrogate pairs."""
    text = text.replace("\x00", "\ufffd")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _word(value: object) -> str | None:
    """Return a short value as one line; of a nested object its name: ``{"name": "..."}``."""
    if isinstance(value, Mapping):
        value = next((value[key] for key in ("name", "title", "label") if value.get(key)), None)
    if isinstance(value, list):
        value = value[0] if value else None
    return _safe(" ".join(str(value).split())) if _is_filled(value) else None


def authors_of(value: object) -> tuple[str, ...]:
    """Return the names in a list or cell: "Jane Roe and John Doe", "Roe, J.; Doe, J."."""
    if isinstance(value, list | tuple):
        return tuple(word for word in (_word(item) for item in value) if word)
    line = _word(value)
    if line is None:
        return ()
    names = _BETWEEN_AUTHORS.split(re.sub(r"^by:? ", "", line, flags=re.IGNORECASE))
    return tuple(name for name in names if name)


def _date_hints(value: object, name: str) -> tuple[DateHint, ...]:
    if isinstance(value, datetime.date):  # a datetime is one, too
        written: str | None = value.isoformat()
    else:
        written = _word(value)
    return (DateHint(value=written, basis="field", words=name),) if written else ()
