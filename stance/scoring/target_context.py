"""What an article as a whole says about whom its statements mean."""

import math
import re
from collections import Counter
from functools import lru_cache

from stance.model import Actor

_LONG = 900  # characters: a shorter text may simply not repeat whom it is about
_OFTEN = 3
_CACHED, _CACHED_NAMES = 64, 1024
_NAME = r"((?:[A-Z][\w’'-]+|[A-Z]\.)(?: (?:[A-Z][\w’'-]+|[A-Z]\.)){0,3})"
# Bounded, so that no text costs more than its length; a full stop only within initials.
_WORD = r"[A-Z](?:[\w-]{1,30}|\.(?:[A-Z]\.){0,3})"
_BODY_NAME = rf"(?:{_WORD} (?:(?:of|and|for|on) )?){{1,4}}"
_TITLES = {
    "president": "president|pres.", "mayor": "mayor", "governor": "governor|gov.",
    "chancellor": "chancellor", "senator": "senator|sen.", "speaker": "speaker",
    "secretary": "secretary", "director": "director", "congressman": "congressman|rep.",
    "congresswoman": "congresswoman|rep.", "judge": "judge", "justice": "justice",
    "sheriff": "sheriff", "chairman": "chairman", "nominee": "nominee", "ambassador": "ambassador",
}  # fmt: skip
_NOT_FIRST = frozenset(
    "president vice senator sen governor gov mayor former minister general chancellor mr mrs ms "
    "the and but when then while if as that after before because since with for did does has what "
    "how why from by to of on in secretary judge pope special house senate state internal chairman "
    "director speaker attorney counsel even king".split()
)
CIRCLES = frozenset("administration campaign".split())  # those around a person
_WHERE = r"(?:in|at|near|around|outside|across|throughout|from)"
_MOSTLY = 0.5
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())


def pattern_of(actors: tuple[Actor, ...], side: str) -> re.Pattern[str]:
    """Return a pattern that finds the names of a side of a case: its actors and adjectives."""
    names = sorted(
        {
            re.escape(name)
            for actor in actors
            if actor.side == side
            for name in (actor.name, *actor.aliases, *actor.adjectives)
        },
        key=lambda name: (-len(name), name),
    )
    return re.compile(rf"\b(?:{'|'.join(names)})(?!\w)") if names else re.compile(r"(?!)")


def is_about(text: str, names: re.Pattern[str], around: tuple[int, int]) -> bool:
    """Whether a side is a matter of an article as a whole, or of one paragraph of it.

    A short text is taken to be: what it does not name may stand where it was cut out.

    Args:
        text: The article.
        names: As ``pattern_of`` makes them.
        around: The paragraph.
    """
    is_paragraph = around[1] - around[0] < _LONG
    if len(text) < _LONG or (is_paragraph and names.search(text, *around)):
        return True
    return _count(text, names) >= _OFTEN


@lru_cache(maxsize=_CACHED)
def _count(text: str, names: re.Pattern[str]) -> int:
    return sum(1 for _ in names.finditer(text))


def is_title(word: str) -> bool:
    """Whether a word is an office whose holder an article may name."""
    return word in _TITLES


@lru_cache(maxsize=_CACHED_NAMES)
def renown(text: str, name: str) -> float:
    """Return how often an article says a name: the logarithm of its count in 1,000 words."""
    if not text:
        return 0.0
    count = len(re.findall(rf"\b{re.escape(name)}\b", text))
    return math.log1p(1000 * count / (1 + text.count(" ")))


@lru_cache(maxsize=_CACHED_NAMES)
def is_where(text: str, name: str) -> bool:
    """Whether an article mostly prints a name as the place where something happens: "in Lund"."""
    escaped = re.escape(name)
    every = len(re.findall(rf"\b{escaped}\b", text))
    return every > 0 and len(re.findall(rf"\b{_WHERE} {escaped}\b", text)) >= _MOSTLY * every


@lru_cache(maxsize=_CACHED)
def holder(text: str, title: str) -> str | None:
    """Return who "the president" is in an article: whom it calls by that title most often."""
    if title not in _TITLES:
        return None
    forms = "|".join(re.escape(form) for form in _TITLES[title].split("|"))
    pattern = rf"\b(?i:{forms}) {_NAME}"
    names: Counter[str] = Counter()
    for match in re.finditer(pattern, text):
        before = text[max(0, match.start() - 7) : match.start()].lower()
        if not before.endswith(("former ", "vice ", "deputy ", "ex-")):
            names.update(_name_words(match[1])[-1:])
    ranked = names.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None  # nobody, or one of several senators
    return full_name(text, ranked[0][0])


@lru_cache(maxsize=_CACHED)
def circle(text: str, word: str) -> str | None:
    """Return what "the administration" is in an article: whose it most often calls so."""
    owners = Counter(re.findall(rf"\b({_WORD})(?:[’']s)? {word}\b", text))
    del owners["The"]
    return f"{max(owners, key=owners.__getitem__)} {word}" if owners else None


@lru_cache(maxsize=_CACHED_NAMES)
def body_called(text: str, word: str) -> str | None:
    """Return what "the committee" is in an article: the body of that name that it names most."""
    found = re.findall(rf"\b{_BODY_NAME}{word.capitalize()}\b", text)
    names = Counter(name.removeprefix("The ") for name in found)
    del names[word.capitalize()]
    return max(names, key=names.__getitem__) if names else None


def _name_words(run: str) -> list[str]:
    words = [re.sub(r"[’']s?$", "", word) for word in run.split()]
    return [w for w in words if len(w.rstrip(".")) > 1 and w.lower() not in _DAYS]


@lru_cache(maxsize=_CACHED_NAMES)
def full_name(text: str, surname: str) -> str:
    """Return a surname with the first name that an article most often gives it, if any."""
    pattern = rf"\b([A-Z][a-z]+(?: [A-Z]\.)?) {re.escape(surname)}\b"
    names = Counter(m[1] for m in re.finditer(pattern, text) if m[1].lower() not in _NOT_FIRST)
    return f"{names.most_common(1)[0][0]} {surname}" if names else surname
