"""Which time expressions of a sentence say when its statement was made.

A time inside the words that are reported ("will meet on Friday") dates their content, not the
saying. What counts hangs on the cue in the parse: directly, through nouns and prepositions ("at a
briefing in Beijing on Monday, she said"), through a clause of time ("before leaving in
December"), or through a participle that tells of the occasion ("in a speech delivered in May").
"""

import re
from collections.abc import Sequence

from stance.dating.expressions import TimeExpression
from stance.dating.passages import is_within
from stance.model import Article, Statement, Token

_VERBS = ("VERB", "AUX")
_FINITE = ("VBD", "VBP", "VBZ", "MD")
_OPENING_WORDS = 10
_TIME_CLAUSES = ("before", "after", "when", "while", "during", "as", "upon", "on", "in", "by")
# What a relative clause tells of one of these, it tells of the statement: "in a speech that opened
# the congress in March". Of a person it tells something else: "the envoy, appointed in March".
_OCCASION_NOUNS = frozenset(
    "address appearance article banquet book briefing call ceremony comment conference congress "
    "conversation dinner document essay event forum fundraiser gathering hearing interview letter "
    "meeting message note paper post rally reading readout reception remark remarks report session "
    "speech statement summit talk talks testimony trip tweet video visit".split()
)
_RELATIVE = re.compile(r"\b(?:who|whom|whose|which|that|where|when|since|until)\b", re.IGNORECASE)
_ASKED = re.compile(
    r"(?:when |also )?(?:asked|questioned|pressed|quizzed|commenting|responding|reacting|replying"
    r"|referring|speaking) (?:about|on|to|over|of)\b",
    re.IGNORECASE,
)
_DAY_RULES = ("day", "month day", "weekday", "weekdays", "day of month")
_AHEAD = re.compile(
    r"\b(?:ahead of|before|prior to|until)\s(?!\w+ing\b)(?:[\w’'-]+\s){0,5}$", re.IGNORECASE
)
_AND = re.compile(r",?\s(?:and|but)\s(?:(?:\w+ly|also|then)\s)?")
_WHEN = re.compile(r",?\swhen\b[^;“\"]*$")
_SEPARATOR = re.compile(r"[,;:—–]")


def attached(
    article: Article, statement: Statement, expressions: Sequence[TimeExpression]
) -> list[TimeExpression]:
    """Return expressions outside the statement's words that belong to its cue, nearest first."""
    outside = [
        each
        for each in expressions
        if not is_within(each.start, statement.spans) and not _lies_ahead(article, each)
    ]
    cue = _cue_index(statement)
    if cue is None:
        found = [each for each in outside if _stands_free(article, statement, each)]
    else:
        found = [
            each
            for each in outside
            if _hangs_on(statement.tokens, each, cue) or _leads_over(article, statement, each)
        ]
    middle = statement.cue_span[0] if statement.cue_span else statement.spans[0][0]
    return sorted(found, key=lambda each: abs(each.start - middle))


def _lies_ahead(article: Article, expression: TimeExpression) -> bool:
    """Whether the day is one before which the words were said: "ahead of the vote on Friday".

    "Before leaving in December" is left to count: the month is the same all but always.
    """
    if expression.rule.name not in _DAY_RULES:
        return False
    return _AHEAD.search(article.text[: expression.start][-80:]) is not None


def _leads_over(article: Article, statement: Statement, expression: TimeExpression) -> bool:
    """Whether only "and" or "when" stands between a time and what hangs on it up to the cue.

    Parsers often tie "met last November, and pledged" to a verb further away.
    """
    if statement.cue_span is None or statement.cue_span[0] < expression.end:
        return False
    between = article.text[expression.end : statement.cue_span[0]]
    return _AND.fullmatch(between) is not None or _WHEN.match(between) is not None


def opens_sentence(article: Article, statement: Statement, expression: TimeExpression) -> bool:
    """Whether an expression stands in the adverbial that opens the statement's sentence."""
    start = _sentence_start(article, statement, expression)
    before = article.text[start : expression.start]
    if is_within(expression.start, statement.spans) or "," in before:
        return False
    if _lies_ahead(article, expression):
        return False
    if len(before.split()) > _OPENING_WORDS or _RELATIVE.search(before):
        return False
    if _ASKED.match(before) and _is_of_a_noun(statement.tokens, expression):
        return False  # "Asked about Roe's remark in May, she said": the remark was in May
    after = article.text[expression.end : expression.end + 60].split("\n")[0]
    if not statement.tokens:
        return _SEPARATOR.search(after) is not None
    return not any(
        start <= token.start < expression.start and token.tag in _FINITE
        for token in statement.tokens
    )


def _is_of_a_noun(tokens: Sequence[Token], expression: TimeExpression) -> bool:
    """Whether a time hangs on a noun rather than on what is done."""
    inside = {i for i, t in enumerate(tokens) if expression.start <= t.start < expression.end}
    tops = [tokens[i].head for i in inside if tokens[i].head not in inside]
    above = [tokens[top].head if tokens[top].pos == "ADP" else top for top in tops]
    return bool(above) and all(tokens[index].pos in ("NOUN", "PROPN") for index in above)


def _sentence_start(article: Article, statement: Statement, expression: TimeExpression) -> int:
    """Return where the sentence around an expression begins, or the statement's first sentence."""
    start = statement.sentence_span[0]
    stop = max(article.text.rfind(f"{mark} ", start, expression.start) for mark in (".", "”", '"'))
    return stop + 2 if stop >= start else start


def governing_verbs(statement: Statement) -> list[int]:
    """Return the tokens whose tense tells of the saying: the cue and what it is a part of.

    "X has kept silent, saying ..." and "the visit has angered deputies, who called it ..." tell
    by their first verb that no one day is meant.
    """
    cue = _cue_index(statement)
    if cue is None:
        return []
    found = _governors(statement.tokens, cue)
    if statement.tokens[cue].dep == "relcl":
        index = statement.tokens[cue].head
        while statement.tokens[index].pos not in _VERBS and statement.tokens[index].head != index:
            index = statement.tokens[index].head
        found = found | {index}
    return sorted(found)


def _cue_index(statement: Statement) -> int | None:
    """Return the token that governs the cue."""
    if statement.cue_span is None:
        return None
    start, end = statement.cue_span
    inside = {
        index
        for index, token in enumerate(statement.tokens)
        if start <= token.start and token.end <= end
    }
    return next(
        (
            i
            for i in sorted(inside)
            if statement.tokens[i].head not in inside or _is_root(i, statement)
        ),
        None,
    )


def _is_root(index: int, statement: Statement) -> bool:
    return statement.tokens[index].head == index


def _hangs_on(tokens: Sequence[Token], expression: TimeExpression, cue: int) -> bool:
    """Whether the way from the expression up the tree meets the cue before a foreign verb."""
    inside = {i for i, t in enumerate(tokens) if expression.start <= t.start < expression.end}
    tops = [i for i in inside if tokens[i].head not in inside or tokens[i].head == i]
    return any(_reaches(tokens, top, cue) for top in tops)


def _reaches(tokens: Sequence[Token], start: int, cue: int) -> bool:
    index = start
    for _ in tokens:
        if index == cue:
            return True
        token = tokens[index]
        if index != start and token.pos in _VERBS and not _is_transparent(tokens, index):
            return index in _governors(tokens, cue)
        if token.head == index:
            return index in _governors(tokens, cue)
        index = token.head
    return False


def _is_transparent(tokens: Sequence[Token], index: int) -> bool:
    """Whether a verb only tells of the occasion, so that its time is the statement's time."""
    token = tokens[index]
    if token.dep in ("acl", "relcl"):
        return tokens[token.head].lemma.casefold() in _OCCASION_NOUNS
    if token.dep in ("pcomp", "advcl"):
        markers = {tokens[token.head].text.casefold()} | {
            each.text.casefold()
            for each in tokens
            if each.dep in ("mark", "advmod", "prep") and tokens[each.head] is token
        }
        is_participle = token.tag == "VBG"
        return is_participle or bool(markers & set(_TIME_CLAUSES))
    return False


def _governors(tokens: Sequence[Token], cue: int) -> set[int]:
    """Return the verbs whose time the cue shares: "met him on Monday, saying", "came and said"."""
    found, index = {cue}, cue
    while tokens[index].dep in ("advcl", "conj", "xcomp", "pcomp", "prep", "acl", "dep"):
        index = tokens[index].head
        if index in found:
            break
        found.add(index)
    return found


def _stands_free(article: Article, statement: Statement, expression: TimeExpression) -> bool:
    """Without a parse: whether the expression stands in the cue's clause, by the words alone."""
    start = _sentence_start(article, statement, expression)
    clause = _SEPARATOR.split(article.text[start : expression.start])[-1]
    return _RELATIVE.search(clause) is None
