"""Headline, masthead, subheads and link lines: short lines, told apart by where they stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stance.reading.outlets import find_dateline, masthead_outlet, outlet_named
from stance.reading.patterns import straighten
from stance.reading.units import Unit

Kinds = dict[int, str]  # index of a unit -> kind of mark

_TOP_UNITS = 14  # a headline further down is not one
_MAX_HEADLINE_WORDS, _MAX_HEADLINE_CHARS = 36, 260
_ENDED = re.compile(r"[.!?…][\"')\]]*$")
_FULL_STOP = re.compile(r"(?<![A-Z])\.[\"')\]]*$")
_TWO_SENTENCES = re.compile(r"[a-z]{3}[.] [A-Z]")
_TURN = re.compile(r"^(?:[A-Z][A-Z.'’ -]{2,40}|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}) ?: ?\S")
_TURN_IN_CAPITALS = re.compile(r"^(?:[A-Z][A-Z.'’ -]{2,40}) ?: ?\S")
_MARKDOWN = re.compile(r"^#{1,6} +(?P<title>.*?)(?: #+)?$")
_LIST_ITEM = re.compile(r"^(?:[•*·▪◦●■–—-]|\(?\d{1,3}[.)]|\(?[a-z][.)]) ?")
_SITE_SUFFIX = re.compile(r"(?: ?\| ?| (?:–|—|-|»|·|::) )(?P<site>[^|–—»·]{2,50})$")
_TITLE_WORD = re.compile(r"\b[^\W\d_]{4,}\b")
# A line in running grammar that only lost its full stop is no link: headlines do without these.
_RUNNING = re.compile(
    r"\b(?:was|were|had|has been|have been|said|told|added|asked|he|she|they|we|i|our|my|who"
    r"|which)\b|[@#]\w|https?:",
    re.IGNORECASE,
)
_OPENS_SENTENCE = re.compile(
    r"^(?:the two|both|but|and|however|meanwhile|also|it|he|she|they|we|i|this|these|those|there|on"
    r"|in|at|as|after|before|when|while|if|although|according)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Top:
    """What stands above the text."""

    kinds: Kinds
    title: str | None = None
    outlet: str | None = None


def is_body(unit: Unit) -> bool:
    """Whether this is running text beyond doubt."""
    if len(unit.text) > _MAX_HEADLINE_CHARS or find_dateline(unit.text) or _is_turn(unit.text):
        return True
    return unit.n_words >= 14 and bool(_FULL_STOP.search(straighten(unit.text)))


def read_top(units: Sequence[Unit], taken: Kinds) -> Top:
    """Find masthead, page title, section names and headline above the first running text.

    Args:
        units: All units of the text.
        taken: Units that are known to be something else.
    """
    free = [i for i in range(min(len(units), _TOP_UNITS)) if i not in taken]
    body = _first_body(units, free)
    above = [i for i in free if body is not None and i < body]
    candidates = [i for i in above if _is_headline_like(units[i].text)]
    kinds: Kinds = {}
    outlet = None
    for i in candidates[:3]:
        named = masthead_outlet(units[i].text)
        if named and any(j > i for j in candidates):
            kinds[i], outlet = "navigation", outlet or named
    candidates = [i for i in candidates if i not in kinds]
    headline = _choose_headline(units, candidates)
    if headline is None:
        return Top(kinds, outlet=outlet)
    repeated, site = _repeats_above(units, candidates, headline)
    kinds |= dict.fromkeys(repeated, "repeated")
    for i in candidates:
        if i < headline and i not in kinds and units[i].n_words <= 3:
            kinds[i] = "navigation"  # the section: "World", "Asia Pacific"
    kinds[headline] = "headline"
    return Top(kinds, _clean_title(units[headline].text), outlet or site)


def _first_body(units: Sequence[Unit], free: Sequence[int]) -> int | None:
    """Return the first running text; where all of it is short, the first short sentence."""
    sure = next((i for i in free if is_body(units[i])), None)
    if sure is not None:
        return sure
    sentences = (i for i in free[1:] if _FULL_STOP.search(straighten(units[i].text)))
    return next((i for i in sentences if units[i].n_words >= 3), None)


def _is_headline_like(text: str) -> bool:
    words = text.split()
    if len(words) > _MAX_HEADLINE_WORDS or len(text) > _MAX_HEADLINE_CHARS or _is_turn(text):
        return False
    if _MARKDOWN.match(text):
        return True
    if not any(character.isalpha() for character in text) or text[0].islower():
        return False
    if len(words) > 20 and _ENDED.search(straighten(text)):
        return False
    if _TWO_SENTENCES.search(text) or text[-1] in "-–—―:,":
        return False
    return not _FULL_STOP.search(straighten(text)) or _is_title_case(text)


def _is_turn(text: str) -> bool:
    """Whether a line opens a turn of a transcript: "MS DOE: ..."."""
    return bool(_TURN_IN_CAPITALS.match(text))


def _is_title_case(text: str) -> bool:
    words = _TITLE_WORD.findall(text)
    return len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.9 * len(words)


def _choose_headline(units: Sequence[Unit], candidates: Sequence[int]) -> int | None:
    """Take the first line of at least four words, else of two; the last of equal ones."""
    for n_words in (4, 2):
        long_enough = [i for i in candidates if units[i].n_words >= n_words]
        if long_enough:
            same = [i for i in long_enough if _same_title(units[long_enough[0]], units[i])]
            return same[-1]
    return None


def _repeats_above(
    units: Sequence[Unit], candidates: Sequence[int], headline: int
) -> tuple[list[int], str | None]:
    repeated = [i for i in candidates if i < headline and _same_title(units[i], units[headline])]
    for i in repeated:
        rest = _SITE_SUFFIX.search(units[i].text)
        if rest and not _SITE_SUFFIX.search(units[headline].text):
            site = rest["site"].strip()
            return repeated, outlet_named(site) or site
    return repeated, None


def _same_title(one: Unit, other: Unit) -> bool:
    return bool(_title_forms(one.text) & _title_forms(other.text))


def _title_forms(text: str) -> set[str]:
    plain = _clean_title(straighten(text)).casefold()
    forms = {plain}
    suffix = _SITE_SUFFIX.search(plain)
    if suffix and len(plain[: suffix.start()].split()) >= 3:
        forms.add(plain[: suffix.start()].strip())
    return forms


def _clean_title(text: str) -> str:
    found = _MARKDOWN.match(text)
    return (found["title"] if found else text).strip()


def lines_between(units: Sequence[Unit], taken: Kinds) -> Kinds:
    """Find subheads and links to other stories between the paragraphs of the text.

    Both are short lines without a full stop that stand alone between finished paragraphs. In
    quotation marks, or of at most seven words, it is a subhead; a longer one is the title of
    another story. Texts that do not end their paragraphs with full stops (subtitles, lists) are
    left alone.
    """
    free = [i for i in range(len(units)) if i not in taken]
    long = [i for i in free if units[i].n_words >= 12]
    finished = [i for i in long if _is_finished(units[i].text)]
    if len(long) < 3 or len(finished) < 0.75 * len(long):
        return {}
    kinds: Kinds = {}
    kinds |= _link_lists(units, taken, free)
    free = [i for i in free if i not in kinds]
    for before, here, after in zip(free, free[1:], free[2:], strict=False):
        text = units[here].text
        if _MARKDOWN.match(text):
            kinds[here] = "subhead"
        elif _is_alone(units, before, here, after) and _is_title_like(text):
            kinds[here] = _kind_between(units[here])
    return kinds


def _link_lists(units: Sequence[Unit], taken: Kinds, free: Sequence[int]) -> Kinds:
    """Find titles under a heading such as "Related stories", and two or more that end the page.

    One unfinished line at the end is not enough: the text may be cut off there.
    """
    kinds: Kinds = {}
    for i in free:
        is_below = taken.get(i - 1) == "related" or kinds.get(i - 1) == "related"
        if is_below and _is_title_like(units[i].text):
            kinds[i] = "related"
    tail: list[int] = []
    for i in reversed(free):
        if not _is_title_like(units[i].text) or units[i].n_words < 4:
            break
        tail.append(i)
    return kinds | dict.fromkeys(tail if len(tail) >= 2 else (), "related")


def _is_alone(units: Sequence[Unit], before: int, here: int, after: int) -> bool:
    above, below = units[before].text, units[after].text
    opens = below[0].isupper() or below[0] in "“\"‘'([" or below[0].isdigit()
    is_apart = units[here].n_blank_before > 0 or units[after].n_blank_before > 0
    long_below = units[after].n_words >= 8 and _is_finished(below)
    return is_apart and opens and long_below and _is_finished(above) and units[before].n_words >= 8


def _is_finished(text: str) -> bool:
    return bool(_ENDED.search(straighten(text)))


def _is_title_like(text: str) -> bool:
    plain = straighten(text)
    if _ENDED.search(plain) and not plain.endswith(("U.S.", "U.K.", "U.N.")):
        return False
    is_text = text[0].isupper() or text[0] in "‘“'\"" or text[0].isdigit()
    is_text = is_text and any(character.isalpha() for character in text)
    if not is_text or plain[-1] in ",;:-—" or _is_turn(text) or _TURN.match(text):
        return False
    words = text.split()
    if _LIST_ITEM.match(text) or len(words) > 22 or '"' in plain[1:-1]:
        return False
    return len(words) <= 7 or not (_RUNNING.search(plain) or _OPENS_SENTENCE.match(plain))


def _kind_between(unit: Unit) -> str:
    plain = straighten(unit.text)
    is_quoted = plain[0] in "'\"" and plain[-1] in "'\""
    return "subhead" if is_quoted or unit.n_words <= 7 else "related"


def topic_index(units: Sequence[Unit], taken: Kinds) -> Kinds:
    """Find the list of topics above the first turn of a briefing transcript.

    The topics are countries and regions in capitals, one a line, before somebody speaks.
    """
    turns = [i for i, unit in enumerate(units) if _is_turn(unit.text)]
    if len(turns) < 2:
        return {}
    above = [i for i in range(turns[0]) if i not in taken]
    return {
        i: "navigation" for i in above if units[i].n_words <= 6 and _is_index_entry(units[i].text)
    }


def _is_index_entry(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and text.isupper() and text[-1].isalnum()
