"""One article: its text with the statements marked, and how its day is known."""

import json
from typing import Any

import streamlit as st

from dashboard import cached, markup, markup_article, markup_articles, state, theme, wording
from dashboard.pages import PAGES
from dashboard.setup import View
from dashboard.views import attention, browser, parts
from stance.model import BOILERPLATE_KINDS

KEYS = PAGES["articles"].keys


def draw(view: View, article_id: str) -> None:
    """Draw an article, or say that there is none of that id."""
    found = cached.article(view.key, article_id)
    back = markup.address(".", state.page_query("articles", KEYS, article=""))
    if found is None:
        parts.heading(
            wording.ARTICLES,
            wording.ARTICLES_MISSING.format(id=article_id),
            wording.ARTICLES_MISSING_HELP,
        )
        st.html(f'<p class="back ways">{markup.link(back, wording.ARTICLES_BACK)}</p>')
        return
    st.html(
        f'<p class="back">{markup.link(back, wording.ARTICLES_BACK)}</p>'
        f'<h1 class="kicker">{markup.escape(_source(found))}</h1>'
        f'<p class="lede">{markup.escape(found["title"] or found["source_file"])}</p>'
    )
    attention.notice()
    columns = st.columns([11, 9], gap="large")
    left, right = reversed(columns) if browser.is_narrow() else columns
    with left:
        _text(view, found)
    with right:
        _dates(found)
        _facts(found, view)


def _source(found: dict[str, Any]) -> str:
    day = theme.long_date(found["published_on"]) if found["published_on"] else None
    return f"{markup.outlet(found)}, {day or wording.ARTICLES_UNDATED}"


def _text(view: View, found: dict[str, Any]) -> None:
    layers = []
    statements = cached.in_article(view.key, found["article_id"], view.axes[0].axis_id)
    for each in statements:
        href = markup.address(
            ".", state.page_query("statements", ("statement",), statement=each["statement_id"])
        )
        layers += [
            markup_article.Layer(start=a, end=b, name="other", href=href) for a, b in each["spans"]
        ]
    layers += [
        markup_article.Layer(start=mark["start"], end=mark["end"], name="boilerplate")
        for mark in json.loads(found.get("marks") or "[]")
        if mark.get("kind") in BOILERPLATE_KINDS
    ]
    note = wording.ARTICLES_LEGEND if statements else wording.ARTICLES_NO_STATEMENTS
    st.html(
        f'<h2 class="part">{markup.escape(wording.ARTICLES_TEXT)}</h2>'
        f'<p class="notes">{markup.escape(note)}</p>'
        f'<article class="article">{markup_article.article_body(found["text"], layers)}</article>'
    )


def _dates(found: dict[str, Any]) -> None:
    candidates = json.loads(found["date_candidates"] or "[]")
    st.html(
        f'<h2 class="part">{markup.escape(wording.ARTICLES_DATE)}</h2>'
        f'<p class="dated">{markup_articles.dated(found)}</p>'
    )
    attention.why(found)
    st.html(
        f"{markup_articles.candidate_table(candidates)}"
        f'<p class="notes">{markup.escape(wording.ARTICLES_EVIDENCE_NOTE)}</p>'
    )
    attention.choose_day(found, candidates)


def _facts(found: dict[str, Any], view: View) -> None:
    commits = {commit.number: commit for commit in cached.store().commits()}
    names = wording.ARTICLES_FACT_NAMES
    statements = cached.in_article(view.key, found["article_id"], view.axes[0].axis_id)
    pairs = [
        (names["outlet"], markup.outlet(found)),
        (names["authors"], theme.listed(list(found["authors"] or ())) or wording.UNKNOWN),
        (names["url"], found["url"] or wording.UNKNOWN),
        (names["file"], found["source_file"]),
        (names["statements"], theme.number(len(statements))),
        (names["added"], markup_articles.added_by(found, commits)),
        (names["id"], found["article_id"]),
    ]
    st.html(f'<h2 class="part">{markup.escape(wording.ARTICLES_FACTS)}</h2>{markup.facts(pairs)}')
