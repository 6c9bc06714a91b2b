"""Quality against the labels of one's own reviewers: what Review exports, against the store.

The program is measured by what it found itself, before any correction. What reviewers look at first
is what is doubtful, so these figures are those of the hard cases and not of all statements.
"""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from stance.errors import DataFileError
from stance.evaluate import sections
from stance.evaluate.gold import GoldStatement, gold_statement
from stance.evaluate.matching import has_right_speaker, match
from stance.evaluate.measures import Measure, agreement, number, share
from stance.evaluate.sections import KINDS, Pair, Row
from stance.registry import load_case
from stance.store import Store

SECTION = "labels of reviewers"
# Cells that hold JSON in the file for spreadsheets.
_JSON_CELLS = ("spans", "speaker_span", "topics")
_FLAGS = ("headline", "borderline", "is_statement", "confirmed")
_WANTED = "a file of labels as Review exports it (CSV or JSON Lines)"


@dataclass(frozen=True, slots=True)
class ReviewLabel:
    """What a person decided about one statement."""

    gold: GoldStatement
    statement_id: str
    is_statement: bool
    is_confirmed: bool


def read_review_labels(path: Path, axes: tuple[str, ...]) -> list[ReviewLabel]:
    """Return the labels of a file that Review exported, as CSV or as JSON Lines.

    Args:
        path: The file.
        axes: Axis ids whose labels are read.

    Raises:
        DataFileError: If the file cannot be read; it names the line.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, ValueError) as error:
        raise DataFileError(path, None, str(error), _WANTED) from error
    sides = {actor.actor_id: actor.side for actor in load_case().actors}
    found: list[ReviewLabel] = []
    for line, read in _read_rows(text):
        try:
            values = read()
            found.append(_label(values, axes, sides))
        except (ValueError, KeyError, TypeError) as error:
            said = f"no {error}" if isinstance(error, KeyError) else str(error)
            raise DataFileError(path, line, said, _WANTED) from error
    if not found:
        raise DataFileError(path, None, "no label in it", _WANTED)
    return found


def _read_rows(text: str) -> Iterator[tuple[int, Callable[[], dict[str, Any]]]]:
    """Return the number of each line with a function that reads it, which may fail."""
    if text.lstrip().startswith("{"):
        # No ``splitlines``: a statement may hold signs that it takes for the end of a line.
        for line, written in enumerate(text.split("\n"), 1):
            if written.strip():
                yield line, partial(json.loads, written)
        return
    table = csv.DictReader(io.StringIO(text, newline=""))
    for line, row in enumerate(table, 2):
        yield line, partial(_from_cells, row)


def _from_cells(row: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {name: cell or None for name, cell in row.items()}
    values |= {name: json.loads(row[name]) if row[name] else None for name in _JSON_CELLS}
    return values | {name: row[name] == "True" for name in _FLAGS}


def _label(row: Mapping[str, Any], axes: tuple[str, ...], sides: Mapping[str, str]) -> ReviewLabel:
    return ReviewLabel(
        gold=replace(gold_statement(row, axes, sides), side=row["side"]),
        statement_id=row["statement_id"],
        is_statement=row["is_statement"],
        is_confirmed=row["confirmed"],
    )


def measure(labels: Sequence[ReviewLabel], store: Store, axes: Sequence[str]) -> list[Measure]:
    """Compare what the program found in the articles of a store with the labels.

    Args:
        labels: What persons decided.
        store: Holds the articles; its corrections are left aside.
        axes: Axis ids.
    """
    said = [label for label in labels if label.is_statement]
    pairs = _pairs([label.gold for label in said], [label.statement_id for label in said], store)
    return [
        share(SECTION, "all", "labelled: is a statement", (each.is_statement for each in labels)),
        share(SECTION, "all", "labelled: right as it was", (each.is_confirmed for each in said)),
        Measure(
            SECTION, "all", "found in the store",
            round(len(pairs) / len(said), 4) if said else None, len(said),
        ),
        *_speakers(pairs),
        *_dates(pairs),
        *(replace(each, section=SECTION) for each in sections.target_and_topics(pairs)),
        *_axes(pairs, axes),
    ]  # fmt: skip


def _speakers(pairs: Sequence[Pair]) -> list[Measure]:
    def right(group: str, chosen: Sequence[Pair]) -> Measure:
        return share(SECTION, group, "speaker right", (has_right_speaker(g, r) for g, r in chosen))

    kinds = ((kind, [pair for pair in pairs if pair[0].kind == kind]) for kind in KINDS)
    return [right("all", pairs), *(right(kind, chosen) for kind, chosen in kinds if chosen)]


def _dates(pairs: Sequence[Pair]) -> list[Measure]:
    dated = [(g, r) for g, r in pairs if g.said_on]
    undated = [(g, r) for g, r in pairs if not g.said_on]
    return [
        share(SECTION, "dated", "date right", (g.said_on == r["said_on"] for g, r in dated)),
        share(SECTION, "no date provable", "left empty", (not r["said_on"] for _, r in undated)),
    ]


def _axes(pairs: Sequence[Pair], axes: Sequence[str]) -> list[Measure]:
    result: list[Measure] = []
    for axis in axes:
        wanted = [g.axes[axis] for g, _ in pairs]
        scores = [number(r[axis]) for _, r in pairs]
        result += agreement(SECTION, axis, wanted, scores)
        near = (
            abs(label - score) <= 0.25  # half the step from one label to the next
            for label, score in zip(wanted, scores, strict=True)
            if label is not None and score is not None
        )
        result.append(share(SECTION, axis, "same label", near))
    return result


def _pairs(gold: Sequence[GoldStatement], ids: Sequence[str], store: Store) -> list[Pair]:
    """Return each label with what the program found: by id, else in the file by its words."""
    with store.connection() as connection:
        names = sorted({each.source_file for each in gold})
        result = connection.execute(
            "SELECT * FROM stored_statements WHERE list_contains(?, source_file)", [names]
        )
        columns = [column[0] for column in result.description or ()]
        rows = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
        texts = dict(
            connection.execute(
                "SELECT article_id, text FROM articles WHERE list_contains(?, source_file)", [names]
            ).fetchall()
        )
    known = {row["statement_id"]: row for row in rows}
    by_id = [(each, known[name]) for each, name in zip(gold, ids, strict=True) if name in known]
    taken = {row["statement_id"] for _, row in by_id}
    left = [each for each, name in zip(gold, ids, strict=True) if name not in known]
    return by_id + _by_words(left, [row for row in rows if row["statement_id"] not in taken], texts)


def _by_words(
    gold: Sequence[GoldStatement], rows: Sequence[Row], texts: Mapping[str, str]
) -> list[Pair]:
    of_articles: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of_articles[row["article_id"]].append(row)
    found: list[Pair] = []
    for article_id, mine in of_articles.items():
        wanted = [each for each in gold if each.source_file == mine[0]["source_file"]]
        # Labels of another text under the same name would pair by chance.
        text = texts[article_id]
        wanted = [each for each in wanted if _stands_in(each, text)]
        found += match(text, wanted, mine)
    return found


def _stands_in(gold: GoldStatement, text: str) -> bool:
    start, end = gold.spans[0]
    return text[start:end] != "" and text[start:end] in gold.text
