"""Towards whom a statement takes its stance.

In this order: whom the cue addresses or charges ("accused Washington of"), what the content
praises, blames or owns ("U.S. bullying"), "you" and the two sides together, and for a speaker of
the pair under study its counterpart, where the article is about the pair and the words name
nobody else. For everybody else: the most prominent entity of the words, else a policy or a group of
people that the article is about, or nobody. ``target_carried`` then looks at the statements before.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from stance.model import Actor, Article, Case, Mention, Statement
from stance.registry import find_actor, target_side
from stance.scoring import target_context as context
from stance.scoring.syntax import Parse
from stance.scoring.target_candidates import Candidate, candidates_of, is_cold
from stance.scoring.target_loyalty import speaks_for
from stance.scoring.target_mentions import is_press
from stance.scoring.target_names import plain_name
from stance.scoring.target_pair import JOINT_SIDE, PairStatement, says_you
from stance.scoring.target_policies import policy_of
from stance.scoring.target_prominence import WeightedWords
from stance.scoring.target_references import references_of

__all__ = ["BOTH", "JOINT_SIDE", "Target", "TargetFinder", "WeightedWords"]

Target = tuple[str | None, str | None]
BOTH = "both"
NOBODY: Target = (None, None)

# Cues that turn to somebody; what they address is the target even on a small matter.
_ADDRESSING = frozenset(
    "accuse criticise demand ask threaten warn praise promise deny refuse agree".split()
)
_BEFORE = 500  # characters before a statement in which whom it is about is named
_LEAST_SCORE = 0.02  # less, and without a phrase, is no stance
_LEAST_PROMINENCE = 0.2  # 0.05 to 0.5 are about as good; more means more towards nobody


def _is_scored(statement: Statement) -> bool:
    """Whether a score that no phrase explains, of the network, speaks of a stance."""
    return any(abs(score.value) >= _LEAST_SCORE for score in statement.scores)


def _first_meant(found: Sequence[Candidate], statement: Statement, text: str) -> Candidate | None:
    """Return the most prominent entity that the speaker can mean, if any is prominent enough.

    Nobody speaks coldly of whom he speaks for: blame in such words is for somebody else.
    """
    own = speaks_for(statement.speaker_name or "", text) if is_cold(statement) else frozenset()
    for each in found:
        if each.prominence < _LEAST_PROMINENCE:
            return None
        if own.isdisjoint(each.name.split()[-1:]) and not _is_self(each, statement):
            return each
    return None


def _without_own_bodies(found: Sequence[Candidate], statement: Statement) -> list[Candidate]:
    """Drop the bodies of the speaker's own side, if the words name somebody of another one."""
    sides = {each.side for each in found if each.is_inside}
    if statement.side is None or not sides - {None, statement.side, JOINT_SIDE}:
        return list(found)
    return [e for e in found if not (e.entity == "body" and e.side == statement.side)]


def _is_self(candidate: Candidate, statement: Statement) -> bool:
    """Whether a name that was cleared of titles turns out to be the speaker's."""
    speaker, name = statement.speaker_name or "", candidate.name
    return name == speaker or speaker.endswith(f" {name}") or name.endswith(f" {speaker}")


@dataclass(frozen=True)
class TargetFinder:
    """Finds the target of statements in one case; without a case there is no counterpart."""

    case: Case | None

    def find(
        self,
        statement: Statement,
        parse: Parse,
        weighted: Sequence[WeightedWords],
        article: Article | None = None,
    ) -> Target:
        """Return the name and the side of the target, each None where there is none.

        Args:
            statement: The statement; with scores, these too tell whether it takes a stance.
            parse: The parse of its tokens.
            weighted: The words that carry its stance.
            article: Where it stands; without it the pair is taken to be the matter.
        """
        if self.case and statement.side == JOINT_SIDE:
            return self._joint_name(), self._side(BOTH)
        counterpart = self.case.counterpart(statement.side) if self.case else None
        if counterpart is None or not self._is_matter(counterpart, statement, article):
            return self._of_stranger(statement, parse, weighted, article)
        return self._of_pair_speaker(statement, parse, weighted, counterpart)

    def _is_matter(self, side: str, statement: Statement, article: Article | None) -> bool:
        if article is None or any(mention.side == side for mention in statement.mentions):
            return True
        around = statement.paragraph_span
        if self._is_about_others(side, statement, article.text):
            return False
        return context.is_about(article.text, self._patterns[side], around)

    def _is_about_others(self, side: str, statement: Statement, text: str) -> bool:
        """Whether the words around name somebody outside the pair and nobody of the counterpart."""
        start = max(0, statement.spans[0][0] - _BEFORE)
        end = max(statement.paragraph_span[1], statement.spans[-1][1])
        if self._patterns[side].search(text, start, end):
            return False
        return self._others.search(text, start, end) is not None

    def _of_stranger(
        self,
        statement: Statement,
        parse: Parse,
        weighted: Sequence[WeightedWords],
        article: Article | None,
    ) -> Target:
        text = article.text if article else ""
        addressee = self._addressee(statement, parse)
        if addressee:
            return self._named(addressee, text)
        if not (weighted or statement.cue_class in _ADDRESSING or _is_scored(statement)):
            return NOBODY
        found = candidates_of(statement, parse, weighted, text)
        if article is not None:
            found += references_of(statement, parse, weighted, text)
            found.sort(key=lambda each: (-each.prominence, each.start))
        found = _without_own_bodies(found, statement)
        meant = _first_meant(found, statement, text)
        if meant is not None:
            return self._named(meant)
        policy = policy_of(statement, parse, weighted, text)
        return (policy, self._side("other")) if policy else NOBODY

    def _of_pair_speaker(
        self,
        statement: Statement,
        parse: Parse,
        weighted: Sequence[WeightedWords],
        counterpart: str,
    ) -> Target:
        country = self._country_of(counterpart), self._side(counterpart)
        words = PairStatement(
            statement, parse, weighted, counterpart, self._adjectives_of(counterpart)
        )
        addressee = self._addressee(statement, parse)
        if addressee and addressee.side not in (counterpart, JOINT_SIDE):
            # "called on the president to punish them": they are meant, not their own president
            is_own = addressee.side == statement.side
            return country if is_own and words.is_drawn_in else self._named(addressee)
        if addressee:
            is_spoken_to = addressee.entity == "person" and says_you(statement, parse)
            return self._named(addressee) if is_spoken_to else country
        particular = words.particular()
        return self._named(particular) if particular else country

    def _addressee(self, statement: Statement, parse: Parse) -> Mention | None:
        addressee = statement.addressee
        if addressee is None or is_press(addressee):
            return None
        is_charged = statement.cue_class in _ADDRESSING
        if is_charged or addressee.side is not None:
            return addressee
        is_spoken_to = addressee.entity == "person" and says_you(statement, parse)
        return addressee if is_spoken_to else None

    def _named(self, meant: Mention | Candidate, text: str = "") -> Target:
        if self.case is None:
            return meant.name, meant.side
        if meant.side is not None:
            return meant.name, self._side(meant.side)
        name = plain_name(meant, text) if isinstance(meant, Mention) else meant.name
        actor = find_actor(self.case, name)
        return (actor.name, self._side(actor.side)) if actor else (name, self._side("other"))

    @cached_property
    def _actors(self) -> tuple[Actor, ...]:
        return self.case.actors if self.case else ()

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        sides = self.case.sides[:2] if self.case else ()
        return {side: context.pattern_of(self._actors, side) for side in sides}

    @cached_property
    def _others(self) -> re.Pattern[str]:
        pair = (*(self.case.sides[:2] if self.case else ()), JOINT_SIDE)
        others = tuple(a for a in self._actors if a.side not in pair and a.entity == "country")
        sides = {actor.side for actor in others}
        patterns = (context.pattern_of(others, side).pattern for side in sorted(sides))
        return re.compile("|".join(patterns) or "(?!)")

    def _adjectives_of(self, side: str) -> frozenset[str]:
        of_side = (actor for actor in self._actors if actor.side == side)
        return frozenset(word.lower() for actor in of_side for word in actor.adjectives)

    def _country_of(self, side: str) -> str:
        return next(
            (a.name for a in self._actors if a.side == side and a.entity == "country"), side
        )

    def _joint_name(self) -> str:
        return next((actor.name for actor in self._actors if actor.side == JOINT_SIDE), BOTH)

    def _side(self, side: str) -> str | None:
        return target_side(self.case, side) if self.case else side
