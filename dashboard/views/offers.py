"""What can be taken away: the statements of a view as files, each with what it is."""

from typing import Any

import streamlit as st

from dashboard import api, downloads, markup, state, theme, wording
from dashboard.filters import Filters
from dashboard.setup import View


def statements(view: View, filters: Filters, counts: dict[str, Any] | None = None) -> None:
    """Offer exactly the statements of this view: as a table, for a program, and described.

    Args:
        view: The ground of the page.
        filters: What it shows.
        counts: How much that is, so that what is too large for a file is said before it is asked.
    """
    version = view.key[1]
    name = downloads.file_name(view.case.case_id, version, filters)
    query = {**state.link_query((), filters), "at": [version]}
    total = counts["statements"] if counts else 0
    items = []
    for ending, label in wording.DOWNLOAD_FORMATS.items():
        if total > downloads.LIMITS[ending]:
            continue
        href = markup.escape(markup.address(f"{api.PREFIX[1:]}/download.{ending}", query))
        items.append(f'<a href="{href}" download="{markup.escape(name)}.{ending}">{label}</a>')
    if items:
        href = markup.escape(markup.address(f"{api.PREFIX[1:]}/download.metadata.json", query))
        about = markup.escape(wording.DOWNLOAD_ABOUT)
        items.append(f'<a href="{href}" download="{markup.escape(name)}.metadata.json">{about}</a>')
    st.html(
        f'<p class="tools downloads"><span>{markup.escape(wording.DOWNLOADS)}</span>'
        f"{''.join(items)}</p>{_limits(total)}"
    )


def _limits(total: int) -> str:
    too_small = [ending for ending, limit in downloads.LIMITS.items() if total > limit]
    if not too_small:
        return ""
    limits = theme.listed(
        [
            wording.DOWNLOAD_LIMIT.format(
                name=wording.DOWNLOAD_FORMATS[ending],
                limit=theme.number(downloads.LIMITS[ending]),
            )
            for ending in too_small
        ]
    )
    said = wording.DOWNLOAD_TOO_LARGE.format(
        count=theme.plural(total, *wording.STATEMENT), limits=limits
    )
    return f'<p class="notes">{markup.escape(said)}</p>'
