"""One actor: the finding, five axes against both sides, over time, topics, targets, outlets."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import (
    cached,
    findings,
    groups,
    markup,
    queries_actors,
    setup,
    state,
    theme,
    wording,
)
from dashboard import markup_actors as pieces
from dashboard.filters import Filters
from dashboard.pages import PAGES
from dashboard.queries_actors import ACTOR, OTHER, OWN, Profile
from dashboard.queries_relations import CELL
from dashboard.setup import View
from dashboard.views import actor_charts, controls, filterbar, offers, parts
from dashboard.views.actor_charts import FREQ, Groups, capital
from stance.model import Actor, Axis
from stance.trends import change_of_occasions

URL_OPTIONS = PAGES["actors"].keys
MAX_TITLES = 2  # other wordings of an office


def draw(view: View, actor: str, chooser: Callable[[View, Filters, str | None], None]) -> None:
    """Draw the profile.

    Args:
        view: The ground of the page.
        actor: Id of an actor, or a name as printed.
        chooser: Draws the field that finds another one.
    """
    filters, axis = state.filters(), view.axis()
    found = cached.ask(view.key, queries_actors.profile, filters, actor, axis.axis_id, FREQ)
    name = view.choices.labels["actor"].get(actor, actor)
    st.html(f'<p class="back">{markup.link(_everybody(filters), wording.ACTORS_BACK)}</p>')
    registered = next((each for each in view.case.actors if each.actor_id == actor), None)
    if not found.counts["statements"]:
        parts.heading(name, wording.NOTHING)
        filterbar.draw(view, found.counts, "actors", URL_OPTIONS)
        _controls(view, filters, actor, chooser)
        parts.nothing(view, filters, axis.axis_id)
        return
    members = _members(view, name, registered.side if registered else found.side)
    occasions = cached.ask(
        view.key, queries_actors.compared, filters, actor, (members[1][2], members[2][2]),
        tuple(each.axis_id for each in view.axes),
    )  # fmt: skip
    parts.heading(name, *_lede(name, members, occasions, axis))
    filterbar.draw(view, found.counts, "actors", URL_OPTIONS)
    _controls(view, filters, actor, chooser)
    if registered is None:
        _unregistered(name)
    actor_charts.axes(view, name, members, occasions, found)
    actor_charts.over_time(view, name, found, axis, members[0][2])
    _parts(view, filters, actor, found)
    _words(view, found, axis)
    left, right = st.columns(2, gap="large")
    with left:
        _outlets(filters, found)
    with right:
        _registry(registered)
    offers.statements(view, filters, found.counts)


def _everybody(filters: Filters) -> str:
    """Return the address of the same view of all actors."""
    chosen = queries_actors.with_field(filters, actors=())
    return markup.address(".", state.page_query("actors", ("axis",), chosen))


def _controls(view: View, filters: Filters, actor: str, chooser: Any) -> None:
    with st.container(horizontal=True, gap="medium", key="controls"):
        chooser(view, filters, actor)
        controls.axis(view.choices, wording.ACTORS_COMPARE_AXIS)


def _members(view: View, name: str, own: str | None) -> Groups:
    """Return whom the strip shows: the actor, the rest of a side, the other side.

    Whoever is on neither side of the pair is compared with both.
    """
    pair = view.case.sides[:2]
    first, second = (pair[1], pair[0]) if own == pair[1] else (pair[0], pair[1])
    template = wording.ACTORS_REST if own == first else wording.ACTORS_SPEAKERS
    rest = template.format(side=wording.side_named(first))
    others = wording.ACTORS_SPEAKERS.format(side=wording.side_named(second))
    return [(ACTOR, name, own), (OWN, rest, first), (OTHER, others, second)]


def _side(side: str) -> str:
    return wording.SIDES.get(side, side)


# ---- the finding


def _lede(name: str, members: Groups, occasions: pd.DataFrame, axis: Axis) -> tuple[str, str]:
    means = groups.means_of(occasions)
    mine = queries_actors.row_of(means, ACTOR, axis.axis_id)
    label = setup.axis_label(axis.axis_id).lower()
    if mine is None:
        return wording.ACTORS_LEDE_SILENT.format(name=name, axis=label), ""
    if findings.is_few(mine):
        count = theme.plural(int(mine["n_utterances"]), *wording.UTTERANCE)
        return wording.ACTORS_LEDE_FEW.format(name=name, count=count, axis=label), ""
    n = theme.number(int(mine["n_occasions"]))
    lede = wording.ACTORS_LEDE_ONE.format(name=name, finding=findings.state(mine, axis))
    doubts = [wording.ACTORS_FEW_OCCASIONS.format(n=n)] if findings.is_open(mine) else []
    doubts += [_difference(key, whom, means, occasions, axis) for key, whom, _ in members[1:]]
    return lede, " ".join(doubts)


def _difference(
    key: str, whom: str, means: pd.DataFrame, occasions: pd.DataFrame, axis: Axis
) -> str:
    """Return in a sentence whether the actor differs from others."""
    theirs = queries_actors.row_of(means, key, axis.axis_id)
    n = theme.number(int(theirs["n_utterances"])) if theirs else "0"
    mine = occasions[occasions["axis"] == axis.axis_id]
    change = change_of_occasions(
        mine[mine["group"] == key], mine[mine["group"] == ACTOR],
        label_a=whom, label_b=ACTOR, axis=axis.axis_id,
    )  # fmt: skip
    if theirs is None or change.difference != change.difference:
        return wording.ACTORS_NOT_COMPARED.format(whom=capital(whom), n=n)
    mean = theme.signed(theirs["mean"])
    if not change.is_clear:
        return wording.ACTORS_SAME.format(whom=whom, mean=mean, n=n)
    return wording.ACTORS_DIFFERS.format(
        pole=axis.warm if change.difference > 0 else axis.cold, whom=whom, mean=mean, n=n,
        difference=theme.signed(change.difference), low=theme.signed(change.low),
        high=theme.signed(change.high),
    )  # fmt: skip


def _unregistered(name: str) -> None:
    add = markup.address(".", state.page_query("actors", ("axis", "add"), add=name))
    said = wording.ACTORS_UNREGISTERED_NOTE.format(name=name)
    st.html(
        f'<p class="notes">{markup.escape(wording.ACTORS_UNREGISTERED)} {markup.escape(said)} '
        f"{markup.link(add, wording.ACTORS_ADD_TITLE.format(name=name))}</p>"
    )


# ---- topics, targets, words, outlets


def _parts(view: View, filters: Filters, actor: str, found: Profile) -> None:
    left, right = st.columns(2, gap="large")
    topics = view.choices.labels["topic"]
    topic_lines = [
        pieces.Line(
            name=topics.get(str(row["group"]), str(row["group"])),
            href=_with_topic(filters, str(row["group"])),
            mean=row,
        )
        for row in markup.records(found.topics)
    ]
    target_lines = [
        pieces.Line(name=str(row["group"]), href=_cell(actor, str(row["group"])), mean=row)
        for row in markup.records(found.targets)
    ]
    for column, title, what, lines in (
        (left, wording.ACTORS_TOPICS, wording.ACTORS_TOPIC, topic_lines),
        (right, wording.ACTORS_TARGETS, wording.ACTORS_TARGET, target_lines),
    ):
        body = (
            pieces.parts(lines, what, caption=title)
            if lines
            else f'<p class="quiet">{markup.escape(wording.ACTORS_PARTS_NONE)}</p>'
        )
        column.html(f'<h2 class="part">{markup.escape(title)}</h2>{body}')
    st.html(f'<p class="notes">{markup.escape(wording.ACTORS_PARTS_NOTE)}</p>')


def _with_topic(filters: Filters, topic: str) -> str:
    chosen = queries_actors.with_field(filters, topics=(topic,))
    return markup.address(".", state.page_query("statements", ("axis",), chosen))


def _cell(actor: str, target: str) -> str:
    """Return the address of a cell of the relations: exactly this actor towards this target.

    The filter by target also holds whoever is on a side of that name.
    """
    keys = ("axis", "cell")
    return markup.address(".", state.page_query("relations", keys, cell=CELL.join((actor, target))))


def _words(view: View, found: Profile, axis: Axis) -> None:
    with st.container(key="extremes"):
        columns = st.columns(2, gap="large")
    shown = [
        (pole, rows)
        for pole, rows in ((axis.warm, found.warm), (axis.cold, found.cold))
        if not rows.empty
    ]
    for column, (pole, rows) in zip(columns, shown, strict=False):
        listed = markup.quote_list(rows, view.case.sides, parts.hrefs(rows, URL_OPTIONS))
        title = wording.EXTREMES.format(pole)
        column.html(f'<h2 class="part">{markup.escape(title)}</h2>{listed}')


def _outlets(filters: Filters, found: Profile) -> None:
    rows = []
    for row in markup.records(found.outlets):
        outlet = str(row["outlet"]) if markup.is_known(row["outlet"]) else ""
        chosen = queries_actors.with_field(filters, outlets=(outlet,))
        href = markup.address(".", state.page_query("statements", ("axis",), chosen))
        mean = float(row["mean"]) if markup.is_known(row["mean"]) else None
        rows.append(
            (
                outlet or wording.OUTLETS_UNKNOWN,
                href if outlet else "",
                int(row["n"]),
                float(row["share"]),
                mean,
            )
        )
    title = wording.ACTORS_OUTLETS
    st.html(
        f'<h2 class="part">{markup.escape(title)}</h2>{pieces.outlets(rows, caption=title)}'
        f'<p class="notes">{markup.escape(wording.ACTORS_OUTLETS_NOTE)}</p>'
    )


def _registry(actor: Actor | None) -> None:
    if actor is None:
        return
    pairs = [
        (wording.ACTORS_SIDE, _side(actor.side) or wording.ACTORS_NO_SIDE),
        (wording.ACTORS_KIND, wording.ACTORS_ENTITIES.get(actor.entity, actor.entity)),
    ]
    if actor.born:
        pairs.append((wording.ACTORS_BORN, str(actor.born)))
    if actor.aliases:
        pairs.append((wording.ACTORS_ALIASES, ", ".join(actor.aliases[:6])))
    rows = _offices(actor)
    title = wording.ACTORS_OFFICES
    offices = (
        markup.plain_table(wording.ACTORS_OFFICE_COLUMNS, rows, caption=title, numeric=())
        if rows
        else ""
    )
    st.html(
        f'<h2 class="part">{markup.escape(title)}</h2>'
        f'<div class="actors-registry">{markup.facts(pairs)}{offices}</div>'
    )


def _offices(actor: Actor) -> list[list[str]]:
    """Return offices, the latest first; other wordings of the same days stand behind the first."""
    held: dict[tuple[Any, Any], list[str]] = {}
    for tenure in actor.tenures:
        held.setdefault((tenure.start, tenure.end), []).append(tenure.title)
    ordered = sorted(held.items(), key=lambda item: str(item[0][0] or ""), reverse=True)
    return [
        [
            capital(titles[0]) + _also(titles[1:]),
            theme.long_date(start) if start else wording.ACTORS_OPEN,
            theme.long_date(end) if end else wording.ACTORS_OPEN,
        ]
        for (start, end), titles in ordered
    ]


def _also(titles: Sequence[str]) -> str:
    if not titles:
        return ""
    shown = ", ".join(titles[:MAX_TITLES])
    return f" ({wording.ACTORS_ALSO.format(titles=shown)})"
