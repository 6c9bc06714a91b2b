"""Finds time expressions in a text and says what they mean for the day of a report."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from stance.dating.moments import Anchor, Reading
from stance.dating.phrases import phrase_rules
from stance.dating.relative import RELATIVE_RULES
from stance.dating.rules import CALENDAR_RULES, TimeRule

_LIMIT = re.compile(r"\b(?:since|until|till|by)\s(?:at least\s|early\s|late\s|the\s)?$", re.I)
_ROOM = 20  # characters before an expression that are looked at


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that name a time, where they stand, and the rule that reads them."""

    start: int
    end: int
    rule: TimeRule
    match: re.Match[str]

    @property
    def words(self) -> str:
        """The words as printed, white space folded."""
        return " ".join(self.match.group().split())

    @property
    def kind(self) -> str:
        """The rule's kind: full, partial, relative, backward, vague, limit or future."""
        return self.rule.kind

    def read(self, anchor: Anchor) -> Reading:
        """Return what the words mean in a report of the anchor's day."""
        return self.rule.resolve(self.match, anchor)


@lru_cache(maxsize=1024)  # dating looks at the same lead and sentences from several sides
def find_times(text: str, start: int = 0, end: int | None = None) -> tuple[TimeExpression, ...]:
    """Return the time expressions of a stretch of text, in order, the longest where two overlap."""
    last = len(text) if end is None else end
    found = sorted(_matches(text, start, last), key=lambda each: (each.start, -each.end))
    kept: list[TimeExpression] = []
    for each in found:
        if kept and each.start < kept[-1].end:
            if each.end - each.start > kept[-1].end - kept[-1].start:
                kept[-1] = each
            continue
        kept.append(each)
    return tuple(each for each in kept if not _is_limit(text, each))


def _is_limit(text: str, expression: TimeExpression) -> bool:
    """Whether a time only bounds another ("since last spring"): it dates nothing."""
    before = text[max(0, expression.start - _ROOM) : expression.start]
    return expression.rule.kind != "limit" and _LIMIT.search(before) is not None


def _matches(text: str, start: int, end: int) -> Iterator[TimeExpression]:
    # Of rules that match the same words the first counts: a fixed phrase before a general form.
    for rule in (*phrase_rules(), *CALENDAR_RULES, *RELATIVE_RULES):
        for match in rule.pattern.finditer(text, start, end):
            yield TimeExpression(match.start(), match.end(), rule, match)
