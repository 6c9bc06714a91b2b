"""Towards whom a statement takes its stance.

In this order: whom the cue addresses or charges ("accused Washington of"), what the content
praises, blames or owns ("U.S. bullying"), "you" and the two sides together, and for a speaker of
the pair under study its counterpart. Everybody else without an object has no target.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from stance.model import Case, Mention, Statement
from stance.registry import target_side
from stance.scoring.syntax import Parse

Target = tuple[str | None, str | None]
BOTH = "both"

# Cues that turn to somebody; what they address is the target even on a small matter.
_ADDRESSING = frozenset(
    "accuse criticise demand ask threaten warn praise promise deny refuse agree".split()
)
_LEAST_STRENGTH = 0.25  # an entity that merely stands in the sentence is not the target
JOINT_SIDE = "joint"
_PRESS = frozenset("reporters journalists media press".split())


@dataclass(frozen=True, slots=True)
class WeightedWords:
    """Words that carry stance, with their weight (-1..+1)."""

    words: tuple[int, ...]
    weight: float


@dataclass(frozen=True)
class TargetFinder:
    """Finds the target of statements in one case; without a case there is no counterpart."""

    case: Case | None

    def find(self, statement: Statement, parse: Parse, weighted: Sequence[WeightedWords]) -> Target:
        """Return the name and the side of the target, each None where there is none."""
        if self.case and statement.side == JOINT_SIDE:
            return self._joint_name(), self._side(BOTH)
        counterpart = self.case.counterpart(statement.side) if self.case else None
        if counterpart is None:
            found = self._addressee(statement) or _best_object(statement, parse, weighted)
            return self._named(found) if found else (None, None)
        return self._of_pair_speaker(statement, parse, weighted, counterpart)

    def _of_pair_speaker(
        self,
        statement: Statement,
        parse: Parse,
        weighted: Sequence[WeightedWords],
        counterpart: str,
    ) -> Target:
        country = self._country_of(counterpart), self._side(counterpart)
        content = [m for m in statement.mentions if _is_inside(m, statement)]
        is_drawn_in = any(mention.side == counterpart for mention in content)
        addressee = self._addressee(statement)
        if addressee and addressee.side not in (counterpart, JOINT_SIDE):
            # "called on the president to punish them": they are meant, not their own president
            is_own = addressee.side == statement.side
            return country if is_own and is_drawn_in else self._named(addressee)
        if addressee:
            return country
        theirs = [m for m in content if m.side == counterpart]
        named = _strongest(parse, theirs, weighted)
        if named is not None and named.entity in ("person", "body"):
            return self._named(named)
        own_fault = _own_side_at_fault(statement, parse, weighted, content)
        if own_fault is not None:
            return self._named(own_fault)
        others = [m for m in content if m.side not in (counterpart, statement.side, JOINT_SIDE)]
        is_about_pair = is_drawn_in or any(m.side == statement.side for m in content)
        agent = _strongest(parse, others, weighted, agents_only=True)
        if agent is not None and not is_about_pair:
            return self._named(agent)
        return country

    def _addressee(self, statement: Statement) -> Mention | None:
        addressee = statement.addressee
        if addressee is None or _is_press(addressee):
            return None
        is_charged = statement.cue_class in _ADDRESSING
        return addressee if is_charged or addressee.side is not None else None

    def _named(self, mention: Mention) -> Target:
        if self.case is None:
            return mention.name, mention.side
        return mention.name, self._side(mention.side) if mention.side else self._side("other")

    def _country_of(self, side: str) -> str:
        actors = self.case.actors if self.case else ()
        return next((a.name for a in actors if a.side == side and a.entity == "country"), side)

    def _joint_name(self) -> str:
        actors = self.case.actors if self.case else ()
        return next((actor.name for actor in actors if actor.side == JOINT_SIDE), BOTH)

    def _side(self, side: str) -> str | None:
        return target_side(self.case, side) if self.case else side


def _best_object(
    statement: Statement, parse: Parse, weighted: Sequence[WeightedWords]
) -> Mention | None:
    candidates = [
        mention
        for mention in statement.mentions
        if _is_inside(mention, statement) and not _is_speaker(mention, statement)
    ]
    return _strongest(parse, candidates, weighted)


def _own_side_at_fault(
    statement: Statement,
    parse: Parse,
    weighted: Sequence[WeightedWords],
    content: Sequence[Mention],
) -> Mention | None:
    """Return a person or body of the speaker's own side that is blamed ("Smith's weakness")."""
    own = [
        mention
        for mention in content
        if mention.side == statement.side
        and mention.entity in ("person", "body")
        and not _is_speaker(mention, statement)
    ]
    cold = [item for item in weighted if item.weight < 0]
    return _strongest(parse, own, cold, agents_only=True)


def _strongest(
    parse: Parse,
    candidates: Sequence[Mention],
    weighted: Sequence[WeightedWords],
    *,
    agents_only: bool = False,
) -> Mention | None:
    ranked = [
        (-_attachment(parse, mention, weighted, agents_only), place, mention)
        for place, mention in enumerate(candidates)
    ]
    ranked = [item for item in ranked if -item[0] >= _LEAST_STRENGTH]
    return min(ranked, key=lambda item: item[:2])[2] if ranked else None


def _is_inside(mention: Mention, statement: Statement) -> bool:
    start, end = mention.span
    return any(s <= start and end <= e for s, e in statement.spans)


def _is_speaker(mention: Mention, statement: Statement) -> bool:
    if mention.actor_id is not None and mention.actor_id == statement.actor_id:
        return True
    return mention.name == statement.speaker_name


def _is_press(mention: Mention) -> bool:
    return not _PRESS.isdisjoint(mention.text.lower().split()[-1:])


def _attachment(
    parse: Parse, mention: Mention, weighted: Sequence[WeightedWords], agents_only: bool
) -> float:
    """Return how strongly an entity is the object, owner or agent of words with a stance."""
    head = _head_of(parse, mention)
    if head is None:
        return 0.0
    is_agent = parse.tokens[head].dep in ("nsubj", "nsubjpass", "poss")
    if agents_only and not is_agent:
        return 0.0
    above = [head, *(governor for _, governor in parse.path(head))][:4]
    total = 0.0
    for item in weighted:
        near = next((place for place, node in enumerate(above) if node in item.words), None)
        if near is not None:
            total += abs(item.weight) / max(1, near)
        elif is_agent and _hangs_below(parse, item.words, parse.tokens[head].head):
            total += 0.8 * abs(item.weight)
    return total


def _hangs_below(parse: Parse, words: Sequence[int], verb: int) -> bool:
    return any(governor == verb for word in words for _, governor in parse.path(word))


def _head_of(parse: Parse, mention: Mention) -> int | None:
    start, end = mention.span
    inside = [i for i, t in enumerate(parse.tokens) if start <= t.start and t.end <= end]
    for index in inside:
        if parse.tokens[index].head not in inside or parse.tokens[index].head == index:
            return index
    return None
