"""Records to articles: which key or column holds the text, the title, the date and so on."""

import datetime
import re
from collections.abc import Iterable, Mapping

from stance.errors import InputError
from stance.model import Article, DateHint
from stance.reading.article import read_text
from stance.reading.web import text_of_fragment

# What exports of databases, feeds and scrapers call each field; the first filled one counts.
FIELD_NAMES: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "content", "full_text", "fulltext", "article_text", "articlebody",
        "article_body", "maintext", "main_text", "body_text", "bodytext", "raw_text", "article",
        "story", "transcript", "statement",
    ),
    "title": ("title", "headline", "headlines", "head", "article_title", "subject"),
    "date": (
        "date", "published", "published_on", "published_at", "publishedat", "publication_date",
        "date_published", "datepublished", "date_publish", "publish_date", "pubdate", "pub_date",
        "published_date", "datetime", "timestamp", "created_at", "day",
    ),
    "outlet": (
        "outlet", "publisher", "source", "source_name", "publication", "newspaper", "sitename",
        "site_name", "site", "media", "news_source", "outlet_name", "journal",
    ),
    "url": ("url", "link", "source_url", "permalink", "webpage", "web_url", "uri", "address"),
    "authors": ("authors", "author", "byline", "by", "creator", "writer"),
    "speaker": ("speaker", "speaker_name", "said_by"),
}  # fmt: skip
_BETWEEN_AUTHORS = re.compile(r"\s*(?:;|\||,? and |, | & )\s*")
_TAG = re.compile(r"</?(?:p|br|div|span|strong|em|h[1-6]|li)\b[^<>]{0,300}>", re.IGNORECASE)


def match_fields(names: Iterable[object]) -> dict[str, list[str]]:
    """Return for each field the names in use that mean it, best first."""
    by_plain: dict[str, str] = {}
    for name in names:
        by_plain.setdefault(_plain(str(name)), str(name))
    return {
        field: [by_plain[known] for known in known_names if known in by_plain]
        for field, known_names in FIELD_NAMES.items()
    }


def has_text_field(names: Iterable[object]) -> bool:
    """Whether one of the names means the text of an article."""
    return bool(match_fields(names)["text"])


def missing_text_reason(names: Iterable[object], what: str) -> str:
    """Word the error for a record or table without a text."""
    found = ", ".join(str(name) for name in list(names)[:12]) or "none"
    expected = ", ".join(FIELD_NAMES["text"][:6])
    return f"has no {what} for the text; found: {found}; expected one of: {expected}"


def article_of_record(record: Mapping[str, object], source_file: str) -> Article:
    """Make an article of a mapping from names to values.

    Raises:
        InputError: If no field holds a text.
    """
    fields = match_fields(record)
    if not fields["text"]:
        raise InputError(source_file, missing_text_reason(record, "field"))
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


def _plain(name: str) -> str:
    return re.sub(r"[\s\-.]+", "_", name.strip().lstrip("\ufeff").casefold())


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
