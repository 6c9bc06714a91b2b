"""First start, an empty store, and errors: the states in which there is no page to draw."""

import threading

import streamlit as st

from dashboard import cached, markup, signin, wording
from dashboard.views import signing
from stance.access import Action
from stance.errors import StanceError, StoreError
from stance.resources import seeds_dir

# Two windows that are opened at once must not both build the collection.
_building = threading.Lock()


def is_ready() -> bool:
    """Whether there is a store to look at; one that nothing was ever added to counts as none."""
    return not _building.locked() and _was_built()


def build() -> None:
    """Build a store from the articles that come with the program, and show how it goes."""
    paths = sorted(path for path in seeds_dir().iterdir() if not path.name.startswith("."))
    why = wording.FIRST_START_WHY.format(count=len(paths))
    st.html(
        f'<h1 class="kicker">{markup.escape(wording.FIRST_START)}</h1>'
        f'<p class="lede">{markup.escape(why)}</p>'
    )
    if not signing.allowed(Action.ADD):
        return
    try:
        with st.status(wording.FIRST_START_WAIT, expanded=True) as status:
            bar = st.progress(0.0, text=wording.FIRST_START_WAIT)

            def progress(done: int, total: int, message: str) -> None:
                share = min(1.0, done / total) if total else 0.0
                said = wording.FIRST_START_STEP.format(done=done, total=total, name=message)
                bar.progress(share, text=markup.plain(said))
                status.update(label=wording.FIRST_START)

            with _building:
                if not _was_built():
                    cached.ingest(paths, progress, signin.person())
            status.update(label=wording.FIRST_START_DONE, state="complete", expanded=False)
    except StanceError as error:
        _explain_below(wording.sentence(str(error)))
        return
    st.rerun()


def _was_built() -> bool:
    """Whether another window finished the collection while this one waited."""
    store = cached.store()
    return store.exists() and any(commit.what != "create" for commit in store.commits())


def _explain_below(reason: str) -> None:
    """Say below the sentences of the first start why it failed."""
    st.html(
        f'<div role="alert"><h2 class="part">{markup.escape(wording.FIRST_START_FAILED)}</h2>'
        f'<p class="doubt reason">{markup.escape(reason)}</p>'
        f'<p class="doubt">{markup.escape(wording.FIRST_START_KEPT)}</p></div>'
    )
    st.button(wording.TRY_AGAIN, key="again")


def explain_known(error: StanceError) -> None:
    """Say what a known error says, which names the remedy; filters have no part in it."""
    title = wording.ERROR_STORE if isinstance(error, StoreError) else wording.ERROR
    explain(wording.sentence(str(error)), title=title, kept=wording.ERROR_PUT_RIGHT)


def explain(
    reason: str,
    *,
    title: str = wording.ERROR,
    kept: str = wording.ERROR_KEPT,
    instead: str = "",
) -> None:
    """Say what happened, what was kept and what to do.

    Args:
        reason: What is known of it.
        title: What could not be done.
        kept: What it did to the collection, and what may help.
        instead: Address of a view that is more likely to be drawn.
    """
    st.html(
        f'<h1 class="kicker">{markup.escape(wording.APP)}</h1>'
        f'<p class="lede" role="alert">{markup.escape(title)}</p>'
        f'<p class="doubt reason">{markup.escape(reason)}</p>'
        f'<p class="doubt">{markup.escape(kept)}</p>'
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="ways_out"):
        st.button(wording.TRY_AGAIN, key="again")
        if instead:
            st.html(f"<p>{markup.link(instead, wording.ERROR_PLAIN)}</p>")
