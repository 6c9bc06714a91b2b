"""The log of what persons decided: append-only; an undo is an entry of its own."""

from collections.abc import Sequence

import streamlit as st

from dashboard import cached, markup, markup_review, queries_review, state, theme, wording
from dashboard.pages import PAGES
from dashboard.setup import View
from dashboard.views import articles, controls, notices, signing
from stance.access import Action
from stance.store import Correction
from stance.store.corrections import plain_value, taken_back

_NUMBER, _WHO, _WHY = "log_number", "log_who", "log_why"
PAGE_ROWS = 100


def lede(view: View) -> str:
    """Return how much was decided, and by how many."""
    log = cached.ask(view.key, queries_review.log)
    if not log:
        return wording.LOG_LEDE_NONE
    said = wording.LOG_LEDE.format(
        entries=theme.plural(len(log), *wording.LOG_ENTRY),
        people=theme.plural(len({entry.who for entry in log}), *wording.LOG_PERSON),
    )
    return f"{said}."


def draw(view: View) -> None:
    """Draw the log with its filters and the way to undo an entry."""
    notices.draw()
    log = cached.ask(view.key, queries_review.log)
    if not log:
        return
    who, field = _filters(view, log)
    shown = [entry for entry in log if who in ("", entry.who) and field in ("", entry.field)]
    if not shown:
        st.html(f'<p class="doubt">{markup.escape(wording.LOG_NOTHING)}</p>')
        return
    newest = sorted(shown, key=lambda entry: -entry.number)
    pages = -(-len(newest) // PAGE_ROWS)
    number = min(articles.page_number(view), pages)
    table(view, newest[(number - 1) * PAGE_ROWS : number * PAGE_ROWS], log)
    controls.pager(number, len(newest), PAGE_ROWS)
    _undo_form(view, log)
    query = state.link_query(("who", "field"))
    href = markup.escape(markup.address("api/v1/log", query))
    csv = markup.escape(markup.address("api/v1/log.csv", query))
    st.html(
        f'<p class="tools downloads"><span>{markup.escape(wording.LOG_AS_FILE)}</span>'
        f'<a href="{csv}">CSV</a><a href="{href}" target="_blank" rel="noopener">JSON</a></p>'
    )


def table(view: View, entries: Sequence[Correction], log: Sequence[Correction]) -> None:
    """Draw some entries of the log."""
    numbers = {entry.correction_id: entry.number for entry in log}
    hrefs = {
        entry.statement_id: markup.address(
            ".", state.page_query("review", PAGES["review"].keys, review=entry.statement_id)
        )
        for entry in entries
        if entry.statement_id
    }
    hrefs |= {
        entry.article_id: markup.address(
            ".", state.page_query("articles", ("article",), article=entry.article_id)
        )
        for entry in entries
        if not entry.statement_id
    }
    st.html(markup_review.log_table(entries, taken_back(log), numbers, hrefs, view.choices.labels))


def _filters(view: View, log: Sequence[Correction]) -> tuple[str, str]:
    people = ["", *sorted({entry.who for entry in log}, key=str.casefold)]
    fields = ["", *sorted({entry.field for entry in log}, key=markup_review.field_name)]
    chosen = {key: state.option(key, view.choices) for key in ("who", "field")}
    left, right = st.columns(2)
    for column, key, label, help_text, values in (
        (left, "who", wording.LOG_WHO, wording.LOG_WHO_HELP, people),
        (right, "field", wording.LOG_FIELD, wording.LOG_FIELD_HELP, fields),
    ):
        widget = f"log_filter_{key}"
        st.session_state[widget] = chosen[key] if chosen[key] in values else ""
        column.selectbox(
            label,
            values,
            key=widget,
            help=help_text,
            format_func=_field_label if key == "field" else _who_label,
            on_change=_filtered,
            args=(key, widget),
        )
    return st.session_state["log_filter_who"], st.session_state["log_filter_field"]


def _who_label(name: str) -> str:
    return name or wording.LOG_ANY


def _field_label(name: str) -> str:
    return markup_review.field_name(name) if name else wording.LOG_ANY


def _filtered(key: str, widget: str) -> None:
    state.set_option(key, str(st.session_state.get(widget) or ""))


# ---- undo


def _undo_form(view: View, log: Sequence[Correction]) -> None:
    undone = taken_back(log)
    open_entries = [entry for entry in log if entry.correction_id not in undone]
    can = {entry.number: entry for entry in open_entries if signing.is_own(entry.who)}
    st.html(f'<h2 class="part">{markup.escape(wording.LOG_UNDO)}</h2>')
    if not signing.allowed(Action.UNDO):
        return
    if len(can) < len(open_entries):
        signing.allowed(Action.UNDO_OTHERS)
    if not can:
        return
    with st.container(key="log_undo", gap="small"):
        left, middle, right = st.columns([1, 3, 2])
        numbers = sorted(can, reverse=True)
        number = left.selectbox(
            wording.LOG_UNDO_NUMBER, numbers, key=_NUMBER, help=wording.LOG_UNDO_NUMBER_HELP,
            on_change=state.touch,
        )  # fmt: skip
        middle.text_input(
            wording.REVIEW_REASON, key=_WHY, max_chars=500, help=wording.REVIEW_REASON_HELP,
            on_change=state.touch,
        )  # fmt: skip
        with right:
            signing.field(_WHO)
        if number in can:
            entry = can[number]
            labels = view.choices.labels
            old, new = (
                markup_review.value_in_words(entry.field, plain_value(entry, which), labels)
                for which in ("old", "new")
            )
            said = wording.LOG_UNDO_ASK.format(
                number=number,
                field=markup_review.field_name(entry.field).lower(),
                words=markup_review.in_short(entry.anchor_text),
                new=new,
                old=old,
            )
            st.html(f'<p class="notes">{markup.escape(said)}</p>')
            st.button(
                wording.LOG_UNDO_BUTTON, key="log_undo_button", on_click=_undo,
                args=(entry.correction_id,),
            )  # fmt: skip


def _undo(correction_id: str) -> None:
    state.touch()
    who, why = signing.name(_WHO), str(st.session_state.get(_WHY) or "").strip()
    if not who or not why:
        notices.complain(wording.REVIEW_NEEDS_REASON if who else wording.REVIEW_NEEDS_WHO)
        return
    entry = notices.attempted(lambda: notices.store().undo(correction_id, reason=why, who=who))
    if entry:
        st.session_state[_WHY] = ""
        field = markup_review.field_name(entry.field).lower()
        words = markup_review.in_short(entry.anchor_text)
        notices.say(wording.REVIEW_UNDONE.format(field=field, words=words))
