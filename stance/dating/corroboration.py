"""Dates an article by others: the same quotations and facts, told on the same occasion."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rapidfuzz import fuzz

from stance.dating.evidence import WEIGHTS, ArticleDating, DateCandidate
from stance.dating.facts import lead_text, lead_weekdays, periods
from stance.dating.moments import latest_weekday
from stance.dating.passages import quoted_spans
from stance.dating.statements import date_statement
from stance.dating.words import COUNT
from stance.model import Article, Case, Statement

_LONG_QUOTE = 8  # words; shorter ones are formulas that are said again and again
_SHINGLE = 4  # neighbouring words that a pair must share to be compared at all
_SAME_WORDS = 90  # of 100, rapidfuzz
_ONE_QUOTE = -0.2  # one shared quotation and nothing else does not settle a date
_WEEKDAY_TOO = 0.1
_EACH_MORE = 0.05
_NEWS_DAYS = timedelta(days=7)  # words older than that in a report are recalled, not reported
_MEASURE = re.compile(
    rf"\b{COUNT}(?:[ -]and[ -]a[ -]half)?[ -](?P<unit>minute|hour|day|page|point|member)s?\b", re.I
)


@dataclass(frozen=True, slots=True)
class _Quotation:
    """Words that an article quotes, folded, and who is said to have said them."""

    words: str
    speaker: str | None
    statement: Statement | None


def corroborate(
    datings: Sequence[ArticleDating],
    statements_by_article: Mapping[str, Sequence[Statement]],
    case: Case,
) -> list[list[DateCandidate]]:
    """Return for every article the days that dated articles of the same occasion lend it."""
    quotations = [_quotations(each.article, statements_by_article) for each in datings]
    index = _index(datings, quotations)
    return [
        [] if is_printed(dating) else _lent(number, datings, quotations, index, case)
        for number, dating in enumerate(datings)
    ]


def quoted_runs(statements: Sequence[Statement]) -> set[str]:
    """Return every run of neighbouring words in the long quotations of an article.

    Articles that share no run cannot date each other.
    """
    found = (_folded(each.text) for each in statements if each.kind != "indirect")
    return {run for words in found if len(words.split()) >= _LONG_QUOTE for run in _shingles(words)}


def is_printed(dating: ArticleDating) -> bool:
    """Whether the article's own page says when it was printed."""
    day = dating.article.published_on
    return day is not None and any(
        each.day == day and not each.is_occasion for each in dating.candidates
    )


def _quotations(
    article: Article, statements_by_article: Mapping[str, Sequence[Statement]]
) -> list[_Quotation]:
    """Return the long quotations of an article: of its statements, else whatever is in quotes."""
    statements = statements_by_article.get(article.article_id)
    if statements is not None:
        found = [
            _Quotation(_folded(each.text), each.actor_id or each.speaker_name, each)
            for each in statements
            if each.kind != "indirect"
        ]
    else:
        spans = quoted_spans(article.text, 0, len(article.text))
        found = [_Quotation(_folded(article.text[start:end]), None, None) for start, end in spans]
    return [each for each in found if len(each.words.split()) >= _LONG_QUOTE]


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _shingles(words: str) -> Iterator[str]:
    parts = words.split()
    for start in range(len(parts) - _SHINGLE + 1):
        yield " ".join(parts[start : start + _SHINGLE])


def _index(
    datings: Sequence[ArticleDating], quotations: Sequence[Sequence[_Quotation]]
) -> dict[str, set[int]]:
    """Return which dated articles quote a run of words."""
    index: dict[str, set[int]] = defaultdict(set)
    for number, dating in enumerate(datings):
        if dating.article.published_on is None:
            continue
        for quotation in quotations[number]:
            for shingle in _shingles(quotation.words):
                index[shingle].add(number)
    return index


def _lent(
    number: int,
    datings: Sequence[ArticleDating],
    quotations: Sequence[Sequence[_Quotation]],
    index: Mapping[str, set[int]],
    case: Case,
) -> list[DateCandidate]:
    """Return one candidate per day that other articles vouch for."""
    article = datings[number].article
    near: set[int] = set()
    for quotation in quotations[number]:
        for shingle in _shingles(quotation.words):
            near |= index.get(shingle, set())
    by_day: dict[date, list[DateCandidate]] = defaultdict(list)
    bounds = periods(article, case)
    for other in sorted(near - {number}):
        candidate = _vouched(
            article, quotations[number], datings[other].article, quotations[other], case
        )
        if candidate and candidate.day and all(each.holds(candidate.day) for each in bounds):
            by_day[candidate.day].append(candidate)
    return [_merged(each) for _, each in sorted(by_day.items())]


def _vouched(
    article: Article,
    quotations: Sequence[_Quotation],
    other: Article,
    others: Sequence[_Quotation],
    case: Case,
) -> DateCandidate | None:
    """Return the day that one dated article lends, or None where they share too little."""
    day, weekday = _shared_day(article, other)
    if day is None:
        return None
    shared = sum(
        any(_is_same(one, two) and _is_news(two, other, case) for two in others)
        for one in quotations
        if _is_news(one, replace(article, published_on=day), case)
    )
    facts = _shared_facts(article, other)
    if shared == 0:
        return None
    bonus = (_ONE_QUOTE if shared + len(facts) < 2 else 0.0) + (_WEEKDAY_TOO if weekday else 0.0)
    told = [
        f"{shared} shared quotation{'s' if shared > 1 else ''}",
        *(f'"{each}"' for each in facts),
    ]
    note = ", ".join([*told, *([f'"{weekday}"'] if weekday else [])])
    weight = round(WEIGHTS["corroborated"] + bonus, 2)
    return DateCandidate(
        day=day, basis="corroborated", words=other.source_file, weight=weight, note=note
    )


def _shared_day(article: Article, other: Article) -> tuple[date | None, str]:
    """Return the day that both tell of: the article's own weekday near the other's date."""
    published = other.published_on
    if published is None:
        return None, ""
    weekdays, others = lead_weekdays(article), lead_weekdays(other)
    if not weekdays:
        return published, ""
    common = [each for each in weekdays if each in others or each == published.weekday()]
    if not common:
        return None, ""
    return latest_weekday(common[0], published), weekdays[common[0]]


def _is_same(one: _Quotation, two: _Quotation) -> bool:
    if one.speaker and two.speaker and one.speaker.casefold() != two.speaker.casefold():
        return False
    return fuzz.partial_ratio(one.words, two.words, score_cutoff=_SAME_WORDS) > 0


def _is_news(quotation: _Quotation, article: Article, case: Case) -> bool:
    """Whether the article reports the words as said just now; unknown without a statement."""
    if quotation.statement is None or article.published_on is None:
        return True
    statement = quotation.statement
    is_dated = bool(statement.said_on_basis)  # as a stored one is
    said_on = (statement if is_dated else date_statement(article, statement, case)).said_on
    if said_on is None or len(said_on) < len("2023-06-19"):
        return False
    return abs(date.fromisoformat(said_on) - article.published_on) <= _NEWS_DAYS


def _shared_facts(article: Article, other: Article) -> list[str]:
    """Return measures that both leads give ("35 minutes"), as the first prints them."""
    ours, theirs = _measures(lead_text(article)), _measures(lead_text(other))
    return [printed for folded, printed in sorted(ours.items()) if folded in theirs]


def _measures(text: str) -> dict[str, str]:
    """Return measures, folded so that "35-minute" and "35 minutes" are the same, as printed."""
    found = {}
    for match in _MEASURE.finditer(text):
        folded = re.sub(r"\W+", " ", match.group().casefold()).removesuffix("s")
        found[folded] = " ".join(match.group().split())
    return found


def _merged(candidates: Sequence[DateCandidate]) -> DateCandidate:
    """Return the best of several articles that lend the same day, stronger for each more."""
    best = max(candidates, key=lambda each: (each.weight, each.words))
    more = min(len(candidates) - 1, 3)
    return replace(best, weight=round(min(best.weight + more * _EACH_MORE, 0.9), 2))
