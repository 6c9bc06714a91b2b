"""Marks the parts of a page: what the reporter wrote, and what stands around it.

The rules go from sure to unsure, and a unit that one has taken is left alone by the next: wording,
pictures, appeals, the top of the page, lines between paragraphs. A sentence of the reporter that
is marked is lost to the analysis, a missed slogan costs nothing; so every rule rather misses.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stance.model import Mark
from stance.reading.appeals import appeal_members, outlet_of_appeal
from stance.reading.captions import kind_of_picture_text
from stance.reading.headings import Kinds, lines_between, read_top, topic_index
from stance.reading.outlets import (
    find_bare_dateline,
    find_dateline,
    outlet_in_notices,
    outlet_named,
)
from stance.reading.patterns import kind_of_line, straighten
from stance.reading.units import Unit, split_units

# A bare dateline stands in one of the first paragraphs, before so many characters of its story.
_MAX_ABOVE, _STORY = 8, 60
_BYLINE = re.compile(r"^by:? (?=\S)", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r",? and |, |; | & ")
_AFTER_NAMES = re.compile(r" (?:in|for|at|of|from|with)\b.*$|\|.*$")
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,4}$")


@dataclass(frozen=True, slots=True)
class PageParts:
    """What the lines of a page say about it; marks in order, not overlapping."""

    marks: tuple[Mark, ...] = ()
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()


def mark_parts(text: str, known_marks: Sequence[Mark] = ()) -> PageParts:
    """Find boilerplate, headline, subheads and dateline of a text, and what they tell.

    Args:
        text: The whole text.
        known_marks: Marks that the format of the file gives away, in order, not overlapping; they
            are kept, and the units that they touch are not looked at.
    """
    units = _units_outside(split_units(text), known_marks)
    if len(units) < 2:
        return PageParts(marks=_in_order([*known_marks, *_datelines(units, {})]))
    kinds = _kinds_by_wording(units)
    kinds |= dict.fromkeys(appeal_members(units) - kinds.keys(), "fundraising")
    kinds |= topic_index(units, kinds)
    top = read_top(units, kinds)
    kinds |= top.kinds
    kinds |= lines_between(units, kinds)
    marks = [Mark(start=units[i].start, end=units[i].end, kind=kind) for i, kind in kinds.items()]
    datelines = _datelines(units, kinds)
    return PageParts(
        marks=_in_order([*known_marks, *marks, *datelines]),
        title=top.title,
        outlet=top.outlet or _outlet(units, kinds, datelines),
        authors=_authors(units, kinds),
    )


def _in_order(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=lambda mark: mark.start))


def _units_outside(units: Sequence[Unit], marks: Sequence[Mark]) -> list[Unit]:
    """Leave out the units that a mark touches; both are in order."""
    outside: list[Unit] = []
    rest = iter(marks)
    mark = next(rest, None)
    for unit in units:
        while mark is not None and mark.end <= unit.start:
            mark = next(rest, None)
        if mark is None or unit.end <= mark.start:
            outside.append(unit)
    return outside


def _kinds_by_wording(units: Sequence[Unit]) -> Kinds:
    known: dict[str, str | None] = {}
    kinds: Kinds = {}
    for index, unit in enumerate(units):
        if unit.text not in known:
            known[unit.text] = kind_of_line(unit.text) or kind_of_picture_text(unit.text)
        kind = known[unit.text]
        # "Analysis: ..." or "Watch: ..." above everything else is the headline.
        if kind is not None and not (kind == "related" and index == 0):
            kinds[index] = kind
    return kinds


def _datelines(units: Sequence[Unit], kinds: Kinds) -> tuple[Mark, ...]:
    """Mark the dateline of the first paragraph that has one."""
    for index, unit in enumerate(units[:20]):
        if index in kinds:
            continue
        found = find_dateline(unit.text)
        if found is not None:
            return (
                Mark(start=unit.start, end=unit.start + len(found[0].rstrip()), kind="dateline"),
            )
    return _bare_dateline(units, kinds)


def _bare_dateline(units: Sequence[Unit], kinds: Kinds) -> tuple[Mark, ...]:
    """Mark "ISLAMABAD: ..." at the start of a report: the only paragraph that begins like this."""
    found = [
        (unit, match)
        for index, unit in enumerate(units)
        if index not in kinds and (match := find_bare_dateline(unit.text)) is not None
    ]
    if len(found) != 1 or found[0][0] not in units[:_MAX_ABOVE]:
        return ()
    unit, match = found[0]
    is_story = len(unit.text) - match.end() >= _STORY
    if not is_story:
        return ()
    return (Mark(start=unit.start, end=unit.start + len(match[0].rstrip()), kind="dateline"),)


def _outlet(units: Sequence[Unit], kinds: Kinds, datelines: Sequence[Mark]) -> str | None:
    for unit in units:
        if any(mark.start == unit.start for mark in datelines):
            found = find_dateline(unit.text)
            agency = found["agency"] if found else None
            if agency:
                return outlet_named(agency) or agency
    notices = [units[i].text for i in sorted(kinds) if kinds[i] in ("contributors", "signup")]
    appeal = [units[i].text for i in sorted(kinds) if kinds[i] == "fundraising"]
    return outlet_in_notices(notices) or outlet_of_appeal(appeal)


def _authors(units: Sequence[Unit], kinds: Kinds) -> tuple[str, ...]:
    """Return the names of the first byline: "By Jane Roe and John Doe"."""
    for index in sorted(kinds):
        line = units[index].text
        if kinds[index] == "byline" and _BYLINE.match(line):
            names = _AFTER_NAMES.sub("", straighten(_BYLINE.sub("", line)))
            found = [name.strip() for name in _BETWEEN_NAMES.split(names)]
            return tuple(
                name.title() if name.isupper() else name for name in found if _PERSON.match(name)
            )
    return ()
