"""Saving, confirming and taking back what a person decided about one statement."""

from typing import Any

import streamlit as st

from dashboard import labelling, markup, markup_review, queries_review, state, theme, wording
from dashboard.setup import View
from dashboard.views import drafts, notices, review_fields, signing
from dashboard.views.review_way import SEEN, WHY, neighbours
from stance.store import Correction
from stance.store.corrections import IS_STATEMENT

_WHO = "review_who"


def draw(view: View, found: dict[str, Any], changed: dict[str, Any]) -> None:
    """Show old and new values, ask why and who, and offer to save or to confirm."""
    title = f'<h2 class="part">{markup.escape(wording.REVIEW_CHANGES)}</h2>'
    quiet = f'<p class="quiet">{markup.escape(wording.REVIEW_NO_CHANGES)}</p>'
    labels = view.choices.labels
    shown = markup_review.change_table(found, changed, labels) if changed else quiet
    st.html(title + shown)
    drafts.fill_text(WHY, "")
    st.text_input(
        wording.REVIEW_REASON, key=WHY, max_chars=500, help=wording.REVIEW_REASON_HELP,
        on_change=drafts.changed, args=(WHY,),
    )  # fmt: skip
    signing.field(_WHO)
    statement_id = str(found["statement_id"])
    following = None
    if state.option("back", view.choices) != "statement":
        following = neighbours(view, statement_id)[1]
    with st.container(horizontal=True, gap="small", key="deciding"):
        st.button(
            wording.REVIEW_SAVE, key="review_save", type="primary", shortcut="Ctrl+Enter",
            on_click=_save, args=(view, statement_id, following),
        )  # fmt: skip
        st.button(
            wording.REVIEW_CONFIRM, key="review_confirm", shortcut="Alt+K",
            help=wording.REVIEW_CONFIRM_HELP,
            on_click=_confirm, args=(view, statement_id, following),
        )  # fmt: skip


def _save(view: View, statement_id: str, following: str | None) -> None:
    state.touch()
    found = st.session_state[SEEN]
    changed = labelling.changes(
        found,
        review_fields.filled_in(view, found),
        review_fields.axes_of(view),
        review_fields.people_of(view),
    )
    who, why = signing.name(_WHO), str(drafts.value(WHY, "") or "").strip()
    if not changed:
        notices.complain(wording.REVIEW_NEEDS_CHANGE)
    elif not why or not who:
        notices.complain(wording.REVIEW_NEEDS_REASON if who else wording.REVIEW_NEEDS_WHO)
    elif not _is_overtaken(found, changed):
        entries = notices.attempted(
            lambda: notices.store().correct(statement_id, changed, reason=why, who=who)
        )
        if entries:
            names = [
                markup_review.field_name(each.field).lower()
                for each in entries
                if each.field != "actor_id"
            ]
            words = markup_review.in_short(str(found["text"]))
            said = wording.REVIEW_SAVED.format(fields=theme.listed(names), words=words)
            _done(view, said, entries, following)


def _is_overtaken(found: dict[str, Any], changed: dict[str, Any]) -> bool:
    """Whether somebody else changed the same fields since the form was opened; then say so."""
    statement_id = str(found["statement_id"])
    store = notices.store()
    with store.connection() as connection:
        now = queries_review.stored(connection, statement_id) or found
        others = [
            each for each in queries_review.log(connection) if each.statement_id == statement_id
        ]
    fields = labelling.conflicts(found, now, (each for each in changed if each != IS_STATEMENT))
    if not fields:
        return False
    who = theme.listed(sorted({each.who for each in others if each.field in fields}))
    names = theme.listed([markup_review.field_name(each).lower() for each in fields])
    notices.complain(wording.REVIEW_CONFLICT.format(who=who or wording.UNKNOWN, fields=names))
    st.session_state[SEEN] = dict(now)
    return True


def _confirm(view: View, statement_id: str, following: str | None) -> None:
    state.touch()
    found = st.session_state[SEEN]
    who = signing.name(_WHO)
    if labelling.changes(
        found,
        review_fields.filled_in(view, found),
        review_fields.axes_of(view),
        review_fields.people_of(view),
    ):
        notices.complain(wording.REVIEW_HAS_CHANGES)
    elif not who:
        notices.complain(wording.REVIEW_NEEDS_WHO)
    else:
        entry = notices.attempted(lambda: notices.store().confirm(statement_id, who=who))
        if entry:
            words = markup_review.in_short(str(found["text"]))
            _done(view, wording.REVIEW_CONFIRMED.format(words=words), [entry], following)


def _done(view: View, said: str, entries: list[Correction], following: str | None) -> None:
    seen = st.session_state.pop(SEEN, None)
    if seen:
        fields = (*labelling.values_of(seen, ()), *review_fields.axes_of(view), review_fields.NONE)
        drafts.drop(
            WHY, *(review_fields.key_of(str(seen["statement_id"]), field) for field in fields)
        )
    notices.say(said, undoes=",".join(each.correction_id for each in entries))
    if following:
        state.set_option("review", following)


def undo(correction_ids: str) -> None:
    """Take back what was saved a moment ago, from the notice."""
    state.touch()
    who = signing.name(_WHO) or signing.kept()
    undone = [_taken_back(each, who or wording.UNKNOWN) for each in correction_ids.split(",")]
    if all(undone):
        st.session_state.pop(SEEN, None)
        fields = theme.listed(
            [
                markup_review.field_name(each.field).lower()
                for each in undone
                if each and each.field != "actor_id"
            ]
        )
        words = markup_review.in_short(undone[0].anchor_text if undone[0] else "")
        notices.say(wording.REVIEW_UNDONE.format(field=fields, words=words))


def _taken_back(correction_id: str, who: str) -> Correction | None:
    return notices.attempted(
        lambda: notices.store().undo(correction_id, reason=wording.REVIEW_UNDO_REASON, who=who)
    )
