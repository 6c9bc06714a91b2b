"""The pages in the order of the navigation: what each is called, where it is, what its URL holds.

Pure, and light to import: a page's module is imported when it is first opened.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard import wording

ANYTHING = ("",)
SORTS = ("newest", "oldest", "warmest", "coldest", "speaker", "unsure")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page.

    Args:
        label: Its name in the navigation.
        module: Module of ``dashboard.views`` with ``draw(view)``.
        options: Its options in the URL, besides ``axis``: key -> valid values, the first of which
            is the default; ``ANYTHING``: any text.
        has_axis: Whether the axis is an option of this page.
        is_about_statements: Whether nothing else is on it, so that an empty store leaves nothing.
    """

    label: str
    module: str
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    has_axis: bool = True
    is_about_statements: bool = True

    @property
    def keys(self) -> tuple[str, ...]:
        """Options that are written into the URL while the page is open."""
        return (*(("axis",) if self.has_axis else ()), *self.options)


PAGES: dict[str, Page] = {
    "timeline": Page(
        label=wording.TIMELINE,
        module="timeline",
        options={
            "by": ("side", "actor", "dyad", "topic", "outlet"),
            "freq": ("month", "day", "week", "quarter", "event"),
            "events": ANYTHING,
            "drag": ("zoom", "select"),
            "more": ANYTHING,
            "a": ANYTHING,
            "b": ANYTHING,
        },
    ),
    "actors": Page(label=wording.ACTORS, module="actors", options={"add": ANYTHING}),
    "relations": Page(
        label=wording.RELATIONS,
        module="relations",
        options={"map": ("speakers", "sides", "topics"), "cell": ANYTHING},
    ),
    "statements": Page(
        label=wording.STATEMENTS,
        module="statements",
        options={"sort": SORTS, "page": ANYTHING, "statement": ANYTHING},
    ),
    "outlets": Page(
        label=wording.OUTLETS,
        module="outlets",
        options={"rank": ("most", "apart", "latest"), "page": ANYTHING, "utterance": ANYTHING},
    ),
    "articles": Page(
        label=wording.ARTICLES,
        module="articles",
        options={
            "part": ("list", "attention", "add", "history"),
            "show": ("all", "view", "attention", "silent"),
            "order": ("newest", "oldest", "added", "fullest", "headline"),
            "find": ANYTHING,
            "page": ANYTHING,
            "article": ANYTHING,
        },
        has_axis=False,
        is_about_statements=False,
    ),
    "review": Page(
        label=wording.REVIEW,
        module="review",
        options={
            "read": ("queue", "log"),
            "review": ANYTHING,
            "back": ANYTHING,
            "who": ANYTHING,
            "field": ANYTHING,
            "undo": ANYTHING,
            "page": ANYTHING,
        },
        is_about_statements=False,
    ),
    "method": Page(
        label=wording.METHOD, module="method", has_axis=False, is_about_statements=False
    ),
}
FIRST = next(iter(PAGES))


def options() -> dict[str, tuple[str, ...]]:
    """Return the options of all pages together; one key means the same on every page."""
    found: dict[str, tuple[str, ...]] = {}
    for page in PAGES.values():
        found.update(page.options)
    return found
