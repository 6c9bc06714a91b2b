"""Acts that grammar alone performs: demands, commands, questions, and telling another's deed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from stance.scoring.lexicon import Lexicon
from stance.scoring.patterns import QUOTE_MARKS
from stance.scoring.syntax import Parse

_DEMAND_MODALS = frozenset("must should ought".split())
_JOINT = frozenset(
    "we us our both together sides countries parties governments each i relation relations "
    "relationship tie ties difference differences dispute disputes competition cooperation "
    "dialogue talks peace friendship trade exchanges".split()
)
_OTHERS = frozenset("they you he she who side regime government authorities neighbours".split())
_NOT_COMMANDS = frozenset("let thank welcome".split())
_NO_COMMAND_WITH = frozenset("please to will would can".split())


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase or act found at certain words, with its weights before composition."""

    words: tuple[int, ...]
    weights: Mapping[str, float]
    rule: str


def act_factor(original: int, is_good: bool, good: float, bad: float) -> float:
    """Return what an act makes of a weight inside it.

    Good will that is demanded is not yet shown (``good``); harm is charged (``bad``), and so is
    harm whose end is demanded: in "must stop the pressure" the pressure stays an accusation.
    """
    if is_good and original < 0:
        return -bad if good < 1.0 else good
    return good if is_good else bad


@dataclass(frozen=True)
class Acts:
    """The acts in one statement; ``inside`` are the words that belong to it."""

    parse: Parse
    lexicon: Lexicon
    inside: frozenset[int]

    @cached_property
    def questions(self) -> Mapping[int, str]:
        """Roots of sentences with a question mark, each with its act: question or choice."""
        parse = self.parse
        found: dict[int, str] = {}
        for index, token in enumerate(parse.tokens):
            if token.text == "?" and index in self.inside:
                found[parse.roots[index]] = "choice" if self._is_choice(index) else "question"
        return found

    def _is_choice(self, mark: int) -> bool:
        # "Shall we build, or go back to shouting?" asks both and mocks nobody
        root = self.parse.roots[mark]
        words = [
            self.parse.forms[i][1]
            for i in range(mark)
            if self.parse.roots[i] == root and self.parse.tokens[i].text not in QUOTE_MARKS
        ]
        if words[:1] == ["or"]:
            return True
        is_joint = "or" in words or not _JOINT.isdisjoint(words[:8])
        return words[:1] in (["shall"], ["should"]) and is_joint

    @cached_property
    def at(self) -> Mapping[int, str]:
        """Verbs that demand or command: word index -> act."""
        known = self.lexicon.act_factors
        found: dict[int, str] = {}
        for index, token in enumerate(self.parse.tokens):
            if index in self.inside and token.pos in ("VERB", "AUX"):
                act = self._act_of(index)
                if act is not None and act in known:
                    found[index] = act
        return found

    def _act_of(self, verb: int) -> str | None:
        parse = self.parse
        subject = parse.subject(verb)
        modals = [c for c in parse.below(verb, "aux") if parse.forms[c][1] in _DEMAND_MODALS]
        if modals and subject is not None and not self._is_joint(subject):
            return "demand"
        token = parse.tokens[verb]
        is_bare = token.tag == "VB" and token.head == verb and subject is None
        if not is_bare or parse.forms[verb][1] in _NOT_COMMANDS:
            return None
        words = {parse.forms[c][1] for c in parse.children[verb]}
        if words & _NO_COMMAND_WITH:
            return None
        return "prohibition" if parse.negations(verb) else "command"

    def _is_joint(self, subject: int) -> bool:
        parse = self.parse
        words = {parse.forms[subject][1], *(parse.forms[c][1] for c in parse.children[subject])}
        if words & _JOINT:
            return True
        conjuncts = parse.below(subject, "conj")
        return len(conjuncts) == 1 and parse.tokens[subject].pos == "PROPN"

    def is_deed_of_other(self, hit: Hit, own: frozenset[int]) -> bool:
        """Whether the hit says what somebody other than the speaker does or did.

        Args:
            hit: The words.
            own: Words that name the speaker or his side.
        """
        parse = self.parse
        verb = parse.top(hit.words)
        if parse.tokens[verb].pos not in ("VERB", "AUX"):
            verb = next(
                (up for _, up in parse.path(verb) if parse.tokens[up].pos in ("VERB", "AUX")), verb
            )
        subject = parse.subject(verb)
        if subject is None or subject in own or subject in hit.words:
            return False
        if any(parse.tokens[c].tag == "MD" for c in parse.below(verb, "aux")):
            return False
        if parse.negations(verb) or parse.tokens[subject].dep == "nsubjpass":
            return False
        return self._is_other(subject)

    def _is_other(self, subject: int) -> bool:
        parse = self.parse
        if parse.forms[subject][1] in _OTHERS:
            return True
        owners = {parse.forms[c][1] for c in parse.below(subject, "poss")}
        if owners & {"our", "my"} or self._is_joint(subject):
            return False
        return bool(owners & {"your", "their", "its"}) or parse.tokens[subject].pos == "PROPN"

    def hits(self) -> Iterable[Hit]:
        """Return the acts that are made by grammar alone: demands, commands, questions."""
        for verb, act in self.at.items():
            weights = self.lexicon.act_weights.get(act)
            if weights:
                modals = [
                    c
                    for c in self.parse.below(verb, "aux")
                    if self.parse.forms[c][1] in _DEMAND_MODALS
                ]
                yield Hit((*modals, verb), weights, act)
