"""When a statement was made: from its own sentence, its paragraph, or the article's occasion."""

import re
from collections.abc import Sequence
from dataclasses import replace

from stance.dating.attachment import attached, opens_sentence
from stance.dating.expressions import TimeExpression, find_times
from stance.dating.frames import (
    FRAME_KINDS,
    LEAD_PARAGRAPHS,
    Frame,
    TimedSentence,
    Timeline,
    frame_of,
    is_of_the_story,
    outside_quotes,
    timeline,
)
from stance.dating.openness import is_present, is_recalled, why_open
from stance.model import Article, Case, Statement

_PRECISIONS = {"day": 0, "month": 1, "year": 2, None: 3}
_ADDING = ("add", "continue", "go on", "went on")
_SPEAKER_BACK = 3  # paragraphs in which somebody goes on on the day of a briefing
_HE = re.compile(r"(?:He|She)\b")
_GOES_ON = re.compile(
    r"\b(?:in|during|at|on) (?:the same|that(?: same)?) (?:address|briefing|call|event|forum|"
    r"interview|meeting|news conference|occasion|press conference|session|speech|trip|visit)\b|"
    r"\b(?:the|that|this) (?:affair|crisis|disclosure|episode|incident|revelation|situation)\b",
    re.IGNORECASE,
)


def date_statement(
    article: Article,
    statement: Statement,
    case: Case,  # noqa: ARG001  # part of the interface; see below
) -> Statement:
    """Return the statement with the time it was made at, how precisely, and the words that say so.

    In this order: a time that belongs to the cue; signs that it was said on another day that
    nobody names ("has said", "previously", a standing position; see ``openness``), which stays
    open; a time that opens the sentence; a time that the paragraph set before; the article's
    occasion. What cannot be dated has an empty ``said_on`` and a ``said_on_basis`` that says why.

    Args:
        article: The article, dated as far as it can be.
        statement: One of its statements.
        case: What is studied; kept for cases whose events date a place, not read yet.
    """
    frame = _frame_of_statement(article, statement)
    if frame is None:
        return replace(statement, said_on_basis="article undated")
    if frame.moment is None or frame.moment.iso is None:
        return replace(statement, said_on_basis=_open_basis(article, frame))
    return replace(
        statement,
        said_on=frame.moment.iso,
        said_on_precision=frame.moment.precision,
        said_on_basis=f'"{frame.words}"' if frame.words else "article date",
    )


def _open_basis(article: Article, frame: Frame) -> str:
    if frame.problem:
        return f"unreadable: {frame.problem}"
    if article.published_on is None:
        return f'"{frame.words}", article undated'
    return f'"{frame.words}": day unknown'


def _frame_of_statement(article: Article, statement: Statement) -> Frame | None:
    times = timeline(article)
    number = times.row_at(statement.spans[0][0])
    row = times.rows[number] if number is not None else ()
    sentence = _sentence_of(row, statement)
    focus = sentence.focus if sentence else (times.occasion.moment if times.occasion else None)
    expressions = _expressions(article, statement)
    own = attached(article, statement, expressions)
    dating = [each for each in own if each.kind in FRAME_KINDS]
    if dating:
        return _best([frame_of(article, each, focus) for each in dating])
    vague = [
        each.words
        for each in expressions
        if each.kind == "vague" and (each in own or opens_sentence(article, statement, each))
    ]
    unnamed = [why_open(article, statement, is_in_lead=_is_lead(number)), *vague]
    if any(unnamed):
        return Frame(None, next(filter(None, unnamed)))
    rest = [each for each in expressions if each.kind in FRAME_KINDS]
    frames = _sentence_frames(article, statement, rest)
    if frames:
        return _best([frame_of(article, each, focus) for each in frames])
    return _inherited(article, statement, sentence, times, number) or times.occasion


def _is_lead(number: int | None) -> bool:
    return number is None or number < LEAD_PARAGRAPHS


def _expressions(article: Article, statement: Statement) -> list[TimeExpression]:
    """Return the times of the sentence that stand on the cue's level of quotation."""
    if is_recalled(article, statement):
        return list(find_times(article.text, *statement.sentence_span))
    return outside_quotes(article, statement.sentence_span)


def _best(frames: Sequence[Frame]) -> Frame:
    """Return the most precise frame; of equals, the one nearest to the cue."""
    return min(
        frames,
        key=lambda each: _PRECISIONS[each.moment.precision] if each.moment else len(_PRECISIONS),
    )


def _sentence_frames(
    article: Article, statement: Statement, expressions: Sequence[TimeExpression]
) -> list[TimeExpression]:
    """Return times that the parse did not tie to the cue and that hold for the whole sentence."""
    opening = [each for each in expressions if opens_sentence(article, statement, each)]
    if opening:
        return opening
    return [
        each
        for each in expressions
        if each.kind == "backward" or each.words.casefold().startswith(("the same", "that same"))
    ]


def _sentence_of(row: Sequence[TimedSentence], statement: Statement) -> TimedSentence | None:
    position = statement.cue_span[0] if statement.cue_span else statement.spans[0][0]
    return next((each for each in row if each.span[0] <= position < each.span[1]), None)


def _inherited(
    article: Article,
    statement: Statement,
    sentence: TimedSentence | None,
    times: Timeline,
    number: int | None,
) -> Frame | None:
    """Return the frame that earlier sentences set: of the paragraph, or of the one before it."""
    if is_present(statement):
        return None
    if sentence is not None and sentence.frame is not None and not sentence.has_own:
        return sentence.frame
    if number and _continues(article, statement):
        return times.rows[number - 1][-1].frame
    return _of_speaker(article, statement, times, number) if number else None


def _of_speaker(
    article: Article, statement: Statement, times: Timeline, number: int
) -> Frame | None:
    """Return the day of the story on which the same person spoke just before.

    The lead may tell of Monday's meeting; who told a briefing on Tuesday goes on on Tuesday.
    """
    names = [re.escape(name) for name in (statement.speaker_name or "").split()]
    name = re.compile(rf"\b(?:{'|'.join(names)})\b")  # the family name may stand first
    for row in reversed(times.rows[max(0, number - _SPEAKER_BACK) : number]):
        text = article.text[row[0].span[0] : row[-1].span[1]]
        if not names or not (name.search(text) or _HE.match(text)):
            return None
        for sentence in reversed(row):
            words = article.text[slice(*sentence.span)]
            if sentence.has_own and sentence.frame is not None:
                is_told = name.search(words) is not None and is_of_the_story(
                    article, sentence.frame
                )
                return sentence.frame if is_told else None
    return None


def _continues(article: Article, statement: Statement) -> bool:
    """Whether a statement goes on with what stands before ("he added", "in the same speech")."""
    start, end = statement.sentence_span
    cue = (statement.cue or "").casefold()
    return cue.startswith(_ADDING) or _GOES_ON.search(article.text[start:end]) is not None
