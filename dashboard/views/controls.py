"""The widgets for the options of a page: filled from the session, written back by callbacks."""

from collections.abc import Mapping

import streamlit as st

from dashboard import markup, setup, state, theme, wording
from dashboard.state import Choices
from dashboard.views import browser


def segmented(label: str, key: str, labels: Mapping[str, str], choices: Choices, help: str) -> str:
    """Draw one option as a row of buttons, on a phone as a drop-down, and return its value."""
    if browser.is_narrow():
        return select(label, key, labels, choices, help)
    widget = f"option_{key}"
    st.session_state[widget] = state.option(key, choices)
    st.segmented_control(
        label,
        list(choices.view[key]),
        key=widget,
        format_func=lambda value: labels[value],
        required=True,
        help=help,
        wrap=True,
        on_change=_option_changed,
        args=(key, widget),
    )
    return state.option(key, choices)


def several(
    label: str, key: str, labels: Mapping[str, str], said: Mapping[str, str], help: str
) -> None:
    """Draw an option that holds several values, all of them by default, as a small pop-up.

    Args:
        label: Name of the option.
        key: Its URL key.
        labels: Valid values and what they are called.
        said: What the button says for "all", "none" and "some" (their number, and of how many).
        help: What the values are.
    """
    current = state.chosen(key, list(labels))
    kind = "all" if len(current) == len(labels) else "some" if current else "none"
    widget = f"option_{key}"
    st.session_state[widget] = current
    with st.container(width="content", gap=None, key=f"box_{key}"):
        st.html(f'<p class="label" id="label_{markup.escape(key)}">{markup.escape(label)}</p>')
        with st.popover(said[kind].format(len(current), len(labels)), key=f"pop_{key}"):
            st.pills(
                label,
                list(labels),
                selection_mode="multi",
                key=widget,
                format_func=lambda value: labels[value],
                help=help,
                on_change=_several_changed,
                args=(key, widget, tuple(labels)),
            )


def select(
    label: str, key: str, labels: Mapping[str, str], choices: Choices, help: str | None = None
) -> str:
    """Draw one option as a drop-down and return its value."""
    widget = f"option_{key}"
    st.session_state[widget] = state.option(key, choices)
    st.selectbox(
        label,
        list(choices.view[key]),
        key=widget,
        format_func=lambda value: labels[value],
        help=help,
        on_change=_option_changed,
        args=(key, widget),
    )
    return state.option(key, choices)


def axis(choices: Choices, help: str = wording.AXIS_HELP) -> str:
    """Draw the choice of the axis and return it."""
    labels = {name: setup.axis_label(name) for name in choices.view["axis"]}
    return segmented(wording.AXIS, "axis", labels, choices, help)


def pager(number: int, total: int, size: int, *, said: str = wording.PAGE_OF) -> None:
    """Draw the buttons to earlier and later pages of a list, where there is more than one.

    Args:
        number: The page that is shown, from 1.
        total: Rows of the whole list.
        size: Rows of a page.
        said: What stands between the buttons, with ``first``, ``last`` and ``total``.
    """
    pages = -(-total // size)
    if pages < 2:
        return
    first = (number - 1) * size + 1
    words = said.format(
        first=theme.number(first),
        last=theme.number(min(total, first + size - 1)),
        total=theme.number(total),
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="pager"):
        st.button(
            wording.PREVIOUS,
            key="previous",
            disabled=number == 1,
            on_click=state.set_option,
            args=("page", str(number - 1) if number > 2 else ""),
        )
        st.html(f'<p class="view">{markup.escape(words)}</p>')
        st.button(
            wording.NEXT,
            key="next",
            disabled=number >= pages,
            on_click=state.set_option,
            args=("page", str(number + 1)),
        )


def _option_changed(key: str, widget: str) -> None:
    value = st.session_state.get(widget)
    if value is not None:
        state.set_option(key, str(value))


def _several_changed(key: str, widget: str, values: tuple[str, ...]) -> None:
    picked = list(st.session_state.get(widget) or ())
    state.set_option(key, "" if len(picked) == len(values) else ",".join(picked) or state.NONE)
