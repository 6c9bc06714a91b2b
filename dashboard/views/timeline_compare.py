"""Two periods of the timeline compared: brushed in the chart, typed, or named in the link."""

from datetime import date
from functools import partial

import streamlit as st

from dashboard import cached, markup, queries_timeline, state, theme, wording
from dashboard.setup import View
from dashboard.views import charts
from dashboard.views.timeline_chart import Shown, groups_of
from stance.selection import first_day, last_day
from stance.trends import Change

Period = tuple[date, date]
LETTERS = ("a", "b")


def bands(view: View) -> tuple[tuple[str, date, date], ...]:
    """Return the periods that are complete, with their letters, for the chart."""
    found = [(letter, _period(view, letter)) for letter in LETTERS]
    return tuple((letter.upper(), *period) for letter, period in found if period)


def brushed_row() -> None:
    """Say which periods were brushed in the chart; two can be compared with one button."""
    brushed: tuple[Period, ...] = st.session_state.get("brushed", ())
    if not brushed:
        return
    named = [theme.date_range(first.isoformat(), last.isoformat()) for first, last in brushed]
    said = wording.BRUSHED_ONE if len(named) == 1 else wording.BRUSHED_TWO
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="brushed"):
        st.html(f'<p class="view" role="status">{markup.escape(said.format(*named))}</p>')
        if len(named) == 2:
            st.button(wording.COMPARE_BRUSHED, key="compare_brushed", on_click=_compare_brushed)
        st.button(wording.FORGET_BRUSHED, key="forget_brushed", type="tertiary", on_click=_forget)


def _compare_brushed() -> None:
    # In order of time, whatever was brushed first: "more conciliatory in B" then reads forwards.
    periods = sorted(st.session_state.get("brushed", ()))
    for letter, (first, last) in zip(LETTERS, periods, strict=False):
        state.set_option(letter, f"{first}..{last}")
    state.set_option("more", "compare")


def _forget() -> None:
    st.session_state["brushed"] = ()
    charts.forget_selection()


def draw(shown: Shown) -> None:
    """Draw the dates of both periods, and what differs between them."""
    view = shown.view
    st.html(f'<h2 class="part">{markup.escape(wording.COMPARE_TITLE)}</h2>')
    with st.container(key="periods"):
        for column, letter in zip(st.columns(2, gap="large"), LETTERS, strict=True):
            with column:
                _dates(view, letter)
    periods = bands(view)
    if len(periods) < len(LETTERS):
        st.html(f'<p class="notes">{markup.escape(wording.COMPARE_HINT)}</p>')
        return
    groups, _ = groups_of(shown)
    found = cached.ask(
        view.key, queries_timeline.changes, shown.filters, shown.axis.axis_id, shown.by,
        tuple(group.key for group in groups),
        (f"{periods[0][1]}..{periods[0][2]}", f"{periods[1][1]}..{periods[1][2]}"),
    )  # fmt: skip
    _result(shown, found, {group.key: group.label for group in groups})


def _dates(view: View, letter: str) -> None:
    """Draw first and last day of a period."""
    text = state.option(letter, view.choices)
    first, _, last = text.partition("..")
    values = {"from": _day(first), "to": _day(last)}
    columns = st.columns(2)
    for column, (end, label) in zip(columns, wording.COMPARE_ENDS.items(), strict=True):
        key = f"period_{letter}_{end}"
        st.session_state[key] = values[end]
        column.date_input(
            label.format(letter.upper()),
            value=None,
            key=key,
            help=wording.COMPARE_HELP,
            format="YYYY-MM-DD",
            min_value=_least(view, values),
            max_value=_most(view, values),
            on_change=partial(_dates_changed, letter),
        )


def _least(view: View, values: dict[str, date | None]) -> date | None:
    known = [first_day(view.choices.first)] if view.choices.first else []
    return min([*known, *(day for day in values.values() if day)], default=None)


def _most(view: View, values: dict[str, date | None]) -> date | None:
    known = [last_day(view.choices.last)] if view.choices.last else []
    return max([*known, *(day for day in values.values() if day)], default=None)


def _dates_changed(letter: str) -> None:
    days = [st.session_state.get(f"period_{letter}_{end}") for end in ("from", "to")]
    if all(days):
        days.sort()
    written = "..".join(str(day) if day else "" for day in days)
    state.set_option(letter, "" if written == ".." else written)


def _period(view: View, letter: str) -> Period | None:
    """Return a period of which both ends are known; ends in the wrong order are swapped."""
    first, _, last = state.option(letter, view.choices).partition("..")
    days = [day for day in (_day(first), _day(last)) if day]
    return (min(days), max(days)) if len(days) == len(LETTERS) else None


def _day(text: str) -> date | None:
    """Return the day that a link names, or None: a link that is partly wrong still opens."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _result(shown: Shown, found: list[tuple[str, Change]], labels: dict[str, str]) -> None:
    sentences = "".join(
        f"<p><strong>{markup.escape(labels[group])}.</strong> "
        f"{markup.with_figures(change.sentence)}</p>"
        for group, change in found
    )
    st.html(f'<div class="prose" role="status">{sentences}</div>')
    rows = [_row(labels[group], change) for group, change in found]
    table = markup.plain_table(
        wording.COMPARE_COLUMNS, rows, caption=wording.COMPARE_TITLE, numeric=range(1, 6)
    )
    tools = charts.numbers(
        shown.view, "change", ("axis", "by", "a", "b"), wording.COMPARE_TITLE, name="change"
    )
    st.html(
        f'<div class="wide">{table}</div><p class="notes">{markup.escape(wording.COMPARE_NOTE)}</p>'
        f"{tools}"
    )


def _row(label: str, change: Change) -> list[str]:
    interval = theme.NO_VALUE
    if change.low == change.low:
        interval = f"{theme.signed(change.low)} to {theme.signed(change.high)}"
    p_value = theme.NO_VALUE if change.p_value != change.p_value else _p_text(change.p_value)
    parts = [
        f"{theme.signed(part.mean)} (n = {theme.number(part.n_utterances)})"
        for part in (change.a, change.b)
    ]
    return [label, *parts, theme.signed(change.difference), interval, p_value]


def _p_text(p_value: float) -> str:
    return "< 0.001" if p_value < 0.001 else f"{p_value:.3f}"
