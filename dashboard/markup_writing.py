"""Pieces as HTML that the pages Articles and Review share. Pure; texts go through ``escape``."""

from collections.abc import Iterable, Sequence

from dashboard import markup, theme, wording
from dashboard.markup import escape

TITLES_SHOWN = 3


def parts_of_page(items: Iterable[tuple[str, str, bool]], *, label: str) -> str:
    """Return the parts of a page as links: address, name, and whether it is the one shown."""
    shown = "".join(
        f'<li><a href="{escape(href)}" target="_self" data-go'
        f"{' aria-current=page' if is_current else ''}>{escape(name)}</a></li>"
        for href, name, is_current in items
    )
    return f'<nav class="parts" aria-label="{escape(label)}"><ul>{shown}</ul></nav>'


def listed_titles(titles: Sequence[str]) -> str:
    """Return a few headlines in quotation marks, and how many more there are."""
    shown = [f"\u201c{title}\u201d" for title in titles[:TITLES_SHOWN]]
    if len(titles) > TITLES_SHOWN:
        shown.append(wording.HISTORY_AND_MORE.format(theme.number(len(titles) - TITLES_SHOWN)))
    return theme.listed(shown)


def moment(when: str) -> str:
    """Return "19 June 2023, 14:05 UTC" for an ISO time."""
    return f"{theme.long_date(when[:10])}, {when[11:16]} UTC"


def linked(href: str | None, label: str) -> str:
    """Return a link, or the bare label where there is nothing to lead to."""
    return markup.link(href, label) if href else escape(label)
