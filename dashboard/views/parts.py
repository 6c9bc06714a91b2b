"""Parts that several pages share: heading, filters, downloads, what an empty view says."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import cached, markup, state, theme, wording
from dashboard import downloads as files
from dashboard import filters as filters_module
from dashboard.filters import Filters
from dashboard.setup import View
from dashboard.views import browser


def navigation(page: str, *, linked: bool = True) -> None:
    """Draw the mark and the pages, in one line at every width."""
    items = []
    for name, label in (
        ("timeline", wording.TIMELINE),
        ("statements", wording.STATEMENTS),
        ("method", wording.METHOD),
    ):
        if not linked:
            items.append(f"<li><span>{markup.escape(label)}</span></li>")
            continue
        href = markup.address(".", state.page_query(name, ("axis",)))
        current = ' aria-current="page"' if name == page else ""
        items.append(
            f'<li><a href="{markup.escape(href)}" target="_self" data-go{current}>'
            f"{markup.escape(label)}</a></li>"
        )
    st.html(
        f'<nav class="pages" aria-label="{markup.escape(wording.PAGES)}"><span class="brand">'
        f"{markup.BRAND}{markup.escape(wording.APP)}</span><ul>{''.join(items)}</ul></nav>"
    )


def heading(title: str, lede: str, doubt: str = "") -> None:
    """Draw what the page is about, small, and the finding, large; figures step back."""
    second = f'<p class="doubt">{markup.with_figures(doubt)}</p>' if doubt else ""
    st.html(
        f'<h1 class="kicker">{markup.escape(title)}</h1>'
        f'<p class="lede">{markup.with_figures(markup.in_short(lede))}</p>{second}'
    )


def bar(view: View, counts: dict[str, Any], page: str, keys: Sequence[str]) -> None:
    """Draw the filters as a sentence, what the period leaves out, and what is wrong with the link.

    Args:
        view: The ground of the page.
        counts: How much the filters left.
        page: Name of the page, for its links.
        keys: Options of the page that its links keep.
    """
    counted = (
        f"{theme.plural(counts['statements'], *wording.STATEMENT)}, "
        f"{theme.plural(counts['utterances'], *wording.UTTERANCE)}"
    )
    state.filter_bar(view.choices, (counts["first"], counts["last"]), counted)
    _period_note(view, page, keys)
    problems = state.problems()
    if problems:
        said = " ".join([wording.LINK_PROBLEM, *problems])
        st.html(f'<p class="notes" role="alert">{markup.escape(said)}</p>')


def _period_note(view: View, page: str, keys: Sequence[str]) -> None:
    """Say how much lies outside the period of the case, and lead there or back."""
    filters, period = state.filters(), view.case.period
    if period is None:
        return
    dates = (filters.selection.date_from, filters.selection.date_to)
    named = theme.whole_period(*period).replace(f" {theme.DASH} ", " to ")
    if dates == period:
        found = cached.outside(view.key, filters)
        if not found["statements"]:
            return
        said = wording.LEFT_OUT.format(_outside(found["statements"], found["undated"]))
        label, chosen = wording.SHOW_ALL_DATES, filters_module.all_dates(filters)
    elif dates == (None, None):
        within = replace(filters.selection, date_from=period[0], date_to=period[1])
        said, label = wording.ALL_DATES, wording.SHOW_PERIOD.format(period=named)
        chosen = replace(filters, selection=within)
    else:
        return
    kept = [key for key in keys if key not in ("page", "statement")]
    href = markup.address(".", state.page_query(page, kept, chosen))
    st.html(f'<p class="notes">{markup.escape(said)} {markup.link(href, label)}</p>')


def _outside(total: int, undated: int) -> str:
    """Return "7 statements of other times, 24 without a date"; what there is none of is unsaid."""
    pairs = ((total - undated, wording.OTHER_TIMES), (undated, wording.WITHOUT_DATE))
    said = [(count, words) for count, words in pairs if count]
    first = [theme.plural(count, *wording.STATEMENT) for count, _ in said[:1]]
    counts = [*first, *(theme.number(count) for count, _ in said[1:])]
    return ", ".join(words.format(n) for n, (_, words) in zip(counts, said, strict=True))


def nothing(view: View, filters: Filters, axis: str) -> None:
    """Say what an empty result means: which filter, left out alone, brings statements back."""
    if filters.is_empty or not view.choices.counts["kind"]:
        st.html(f'<p class="doubt">{markup.escape(wording.EMPTY_STORE_HELP)}</p>')
        return
    ways = []
    for key, loosened in filters_module.loosened(filters):
        found = cached.counts(view.key, loosened, axis)["statements"]
        if found:
            ways.append((key, loosened, found))
    said = wording.NOTHING_HELP if ways else wording.NOTHING_HOPELESS
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


def downloads(view: View, filters: Filters, twin: str, keys: Sequence[str]) -> None:
    """Offer exactly this view as CSV, with the file that says what it is, and as JSON.

    Args:
        view: The ground of the page.
        filters: What it shows.
        twin: Name of the JSON twin, "series" or "statements".
        keys: Options of the page that the twin understands too.
    """
    # The buttons' files are made on another thread without a session: everything they need is
    # taken along here.
    key, case_id, today = view.key, view.case.case_id, datetime.now(UTC).date()
    name = files.file_name(case_id, key[1], filters)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="download"):
        address = markup.escape(markup.address(f"api/v1/{twin}", state.link_query(keys)))
        st.html(
            f'<p class="notes">{markup.escape(wording.DOWNLOAD_HELP)} '
            f'<a href="{address}" target="_blank" rel="noopener">'
            f"{markup.escape(wording.JSON_TWIN)}</a></p>"
        )
        st.download_button(
            wording.DOWNLOAD_CSV,
            data=_csv(key, filters),
            file_name=f"{name}.csv",
            mime="text/csv",
            on_click="ignore",
            key="csv",
        )
        st.download_button(
            wording.DOWNLOAD_METADATA,
            data=_metadata(key, filters, today),
            file_name=f"{name}.csv.metadata.json",
            mime="application/json",
            on_click="ignore",
            key="metadata",
        )


def _csv(key: cached.Key, filters: Filters) -> Callable[[], bytes]:
    return lambda: files.csv(files.frame(key[0], key[1], filters))


def _metadata(key: cached.Key, filters: Filters, today: date) -> Callable[[], bytes]:
    def made() -> bytes:
        described = files.metadata(files.frame(key[0], key[1], filters), filters, key[1], today)
        return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()

    return made


def chart_config(name: str) -> dict[str, Any]:
    """Return Plotly's settings: few buttons, the image as SVG."""
    return {
        "displaylogo": False,
        "displayModeBar": False if browser.is_touch() else "hover",
        "modeBarButtons": [["select2d", "zoom2d", "resetScale2d", "toImage"]],
        "toImageButtonOptions": {"format": "svg", "filename": name},
        "scrollZoom": False,
    }
