"""One statement in words: what is known, and on what evidence."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_UNKNOWN = "unknown"


def explanation(row: Mapping[str, Any], axes: Sequence[str]) -> str:
    """Return a page of plain text about one row of the statement table.

    Args:
        row: A statement, unknown values None or NaN.
        axes: The axis ids, in order.
    """
    said_on = _known(row["said_on"])
    basis = _known(row["said_on_basis"])
    lines = [
        *textwrap.wrap(str(row["text"]), 78),
        "",
        f"speaker   {_or_unknown(row['speaker_name'])} (printed: {_or_unknown(row['speaker'])}; "
        f"side: {_or_unknown(row['side'])})",
        f"cue       {_or_unknown(row['cue'])}; {row['kind']}",
        f"said on   {said_on or _UNKNOWN}" + (f" ({basis})" if basis else ""),
        f"source    {row['source_file']}, characters {_spans(row['spans'])}",
        f"outlet    {_or_unknown(row['outlet'])}; published {_or_unknown(row['published_on'])}",
        f"towards   {_or_unknown(row['target'])}",
        f"topics    {', '.join(row['topics'] or ()) or 'none'}",
        "",
    ]
    for axis in axes:
        lines.extend(_axis_lines(axis, row))
    vader = _known(row["vader"])
    lines.append(f"{'vader':<14}{'none' if vader is None else f'{vader:+.2f}'}  (plain sentiment)")
    ids = f"statement {row['statement_id']}, utterance {row['utterance_id']}"
    lines += ["", f"{ids}, method {row['method_version']}"]
    if row["corrected"]:
        lines.append("A person corrected this statement: see `stance log`.")
    return "\n".join(lines) + "\n"


def _axis_lines(axis: str, row: Mapping[str, Any]) -> list[str]:
    value = _known(row[axis])
    if value is None:
        return [f"{axis:<14}none: no evidence"]
    low, high = _known(row.get(f"{axis}_low")), _known(row.get(f"{axis}_high"))
    interval = f"  ({low:+.2f} to {high:+.2f})" if low is not None and high is not None else ""
    return [f"{axis:<14}{value:+.2f}{interval}", *_evidence_lines(axis, row["evidence"] or ())]


def _evidence_lines(axis: str, evidence: Iterable[Mapping[str, Any]]) -> list[str]:
    return [
        f"  {item['share']:+.2f}  “{item['text']}”  [{item['rule']}, weight {item['weight']:+.2f}"
        + (", negated]" if item["negated"] else "]")
        for item in evidence
        if item["axis"] == axis
    ]


def _spans(spans: Iterable[Sequence[int]]) -> str:
    return ", ".join(f"{start}-{end}" for start, end in spans)


def _known(value: Any) -> Any:
    return None if value is None or value != value else value


def _or_unknown(value: Any) -> str:
    known = _known(value)
    return _UNKNOWN if known is None else str(known)
