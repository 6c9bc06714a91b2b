"""The queue of statements to look at, the form for one of them, and the log of what was decided."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import (
    cached,
    labelling,
    markup,
    markup_review,
    markup_writing,
    queries_review,
    setup,
    state,
    theme,
    wording,
)
from dashboard.pages import PAGES
from dashboard.setup import View
from dashboard.views import (
    controls,
    filterbar,
    notices,
    parts,
    review_form,
    review_log,
    review_saving,
    review_way,
    signing,
)
from stance.access import VIEWER, Action
from stance.store import Store
from stance.store.corrections import IS_STATEMENT, in_force

KEYS = PAGES["review"].keys
SHOWN = 25


def draw(view: View) -> None:
    """Draw the form of the statement that the URL names, else the queue or the log."""
    opened = state.option("review", view.choices)
    if opened:
        review_form.draw(view, opened)
    elif state.option("read", view.choices) == "log":
        note = "" if cached.ask(view.key, queries_review.log) else wording.LOG_NONE_HELP
        parts.heading(wording.REVIEW, review_log.lede(view), note)
        _parts(view)
        review_log.draw(view)
    else:
        _queue(view)


def _parts(view: View) -> None:
    current = state.option("read", view.choices)
    items = []
    for name, label in wording.REVIEW_PART_LABELS.items():
        query = state.page_query(
            "review", KEYS, read="" if name == "queue" else name, undo="", page=""
        )
        items.append((markup.address(".", query), label, name == current))
    st.html(markup_writing.parts_of_page(items, label=wording.REVIEW_PARTS))


def _queue(view: View) -> None:
    if parts.is_empty(view):
        parts.empty(wording.REVIEW, lambda: _parts(view))
        return
    filters, axis = state.filters(), view.axis()
    counts = cached.counts(view.key, filters, axis.axis_id)
    judged = cached.ask(view.key, queries_review.judged)
    done = cached.ask(view.key, queries_review.progress, filters, judged)
    ids = review_way.order(view)
    note = wording.REVIEW_ORDER_NOTE if ids else ""
    parts.heading(wording.REVIEW, _lede(done, len(ids)), note)
    _parts(view)
    filterbar.draw(view, counts, "review", KEYS)
    notices.draw(review_saving.undo)
    if not counts["statements"]:
        parts.nothing(view, filters, axis.axis_id)
        return
    if done["judged"]:
        share = done["judged"] / done["total"]
        st.html(
            f'<div class="progressed" role="img" aria-label="{done["judged"]} / {done["total"]}">'
            f'<i style="width:{100 * share:.1f}%"></i></div>'
        )
    left, right = st.columns([4, 2], vertical_alignment="bottom")
    with left:
        if ids and signing.allowed(Action.CORRECT):
            st.button(
                wording.REVIEW_START,
                key="review_start",
                type="primary",
                on_click=review_way.open_first,
                args=(ids[0],),
            )
    with right:
        axes = {name: setup.axis_label(name) for name in view.choices.view["axis"]}
        controls.select(wording.SCORE_ON, "axis", axes, view.choices)
    if ids:
        rows = markup.records(review_way.queued(view).head(SHOWN))
        hrefs = {str(row["statement_id"]): address(str(row["statement_id"])) for row in rows}
        label = setup.axis_label(axis.axis_id)
        st.html(markup_review.queue_table(rows, label, view.case.sides, hrefs))
    _labels(view)


def _lede(done: dict[str, int], waiting: int) -> str:
    if not done["total"]:
        return wording.REVIEW_LEDE_NONE
    if not waiting:
        return wording.REVIEW_LEDE_DONE.format(total=theme.number(done["total"]))
    said = wording.REVIEW_LEDE.format(
        judged=theme.number(done["judged"]),
        total=theme.number(done["total"]),
        n=theme.number(min(waiting, SHOWN)),
    )
    return f"{said}."


def address(statement_id: str) -> str:
    """Return the address of the form for a statement."""
    return markup.address(".", state.page_query("review", KEYS, review=statement_id))


# ---- labels


def _labels(view: View) -> None:
    """Offer what persons decided as labels, in two shapes."""
    if not cached.ask(view.key, queries_review.judged):
        return
    st.html(
        f'<h2 class="part">{markup.escape(wording.REVIEW_EXPORT)}</h2>'
        f'<p class="notes">{markup.escape(wording.REVIEW_EXPORT_NOTE)}</p>'
    )
    key, axes = view.key, [axis.axis_id for axis in view.axes]
    name = f"stance-{view.case.case_id}-labels-v{view.key[1]}"
    with st.container(horizontal=True, gap="small", key="labels"):
        st.download_button(
            wording.REVIEW_EXPORT_CSV,
            data=lambda: labelling.labels_as_csv(_found(key, axes)),
            file_name=f"{name}.csv",
            mime="text/csv",
            on_click="ignore",
            key="labels_csv",
        )
        st.download_button(
            wording.REVIEW_EXPORT_GOLD,
            data=lambda: labelling.labels_as_json_lines(_found(key, axes)),
            file_name=f"{name}.jsonl",
            mime="application/jsonl",
            on_click="ignore",
            key="labels_gold",
            help=wording.REVIEW_EXPORT_HELP,
        )


def _found(key: cached.Key, axes: Sequence[str]) -> list[Any]:
    # Made on another thread without a session: nothing here may ask Streamlit.
    with Store(key[0], person=VIEWER).connection(version=key[1]) as connection:
        log = queries_review.log(connection)
        rows = queries_review.by_statement_ids(connection, queries_review.judged(connection))
        hidden = [
            each.statement_id
            for each in in_force(log)
            if each.field == IS_STATEMENT and each.new is False
        ]
        none = [queries_review.stored(connection, each) for each in hidden]
    return labelling.labels(log, [*rows, *(row for row in none if row)], axes)
