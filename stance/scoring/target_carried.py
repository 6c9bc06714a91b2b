"""Whom statements mean that name nobody, from the other statements of their article.

A stance goes on towards whom the words shortly before took one: in a debate about the author of a
bill the next speaker means the same author.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stance.model import Article, Statement
from stance.scoring.target_candidates import is_cold
from stance.scoring.target_loyalty import speaks_for

_NEAR = 600  # characters between the beginnings of two statements
_LEAST = 0.05  # of a score: less is too little of a stance to be towards anybody in particular


@dataclass(frozen=True, slots=True)
class _Meant:
    name: str
    side: str | None
    start: int
    speaker: str | None
    speaker_side: str | None


def carry(statements: Sequence[Statement], article: Article) -> list[Statement]:
    """Return the statements with targets for those that have a stance and name nobody.

    Args:
        statements: The scored statements of the article.
        article: Their article.
    """
    filled = list(statements)
    recent: list[_Meant] = []
    for place in sorted(range(len(filled)), key=lambda n: filled[n].spans[0]):
        statement = filled[place]
        start = statement.spans[0][0]
        if statement.target is None and statement.speaker_name and _takes_stance(statement):
            meant = _latest(recent, statement, article.text)
            if meant is not None:
                filled[place] = replace(statement, target=meant.name, target_side=meant.side)
        if statement.target is not None:
            recent.append(
                _Meant(
                    name=statement.target,
                    side=statement.target_side,
                    start=start,
                    speaker=statement.speaker_name,
                    speaker_side=statement.side,
                )
            )
    return filled


def _takes_stance(statement: Statement) -> bool:
    return any(abs(score.value) >= _LEAST for score in statement.scores)


def _latest(recent: Sequence[_Meant], statement: Statement, text: str) -> _Meant | None:
    """Return whom the words before mean, unless it is the speaker or the one he speaks for."""
    own = speaks_for(statement.speaker_name or "", text) if is_cold(statement) else frozenset()
    for meant in reversed(recent):
        if statement.spans[0][0] - meant.start > _NEAR:
            return None
        is_own = meant.name == statement.speaker_name or own.intersection(meant.name.split()[-1:])
        if is_own or _is_country_of(meant.name, statement.side):
            continue
        if statement.side is None or _is_of_one_side(meant, statement):
            return meant
    return None


def _is_of_one_side(meant: _Meant, statement: Statement) -> bool:
    """Whether the words before are the speaker's or of one of his side: others mean others."""
    is_same = meant.speaker == statement.speaker_name
    return is_same or meant.speaker_side in (None, statement.side)


def _is_country_of(name: str, side: str | None) -> bool:
    """Whether a name is that of the speaker's own country: China for China, for US the States."""
    return side is not None and side in (name, "".join(word[0] for word in name.split()))
