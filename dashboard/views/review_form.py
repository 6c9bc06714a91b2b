"""The form in which a person corrects or confirms one statement, and the way through the queue."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import (
    cached,
    labelling,
    markup,
    markup_writing,
    queries_review,
    setup,
    state,
    theme,
    wording,
)
from dashboard.labelling import KEEP, LEVELS, NOBODY, SILENT, People
from dashboard.pages import PAGES
from dashboard.setup import View
from dashboard.views import drafts, notices, review_log, signing
from stance.access import Action
from stance.model import BOILERPLATE_KINDS, Axis
from stance.store import Correction
from stance.store.corrections import IS_STATEMENT

KEYS = PAGES["review"].keys
_WHO, _WHY = "review_who", "review_why"
_TRAIL = "review_trail"  # ids in the order in which the reader goes through them
_NONE = "none"  # "this is not a statement"
_SEEN = "review_seen"  # values that the form was opened with
CONTEXT = 1200  # characters of the article before and after the words


# ---- the queue


def queued(view: View) -> pd.DataFrame:
    """Return the statements that wait, those first that could change most."""
    axis = view.axis()
    found: pd.DataFrame = cached.ask(
        view.key,
        queries_review.queue,
        state.filters(),
        axis.axis_id,
        cached.ask(view.key, queries_review.judged),
        has_interval=axis == view.axes[0],
    )
    return found


def order(view: View) -> list[str]:
    """Return their ids in that order."""
    return [str(each) for each in queued(view)["statement_id"]]


def open_first(statement_id: str) -> None:
    """Open a statement from the queue, from a callback."""
    st.session_state.pop(_TRAIL, None)
    _go(statement_id)


def _go(statement_id: str) -> None:
    drafts.drop(_WHY)
    st.session_state.pop(_SEEN, None)
    state.set_option("review", statement_id)


def _trail(view: View, statement_id: str) -> list[str]:
    """Return the way through the queue: it stays as it was when the reader set out."""
    trail: list[str] = st.session_state.get(_TRAIL, [])
    if statement_id not in trail:
        waiting = order(view)
        trail = waiting if statement_id in waiting else [statement_id, *waiting]
        st.session_state[_TRAIL] = trail
    return trail


def _neighbours(view: View, statement_id: str) -> tuple[str | None, str | None, int, int]:
    """Return the previous and the next statement, and where this one stands."""
    trail = _trail(view, statement_id)
    place = trail.index(statement_id)
    previous = trail[place - 1] if place else None
    following = trail[place + 1] if place + 1 < len(trail) else None
    return previous, following, place + 1, len(trail)


# ---- the page of one statement


def draw(view: View, statement_id: str) -> None:
    """Draw the statement with its context and the form."""
    found = cached.ask(view.key, queries_review.stored, statement_id)
    if found is None:
        _missing(statement_id)
        return
    people = _people(view)
    _open(found)
    _head(view, found)
    notices.draw(undo)
    columns = st.columns([9, 11], gap="large")
    with columns[0]:
        _context(view, found)
        _earlier(view, statement_id)
    with columns[1]:
        st.html(f'<h2 class="part">{markup.escape(wording.REVIEW_FORM)}</h2>')
        if not signing.allowed(Action.CORRECT):
            return
        _fields(view, found, people)
        changed = labelling.changes(found, _filled(view, found), _axes(view), people)
        _decide(view, found, changed)


def _missing(statement_id: str) -> None:
    back = markup.address(".", state.page_query("review", KEYS, review="", back=""))
    st.html(
        f'<h1 class="kicker">{markup.escape(wording.REVIEW)}</h1>'
        f'<p class="lede">{markup.escape(wording.NOT_FOUND.format(id=statement_id))}</p>'
        f'<p class="doubt">{markup.escape(wording.NOT_FOUND_HELP)}</p>'
        f"<p>{markup.link(back, wording.REVIEW_BACK_QUEUE)}</p>"
    )


def _axes(view: View) -> list[str]:
    return [axis.axis_id for axis in view.axes]


def _people(view: View) -> People:
    return People.of(view.case, [str(name) for name in view.choices.labels["actor"].values()])


def _key(statement_id: str, field: str) -> str:
    return f"review_{field}_{statement_id}"


def _open(found: dict[str, Any]) -> None:
    """Note what the form was opened with, so that changes of others are noticed."""
    seen = st.session_state.get(_SEEN)
    if not seen or seen["statement_id"] != found["statement_id"]:
        st.session_state[_SEEN] = dict(found)


def _filled(view: View, found: dict[str, Any]) -> dict[str, Any]:
    statement_id = str(found["statement_id"])
    first = labelling.values_of(found, _axes(view))
    filled = {
        field: drafts.value(_key(statement_id, field), value) for field, value in first.items()
    }
    filled[IS_STATEMENT] = not drafts.value(_key(statement_id, _NONE), False)
    # An emptied drop-down gives None.
    return {field: NOBODY if value is None else value for field, value in filled.items()}


def _head(view: View, found: dict[str, Any]) -> None:
    statement_id = str(found["statement_id"])
    previous, following, place, total = _neighbours(view, statement_id)
    queue = markup.address(".", state.page_query("review", KEYS, review="", back=""))
    links = [markup.link(queue, wording.REVIEW_BACK_QUEUE)]
    if state.option("back", view.choices) == "statement":
        options = [key for key in PAGES["statements"].keys if key != "page"]
        href = markup.address(".", state.page_query("statements", options, statement=statement_id))
        links.insert(0, markup.link(href, wording.REVIEW_BACK_STATEMENT))
    said = theme.long_date(found.get("said_on"))
    mark = markup.side_mark(found.get("side"), view.case.sides)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="reviewhead"):
        st.html(f'<p class="back">{"".join(links)}</p>')
        number = wording.REVIEW_POSITION.format(
            number=theme.number(place), total=theme.number(total)
        )
        st.html(f'<p class="notes">{markup.escape(number)}</p>')
        _step(wording.REVIEW_PREVIOUS, "review_previous", previous, "Alt+P")
        _step(wording.REVIEW_NEXT, "review_next", following, "Alt+N")
    st.html(
        f'<h1 class="kicker">{mark} {markup.escape(markup.who(found))}, {markup.escape(said)}, '
        f"{markup.escape(markup.outlet(found))}</h1>"
        f'<blockquote class="opened">{markup.words_of(found)}</blockquote>'
    )


def _step(label: str, key: str, statement_id: str | None, shortcut: str) -> None:
    st.button(
        label, key=key, disabled=statement_id is None, shortcut=shortcut, on_click=_go,
        args=(statement_id or "",),
    )  # fmt: skip


def _context(view: View, found: dict[str, Any]) -> None:
    article = cached.article(view.key, found["article_id"])
    if article is None:
        return
    layers = [markup.Layer(start=a, end=b, name="words") for a, b in found["spans"]]
    for name in ("speaker", "cue"):
        span = found.get(f"{name}_span")
        if span:
            layers.append(markup.Layer(start=span[0], end=span[1], name=name))
    layers += [
        markup.Layer(start=mark["start"], end=mark["end"], name="boilerplate")
        for mark in markup_writing.marks_of(article)
        if mark.get("kind") in BOILERPLATE_KINDS
    ]
    start, end, text = markup_writing.cut(article["text"], found["spans"], CONTEXT)
    moved = [
        markup.Layer(start=each.start - start, end=each.end - start, name=each.name)
        for each in layers
        if each.start >= start and each.end <= end
    ]
    present = {layer.name for layer in moved}
    names = [name for name in wording.LEGEND if name in present]
    st.html(
        f'<h2 class="part">{markup.escape(wording.REVIEW_CONTEXT)}</h2>{markup.legend(names)}'
        f'<article class="article context">{markup.article_body(text, moved)}</article>'
    )


def _earlier(view: View, statement_id: str) -> None:
    log = cached.ask(view.key, queries_review.log)
    mine = [entry for entry in log if entry.statement_id == statement_id]
    if not mine:
        return
    st.html(f'<h2 class="part">{markup.escape(wording.REVIEW_EARLIER)}</h2>')
    review_log.table(view, mine, log)
    gone = not cached.statement(view.key, statement_id)
    if gone:
        st.html(f'<p class="why">{markup.escape(wording.REVIEW_HIDDEN)}</p>')


# ---- the fields


def _fields(view: View, found: dict[str, Any], people: People) -> None:
    statement_id = str(found["statement_id"])
    first = labelling.values_of(found, _axes(view))
    names = view.choices.names
    sides = _several(view.case.sides, names.get("side", ()), first["side"])
    targets = _several(
        view.case.target_sides, names.get("target", ()), people.names, first["target"]
    )
    target_sides = _several(view.case.target_sides, first["target_side"])
    left, right = st.columns(2)
    with left:
        _choice(
            "speaker_name", found, first, (wording.REVIEW_SPEAKER, wording.REVIEW_SPEAKER_HELP),
            _several(people.names, first["speaker_name"]), is_open=True,
            on_change=_speaker_changed, args=(statement_id, people),
        )  # fmt: skip
        _choice(
            "target", found, first, (wording.REVIEW_TARGET, wording.REVIEW_TARGET_HELP), targets,
            is_open=True,
        )  # fmt: skip
        key = _filled_key(statement_id, "said_on", first)
        st.text_input(
            wording.REVIEW_SAID,
            key=key,
            help=wording.REVIEW_SAID_HELP,
            max_chars=10,
            on_change=drafts.changed,
            args=(key,),
        )
    with right:
        _choice("side", found, first, (wording.REVIEW_SIDE, wording.REVIEW_SIDE_HELP), sides)
        _choice(
            "target_side", found, first,
            (wording.REVIEW_TARGET_SIDE, wording.REVIEW_TARGET_SIDE_HELP), target_sides,
        )  # fmt: skip
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
    key = _filled_key(statement_id, _NONE, {_NONE: False})
    st.checkbox(
        wording.REVIEW_IS_NONE,
        key=key,
        help=wording.REVIEW_IS_NONE_HELP,
        on_change=drafts.changed,
        args=(key,),
    )


def _filled_key(statement_id: str, field: str, first: dict[str, Any]) -> str:
    """Fill a field and return the key of its widget."""
    key = _key(statement_id, field)
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
    key = _key(statement_id, "speaker_name")
    drafts.changed(key)
    side = people.sides.get(str(st.session_state.get(key)))
    if side:
        drafts.put(_key(statement_id, "side"), side)


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


# ---- deciding


def _decide(view: View, found: dict[str, Any], changed: dict[str, Any]) -> None:
    """Show old and new values, ask why and who, and offer to save or to confirm."""
    title = f'<h2 class="part">{markup.escape(wording.REVIEW_CHANGES)}</h2>'
    quiet = f'<p class="quiet">{markup.escape(wording.REVIEW_NO_CHANGES)}</p>'
    labels = view.choices.labels
    shown = markup_writing.change_table(found, changed, labels) if changed else quiet
    st.html(title + shown)
    drafts.fill(_WHY, "")
    st.text_input(
        wording.REVIEW_REASON, key=_WHY, max_chars=500, help=wording.REVIEW_REASON_HELP,
        on_change=drafts.changed, args=(_WHY,),
    )  # fmt: skip
    signing.field(_WHO)
    statement_id = str(found["statement_id"])
    following = None
    if state.option("back", view.choices) != "statement":
        following = _neighbours(view, statement_id)[1]
    with st.container(horizontal=True, gap="small", key="deciding"):
        st.button(
            wording.REVIEW_SAVE, key="review_save", type="primary", shortcut="Ctrl+Enter",
            on_click=_save, args=(view, statement_id, following),
        )  # fmt: skip
        st.button(
            wording.REVIEW_CONFIRM, key="review_confirm", shortcut="Alt+K",
            help=wording.REVIEW_CONFIRM_HELP,
            on_click=_confirm, args=(view, statement_id, following),
        )  # fmt: skip


def _save(view: View, statement_id: str, following: str | None) -> None:
    state.touch()
    found = st.session_state[_SEEN]
    changed = labelling.changes(found, _filled(view, found), _axes(view), _people(view))
    who, why = signing.name(_WHO), str(drafts.value(_WHY, "") or "").strip()
    if not changed:
        notices.complain(wording.REVIEW_NEEDS_CHANGE)
    elif not why or not who:
        notices.complain(wording.REVIEW_NEEDS_REASON if who else wording.REVIEW_NEEDS_WHO)
    elif not _is_overtaken(found, changed):
        entries = notices.attempted(
            lambda: notices.store().correct(statement_id, changed, reason=why, who=who)
        )
        if entries:
            names = [
                markup_writing.field_name(each.field).lower()
                for each in entries
                if each.field != "actor_id"
            ]
            words = markup_writing.in_short(str(found["text"]))
            said = wording.REVIEW_SAVED.format(fields=theme.listed(names), words=words)
            _done(view, said, entries, following)


def _is_overtaken(found: dict[str, Any], changed: dict[str, Any]) -> bool:
    """Whether somebody else changed the same fields since the form was opened; then say so."""
    statement_id = str(found["statement_id"])
    store = notices.store()
    with store.connection() as connection:
        now = queries_review.stored(connection, statement_id) or found
        others = [
            each for each in queries_review.log(connection) if each.statement_id == statement_id
        ]
    fields = labelling.conflicts(found, now, (each for each in changed if each != IS_STATEMENT))
    if not fields:
        return False
    who = theme.listed(sorted({each.who for each in others if each.field in fields}))
    names = theme.listed([markup_writing.field_name(each).lower() for each in fields])
    notices.complain(wording.REVIEW_CONFLICT.format(who=who or wording.UNKNOWN, fields=names))
    st.session_state[_SEEN] = dict(now)
    return True


def _confirm(view: View, statement_id: str, following: str | None) -> None:
    state.touch()
    found = st.session_state[_SEEN]
    who = signing.name(_WHO)
    if labelling.changes(found, _filled(view, found), _axes(view), _people(view)):
        notices.complain(wording.REVIEW_HAS_CHANGES)
    elif not who:
        notices.complain(wording.REVIEW_NEEDS_WHO)
    else:
        entry = notices.attempted(lambda: notices.store().confirm(statement_id, who=who))
        if entry:
            words = markup_writing.in_short(str(found["text"]))
            _done(view, wording.REVIEW_CONFIRMED.format(words=words), [entry], following)


def _done(view: View, said: str, entries: list[Correction], following: str | None) -> None:
    seen = st.session_state.pop(_SEEN, None)
    if seen:
        fields = (*labelling.values_of(seen, ()), *_axes(view), _NONE)
        drafts.drop(_WHY, *(_key(str(seen["statement_id"]), field) for field in fields))
    notices.say(said, undoes=",".join(each.correction_id for each in entries))
    if following:
        state.set_option("review", following)


def undo(correction_ids: str) -> None:
    """Take back what was saved a moment ago, from the notice."""
    state.touch()
    who = signing.name(_WHO) or signing.kept()
    undone = [_taken_back(each, who or wording.UNKNOWN) for each in correction_ids.split(",")]
    if all(undone):
        st.session_state.pop(_SEEN, None)
        fields = theme.listed(
            [
                markup_writing.field_name(each.field).lower()
                for each in undone
                if each and each.field != "actor_id"
            ]
        )
        words = markup_writing.in_short(undone[0].anchor_text if undone[0] else "")
        notices.say(wording.REVIEW_UNDONE.format(field=fields, words=words))


def _taken_back(correction_id: str, who: str) -> Correction | None:
    return notices.attempted(
        lambda: notices.store().undo(correction_id, reason=wording.REVIEW_UNDO_REASON, who=who)
    )
