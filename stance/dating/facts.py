"""What a text tells about its own time without naming a day: office-holders, events, years."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from stance.dating.expressions import TimeExpression, find_times
from stance.dating.frames import FRAME_KINDS, sets_frame
from stance.dating.moments import Anchor
from stance.dating.passages import Paragraph, paragraphs
from stance.dating.words import month_number, weekday_number
from stance.model import Actor, Article, Case, Event, Tenure

LEAD_PARAGRAPHS = 3
_NEAR = 60  # characters between a name and its title, or between a place and its month
# An event that is told as "last November" is at most so old.
_YEAR_AND_A_BIT = timedelta(days=400)
# "Vice President X" is no president, and a former one proves nothing about the day.
_OTHER_OFFICE = re.compile(
    r"\b(?:former|then|ex|ousted|late|previous|past|next|future|vice|deputy|acting|assistant)[\s-]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Period:
    """Days between which the article must have been written, and the words that say so."""

    first: date
    last: date
    words: str

    def holds(self, day: date) -> bool:
        """Whether a day lies in the period."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Clues:
    """What an article tells of its own time: weekdays of its lead, and periods around it."""

    weekdays: Mapping[int, str]
    periods: Sequence[Period]


def clues_of(article: Article, case: Case) -> Clues:
    """Read the clues of an article once; every undated day of it is measured by them."""
    return Clues(lead_weekdays(article), periods(article, case))


def lead_text(article: Article) -> str:
    """Return headline and first paragraphs as one text."""
    parts = [article.title or ""]
    parts += [article.text[each.start : each.end] for each in paragraphs(article)[:LEAD_PARAGRAPHS]]
    return "\n".join(parts)


def lead_weekdays(article: Article) -> dict[int, str]:
    """Return the weekdays on which the lead says that things happened, with the words."""
    found: dict[int, str] = {}
    for passage in paragraphs(article)[:LEAD_PARAGRAPHS]:
        for expression in _setting(article, passage):
            if expression.rule.name == "weekday" and "last" not in expression.words.casefold():
                number = weekday_number(expression.match["weekday"])
                found.setdefault(number, expression.words)
    return found


def _setting(article: Article, passage: Paragraph) -> Iterator[TimeExpression]:
    for span in passage.sentences:
        for expression in find_times(article.text, *span):
            if expression.kind in FRAME_KINDS and sets_frame(article, span, expression):
                yield expression


def periods(article: Article, case: Case) -> list[Period]:
    """Return everything that bounds the day of writing, the tightest first."""
    found = [*_tenures(article, case), *_events_told(article, case), *_years(article)]
    return sorted(found, key=lambda each: (each.last - each.first, each.words))


def _tenures(article: Article, case: Case) -> Iterator[Period]:
    """Yield the terms of the office-holders that the text names with their titles."""
    for actor in case.actors:
        for tenure in actor.tenures:
            words = _titled(article.text, actor, tenure)
            if words and (tenure.start or tenure.end):
                yield Period(tenure.start or date.min, tenure.end or date.today(), words)


def _titled(text: str, actor: Actor, tenure: Tenure) -> str:
    """Return "Foreign Minister Qin Gang" where name and title stand together, else nothing."""
    for name in (actor.name, *actor.aliases):
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            before = _title_before(text, start, tenure.title)
            after = _title_after(text, end, tenure.title)
            if before or after:
                return " ".join(f"{before}{name}{after}".split())
            start = text.find(name, end)
    return ""


def _title_before(text: str, start: int, title: str) -> str:
    """Return the title of "Foreign Minister Qin Gang", else nothing."""
    before = text[max(0, start - _NEAR) : start]
    if title.casefold() not in before.casefold():
        return ""
    found = re.search(rf"\b{re.escape(title)}[\s,]*$", before, re.IGNORECASE)
    if found is None or _OTHER_OFFICE.search(before[: found.start()]):
        return ""
    return found.group()


def _title_after(text: str, end: int, title: str) -> str:
    """Return what follows the name in "Qin Gang, China's foreign minister", else nothing."""
    after = text[end : end + _NEAR]
    if title.casefold() not in after.casefold():
        return ""
    found = re.match(rf",\s((?:[\w’'.-]+\s){{0,3}}){re.escape(title)}\b", after, re.IGNORECASE)
    if found is None or _OTHER_OFFICE.search(found.group(1)):
        return ""
    return found.group()


def _events_told(article: Article, case: Case) -> Iterator[Period]:
    """Yield the year after an event that the text tells with its place and month alone."""
    text = article.text
    months = [
        each for each in find_times(text) if each.rule.name == "month" and each.kind == "relative"
    ]
    for event in case.events:
        place = event.place.split(",")[0]
        for each in months:
            near = text[max(0, each.start - _NEAR) : each.end + _NEAR]
            if month_number(each.match["month"]) == event.day.month and names(near, place):
                last = min(event.day + _YEAR_AND_A_BIT, _last_telling(event, each))
                yield Period(event.day, last, f"{place}, {each.words}")


def _last_telling(event: Event, told: TimeExpression) -> date:
    """Return the last day on which "last November" or "in November" still means the event."""
    day = event.day + timedelta(days=360)
    reading = told.read(Anchor(day))
    is_same = (
        reading.moment is not None and reading.moment.first <= event.day <= reading.moment.last
    )
    return day if is_same else date(event.day.year + 1, event.day.month, 1)


def names(text: str, name: str) -> bool:
    """Whether a text holds a name as whole words."""
    return name in text and re.search(rf"\b{re.escape(name)}\b", text) is not None


def _years(article: Article) -> Iterator[Period]:
    """Yield the time from the latest past year that the text names ("since 2018")."""
    years = [
        int(match.group(1))
        for match in re.finditer(r"\b(?:since|in|back in|from) ((?:19|20)\d\d)\b", article.text)
    ]
    past = [year for year in years if year <= date.today().year]
    if past:
        yield Period(date(max(past), 1, 1), date.today(), f"names the year {max(past)}")
