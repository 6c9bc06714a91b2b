"""Collects the evidence for an article's day: from its data, its page and its text."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from stance import registry
from stance.dating.events import event_candidates
from stance.dating.evidence import WEIGHTS, DateCandidate, candidate
from stance.dating.expressions import TimeExpression, find_times
from stance.dating.facts import Clues, Period, clues_of
from stance.dating.moments import Anchor, Reading, calendar_day, on_day
from stance.dating.rules import possible_days
from stance.model import Article, Case, Span

_DAY_RULES = ("day", "month day", "numbers")
_MOST_DATES = 60  # a page with more is a list of dates, and the first tell enough
_TOP = 1500  # characters in which a line with nothing but a date is a byline
_STALE = re.compile(r"\b(?:copyright|accessed|retrieved|archived|scraped|all rights)\b|©", re.I)
_WORDS_SHOWN = 80
_EARLIEST_YEAR = 1990  # no archive of ours is older; a missing year is sought from here
_PRINTS = ("byline", "dateline", "title")
_PRINT_AGREES = 0.05
_UPDATED = re.compile(r"\b(?:updated|modified|last edited)\b", re.I)
_AGREES = 0.2  # what a weekday of the lead adds to a caption or event of that day
_TOO_LITTLE = 0.1  # shown to a person, never taken
_CANDIDATE_YEARS = 3  # how many possible years a person is shown


def gather(article: Article, case: Case) -> list[DateCandidate]:
    """Return all evidence for the day of publication, in the order of the text."""
    clues = clues_of(article, case)
    found = (
        *_curated(article, case),
        *_hints(article),
        *_printed(article, clues),
        *event_candidates(article, case, clues),
    )
    return list(dict.fromkeys(found))  # a page may print the same caption twice


def _curated(article: Article, case: Case) -> Iterator[DateCandidate]:
    fact = registry.curated_fact(case, article)
    if fact is not None and fact.published_on is not None:
        yield candidate(fact.published_on, "curated", fact.note)


def _hints(article: Article) -> Iterator[DateCandidate]:
    for hint in article.date_hints:
        basis = hint.basis if hint.basis in WEIGHTS else "metadata"
        is_shown = hint.value in hint.words
        words = hint.words if is_shown else f"{hint.words} {hint.value}".strip()
        yield _read_free(hint.value, basis, words)


def _read_free(value: str, basis: str, words: str) -> DateCandidate:
    """Read a date in whatever form a page or table holds; ambiguous numbers stay unread."""
    for expression in find_times(value):
        reading = expression.read(Anchor(None))
        if reading.problem:
            return candidate(None, basis, words, note=reading.problem)
        if reading.moment and reading.moment.precision == "day":
            return candidate(reading.moment.first, basis, words)
    compact = re.fullmatch(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?", value.strip())
    if compact:
        year, month, day = (int(part) for part in compact.groups())
        return _checked(calendar_day(year, month, day), basis, words)
    # Only whole calendar dates: "yesterday" would count from the day of the analysis.
    settings = {"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"]}
    import dateparser  # slow to import, and only free-form dates of metadata need it

    parsed = dateparser.parse(value, settings=settings)
    return _checked(parsed.date() if parsed else None, basis, words)


def _checked(day: date | None, basis: str, words: str) -> DateCandidate:
    if day is None:
        return candidate(None, basis, words, note="not a date that can be read")
    problem = on_day(day).problem
    return candidate(None if problem else day, basis, words, note=problem)


def _printed(article: Article, clues: Clues) -> Iterator[DateCandidate]:
    """Yield the dates that the text prints, each with the part that it stands in."""
    days = (each for each in find_times(article.text) if each.rule.name in _DAY_RULES)
    for expression in islice(days, _MOST_DATES):
        basis, span = _part(article, expression)
        parts = expression.match.groupdict()
        if basis in ("text", "caption") and not (parts.get("year") or parts.get("number_year")):
            continue  # told, not printed: "on March 7" under an archive picture dates nothing
        if basis == "byline":
            words = _line(article.text, expression)
        else:
            words = _around(article.text, span, expression)
        yield from _read_printed(article, clues, expression, basis, words)


def _read_printed(
    article: Article, clues: Clues, expression: TimeExpression, basis: str, words: str
) -> Iterator[DateCandidate]:
    reading = expression.read(Anchor(None))
    if reading.problem and expression.rule.name == "numbers":
        yield from _either_order(article, clues, expression, basis, words)
    elif reading.problem:
        yield _doubtful(reading, basis, words)
    elif reading.moment:
        yield _weighed(clues, reading.moment.first, basis, words)
    else:
        yield from _with_year(article, clues, expression, basis, words)


def _doubtful(reading: Reading, basis: str, words: str) -> DateCandidate:
    """Return a date that contradicts itself as one to look at, any other as none."""
    day = reading.moment.first if reading.moment else None
    note, weight = reading.problem, _TOO_LITTLE if day else 0.0
    return DateCandidate(day=day, basis=basis, words=words, weight=weight, note=note)


def _either_order(
    article: Article, clues: Clues, expression: TimeExpression, basis: str, words: str
) -> Iterator[DateCandidate]:
    """Yield 5/6/23 as the one day that the text allows, or as both days to look at."""
    days, note = _narrowed(article, clues, possible_days(expression.match))
    problem = expression.read(Anchor(None)).problem
    if len(days) == 1:
        yield candidate(days[0], basis, words, note=note)
        return
    for day in days:
        yield DateCandidate(day=day, basis=basis, words=words, weight=_TOO_LITTLE, note=problem)
    if not days:
        yield candidate(None, basis, words, note=problem)


def _part(article: Article, expression: TimeExpression) -> tuple[str, Span]:
    """Return what part of the page a date stands in, as a basis, and that part's place."""
    for mark in article.marks:
        if mark.start <= expression.start < mark.end:
            text, span = article.text[mark.start : mark.end], (mark.start, mark.end)
            if _STALE.search(text):
                return "notice", span
            basis = {
                "headline": "title",
                "dateline": "dateline",
                "byline": "byline",
                "caption": "caption",
            }
            return basis.get(mark.kind, "notice"), span
    if _is_alone(article.text, expression):
        return "byline", (expression.start, expression.end)
    return "text", (expression.start, expression.end)


def _is_alone(text: str, expression: TimeExpression) -> bool:
    """Whether the date is all that its line near the top says ("Published: 8 May 2023, 10:41")."""
    if expression.start > _TOP:
        return False
    rest = _line(text, expression).replace(expression.words, "")
    return len(re.findall(r"[A-Za-z]{3,}", rest)) <= 2 and not _STALE.search(rest)


def _line(text: str, expression: TimeExpression) -> str:
    start = text.rfind("\n", 0, expression.start) + 1
    end = text.find("\n", expression.end)
    return " ".join(text[start : end if end >= 0 else len(text)].split())[:_WORDS_SHOWN]


def _around(text: str, span: Span, expression: TimeExpression) -> str:
    """Return a short part whole, of a long one the date with the word before it."""
    whole = " ".join(text[span[0] : span[1]].split())
    if len(whole) <= _WORDS_SHOWN and whole != expression.words:
        return whole
    before = text[: expression.start].rstrip().rpartition(" ")[2].rpartition("\n")[2]
    return f"{before} {expression.words}" if before.casefold() in ("on", "of") else expression.words


def _weighed(clues: Clues, day: date, basis: str, words: str) -> DateCandidate:
    """Weigh a date by its part, and by whether the lead names its weekday."""
    said = clues.weekdays.get(day.weekday())
    if basis == "caption":
        bonus = _AGREES if said else -_AGREES
    else:
        bonus = _PRINT_AGREES if said and basis in _PRINTS else 0.0
    if _UPDATED.search(words) and basis == "byline":
        bonus -= _AGREES
    note = f'"{said}" agrees' if said and bonus > 0 else ""
    return candidate(day, basis, words, bonus=bonus, note=note)


def _with_year(
    article: Article, clues: Clues, expression: TimeExpression, basis: str, words: str
) -> Iterator[DateCandidate]:
    """Yield a day whose year is missing: found from within the text, or all years possible."""
    readings = (
        expression.read(Anchor(date(year, 12, 31)))
        for year in range(date.today().year, _EARLIEST_YEAR - 1, -1)
    )
    possible = [each.moment.first for each in readings if each.moment and not each.problem]
    days, note = _narrowed(article, clues, list(dict.fromkeys(possible)))
    if len(days) == 1:
        yield candidate(days[0], basis, words, note=note)
        return
    # Open years are shown and weigh too little to be taken.
    for day in days[:_CANDIDATE_YEARS]:
        yield DateCandidate(
            day=day, basis=basis, words=words, weight=_TOO_LITTLE, note="year not known"
        )


def _narrowed(article: Article, clues: Clues, days: list[date]) -> tuple[list[date], str]:
    """Return the days that agree with what the text tells of its time, and what decided.

    Page data come first, then the terms of office-holders and dated events, then the weekday.
    """
    hinted = [hint for hint in _hints(article) if hint.day]
    near = [
        day for day in days for hint in hinted if hint.day and abs(day - hint.day) < timedelta(183)
    ]
    if near:
        return near[:1], f"from {hinted[0].basis}"
    reasons: list[str] = []
    for period in clues.periods:
        days, reasons = _within(days, period, reasons)
    if clues.weekdays:
        agreeing = [day for day in days if day.weekday() in clues.weekdays]
        if agreeing and (len(agreeing) < len(days) or len(days) == 1):
            days = agreeing
            reasons.append(f'"{clues.weekdays[days[0].weekday()]}" agrees')
    return days, f"from {'; '.join(reasons[:3])}" if reasons else ""


def _within(days: list[date], period: Period, reasons: list[str]) -> tuple[list[date], list[str]]:
    """Keep the days in a period; a period that would leave none contradicts the rest: ignore it."""
    kept = [day for day in days if period.holds(day)]
    if not kept or len(kept) == len(days):
        return days, reasons
    return kept, [*reasons, f'"{period.words}"']
