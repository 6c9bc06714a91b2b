"""Signs that a statement was made on a day that its article does not name.

Such a statement must not land on the article's own day: "has long accused", "previously said", a
standing position in the present tense, what one speaker recalls of another, an interview or a
post beside the story that the article tells.
"""

import re

from stance.dating.attachment import governing_verbs
from stance.dating.facts import lead_text
from stance.dating.frames import quotes_around
from stance.dating.passages import is_within
from stance.model import Article, Statement, Token

# Between the auxiliary and the verb there is room for adverbs only.
_ADVERBS = (
    r"(?:\s+(?:\w+ly|also|since|long|never|not|always|often|once|again|even|just|now|so far|been"
    r"|sometimes))*\s*"
)
_PERFECT = re.compile(rf"\b(?:has|have|had|having)\b{_ADVERBS}$", re.IGNORECASE)
_UNDATED_ADVERBS = (
    "often", "always", "regularly", "routinely", "typically", "usually", "frequently",
    "repeatedly", "long", "previously", "formerly", "once", "earlier", "sometimes",
)  # fmt: skip
_UNDATED = re.compile(rf"\b(?:{'|'.join(_UNDATED_ADVERBS)})\s*$", re.IGNORECASE)
_PRESENT_TAGS = ("VBZ", "VBP")
_DOCUMENTS = re.compile(
    r"\b(?:readout|statement|report|document|letter|transcript|communiqu[eé]|declaration|text"
    r"|paper|memo|release)s?\b",
    re.IGNORECASE,
)
_TOLD_IN_PAST = re.compile(r"\b(?:said|told|added|warned|accused|asked|called)\b")
_TOLD_IN_PRESENT = re.compile(r"\b(?:says|tells|adds|warns|accuses|asks|calls)\b")
_INTERVIEW = re.compile(r"\bin an? (?:\w+ )?interview (?:with|to|for|on)\b", re.IGNORECASE)
_TIME_CLAUSE = re.compile(r"\b(?:before|after|ahead of|while|shortly|during)\b", re.IGNORECASE)
_POST = re.compile(r"\b(?:tweet|post|wrote on|writes on)", re.IGNORECASE)


def why_open(article: Article, statement: Statement, *, is_in_lead: bool) -> str:
    """Return the words that put a statement on an unnamed day, or nothing where none do."""
    if statement.cue_span is None or _is_headline(article, statement):
        return ""
    if is_recalled(article, statement):
        return f"{statement.cue} (recalled in a quotation)"
    words = _aspect(article, statement)
    if words:
        return words
    if is_present(statement) and _is_standing(article, statement):
        return f"{statement.cue} (a standing position)"
    return "" if is_in_lead else _other_occasion(article, statement)


def _is_headline(article: Article, statement: Statement) -> bool:
    """Whether a headline or subhead tells it: their present tense tells the day's news."""
    start = statement.spans[0][0]
    return statement.is_headline or any(
        mark.kind in ("headline", "subhead") and mark.start <= start < mark.end
        for mark in article.marks
    )


def is_recalled(article: Article, statement: Statement) -> bool:
    """Whether even the cue stands inside somebody's quotation."""
    if statement.cue_span is None:
        return False
    quotes = quotes_around(article, statement.sentence_span)
    return is_within(statement.cue_span[0], quotes)


def is_present(statement: Statement) -> bool:
    """Whether the cue is a simple present."""
    tags = [token.tag for token in _cue_tokens(statement)]
    if not tags:
        return (statement.cue or "").endswith("s")
    return tags[0] in _PRESENT_TAGS


def _cue_tokens(statement: Statement) -> list[Token]:
    if statement.cue_span is None:
        return []
    start, end = statement.cue_span
    return [each for each in statement.tokens if start <= each.start and each.end <= end]


def _aspect(article: Article, statement: Statement) -> str:
    """Return what puts the cue, or a verb that it depends on, on an earlier day ("has long")."""
    assert statement.cue_span is not None
    cue_start, cue_end = statement.cue_span
    start = max(statement.sentence_span[0], cue_start - 40)
    before, cue = article.text[start:cue_start], article.text[cue_start:cue_end]
    if re.match(r"(?:has|have|had)\b", cue, re.IGNORECASE):  # printed with its auxiliary
        return " ".join(cue.split())
    found = _PERFECT.search(before) or _UNDATED.search(before)
    if found:
        return " ".join(f"{found.group()}{cue}".split())
    return _aspect_of_governors(statement) or _aspect_of_speaker(article, statement)


def _aspect_of_governors(statement: Statement) -> str:
    governors = governing_verbs(statement)
    for index, token in enumerate(statement.tokens):
        if token.head not in governors or index == token.head:
            continue
        verb = statement.tokens[token.head]
        is_perfect = token.dep == "aux" and token.lemma == "have" and verb.tag != "VB"
        if is_perfect or (token.dep == "advmod" and token.text.casefold() in _UNDATED_ADVERBS):
            return f"{token.text} {verb.text}"
    return ""


def _aspect_of_speaker(article: Article, statement: Statement) -> str:
    """Return "X previously" or "X has" for a participle that goes on with what X said then."""
    name = (statement.speaker or "").strip()
    if not name or not (statement.cue or "").endswith("ing"):
        return ""
    start = statement.sentence_span[0]
    end = statement.cue_span[0] if statement.cue_span else start
    adverbs = "|".join(("has", "have", "had", *_UNDATED_ADVERBS))
    found = re.search(rf"\b{re.escape(name)}\s(?:{adverbs})\b", article.text[start:end])
    return found.group() if found else ""


def _is_standing(article: Article, statement: Statement) -> bool:
    """Whether a present-tense cue tells a standing position rather than this report's news.

    Documents speak in the present ("the readout notes"), and so do articles that tell everything
    in it.
    """
    if _DOCUMENTS.search(statement.speaker or ""):
        return False
    past = len(_TOLD_IN_PAST.findall(article.text))
    return past > len(_TOLD_IN_PRESENT.findall(article.text))


def _other_occasion(article: Article, statement: Statement) -> str:
    """Return the words that name an interview or a bystander's post without its day."""
    start, end = statement.sentence_span
    sentence = article.text[start:end]
    interview = _INTERVIEW.search(sentence)
    if interview and not _TIME_CLAUSE.search(sentence):
        return interview.group()
    if _POST.match(statement.cue or "") and not _is_in_lead(article, statement):
        return statement.cue or ""
    return ""


def _is_in_lead(article: Article, statement: Statement) -> bool:
    name = (statement.speaker_name or statement.speaker or "").split()
    return bool(name) and name[-1] in lead_text(article)
