"""First start, an empty store, and errors: the states in which there is no page to draw."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import cached, markup, signin, wording
from dashboard.views import signing
from stance.access import Action
from stance.errors import StanceError, StoreError, StoreLockedError
from stance.resources import seeds_dir

# Two windows that are opened at once must not both build the collection.
_building = threading.Lock()


def is_ready() -> bool:
    """Whether there is a store to look at; one that nothing was ever added to counts as none."""
    return not _building.locked() and _was_built()


def build() -> None:
    """Build a store from the articles that come with the program, and show how it goes."""
    paths = sorted(path for path in seeds_dir().iterdir() if not path.name.startswith("."))
    head, below = st.empty(), st.empty()
    why = wording.FIRST_START_WHY.format(count=len(paths))
    head.html(
        f'<h1 class="kicker">{markup.escape(wording.FIRST_START)}</h1>'
        f'<p class="lede">{markup.escape(why)}</p>'
    )
    if not signing.allowed(Action.ADD):
        return
    try:
        with _building, below.status(wording.FIRST_START_WAIT, expanded=True) as status:
            _read(paths, status)
            status.update(label=wording.FIRST_START_DONE, state="complete", expanded=False)
    except StanceError as error:
        below.empty()
        head.html(
            f'<h1 class="kicker">{markup.escape(wording.FIRST_START)}</h1>'
            f'<p class="lede" role="alert">{markup.escape(wording.FIRST_START_FAILED)}</p>'
            f'<p class="doubt reason">{markup.escape(wording.sentence(str(error)))}</p>'
            f'<p class="doubt">{markup.escape(wording.FIRST_START_KEPT)}</p>'
        )
        st.button(wording.TRY_AGAIN, key="again")
        return
    st.rerun()


def _read(paths: Sequence[Path], status: Any) -> None:
    """Read the articles; while another program writes, say so and look again."""
    bar = st.progress(0.0, text=wording.FIRST_START_WAIT)

    def progress(done: int, total: int, message: str) -> None:
        share = min(1.0, done / total) if total else 0.0
        said = wording.FIRST_START_STEP.format(done=done, total=total, name=message)
        bar.progress(share, text=markup.plain(said))
        status.update(label=wording.FIRST_START)

    while not _was_built():
        try:
            cached.ingest(paths, progress, signin.person())
            return
        except StoreLockedError as error:
            # Perhaps the same collection from another terminal, perhaps a program that hangs.
            status.update(label=wording.FIRST_START_LOCKED)
            bar.progress(0.0, text=markup.plain(wording.sentence(str(error))))


def _was_built() -> bool:
    """Whether another window finished the collection while this one waited."""
    store = cached.store()
    return store.exists() and any(commit.what != "create" for commit in store.commits())


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
