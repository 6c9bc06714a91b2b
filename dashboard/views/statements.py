"""The statements behind the charts: a list to search, and each one opened in its article."""

import json
from typing import Any

import streamlit as st

from dashboard import (
    cached,
    markup,
    markup_article,
    queries,
    queries_actors,
    setup,
    state,
    theme,
    wording,
)
from dashboard.pages import PAGES
from dashboard.setup import View
from dashboard.views import browser, controls, filterbar, offers, parts
from stance.model import BOILERPLATE_KINDS, Axis

URL_OPTIONS = PAGES["statements"].keys
NEAR, NEAR_ON_PHONE = 3, 1  # paragraphs that stand open on either side of a statement


def draw(view: View) -> None:
    """Draw the list, or the statement that the URL names."""
    opened = state.option("statement", view.choices)
    if opened:
        _one(view, opened)
    else:
        _list(view)


# ---- the list


def _list(view: View) -> None:
    choices, filters, axis = view.choices, state.filters(), view.axis()
    counts = cached.counts(view.key, filters, axis.axis_id)
    people = cached.ask(view.key, queries.people, filters)
    parts.heading(wording.STATEMENTS, _lede({**counts, **people}, axis))
    filterbar.draw(view, counts, "statements", URL_OPTIONS)
    _controls(choices)
    if not counts["statements"]:
        parts.nothing(view, filters, axis.axis_id)
        return
    sort = state.option("sort", choices)
    pages = -(-counts["statements"] // queries.PAGE_ROWS)
    number = min(_page_number(choices), pages)
    rows = cached.page(view.key, filters, axis.axis_id, sort, (number - 1) * queries.PAGE_ROWS)
    label = setup.axis_label(axis.axis_id)
    hrefs = parts.hrefs(rows, URL_OPTIONS)
    st.html(markup.statement_table(rows, label, view.case.sides, hrefs, caption=wording.STATEMENTS))
    controls.pager(number, counts["statements"], queries.PAGE_ROWS)
    offers.statements(view, filters, counts)


def _lede(counts: dict[str, Any], axis: Axis) -> str:
    if not counts["statements"]:
        return wording.NOTHING
    silent = counts["statements"] - counts["scored"]
    said = wording.LIST_LEDE.format(
        statements=theme.plural(counts["statements"], *wording.STATEMENT),
        speakers=theme.plural(counts["speakers"], *wording.SPEAKER),
        articles=theme.plural(counts["articles"], *wording.ARTICLE),
        n_warm=theme.number(counts["n_warm"]),
        warm=axis.warm,
        n_cold=theme.number(counts["n_cold"]),
        cold=axis.cold,
        n_neither=theme.number(counts["scored"] - counts["n_warm"] - counts["n_cold"]),
    )
    if not silent:
        return f"{said}."
    return said + wording.LIST_SILENT[silent > 1].format(theme.number(silent))


def _controls(choices: state.Choices) -> None:
    left, middle, right = st.columns([5, 3, 3], vertical_alignment="bottom")
    with left:
        filterbar.search()
    with middle:
        axes = {name: setup.axis_label(name) for name in choices.view["axis"]}
        controls.select(wording.SCORE_ON, "axis", axes, choices)
    with right:
        controls.select(wording.SORT, "sort", wording.SORTS, choices)


def _page_number(choices: state.Choices) -> int:
    text = state.option("page", choices)
    return max(1, int(text)) if text.isdigit() else 1


# ---- one statement


def _one(view: View, statement_id: str) -> None:
    found = cached.statement(view.key, statement_id)
    back = markup.address(".", state.page_query("statements", URL_OPTIONS[:3]))
    if found is None:
        title = wording.NOT_FOUND.format(id=statement_id)
        parts.heading(wording.STATEMENTS, title, wording.NOT_FOUND_HELP)
        st.html(f'<p class="back ways">{markup.link(back, wording.BACK)}</p>')
        return
    axis = view.axis()
    chart = markup.address(".", state.page_query("timeline", ("axis",)))
    st.html(
        f'<p class="back">{markup.link(back, wording.BACK)}'
        f"{markup.link(chart, wording.BACK_TO_CHART)}{_review_link(statement_id)}</p>"
        f'<h1 class="kicker">{_who_and_when(found, view)}</h1>'
        f"{markup.opened_words(found)}"
    )
    left, right = st.columns([11, 9], gap="large")
    with left:
        _article(view, found, axis)
    with right:
        _why(view, found, axis)
        _facts(view, found)
        _others(view, found, axis)
        _cite(view, found)


def _who_and_when(found: dict[str, Any], view: View) -> str:
    mark = markup.side_mark(found.get("side"), view.case.sides)
    said = theme.long_date(found.get("said_on"))
    return (
        f"{mark} {markup.escape(markup.who(found))}, {markup.escape(said)}, "
        f"{markup.escape(markup.outlet(found))}"
    )


def _article(view: View, found: dict[str, Any], axis: Axis) -> None:
    st.html(f'<h2 class="part">{markup.escape(wording.IN_ARTICLE)}</h2>')
    article = cached.article(view.key, found["article_id"])
    if article is None:
        st.html(f'<p class="quiet">{markup.escape(wording.NO_ARTICLE)}</p>')
        return
    layers = [*_own_layers(found, axis), *_other_layers(view, found, axis), *_marks(article)]
    present = {layer.name for layer in layers}
    names = [name for name in wording.LEGEND if name in present]
    near = NEAR_ON_PHONE if browser.is_narrow() else NEAR
    st.html(
        f'{markup_article.legend(names)}<article class="article">'
        f"{markup_article.article_body(article['text'], layers, near=near)}</article>"
    )


def _own_layers(found: dict[str, Any], axis: Axis) -> list[markup_article.Layer]:
    layers = [markup_article.Layer(start=a, end=b, name="words") for a, b in found["spans"]]
    for name in ("speaker", "cue"):
        span = found.get(f"{name}_span")
        if span:
            layers.append(markup_article.Layer(start=span[0], end=span[1], name=name))
    for item in found["evidence"] or ():
        if item["axis"] == axis.axis_id and item["share"] and item["span"][1] > item["span"][0]:
            kind = "warm" if item["share"] > 0 else "cold"
            layers.append(
                markup_article.Layer(start=item["span"][0], end=item["span"][1], name=kind)
            )
    return layers


def _other_layers(view: View, found: dict[str, Any], axis: Axis) -> list[markup_article.Layer]:
    layers = []
    for other in cached.in_article(view.key, found["article_id"], axis.axis_id):
        identifier = other["statement_id"]
        if identifier == found["statement_id"]:
            continue
        href = markup.address(
            ".", state.page_query("statements", URL_OPTIONS, statement=identifier)
        )
        layers += [
            markup_article.Layer(start=a, end=b, name="other", href=href) for a, b in other["spans"]
        ]
    return layers


def _marks(article: dict[str, Any]) -> list[markup_article.Layer]:
    marks = json.loads(article.get("marks") or "[]")
    return [
        markup_article.Layer(start=mark["start"], end=mark["end"], name="boilerplate")
        for mark in marks
        if mark.get("kind") in BOILERPLATE_KINDS
    ]


def _why(view: View, found: dict[str, Any], axis: Axis) -> None:
    label = setup.axis_label(axis.axis_id)
    title = wording.WHY_SCORE.format(axis=label.lower())
    evidence = [item for item in found["evidence"] or () if item["axis"] == axis.axis_id]
    st.html(
        f'<h2 class="part">{markup.escape(title)}</h2>'
        f"{markup.evidence_table(evidence, found.get(axis.axis_id), axis=label)}"
        f"{_interval(found, axis)}"
    )
    columns = [
        (each.axis_id, setup.axis_label(each.axis_id), each.warm, each.cold) for each in view.axes
    ]
    st.html(
        f'<h2 class="part">{markup.escape(wording.ALL_AXES)}</h2>'
        f"{markup.axes_table(found, columns)}"
        f'<p class="notes">{markup.escape(wording.VADER_NOTE)}</p>'
    )


def _interval(found: dict[str, Any], axis: Axis) -> str:
    low, high = (found.get(f"{axis.axis_id}_{end}") for end in ("low", "high"))
    if low is None or high is None:
        return ""
    said = wording.SCORE_INTERVAL.format(low=theme.signed(low), high=theme.signed(high))
    return f'<p class="notes">{markup.escape(said)}</p>'


def _facts(view: View, found: dict[str, Any]) -> None:
    labels = view.choices.labels
    topics = [labels["topic"].get(topic, topic) for topic in found["topics"] or ()]
    confidence = found.get("attribution_confidence")
    names = wording.FACTS
    pairs = [
        (names["speaker"], markup.who(found)),
        (names["printed"], found.get("speaker") or wording.UNKNOWN),
        (names["said_on"], _dated(found, "said_on")),
        (names["published_on"], _dated(found, "published")),
        (names["outlet"], markup.outlet(found)),
        (names["title"], found.get("title") or wording.UNTITLED),
        (names["file"], found["source_file"]),
        (names["kind"], _kind(found)),
        (names["target"], found.get("target") or wording.UNKNOWN),
        (names["topics"], theme.listed(topics) or wording.UNKNOWN),
        (names["confidence"], wording.UNKNOWN if confidence is None else f"{confidence:.0%}"),
    ]
    st.html(
        f'<h2 class="part">{markup.escape(wording.FACTS_TITLE)}</h2>'
        f"{markup.facts(pairs, _leads(found))}"
    )


def _leads(found: dict[str, Any]) -> dict[str, str]:
    """Return the facts that lead on: to the profile of the speaker, and to the article."""
    names = wording.FACTS
    query = state.page_query("articles", ("article",), article=str(found["article_id"]))
    leads = {names["title"]: markup.address(".", query)}
    who = found.get("actor_id") or found.get("speaker_name")
    if who:
        chosen = queries_actors.only(state.filters(), str(who))
        leads[names["speaker"]] = markup.address(".", state.page_query("actors", ("axis",), chosen))
    return leads


def _dated(found: dict[str, Any], what: str) -> str:
    day = found["said_on"] if what == "said_on" else found["published_on"]
    basis = found.get(f"{what}_basis")
    if not day:
        return wording.UNKNOWN
    return f"{theme.long_date(day)} ({basis})" if basis else theme.long_date(day)


def _kind(found: dict[str, Any]) -> str:
    kind = wording.KINDS.get(found["kind"], found["kind"])
    cue = found.get("cue")
    return f"{kind}, \u201c{cue}\u201d" if cue else kind


def _review_link(statement_id: str) -> str:
    """Return the link to the form that corrects or confirms a statement, and leads back here."""
    options = dict.fromkeys([*URL_OPTIONS, *PAGES["review"].keys])
    query = state.page_query(
        "review",
        [key for key in options if key not in ("page", "statement", "read")],
        review=statement_id,
        back="statement",
    )
    return markup.link(markup.address(".", query), wording.REVIEW_LINK)


def _others(view: View, found: dict[str, Any], axis: Axis) -> None:
    st.html(f'<h2 class="part">{markup.escape(wording.OTHER_REPORTS)}</h2>')
    rows = cached.other_reports(
        view.key, found["utterance_id"], found["statement_id"], axis.axis_id
    )
    if rows.empty:
        st.html(f'<p class="quiet">{markup.escape(wording.NO_OTHER_REPORTS)}</p>')
        return
    query = state.page_query("outlets", ("axis", "utterance"), utterance=str(found["utterance_id"]))
    st.html(
        f"{markup.quote_list(rows, view.case.sides, parts.hrefs(rows, URL_OPTIONS))}"
        f'<p class="notes">{markup.link(markup.address(".", query), wording.COMPARE_REPORTS)}</p>'
    )


def _cite(view: View, found: dict[str, Any]) -> None:
    said = theme.long_date(found.get("said_on"))
    cited = wording.CITE_STATEMENT.format(
        who=markup.who(found),
        words=markup.in_marks(found["text"]),
        said=said,
        outlet=markup.outlet(found),
        title=found.get("title") or wording.UNTITLED,
        id=found["statement_id"],
        table=view.key[1],
        method=found.get("method_version") or wording.UNKNOWN,
    )
    permalink = markup.address(".", {"statement": [found["statement_id"]]})
    st.html(
        f'<h2 class="part">{markup.escape(wording.CITE)}</h2>'
        f'<p class="cite">{markup.escape(cited)}</p>'
        f"<p>{markup.link(permalink, wording.PERMALINK, name='permalink')}</p>"
    )
