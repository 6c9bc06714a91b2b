"""The page of those who have not signed in, and of those whom nobody let in."""

import streamlit as st

from dashboard import markup, signin, wording
from stance.access import Action, Person


def is_open() -> bool:
    """Whether the visitor may read; draws what they need where not."""
    person = signin.person()
    if person is None:
        return True
    if person.may(Action.READ):
        _who(person)
        return True
    _closed(person)
    return False


def _who(person: Person) -> None:
    """Say at the top of every page who is signed in, and offer to sign out."""
    with st.container(
        horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small",
        key="visitor",
    ):  # fmt: skip
        said = wording.SIGNIN_WHO.format(name=person.name, role=wording.ROLES[person.role.label])
        st.html(f'<p class="notes visitor">{markup.escape(said)}</p>', width="content")
        _sign_out()


def stay_closed(problem: str) -> bool:
    """Say what is wrong with the roles; nobody comes in until it is right."""
    _say(wording.SIGNIN_LEDE, problem)
    return False


def _say(lede: str, said: str) -> None:
    st.html(
        f'<h1 class="kicker">{markup.escape(wording.APP)}</h1>'
        f'<p class="lede">{markup.escape(lede)}</p><p class="doubt">{markup.escape(said)}</p>'
    )


def _closed(person: Person) -> None:
    problem = signin.problem()
    is_known = signin.is_signed_in()
    lede = wording.SIGNIN_REFUSED.format(name=person.name) if is_known else wording.SIGNIN_LEDE
    why = wording.SIGNIN_ASK.format(ask=person.ask) if is_known else wording.SIGNIN_WHY
    _say(lede, problem or why)
    with st.container(horizontal=True, gap="small", key="door"):
        if is_known:
            _sign_out()
        elif not problem:
            for name in signin.providers():
                label = wording.SIGNIN_WITH.format(name) if name else wording.SIGNIN
                st.button(
                    markup.plain(label), key=f"sign_in_{name}", type="primary",
                    on_click=st.login, args=(name or None,),
                )  # fmt: skip


def _sign_out() -> None:
    st.button(wording.SIGNOUT, key="sign_out", type="tertiary", on_click=st.logout)
