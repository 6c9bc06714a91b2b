"""Actors: who speaks, one profile per actor, and speakers who are in no registry."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import cached, findings, markup, queries_actors, state, theme, wording
from dashboard import markup_actors as pieces
from dashboard.filters import Filters
from dashboard.pages import PAGES
from dashboard.queries_actors import MAX_ACTORS
from dashboard.setup import View
from dashboard.views import actor_adding, actor_profile, controls, filterbar, offers, parts
from stance.model import Axis

URL_OPTIONS = PAGES["actors"].keys
MOST_NAMED = 3  # actors that the finding names; of more it says how many


def draw(view: View) -> None:
    """Draw the profile of the one actor that the filters name, or everybody."""
    actors = state.filters().selection.actors
    if state.option("add", view.choices):
        actor_adding.draw(view)
    elif len(actors) == 1:
        actor_profile.draw(view, actors[0], _chooser)
    else:
        _everybody(view)


# ---- everybody


def _everybody(view: View) -> None:
    filters, axis = state.filters(), view.axis()
    counts = cached.counts(view.key, filters, axis.axis_id)
    names = cached.ask(view.key, queries_actors.names, filters)
    shown = names.head(MAX_ACTORS)
    means = cached.ask(
        view.key, queries_actors.overview, filters, axis.axis_id, tuple(shown["who"])
    )
    if not counts["statements"]:
        parts.heading(wording.ACTORS, wording.NOTHING)
    else:
        parts.heading(wording.ACTORS, *_lede(view, names, means, axis))
    filterbar.draw(view, counts, "actors", URL_OPTIONS)
    if not counts["statements"]:
        parts.nothing(view, filters, axis.axis_id)
        return
    with st.container(horizontal=True, gap="medium", key="controls"):
        _chooser(view, filters)
        controls.axis(view.choices, wording.ACTORS_COMPARE_AXIS)
    _overview(view, filters, names, means)
    _newcomers(view, filters)
    offers.statements(view, filters, counts)


def _lede(view: View, names: pd.DataFrame, means: pd.DataFrame, axis: Axis) -> tuple[str, str]:
    """Return how many lean which way, of those heard often enough to tell; few are named."""
    count = theme.plural(int(names.attrs["total"]), *wording.ACTORS_ACTOR)
    told = [row for row in markup.records(means) if not findings.is_untold(row)]
    if not told:
        return wording.ACTORS_LEDE_NONE.format(n=count), wording.ACTORS_DOUBT_NONE
    cold = [row for row in told if row["mean"] <= -0.1]
    warm = [row for row in told if row["mean"] >= 0.1]
    neither = [row for row in told if row not in cold and row not in warm]
    is_named = len(told) <= MOST_NAMED
    said = [
        template.format(
            n=_those(view, rows) if is_named else theme.number(len(rows)),
            be=_be(len(rows)), pole=pole, cold=axis.cold, warm=axis.warm,
        )
        for rows, template, pole in (
            (cold, wording.ACTORS_LEDE_WARM, axis.cold),
            (warm, wording.ACTORS_LEDE_WARM, axis.warm),
            (neither, wording.ACTORS_LEDE_NEITHER, ""),
        )
        if rows
    ]  # fmt: skip
    total, shown = int(names.attrs["total"]), min(len(names), MAX_ACTORS)
    few = len(told) < shown
    template = wording.ACTORS_LEDE if few else wording.ACTORS_LEDE_ALL
    if total > shown:
        template = wording.ACTORS_LEDE_TOP if few else wording.ACTORS_LEDE_TOP_ALL
    lede = template.format(
        n=count,
        shown=theme.number(shown),
        told=theme.number(len(told)),
        parts=theme.listed(said),
    )
    doubt = wording.ACTORS_DOUBT if few else wording.ACTORS_DOUBT_NONE
    return lede, f"{_sure(told)}{doubt}"


def _those(view: View, rows: list[dict[str, Any]]) -> str:
    """Return the names of a few actors as they stand within a sentence."""
    labels = view.choices.labels["actor"]
    keys = [str(row["group"]) for row in rows]
    return theme.listed([wording.with_article(labels.get(key, key)) for key in keys])


def _sure(told: list[dict[str, Any]]) -> str:
    """Return how many of the means differ from zero for certain; nothing if all do."""
    n = sum(row["low"] > 0 or row["high"] < 0 for row in told)
    if n == len(told):
        return ""
    if not n:
        return f"{wording.ACTORS_SURE_NONE if len(told) > 1 else wording.ACTORS_SURE_ONE} "
    leave = wording.ACTORS_LEAVE[n > 1]
    return f"{wording.ACTORS_SURE.format(n=theme.number(n), leave=leave)} "


def _be(count: int) -> str:
    return wording.IS if count == 1 else wording.ARE


def _overview(view: View, filters: Filters, names: pd.DataFrame, means: pd.DataFrame) -> None:
    found = {str(row["group"]): row for row in markup.records(means)}
    lines = []
    for row in markup.records(names.head(MAX_ACTORS)):
        who = str(row["who"])
        chosen = queries_actors.only(filters, who)
        lines.append(
            pieces.Line(
                name=view.choices.labels["actor"].get(who, str(row["label"] or who)),
                href=_address("actors", chosen),
                words_href=_address("statements", chosen),
                mark=markup.side_mark(row["side"], view.case.sides),
                n=int(row["n"]),
                mean=found.get(who),
            )
        )
    st.html(
        f'<h2 class="part">{markup.escape(wording.ACTORS_TABLE)}</h2>'
        f"{pieces.overview(lines, caption=wording.ACTORS_TABLE)}"
    )
    total = int(names.attrs["total"])
    if total > len(lines):
        more = wording.ACTORS_MORE.format(shown=len(lines), total=theme.number(total))
        st.html(f'<p class="notes">{markup.escape(more)}</p>')


def _address(page: str, chosen: Filters, **changes: str) -> str:
    return markup.address(".", state.page_query(page, ("axis", *changes), chosen, **changes))


# ---- the field that finds an actor


def _chooser(view: View, filters: Filters, current: str | None = None) -> None:
    """Draw the field that finds an actor; the one that is found becomes the filter."""
    everybody = queries_actors.everybody(filters) if current else filters
    names = cached.ask(view.key, queries_actors.names, everybody)
    options = [str(who) for who in names["who"]]
    if current and current not in options:
        options.insert(0, current)
    labels = view.choices.labels["actor"]
    counts = {str(row["who"]): int(row["n"]) for row in markup.records(names)}
    st.session_state["actor_field"] = current
    st.selectbox(
        wording.ACTORS_CHOOSE,
        options,
        index=None,
        key="actor_field",
        format_func=lambda who: (
            f"{labels.get(who, who)} ({theme.number(counts[who])})" if who in counts
            else labels.get(who, who)
        ),
        placeholder=wording.ACTORS_CHOOSE_EMPTY,
        help=wording.ACTORS_CHOOSE_HELP,
        accept_new_options=True,
        on_change=_chosen,
        args=(view.key,),
        width=320,
    )  # fmt: skip
    sought = st.session_state.pop("actor_sought", None)
    if sought:
        said = wording.ACTORS_NOT_FOUND.format(name=sought)
        st.html(f'<p class="notes" role="alert">{markup.escape(said)}</p>')


def _chosen(key: cached.Key) -> None:
    typed = st.session_state.get("actor_field")
    filters = state.filters()
    if not typed:
        selection = replace(filters.selection, actors=())
        state.set_filters(replace(filters, selection=selection))
        return
    names = cached.ask(key, queries_actors.names, queries_actors.everybody(filters))
    known = {str(who) for who in names["who"]}
    who = str(typed) if typed in known else cached.ask(key, queries_actors.search, str(typed))
    if who is None:
        st.session_state["actor_sought"] = str(typed)
        state.touch()
        return
    state.set_filters(queries_actors.only(filters, who))


# ---- speakers in no registry


def _newcomers(view: View, filters: Filters) -> None:
    found = cached.ask(view.key, queries_actors.newcomers, filters)
    title = f'<h2 class="part" id="new">{markup.escape(wording.ACTORS_NEW)}</h2>'
    if found.empty:
        st.html(f'{title}<p class="quiet">{markup.escape(wording.ACTORS_NEW_NONE)}</p>')
        return
    total = int(found.attrs["total"])
    said = [wording.ACTORS_NEW_LEDE.format(n=theme.plural(total, *wording.SPEAKER), be=_be(total))]
    if total > len(found):
        said.append(wording.ACTORS_NEW_MORE.format(shown=len(found), total=theme.number(total)))
    hrefs = parts.hrefs(found, ("axis",))
    rows = [_newcomer(filters, row, hrefs) for row in markup.records(found)]
    st.html(f'{title}<p class="notes">{markup.escape(" ".join(said))}</p>{pieces.newcomers(rows)}')


def _newcomer(
    filters: Filters, row: dict[str, Any], hrefs: dict[str, str]
) -> tuple[str, str, int, str, str, str, str, str]:
    name = str(row["name"])
    first, last = (row[key] if markup.is_known(row[key]) else None for key in ("first", "last"))
    return (
        name,
        _address("actors", queries_actors.only(filters, name)),
        int(row["n"]),
        theme.date_range(first, last),
        str(row["text"]),
        str(row["kind"]),
        hrefs[str(row["statement_id"])],
        _address("actors", filters, add=name),
    )
