"""Who reported: whether a trend is one of tone, or of which outlets are in the collection."""

import streamlit as st

from dashboard import cached, markup, queries_timeline, theme, wording
from dashboard.views import charts
from dashboard.views.timeline_chart import Shown, groups_of, names
from stance.trends import By, OutletPanel

MAX_OUTLETS = 10
MAX_ROWS = 200


def draw(shown: Shown) -> None:
    """Draw what share of the words each outlet has, and the trend within each."""
    by: By = "side" if shown.by == "outlet" else shown.by
    found = cached.ask(
        shown.view.key, queries_timeline.panel, shown.filters, shown.axis.axis_id, by, shown.freq
    )
    st.html(f'<h2 class="part">{markup.escape(wording.OUTLETS_TITLE)}</h2>')
    said = "".join(f"<p>{markup.with_figures(text)}</p>" for text in found.sentences)
    st.html(f'<div class="prose">{said}</div>')
    labels = names(shown.view, by)
    groups = [group.key for group in groups_of(shown)[0]] if by == shown.by else []
    shares = queries_timeline.shares_in_all(found, groups)
    heads = [wording.OUTLETS_COLUMN, *(labels.get(name, name) for name in shares["groups"])]
    table = markup.plain_table(
        heads,
        [_share_row(row) for row in shares["rows"][:MAX_OUTLETS]],
        caption=wording.OUTLETS_TITLE,
        numeric=range(1, len(heads)),
    )
    more = len(shares["rows"]) - MAX_OUTLETS
    rest = wording.OUTLETS_MORE.format(theme.number(more)) if more > 0 else ""
    tools = charts.numbers(
        shown.view, "outlets", ("axis", "by", "freq"), wording.OUTLETS_TITLE, name="outlets"
    )
    note = f"{rest} {wording.OUTLETS_NOTE}".strip()
    st.html(f'<div class="wide">{table}</div><p class="notes">{markup.escape(note)}</p>{tools}')
    _within(found, labels)


def _share_row(row: tuple[str, list[tuple[float, int]]]) -> list[str]:
    outlet, cells = row
    shown = [
        f"{share:.0%} (n = {theme.number(count)})" if count else theme.NO_VALUE
        for share, count in cells
    ]
    return [outlet, *shown]


def _within(found: OutletPanel, labels: dict[str, str]) -> None:
    """List the trend within each outlet."""
    rows = [
        [
            str(row["outlet"]),
            labels.get(str(row["group"]), str(row["group"])),
            str(row["period"]),
            theme.signed(row["mean"]),
            wording.FEW
            if row["low"] != row["low"]
            else f"{theme.signed(row['low'])} to {theme.signed(row['high'])}",
            theme.number(int(row["n_utterances"])),
        ]
        for row in markup.records(found.trends.sort_values(["outlet", "group", "period"]))
    ][:MAX_ROWS]
    if not rows:
        return
    with st.expander(wording.OUTLETS_WITHIN):
        st.html(
            markup.plain_table(
                wording.OUTLETS_TREND_COLUMNS,
                rows,
                caption=wording.OUTLETS_WITHIN,
                numeric=(3, 4, 5),
            )
        )
