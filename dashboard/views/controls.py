"""The widgets for the options of a page: filled from the session, written back by callbacks."""

from collections.abc import Mapping

import streamlit as st

from dashboard import markup, state
from dashboard.state import Choices


def segmented(label: str, key: str, labels: Mapping[str, str], choices: Choices, help: str) -> str:
    """Draw one option as a row of buttons and return its value."""
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


def select(label: str, key: str, labels: Mapping[str, str], choices: Choices) -> str:
    """Draw one option as a drop-down and return its value."""
    widget = f"option_{key}"
    st.session_state[widget] = state.option(key, choices)
    st.selectbox(
        label,
        list(choices.view[key]),
        key=widget,
        format_func=lambda value: labels[value],
        on_change=_option_changed,
        args=(key, widget),
    )
    return state.option(key, choices)


def _option_changed(key: str, widget: str) -> None:
    value = st.session_state.get(widget)
    if value is not None:
        state.set_option(key, str(value))


def _several_changed(key: str, widget: str, values: tuple[str, ...]) -> None:
    picked = list(st.session_state.get(widget) or ())
    state.set_option(key, "" if len(picked) == len(values) else ",".join(picked) or state.NONE)
