"""The log of what persons decided: append-only; an undo is an entry of its own."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import cached, markup, markup_review, queries_review, state, theme, wording
from dashboard.pages import PAGES
from dashboard.setup import View
from dashboard.views import articles, controls, notices, signing
from stance.access import Action
from stance.store import Correction
from stance.store.corrections import plain_value, taken_back

_WHO, _WHY = "log_who", "log_why"
PAGE_ROWS = 100
_KEYS = PAGES["review"].keys


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
    undoable = _undoable(log)
    _undo_form(view, undoable)
    who, field = _filters(view, log)
    shown = [entry for entry in log if who in ("", entry.who) and field in ("", entry.field)]
    if not shown:
        st.html(f'<p class="doubt">{markup.escape(wording.LOG_NOTHING)}</p>')
        return
    newest = sorted(shown, key=lambda entry: -entry.number)
    pages = -(-len(newest) // PAGE_ROWS)
    number = min(articles.page_number(view), pages)
    table(view, newest[(number - 1) * PAGE_ROWS : number * PAGE_ROWS], log, undoable)
    controls.pager(number, len(newest), PAGE_ROWS)
    query = state.link_query(("who", "field"))
    href = markup.escape(markup.address("api/v1/log", query))
    csv = markup.escape(markup.address("api/v1/log.csv", query))
    st.html(
        f'<p class="tools downloads"><span>{markup.escape(wording.LOG_AS_FILE)}</span>'
        f'<a href="{csv}">CSV</a><a href="{href}" target="_blank" rel="noopener">JSON</a></p>'
    )


def table(
    view: View,
    entries: Sequence[Correction],
    log: Sequence[Correction],
    undoable: Mapping[str, Correction] | None = None,
) -> None:
    """Draw some entries of the log.

    Args:
        view: The ground of the page.
        entries: Which.
        log: All of them.
        undoable: Those with a button to undo them; None: without that column.
    """
    numbers = {entry.correction_id: entry.number for entry in log}
    hrefs = {
        entry.statement_id: markup.address(
            ".", state.page_query("review", _KEYS, review=entry.statement_id, undo="")
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
    undoing = None if undoable is None else {each: _asking(each) for each in undoable}
    labels = view.choices.labels
    st.html(markup_review.log_table(entries, taken_back(log), numbers, hrefs, labels, undoing))


def _asking(correction_id: str) -> str:
    """Return the address that asks whether to undo an entry."""
    return markup.address(".", state.page_query("review", _KEYS, undo=correction_id))


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


def _undoable(log: Sequence[Correction]) -> dict[str, Correction] | None:
    """Return the entries that the visitor may undo; None (and why) if they may undo none."""
    if not signing.allowed(Action.UNDO):
        return None
    undone = taken_back(log)
    standing = [entry for entry in log if entry.correction_id not in undone]
    own = {entry.correction_id: entry for entry in standing if signing.is_own(entry.who)}
    if len(own) < len(standing):
        signing.allowed(Action.UNDO_OTHERS)
    return own


def _undo_form(view: View, undoable: Mapping[str, Correction] | None) -> None:
    """Ask for the reason to undo the entry that the URL names, and say what that restores."""
    asked = state.option("undo", view.choices)
    if not asked or undoable is None:
        return
    entry = undoable.get(asked)
    if entry is None:
        st.html(f'<p class="notes" role="alert">{markup.escape(wording.LOG_UNDO_GONE)}</p>')
        return
    with st.container(key="log_undo", gap="small"):
        title = wording.LOG_UNDO.format(number=entry.number)
        st.html(
            f'<h2 class="part" id="undoing" tabindex="-1">{markup.escape(title)}</h2>'
            f'<p class="notes">{markup.escape(_restored(view, entry))}</p>'
        )
        left, right = st.columns([3, 2])
        left.text_input(
            wording.REVIEW_REASON, key=_WHY, max_chars=500, help=wording.REVIEW_REASON_HELP,
            on_change=state.touch,
        )  # fmt: skip
        with right:
            signing.field(_WHO)
        with st.container(horizontal=True, gap="small", key="log_undo_do"):
            st.button(
                wording.LOG_UNDO_BUTTON, key="log_undo_button", type="primary", on_click=_undo,
                args=(entry.correction_id,),
            )  # fmt: skip
            st.button(wording.LOG_UNDO_KEEP, key="log_undo_keep", type="tertiary", on_click=_close)


def _restored(view: View, entry: Correction) -> str:
    """Return what becomes what again if an entry is undone."""
    old, new = (
        markup_review.value_in_words(entry.field, plain_value(entry, which), view.choices.labels)
        for which in ("old", "new")
    )
    return wording.LOG_UNDO_ASK.format(
        field=markup_review.field_name(entry.field),
        words=markup_review.in_short(entry.anchor_text),
        new=new,
        old=old,
    )


def _close() -> None:
    st.session_state[_WHY] = ""
    state.set_option("undo", "")


def _undo(correction_id: str) -> None:
    state.touch()
    who, why = signing.name(_WHO), str(st.session_state.get(_WHY) or "").strip()
    if not who or not why:
        notices.complain(wording.REVIEW_NEEDS_REASON if who else wording.REVIEW_NEEDS_WHO)
        return
    entry = notices.attempted(lambda: notices.store().undo(correction_id, reason=why, who=who))
    if entry:
        _close()
        field = markup_review.field_name(entry.field).lower()
        words = markup_review.in_short(entry.anchor_text)
        notices.say(wording.REVIEW_UNDONE.format(field=field, words=words))
