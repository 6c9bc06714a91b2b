"""More than the chart: two periods compared, who reported, another series laid over it."""

import streamlit as st

from dashboard import figures, state, wording
from dashboard.views import browser, controls, timeline_compare, timeline_outlets, timeline_series
from dashboard.views.timeline_chart import Shown, groups_of, turns_of

_PANELS = {
    "compare": timeline_compare.draw,
    "outlets": timeline_outlets.draw,
    "series": timeline_series.draw,
}


def marks(shown: Shown) -> figures.Marks:
    """Return what is laid over the series of the chart."""
    opened = state.option("more", shown.view.choices)
    reference = timeline_series.rescaled(shown) if opened == "series" else None
    return figures.Marks(
        turns=_turns(shown),
        brushed=timeline_compare.bands(shown.view) if opened == "compare" else (),
        reference=None if reference is None else reference[1],
        reference_name="" if reference is None else reference[0].name,
    )


def _turns(shown: Shown) -> tuple[tuple[figures.Turn, ...], ...]:
    """Return the turning points of each lane."""
    found = turns_of(shown)
    of_groups = [
        tuple(
            figures.Turn(
                group=group.key,
                last_before=point.last_before,
                first_after=point.first_after,
                said=found[group.key].sentence,
            )
            for point in (found[group.key].points if group.key in found else ())
        )
        for group in groups_of(shown)[0]
    ]
    if shown.by == "side":
        return (tuple(turn for turns in of_groups for turn in turns),)
    return tuple(of_groups)


def draw(shown: Shown) -> None:
    """Draw what was brushed, the choice of panels, and the one that is open."""
    timeline_compare.brushed_row()
    opened = state.option("more", shown.view.choices)
    st.session_state["option_more"] = opened if opened in _PANELS else None
    with st.container(horizontal=True, gap="medium", key="more"):
        st.segmented_control(
            wording.MORE,
            list(_PANELS),
            key="option_more",
            format_func=lambda name: wording.MORE_LABELS[name],
            help=wording.MORE_HELP,
            on_change=_more_changed,
            wrap=True,
        )
        if not browser.is_touch():
            controls.segmented(
                wording.DRAG, "drag", wording.DRAG_LABELS, shown.view.choices, wording.DRAG_HELP
            )
    if opened in _PANELS:
        with st.container(key="panel"):
            _PANELS[opened](shown)


def _more_changed() -> None:
    state.set_option("more", str(st.session_state.get("option_more") or ""))
