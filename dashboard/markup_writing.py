"""Pieces of the pages Articles and Review as HTML. Pure; every text goes through ``escape``."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard import markup, theme, wording
from dashboard.jobs import Job
from dashboard.markup import Row, escape
from stance.store import Commit, Correction
from stance.store.corrections import plain_value

TITLES_SHOWN = 3
_DAY = re.compile(r"\b\d{4}-(0[1-9]|1[0-2])-\d\d\b")
_ISO = re.compile(r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?")
MAX_ITEMS = 200  # lines of one part of a result


def basis_in_words(basis: str | None) -> str:
    """Return "from its dateline" for a basis such as ``dateline: "May 8 (UPI)"``."""
    word = re.split(r"[\s:(]", basis or "", maxsplit=1)[0]
    return wording.ARTICLES_BASES.get(word, wording.ARTICLES_BASIS_UNKNOWN)


def parts_of_page(items: Iterable[tuple[str, str, bool]], *, label: str) -> str:
    """Return the parts of a page as links: address, name, and whether it is the one shown."""
    shown = "".join(
        f'<li><a href="{escape(href)}" target="_self" data-go'
        f"{' aria-current=page' if is_current else ''}>{escape(name)}</a></li>"
        for href, name, is_current in items
    )
    return f'<nav class="parts" aria-label="{escape(label)}"><ul>{shown}</ul></nav>'


def article_table(
    rows: Iterable[Row], hrefs: Mapping[str, str], added: Mapping[int, Commit], *, caption: str
) -> str:
    """Return articles as a table: headline first, then where, when and why then, how much, by whom.

    Args:
        rows: Rows of ``queries_articles.listing``.
        hrefs: article_id -> address that opens it.
        added: Commits by number.
        caption: Says to a screen reader what the table holds.
    """
    classes = ("quote", "where", "when", "value", "added")
    head = "".join(
        f'<th scope="col" class="{name}">{escape(title)}</th>'
        for name, title in zip(classes, wording.ARTICLES_COLUMNS, strict=True)
    )
    body = "".join(_article_row(row, hrefs, added) for row in rows)
    return (
        f'<table class="list articles"><caption class="unseen">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _article_row(row: Row, hrefs: Mapping[str, str], added: Mapping[int, Commit]) -> str:
    href = escape(hrefs[row["article_id"]])
    n_utterances = row["n_utterances"]
    counted = (
        wording.ARTICLES_UTTERANCES_ONE
        if n_utterances == 1
        else wording.ARTICLES_UTTERANCES.format(theme.number(n_utterances))
    )
    return (
        f'<tr><td class="quote"><a class="words" href="{href}" target="_self" data-go>'
        f"{escape(row['title'])}</a></td>"
        f'<td class="where">{escape(markup.outlet(row))}</td>'
        f'<td class="when">{dated(row)}</td>'
        f'<td class="value num">{theme.number(row["n_statements"])}'
        f'<span class="unit"> {wording.ARTICLES_UNIT[row["n_statements"] != 1]}</span>'
        f'<span class="below">{escape(counted)}</span></td>'
        f'<td class="added">{escape(theme.long_date(str(row["read_at"])[:10]))}'
        f'<span class="below">{escape(wording.ARTICLES_BY.format(_adder(row, added)))}</span>'
        "</td></tr>"
    )


def with_long_dates(text: str) -> str:
    """Return a text in which "2023-06-19" stands as "19 June 2023"."""
    return _DAY.sub(lambda found: theme.long_date(found.group()), text)


def dated(row: Row) -> str:
    """Return an article's day with its basis in words below, as HTML."""
    if not row["published_on"]:
        return f'<span class="missing">{escape(wording.ARTICLES_UNDATED)}</span>'
    basis = "corrected" if row["corrected"] else row["published_basis"]
    day = escape(theme.long_date(row["published_on"]))
    return f'{day}<span class="below">{escape(basis_in_words(basis))}</span>'


def added_by(row: Row, added: Mapping[int, Commit]) -> str:
    """Return "19 June 2023, by Ada"."""
    day = theme.long_date(str(row["read_at"])[:10])
    return wording.ARTICLES_ADDED_BY.format(day=day, who=_adder(row, added))


def _adder(row: Row, added: Mapping[int, Commit]) -> str:
    commit = added.get(int(row["added_in"]))
    return commit.who if commit else wording.UNKNOWN


def candidate_table(candidates: Sequence[Row]) -> str:
    """Return the evidence that was weighed for an article's day, best first."""
    if not candidates:
        return f'<p class="quiet">{escape(wording.ARTICLES_EVIDENCE_NONE)}</p>'
    rows = [
        (
            theme.long_date(each["day"]) if each["day"] else wording.ARTICLES_UNREADABLE_DAY,
            basis_in_words(each["basis"]),
            "; ".join(text for text in (each["words"], each.get("note")) if text),
            f"{each['weight']:.2f}",
        )
        for each in candidates
    ]
    return markup.plain_table(
        wording.ARTICLES_EVIDENCE, rows, caption=wording.ARTICLES_DATE, numeric=(3,)
    )


def commit_table(
    history: Sequence[Commit], undone: set[int], titles: Mapping[int, Sequence[str]]
) -> str:
    """Return what was added and taken out, the newest first.

    Args:
        history: Commits.
        undone: Numbers of those that were taken back.
        titles: Headlines that an addition brought, as far as they are still there.
    """
    rows = [
        (
            str(commit.number),
            moment(commit.when),
            _what(commit, titles.get(commit.number, ()))
            + (f" ({wording.HISTORY_UNDONE})" if commit.number in undone else ""),
            commit.who,
            theme.number(commit.n_articles),
            commit.reason,
        )
        for commit in sorted(history, key=lambda commit: -commit.number)
    ]
    return markup.plain_table(
        wording.HISTORY_COLUMNS, rows, caption=wording.HISTORY_LEDE, numeric=(0, 4)
    )


def _what(commit: Commit, titles: Sequence[str]) -> str:
    what = wording.HISTORY_WHAT.get(commit.what, commit.what)
    if commit.undoes is not None:
        return wording.HISTORY_UNDOES.format(what=what, number=commit.undoes)
    if commit.what == "add" and titles:
        return wording.HISTORY_TITLES.format(what=what, titles=listed_titles(titles))
    return what


def listed_titles(titles: Sequence[str]) -> str:
    """Return a few headlines in quotation marks, and how many more there are."""
    shown = [f"\u201c{title}\u201d" for title in titles[:TITLES_SHOWN]]
    if len(titles) > TITLES_SHOWN:
        shown.append(wording.HISTORY_AND_MORE.format(theme.number(len(titles) - TITLES_SHOWN)))
    return theme.listed(shown)


def moment(when: str) -> str:
    """Return "19 June 2023, 14:05 UTC" for an ISO time."""
    return f"{theme.long_date(when[:10])}, {when[11:16]} UTC"


# ---- jobs


def remedy_for(reason: str) -> str:
    """Return what to do about the reason for which an input was skipped."""
    for pattern, remedy in wording.ADD_REMEDIES:
        if re.search(pattern, reason):
            return remedy
    return wording.ADD_REMEDY_ELSE


def job_words(job: Job) -> str:
    """Return in one sentence how it goes, or how it went."""
    if job.state in ("waiting", "stopped"):
        return wording.ADD_STATES[job.state]
    if job.state == "failed":
        said = wording.ADD_STATES["failed"].format(reason=job.result.get("reason", ""))
        return f"{wording.sentence(said)} {wording.ADD_BUG}" if job.result.get("is_bug") else said
    if job.state == "done":
        return _done(job)
    event = job.event
    said = wording.ADD_STATES.get(str(event.get("event")), wording.ADD_STATES["starting"])
    total = theme.plural(int(event.get("total") or 0), *wording.ARTICLE)
    if event.get("event") == "article":
        total = theme.number(int(event.get("total") or 0))
    return said.format(name=event.get("name", ""), done=event.get("done", 0), total=total)


def _done(job: Job) -> str:
    result = job.result
    if job.asked.get("kind") == "date":
        count = theme.plural(int(result.get("n_changed", 0)), *wording.STATEMENT)
        return wording.ADD_STATES["done_date"].format(statements=count)
    parts = [wording.ADD_STATES["done_none"]]
    if result.get("n_articles"):
        added = wording.ADD_STATES["done"].format(
            new=theme.plural(result["n_articles"], *wording.ARTICLE),
            statements=theme.plural(result["n_statements"], *wording.STATEMENT),
        )
        parts = [added]
    if result.get("known"):
        parts.append(wording.ADD_KNOWN.format(count=theme.number(len(result["known"]))))
    if result.get("problems"):
        parts.append(wording.ADD_SKIPPED.format(count=theme.number(len(result["problems"]))))
    return ", ".join(parts)


def job_result(job: Job, hrefs: Mapping[str, str]) -> str:
    """Return what became of each text of a finished job, as lists.

    Args:
        job: The job.
        hrefs: article_id -> address that opens it.
    """
    result = job.result
    items = {
        "new": [
            _linked(
                hrefs.get(each["article_id"]),
                wording.ADD_ITEM_NEW.format(
                    title=each["title"],
                    statements=theme.plural(each["n_statements"], *wording.STATEMENT),
                ),
            )
            for each in result.get("new", ())
        ],
        "known": [
            _linked(hrefs.get(each["article_id"]), wording.ADD_ITEM_KNOWN.format(**each))
            for each in result.get("known", ())
        ],
        "problems": [
            escape(
                wording.ADD_ITEM_PROBLEM.format(
                    source=each["source"],
                    # What is supported stands above already.
                    reason=each["reason"].partition("; supported")[0],
                    remedy=remedy_for(each["reason"]),
                )
            )
            for each in result.get("problems", ())
        ],
    }
    return "".join(
        f'<h3>{escape(wording.ADD_RESULT_PARTS[name])}</h3><ul class="outcome">'
        + "".join(f"<li>{line}</li>" for line in lines[:MAX_ITEMS])
        + (
            f"<li>{escape(wording.HISTORY_AND_MORE.format(len(lines) - MAX_ITEMS))}</li>"
            if len(lines) > MAX_ITEMS
            else ""
        )
        + "</ul>"
        for name, lines in items.items()
        if lines
    )


def _linked(href: str | None, label: str) -> str:
    return markup.link(href, label) if href else escape(label)


# ---- review


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
) -> str:
    """Return entries of the log, the newest first.

    Args:
        entries: What is shown.
        undone: Ids of entries that were taken back.
        numbers: correction_id -> its number, of the whole log.
        hrefs: statement_id or article_id -> address that opens it.
        labels: Names of topics.
    """
    head = "".join(
        f'<th scope="col"{" class=value" if i == 0 else ""}>{escape(title)}</th>'
        for i, title in enumerate(wording.LOG_COLUMNS)
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
        words = _linked(about, _short(entry.anchor_text))
        body += (
            f"<tr{' class=undone' if entry.correction_id in undone else ''}>"
            f'<td class="value num">{entry.number}</td>'
            f'<td class="when">{escape(moment(entry.when))}</td><td>{escape(entry.who)}</td>'
            f"<td><strong>{escape(field_name(entry.field))}</strong>"
            f'<span class="below">{words}</span></td>'
            f"<td>{escape(shown[0])}</td><td>{escape(shown[1])}</td>"
            f"<td>{escape(entry.reason)}"
            f"{f'<span class=below>{escape(note)}</span>' if note else ''}</td></tr>"
        )
    return (
        '<table class="plain log"><caption class="unseen">'
        f"{escape(wording.REVIEW_PART_LABELS['log'])}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
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
