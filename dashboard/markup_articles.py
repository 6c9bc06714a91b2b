"""Pieces of the page Articles as HTML. Pure; every text goes through ``escape``."""

import re
from collections.abc import Iterable, Mapping, Sequence

from dashboard import markup, theme, wording
from dashboard.markup import Row, escape
from dashboard.markup_writing import listed_titles, moment
from stance.store import Commit

_DAY = re.compile(r"\b\d{4}-(0[1-9]|1[0-2])-\d\d\b")


def basis_in_words(basis: str | None) -> str:
    """Return "from its dateline" for a basis such as ``dateline: "May 8 (UPI)"``."""
    word = re.split(r"[\s:(]", basis or "", maxsplit=1)[0]
    return wording.ARTICLES_BASES.get(word, wording.ARTICLES_BASIS_UNKNOWN)


def article_table(
    rows: Iterable[Row], hrefs: Mapping[str, str], added: Mapping[int, Commit], *, caption: str
) -> str:
    """Return articles as a table: headline first, then where, when and why then, how much, by whom.

    Args:
        rows: Rows of ``queries_articles.listing``.
        hrefs: article_id -> address that opens it.
        added: Commits by number.
        caption: Says to a screen reader what the table holds.
    """
    classes = ("quote", "where", "when", "value", "added")
    head = "".join(
        f'<th scope="col" class="{name}">{escape(title)}</th>'
        for name, title in zip(classes, wording.ARTICLES_COLUMNS, strict=True)
    )
    body = "".join(_article_row(row, hrefs, added) for row in rows)
    return (
        f'<table class="list articles"><caption class="unseen">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _article_row(row: Row, hrefs: Mapping[str, str], added: Mapping[int, Commit]) -> str:
    href = escape(hrefs[row["article_id"]])
    n_utterances = row["n_utterances"]
    counted = (
        wording.ARTICLES_UTTERANCES_ONE
        if n_utterances == 1
        else wording.ARTICLES_UTTERANCES.format(theme.number(n_utterances))
    )
    return (
        f'<tr><td class="quote"><a class="words" href="{href}" target="_self" data-go>'
        f"{escape(row['title'])}</a></td>"
        f'<td class="where">{escape(markup.outlet(row))}</td>'
        f'<td class="when">{dated(row)}</td>'
        f'<td class="value num">{theme.number(row["n_statements"])}'
        f'<span class="unit"> {wording.ARTICLES_UNIT[row["n_statements"] != 1]}</span>'
        f'<span class="below">{escape(counted)}</span></td>'
        f'<td class="added">{escape(theme.long_date(str(row["read_at"])[:10]))}'
        f'<span class="below">{escape(wording.ARTICLES_BY.format(_adder(row, added)))}</span>'
        "</td></tr>"
    )


def with_long_dates(text: str) -> str:
    """Return a text in which "2023-06-19" stands as "19 June 2023"."""
    return _DAY.sub(lambda found: theme.long_date(found.group()), text)


def dated(row: Row) -> str:
    """Return an article's day with its basis in words below, as HTML."""
    if not row["published_on"]:
        return f'<span class="missing">{escape(wording.ARTICLES_UNDATED)}</span>'
    basis = "corrected" if row["corrected"] else row["published_basis"]
    day = escape(theme.long_date(row["published_on"]))
    return f'{day}<span class="below">{escape(basis_in_words(basis))}</span>'


def added_by(row: Row, added: Mapping[int, Commit]) -> str:
    """Return "19 June 2023, by Ada"."""
    day = theme.long_date(str(row["read_at"])[:10])
    return wording.ARTICLES_ADDED_BY.format(day=day, who=_adder(row, added))


def _adder(row: Row, added: Mapping[int, Commit]) -> str:
    commit = added.get(int(row["added_in"]))
    return commit.who if commit else wording.UNKNOWN


def candidate_table(candidates: Sequence[Row]) -> str:
    """Return the evidence that was weighed for an article's day, best first."""
    if not candidates:
        return f'<p class="quiet">{escape(wording.ARTICLES_EVIDENCE_NONE)}</p>'
    rows = [
        (
            theme.long_date(each["day"]) if each["day"] else wording.ARTICLES_UNREADABLE_DAY,
            basis_in_words(each["basis"]),
            "; ".join(text for text in (each["words"], each.get("note")) if text),
            f"{each['weight']:.2f}",
        )
        for each in candidates
    ]
    return markup.plain_table(
        wording.ARTICLES_EVIDENCE, rows, caption=wording.ARTICLES_DATE, numeric=(3,)
    )


def commit_table(
    history: Sequence[Commit], undone: set[int], titles: Mapping[int, Sequence[str]]
) -> str:
    """Return what was added and taken out, the newest first.

    Args:
        history: Commits.
        undone: Numbers of those that were taken back.
        titles: Headlines that an addition brought, as far as they are still there.
    """
    rows = [
        (
            str(commit.number),
            moment(commit.when),
            _what(commit, titles.get(commit.number, ()))
            + (f" ({wording.HISTORY_UNDONE})" if commit.number in undone else ""),
            commit.who,
            theme.number(commit.n_articles),
            commit.reason,
        )
        for commit in sorted(history, key=lambda commit: -commit.number)
    ]
    return markup.plain_table(
        wording.HISTORY_COLUMNS, rows, caption=wording.HISTORY_LEDE, numeric=(0, 4)
    )


def _what(commit: Commit, titles: Sequence[str]) -> str:
    what = wording.HISTORY_WHAT.get(commit.what, commit.what)
    if commit.undoes is not None:
        return wording.HISTORY_UNDOES.format(what=what, number=commit.undoes)
    if commit.what == "add" and titles:
        return wording.HISTORY_TITLES.format(what=what, titles=listed_titles(titles))
    return what
