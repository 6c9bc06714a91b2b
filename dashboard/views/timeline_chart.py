"""The chart of the timeline: which groups are drawn, from what, and what is said below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import cached, figures, markup, queries_timeline, setup, state, theme, wording
from dashboard.filters import Filters
from dashboard.setup import View
from dashboard.views import browser, charts
from stance.model import Axis, Event
from stance.trends import By, Freq, Turns

NAME = "timeline"
MAX_GROUPS = {"side": 4, "actor": 8, "dyad": 6, "topic": 8, "outlet": 8}
OTHERS = "\0others"  # no side or actor is called so
TABLE_ROWS = 500
LARGE = 20_000  # statements from which on turning points are searched after the drawing
_TURNS = "turns_known"
_COLUMNS = {"side": "side", "actor": "who", "outlet": "outlet"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the page shows: the parts of it are drawn from the same numbers."""

    view: View
    filters: Filters
    axis: Axis
    by: By
    freq: Freq
    counts: dict[str, Any]
    trend: pd.DataFrame
    events: Sequence[Event]

    @property
    def label(self) -> str:
        """Short name of the axis."""
        return setup.axis_label(self.axis.axis_id)


def names(view: View, by: str, *, is_subject: bool = False) -> dict[str, str]:
    """Return how groups are called, in a chart or as the subject of a sentence."""
    labels = dict(view.choices.labels.get(by, {}))
    if by == "side" and is_subject:
        labels |= wording.SIDES_AS_SUBJECTS
    if by == "dyad":
        labels = _dyads(view, is_subject=is_subject)
    return labels


def _dyads(view: View, *, is_subject: bool) -> dict[str, str]:
    """Return how the pairs of speaking side and target are called: "China towards the US"."""
    sides = [*view.case.sides, *wording.SIDES]
    subjects = wording.SIDES | (wording.SIDES_AS_SUBJECTS if is_subject else {})
    targets = wording.DYAD_TARGETS if is_subject else {"both": wording.DYAD_TARGETS["both"]}
    return {
        f"{one}{queries_timeline.ARROW}{other}": wording.DYAD.format(
            subjects.get(one, one), targets.get(other, other)
        )
        for one in sides
        for other in [*sides, *wording.DYAD_TARGETS]
    }


def groups_of(shown: Shown, points: pd.DataFrame | None = None) -> tuple[list[figures.Group], int]:
    """Return the series to draw and how many there would be: the pair first, then by size."""
    by, view = shown.by, shown.view
    totals = shown.trend.groupby("group")["n_statements"].sum()
    sizes = {str(name): int(total) for name, total in totals.items()}
    pair = [side for side in view.case.sides[:2] if side in sizes] if by == "side" else []
    rest = sorted(
        (name for name in sizes if name not in pair), key=lambda name: (-sizes[name], name)
    )
    chosen = [*pair, *rest][: MAX_GROUPS[by]]
    sides: dict[Any, Any] = {}
    if by == "actor" and points is not None:
        sides = dict(zip(points["who"], points["side"], strict=True))
    labels = names(view, by)
    found = []
    for name in chosen:
        side = {"side": name, "dyad": name.partition(queries_timeline.ARROW)[0]}.get(
            by, sides.get(name)
        )
        found.append(figures.Group(key=name, label=labels.get(name, name), side=side))
    return found, len(sizes)


def turns_of(shown: Shown) -> dict[str, Turns]:
    """Return where the tone turned, by group; a group without a turning point is missing.

    In a large collection the search takes longer than the drawing: then nothing is said of turns
    until ``look_for_turns`` has found them.
    """
    if shown.counts["statements"] > LARGE:
        if st.session_state.get(_TURNS) != _subject(shown) and not cached.knows_turns(
            *_subject(shown)
        ):
            return {}
        st.session_state[_TURNS] = _subject(shown)  # they are drawn now, not once more at the end
    return {turns.group: turns for turns in _turns(shown) if turns.points}


def look_for_turns(shown: Shown) -> None:
    """Search for turning points after all else is drawn; if there are any, draw them too."""
    if shown.counts["statements"] <= LARGE or st.session_state.get(_TURNS) == _subject(shown):
        return
    found = any(turns.points for turns in _turns(shown))
    st.session_state[_TURNS] = _subject(shown)
    if found:
        state.touch()
        st.rerun()


def _turns(shown: Shown) -> tuple[Turns, ...]:
    return cached.turns(*_subject(shown), names(shown.view, shown.by, is_subject=True))


def _subject(shown: Shown) -> tuple[cached.Key, Filters, str, By, Freq]:
    return shown.view.key, shown.filters, shown.axis.axis_id, shown.by, shown.freq


def draw(shown: Shown, marks: figures.Marks) -> pd.DataFrame:
    """Draw the chart and return its points with the group of each."""
    view = shown.view
    points = cached.points(view.key, shown.filters, shown.axis.axis_id)
    groups, total = groups_of(shown, points)
    drawn, series = _grouped(points, groups, shown.by)
    lanes = shown.by != "side"
    words = figures.AxisWords(label=shown.label, warm=shown.axis.warm, cold=shown.axis.cold)
    figure = figures.timeline(
        drawn,
        shown.trend,
        list(shown.events),
        series,
        axis=words,
        look=view.look,
        freq=shown.freq,
        lanes=lanes,
        narrow=browser.is_narrow(),
        period=_whole_period(view),
        marks=marks,
    )
    if state.option("drag", view.choices) == "select":
        figure.update_layout(dragmode="select")
    note = partial(_notes, shown, len(points), len(groups), total)
    charts.show(view, figure, _chart(shown, groups), note=note)
    return drawn


def _grouped(
    points: pd.DataFrame, groups: list[figures.Group], by: str
) -> tuple[pd.DataFrame, list[figures.Group]]:
    """Return the points with the group of each, and the groups with one for all other sides."""
    if by == "topic":  # one statement stands in the lane of each of its topics
        return points.assign(group=points["topics"].map(list)).explode("group"), groups
    if by == "dyad":
        arrow = queries_timeline.ARROW
        return points.assign(group=points["side"] + arrow + points["target_side"]), groups
    drawn = points.assign(group=points[_COLUMNS[by]].astype("object"))
    if by != "side":
        return drawn, groups
    keys = {group.key for group in groups}
    drawn["group"] = [key if key in keys else OTHERS for key in drawn["group"]]
    if not (drawn["group"] == OTHERS).any():
        return drawn, groups
    return drawn, [*groups, figures.Group(key=OTHERS, label=wording.OTHERS, side=None)]


def _chart(shown: Shown, groups: list[figures.Group]) -> charts.Chart:
    counts, axis = shown.counts, shown.axis
    counted = (
        f"{theme.plural(counts['statements'], *wording.STATEMENT)}, "
        f"{theme.plural(counts['utterances'], *wording.UTTERANCE)}"
    )
    alt = wording.CHART_ALT.format(
        axis=shown.label.lower(),
        first=theme.long_date(counts["first"]),
        last=theme.long_date(counts["last"]),
        cold=axis.cold,
        warm=axis.warm,
        n=theme.plural(counts["placed_scored"], *wording.STATEMENT),
    )
    first, last = (_bound(shown, end) for end in ("from", "to"))
    return charts.Chart(
        name=NAME,
        title=wording.CHART_TITLE.format(
            axis=shown.label,
            by=wording.BY_LABELS[shown.by].lower(),
            when=theme.date_range(first, last),
        ),
        alt=alt,
        counted=counted,
        twin="series",
        keys=("axis", "by", "freq"),
        table=_table(shown, groups),
        on_select=partial(_selected, charts.key_of(shown.view, NAME)),
    )


def _bound(shown: Shown, end: str) -> str | None:
    selection = shown.filters.selection
    day = selection.date_from if end == "from" else selection.date_to
    return day.isoformat() if day else shown.counts["first" if end == "from" else "last"]


def _whole_period(view: View) -> tuple[date, date] | None:
    """Return the period of the case while it is what the reader looks at.

    Charts of different speakers then have the same time axis.
    """
    selection = state.filters().selection
    dates = (selection.date_from, selection.date_to)
    return view.case.period if dates == view.case.period else None


def _selected(key: str) -> None:
    """Take over what was chosen in the chart: its statements, and the days of a box."""
    selection = st.session_state[key]["selection"]
    ids: list[str] = []
    for point in selection["points"]:
        data = point.get("customdata")
        identifier = data[0] if isinstance(data, list) and data else data
        if identifier:
            ids.append(str(identifier))
    st.session_state["chosen_points"] = (key, tuple(dict.fromkeys(ids)))
    boxes = [_days(box) for box in selection.get("box") or ()]
    if boxes:
        before = st.session_state.get("brushed", ())
        st.session_state["brushed"] = tuple(dict.fromkeys([*before, *boxes]))[-2:]
    state.touch()


def _days(box: dict[str, Any]) -> tuple[date, date]:
    ends = sorted(pd.Timestamp(value) for value in box["x"])
    return ends[0].date(), ends[-1].date()


def chosen(view: View) -> tuple[str, ...]:
    """Return what is chosen in the chart: ids of statements, keys of means."""
    key, ids = st.session_state.get("chosen_points", ("", ()))
    return tuple(ids) if key == charts.key_of(view, NAME) else ()


def _notes(shown: Shown, n_points: int, n_groups: int, total: int) -> None:
    """Say how to read the chart and what is not in it."""
    counts = shown.counts
    notes = [] if browser.is_touch() else [wording.ZOOM_HINT]
    per = wording.MEAN_PER[shown.freq]
    notes += [wording.SWARM_NOTE, wording.MEAN_NOTE.format(freq=per)]
    if n_groups < total:
        notes.append(
            wording.TOO_MANY_GROUPS.format(
                shown=n_groups, what=wording.GROUPS[shown.by], total=theme.number(total)
            )
        )
    if n_points < counts["placed_scored"]:
        drawn, of = theme.number(n_points), theme.number(counts["placed_scored"])
        notes.append(wording.SAMPLED_NOTE.format(shown=drawn, total=of))
    silent = counts["statements"] - counts["scored"]
    if silent:
        notes.append(wording.NO_SCORE_NOTE.format(count=theme.plural(silent, *wording.STATEMENT)))
    if counts["unplaced"]:
        unplaced = theme.plural(counts["unplaced"], *wording.STATEMENT)
        notes.append(wording.UNDATED_NOTE.format(count=unplaced))
    hint = f"<strong>{markup.escape(wording.READ_HINT)}</strong>"
    st.html(f'<p class="notes">{hint} {markup.escape(" ".join(notes))}</p>')


def _table(shown: Shown, groups: list[figures.Group]) -> charts.Table:
    labels = {group.key: group.label for group in groups}
    windows = figures.windows_of(shown.trend, shown.freq)
    rows = []
    for row in markup.records(shown.trend[shown.trend["group"].isin(list(labels))])[:TABLE_ROWS]:
        start = date.fromisoformat(str(row["period_start"])[:10])
        when = windows[start][1] if start in windows else figures.period_label(start, shown.freq)
        counts = (int(row[name]) for name in ("n_statements", "n_utterances", "n_sources"))
        rows.append(
            [
                labels[row["group"]],
                when,
                theme.signed(row["mean"]),
                figures.interval_text(row),
                *(theme.number(count) for count in counts),
            ]
        )
    return charts.Table(heads=wording.TREND_COLUMNS, rows=rows, numeric=(2, 3, 4, 5, 6))
