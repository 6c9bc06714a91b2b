"""The fields of the form in which a person corrects one statement."""

from typing import Any

import streamlit as st

from dashboard import labelling, markup, setup, theme, wording
from dashboard.labelling import KEEP, LEVELS, NOBODY, SILENT, People
from dashboard.setup import View
from dashboard.views import drafts
from stance.model import Axis
from stance.store.corrections import IS_STATEMENT

NONE = "none"  # "this is not a statement"


def axes_of(view: View) -> list[str]:
    """Return the ids of the axes in their order."""
    return [axis.axis_id for axis in view.axes]


def people_of(view: View) -> People:
    """Return whom the registry knows and whom the collection names."""
    return People.of(view.case, [str(name) for name in view.choices.labels["actor"].values()])


def key_of(statement_id: str, field: str) -> str:
    """Return the key of the widget of one field."""
    return f"review_{field}_{statement_id}"


def filled_in(view: View, found: dict[str, Any]) -> dict[str, Any]:
    """Return what stands in the fields now, under the names of the fields."""
    statement_id = str(found["statement_id"])
    first = labelling.values_of(found, axes_of(view))
    filled = {
        field: drafts.value(key_of(statement_id, field), value) for field, value in first.items()
    }
    filled[IS_STATEMENT] = not drafts.value(key_of(statement_id, NONE), False)
    # An emptied drop-down gives None.
    return {field: NOBODY if value is None else value for field, value in filled.items()}


def draw(view: View, found: dict[str, Any], people: People) -> None:
    """Draw the fields, filled with what is stored unless something was typed."""
    statement_id = str(found["statement_id"])
    first = labelling.values_of(found, axes_of(view))
    names = view.choices.names
    sides = _several(view.case.sides, names.get("side", ()), first["side"])
    targets = _several(
        view.case.target_sides, names.get("target", ()), people.names, first["target"]
    )
    target_sides = _several(view.case.target_sides, first["target_side"])
    # Two by two in rows of their own: the order of the fields is that of the keys, and of a phone.
    cells = [cell for _ in range(3) for cell in st.columns(2)]
    with cells[0]:
        _choice(
            "speaker_name", found, first, (wording.REVIEW_SPEAKER, wording.REVIEW_SPEAKER_HELP),
            _several(people.names, first["speaker_name"]), is_open=True,
            on_change=_speaker_changed, args=(statement_id, people),
        )  # fmt: skip
    with cells[1]:
        _choice("side", found, first, (wording.REVIEW_SIDE, wording.REVIEW_SIDE_HELP), sides)
    with cells[2]:
        _choice(
            "target", found, first, (wording.REVIEW_TARGET, wording.REVIEW_TARGET_HELP), targets,
            is_open=True,
        )  # fmt: skip
    with cells[3]:
        _choice(
            "target_side", found, first,
            (wording.REVIEW_TARGET_SIDE, wording.REVIEW_TARGET_SIDE_HELP), target_sides,
        )  # fmt: skip
    with cells[4]:
        key = key_of(statement_id, "said_on")
        drafts.fill_text(key, first["said_on"])
        st.text_input(
            wording.REVIEW_SAID,
            key=key,
            help=wording.REVIEW_SAID_HELP,
            max_chars=10,
            on_change=drafts.changed,
            args=(key,),
        )
    with cells[5]:
        key = _filled_key(statement_id, "kind", first)
        st.selectbox(
            wording.REVIEW_KIND,
            list(wording.KINDS),
            key=key,
            format_func=lambda value: wording.KINDS[value],
            help=wording.FILTER_HELP["kind"],
            on_change=drafts.changed,
            args=(key,),
        )
    _topics(view, statement_id, first)
    for axis in view.axes:
        _axis_field(axis, found, first)
    key = _filled_key(statement_id, NONE, {NONE: False})
    st.checkbox(
        wording.REVIEW_IS_NONE,
        key=key,
        help=wording.REVIEW_IS_NONE_HELP,
        on_change=drafts.changed,
        args=(key,),
    )


def _filled_key(statement_id: str, field: str, first: dict[str, Any]) -> str:
    """Fill a field and return the key of its widget."""
    key = key_of(statement_id, field)
    drafts.fill(key, first[field])
    return key


def _topics(view: View, statement_id: str, first: dict[str, Any]) -> None:
    labels = view.choices.labels["topic"]
    key = _filled_key(statement_id, "topics", first)
    known = [topic.topic_id for topic in view.case.topics]
    st.multiselect(
        wording.REVIEW_TOPICS,
        [*known, *(name for name in first["topics"] if name not in known)],
        key=key,
        format_func=lambda value: labels.get(value, value),
        help=wording.REVIEW_TOPICS_HELP,
        placeholder=wording.REVIEW_NOTHING,
        on_change=drafts.changed,
        args=(key,),
        select_all=False,
    )


def _several(*parts: Any) -> list[str]:
    """Return names in order, each once, "nothing" first."""
    names: dict[str, None] = {NOBODY: None}
    for part in parts:
        for name in (part,) if isinstance(part, str) or part is None else part:
            if name:
                names[str(name)] = None
    return list(names)


def _choice(
    field: str,
    found: dict[str, Any],
    first: dict[str, Any],
    said: tuple[str, str],
    names: list[str],
    *,
    is_open: bool = False,
    on_change: Any = None,
    args: tuple[Any, ...] = (),
) -> None:
    key = _filled_key(str(found["statement_id"]), field, first)
    current = st.session_state[key] or NOBODY
    st.session_state[key] = current
    st.selectbox(
        said[0],
        names if current in names else [*names, current],
        key=key,
        format_func=_named,
        help=said[1],
        accept_new_options=is_open,
        on_change=on_change or drafts.changed,
        args=args or (key,),
    )


def _named(name: str) -> str:
    return wording.SIDES.get(name, name) or wording.REVIEW_NOTHING


def _speaker_changed(statement_id: str, people: People) -> None:
    """Let the side follow a speaker whom the registry knows."""
    key = key_of(statement_id, "speaker_name")
    drafts.changed(key)
    side = people.sides.get(str(st.session_state.get(key)))
    if side:
        drafts.put(key_of(statement_id, "side"), side)


def _axis_field(axis: Axis, found: dict[str, Any], first: dict[str, Any]) -> None:
    score = found.get(axis.axis_id)
    score = None if score is None or score != score else float(score)
    shown = theme.signed(score)
    key = _filled_key(str(found["statement_id"]), axis.axis_id, first)
    st.selectbox(
        setup.axis_label(axis.axis_id),
        [KEEP, *LEVELS, SILENT],
        key=key,
        format_func=lambda choice: labelling.level_label(axis, choice, score, shown),
        help=f"{markup.plain(axis.definition)} {wording.REVIEW_AXIS_HELP}",
        on_change=drafts.changed,
        args=(key,),
    )
