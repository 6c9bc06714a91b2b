"""What needs a person: dates in doubt, speakers who are not certain, reports almost alike."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard import (
    cached,
    markup,
    markup_articles,
    queries,
    queries_articles,
    queries_review,
    state,
    theme,
    wording,
)
from dashboard.pages import PAGES
from dashboard.setup import View
from dashboard.views import handing_over, job_progress, notices, signing
from stance.access import VIEWER, Action
from stance.merging import NearMiss, possible_merges
from stance.store import Store
from stance.store.corrections import decisions

_WHO = "attention_who"
MAX_MERGES = 30
MAX_SHOWN = 25
MAX_DAYS = 4  # days that are offered for one article


def draw(view: View) -> None:
    """Draw the three lists of what waits for a decision."""
    notices.draw()
    if cached.ask(view.key, queries_articles.open_dates) or _open_merges(view):
        left, _ = st.columns([1, 1])
        with left:
            signing.field(_WHO)
    job_progress.draw("date")
    _dates(view)
    _speakers(view)
    _merges(view)


def _title(title: str, note: str) -> None:
    st.html(
        f'<h2 class="part">{markup.escape(title)}</h2><p class="notes">{markup.escape(note)}</p>'
    )


def notice() -> None:
    """Draw what was said about the last decision, for an opened article."""
    notices.draw()


# ---- dates


def _dates(view: View) -> None:
    rows = cached.ask(view.key, queries_articles.open_dates)
    clear, note = wording.ATTENTION_DATES_CLEAR, wording.ATTENTION_DATES_NOTE
    _title(wording.ATTENTION_DATES, note if rows else clear)
    may_date = bool(rows) and signing.allowed(Action.DATE)
    for row in rows[:MAX_SHOWN]:
        with st.container(key=f"date_{row['article_id']}", gap="small"):
            link = markup.link(_opened(row["article_id"]), str(row["title"]))
            st.html(f'<p class="item">{link} <span class="meta">{_where(row)}</span></p>')
            why(row)
            _hanging(row)
            if may_date:
                _day_buttons(row, json.loads(row["date_candidates"] or "[]"), where="list")
    _more(len(rows), MAX_SHOWN)


def _opened(article_id: str) -> str:
    return markup.address(
        ".", state.page_query("articles", PAGES["articles"].keys, article=article_id)
    )


def _where(row: Mapping[str, Any]) -> str:
    return markup.escape(markup.outlet(row))


def why(row: Mapping[str, Any]) -> None:
    """Say why somebody should look at an article's day, if there is a reason."""
    reason = markup_articles.with_long_dates(str(row.get("needs_attention") or "").rstrip("."))
    if not reason:
        return
    said = (
        wording.ATTENTION_WHY_DATED.format(day=theme.long_date(row["published_on"]), why=reason)
        if row["published_on"]
        else wording.sentence(reason)
    )
    st.html(f'<p class="why">{markup.escape(said)}</p>')


def _hanging(row: Mapping[str, Any]) -> None:
    if row["n_dated_by_it"]:
        said = wording.ATTENTION_HANGING.format(
            count=theme.plural(row["n_dated_by_it"], *wording.STATEMENT)
        )
        st.html(f'<p class="notes">{markup.escape(said)}</p>')


def choose_day(found: Mapping[str, Any], candidates: Sequence[Any]) -> None:
    """Draw the days to choose from for one opened article."""
    job_progress.draw("date", str(found["article_id"]))
    if not signing.allowed(Action.DATE):
        return
    with (
        st.expander(wording.ATTENTION_SET_OTHER, expanded=bool(found.get("needs_attention"))),
        st.container(key="choose_day", gap="small"),
    ):
        signing.field(_WHO)
        _day_buttons(found, candidates, where="one")


def _day_buttons(row: Mapping[str, Any], candidates: Sequence[Any], *, where: str) -> None:
    article = {"article_id": row["article_id"], "title": row.get("title") or row["article_id"]}
    days: dict[str, str] = {}
    for each in candidates:
        if each["day"] and each["day"] != row["published_on"]:
            days.setdefault(each["day"], markup_articles.basis_in_words(each["basis"]))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        for day, basis in list(days.items())[:MAX_DAYS]:
            label = wording.ATTENTION_TAKE.format(day=theme.long_date(day), why=basis)
            st.button(
                markup.plain(label),
                key=f"take_{where}_{row['article_id']}_{day}",
                help=wording.ATTENTION_TAKE_HELP,
                on_click=_set_day,
                args=(article, day, wording.ATTENTION_REASON_DATE.format(basis)),
            )
        key = f"day_{where}_{row['article_id']}"
        st.text_input(
            wording.ATTENTION_OTHER_DAY, key=key, max_chars=10, width=150,
            help=wording.ATTENTION_OTHER_DAY_HELP, placeholder="2023-06-19",
        )  # fmt: skip
        st.button(
            wording.ATTENTION_SET,
            key=f"set_{key}",
            help=wording.ATTENTION_TAKE_HELP,
            on_click=_set_other_day,
            args=(article, key),
        )


def _set_other_day(article: dict[str, Any], key: str) -> None:
    given = str(st.session_state.get(key) or "").strip()
    try:
        date.fromisoformat(given)
    except ValueError:
        state.touch()
        notices.complain(wording.ADD_BAD_DAY.format(given))
        return
    _set_day(article, given, wording.ATTENTION_REASON_OWN)


def _set_day(article: dict[str, Any], day: str, reason: str) -> None:
    state.touch()
    who = signing.name(_WHO)
    if not who:
        notices.complain(wording.REVIEW_NEEDS_WHO)
    elif handing_over.hand_over_day(article, day, reason, who):
        notices.say(wording.ATTENTION_DATING.format(title=article["title"]))


# ---- speakers


def _speakers(view: View) -> None:
    rows = cached.ask(view.key, queries_articles.unsure, view.axes[0].axis_id)
    clear, note = wording.ATTENTION_SPEAKERS_CLEAR, wording.ATTENTION_SPEAKERS_NOTE
    _title(wording.ATTENTION_SPEAKERS, clear if rows.empty else note)
    if rows.empty:
        return
    body = "".join(_speaker_row(row, view) for row in markup.records(rows.head(MAX_SHOWN)))
    head = "".join(
        f'<th scope="col" class="{name}">{markup.escape(title)}</th>'
        for name, title in zip(
            ("quote", "who", "value", "where"), wording.ATTENTION_COLUMNS, strict=True
        )
    )
    st.html(
        f'<table class="list unsure"><caption class="unseen">'
        f"{markup.escape(wording.ATTENTION_SPEAKERS)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
    _more(len(rows), MAX_SHOWN)


def _speaker_row(row: Mapping[str, Any], view: View) -> str:
    href = markup.address(
        ".", state.page_query("review", PAGES["review"].keys, review=str(row["statement_id"]))
    )
    return (
        f'<tr><td class="quote"><a class="words" href="{markup.escape(href)}" target="_self" '
        f"data-go>{markup.words_of(row)}</a></td>"
        f'<td class="who">{markup.side_mark(row.get("side"), view.case.sides)}&nbsp;'
        f"{markup.escape(markup.who(row))}</td>"
        f'<td class="value num">{row["attribution_confidence"]:.0%}</td>'
        f'<td class="where">{markup.escape(markup.outlet(row))}</td></tr>'
    )


def _more(total: int, shown: int) -> None:
    if total > shown:
        said = wording.ATTENTION_MORE.format(shown=shown, total=theme.number(total))
        st.html(f'<p class="notes">{markup.escape(said)}</p>')


# ---- merges


@st.cache_data(max_entries=4, show_spinner=False)
def _near_misses(key: cached.Key) -> list[NearMiss]:
    return possible_merges(Store(key[0], person=VIEWER), version=key[1])


def _open_merges(view: View) -> list[NearMiss]:
    """Return the pairs that nobody has judged yet."""
    judged = decisions(cached.ask(view.key, queries_review.log))
    return [
        each for each in _near_misses(view.key) if frozenset((each.one, each.other)) not in judged
    ]


def _merges(view: View) -> None:
    found = _open_merges(view)
    clear, note = wording.ATTENTION_MERGES_CLEAR, wording.ATTENTION_MERGES_NOTE
    _title(wording.ATTENTION_MERGES, note if found else clear)
    shown = found[:MAX_MERGES]
    ids = tuple(sorted({name for each in shown for name in (each.one, each.other)}))
    rows = {
        str(row["statement_id"]): row
        for row in markup.records(cached.ask(view.key, queries.by_ids, ids, view.axes[0].axis_id))
    }
    may_judge = bool(shown) and signing.allowed(Action.JUDGE)
    for each in shown:
        if each.one in rows and each.other in rows:
            _merge(view, each, rows, may_judge=may_judge)
    _more(len(found), MAX_MERGES)


def _merge(
    view: View, pair: NearMiss, rows: Mapping[str, Mapping[str, Any]], *, may_judge: bool
) -> None:
    with st.container(key=f"merge_{pair.one}_{pair.other}", gap="small"):
        sides = "".join(_report(rows[name], view) for name in (pair.one, pair.other))
        alike = wording.ATTENTION_LIKENESS.format(percent=f"{pair.likeness:.0%}")
        st.html(f'<div class="pair">{sides}</div><p class="notes">{markup.escape(alike)}</p>')
        if not may_judge:
            return
        with st.container(horizontal=True, gap="small"):
            for is_same, label, help_text in (
                (True, wording.ATTENTION_SAME, wording.ATTENTION_SAME_HELP),
                (False, wording.ATTENTION_APART, wording.ATTENTION_APART_HELP),
            ):
                st.button(
                    label,
                    key=f"{'same' if is_same else 'apart'}_{pair.one}_{pair.other}",
                    help=help_text,
                    on_click=_decide,
                    args=(pair, is_same),
                )


def _report(row: Mapping[str, Any], view: View) -> str:
    href = markup.address(
        ".", state.page_query("statements", ("statement",), statement=str(row["statement_id"]))
    )
    said = theme.long_date(row["said_on"])
    return (
        f'<div><a class="words" href="{markup.escape(href)}" target="_self" data-go>'
        f"{markup.words_of(row)}</a>"
        f'<span class="below">{markup.side_mark(row.get("side"), view.case.sides)}&nbsp;'
        f"{markup.escape(markup.who(row))}, {markup.escape(said)}, "
        f"{markup.escape(markup.outlet(row))}</span></div>"
    )


def _decide(pair: NearMiss, is_same: bool) -> None:
    state.touch()
    who = signing.name(_WHO)
    if not who:
        notices.complain(wording.REVIEW_NEEDS_WHO)
        return
    reason = wording.ATTENTION_REASON_SAME if is_same else wording.ATTENTION_REASON_APART
    notices.attempted(
        lambda: notices.store().decide(
            pair.one, pair.other, is_same=is_same, reason=reason, who=who
        )
    )
