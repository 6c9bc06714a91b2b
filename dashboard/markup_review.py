"""Pieces of the page Review and of its log as HTML. Pure; every text goes through ``escape``."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard import markup, theme, wording
from dashboard.markup import Row, escape
from dashboard.markup_writing import linked, moment
from stance.store import Correction
from stance.store.corrections import plain_value

_ISO = re.compile(r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?")


def value_in_words(field: str, value: Any, labels: Mapping[str, Mapping[str, str]]) -> str:
    """Return a value of a field as a person would say it."""
    if isinstance(value, bool):
        return wording.REVIEW_YES if value else wording.REVIEW_NO
    if value is None or value == "" or value == []:
        return wording.REVIEW_NOTHING
    if isinstance(value, int | float):
        return theme.signed(float(value))
    if isinstance(value, list | tuple):
        return theme.listed([labels.get("topic", {}).get(each, each) for each in value])
    if field in ("said_on", "published_on"):
        # What was typed is no date yet, perhaps; the store refuses it when it is saved.
        is_date = _ISO.fullmatch(str(value)) is not None
        return theme.long_date(str(value)) if is_date else str(value)
    if field == "kind":
        return wording.KINDS.get(str(value), str(value))
    if field in ("side", "target_side"):
        return wording.SIDES.get(str(value), str(value))
    return str(value)


def field_name(field: str) -> str:
    """Return what a field is called on screen; an axis is called by its id."""
    return wording.REVIEW_FIELDS.get(field, field.replace("_", " ").capitalize())


def change_table(old: Row, new: Mapping[str, Any], labels: Mapping[str, Mapping[str, str]]) -> str:
    """Return old and new values side by side."""
    known = {"is_statement": True, **old}
    rows = [
        (
            field_name(field),
            value_in_words(field, known.get(field), labels),
            value_in_words(field, value, labels),
        )
        for field, value in new.items()
        if field != "actor_id"
    ]
    return markup.plain_table(
        wording.REVIEW_CHANGE_COLUMNS, rows, caption=wording.REVIEW_CHANGES, numeric=()
    )


def queue_table(
    rows: Iterable[Row], axis: str, sides: Sequence[str], hrefs: Mapping[str, str]
) -> str:
    """Return the statements that wait for a reader, those first that could change most."""
    classes = ("quote", "who", "when", "where", "value", "value")
    heads = [title.format(axis=axis) for title in wording.REVIEW_COLUMNS]
    head = "".join(
        f'<th scope="col" class="{name}">{escape(title)}</th>'
        for name, title in zip(classes, heads, strict=True)
    )
    body = ""
    for row in rows:
        said = theme.long_date(row["said_on"] if markup.is_known(row.get("said_on")) else None)
        href = escape(hrefs[str(row["statement_id"])])
        body += (
            f'<tr><td class="quote"><a class="words" href="{href}" target="_self" data-go>'
            f"{markup.words_of(row)}</a></td>"
            f'<td class="who">{markup.side_mark(row.get("side"), sides)}&nbsp;'
            f"{escape(markup.who(row))}</td>"
            f'<td class="when">{escape(said)}</td>'
            f'<td class="where">{escape(markup.outlet(row))}</td>'
            f'<td class="value">{markup.score_bar(row.get("score"))}</td>'
            f'<td class="value num">{row["influence"]:.2f}</td></tr>'
        )
    return (
        f'<table class="list queue"><caption class="unseen">{escape(wording.REVIEW_ORDER_NOTE)}'
        f"</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def log_table(
    entries: Sequence[Correction],
    undone: set[str],
    numbers: Mapping[str, int],
    hrefs: Mapping[str, str],
    labels: Mapping[str, Mapping[str, str]],
    undoing: Mapping[str, str] | None = None,
) -> str:
    """Return entries of the log, the newest first.

    Args:
        entries: What is shown.
        undone: Ids of entries that were taken back.
        numbers: correction_id -> its number, of the whole log.
        hrefs: statement_id or article_id -> address that opens it.
        labels: Names of topics.
        undoing: correction_id -> address that asks whether to undo it; None: no such column.
    """
    head = "".join(
        f'<th scope="col"{" class=value" if i == 0 else ""}>{escape(title)}</th>'
        for i, title in enumerate(wording.LOG_COLUMNS)
    )
    if undoing is not None:
        head += (
            f'<th scope="col"><span class="unseen">{escape(wording.LOG_UNDO_COLUMN)}</span></th>'
        )
    number, *_, before, after, why = (
        f'data-head="{escape(title)}"' for title in wording.LOG_COLUMNS
    )
    body = ""
    for entry in sorted(entries, key=lambda entry: -entry.number):
        note = ""
        if entry.undoes:
            note = wording.LOG_UNDOES.format(numbers.get(entry.undoes, "?"))
        if entry.correction_id in undone:
            note = f"{note}, {wording.LOG_UNDONE}" if note else wording.LOG_UNDONE
        shown = [
            value_in_words(entry.field, plain_value(entry, which), labels)
            for which in ("old", "new")
        ]
        about = hrefs.get(entry.statement_id or entry.article_id)
        words = linked(about, _short(entry.anchor_text))
        body += (
            f"<tr{' class=undone' if entry.correction_id in undone else ''}>"
            f'<td class="value num" {number}>{entry.number}</td>'
            f'<td class="when">{escape(moment(entry.when))}</td><td>{escape(entry.who)}</td>'
            f"<td><strong>{escape(field_name(entry.field))}</strong>"
            f'<span class="below">{words}</span></td>'
            f"<td {before}>{escape(shown[0])}</td>"
            f"<td {after}>{escape(shown[1])}</td>"
            f"<td {why}>{escape(entry.reason)}"
            f"{f'<span class=below>{escape(note)}</span>' if note else ''}</td>"
            f"{'' if undoing is None else _undo_cell(entry, undoing)}</tr>"
        )
    return (
        '<table class="plain stacked log"><caption class="unseen">'
        f"{escape(wording.REVIEW_PART_LABELS['log'])}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _undo_cell(entry: Correction, undoing: Mapping[str, str]) -> str:
    """Return the button of a line that can be undone: it asks first, further up."""
    href = undoing.get(entry.correction_id)
    if href is None:
        return "<td></td>"
    said = wording.LOG_UNDO_OPEN_SAID.format(
        number=entry.number,
        field=field_name(entry.field).lower(),
        words=in_short(entry.anchor_text),
    )
    return (
        f'<td class="undo"><a href="{escape(href)}" target="_self" data-go data-to="#undoing" '
        f'class="button" aria-label="{escape(said)}">{escape(wording.LOG_UNDO_OPEN)}</a></td>'
    )


def _short(text: str, size: int = 90) -> str:
    return text if len(text) <= size else text[: size - 1].rsplit(" ", 1)[0] + "\u2026"


def in_short(text: str) -> str:
    """Return the beginning of some words in quotation marks, for a notice."""
    bare = text.strip("\u201c\u201d")
    return f"\u201c{_short(bare, 70)}\u201d"


def marks_of(article: Row) -> list[dict[str, Any]]:
    """Return the marks of a stored article."""
    found: list[dict[str, Any]] = json.loads(article.get("marks") or "[]")
    return found


def cut(text: str, spans: Sequence[Sequence[int]], around: int) -> tuple[int, int, str]:
    """Return the part of a text around some spans, from paragraph to paragraph.

    Returns:
        Where it begins and ends in the text, and the part itself.
    """
    start = max(0, min(span[0] for span in spans) - around)
    end = min(len(text), max(span[1] for span in spans) + around)
    if start:
        start = max(text.rfind("\n", 0, start) + 1, 0)
    if end < len(text):
        found = text.find("\n", end)
        end = len(text) if found < 0 else found
    return start, end, text[start:end]
