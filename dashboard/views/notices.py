"""What a page says after somebody did something: once, at its top, and how writing may fail."""

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from dashboard import markup, signin, wording
from stance.errors import StanceError, StoreLockedError
from stance.settings import settings
from stance.store import Store

T = TypeVar("T")
_KEY, _DRAWN = "notice", "notice_drawn"
WAIT = 10.0  # seconds that a page waits for another who is just saving


def say(text: str, *, undoes: str | None = None) -> None:
    """Leave a notice for the next drawing.

    Args:
        text: What was done.
        undoes: Id of the entry of the log that a button beside it takes back.
    """
    st.session_state[_KEY] = {"text": text, "is_problem": False, "undoes": undoes}


def complain(text: str) -> None:
    """Leave word of what went wrong, and what to do."""
    st.session_state[_KEY] = {"text": text, "is_problem": True, "undoes": None}


def keep() -> None:
    """Leave the notice that stands on the page for one more drawing, which nobody asked for."""
    drawn = st.session_state.get(_DRAWN)
    if drawn:
        st.session_state.setdefault(_KEY, drawn)


def draw(on_undo: Callable[..., Any] | None = None) -> None:
    """Draw the notice that was left, if any; it is gone with the next thing that happens."""
    found = st.session_state[_DRAWN] = st.session_state.pop(_KEY, None)
    if not found:
        return
    role = "alert" if found["is_problem"] else "status"
    kind = "problem" if found["is_problem"] else "done"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="notice"):
        st.html(f'<p class="notice {kind}" role="{role}">{markup.escape(found["text"])}</p>')
        if found["undoes"] and on_undo is not None:
            st.button(
                wording.REVIEW_UNDO,
                key="undo_last",
                type="tertiary",
                help=wording.REVIEW_UNDO_HELP,
                on_click=on_undo,
                args=(found["undoes"],),
            )


def store() -> Store:
    """Return the store for writing from a page: it waits a little, then says who is busy."""
    return Store(settings().store, lock_timeout=WAIT, person=signin.person())


def attempted(work: Callable[[], T]) -> T | None:
    """Do something that writes; what goes wrong becomes a notice and None."""
    try:
        return work()
    except StoreLockedError:
        complain(wording.REVIEW_BUSY)
    except StanceError as error:
        complain(wording.REVIEW_NOT_SAVED.format(wording.sentence(str(error))))
    return None
