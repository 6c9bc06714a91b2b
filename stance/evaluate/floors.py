"""What the measures must not fall below, and the labels that they were measured on."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from stance.errors import DataFileError
from stance.evaluate import gold
from stance.evaluate.measures import Measure
from stance.evaluate.sections import READERS
from stance.export import write_files

# Rounding and other processors move a figure in the last digits.
TOLERANCE = 0.005
_RESULT, _FLOORS = "evaluation.json", "floors.json"
_GUARDED = ("F1", "micro-F1", "share right", "Spearman", "sign right")


def failures(measures: Sequence[Measure]) -> tuple[str, ...]:
    """Return one line for each measure below its floor, and one if the labels changed."""
    pinned, floors = _read()
    lines = [
        f"{each.key} is {each.value}, floor {floors[each.key]}"
        for each in measures
        if each.key in floors and (each.value is None or each.value < floors[each.key] - TOLERANCE)
    ]
    if pinned is not None and pinned != labels_digest():
        lines.append("the labels changed since the floors were set; check, then evaluate --write")
    return tuple(lines)


def write(measures: Sequence[Measure], method_version: str) -> None:
    """Keep a result for the Method page, and raise the floors to it.

    A floor is never lowered while the labels stay the same; other labels start it anew.
    """
    pinned, floors = _read()
    if pinned != labels_digest():
        floors = {}
    raised = {
        each.key: max(each.value, floors.get(each.key, each.value))
        for each in measures
        if each.value is not None and each.measure in _GUARDED and each.section != READERS
    }
    result = {
        "method_version": method_version,
        "measured_on": datetime.now(UTC).date().isoformat(),
        "measures": [each.as_row() for each in measures],
    }
    guard = {"labels": labels_digest(), "floors": raised}
    write_files(
        (
            gold.gold_dir() / name,
            (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode(),
        )
        for name, content in ((_RESULT, result), (_FLOORS, guard))
    )


def labels_digest() -> str:
    """Return a checksum of the hand labels."""
    digest = hashlib.sha256()
    for name in (gold.SEEDS, gold.ARTICLES, gold.OWN, gold.SECOND):
        digest.update((gold.gold_dir() / name).read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


def _read() -> tuple[str | None, Mapping[str, float]]:
    """Return the checksum of the labels and the floors; (None, {}) before the first time."""
    path = gold.gold_dir() / _FLOORS
    if not path.is_file():
        return None, {}
    try:
        kept = json.loads(path.read_text("utf-8"))
        return str(kept["labels"]), {key: float(value) for key, value in kept["floors"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        expected = "a JSON object with labels and floors"
        raise DataFileError(path, None, str(error), expected) from error
