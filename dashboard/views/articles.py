"""The articles: which there are, what needs a decision, new ones, and what was added when."""

from typing import Any

import streamlit as st

from dashboard import (
    cached,
    markup,
    markup_articles,
    markup_writing,
    queries_articles,
    state,
    theme,
    wording,
)
from dashboard.pages import PAGES
from dashboard.setup import View
from dashboard.views import adding, additions, article, attention, controls, filterbar, parts

KEYS = PAGES["articles"].keys
NAME = "articles"


def draw(view: View) -> None:
    """Draw the part of the page that the URL names, or an opened article."""
    opened = state.option("article", view.choices)
    if opened:
        article.draw(view, opened)
        return
    part = state.option("part", view.choices)
    overview = cached.ask(view.key, queries_articles.overview)
    ledes = {"add": wording.ADD_LEDE, "history": wording.HISTORY_LEDE}
    parts.heading(wording.ARTICLES, ledes.get(part) or _lede(overview))
    _parts(view, overview)
    if not overview["articles"] and part in ("list", "attention"):
        return  # the heading says where texts come in
    {"list": _list, "attention": attention.draw, "add": adding.draw, "history": additions.draw}[
        part
    ](view)


def _lede(overview: dict[str, Any]) -> str:
    if not overview["articles"]:
        return wording.ARTICLES_LEDE_NONE
    outlets = wording.ARTICLES_LEDE_OUTLETS[bool(overview["outlets"])]
    dates = wording.ARTICLES_LEDE_DATES if overview["first"] else ""
    said = wording.ARTICLES_LEDE.format(
        articles=theme.plural(overview["articles"], *wording.ARTICLE),
        outlets=outlets.format(theme.plural(overview["outlets"], *wording.OUTLET)),
        dates=dates.format(theme.date_range(overview["first"], overview["last"])),
    )
    waiting = overview["attention"]
    if not waiting:
        return f"{said}{wording.ARTICLES_LEDE_CLEAR}."
    if waiting == 1:
        return f"{said}{wording.ARTICLES_LEDE_OPEN_ONE}."
    return f"{said}{wording.ARTICLES_LEDE_OPEN.format(count=theme.number(waiting))}."


def _parts(view: View, overview: dict[str, Any]) -> None:
    labels = dict(wording.ARTICLES_PART_LABELS)
    if overview["attention"]:
        labels["attention"] += f" ({theme.number(overview['attention'])})"
    current = state.option("part", view.choices)
    items = []
    for name, label in labels.items():
        query = state.page_query(NAME, KEYS, part="" if name == "list" else name, page="")
        items.append((markup.address(".", query), label, name == current))
    st.html(markup_writing.parts_of_page(items, label=wording.ARTICLES_PARTS))


# ---- the list


def _list(view: View) -> None:
    show = state.option("show", view.choices)
    words = state.option("find", view.choices)
    filters = state.filters()
    _controls(view, words)
    if show == "view":
        counts = cached.counts(view.key, filters, view.axes[0].axis_id)
        filterbar.draw(view, counts, NAME, KEYS)
    found = cached.ask(view.key, queries_articles.matching, words, show, filters)["articles"]
    if not found:
        _nothing()
        return
    pages = -(-found // queries_articles.PAGE_ROWS)
    number = min(page_number(view), pages)
    rows = cached.ask(
        view.key,
        queries_articles.listing,
        words,
        show,
        filters,
        sort=state.option("order", view.choices),
        offset=(number - 1) * queries_articles.PAGE_ROWS,
    )
    added = {commit.number: commit for commit in cached.store().commits()}
    said = wording.ARTICLES_FOUND.format(count=theme.plural(found, *wording.ARTICLE))
    st.html(f'<p class="notes" role="status">{markup.escape(said)}</p>')
    hrefs = {row["article_id"]: address(row["article_id"]) for row in rows}
    st.html(markup_articles.article_table(rows, hrefs, added, caption=wording.ARTICLES))
    controls.pager(number, found, queries_articles.PAGE_ROWS)
    _twin()


def _controls(view: View, words: str) -> None:
    left, middle, right = st.columns([5, 4, 3], vertical_alignment="bottom")
    with left:
        state.fill("articles_find", words)
        st.text_input(
            wording.ARTICLES_FIND,
            key="articles_find",
            type="search",
            max_chars=80,
            help=wording.ARTICLES_FIND_HELP,
            on_change=_searched,
        )
    with middle:
        _select(view, wording.ARTICLES_SHOW, "show", wording.ARTICLES_SHOW_LABELS)
    with right:
        _select(view, wording.ARTICLES_ORDER, "order", wording.ARTICLES_ORDERS)


def _select(view: View, label: str, key: str, labels: dict[str, str]) -> None:
    controls.select(label, key, labels, view.choices)


def _searched() -> None:
    state.set_option("find", " ".join(str(st.session_state.get("articles_find") or "").split()))


def _nothing() -> None:
    st.html(f'<p class="doubt" role="status">{markup.escape(wording.ARTICLES_NOTHING)}</p>')
    st.button(wording.ARTICLES_SHOW_ALL, key="articles_all", on_click=_show_all)


def _show_all() -> None:
    state.set_option("find", "")
    state.set_option("show", "all")


def page_number(view: View) -> int:
    """Return the page of a list that the URL names, from 1."""
    text = state.option("page", view.choices)
    return max(1, int(text)) if text.isdigit() else 1


def address(article_id: str) -> str:
    """Return the address that opens an article and keeps the list."""
    return markup.address(".", state.page_query(NAME, KEYS, article=article_id))


def _twin() -> None:
    href = markup.escape(
        markup.address("api/v1/articles", state.link_query(("show", "find", "order")))
    )
    st.html(
        f'<p class="tools downloads"><span>{markup.escape(wording.ARTICLES_AS_FILE)}</span>'
        f'<a href="{href.replace("articles", "articles.csv", 1)}">CSV</a>'
        f'<a href="{href}" target="_blank" rel="noopener">JSON</a></p>'
    )
