"""What was added and taken out, by whom and when; and the undo of an addition."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import (
    cached,
    markup,
    markup_articles,
    markup_writing,
    queries_articles,
    queries_review,
    state,
    theme,
    wording,
)
from dashboard.setup import View
from dashboard.views import notices, signing
from stance.access import Action
from stance.errors import StanceError
from stance.merging import undo_addition
from stance.store import Commit, Undoing
from stance.store.additions import taken_back

_ASKED, _WHO, _WHY = "undo_asked", "undo_who", "undo_why"
SHOWN = ("add", "remove", "restore", "reanalyze")
MAX_BUTTONS = 12


def draw(view: View) -> None:
    """Draw the history of the collection and ask before anything is undone."""
    notices.draw()
    history = cached.store().commits()
    undone = taken_back(history)
    shown = [commit for commit in history if commit.what in SHOWN]
    if not shown:
        st.html(f'<p class="doubt">{markup.escape(wording.HISTORY_EMPTY)}</p>')
        return
    may_undo = signing.allowed(Action.UNDO_ADDITION)
    asked = st.session_state.get(_ASKED) if may_undo else None
    if asked is not None:
        _ask(view, int(asked), history)
    titles = cached.ask(view.key, queries_articles.titles_by_addition)
    st.html(markup_articles.commit_table(shown, undone, titles))
    can = [
        commit
        for commit in reversed(shown)
        if may_undo and commit.number not in undone and commit.what in ("add", "remove", "restore")
    ]
    with st.container(horizontal=True, gap="small", key="undo_buttons"):
        for commit in can[:MAX_BUTTONS]:
            st.button(
                wording.HISTORY_UNDO.format(commit.number),
                key=f"ask_undo_{commit.number}",
                help=wording.HISTORY_UNDO_HELP,
                on_click=_asked_for,
                args=(commit.number,),
            )


def _asked_for(number: int | None) -> None:
    state.touch()
    st.session_state[_ASKED] = number
    st.session_state[_WHY] = ""


def _ask(view: View, number: int, history: Sequence[Commit]) -> None:
    """Say in words what goes or comes back, and ask for the reason."""
    try:
        plan = cached.store().plan_undo(number)
    except StanceError as error:
        notices.complain(wording.sentence(str(error)))
        st.session_state[_ASKED] = None
        notices.draw()
        return
    with st.container(key="undo_ask", gap="small"):
        st.html("".join(f"<p>{markup.escape(line)}</p>" for line in _in_words(view, plan, history)))
        left, right = st.columns([1, 2])
        with left:
            signing.field(_WHO)
        right.text_input(
            wording.REVIEW_REASON, key=_WHY, max_chars=500, help=wording.REVIEW_REASON_HELP
        )
        with st.container(horizontal=True, gap="small"):
            st.button(
                wording.HISTORY_CONFIRM, key="undo_yes", type="primary", on_click=_undo,
                args=(plan,),
            )  # fmt: skip
            st.button(wording.HISTORY_CANCEL, key="undo_no", on_click=_asked_for, args=(None,))


def _in_words(view: View, plan: Undoing, history: Sequence[Commit]) -> list[str]:
    lines = []
    if plan.leaving:
        found = cached.ask(view.key, queries_review.weight_of, plan.leaving)
        lines.append(
            wording.HISTORY_ASK_OUT.format(
                articles=theme.plural(len(plan.leaving), *wording.ARTICLE),
                statements=theme.plural(found["statements"], *wording.STATEMENT),
                titles=markup_writing.listed_titles(found["titles"]),
            )
        )
        if found["judged"]:
            lines.append(
                wording.HISTORY_ASK_CORRECTED.format(
                    count=theme.plural(found["judged"], *wording.STATEMENT)
                )
            )
    if plan.returning:
        lines.append(
            wording.HISTORY_ASK_BACK.format(
                articles=theme.plural(len(plan.returning), *wording.ARTICLE),
                titles=markup_writing.listed_titles(_titles_then(plan, history)),
            )
        )
    return [*lines, wording.HISTORY_KEPT]


def _titles_then(plan: Undoing, history: Sequence[Commit]) -> list[str]:
    """Return the headlines of articles that are not there now, from the state before."""
    before = max(commit.number for commit in history if commit.number < plan.number)
    store = cached.store()
    version = f"{before}.{store.version().partition('.')[2]}"
    with store.connection(version=version) as connection:
        found: dict[str, Any] = queries_review.weight_of(connection, plan.returning)
    titles: list[str] = found["titles"]
    return titles


def _undo(plan: Undoing) -> None:
    state.touch()
    who, why = signing.name(_WHO), str(st.session_state.get(_WHY) or "").strip()
    if not who or not why:
        notices.complain(wording.REVIEW_NEEDS_REASON if who else wording.REVIEW_NEEDS_WHO)
        return
    done = notices.attempted(
        lambda: undo_addition(notices.store(), plan.number, reason=why, who=who)
    )
    if done is None:
        return
    st.session_state[_ASKED] = None
    parts = [
        words.format(theme.plural(len(ids), *wording.ARTICLE))
        for words, ids in (
            (wording.HISTORY_TAKEN, plan.leaving),
            (wording.HISTORY_BROUGHT, plan.returning),
        )
        if ids
    ]
    notices.say(wording.HISTORY_DONE.format(what=theme.listed(parts)))
