"""Compare outlets: the same words in several outlets side by side, and whom each outlet quotes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import alignment, cached, markup, queries_outlets, setup, state, theme, wording
from dashboard import markup_outlets as pieces
from dashboard.filters import Filters
from dashboard.pages import PAGES
from dashboard.queries_outlets import PAGE_ROWS, UNKNOWN
from dashboard.setup import View
from dashboard.views import controls, filterbar, offers, parts
from stance.model import Axis

URL_OPTIONS = PAGES["outlets"].keys
LEAST_TO_COMPARE = 5  # statements of an outlet before its shares are told in words
Row = dict[str, Any]


def draw(view: View) -> None:
    """Draw the list and the overview, or the utterance that the URL names."""
    opened = state.option("utterance", view.choices)
    if opened:
        _one(view, opened)
    else:
        _overview(view)


# ---- what several outlets tell, and whom each quotes


def _overview(view: View) -> None:
    filters, axis = state.filters(), view.axis()
    counts = cached.counts(view.key, filters, axis.axis_id)
    if not counts["statements"]:
        parts.heading(wording.OUTLETS, wording.NOTHING)
        filterbar.draw(view, counts, "outlets", URL_OPTIONS)
        parts.nothing(view, filters, axis.axis_id)
        return
    sort, page = state.option("rank", view.choices), _page_number(view)
    found = cached.ask(
        view.key, queries_outlets.shared, filters, axis.axis_id,
        sort=sort, offset=(page - 1) * PAGE_ROWS,
    )  # fmt: skip
    apart = cached.ask(
        view.key, queries_outlets.shared, filters, axis.axis_id, sort="apart", limit=1
    )
    parts.heading(wording.OUTLETS, *_lede(found, apart, axis))
    filterbar.draw(view, counts, "outlets", URL_OPTIONS)
    if len(found):
        _controls(view)
        _shared(view, found, axis)
        controls.pager(page, int(found.attrs["total"]), PAGE_ROWS, said=wording.OUTLETS_PAGE_OF)
    _by_side(view, filters, axis)
    offers.statements(view, filters, counts)


def _lede(found: pd.DataFrame, apart: pd.DataFrame, axis: Axis) -> tuple[str, str]:
    total = int(found.attrs["total"])
    if not total:
        return wording.OUTLETS_NONE, wording.OUTLETS_NONE_HELP
    lede = wording.OUTLETS_LEDE_ONE
    if total > 1:
        count = theme.plural(total, *wording.UTTERANCE)
        lede = wording.OUTLETS_LEDE.format(n=count, be="are")
    first = markup.records(apart)[0] if len(apart) else {}
    if markup.is_known(first.get("spread")) and first["spread"] >= 0.005:
        lede += wording.OUTLETS_LEDE_APART.format(
            who=markup.who(first),
            said=_when(first),
            spread=f"{first['spread']:.2f}",
            axis=setup.axis_label(axis.axis_id).lower(),
        )
    return lede, f"{wording.OUTLETS_DOUBT} {wording.OUTLETS_SEARCH_NOTE}"


def _when(row: Row) -> str:
    day = row.get("said_on")
    if not markup.is_known(day) or not day:
        return wording.OUTLETS_UNDATED
    form = wording.OUTLETS_ON_DAY if len(str(day)) == 10 else wording.OUTLETS_IN_MONTH
    return form.format(theme.long_date(day))


def _controls(view: View) -> None:
    choices = view.choices
    with st.container(horizontal=True, gap="medium", key="controls"):
        controls.segmented(
            wording.OUTLETS_SORT, "rank", wording.OUTLETS_SORTS, choices,
            wording.OUTLETS_SORT_HELP,
        )  # fmt: skip
        controls.axis(choices)


def _shared(view: View, found: pd.DataFrame, axis: Axis) -> None:
    label = setup.axis_label(axis.axis_id)
    rows = []
    for row in markup.records(found):
        href = markup.address(
            ".", state.page_query("outlets", URL_OPTIONS, utterance=str(row["utterance_id"]))
        )
        score, spread = (
            row[key] if markup.is_known(row[key]) else None for key in ("score", "spread")
        )
        rows.append(
            (
                href,
                markup.words_of(row),
                markup.side_mark(row["side"], view.case.sides),
                markup.who(row),
                theme.long_date(row["said_on"] if markup.is_known(row["said_on"]) else None),
                _told_by(row),
                score,
                spread,
            )
        )
    heads = [title.format(axis=label) for title in wording.OUTLETS_SHARED_COLUMNS]
    title = wording.OUTLETS_SHARED
    st.html(
        f'<h2 class="part">{markup.escape(title)}</h2>'
        f"{pieces.shared_table(rows, heads=heads, caption=title)}"
    )


def _told_by(row: Row) -> str:
    """Return the outlets by name, those that are not known by their number."""
    names = [str(name) for name in row["outlets"]]
    unknown = int(row["n_unknown"])
    others = int(row["n_sources"]) - len(names) - unknown
    for count, words in (
        (others, wording.OUTLETS_MORE_NAMES),
        (unknown, wording.OUTLETS_NOT_NAMED),
    ):
        if count:
            names.append(theme.plural(count, *words))
    reports = theme.plural(int(row["n"]), *wording.OUTLETS_REPORTS)
    told = wording.OUTLETS_TOLD_BY.format(outlets=theme.listed(names), n=reports)
    return told.replace(f"({reports} ", f"({reports}\u00a0")  # the number stays with its unit


def _page_number(view: View) -> int:
    text = state.option("page", view.choices)
    return max(1, int(text)) if text.isdigit() else 1


# ---- whom each outlet quotes


def _by_side(view: View, filters: Filters, axis: Axis) -> None:
    found = cached.ask(view.key, queries_outlets.by_side, filters, axis.axis_id)
    if found.empty:
        return
    pair = list(view.case.sides[:2])
    cells = {(row["outlet"], row["side"]): row for row in markup.records(found)}
    outlets = list(dict.fromkeys(str(name) for name in found["outlet"]))
    totals = {str(row["outlet"]): int(row["total"]) for row in cells.values()}
    rows = []
    for outlet in outlets:
        line = [outlet or wording.OUTLETS_UNKNOWN, theme.number(totals[outlet])]
        for side in pair:
            line += _side_cells(cells.get((outlet, side)))
        rows.append(line)
    heads = [*wording.OUTLETS_SIDE_COLUMNS]
    for side in pair:
        heads += [wording.OUTLETS_SIDE_SHARE.format(side=side),
                  wording.OUTLETS_SIDE_MEAN.format(side=side)]  # fmt: skip
    hrefs = {
        name: markup.address(".", state.page_query("statements", ("axis",), _only(filters, name)))
        for name in outlets
        if name
    }
    said = [_selection(cells, totals, pair[0])]
    total = int(found.attrs["total"])
    if total > len(outlets):
        said.append(wording.OUTLETS_MORE.format(shown=len(outlets), total=theme.number(total)))
    st.html(
        f'<h2 class="part">{markup.escape(wording.OUTLETS_BY_SIDE)}</h2>'
        f'<p class="notes">{markup.with_figures(" ".join(text for text in said if text))}</p>'
        f"{pieces.side_table(heads, list(zip(outlets, rows, strict=True)), hrefs)}"
    )


def _side_cells(cell: Row | None) -> list[str]:
    """Return share and mean of a side in an outlet, each with what it rests on."""
    if cell is None:
        return ["0%", theme.NO_VALUE]
    share = f"{cell['share']:.0%} (n = {theme.number(int(cell['n']))})"
    n = int(cell["n_utterances"])
    mean = f"{theme.signed(cell['mean'])} (n = {theme.number(n)})" if n else theme.NO_VALUE
    return [share, mean]


def _only(filters: Filters, outlet: str) -> Filters:
    return replace(filters, selection=replace(filters.selection, outlets=(outlet,)))


def _selection(cells: dict[tuple[str, str], Row], totals: dict[str, int], side: str) -> str:
    """Return which outlet gives most and which least room to a side, in plain words."""
    shares = {
        outlet: (cells[outlet, side]["share"] if (outlet, side) in cells else 0.0)
        for outlet, total in totals.items()
        if outlet != UNKNOWN and total >= LEAST_TO_COMPARE
    }
    if not shares:
        return ""
    most = max(shares, key=lambda name: (shares[name], name))
    least = min(shares, key=lambda name: (shares[name], name))
    told = wording.OUTLETS_SELECTION if most != least else wording.OUTLETS_SELECTION_ONE
    return told.format(
        most=most,
        most_share=f"{shares[most]:.0%}",
        most_n=theme.number(totals[most]),
        side=wording.side_named(side),
        least=least,
        least_share=f"{shares[least]:.0%}",
        least_n=theme.number(totals[least]),
    )


# ---- one utterance


def _one(view: View, utterance_id: str) -> None:
    axis = view.axis()
    found = queries_outlets.by_article(
        cached.ask(view.key, queries_outlets.reports, utterance_id, axis.axis_id)
    )
    back = markup.address(
        ".", state.page_query("outlets", [key for key in URL_OPTIONS if key != "utterance"])
    )
    away = f'<p class="back">{markup.link(back, wording.OUTLETS_BACK)}</p>'
    if not found:
        parts.heading(wording.OUTLETS, wording.OUTLETS_GONE, wording.OUTLETS_GONE_HELP)
        st.html(away)
        return
    compared = [alignment.compare(str(found[0]["text"]), str(row["text"])) for row in found]
    st.html(away)
    parts.heading(_kicker(found[0]), *_opened_lede(found, compared, axis))
    _axis_control(view)
    _versions(found, compared)
    _frame(view, found, compared, axis)


def _axis_control(view: View) -> None:
    """Draw the choice of the axis that the scores are on."""
    with st.container(horizontal=True, key="controls"):
        controls.axis(view.choices)


def _kicker(row: Row) -> str:
    return f"{markup.who(row)}, {theme.long_date(row.get('said_on'))}"


def _opened_lede(
    found: Sequence[Row], compared: Sequence[alignment.Comparison], axis: Axis
) -> tuple[str, str]:
    if len(found) == 1:
        return wording.OUTLETS_ONE_ONLY, ""
    label = setup.axis_label(axis.axis_id).lower()
    others = range(1, len(found))
    least = min(others, key=lambda i: compared[i].share)
    n_outlets = len({_outlet(row) for row in found})
    told = theme.plural(n_outlets, *wording.OUTLET)
    if n_outlets < len(found):
        reports = theme.plural(len(found), *wording.OUTLETS_REPORTS)
        told = wording.OUTLETS_OPENED_REPORTS.format(outlets=told, reports=reports)
    lede = wording.OUTLETS_OPENED.format(
        outlets=told,
        fullest=_outlet_named(found[0]),
        words=theme.plural(compared[0].n_words, *wording.OUTLETS_WORDS),
        least=_outlet_named(found[least]),
        share=f"{compared[least].share:.0%}",
    )
    lede = wording.sentence(lede)
    scores = [float(row["score"]) for row in found if row["score"] is not None]
    if not scores:
        lede += wording.OUTLETS_OPENED_SILENT.format(axis=label)
    elif max(scores) - min(scores) < 0.005:
        lede += wording.OUTLETS_OPENED_ALIKE.format(axis=label)
    else:
        spread = f"{max(scores) - min(scores):.2f}"
        lede += wording.OUTLETS_OPENED_SPREAD.format(axis=label, spread=spread)
    return lede, wording.OUTLETS_OPENED_DOUBT


def _outlet(row: Row) -> str:
    return str(row.get("outlet") or row["source_file"])


def _outlet_named(row: Row) -> str:
    """Return the outlet; where it is not known, the file tells reports apart."""
    return str(row["outlet"]) if row.get("outlet") else wording.OUTLETS_UNKNOWN_FILE.format(
        file=row["source_file"]
    )  # fmt: skip


def _versions(found: Sequence[Row], compared: Sequence[alignment.Comparison]) -> None:
    full, others = str(found[0]["text"]), [str(row["text"]) for row in found[1:]]
    hrefs = parts.hrefs(pd.DataFrame(found), URL_OPTIONS)
    first = wording.OUTLETS_FULLEST if others else wording.OUTLETS_ONLY
    shown = []
    for number, (row, comparison) in enumerate(zip(found, compared, strict=True)):
        if number:
            words = pieces.compared_words(comparison)
        elif others:
            words = pieces.full_words(alignment.kept_by(full, others), len(others))
        else:  # nothing to compare with, so nothing is marked
            words = markup.escape(full)
        counted = theme.plural(comparison.n_words, *wording.OUTLETS_WORDS)
        kept = wording.OUTLETS_KEPT.format(share=f"{comparison.share:.0%}", words=counted)
        shown.append(
            pieces.Version(
                outlet=wording.sentence(_outlet_named(row)).removesuffix("."),
                meta=_meta(row),
                words=words,
                kept=kept if number else first,
                href=hrefs[str(row["statement_id"])],
                score=row["score"],
                around=pieces.paragraph(str(row["article_text"] or ""), row["spans"] or ()),
            )
        )
    labels = {**wording.OUTLETS_LEGEND}
    if len(others) > 1:
        labels["some"] = wording.OUTLETS_LEGEND_SOME
    st.html((pieces.legend(labels) if others else "") + pieces.versions(shown))


def _meta(row: Row) -> str:
    day = theme.long_date(row.get("published_on")).replace(" ", "\u00a0")
    published = wording.OUTLETS_PUBLISHED.format(day=day)
    return ", ".join(str(part) for part in (row.get("title"), published) if part)


def _frame(
    view: View, found: Sequence[Row], compared: Sequence[alignment.Comparison], axis: Axis
) -> None:
    """Draw how each report frames the words: verb, speaker, kind, how much, score."""
    label = setup.axis_label(axis.axis_id)
    rows = [
        [
            _outlet_named(row),
            theme.listed(row["cues"]) or wording.OUTLETS_NO_VERB,
            str(row.get("speaker") or wording.UNNAMED_SPEAKER),
            wording.KINDS.get(str(row["kind"]), str(row["kind"])),
            f"{comparison.n_kept} of {comparison.n_words}",
            theme.signed(row["score"]),
        ]
        for row, comparison in zip(found, compared, strict=True)
    ]
    heads = [title.format(axis=label) for title in wording.OUTLETS_FRAME_COLUMNS]
    title = wording.OUTLETS_FRAME
    st.html(
        f'<h2 class="part">{markup.escape(title)}</h2><div class="outlets-scroll" tabindex="0" '
        f'role="region" aria-label="{markup.escape(title)}">'
        f"{markup.plain_table(heads, rows, caption=title, numeric=(4, 5))}</div>"
    )
    address = markup.escape(
        markup.address("api/v1/compare", {"utterance": [str(found[0]["utterance_id"])],
                                          "axis": [axis.axis_id], "at": [view.key[1]]})
    )  # fmt: skip
    st.html(
        f'<p class="notes"><a href="{address}" target="_blank" rel="noopener">'
        f"{markup.escape(wording.OUTLETS_TWIN)}</a></p>"
    )
