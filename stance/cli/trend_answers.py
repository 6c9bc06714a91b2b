"""What ``stance trend`` answers: each question becomes a table and some sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

import duckdb
import pandas as pd

from stance import trends
from stance.cli.filtering import FilterOptions
from stance.cli.output import count, deliver, deliver_table, open_store, stored_names
from stance.cli.terminal import say
from stance.errors import UnknownNameError, UsageError
from stance.model import Case
from stance.registry import load_axes, load_case
from stance.selection import Selection, StoredNames


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options of the command that are no filters."""

    axis: str
    by: str
    freq: str
    window: Literal["around", "between"] | None
    events: tuple[str, ...]
    days: int | None
    summary: bool
    turns: bool
    outlets: str | None
    change: tuple[str, str] | None
    versus: tuple[str, str] | None
    reference: Path | None
    rescaled: bool
    decimal: Literal[".", ","]


@dataclass(frozen=True, slots=True)
class Asker:
    """The statements to ask: a connection, the question with its condition, and its values."""

    connection: duckdb.DuckDBPyConnection
    question: trends.Question
    values: Sequence[Any]
    case: Case
    stored: StoredNames


def answer(
    asked: Asked,
    filters: FilterOptions,
    store_path: Path | None,
    at: str | None,
    table_format: Literal["csv", "jsonl"] | None,
    out: Path | None,
) -> None:
    """Write the answer to standard output or a file, and say its sentences.

    Raises:
        UnknownNameError: For a name that neither the case nor the store knows.
        UsageError: For a period, version or combination that makes no sense.
    """
    axes = [*(known.axis_id for known in load_axes()), "vader"]
    if asked.axis not in axes:
        raise UnknownNameError("axis", asked.axis, axes)
    selection = filters.selection()
    case = load_case()
    windows = _windows(asked, case, selection)
    store = open_store(store_path)
    version = at or store.version()
    stored = stored_names(store, version)
    where, values = selection.check(case, stored).to_sql()
    # a word that is no grouping or period is refused here, with the list of valid ones
    question = trends.Question(
        axis=asked.axis,
        by=cast("trends.By", asked.by),
        freq=cast("trends.Freq", "event" if windows else asked.freq),
        where=where,
        windows=windows,
    )
    with store.connection(version=version) as connection:
        asker = Asker(connection, question, values, case, stored)
        if asked.summary:
            deliver(("\n".join(_summary(asker)) + "\n").encode(), out)
            return
        result, sentences = _table(asked, asker)
    deliver_table(result, table_format, out)
    for sentence in sentences:
        say(sentence)


def _table(asked: Asked, asker: Asker) -> tuple[pd.DataFrame, Sequence[str]]:
    if asked.reference:
        return _reference(asked, asker)
    if asked.change or asked.versus:
        return _change(asked, asker)
    if asked.outlets:
        panel = trends.outlet_panel_from(asker.connection, asker.question, asker.values)
        return getattr(panel, asked.outlets), panel.sentences
    if asked.turns:
        return _turns(asker)
    counted = trends.count_occasions(asker.connection, asker.question, asker.values)
    result = trends.trend_of(counted, asker.question)
    n_statements = int(result["n_statements"].sum()) if asked.by != "topic" else None
    told = [count(len(result), "row")]
    if n_statements is not None:
        told.append(f"from {count(n_statements, 'statement')}")
    left_out = [f"{n} {reason}" for reason, n in counted.left_out.items()]
    return result, [" ".join(told) + (f"; left out: {', '.join(left_out)}" if left_out else "")]


def _summary(asker: Asker) -> list[str]:
    return trends.summary_from(
        asker.connection, asker.question, asker.values, names=_names(asker.case), limit=8
    )


def _turns(asker: Asker) -> tuple[pd.DataFrame, Sequence[str]]:
    counted = trends.count_occasions(asker.connection, asker.question, asker.values)
    found = trends.turning_points_of(counted, asker.question, names=_names(asker.case))
    columns = ["group", "last_before", "first_after", "p_value"]
    parts = ("mean", "low", "high", "n_utterances", "n_occasions")
    columns += [f"{part}_{when}" for when in ("before", "after") for part in parts]
    rows = [
        {
            "group": one.group,
            "last_before": f"{point.last_before}",
            "first_after": f"{point.first_after}",
            "p_value": point.p_value,
            **{f"{part}_before": getattr(point.before, part) for part in parts},
            **{f"{part}_after": getattr(point.after, part) for part in parts},
        }
        for one in found
        for point in one.points
    ]
    return pd.DataFrame(rows, columns=columns), [one.sentence for one in found]


def _reference(asked: Asked, asker: Asker) -> tuple[pd.DataFrame, Sequence[str]]:
    if asker.question.freq != "month":
        raise UsageError("a reference series goes with a trend by month; leave --freq out")
    assert asked.reference is not None  # the caller asked
    series = trends.read_reference(asked.reference, decimal=asked.decimal)
    drawn = trends.trend_from(asker.connection, asker.question, asker.values)
    if asked.rescaled:
        laid = trends.rescale(series, drawn)
        return laid, [*series.notes, laid.attrs["note"]]
    found = trends.correlate(series, drawn)
    return found, [*series.notes, *found["sentence"]]


def _change(asked: Asked, asker: Asker) -> tuple[pd.DataFrame, Sequence[str]]:
    labels: tuple[str, str] | None = None
    if asked.change:
        a, b = (cast("trends.Part", period) for period in asked.change)
    else:
        # The first named is the one in question: "A versus B" tells how A differs from B.
        second, first = (_named(name, asker) for name in asked.versus or ())
        a, b, labels = first[0], second[0], (first[1], second[1])
    found = trends.change_from(asker.connection, asker.question, a, b, asker.values, labels=labels)
    row: dict[str, object] = {"a": found.a.label, "b": found.b.label}
    for which, one in (("a", found.a), ("b", found.b)):
        for part in ("mean", "n_statements", "n_utterances", "n_occasions"):
            row[f"{part}_{which}"] = getattr(one, part)
    for part in ("difference", "low", "high", "p_value", "effect_size", "sentence"):
        row[part] = getattr(found, part)
    return pd.DataFrame([row]), [found.sentence]


def _named(name: str, asker: Asker) -> tuple[dict[str, str], str]:
    """Return the statements of a side or an actor, and how it is called after "by"."""
    known = {side.casefold(): side for side in (*asker.case.sides, *asker.stored.sides)}
    side = known.get(name.strip().casefold())
    if side is not None:
        return {"side": side}, f"by {side}"
    (actor_id,) = Selection(actors=(name,)).check(asker.case, asker.stored).actors
    actor = asker.case.actor(actor_id)
    if actor is None:
        return {"speaker_name": actor_id}, f"by {actor_id}"
    return {"actor_id": actor_id}, f"by {actor.name}"


def _windows(asked: Asked, case: Case, selection: Selection) -> tuple[trends.Window, ...] | None:
    """Return the windows that were asked for; None where the period is no event."""
    if asked.window is None and asked.freq != "event":
        if asked.events or asked.days:
            raise UsageError("--event and --days go with --window around or --freq event")
        return None
    if asked.window == "between" and asked.days:
        raise UsageError("--days goes with --window around; between events all days count")
    first, last = case.period or (date.min, date.max)
    period = selection.date_from or first, selection.date_to or last
    chosen = trends.choose_events(case.events, asked.events, period=period)
    if asked.window == "between":
        return trends.windows_between(chosen, period=None if period[0] == date.min else period)
    return trends.windows_around(chosen, days=asked.days or 14)


def _names(case: Case) -> dict[str, str]:
    names = {actor.actor_id: actor.name for actor in case.actors}
    return names | {topic.topic_id: topic.label for topic in case.topics}
