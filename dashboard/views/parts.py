"""Parts that several pages share: heading, filters, downloads, what an empty view says."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from dashboard import cached, markup, state, theme, wording
from dashboard import filters as filters_module
from dashboard.filters import Filters
from dashboard.pages import PAGES
from dashboard.setup import View


def page_addresses() -> dict[str, str]:
    """Return where each page is, with the filters of this view."""
    return {name: markup.address(".", state.page_query(name, ("axis",))) for name in PAGES}


def heading(title: str, lede: str, doubt: str = "") -> None:
    """Draw what the page is about, small, and the finding, large; figures step back."""
    second = f'<p class="doubt">{markup.with_figures(doubt)}</p>' if doubt else ""
    st.html(
        f'<h1 class="kicker">{markup.escape(title)}</h1>'
        f'<p class="lede">{markup.with_figures(markup.in_short(lede))}</p>{second}'
    )


def is_empty(view: View) -> bool:
    """Whether the store holds no statement at all: everything was taken out again."""
    return not view.choices.counts["kind"]


def empty(title: str, between: Callable[[], None] | None = None) -> None:
    """Say on a page about statements that there are none in the store, and how some come in.

    Args:
        title: The page.
        between: Draws what stands between the heading and the ways in.
    """
    heading(title, wording.EMPTY_STORE, wording.EMPTY_STORE_HELP)
    if between is not None:
        between()
    ways = (("add", wording.EMPTY_STORE_ADD), ("history", wording.EMPTY_STORE_HISTORY))
    links = "".join(
        markup.link(markup.address(".", state.page_query("articles", ("part",), part=part)), label)
        for part, label in ways
    )
    st.html(f'<p class="back ways">{links}</p>')


def nothing(view: View, filters: Filters, axis: str) -> None:
    """Say what an empty result means: which filter, left out alone, brings statements back."""
    ways = []
    for key, loosened in filters_module.loosened(filters):
        found = cached.counts(view.key, loosened, axis)["statements"]
        if found:
            ways.append((key, loosened, found))
    helps = wording.NOTHING_HELP if len(ways) > 1 else wording.NOTHING_HELP_ONE
    said = helps if ways else wording.NOTHING_HOPELESS
    st.html(f'<p class="doubt">{markup.escape(said)}</p>')
    with st.container(horizontal=True, gap="small", key="loosen"):
        for key, loosened, found in ways:
            label = wording.DROP_FILTER.format(
                what=wording.FILTERS[key], count=theme.plural(found, *wording.STATEMENT)
            )
            st.button(label, key=f"drop_{key}", on_click=state.set_filters, args=(loosened,))


def hrefs(rows: pd.DataFrame, keys: Sequence[str]) -> dict[str, str]:
    """Return the address that opens each statement and keeps the view."""
    options = [key for key in keys if key in ("axis", "sort", "page")]
    return {
        str(identifier): markup.address(
            ".", state.page_query("statements", [*options, "statement"], statement=str(identifier))
        )
        for identifier in rows["statement_id"]
    }
