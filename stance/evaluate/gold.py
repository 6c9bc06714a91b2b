"""Reads the hand labels of data/gold/."""

import csv
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stance import resources
from stance.errors import DataFileError
from stance.model import Span

SEEDS, ARTICLES, OWN = "seeds.jsonl", "articles.toml", "own_statements.csv"
HELD_BACK = "held"  # part of the own statements that no phrase was written from
FRESH = "fresh"  # part that was written after everything else, and scored once it stood
SECOND = "second_labels.csv"


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """One labelled statement; ``axes`` are the labels halved (-1..+1), None without evidence."""

    source_file: str
    spans: tuple[Span, ...]
    text: str
    kind: str
    speaker_span: Span | None
    speaker_name: str | None
    actor_id: str | None
    side: str | None
    said_on: str | None
    target: str | None
    topics: tuple[str, ...]
    axes: Mapping[str, float | None]
    is_headline: bool = False
    is_borderline: bool = False

    @property
    def key(self) -> tuple[str, int]:
        """What articles.toml calls a statement: file and first character."""
        return self.source_file, self.spans[0][0]


@dataclass(frozen=True, slots=True)
class OwnStatement:
    """A made-up statement with its labels, as GoldStatement.axes."""

    text: str
    axes: Mapping[str, float | None]
    part: str


def gold_dir() -> Path:
    """Return the folder of the labels."""
    return resources.data_dir() / "gold"


def read_seed_labels(axes: tuple[str, ...], sides: Mapping[str, str]) -> list[GoldStatement]:
    """Return the labelled statements of the seed articles.

    Args:
        axes: Axis ids whose labels are read.
        sides: Side of each actor id.
    """
    path = gold_dir() / SEEDS
    rows = []
    for number, line in enumerate(_lines(path), 1):
        try:
            row = json.loads(line)
            rows.append(gold_statement(row, axes, sides))
        except (ValueError, KeyError, TypeError) as error:
            raise DataFileError(path, number, str(error), "a labelled statement") from error
    return rows


def read_own_statements(axes: tuple[str, ...]) -> list[OwnStatement]:
    """Return the made-up statements with their labels."""
    path = gold_dir() / OWN
    rows = []
    for number, row in enumerate(csv.DictReader(_lines(path)), 2):
        try:
            labels = {axis: _halved(row[axis] or None) for axis in axes}
            rows.append(OwnStatement(row["text"], labels, row["part"]))
        except (ValueError, KeyError) as error:
            raise DataFileError(path, number, str(error), "text, labels and part") from error
    return rows


def read_second_labels(axes: tuple[str, ...]) -> list[tuple[dict[str, float], dict[str, float]]]:
    """Return the labels of both readers for each statement that a second one labelled blind."""
    path = gold_dir() / SECOND
    rows = []
    for number, row in enumerate(csv.DictReader(_lines(path)), 2):
        try:
            rows.append(
                (
                    {axis: float(row[f"first_{axis}"]) / 2 for axis in axes},
                    {axis: float(row[axis]) / 2 for axis in axes},
                )
            )
        except (ValueError, KeyError) as error:
            raise DataFileError(path, number, str(error), "the labels of two readers") from error
    return rows


def read_article_labels() -> dict[str, Any]:
    """Return ``{"article": [...], "utterance": [...]}`` of the labelled articles."""
    path = gold_dir() / ARTICLES
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataFileError(path, None, str(error), "the labels of the articles") from error


def gold_statement(
    row: Mapping[str, Any], axes: tuple[str, ...], sides: Mapping[str, str]
) -> GoldStatement:
    """Return one labelled statement of a row of ``seeds.jsonl``, or of what Review exports."""
    return GoldStatement(
        source_file=row["source_file"],
        spans=tuple((start, end) for start, end in row["spans"]),
        text=row["text"],
        kind=row["kind"],
        speaker_span=tuple(row["speaker_span"]) if row["speaker_span"] else None,
        speaker_name=row["speaker_name"],
        actor_id=row["actor_id"],
        side=sides.get(row["actor_id"] or ""),
        said_on=row["said_on"],
        target=row["target"],
        topics=tuple(row["topics"]),
        axes={axis: _halved(row.get(axis)) for axis in axes},
        is_headline=row["headline"],
        is_borderline=row["borderline"],
    )


def _halved(label: Any) -> float | None:
    return None if label is None else float(label) / 2


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise DataFileError(path, None, str(error), "the hand labels") from error
