"""An article as a row of the store, and back."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Protocol

from stance.arrow import storable
from stance.model import Article, DateHint, Mark


class Dating(Protocol):
    """What dating found out about an article (``stance.dating.ArticleDating``)."""

    @property
    def article(self) -> Article:
        """The article, with its date as far as it is known."""

    @property
    def candidates(self) -> Sequence[Any]:
        """Dates that were weighed, best first: dataclasses of plain values."""

    @property
    def needs_attention(self) -> str:
        """A sentence for the person who has to decide, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article as the store holds it.

    ``date_candidates`` are the dates that were weighed, best first, as plain dictionaries;
    ``file_hash`` is the SHA-256 of the file's bytes where it is known, ``file_name`` its name where
    the store keeps it.
    """

    article: Article
    article_id: str
    content_hash: str
    file_hash: str | None
    date_candidates: tuple[dict[str, Any], ...]
    needs_attention: str
    n_statements: int
    read_at: str
    added_in: int
    file_name: str | None = None


def article_row(article: Article, *, n_statements: int, **kept: Any) -> dict[str, Any]:
    """Return the row of an article; ``kept`` are columns that do not follow from the article."""
    return {
        "article_id": article.article_id,
        "content_hash": article.content_hash,
        "text_hash": text_hash(article.text),
        "source_file": article.source_file,
        "title": article.title,
        "outlet": article.outlet,
        "url": article.url,
        "authors": list(article.authors),
        "speaker": article.speaker,
        "published_on": article.published_on.isoformat() if article.published_on else None,
        "published_basis": article.published_basis or None,
        "text": article.text,
        "marks": _json([asdict(mark) for mark in article.marks]),
        "date_hints": _json([asdict(hint) for hint in article.date_hints]),
        "n_statements": n_statements,
        **kept,
    }


def dating_columns(dating: Dating | None) -> dict[str, str | None]:
    """Return the columns that keep what dating weighed."""
    candidates = [asdict(candidate) for candidate in dating.candidates] if dating else []
    return {
        "date_candidates": _json(candidates),
        "needs_attention": (dating.needs_attention or None) if dating else None,
    }


def stored_article(row: Mapping[str, Any]) -> StoredArticle:
    """Turn a row back into the article that it was made of."""
    published_on = row["published_on"]
    article = Article(
        text=row["text"],
        source_file=row["source_file"],
        title=row["title"],
        outlet=row["outlet"],
        url=row["url"],
        authors=tuple(row["authors"]),
        marks=tuple(Mark(**mark) for mark in json.loads(row["marks"])),
        date_hints=tuple(DateHint(**hint) for hint in json.loads(row["date_hints"])),
        published_on=date.fromisoformat(published_on) if published_on else None,
        published_basis=row["published_basis"] or "",
        speaker=row["speaker"],
    )
    return StoredArticle(
        article=article,
        article_id=row["article_id"],
        content_hash=row["content_hash"],
        file_hash=row["file_hash"],
        date_candidates=tuple(json.loads(row["date_candidates"])),
        needs_attention=row["needs_attention"] or "",
        n_statements=row["n_statements"],
        read_at=row["read_at"],
        added_in=row["added_in"],
        file_name=row["file_name"],
    )


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text as it is stored."""
    return hashlib.sha256(storable(text).encode("utf-8")).hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
