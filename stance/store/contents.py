"""Does what the newest version of a store says fit together?"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from stance.store import checksums, commits, log, originals, tables
from stance.store.anchors import anchor
from stance.store.corrections import in_force
from stance.store.layout import Layout
from stance.store.rows import stored_article, text_hash
from stance.store.views import Snapshot, connect

BATCH = 2_000  # articles whose texts are in memory at once
BETWEEN_SPANS = " … "  # see stance.model.Statement
_RESTORE = "Restore a backup (`stance restore`)."
_AGAIN = "Analyse again (`stance reanalyze --force`)."
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be: where, what, and what to do."""

    place: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what.rstrip('.')}. {self.remedy}".strip()


@dataclass(slots=True)
class Counts:
    """How much was checked."""

    n_commits: int = 0
    n_articles: int = 0
    n_statements: int = 0
    n_corrections: int = 0
    n_originals: int = 0
    original_bytes: int = 0


def check_log(where: Layout, counts: Counts) -> Iterator[Problem]:
    """Check that the log of corrections is one row of entries without a gap."""
    entries = log.read(where)
    counts.n_corrections = len(entries)
    place = str(where.corrections)
    numbers = [entry.number for entry in entries]
    if numbers != list(range(1, len(entries) + 1)):
        odd = sorted(set(range(1, max(numbers) + 1)) ^ set(numbers)) or _twice(numbers)
        yield Problem(place, f"entries are missing or doubled: number {_some(odd)}", _RESTORE)
    ids = [entry.correction_id for entry in entries]
    if twice := _twice(ids):
        yield Problem(place, f"correction {_some(twice)} stands there twice", _RESTORE)
    for entry in entries:
        if entry.undoes is not None and entry.undoes not in ids:
            what = f"correction {entry.correction_id} undoes {entry.undoes}, which is not there"
            yield Problem(place, what, _RESTORE)


def check_newest(
    where: Layout, axes: Sequence[str], counts: Counts, notes: list[str]
) -> Iterator[Problem]:
    """Check articles, statements and kept files of the newest version.

    Args:
        where: The store.
        axes: What its statements are scored on.
        counts: Gets how much was checked.
        notes: Gets what is no damage, but may want a person.
    """
    last = commits.newest(where.commits)
    counts.n_commits = last.number
    entries = log.read(where)
    snapshot = Snapshot(
        articles=tuple(tables.files_of(where.articles, last.articles)),
        statements=tuple(tables.files_of(where.statements, last.statements)),
        log=tuple(entries),
        axes=tuple(axes),
    )
    with connect(snapshot) as connection:
        yield from _check_ids(where, connection, counts)
        yield from _check_words(connection)
        yield from _check_originals(where, connection, counts, notes)
        orphans = anchor(entries, connection).orphans
    if orphans:
        n_all = len(in_force(entries))
        notes.append(
            f"{len(orphans)} of {n_all} corrections in force find no statement any more: "
            "stance log --orphans"
        )


def _check_ids(
    where: Layout, connection: duckdb.DuckDBPyConnection, counts: Counts
) -> Iterator[Problem]:
    def ids(query: str) -> list[str]:
        return [str(row[0]) for row in connection.execute(query).fetchall()]

    for table, column, remedy in (
        ("articles", "article_id", _RESTORE),
        ("articles", "content_hash", _RESTORE),
        ("statements", "statement_id", _RESTORE),
    ):
        query = f"SELECT {column} FROM stored_{table} GROUP BY 1 HAVING count(*) > 1 ORDER BY 1"
        if twice := ids(query):
            what = f"{len(twice)} times the same {column}: {_some(twice)}"
            yield Problem(str(where.root / table), what, remedy)
    strays = ids(
        "SELECT statement_id FROM stored_statements ANTI JOIN stored_articles USING (article_id)"
        " ORDER BY 1"
    )
    if strays:
        what = f"{len(strays)} statements have no article: {_some(strays)}"
        yield Problem(str(where.statements), what, _RESTORE)
    miscounted = ids(
        "SELECT article_id FROM stored_articles LEFT JOIN (SELECT article_id, count(*) AS n FROM "
        "stored_statements GROUP BY 1) USING (article_id) WHERE n_statements <> coalesce(n, 0) "
        "ORDER BY 1"
    )
    if miscounted:
        what = f"{len(miscounted)} articles have more or fewer statements than they should: "
        yield Problem(str(where.statements), what + _some(miscounted), _RESTORE)
    counts.n_articles = int(ids("SELECT count(*) FROM stored_articles")[0])
    counts.n_statements = int(ids("SELECT count(*) FROM stored_statements")[0])


def _check_words(connection: duckdb.DuckDBPyConnection) -> Iterator[Problem]:
    """Check every text against its checksum, and every statement against its words in the text."""
    names = connection.execute("SELECT article_id FROM stored_articles ORDER BY 1").fetchall()
    for start in range(0, len(names), BATCH):
        chosen = [row[0] for row in names[start : start + BATCH]]
        query = f"SELECT * FROM stored_articles WHERE article_id IN {tables.GIVEN} ORDER BY 1"
        texts = {}
        for row in tables.fetch(connection, query, [chosen]).to_pylist():
            texts[row["article_id"]] = row["text"]
            what = _wrong_with_article(row)
            if what:
                yield Problem(f"article {row['article_id']} ({row['source_file']})", what, _RESTORE)
        query = (
            "SELECT article_id, statement_id, text, spans, speaker_span, cue_span "
            f"FROM stored_statements WHERE article_id IN {tables.GIVEN} ORDER BY 1, 2"
        )
        for row in tables.fetch(connection, query, [chosen]).to_pylist():
            what = _wrong_with_statement(row, texts[row["article_id"]])
            if what:
                yield Problem(f"statement {row['statement_id']}", what, _AGAIN)


def _wrong_with_article(row: Mapping[str, Any]) -> str:
    if text_hash(row["text"]) != row["text_hash"]:
        return "its text is not the one that was stored: the checksum differs"
    try:
        article = stored_article(row).article
    except (ValueError, TypeError, KeyError) as error:
        return f"cannot be read ({error})"
    return "" if article.content_hash == row["content_hash"] else "its words have another hash"


def _wrong_with_statement(row: Mapping[str, Any], text: str) -> str:
    spans = [*row["spans"], *filter(None, (row["speaker_span"], row["cue_span"]))]
    if not row["spans"] or any(not 0 <= start < end <= len(text) for start, end in spans):
        return f"its offsets leave the text of article {row['article_id']}"
    words = BETWEEN_SPANS.join(text[start:end] for start, end in row["spans"])
    if words != row["text"]:
        return f"its words do not stand at its offsets in article {row['article_id']}"
    return ""


def _check_originals(
    where: Layout, connection: duckdb.DuckDBPyConnection, counts: Counts, notes: list[str]
) -> Iterator[Problem]:
    query = (
        "SELECT file_hash, min(file_name) FROM stored_articles "
        "WHERE file_name IS NOT NULL AND file_hash IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    named = dict(connection.execute(query).fetchall())
    kept = {path.name: path for path in originals.stored(where)}
    for sha256, path in kept.items():
        counts.n_originals += 1
        counts.original_bytes += path.stat().st_size
        if checksums.digest_of(path) != sha256:
            yield Problem(str(path), "the kept file is damaged: its checksum differs", _RESTORE)
    for sha256, name in named.items():
        if sha256 not in kept and not originals.was_purged(where, sha256):
            place = str(originals.path_of(where, sha256))
            yield Problem(place, f"the kept file {name!r} is missing", _RESTORE)
    n_idle = len(set(kept) - set(named))
    if n_idle:
        notes.append(f"{n_idle} kept files belong to no article now: stance compact --purge")


def _twice(values: Sequence[Any]) -> list[Any]:
    return sorted(value for value, n in Counter(values).items() if n > 1)


def _some(values: Sequence[Any]) -> str:
    more = f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else ""
    return ", ".join(map(str, values[:_SHOWN])) + more
