"""The way through the queue of statements that wait for a reader."""

import pandas as pd
import streamlit as st

from dashboard import cached, queries_review, state
from dashboard.setup import View
from dashboard.views import drafts

WHY = "review_why"
SEEN = "review_seen"  # values that the form was opened with
_TRAIL = "review_trail"  # ids in the order in which the reader goes through them


def queued(view: View) -> pd.DataFrame:
    """Return the statements that wait, those first that could change most."""
    axis = view.axis()
    found: pd.DataFrame = cached.ask(
        view.key,
        queries_review.queue,
        state.filters(),
        axis.axis_id,
        cached.ask(view.key, queries_review.judged),
        has_interval=axis == view.axes[0],
    )
    return found


def order(view: View) -> list[str]:
    """Return their ids in that order."""
    return [str(each) for each in queued(view)["statement_id"]]


def open_first(statement_id: str) -> None:
    """Open a statement from the queue, from a callback."""
    st.session_state.pop(_TRAIL, None)
    go(statement_id)


def go(statement_id: str) -> None:
    """Open another statement and forget what belongs to the one before."""
    drafts.drop(WHY)
    st.session_state.pop(SEEN, None)
    state.set_option("review", statement_id)


def _trail(view: View, statement_id: str) -> list[str]:
    """Return the way through the queue: it stays as it was when the reader set out."""
    trail: list[str] = st.session_state.get(_TRAIL, [])
    if statement_id not in trail:
        waiting = order(view)
        trail = waiting if statement_id in waiting else [statement_id, *waiting]
        st.session_state[_TRAIL] = trail
    return trail


def neighbours(view: View, statement_id: str) -> tuple[str | None, str | None, int, int]:
    """Return the previous and the next statement, and where this one stands."""
    trail = _trail(view, statement_id)
    place = trail.index(statement_id)
    previous = trail[place - 1] if place else None
    following = trail[place + 1] if place + 1 < len(trail) else None
    return previous, following, place + 1, len(trail)
