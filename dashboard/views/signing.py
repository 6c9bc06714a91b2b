"""Who is at work: a name that is written once and kept for the window, or the signed-in one."""

import streamlit as st

from dashboard import markup, signin, state, wording
from stance.access import Action

_KEPT = "signed_name"
MAX_NAME = 80


def field(key: str) -> str:
    """Draw the field for the name and return what is in it; whoever signed in is not asked."""
    signed = signed_in()
    if signed:
        return signed
    state.fill(key, str(st.session_state.get(_KEPT, "")))
    name = st.text_input(
        wording.REVIEW_WHO,
        key=key,
        help=wording.REVIEW_WHO_HELP,
        max_chars=MAX_NAME,
        autocomplete="name",
        on_change=_keep,
        args=(key,),
    )
    return (name or "").strip()


def name(key: str) -> str:
    """Return the name in a field that was drawn, for callbacks."""
    return signed_in() or str(st.session_state.get(key) or kept()).strip()


def signed_in() -> str:
    """Return the name under which somebody signed in, or nothing."""
    person = signin.person()
    return person.name if person else ""


def allowed(action: Action) -> bool:
    """Whether the visitor may do something; where not, one line says why it is not offered."""
    person = signin.person()
    if person is None or person.may(action):
        return True
    said = wording.ROLE_TOO_LOW.format(
        role=wording.ROLES[person.role.label], what=action.words,
        needed=wording.ROLES[action.needs.label], ask=person.ask,
    )  # fmt: skip
    st.html(f'<p class="notes not-allowed">{markup.escape(said)}</p>')
    return False


def is_own(who: str) -> bool:
    """Whether the visitor may undo an entry that bears this name."""
    person = signin.person()
    return person is None or person.may(Action.UNDO_OTHERS) or person.name == who


def _keep(key: str) -> None:
    state.touch()
    st.session_state[_KEPT] = str(st.session_state.get(key, "")).strip()


def kept() -> str:
    """Return the name that was written last in this window."""
    return signed_in() or str(st.session_state.get(_KEPT, ""))
