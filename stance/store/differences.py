"""What differs between two states of a store, statement by statement, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from stance.arrow import axes_of
from stance.store.anchors import LEAST_COVER, cover
from stance.store.corrections import Correction

COLUMNS = (
    "change", "statement_id", "before_id", "article_id", "source_file", "speaker_name",
    "field", "before", "after", "difference", "why", "text",
)  # fmt: skip
# Ids follow from the other columns; the interval moves with its score.
_NOT_COMPARED = ("statement_id", "evidence", "corrected", "method_version", "title", "url")
_EVIDENCE_SHOWN = 4

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Causes:
    """What happened between the two states, as far as it explains single statements."""

    corrections: Sequence[Correction] = ()  # anchored: with the ids of the later state
    articles_added: frozenset[str] = frozenset()
    articles_gone: frozenset[str] = frozenset()


def differences(before: pd.DataFrame, after: pd.DataFrame, causes: Causes) -> pd.DataFrame:
    """Compare the statements of two states.

    A statement is the same where its id is, or else where its article is the same and its words
    cover most of the same places.

    Args:
        before: Statements of the earlier state, in the columns of the table.
        after: Those of the later one.
        causes: What happened in between.

    Returns:
        One row per change, in the order of articles and words, columns ``COLUMNS``: ``change`` is
        "added", "gone" or "changed"; of a change ``field`` names the column, ``before`` and
        ``after`` its values as text, ``difference`` (after minus before) is a number for scores.
        ``why`` says what is known of the reason.
    """
    old, new = _rows(before), _rows(after)
    axes = [axis for axis in axes_of(after) if axis in before]
    pairs = _pairs(old, new)
    rows: list[dict[str, Any]] = []
    for before_id, row in old.items():
        if before_id not in pairs:
            rows.append(_whole("gone", row, _why_gone(row, causes)))
    now_known = {after_id: before_id for before_id, after_id in pairs.items()}
    for after_id, row in new.items():
        if after_id not in now_known:
            rows.append(_whole("added", row, _why_added(row, causes)))
        else:
            rows.extend(_changes(old[now_known[after_id]], row, axes, causes))
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"difference": "float64"})
    keys = ["source_file", "article_id", "statement_id", "change", "field"]
    return frame.sort_values(keys, kind="stable", ignore_index=True)


def _rows(frame: pd.DataFrame) -> dict[str, Row]:
    return {
        str(row["statement_id"]): {str(key): _known(value) for key, value in row.items()}
        for row in frame.to_dict("records")
    }


def _pairs(old: Mapping[str, Row], new: Mapping[str, Row]) -> dict[str, str]:
    """Return the later id of each earlier statement that is still there."""
    pairs = {name: name for name in old if name in new}
    left = [row for name, row in old.items() if name not in pairs]
    free: dict[str, dict[str, Row]] = {}
    for name, row in new.items():
        if name not in pairs:
            free.setdefault(row["article_id"], {})[name] = row
    scored = sorted(
        (
            (-cover(row["spans"], theirs["spans"]), row["statement_id"], name)
            for row in left
            for name, theirs in free.get(row["article_id"], {}).items()
        )
    )
    taken: set[str] = set()
    for negative, one, other in scored:  # the surest pairs first, each statement once
        if -negative >= LEAST_COVER and one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    return pairs


def _changes(old: Row, new: Row, axes: Sequence[str], causes: Causes) -> Iterator[dict[str, Any]]:
    interval = {f"{axis}_{end}" for axis in axes[:1] for end in ("low", "high")}
    for field in new:
        if field in _NOT_COMPARED or field in interval or field not in old:
            continue
        if old[field] == new[field]:
            continue
        is_score = field in axes or field in ("vader", "attribution_confidence")
        values = (old[field], new[field])
        known = is_score and None not in values
        yield {
            **_about("changed", new, _why(field, old, new, field in axes, causes)),
            "before_id": old["statement_id"],
            "field": field,
            "before": _text(old[field]),
            "after": _text(new[field]),
            "difference": round(values[1] - values[0], 4) if known else None,
        }


def _about(change: str, row: Row, why: str) -> dict[str, Any]:
    return {
        "change": change,
        "statement_id": row["statement_id"],
        "article_id": row["article_id"],
        "source_file": row["source_file"],
        "speaker_name": row["speaker_name"],
        "why": why,
        "text": row["text"],
    }


def _whole(change: str, row: Row, why: str) -> dict[str, Any]:
    return {**_about(change, row, why), "field": "", "before_id": row["statement_id"]}


def _why_gone(row: Row, causes: Causes) -> str:
    if row["article_id"] in causes.articles_gone:
        return "its article was taken out"
    hidden = _correction(row["statement_id"], "is_statement", causes)
    return hidden or "no longer found by the method, or called none"


def _why_added(row: Row, causes: Causes) -> str:
    if row["article_id"] in causes.articles_added:
        return "its article was added"
    shown = _correction(row["statement_id"], "is_statement", causes)
    return shown or f"found by method {row['method_version']}"


def _why(field: str, old: Row, new: Row, is_axis: bool, causes: Causes) -> str:
    corrected = _correction(new["statement_id"], field, causes)
    if corrected:
        return corrected
    reasons = []
    if field == "utterance_id":
        reasons.append("joined with other reports, or parted from them")
    if field.startswith("said_on") and old["published_on"] != new["published_on"]:
        reasons.append(f"its article is dated {new['published_on']}: {new['published_basis']}")
    if old["method_version"] != new["method_version"]:
        reasons.append(f"method {old['method_version']} became {new['method_version']}")
    if is_axis:
        reasons.extend(_why_score(field, old, new))
    return "; ".join(reasons) or "articles added or taken out around it"


def _why_score(axis: str, old: Row, new: Row) -> Iterator[str]:
    """Say which evidence came, went or weighs otherwise, the weightiest first."""
    ours, theirs = _shares(axis, old), _shares(axis, new)
    moved = {name: theirs.get(name, 0.0) - ours.get(name, 0.0) for name in ours | theirs}
    ranked = sorted(moved, key=lambda name: (-abs(moved[name]), name))
    told = [f"{name} {moved[name]:+.2f}" for name in ranked if abs(moved[name]) >= 0.005]
    if told:
        yield f"evidence: {', '.join(told[:_EVIDENCE_SHOWN])}"


def _shares(axis: str, row: Row) -> dict[str, float]:
    shares: dict[str, float] = {}
    for each in row["evidence"] or []:
        if each["axis"] == axis:
            name = "the network" if each["rule"] == "model" else f'"{each["text"]}"'
            shares[name] = shares.get(name, 0.0) + each["share"]
    return shares


def _correction(statement_id: str, field: str, causes: Causes) -> str:
    """Return who corrected a field in between, and why; empty if nobody did."""
    found = [
        each
        for each in causes.corrections
        if each.statement_id == statement_id and each.field == field
    ]
    if not found:
        return ""
    last = found[-1]
    verb = "undone" if last.undoes else "corrected"
    return f"{verb} by {last.who} on {last.when[:10]}: {last.reason}"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "|".join(_text(each) for each in value)
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _known(value: Any) -> Any:
    if hasattr(value, "tolist"):
        value = value.tolist()
    return None if isinstance(value, float) and value != value else value
