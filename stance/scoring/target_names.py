"""By which name a target goes: without titles, days and scraps of headlines around it."""

import re

from stance.model import Mention
from stance.scoring import target_context as context

_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow".split()
)
_TITLES = frozenset(
    "president chairman chairwoman director secretary senator sen governor gov rep representative "
    "congressman congresswoman ceo spokesman spokeswoman spokesperson leader speaker whip minister "
    "ambassador attorney judge justice mayor sheriff general commissioner candidate nominee "
    "counsel chief host anchor correspondent founder lawyer".split()
)
_COMPASS = frozenset("new north south west east".split())
_SCRAP = 3  # words: no name of a person, but of a headline run together with one


def plain_name(mention: Mention, text: str) -> str:
    """Return the name of a mention that no registry knows, as the article gives it elsewhere.

    Args:
        mention: The mention.
        text: The article.
    """
    words = _without_days(mention.name.split())
    if words and words[0].lower() in _COMPASS and mention.text.lower() == words[-1].lower():
        return mention.text  # a country is not the state that is called after it
    if mention.entity != "person":
        return " ".join(words)
    words = _behind_title(words)
    if "of" in words[1:]:  # "Ann Mill of Ohio"
        return " ".join(words[: words.index("of", 1)])
    known = context.full_name(text, words[-1])
    if len(words) == 1:
        return known
    is_scrap = len(words) >= _SCRAP and _count(text, " ".join(words)) < 2
    has_other_first = known.split()[0] not in words[:-1]
    return known if is_scrap and has_other_first and known != words[-1] else " ".join(words)


def _without_days(words: list[str]) -> list[str]:
    while len(words) > 1 and words[-1].lower().strip(".,") in _DAYS:
        words = words[:-1]
    return words


def _behind_title(words: list[str]) -> list[str]:
    """Return what follows the last title: "Harbour Director Mill" is Mill."""
    places = [place for place, word in enumerate(words[:-1]) if word.lower().rstrip(".") in _TITLES]
    rest = words[places[-1] + 1 :] if places else words
    return words if rest[0].lower() in ("of", "for", "in") else rest


def _count(text: str, name: str) -> int:
    return len(re.findall(rf"\b{re.escape(name)}\b", text))
