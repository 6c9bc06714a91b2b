"""The JSON twins of the reading pages: Actors, Relations, Compare outlets."""

from typing import Any

from dashboard import (
    alignment,
    answers,
    groups,
    queries,
    queries_actors,
    queries_outlets,
    queries_relations,
)
from dashboard.answers import Question
from stance.errors import UsageError
from stance.registry import load_axes, load_case
from stance.trends import trend_of


def actors(question: Question) -> dict[str, Any]:
    """Answer with the means of an actor on every axis against both sides, or with all actors."""
    chosen = question.filters.selection.actors
    if len(chosen) != 1:
        return _everybody(question)
    case = load_case()
    side = next((each.side for each in case.actors if each.actor_id == chosen[0]), None)
    if side is None:
        known = queries_actors.names(question.connection, question.filters)
        side = known["side"].iloc[0] if len(known) else None
    pair = case.sides[:2]
    sides = (pair[1], pair[0]) if side == pair[1] else (pair[0], pair[1])
    axes = [axis.axis_id for axis in load_axes()]
    found = queries_actors.compared(question.connection, question.filters, chosen[0], sides, axes)
    rest = f"{sides[0]} without {chosen[0]}" if side == sides[0] else sides[0]
    names = {
        queries_actors.ACTOR: chosen[0],
        queries_actors.OWN: rest,
        queries_actors.OTHER: sides[1],
    }
    means = groups.means_of(found)
    means["group"] = [names[str(group)] for group in means["group"]]
    return {**question.described(), "means": answers.records(means)}


def _everybody(question: Question) -> dict[str, Any]:
    names = queries_actors.names(question.connection, question.filters)
    shown = tuple(names["who"].head(queries_actors.MAX_ACTORS))
    means = queries_actors.overview(question.connection, question.filters, question.axis, shown)
    joined = names.merge(means, left_on="who", right_on="group", how="inner")
    return {
        **question.described(),
        "total": int(names.attrs["total"]),
        "means": answers.records(joined.drop(columns=["group", "n"])),
    }


def tone(question: Question) -> dict[str, Any]:
    """Answer with the means of each actor of the filters per month, as a profile draws them."""
    asked, _ = queries.question(question.filters, question.axis, "actor", "month")
    counted = queries.counted(
        question.connection, question.filters, question.axis, "actor", "month"
    )
    found = trend_of(counted, asked)
    return {**question.described(), "series": answers.records(found.head(answers.MAX_ROWS))}


def relations(question: Question) -> dict[str, Any]:
    """Answer with the cells of a map: ``map`` is "speakers", "sides" or "topics"."""
    name = question.choice("map", list(queries_relations.MAPS))
    found = queries_relations.heat(question.connection, question.filters, question.axis, name)
    return {
        **question.described(),
        "map": name,
        "others": queries_relations.OTHERS,
        "n_rows": found.n_rows,
        "n_columns": found.n_columns,
        "cells": answers.records(found.cells),
    }


def compare(question: Question) -> dict[str, Any]:
    """Answer with the reports of one utterance word by word, or with what several outlets tell."""
    wanted = question.text("utterance")
    if not wanted:
        return _shared(question)
    rows = queries_outlets.reports(question.connection, wanted, question.axis)
    found = queries_outlets.by_article(rows)
    if not found:
        raise UsageError(f"utterance is {wanted!r}; there is none of that id here")
    full = str(found[0]["text"])
    return {
        **question.described(),
        "utterance": wanted,
        "reports": [_report(full, row) for row in found],
    }


def _shared(question: Question) -> dict[str, Any]:
    page = question.number("page", 1, most=10_000_000)
    found = queries_outlets.shared(
        question.connection,
        question.filters,
        question.axis,
        sort=question.choice("rank", list(queries_outlets.SORT_SQL)),
        offset=(page - 1) * queries_outlets.PAGE_ROWS,
    )
    return {
        **question.described(),
        "total": int(found.attrs["total"]),
        "page": page,
        "reports": answers.records(found),
    }


def _report(full: str, row: dict[str, Any]) -> dict[str, Any]:
    compared = alignment.compare(full, str(row["text"]))
    names = (
        "statement_id", "outlet", "source_file", "title", "published_on", "speaker",
        "speaker_name", "cues", "kind", "text", "score",
    )  # fmt: skip
    return {
        **{name: row[name] for name in names},
        "share_kept": round(compared.share, 4),
        "pieces": [
            {"what": piece.what, "text": piece.text, "instead": piece.instead}
            for piece in compared.pieces
        ],
    }
