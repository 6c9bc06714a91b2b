"""The JSON twins of the timeline: points, events, outlets, two periods compared; the downloads."""

import math
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any, cast, get_args

from dashboard import downloads, queries, queries_timeline
from dashboard.answers import Question, records
from stance import export
from stance.errors import UsageError
from stance.registry import load_case
from stance.trends import By, Freq


def points(question: Question) -> dict[str, Any]:
    """Answer with the statements that are drawn as points."""
    found = queries.points(question.connection, question.filters, question.axis)
    return {**question.described(), "limit": queries.MAX_POINTS, "points": records(found)}


def events(question: Question) -> dict[str, Any]:
    """Answer with the events of the case in the days of the view."""
    selection = question.filters.selection
    first, last = selection.date_from or date.min, selection.date_to or date.max
    rows = [
        {"day": each.day.isoformat(), "title": each.title, "kind": each.kind,
         "description": each.description}
        for each in load_case().events if first <= each.day <= last
    ]  # fmt: skip
    return {**question.described(), "events": rows}


def outlets(question: Question) -> dict[str, Any]:
    """Answer with the shares of the outlets, and the trend within each."""
    by = question.choice("by", ["side", *(name for name in get_args(By) if name != "side")])
    freq = question.choice("freq", ["month", *(f for f in get_args(Freq) if f != "month")])
    found = queries_timeline.panel(
        question.connection, question.filters, question.axis, cast("By", by), cast("Freq", freq)
    )
    frames = {"shares": found.shares, "concentration": found.concentration,
              "trends": found.trends, "changes": found.changes}  # fmt: skip
    answered = {name: records(frame) for name, frame in frames.items()}
    return {**question.described(), "by": by, "freq": freq, **answered,
            "sentences": list(found.sentences)}  # fmt: skip


def difference(question: Question) -> dict[str, Any]:
    """Answer with the difference between the periods ``a`` and ``b`` in each group."""
    by = cast("By", question.choice("by", ["side", *(n for n in get_args(By) if n != "side")]))
    periods = question.text("a"), question.text("b")
    if not all(periods):
        raise UsageError("name two periods, as a=2023-05-01..2023-06-30&b=2024-04")
    asked, values = queries.question(question.filters, question.axis, by, "all")
    named = question.connection.execute(
        f"SELECT DISTINCT {queries.GROUP_SQL[by]} AS name FROM statements WHERE {asked.where}",
        values,
    )
    groups = sorted(str(row["name"]) for row in queries.records(named) if row["name"])
    found = queries_timeline.changes(
        question.connection, question.filters, question.axis, by, groups[:20], periods
    )
    rows = [{"group": group, **_plain(asdict(change))} for group, change in found]
    described = question.described()
    return {**described, "by": by, "a": periods[0], "b": periods[1], "periods": rows}


def download(question: Question, ending: str) -> bytes:
    """Return the statements of a view as a file, or what they are ("metadata.json").

    Raises:
        UsageError: If they are more than a file of this kind may hold.
    """
    if ending != "metadata.json":
        total = queries.counts(question.connection, question.filters, question.axis)["statements"]
        downloads.check_size(ending, total)
    frame = downloads.frame(question.folder, question.version, question.filters)
    today = datetime.now(UTC).date()
    about = downloads.metadata(frame, question.filters, question.version, today)
    if ending == "metadata.json":
        return export.metadata_bytes(about)
    return downloads.content(ending, frame, about)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values with null for what is not a number, all the way down."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        if isinstance(value, dict):
            found[key] = _plain(value)
        else:
            found[key] = None if isinstance(value, float) and math.isnan(value) else value
    return found
