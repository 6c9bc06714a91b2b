"""Weighs the evidence for an article's day against each other and takes one day, or none."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import prod

from stance.dating.evidence import ArticleDating, DateCandidate
from stance.model import Article

ENOUGH = 0.55  # evidence below this names a day but does not settle it
AHEAD = 0.05  # how much stronger the best day must be than a day that contradicts it
RIVAL = 0.4  # evidence for another day that a person should hear of
_SHOWN = 3  # candidates that the reason for an open date names
_SAME_DAY = timedelta(days=1)  # a time zone, or printed the morning after
_PRINTED_AFTER = timedelta(days=7)  # a report follows its occasion within so many days


def decide(article: Article, candidates: Sequence[DateCandidate]) -> ArticleDating:
    """Return the article with the day that the evidence carries, and what a person should see.

    A day needs the strength ``ENOUGH``; where two days contradict each other, the better one also
    has to lead by ``AHEAD``, and the contradiction is reported all the same.
    """
    strengths = {
        day: _strength(candidates, day) for day in {each.day for each in candidates} if day
    }
    ranked = sorted(
        candidates,
        key=lambda each: (-strengths.get(each.day, 0.0) if each.day else 1.0, -each.weight),
    )
    best = _best_day(candidates, strengths)
    problems = [each.label for each in ranked if each.day is None]
    if best is None:
        return ArticleDating(
            article=replace(article, published_on=None, published_basis=""),
            candidates=tuple(ranked),
            needs_attention=_why_not(candidates, strengths, problems),
        )
    rivals = [
        day for day in strengths if strengths[day] >= RIVAL and _contradicts(candidates, best, day)
    ]
    if rivals and strengths[best] - max(strengths[day] for day in rivals) < AHEAD:
        reason = _contradiction([best, *rivals], candidates)
        undated = replace(article, published_on=None, published_basis="")
        return ArticleDating(article=undated, candidates=tuple(ranked), needs_attention=reason)
    reasons = [_contradiction([best, *rivals], candidates)] if rivals else []
    if problems:
        reasons.append(f"could not read {problems[0]}")
    basis = "; ".join(_labels(each for each in ranked if each.day == best))
    dated = replace(article, published_on=best, published_basis=basis)
    first = sorted(ranked, key=lambda each: each.day != best)
    return ArticleDating(article=dated, candidates=tuple(first), needs_attention="; ".join(reasons))


def _strength(candidates: Sequence[DateCandidate], day: date) -> float:
    """Return how strongly all evidence of one day speaks together, 0..1; one vote per basis."""
    by_basis: dict[str, float] = {}
    for each in candidates:
        if each.day == day:
            by_basis[each.basis] = max(each.weight, by_basis.get(each.basis, 0.0))
    return 1.0 - prod(1.0 - weight for weight in by_basis.values())


def _best_day(candidates: Sequence[DateCandidate], strengths: dict[date, float]) -> date | None:
    """Return the strongest day; evidence of printing goes before evidence of the occasion."""
    strong = [day for day, strength in strengths.items() if strength >= ENOUGH]
    printed = [day for day in strong if _has_printing(candidates, day)]
    return max(printed or strong, key=lambda day: (strengths[day], -day.toordinal()), default=None)


def _has_printing(candidates: Sequence[DateCandidate], day: date) -> bool:
    return any(
        each.day == day and not each.is_occasion for each in candidates if each.weight >= RIVAL
    )


def _contradicts(candidates: Sequence[DateCandidate], best: date, day: date) -> bool:
    """Whether evidence for another day cannot be true together with the best day."""
    if abs(day - best) <= _SAME_DAY:
        return False
    is_occasion = not _has_printing(candidates, day)
    return not (
        is_occasion and _has_printing(candidates, best) and day < best <= day + _PRINTED_AFTER
    )


def _contradiction(days: Iterable[date], candidates: Sequence[DateCandidate]) -> str:
    return f"contradicting dates: {' against '.join(_told(day, candidates) for day in days)}"


def _told(day: date, candidates: Sequence[DateCandidate]) -> str:
    of_day = (each for each in candidates if each.day == day)
    return f"{day.isoformat()} ({max(of_day, key=lambda each: each.weight).label})"


def _why_not(
    candidates: Sequence[DateCandidate], strengths: dict[date, float], problems: Sequence[str]
) -> str:
    if strengths:
        days = sorted(strengths, key=lambda day: (-strengths[day], day))[:_SHOWN]
        return (
            f"no date is certain; candidates: {', '.join(_told(day, candidates) for day in days)}"
        )
    if problems:
        return f"could not read {problems[0]}"
    return "no date in the text, its page or its data"


def _labels(candidates: Iterable[DateCandidate]) -> list[str]:
    """Return the labels of the best evidence, at most two, each basis once."""
    seen: dict[str, str] = {}
    for each in candidates:
        seen.setdefault(each.basis, each.label)
    return list(seen.values())[:2]
