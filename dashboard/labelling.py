"""What a person says of a statement: the form's values, what they change, and the labels as files.

Pure. The export of labels has the shape of ``data/gold/seeds.jsonl``, so that it can be used as
gold: labels of axes are the integers -2..+2 of the codebook, a score of -1..+1 times two.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import wording
from stance.model import Axis, Case
from stance.store import Correction
from stance.store.corrections import CONFIRMED, IS_STATEMENT, SAME, in_force
from stance.table import DIGITS, harmless

KEEP, SILENT = "keep", "silent"  # leave the score as it is; say that there is none
LEVELS = ("2", "1", "0", "-1", "-2")
NOBODY = ""  # no speaker, no target, no side

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who can be meant: names on screen, and the id and side of those in the registry."""

    ids: Mapping[str, str]
    sides: Mapping[str, str]
    names: tuple[str, ...]

    @classmethod
    def of(cls, case: Case, stored: Iterable[str] = ()) -> "People":
        """Return everybody of a case, then speakers that only the store knows."""
        known = {actor.name: actor for actor in case.actors}
        others = sorted({name for name in stored if name not in known}, key=str.casefold)
        return cls(
            ids={name: actor.actor_id for name, actor in known.items()},
            sides={name: actor.side for name, actor in known.items()},
            names=(*sorted(known, key=str.casefold), *others),
        )


def values_of(row: Row, axes: Sequence[str]) -> dict[str, Any]:
    """Return what the form shows of a statement at first."""
    values: dict[str, Any] = {
        name: row.get(name) or NOBODY
        for name in ("speaker_name", "side", "target", "target_side", "said_on")
    }
    values |= {"kind": row["kind"], "topics": sorted(row.get("topics") or ())}
    values |= dict.fromkeys(axes, KEEP)
    return values | {IS_STATEMENT: True}


def changes(row: Row, filled: Row, axes: Sequence[str], people: People) -> dict[str, Any]:
    """Return what the filled form changes in a statement: new values by field of the store.

    Args:
        row: The statement as it is shown now.
        filled: The form's values, named as in ``values_of``.
        axes: Ids of the axes.
        people: Who is in the registry.
    """
    found: dict[str, Any] = {}
    for name in ("speaker_name", "side", "target", "target_side", "said_on", "kind"):
        value = filled[name].strip() if isinstance(filled[name], str) else filled[name]
        if (value or None) != (row.get(name) or None):
            found[name] = value or None
    if "speaker_name" in found:
        actor_id = people.ids.get(found["speaker_name"] or "")
        if actor_id != row.get("actor_id"):
            found["actor_id"] = actor_id
    if sorted(filled["topics"]) != sorted(row.get("topics") or ()):
        found["topics"] = sorted(filled["topics"])
    for axis in axes:
        wanted = score_of(filled[axis])
        if filled[axis] != KEEP and not _is_equal(wanted, row.get(axis)):
            found[axis] = wanted
    if not filled[IS_STATEMENT]:
        found[IS_STATEMENT] = False
    return found


def score_of(choice: str) -> float | None:
    """Return the score that a choice means: "-1" is -0.5, SILENT none."""
    return None if choice in (KEEP, SILENT) else int(choice) / 2


def level_label(axis: Axis, choice: str, score: float | None, shown: str) -> str:
    """Return how a choice for an axis is called in the form.

    Args:
        axis: The axis.
        choice: KEEP, SILENT or a level.
        score: The score as it is.
        shown: The same as text.
    """
    if choice == KEEP:
        return wording.REVIEW_KEEP_NONE if score is None else wording.REVIEW_KEEP.format(shown)
    if choice == SILENT:
        return wording.REVIEW_SILENT
    words = wording.REVIEW_LEVELS.get(axis.axis_id, {}).get(choice)
    if words is None:
        pole = axis.warm if int(choice) > 0 else axis.cold
        words = (wording.REVIEW_MIDDLE, wording.REVIEW_SOMEWHAT, "{}")[abs(int(choice))]
        words = words.format(pole)
    return f"{wording.REVIEW_NUMBERS[choice]}  {words}"


def conflicts(seen: Row, now: Row, fields: Iterable[str]) -> list[str]:
    """Return those of the fields that somebody else has changed since the form was opened."""
    return [each for each in fields if not _is_equal(seen.get(each), now.get(each))]


# ---- labels as files


def labels(log: Sequence[Correction], rows: Iterable[Row], axes: Sequence[str]) -> list[Row]:
    """Return one label for each statement that a person confirmed or corrected.

    Args:
        log: All entries of the log.
        rows: The judged statements as they are shown, and as the program made those that a person
            called none.
        axes: Ids of the axes.

    Returns:
        Rows of gold, in the order of ``rows``: place, words, speaker, date, target, topics, a
        label from -2 to +2 for each axis (None: nothing said on it), ``is_statement``, and
        ``judged_by``, ``judged_on`` and ``reasons`` from the log.
    """
    entries: dict[str, list[Correction]] = {}
    for entry in in_force(log):
        if entry.statement_id and entry.field != SAME:
            entries.setdefault(entry.statement_id, []).append(entry)
    return [
        _label(row, entries[row["statement_id"]], axes)
        for row in rows
        if row["statement_id"] in entries
    ]


def _label(row: Row, entries: Sequence[Correction], axes: Sequence[str]) -> Row:
    plain = (
        "source_file", "text", "kind", "speaker", "speaker_name", "actor_id", "side", "cue",
        "said_on", "target", "target_side",
    )  # fmt: skip
    spans = {name: list(row[name]) if row[name] else None for name in ("speaker_span", "cue_span")}
    names = list(dict.fromkeys(each.who for each in entries))
    reasons = list(dict.fromkeys(each.reason for each in entries))
    title = " ".join(str(row.get("title") or "").split())
    return {
        **{name: row.get(name) for name in plain},
        "spans": [list(span) for span in row["spans"]],
        **spans,
        "topics": list(row.get("topics") or ()),
        **{axis: label_of(row.get(axis)) for axis in axes},
        "headline": bool(title) and " ".join(row["text"].split()) in title,
        "borderline": False,
        "is_statement": not any(
            each.field == IS_STATEMENT and each.new is False for each in entries
        ),
        "confirmed": any(each.field == CONFIRMED for each in entries),
        "statement_id": row["statement_id"],
        "judged_by": names,
        "judged_on": max(each.when for each in entries)[:10],
        "reasons": reasons,
    }


def label_of(score: float | None) -> int | None:
    """Return the codebook's label, -2..+2, nearest to a score; the middle goes to zero."""
    if score is None or score != score:
        return None
    doubled = abs(float(score)) * 2
    # In doubt between two values the codebook takes the one nearer to 0.
    size = int(doubled) + (1 if doubled - int(doubled) > 0.5 else 0)
    return size if score > 0 else -size


def labels_as_json_lines(found: Iterable[Row]) -> bytes:
    """Return the labels of statements as gold; what is no statement is left out."""
    lines = (json.dumps(row, ensure_ascii=False) for row in found if row["is_statement"])
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def labels_as_csv(found: Sequence[Row]) -> bytes:
    """Return all labels as CSV for a spreadsheet, also of what is no statement."""
    written = io.StringIO()
    if found:
        writer = csv.DictWriter(written, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: _cell(value) for key, value in row.items()} for row in found)
    return b"\xef\xbb\xbf" + written.getvalue().encode("utf-8", "replace")


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return harmless(value) if isinstance(value, str) else value


def _is_equal(one: Any, other: Any) -> bool:
    if isinstance(one, float | int) and isinstance(other, float | int):
        return round(one, DIGITS) == round(other, DIGITS)
    if isinstance(one, list | tuple) or isinstance(other, list | tuple):
        return sorted(one or ()) == sorted(other or ())
    # An emptied field is unknown; a score of 0 is not.
    return (None if one == "" else one) == (None if other == "" else other)
