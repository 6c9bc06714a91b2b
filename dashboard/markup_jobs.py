"""What becomes of texts on their way into the store, in words and as HTML. Pure, escaped."""

import re
from collections.abc import Mapping

from dashboard import theme, wording
from dashboard.jobs import Job
from dashboard.markup import escape
from dashboard.markup_writing import linked

MAX_ITEMS = 200  # lines of one part of a result


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
            linked(
                hrefs.get(each["article_id"]),
                wording.ADD_ITEM_NEW.format(
                    title=each["title"],
                    statements=theme.plural(each["n_statements"], *wording.STATEMENT),
                ),
            )
            for each in result.get("new", ())
        ],
        "known": [
            linked(hrefs.get(each["article_id"]), wording.ADD_ITEM_KNOWN.format(**each))
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
