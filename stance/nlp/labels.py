"""Labels of a transcript taken together: which are labels, whom each means, who only asks."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import Levenshtein

from stance.model import Span
from stance.nlp.name_words import TITLES
from stance.registry import read_lexicon

# Number of a paragraph -> what is printed at its start; groups "name" and "role".
Labels = dict[int, re.Match[str]]

_QUESTION = re.compile(
    r"^(?:(?:question|q|reporter|journalist|moderator|press|media|operator|follow-?up)\b"
    r"|(?:interviewer|host|anchor)\b)",
    re.IGNORECASE,
)
_ASKING_ROLE = re.compile(r"\b(?:HOST|ANCHOR|CORRESPONDENT|REPORTER|MODERATOR|EDITOR)\b")
# Press agencies and broadcasters ask; they do not make statements.
_PRESS = frozenset(
    """
    afp ap reuters bloomberg cctv xinhua cnn bbc nhk kyodo upi tass dpa efe ansa yonhap cna rt abc
    nbc cbs fox npr pbs politico axios cgtn nikkei phoenix tv cri sputnik antara pti mastv
    """.split()
)
_PRESS_WORDS = frozenset(
    """
    news daily times post agency radio television tv network press media journal review herald
    tribune courier gazette weekly broadcasting
    """.split()
)
# Who asks in such a share of the turns only asks.
_ASKS = 0.66
# From so many letters on one letter more, less or other is a misspelling.
_MIN_GARBLED = 5


@dataclass(frozen=True, slots=True)
class _Outlet:
    """One row of ``data/lexicons/outlets.csv``."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@cache
def _outlets() -> frozenset[str]:
    rows = read_lexicon("outlets", _Outlet)
    return frozenset(
        name.casefold()
        for row in rows
        if row.kind != "government"
        for name in (row.name, *row.aliases)
    )


def is_question_label(name: str) -> bool:
    """Tell whether a label belongs to somebody who asks: a reporter, an agency."""
    words = name.lower().replace(".", "").split()
    return bool(
        _QUESTION.match(name)
        or words[0] in _PRESS
        or (len(words) > 1 and words[-1] in _PRESS_WORDS)
        or name.casefold() in _outlets()
    )


def in_one_style(text: str, paragraphs: Sequence[Span], labels: Labels) -> Labels:
    """Drop what only looks like a label: "Seriously: ..." among labels in capitals.

    Where labels have small letters, a word that is printed without its capital too is no name.
    """
    counts = Counter(match["name"].casefold() for match in labels.values())
    often = [n for n, match in labels.items() if counts[match["name"].casefold()] > 1]

    def is_label(number: int, match: re.Match[str]) -> bool:
        name = match["name"]
        if counts[name.casefold()] > 1 or is_question_label(name):
            return True
        at = bisect_left(often, number)
        if all(labels[n]["name"].isupper() for n in often[max(at - 1, 0) : at + 1]):
            return name.isupper()
        behind = text[match.end() : paragraphs[number][1]]
        return bool(behind.strip()) and (_is_name(name, text) or "?" in behind)

    return {number: match for number, match in labels.items() if is_label(number, match)}


def _is_name(label: str, text: str) -> bool:
    is_word = re.search(rf"\b{re.escape(label.lower())}\b", text) or label.endswith("ly")
    return " " in label or not is_word


def one_spelling(names: Sequence[str]) -> dict[str, str]:
    """Return for each label the commonest that differs by one letter of the last word at most."""
    counts = Counter(names)
    common = sorted(counts, key=lambda name: -counts[name])
    return {
        name: next(other for other in common if other == name or _is_garbled(name, other))
        for name in common
    }


def _is_garbled(one: str, other: str) -> bool:
    (*before, last), (*before_other, last_other) = _folded(one), _folded(other)
    shorter, longer = sorted((before, before_other), key=len)
    return (
        min(len(last), len(last_other)) >= _MIN_GARBLED
        and Levenshtein.distance(last, last_other, score_cutoff=1) <= 1
        and longer[len(longer) - len(shorter) :] == shorter
        and all(word in TITLES for word in longer[: len(longer) - len(shorter)])
        and (bool(shorter) or last == last_other)
    )


def _folded(name: str) -> list[str]:
    return name.casefold().replace(".", "").split() or [name]


def _last(name: str) -> str:
    return _folded(name)[-1]


def who_asks(text: str, paragraphs: Sequence[Span], labels: Labels) -> frozenset[str]:
    """Return the labels of those who ask: by their name, by their role, or by their turns.

    By its turns asks who puts a question in nearly every one, or comes once, between two turns of
    the same other person. Titles ("MR", "SECRETARY") answer, whatever they ask back.
    """
    ordered = [match["name"] for match in labels.values()]
    names = frozenset(ordered)
    roles = {_last(m["name"]) for m in labels.values() if _ASKING_ROLE.search(m["role"] or "")}
    asking = {name for name in names if is_question_label(name) or _last(name) in roles}
    turns = Counter(_last(name) for name in ordered)
    ends = [*list(labels)[1:], len(paragraphs)]
    questions = Counter(
        _last(match["name"])
        for match, end in zip(labels.values(), ends, strict=True)
        if "?" in text[match.end() : paragraphs[end - 1][1]]
    )
    between = {
        here
        for before, here, after in zip(ordered, ordered[1:], ordered[2:], strict=False)
        if before == after and turns[_last(here)] == 1 and before not in asking
    }
    by_turns = {
        name
        for name in names - asking
        if (questions[_last(name)] >= _ASKS * turns[_last(name)] or name in between)
        and not any(word in TITLES for word in _folded(name)[:-1])
    }
    return frozenset(asking | by_turns if names - asking - by_turns else asking)
