"""What time an article speaks of, sentence by sentence: its own occasion, or an earlier one.

A *frame* is a time that a sentence sets for itself and for those that follow in its paragraph:
"One such incident occurred in February. China said ..." It is read from the words alone, so that it
works for sentences that hold no statement and thus have no parse.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from stance.dating.expressions import TimeExpression, find_times
from stance.dating.moments import Anchor, Moment
from stance.dating.passages import QUOTED, Paragraph, is_within, paragraphs, quoted_spans
from stance.model import Article, Span

LEAD_PARAGRAPHS = 3
# A report is printed on the day or soon after; older days in a lead are background.
OCCASION_DAYS = 4
# What names the day of the story in its lead; "two days earlier" is counted from that day.
_OCCASION_RULES = ("day", "month day", "weekday", "day of month", "report")
FRAME_KINDS = ("full", "partial", "relative", "backward")

# Behind one of these a time belongs to a clause inside the sentence, not to the sentence.
_SUBORDINATE = re.compile(
    r"\b(?:who|whom|whose|which|that|where|when|whether|because|since|until|till|after|following|"
    r"before|ahead of|prior to|despite|if|than|planned|scheduled|expected|due|will|would|plans?|"
    r"hopes?|aims?|set|such as|"
    r"(?:asked|pressed|questioned|commenting|responding|reacting|replying|referring) "
    r"(?:about|on|to|over) [^,]{0,60}?(?:remark|comment|statement|speech|decision|visit|attack)s?|"
    r"(?:regret|anger|concerns?|outrage|fury|alarm) (?:over|about|at))\b",
    re.IGNORECASE,
)
_CLOSED_RELATIVE = re.compile(r",\s(?:who|whose|which)\b[^,]*,")
_REACH = 400  # characters before a time in which its clause is looked for
_NEARLY_NOTHING = 24  # characters that may stand before a time that opens its sentence
# A transcript has so many paragraphs at least that begin with a label, and this share of all.
_LABEL = re.compile(r"[A-Z][\w.,'’() -]{0,60}:\s")
_TURNS, _SHARE = 3, 0.4
_ZONE_AHEAD = re.compile(r"\b(?:local time|Beijing time|early hours)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Frame:
    """A time and the words that set it; ``moment`` is None for a time that nobody can date."""

    moment: Moment | None
    words: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class TimedSentence:
    """A sentence, the frame it stands in, and the time spoken of last before it.

    ``has_own`` tells a frame that the sentence sets from one that it inherits.
    """

    span: Span
    frame: Frame | None
    has_own: bool
    focus: Moment | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """All sentences of an article in order, grouped by paragraph, and the article's occasion."""

    occasion: Frame | None
    rows: tuple[tuple[TimedSentence, ...], ...]

    def row_at(self, position: int) -> int | None:
        """Return the number of the paragraph that holds an offset."""
        for number, row in enumerate(self.rows):
            if row[0].span[0] <= position < row[-1].span[1]:
                return number
        return None


@lru_cache(maxsize=32)
def timeline(article: Article) -> Timeline:
    """Return what time every sentence of an article speaks of."""
    passages = [each for each in paragraphs(article) if each.sentences]
    occasion = _occasion(article, _without_turns(article, passages)[:LEAD_PARAGRAPHS])
    focus = occasion.moment if occasion else None
    rows = []
    for passage in passages:
        row, focus = _timed(article, passage, focus)
        rows.append(row)
    return Timeline(occasion, tuple(rows))


def _without_turns(article: Article, passages: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Return the passages, of a transcript none: what is asked about "yesterday" was then."""
    turns = sum(1 for each in passages if _LABEL.match(article.text, each.start, each.end))
    return [] if turns >= _TURNS and turns >= len(passages) * _SHARE else passages


def _timed(
    article: Article, passage: Paragraph, focus: Moment | None
) -> tuple[tuple[TimedSentence, ...], Moment | None]:
    """Return the sentences of one paragraph with their frames, and the focus after it."""
    row: list[TimedSentence] = []
    frame: Frame | None = None
    for span in passage.sentences:
        own = sentence_frame(article, span, focus)
        row.append(TimedSentence(span, own or frame, own is not None, focus))
        frame = own or frame
        focus = _focus_after(article, span, own, focus)
    return tuple(row), focus


def _focus_after(
    article: Article, span: Span, own: Frame | None, focus: Moment | None
) -> Moment | None:
    """Return the time that a sentence spoke of: its frame, else the last time that it names."""
    if own and own.moment:
        return own.moment
    named = [each for each in outside_quotes(article, span) if each.kind in FRAME_KINDS]
    moments = [frame_of(article, each, focus).moment for each in reversed(named)]
    return next((moment for moment in moments if moment), focus)


def _occasion(article: Article, leads: Sequence[Paragraph]) -> Frame | None:
    """Return the day that the lead names ("on Monday"), else the day of publication."""
    published = article.published_on
    if published is None:
        return None
    for lead in leads:
        for span in lead.sentences:
            frame = sentence_frame(article, span, None, rules=_OCCASION_RULES)
            if frame and frame.moment and _is_current(frame.moment, published):
                is_same = frame.moment.first == published
                return Frame(frame.moment, "" if is_same else frame.words)
    return Frame(Moment(published, published), "")


def _is_current(moment: Moment, published: date) -> bool:
    earliest = published - timedelta(days=OCCASION_DAYS)
    return moment.precision == "day" and earliest <= moment.first <= published + timedelta(days=1)


def is_of_the_story(article: Article, frame: Frame) -> bool:
    """Whether a frame is a day about that of publication, not one of the background."""
    if frame.moment is None or article.published_on is None:
        return False
    return _is_current(frame.moment, article.published_on)


def sentence_frame(
    article: Article, span: Span, focus: Moment | None, *, rules: tuple[str, ...] = ()
) -> Frame | None:
    """Return the time that a sentence sets, or None where it sets none.

    Where ``rules`` are named, only expressions that they found count.
    """
    found = [each for each in outside_quotes(article, span) if each.kind in FRAME_KINDS]
    if rules:
        found = [each for each in found if each.rule.name in rules]
    settings = [each for each in found if sets_frame(article, span, each)]
    if not settings:
        return None if rules else _unnamed_day(article, span)
    opening = [each for each in settings if each.start - span[0] <= _NEARLY_NOTHING]
    chosen = opening[0] if opening else settings[-1]
    return frame_of(article, chosen, focus)


def _unnamed_day(article: Article, span: Span) -> Frame | None:
    """Return the frame of "Two days after the raid, ...": a day of its own that nobody names."""
    opening = find_times(article.text, *span)[:1]
    is_first = bool(opening) and opening[0].start - span[0] <= _NEARLY_NOTHING
    is_around = is_first and opening[0].rule.name == "around an event"
    return Frame(None, opening[0].words) if is_around else None


def outside_quotes(article: Article, span: Span) -> list[TimeExpression]:
    """Return the time expressions of a stretch that stand outside quotation marks."""
    quotes = quotes_around(article, span)
    return [each for each in find_times(article.text, *span) if not is_within(each.start, quotes)]


def quotes_around(article: Article, span: Span) -> list[Span]:
    """Return the quoted stretches of the paragraph: a sentence may begin inside a quotation."""
    start = article.text.rfind("\n\n", 0, span[0]) + 1
    return quoted_spans(article.text, start, span[1])


def sets_frame(article: Article, span: Span, expression: TimeExpression) -> bool:
    """Whether an expression says when the main event of its sentence took place."""
    if article.text[expression.end : expression.end + 2] in ("’s", "'s"):
        return False
    before = QUOTED.sub(
        " ", article.text[max(span[0], expression.start - _REACH) : expression.start]
    )
    before = _CLOSED_RELATIVE.sub(",", before)
    return _SUBORDINATE.search(before) is None


def frame_of(article: Article, expression: TimeExpression, focus: Moment | None) -> Frame:
    """Read an expression as the frame that it sets in this article."""
    near = article.text[max(0, expression.start - 80) : expression.end + 80]
    anchor = Anchor(article.published_on, focus, _ZONE_AHEAD.search(near) is not None)
    reading = expression.read(anchor)
    moment = None if reading.problem else reading.moment
    return Frame(moment, expression.words, reading.problem)
