"""The lists of the Actors page as HTML: who speaks, on what, towards whom, who is new. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard import theme, wording
from dashboard.findings import Row, interval_of, is_untold
from dashboard.markup import escape, in_marks, link, score_bar


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a list: a name with its address, its mark as HTML, counts and mean.

    ``mean`` has ``mean``, ``low``, ``high`` and ``n_utterances``; None without words on the axis.
    """

    name: str
    href: str
    mark: str = ""
    n: int = 0
    mean: Row | None = None
    words_href: str = ""
    note: str = ""


def mean_bar(mean: Row | None) -> str:
    """Return a mean as a bar with its interval; hollow where too few stand behind it."""
    if mean is None:
        return score_bar(None)
    if is_untold(mean):
        return f'<span class="actors-few">{score_bar(float(mean["mean"]))}</span>'
    return score_bar(float(mean["mean"]), low=float(mean["low"]), high=float(mean["high"]))


def overview(lines: Iterable[Line], *, caption: str) -> str:
    """Return who speaks: name, statements, mean with interval and n, and the way to the words."""
    classes = ("", "value", "value", "value", "value", "value")
    body = ""
    for line in lines:
        interval = interval_of(line.mean) if line.mean is not None else ""
        n = theme.number(int(line.mean["n_utterances"])) if line.mean is not None else "0"
        said = escape(wording.ACTORS_WORDS_OF.format(name=line.name))
        note = f' <span class="note">{escape(line.note)}</span>' if line.note else ""
        cells = (
            f'<th scope="row" class="name">{line.mark}&nbsp;{link(line.href, line.name)}{note}</th>'
            f'<td class="value num">{theme.number(line.n)}</td>'
            f'<td class="value">{mean_bar(line.mean)}</td>'
            f'<td class="value num interval">{escape(interval)}</td>'
            f'<td class="value num">{n}</td>'
            f'<td class="value"><a href="{escape(line.words_href)}" target="_self" data-go '
            f'aria-label="{said}">{escape(wording.ACTORS_WORDS)}</a></td>'
        )
        body += f"<tr>{cells}</tr>"
    return _table("actors-overview", wording.ACTORS_COLUMNS, classes, body, caption)


def parts(lines: Iterable[Line], what: str, *, caption: str) -> str:
    """Return topics or targets: name, mean, n; each leads to its statements."""
    body = ""
    for line in lines:
        assert line.mean is not None  # a part without words on the axis is not listed
        body += (
            f'<tr><th scope="row" class="name">{link(line.href, line.name)}</th>'
            f'<td class="value">{mean_bar(line.mean)}</td>'
            f'<td class="value num">{theme.number(int(line.mean["n_utterances"]))}</td></tr>'
        )
    heads = [title.format(what=what) for title in wording.ACTORS_PARTS_COLUMNS]
    return _table("actors-parts", heads, ("", "value", "value"), body, caption)


def outlets(rows: Iterable[tuple[str, str, int, float, float | None]], *, caption: str) -> str:
    """Return outlets (name, address or "", statements, share, mean) with a bar for the share."""
    body = ""
    for name, href, n, share, mean in rows:
        shown = link(href, name) if href else escape(name)
        body += (
            f'<tr><th scope="row" class="name">{shown}</th>'
            f'<td class="value num">{theme.number(n)}</td>'
            f'<td class="value num"><span class="actors-share" aria-hidden="true">'
            f'<i style="width:{100 * share:.0f}%"></i></span>{share:.0%}</td>'
            f'<td class="value">{score_bar(mean)}</td></tr>'
        )
    classes = ("", "value", "value", "value")
    return _table("actors-outlets", wording.ACTORS_OUTLET_COLUMNS, classes, body, caption)


def newcomers(rows: Iterable[tuple[str, str, int, str, str, str, str, str]]) -> str:
    """Return speakers in no registry.

    Args:
        rows: (name, address of the profile, statements, dates, example, its kind, its address,
            address of the form that adds the name) of each.
    """
    body = ""
    for name, href, n, when, example, kind, words_href, add_href in rows:
        shown = in_marks(example) if kind == "direct" else example
        said = escape(wording.ACTORS_ADD_TITLE.format(name=name))
        body += (
            f'<tr><th scope="row" class="name">{link(href, name)}</th>'
            f'<td class="value num" data-unit="{escape(_unit(n))}">{theme.number(n)}</td>'
            f'<td class="when">{escape(when)}</td>'
            f'<td class="quote">{link(words_href, shown, name="words")}</td>'
            f'<td class="value"><a href="{escape(add_href)}" target="_self" data-go '
            f'aria-label="{said}">{escape(wording.ACTORS_ADD)}</a></td></tr>'
        )
    classes = ("", "value", "when", "quote", "value")
    return _table("actors-new", wording.ACTORS_NEW_COLUMNS, classes, body, wording.ACTORS_NEW)


def _unit(n: int) -> str:
    return wording.STATEMENT[0] if n == 1 else wording.STATEMENT[1]


def _table(name: str, heads: Sequence[str], classes: Sequence[str], body: str, caption: str) -> str:
    head = ""
    for title, kind in zip(heads, classes, strict=True):
        shown = f'<th scope="col" class="{kind}">{escape(title)}</th>'
        head += shown if title else f'<td class="{kind}"></td>'
    return (
        f'<table class="plain {name}"><caption class="unseen">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
