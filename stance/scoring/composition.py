"""What the sentence makes of its phrases: negation, reversal, contrast, demand, background.

Every phrase is followed from its own word up to the root of its sentence. What stands on the way
may turn its weight round ("lift the ban", "no conflict"), weaken it ("after the attack") or put it
into an act ("must stop"). So "refuse to lift the ban" is refused good will, whatever the distance.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from stance.scoring.acts import Acts, Hit, act_factor
from stance.scoring.insincere import Insincere
from stance.scoring.lexicon import Lexicon, Operator
from stance.scoring.nuances import is_excess, is_superlative, is_topic
from stance.scoring.syntax import CONDITION_MARKS, CONTRAST_MARKS, TIME_MARKS, Parse

# Factors of composition. Swept one at a time on the writing part of data/gold/own_statements.csv:
# every one lies on a plateau (steps of a third move the rank correlation by less than 0.01).
NEGATED_GOOD = -0.8
NEGATED_BAD = -0.5
BEFORE_BUT = 0.4
BEFORE_LATER_BUT = 0.6
PASSED_OVER = -0.5  # "partners rather than adversaries"
CIRCUMSTANCE = 0.3
BACKGROUND = {"relcl": 0.4, "acl": 0.55, "appos": 0.4, "circumstance": CIRCUMSTANCE}
ADVERBIAL = 0.6
CONTRASTED = 0.4
CONDITION = 0.25
MODIFIER = 0.6
LOOSE = 0.7
NEGATED_ACT = 0.5  # "must not" demands too
NOT_GO_ON = 0.8  # "cannot go on bullying": the bullying is charged
STRONG_REVERSAL = -0.5
EXCESS = -0.8  # "too friendly"
TOPIC = 0.3  # "Norland's support for the militia"
ENDED_HARM = 0.2  # what is left of "suspend" itself in "suspend the sanctions"

_OUTSIDE_NEGATION = frozenset("subject relcl appos advcl circumstance clause".split())
_DETACHING = frozenset("relcl appos advcl circumstance clause".split())
_LOOSENING = _DETACHING | {"loose"}
_CONTINUING = frozenset("continue keep go".split())
_CONTRAST_OPENERS = frozenset("but however yet nevertheless still instead".split())


@dataclass(slots=True)
class Journey:
    """The weight of one hit on its way up: a factor, and what happened to it."""

    original: int  # sign of the weight
    is_act: bool = False
    factor: float = 1.0
    is_negated: bool = False
    is_after_but: bool = False  # "not X but Y": the negation of X does not reach Y
    is_loose: bool = False  # no operator further up reaches it
    is_detached: bool = False  # nor does a negation
    steps: list[str] = field(default_factory=list)
    reversed_at: list[int] = field(default_factory=list)  # words that ended something bad

    @property
    def is_good(self) -> bool:
        """Whether the weight is warm at this point of the way."""
        return self.original * self.factor > 0

    def turn(self, good: float, bad: float, step: str) -> None:
        """Multiply by one of two factors, by the present sign."""
        self.factor *= good if self.is_good else bad
        self.steps.append(step)

    def weaken(self, factor: float, step: str) -> None:
        """Multiply by a factor that does not depend on the sign."""
        self.turn(factor, factor, step)


@dataclass(frozen=True)
class Composer:
    """Follows hits up the trees of one statement.

    Args:
        parse: All sentences that the statement touches.
        lexicon: Operators and acts.
        inside: Words that belong to the statement; what stands outside has no effect on it.
        cold: Words of hostile phrases in it.
    """

    parse: Parse
    lexicon: Lexicon
    inside: frozenset[int]
    cold: frozenset[int] = frozenset()

    @cached_property
    def acts(self) -> Acts:
        """Demands, commands and questions of the statement."""
        return Acts(self.parse, self.lexicon, self.inside)

    @cached_property
    def insincere(self) -> Insincere:
        """Courtesy and irony in the statement."""
        return Insincere(self.parse, self.inside, self.cold)

    def journey(self, hit: Hit, sign: int) -> Journey:
        """Return what becomes of a weight of this sign."""
        own = set(hit.words)
        anchor = self.parse.top(hit.words)
        trip = Journey(sign, hit.rule in self.lexicon.act_factors)
        self._negate(trip, anchor, own)
        self._apply_participles(trip, anchor, own)
        self._apply_before(trip, hit)
        self._apply_nuances(trip, anchor, hit.words)
        for child, head in self.parse.path(anchor):
            if head not in self.inside or trip.factor == 0.0:
                break
            self._step(trip, child, head, own)
        self._apply_sentence(trip, anchor)
        return trip

    def _step(self, trip: Journey, child: int, head: int, own: set[int]) -> None:
        parse = self.parse
        relation = parse.relation(child)
        self._apply_background(trip, child, relation)
        self._apply_contrast(trip, child, head, relation)
        if head in own:
            return
        operator = None if trip.is_loose else self.operator_at(head, relation)
        if operator is not None:
            if not trip.is_good and operator.bad <= STRONG_REVERSAL:
                trip.reversed_at.append(head)
            if operator.act is not None:
                self._apply_act(trip, operator.act)
            else:
                trip.turn(operator.good, operator.bad, parse.forms[head][0])
        elif relation in ("compound", "modifier"):
            trip.weaken(MODIFIER, "modifier")
        elif relation == "loose":
            trip.weaken(LOOSE, "loose")
        if parse.coordinator(child) == "but" and relation == "conj":
            trip.is_after_but = True
        if (
            relation not in _OUTSIDE_NEGATION
            and not trip.is_detached
            and self._negation_spreads(child, relation)
        ):
            self._negate(trip, head, own)
        self._apply_demand(trip, head, relation)
        trip.is_loose |= relation in _LOOSENING
        trip.is_detached |= relation in _DETACHING

    def operator_at(self, word: int, relation: str) -> Operator | None:
        """Return the operator at a word if an operand in this relation is in its scope."""
        table = self.lexicon.operator_of
        pos = self.parse.tokens[word].pos
        if pos == "PROPN" and self.parse.is_headline(word):
            pos = "VERB"
        forms = (self.parse.particle_form(word), *self.parse.forms[word])
        for form in forms:
            for operator in table.get(form or "", ()):
                if (not operator.pos or pos in operator.pos) and operator.reaches(relation, pos):
                    return operator
        return None

    def _negate(self, trip: Journey, word: int, own: set[int]) -> None:
        if trip.is_after_but:
            trip.is_after_but = False
            return
        negations = [
            n
            for n in self.parse.negations(word)
            if n not in own and n in self.inside and not is_superlative(self.parse, n, word)
        ]
        if len(negations) % 2 and not trip.is_good and self.parse.forms[word][0] in _CONTINUING:
            trip.weaken(NOT_GO_ON, "must not go on")
        elif len(negations) % 2 and trip.is_act:
            trip.weaken(NEGATED_ACT, "negation")
        elif len(negations) % 2:
            trip.turn(NEGATED_GOOD, NEGATED_BAD, "negation")
            trip.is_negated = not trip.is_negated

    def _negation_spreads(self, child: int, relation: str) -> bool:
        if relation != "conj":
            return True
        parse = self.parse
        if parse.negations(child) or parse.coordinator(child) == "but":
            return False
        is_clause = parse.tokens[child].pos in ("VERB", "AUX") and bool(
            parse.below(child, "nsubj", "nsubjpass", "aux")
        )
        return not is_clause

    def _apply_participles(self, trip: Journey, word: int, own: set[int]) -> None:
        # "the curbs lifted last week": the participle acts on the noun above it
        for child in self.parse.below(word, "acl"):
            if child in own or child not in self.inside:
                continue
            if word in self.parse.objects(child):
                operator = self.operator_at(child, "object")
                if operator is not None:
                    if not trip.is_good and operator.bad <= STRONG_REVERSAL:
                        trip.reversed_at.append(child)
                    trip.turn(operator.good, operator.bad, self.parse.forms[child][0])

    def _apply_before(self, trip: Journey, hit: Hit) -> None:
        start = min(hit.words)
        before = " ".join(self.parse.forms[i][1] for i in range(max(0, start - 5), start))
        for words in ("rather than", "instead of", "as opposed to"):
            if words in before and not any(mark in before.split(words)[-1] for mark in ",;:."):
                trip.weaken(PASSED_OVER, words)
                return

    def _apply_nuances(self, trip: Journey, anchor: int, words: Sequence[int]) -> None:
        if not trip.is_good:
            return
        if is_excess(self.parse, anchor):
            trip.weaken(EXCESS, "too")
        if is_topic(self.parse, anchor):
            trip.weaken(TOPIC, "topic")
        unmeant = self.insincere.factor(words)
        if unmeant is not None:
            trip.weaken(*unmeant)

    def _apply_background(self, trip: Journey, child: int, relation: str) -> None:
        if relation == "advcl":
            mark = self.parse.mark_of(child)
            if mark in CONDITION_MARKS:
                trip.weaken(CONDITION, "condition")
            elif mark in CONTRAST_MARKS:
                trip.weaken(CONTRASTED, "contrast")
            elif mark in TIME_MARKS:
                trip.weaken(CIRCUMSTANCE, "background")
            else:
                trip.weaken(ADVERBIAL, "background")
        elif relation in BACKGROUND:
            trip.weaken(BACKGROUND[relation], "background")

    def _apply_contrast(self, trip: Journey, child: int, head: int, relation: str) -> None:
        # In "X, but Y" the words of X count less; child is on the way from X or from Y.
        later = [
            c
            for c in self.parse.below(head, "conj")
            if c != child and c > child and self.parse.coordinator(c) == "but"
        ]
        if later and relation != "conj":
            trip.weaken(BEFORE_BUT, "before but")

    def _apply_demand(self, trip: Journey, head: int, relation: str) -> None:
        if relation in _OUTSIDE_NEGATION:
            return
        act = self.acts.at.get(head)
        if act is not None:
            self._apply_act(trip, act)

    def _apply_act(self, trip: Journey, act: str) -> None:
        good, bad = self.lexicon.act_factors[act]
        trip.factor *= act_factor(trip.original, trip.is_good, good, bad)
        trip.steps.append(act)

    def _apply_sentence(self, trip: Journey, anchor: int) -> None:
        root = self.parse.roots[anchor]
        act = self.acts.questions.get(root, "")
        if act in self.lexicon.act_factors:
            trip.turn(*self.lexicon.act_factors[act], act)
        if "before but" in trip.steps:
            return
        if any(place > anchor and self.parse.roots[place] == root for place in self.clause_buts):
            trip.weaken(BEFORE_BUT, "before but")
        elif any(later > anchor for later in self.contrast_openings):
            trip.weaken(BEFORE_LATER_BUT, "before but")

    @cached_property
    def clause_buts(self) -> tuple[int, ...]:
        """Places of a "but" that joins a whole clause with a subject of its own."""
        parse, found = self.parse, []
        for index, (_, word) in enumerate(parse.forms):
            if word in ("but", "yet") and parse.tokens[index].dep == "cc" and index in self.inside:
                rest = range(index + 1, len(parse.tokens))
                if any(
                    parse.tokens[i].dep in ("nsubj", "nsubjpass", "expl")
                    and parse.roots[i] == parse.roots[index]
                    for i in rest
                ):
                    found.append(index)
        return tuple(found)

    @cached_property
    def contrast_openings(self) -> tuple[int, ...]:
        """Sentence openings like "But" and "However"."""
        roots = self.parse.roots
        return tuple(
            index
            for index in range(1, len(roots))
            if roots[index] != roots[index - 1]
            and self.parse.forms[index][1] in _CONTRAST_OPENERS
            and index in self.inside
        )
