"""Which outlet published a text: only what the page itself says, never a guess."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from stance.reading.patterns import MONTH
from stance.registry import read_lexicon


@dataclass(frozen=True, slots=True)
class Outlet:
    """One row of ``data/lexicons/outlets.csv``; kind "photo" only sells pictures."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *self.aliases)


@cache
def known_outlets() -> tuple[Outlet, ...]:
    """Return all outlets of the lexicon."""
    return read_lexicon("outlets", Outlet, unique=("name",))


# Of an address, from its end: enough for every site, and a bound for an address made of dots.
_MAX_LABELS = 8


@cache
def _by_name() -> dict[str, str]:
    return {name.casefold(): outlet.name for outlet in known_outlets() for name in outlet.names}


def outlet_named(name: str) -> str | None:
    """Return the usual name of a known outlet, or None."""
    return _by_name().get(" ".join(name.split()).casefold())


def outlet_of_url(url: str | None) -> str | None:
    """Return the outlet of an address: its name if it is known, else the host without "www."."""
    if not url:
        return None
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return None
    labels = host.split(".")[-_MAX_LABELS:]
    names = (_by_domain().get(".".join(labels[n:])) for n in range(len(labels)))
    return next(filter(None, names), None) or host or None


@cache
def _by_domain() -> dict[str, str]:
    return {domain: outlet.name for outlet in known_outlets() for domain in outlet.domains}


def masthead_outlet(line: str) -> str | None:
    """Return the outlet that a line above the headline names, with or without its slogan.

    The slogan may be glued to the name, as it is where two elements of a page lost the space
    between them.
    """
    if len(line) > 90 or line.endswith((".", "!", "?", ":")):
        return None
    for name in _names_by_length():
        if line[: len(name)].casefold() == name.casefold():
            rest = line[len(name) :]
            glued = bool(rest) and rest[0].isupper() and not name.isupper()
            if not rest or glued or re.match(r" ?[|–—:•·-] ?\S", rest):
                return outlet_named(name)
    found = _UNKNOWN_MASTHEAD.match(line)
    return found["name"] if found else None


@cache
def _names_by_length() -> tuple[str, ...]:
    names = [name for outlet in known_outlets() for name in outlet.names]
    return tuple(sorted(names, key=len, reverse=True))


# A newspaper that nobody listed: its last word is what papers are called, and a slogan is glued on.
_UNKNOWN_MASTHEAD = re.compile(
    r"(?P<name>(?:The )?(?:[A-Z][\w'’&.-]{0,20} ){0,3}(?:Post|Times|Journal|News|Herald|Tribune"
    r"|Guardian|Gazette|Chronicle|Daily|Standard|Telegraph|Observer|Press|Mail|Star|Globe|Monitor"
    r"|Review|Dispatch|Register|Mirror|Examiner|Courier|Inquirer|Independent))[A-Z][a-z]+(?: .*)?$"
)
_DAY_OF_MONTH = r"\d{1,2}(?:st|nd|rd|th)?"
_DAY = (
    rf"(?:(?i:{MONTH}) {_DAY_OF_MONTH}(?:,? \d{{4}})?|{_DAY_OF_MONTH} (?i:{MONTH})(?:,? \d{{4}})?)"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'’\-]+(?: [A-Z][A-Z.'’\-]*){0,3}(?:/[A-Z][A-Z.'’ \-]{1,25})?"
    r"(?:, [A-Z][\w.]*(?: [A-Z][\w.]*){0,2}?)?|(?:[A-Z][a-z]+ ?){1,3}?)?"
    rf"(?P<date>,? ?{_WEEKDAY}{_DAY}|,? ?\({_WEEKDAY}{_DAY}\))?"
    r"(?: ?\((?P<agency>[A-Z][\w.&'’ /-]{1,40})\))?"
    r"(?P<dash> ?(?:—|–|―|--|-) ?|: )(?=\S)"
)


def find_dateline(paragraph: str) -> re.Match[str] | None:
    """Match "PLACE, Month 1 (Agency) —" or "Place, 1 Month:" at the start of a paragraph.

    A place in capitals before a dash, a place with a date, or an agency after a place or date,
    must be there: "Beijing - " alone may begin any sentence, and "BEIJING: " the turn of a speaker.
    """
    found = _DATELINE.match(paragraph[:140])
    if found is None:
        return None
    place = (found["place"] or "").strip()
    has_agency = found["agency"] is not None and bool(place or found["date"])
    if found["dash"] == ": ":
        return found if place and found["date"] else None
    in_capitals = len(place) > 3 and place.split(",")[0].isupper()
    is_spaced = found["dash"].endswith(" ")
    has_place = in_capitals or (bool(place) and found["date"] is not None)
    return found if has_agency or (is_spaced and has_place) else None


_BARE_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'’-]{3,}(?: [A-Z][A-Z.'’-]+){0,2}): (?=[A-Z“\"‘'])"
)
_NO_PLACES = frozenset(
    "analysis breaking comment correction editorial exclusive explainer factbox interview live "
    "moderator note opinion question answer timeline update updated video watch".split()
)


def find_bare_dateline(paragraph: str) -> re.Match[str] | None:
    """Match "ISLAMABAD: " in front of a sentence; only the whole text tells it from a speaker."""
    found = _BARE_DATELINE.match(paragraph)
    if found is None or found["place"].split()[0].casefold() in _NO_PLACES:
        return None
    return found


_CONTRIBUTOR_OF = re.compile(
    r"(?P<name>[A-Z][\w.& ]{1,40}?)['’]s (?:[A-Z][\w.'’-]*,? ?){2,8}.{0,200}contributed"
)
_NEWS_OF = re.compile(
    r"(?i:for more) (?P<name>[A-Z][\w.&'’ ]{1,40}?) (?:news|stories|coverage|reporting|content)\b"
)


def outlet_in_notices(lines: Iterable[str]) -> str | None:
    """Return the outlet that contributor or sign-up lines name: "For more EXAMPLE news ..."."""
    for line in lines:
        for pattern in (_CONTRIBUTOR_OF, _NEWS_OF):
            found = pattern.match(line)
            name = outlet_named(found["name"]) if found else None
            if name is not None:
                return name
    return None
