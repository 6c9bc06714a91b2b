"""Adding a speaker to the registry: the entry, checked before it is offered."""

import streamlit as st

from dashboard import cached, markup, newcomers, queries_actors, signin, state, wording
from dashboard.newcomers import Newcomer
from dashboard.setup import View
from dashboard.views import parts, signing
from stance.access import Action
from stance.errors import StanceError


def draw(view: View) -> None:
    """Draw the form and, once a side is chosen, the entry to copy or to write."""
    printed = state.option("add", view.choices)
    back = markup.address(".", state.page_query("actors", ("axis",)))
    title = wording.ACTORS_ADD_TITLE.format(name=printed)
    parts.heading(wording.ACTORS, title, wording.ACTORS_UNREGISTERED)
    st.html(f'<p class="back">{markup.link(back, wording.ACTORS_ADD_CANCEL)}</p>')
    newcomer = _form(view, printed)
    if newcomer is None:
        first = wording.ACTORS_ADD_FIRST.format(name=printed)
        st.html(f'<p class="doubt">{markup.escape(first)}</p>')
        return
    _offer(view, newcomer)


def _form(view: View, printed: str) -> Newcomer | None:
    """Draw the fields; return what they say once it is enough."""
    taken = {actor.actor_id for actor in view.case.actors}
    forms = cached.ask(view.key, queries_actors.printed_forms, printed)
    left, right = st.columns(2, gap="large")
    name = left.text_input(
        wording.ACTORS_ADD_NAME, value=printed, key=f"add_name_{printed}", max_chars=120,
        help=wording.ACTORS_ADD_NAME_HELP, on_change=state.touch,
    )  # fmt: skip
    side = right.selectbox(
        wording.ACTORS_ADD_SIDE, view.case.sides, index=None, key=f"add_side_{printed}",
        format_func=lambda each: wording.SIDES.get(each, each),
        placeholder=wording.ACTORS_ADD_PICK, help=wording.ACTORS_ADD_SIDE_HELP,
        on_change=state.touch,
    )  # fmt: skip
    identifier = left.text_input(
        wording.ACTORS_ADD_ID, value=newcomers.id_of(printed, taken), key=f"add_id_{printed}",
        max_chars=80, help=wording.ACTORS_ADD_ID_HELP, on_change=state.touch,
    )  # fmt: skip
    entity = right.selectbox(
        wording.ACTORS_ADD_ENTITY, newcomers.ENTITIES, key=f"add_entity_{printed}",
        format_func=lambda each: wording.ACTORS_ENTITIES.get(each, each),
        help=wording.ACTORS_ADD_ENTITY_HELP, on_change=state.touch,
    )  # fmt: skip
    aliases = st.text_input(
        wording.ACTORS_ADD_ALIASES, value=", ".join(newcomers.spellings(printed, forms)),
        key=f"add_aliases_{printed}", max_chars=400, help=wording.ACTORS_ADD_ALIASES_HELP,
        on_change=state.touch,
    )  # fmt: skip
    if not side or not name.strip() or not identifier.strip():
        return None
    listed = dict.fromkeys(part.strip() for part in aliases.split(",") if part.strip())
    return Newcomer(
        actor_id=identifier.strip(),
        name=" ".join(name.split()),
        side=side,
        entity=entity,
        aliases=tuple(alias for alias in listed if alias != name.strip()),
    )


def _offer(view: View, newcomer: Newcomer) -> None:
    case_id = view.case.case_id
    path = newcomers.actors_file(case_id)
    written = st.session_state.pop("actor_written", None)
    if written == newcomer.name:
        said = wording.ACTORS_ADD_WRITTEN.format(name=newcomer.name, path=path)
        st.html(f'<p class="doubt" role="status">{markup.escape(said)}</p>')
        return
    failed = st.session_state.pop("actor_not_written", None)
    reason = failed or newcomers.problem(newcomer, case_id)
    if reason:
        said = wording.ACTORS_ADD_REFUSED.format(reason=reason)
        st.html(f'<p class="doubt" role="alert">{markup.escape(said)}</p>')
        return
    said = wording.ACTORS_ADD_READY.format(path=path)
    st.html(f'<p class="doubt" role="status">{markup.escape(said)}</p>')
    st.code(newcomers.entry(newcomer), language="toml")
    if newcomers.is_own_folder() and not signing.allowed(Action.NAME):
        return
    if newcomers.is_own_folder():
        st.button(
            wording.ACTORS_ADD_WRITE, key="write_actor", on_click=_write, args=(newcomer, case_id),
            help=wording.ACTORS_ADD_WRITE_HELP.format(path=path),
        )  # fmt: skip
        return
    said = wording.ACTORS_ADD_SHIPPED.format(folder=path.parent.parent)
    st.html(f'<p class="notes">{markup.escape(said)}</p>')


def _write(newcomer: Newcomer, case_id: str) -> None:
    try:
        newcomers.add(newcomer, case_id, person=signin.person())
        st.session_state["actor_written"] = newcomer.name
    except StanceError as error:
        st.session_state["actor_not_written"] = str(error)
    state.touch()
