"""The page of one statement: its words in their context, and the form to correct or confirm it."""

from typing import Any

import streamlit as st

from dashboard import (
    cached,
    labelling,
    markup,
    markup_article,
    markup_review,
    queries_review,
    state,
    theme,
    wording,
)
from dashboard.pages import PAGES
from dashboard.setup import View
from dashboard.views import notices, review_fields, review_log, review_saving, signing
from dashboard.views.review_way import SEEN, go, neighbours
from stance.access import Action
from stance.model import BOILERPLATE_KINDS

KEYS = PAGES["review"].keys
CONTEXT = 1200  # characters of the article before and after the words


def draw(view: View, statement_id: str) -> None:
    """Draw the statement with its context and the form."""
    found = cached.ask(view.key, queries_review.stored, statement_id)
    if found is None:
        _missing(statement_id)
        return
    people = review_fields.people_of(view)
    _open(found)
    _head(view, found)
    notices.draw(review_saving.undo)
    columns = st.columns([9, 11], gap="large")
    with columns[0]:
        _context(view, found)
        _earlier(view, statement_id)
    with columns[1]:
        st.html(f'<h2 class="part">{markup.escape(wording.REVIEW_FORM)}</h2>')
        if not signing.allowed(Action.CORRECT):
            return
        review_fields.draw(view, found, people)
        changed = labelling.changes(
            found, review_fields.filled_in(view, found), review_fields.axes_of(view), people
        )
        review_saving.draw(view, found, changed)


def _missing(statement_id: str) -> None:
    back = markup.address(".", state.page_query("review", KEYS, review="", back=""))
    st.html(
        f'<h1 class="kicker">{markup.escape(wording.REVIEW)}</h1>'
        f'<p class="lede">{markup.escape(wording.NOT_FOUND.format(id=statement_id))}</p>'
        f'<p class="doubt">{markup.escape(wording.NOT_FOUND_HELP)}</p>'
        f'<p class="back ways">{markup.link(back, wording.REVIEW_BACK_QUEUE)}</p>'
    )


def _open(found: dict[str, Any]) -> None:
    """Note what the form was opened with, so that changes of others are noticed."""
    seen = st.session_state.get(SEEN)
    if not seen or seen["statement_id"] != found["statement_id"]:
        st.session_state[SEEN] = dict(found)


def _head(view: View, found: dict[str, Any]) -> None:
    statement_id = str(found["statement_id"])
    previous, following, place, total = neighbours(view, statement_id)
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
        f"{markup.opened_words(found)}"
    )


def _step(label: str, key: str, statement_id: str | None, shortcut: str) -> None:
    st.button(
        label, key=key, disabled=statement_id is None, shortcut=shortcut, on_click=go,
        args=(statement_id or "",),
    )  # fmt: skip


def _context(view: View, found: dict[str, Any]) -> None:
    article = cached.article(view.key, found["article_id"])
    if article is None:
        return
    layers = [markup_article.Layer(start=a, end=b, name="words") for a, b in found["spans"]]
    for name in ("speaker", "cue"):
        span = found.get(f"{name}_span")
        if span:
            layers.append(markup_article.Layer(start=span[0], end=span[1], name=name))
    layers += [
        markup_article.Layer(start=mark["start"], end=mark["end"], name="boilerplate")
        for mark in markup_review.marks_of(article)
        if mark.get("kind") in BOILERPLATE_KINDS
    ]
    start, end, text = markup_review.cut(article["text"], found["spans"], CONTEXT)
    moved = [
        markup_article.Layer(start=each.start - start, end=each.end - start, name=each.name)
        for each in layers
        if each.start >= start and each.end <= end
    ]
    present = {layer.name for layer in moved}
    names = [name for name in wording.LEGEND if name in present]
    st.html(
        f'<h2 class="part">{markup.escape(wording.REVIEW_CONTEXT)}</h2>'
        f"{markup_article.legend(names)}"
        f'<article class="article context">{markup_article.article_body(text, moved)}</article>'
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
