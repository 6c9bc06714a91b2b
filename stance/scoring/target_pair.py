"""Whom a speaker of the pair under study means, where it is not its counterpart as such."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from stance.model import Mention, Statement
from stance.scoring.syntax import Parse
from stance.scoring.target_candidates import Candidate, candidates_of
from stance.scoring.target_mentions import head_of, is_speaker, is_within, words_within
from stance.scoring.target_prominence import WeightedWords, attachment

JOINT_SIDE = "joint"
# Cues whose object is what is judged, so that an own minister in it is meant.
_JUDGING = frozenset("accuse criticise praise".split())
_AT_HOME = 0.25  # by so much the own side must stand out
_STANDS_OUT = 0.5
_LEAST_STRENGTH = 0.25  # an entity that merely stands in the sentence is not the target
_SECOND_PERSON = frozenset("you your yours yourself yourselves".split())


@dataclass(frozen=True)
class PairStatement:
    """A statement of one side of the pair; ``adjectives`` are those of the other side's country."""

    statement: Statement
    parse: Parse
    weighted: Sequence[WeightedWords]
    counterpart: str
    adjectives: frozenset[str]

    def particular(self) -> Mention | Candidate | None:
        """Return whom the words mean in particular, or None for the counterpart as such."""
        return (
            self._listener()
            or self._one_of_theirs()
            or self._own_at_fault()
            or self._own_judged()
            or self._third()
        )

    @cached_property
    def is_drawn_in(self) -> bool:
        """Whether the words name the counterpart or somebody of it."""
        return bool(self._theirs)

    @cached_property
    def _content(self) -> list[Mention]:
        return [m for m in self.statement.mentions if is_within(m.span, self.statement)]

    @cached_property
    def _theirs(self) -> list[Mention]:
        return [mention for mention in self._content if mention.side == self.counterpart]

    def _listener(self) -> Mention | None:
        """Return to whose face it is said ("you"), if a person of the other side is named."""
        if not says_you(self.statement, self.parse):
            return None
        if any(mention.entity == "country" for mention in self._theirs):
            return None
        heard = [
            mention
            for mention in self.statement.mentions
            if mention.side == self.counterpart
            and mention.entity == "person"
            and mention not in self._content
        ]
        return heard[-1] if heard else None

    def _one_of_theirs(self) -> Mention | None:
        found = _strongest(self.parse, self._theirs, self.weighted)
        if found is None and self._is_one_person:
            return self._theirs[0]
        return found if found is not None and found.entity in ("person", "body") else None

    @cached_property
    def _is_one_person(self) -> bool:
        """Whether the words name one person of the other side, and not the country as well."""
        names = {mention.name for mention in self._theirs}
        if len(names) != 1 or self._theirs[0].entity != "person":
            return False
        start, end = self._theirs[0].span
        words = [self.parse.tokens[i] for i in words_within(self.statement, self.parse)]
        return not any(
            word.text.lower() in self.adjectives for word in words if not start <= word.start < end
        )

    def _own_at_fault(self) -> Mention | None:
        """Return a person or body of the speaker's own side that is blamed ("Smith's weakness")."""
        own = [
            mention
            for mention in self._content
            if mention.side == self.statement.side
            and mention.entity in ("person", "body")
            and not is_speaker(mention, self.statement)
        ]
        cold = [item for item in self.weighted if item.weight < 0]
        return _strongest(self.parse, own, cold, agents_only=True)

    def _own_judged(self) -> Candidate | None:
        """Return whom of the own side the words are about ("slammed Smith's trip to Paris")."""
        is_silent = all(m.side != self.counterpart for m in self.statement.mentions)
        if self.statement.cue_class not in _JUDGING and not is_silent:
            return None
        found = candidates_of(self.statement, self.parse, self.weighted)
        inside = [each for each in found if each.is_inside and not each.is_law]
        theirs = [each.prominence for each in inside if each.side == self.counterpart]
        own = [e for e in inside if e.side == self.statement.side and e.entity != "country"]
        is_first = bool(own) and own[0].prominence >= max(theirs, default=_STANDS_OUT) + _AT_HOME
        return own[0] if is_first else None

    def _third(self) -> Mention | None:
        """Return an actor outside the pair, where the words name neither side of it."""
        sides = (self.counterpart, self.statement.side)
        if any(mention.side in sides for mention in self._content):
            return None
        others = [mention for mention in self._content if mention.side != JOINT_SIDE]
        return _strongest(self.parse, others, self.weighted, agents_only=True)


def says_you(statement: Statement, parse: Parse) -> bool:
    """Whether the words turn to "you"."""
    return any(parse.forms[index][1] in _SECOND_PERSON for index in words_within(statement, parse))


def _strongest(
    parse: Parse,
    candidates: Sequence[Mention],
    weighted: Sequence[WeightedWords],
    *,
    agents_only: bool = False,
) -> Mention | None:
    """Return the mention that is most closely tied to words with a stance, the first of equals."""
    best, most = None, 0.0
    for mention in candidates:
        head = head_of(parse, mention.span)
        if head is None:
            continue
        strength = attachment(parse, head, weighted, agents_only=agents_only)
        if strength >= _LEAST_STRENGTH and strength > most:
            best, most = mention, strength
    return best
