"""For whom somebody speaks, as the article introduces him: "Mill, a lawyer for Ann Hall"."""

import re
from functools import lru_cache

from stance.scoring.target_context import CIRCLES, holder

_KEPT = 1024
_ROLES = (
    "spokesman|spokeswoman|spokesperson|lawyer|attorney|counsel|aide|adviser|advisor|strategist|"
    "campaign manager|campaign chairman|campaign chairwoman|press secretary|"
    "communications director|chief of staff|surrogate|supporter|ally|confidant|confidante|"
    "running mate|brother|sister|son|daughter|wife|husband|father|mother"
)
_TITLE = r"(?:(?:Mr|Mrs|Ms|Dr|Sen|Gov|Rep|Secretary|President|Vice President)\.? )?"
_NAME = r"((?:[A-Z][\w’'-]+ ){0,2}[A-Z][\w’'-]+)"
_PRESIDENCY = "White House"
_REACH = 100  # characters before a name that may introduce it
# "Mill, who is a longtime lawyer for Ms. Hall", "Mill, spokesman for the Hall campaign"
_BEHIND = re.compile(
    rf",? (?:who (?:is|was) )?(?:the |an? )?(?:[\w-]+ ){{0,3}}?(?:{_ROLES}) "
    rf"(?:for|of|to) (?:the )?{_TITLE}{_NAME}"
)
# "Hall's lawyer, Tom Mill", "Hall campaign spokesman Tom Mill"
_BEFORE = re.compile(
    rf"\b{_NAME}(?: campaign| administration)?(?: former| longtime| personal)? "
    rf"(?:{_ROLES}),? (?:[A-Z][\w.’'-]+ ){{0,3}}\Z"
)


@lru_cache(maxsize=_KEPT)
def speaks_for(speaker: str, text: str) -> frozenset[str]:
    """Return the last names of those for whom an article says that a person speaks.

    Args:
        speaker: The name of the person.
        text: The article.
    """
    if not speaker.split():
        return frozenset()
    last = speaker.split()[-1]
    found = set[str]()
    for match in re.finditer(rf"\b{re.escape(last)}\b", text):
        before = _BEFORE.search(text, max(0, match.start() - _REACH), match.start())
        after = _BEHIND.match(text, match.end())
        found |= {re.sub(r"[’']s?$", "", each[1]).split()[-1] for each in (before, after) if each}
    if last in CIRCLES:  # "the Mill campaign" speaks for Mill
        found |= set(speaker.split()[-2:-1])
    if "House" in found or speaker == _PRESIDENCY:
        found.add((holder(text, "president") or last).split()[-1])
    return frozenset(found - {last})
