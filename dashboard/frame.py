"""The frame of every page as HTML: the mark, the pages, what stands there until one is drawn.

Pure and light to import: it is shown before anything is read.
"""

from collections.abc import Mapping
from pathlib import Path

from dashboard import markup, theme, wording
from dashboard.pages import PAGES

_FOLDER = Path(__file__).parent


def style(mode: str) -> str:
    """Return the style sheet with the colours of the mode; on paper those of the light one."""
    sheet = (_FOLDER / "style.css").read_text("utf-8")
    paper = f"@media print{{{theme.variables('light')}}}"
    return f"<style>{theme.variables(mode)}{paper}{sheet}</style>"


def navigation(page: str, hrefs: Mapping[str, str]) -> str:
    """Return the mark and the pages.

    Args:
        page: The one that is open.
        hrefs: Address of each page; one that has none is shown as words only.
    """
    items = []
    for name, each in PAGES.items():
        current = ' aria-current="page"' if name == page else ""
        label = markup.escape(each.label)
        shown = f"<span{current}>{label}</span>"
        if name in hrefs:
            href = markup.escape(hrefs[name])
            shown = f'<a href="{href}" target="_self" data-go{current}>{label}</a>'
        items.append(f"<li>{shown}</li>")
    return (
        f'<nav class="pages" aria-label="{markup.escape(wording.PAGES)}"><span class="brand">'
        f"{markup.BRAND}{markup.escape(wording.APP)}</span><ul>{''.join(items)}</ul></nav>"
    )


def plain_addresses() -> dict[str, str]:
    """Return where each page is, without filters: the way out where a view cannot be drawn."""
    return {name: markup.address(".", {"view": [name]}) for name in PAGES}


def opening() -> str:
    """Return what stands in the place of a page until it is drawn; its first words hide it."""
    return f'<p class="opening" role="status">{markup.escape(wording.OPENING)}</p>'
