"""Captions and credits of pictures: they name people who do not speak, and often tell a date."""

import re
from functools import cache

from stance.reading.outlets import known_outlets
from stance.reading.patterns import MONTH

_MAX_CHARS = 700
_PERSON = r"(?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w.'’-]+"
_QUOTED = re.compile(r"[\"“][^\"“”]{12,}[\"”]")
_SENTENCE_BREAK = re.compile(r"[.!?][\"'”’)]{0,2} (?=[A-Z“\"])")
_POSITION = re.compile(
    r"\((?:far |second from |third from )?(?:left|right|center|centre)\)"
    r"|^(?:Clockwise )?[Ff]rom (?:the )?(?:top )?(?:left|right)\b[,:]?"
    # One letter alone is a party: "(R)"; both are the two sides of a picture.
    r"|\([Ll]\).{0,200}\([Rr]\)|\([Rr]\).{0,200}\([Ll]\)"
)
_POSITION_IN_COMMAS = re.compile(r", (?:(?:far|second from|third from|at) )?(?:left|right),")
_POSING = (
    r"(?:shakes? hands|poses?|walks?|waves?|gestures?|greets?|listens?|looks? on|sits?|stands?"
    r"|smiles?|applauds?|claps?|toasts?|boards?|disembarks?|(?:is|are) (?:seen|pictured|shown"
    r"|greeted|welcomed)|(?:seen|pictured|shown) (?:here|during|at|in|on))"
)
_ACTING = (
    r"(?:attends?|arrives?|speaks?|meets?|addresses|delivers?|testif(?:y|ies)|participates?"
    r"|takes? part|answers?|chairs?|presides?|departs?)"
)
_FULL_DATE = (
    rf"(?:(?i:{MONTH}) \d{{1,2}},? (?:19|20)\d\d|\d{{1,2}} (?i:{MONTH})(?:,)? (?:19|20)\d\d)"
)
_DAY = rf"(?:on|in) (?:\w+day,? )?(?:(?i:{MONTH}) \d{{1,2}}|\d{{1,2}} (?i:{MONTH}))\b"
_IN_PRESENT = re.compile(rf"\b(?:{_POSING}|{_ACTING})\b")
_POSING_DATED = re.compile(rf"\b{_POSING}\b.{{0,240}}\b{_DAY}")
_ACTING_DATED = re.compile(rf"\b{_ACTING}\b.{{0,240}}\bon (?:\w+day,? )?{_FULL_DATE}")
_OPENS_ARGUMENT = re.compile(
    r"(?:However|But|And|Meanwhile|Although|While|If|When|After|Before|As|It|He|She|They|This|On|In)\b"
)
_PAST_SPEECH = re.compile(
    r"\b(?:said|told|added|warned|stressed|accused|called|urged|noted|asked)\b"
)


@cache
def _agency() -> str:
    """Return an alternation of all who sell pictures, longest first."""
    kinds = ("agency", "photo", "broadcaster", "newspaper")
    names = {
        name for outlet in known_outlets() if outlet.kind in kinds for name in outlet.names
    } | {"Pool", "POOL", "Handout", "HANDOUT", "AFP via Getty Images", "Reuters/Pool"}
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


@cache
def _credit_line() -> re.Pattern[str]:
    agency = _agency()
    return re.compile(
        rf"(?:{_PERSON}|{agency})? ?(?:[/|,–—-]|via| for )? ?"
        rf"(?:(?:{agency})(?: ?[/|,]| via|$) ?){{1,5}}"
        r"(?:,? ?(?:19|20)\d\d)?(?: file(?: photo)?)?$"
        rf"|{_PERSON} ?/ ?[A-Z][\w .'’-]{{1,30}}(?:/[A-Z][\w .'’-]{{1,30}}){{0,3}}$"
    )


@cache
def _credit_at_end() -> re.Pattern[str]:
    agency = _agency()
    by = r"(?:[Pp]hotos?|[Pp]icture|[Ii]mage|[Cc]redit|[Pp]hotograph|[Ff]ile [Pp]hoto|FILE)"
    return re.compile(
        rf"(?:[(\[](?:{by}(?: courtesy)?(?: by| of|:)? [^()\[\]]{{2,80}}|AP Photo/[^()]{{2,80}}"
        rf"|{_PERSON}(?: ?[/|] ?| via | for |, )(?:{agency})[^()]{{0,60}}"
        rf"|(?:{agency})(?: ?/ ?| via | - )[^()]{{2,60}}|{_PERSON}/[A-Z][\w .]{{1,30}})[)\]]\.?"
        rf"|[.)] ?[-–—|] ?(?:{_PERSON}(?: ?/ ?|, | for | via ))?"
        rf"(?:(?:{agency})(?: ?/ ?| via |$)){{1,5}}"
        rf"|[.)] ?{by}(?: credit| by|:)+ .{{2,80}}"
        rf"|[.)] ?{_PERSON} ?/ ?(?:{agency})(?: ?/ ?[\w .]{{1,30}}| via [\w .]{{1,30}})?)$"
    )


def kind_of_picture_text(text: str) -> str | None:
    """Return "caption", "credit" or None for one line or paragraph.

    Evidence for a caption: a credit closes it, it says who stands where, or it is one sentence in
    the present tense of pictures with a date. Nobody is quoted at length in a caption, and nobody
    "said" anything.
    """
    if len(text) > _MAX_CHARS or _QUOTED.search(text):
        return None
    if len(text) <= 120 and _credit_line().match(text):
        return "credit"
    n_sentences = 1 + len(_SENTENCE_BREAK.findall(text))
    if n_sentences <= 4 and _credit_at_end().search(text[-160:]):
        return "caption"
    if n_sentences > 2 or _PAST_SPEECH.search(text) or _OPENS_ARGUMENT.match(text):
        return None
    is_placed = _POSITION.search(text) or (
        _POSITION_IN_COMMAS.search(text) and _IN_PRESENT.search(text)
    )
    is_dated = _POSING_DATED.search(text) or _ACTING_DATED.search(text)
    return "caption" if is_placed or is_dated else None
