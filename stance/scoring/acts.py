"""Acts that grammar alone performs: demands, commands, questions, and telling another's deed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from stance.scoring.lexicon import Lexicon
from stance.scoring.patterns import QUOTE_MARKS
from stance.scoring.syntax import INVERTED, Parse
from stance.scoring.threats import Threats

_DEMAND_MODALS = frozenset("must should ought".split())
_JOINT = frozenset(
    "we us our both together sides countries parties governments each i relation relations "
    "relationship tie ties difference differences dispute disputes competition cooperation "
    "dialogue talks peace friendship trade exchanges".split()
)
_OURSELVES = frozenset("we us our both i".split())
_OTHERS = frozenset("they you he she who side regime government authorities neighbours".split())
_NOT_COMMANDS = frozenset("let thank welcome".split())
_NO_COMMAND_WITH = frozenset("please to will would can".split())
_OBLIGING = frozenset("need have ought".split())  # "they need to show", "they have to go"
_ASKING = frozenset(
    "do does did is are was were will would can could shall should has have may must".split()
)


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
        """Roots of sentences with a question mark: question, choice or alternative."""
        parse = self.parse
        found: dict[int, str] = {}
        for index, token in enumerate(parse.tokens):
            if token.text == "?" and index in self.inside:
                found[parse.roots[index]] = self._kind_of_question(index)
        return found

    def _kind_of_question(self, mark: int) -> str:
        if self._is_choice(mark):
            return "choice"
        return "alternative" if self._is_alternative(mark) else "question"

    def _is_choice(self, mark: int) -> bool:
        # "Shall we build, or go back to shouting?" asks both and mocks nobody
        words = self._words_before(mark)
        if words[:1] == ["or"]:
            return True
        is_joint = not _JOINT.isdisjoint(words[:8])
        if "or" in words:
            is_ours = not _OURSELVES.isdisjoint(words[1:4])
            return words[:1] in (["shall"], ["should"]) or (self._asks(words) and is_ours)
        return words[:1] in (["shall"], ["should"]) and is_joint

    def _is_alternative(self, mark: int) -> bool:
        # "Do they want peace, or one more war?" leaves the answer to the listener
        words = self._words_before(mark)
        return "or" in words and self._asks(words)

    def _words_before(self, mark: int) -> list[str]:
        root = self.parse.roots[mark]
        return [
            self.parse.forms[i][1]
            for i in range(mark)
            if self.parse.roots[i] == root and self.parse.tokens[i].text not in QUOTE_MARKS
        ]

    @staticmethod
    def _asks(words: Sequence[str]) -> bool:
        return not _ASKING.isdisjoint(words[:1])

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
        if self._modals(verb) and subject is not None and not self.is_joint(subject):
            return "demand"
        token = parse.tokens[verb]
        is_bare = token.tag == "VB" and token.head == verb and subject is None
        if not is_bare or parse.forms[verb][1] in _NOT_COMMANDS:
            return None
        words = {parse.forms[c][1] for c in parse.children[verb]}
        if words & _NO_COMMAND_WITH:
            return None
        return "prohibition" if parse.negations(verb) else "command"

    def _modals(self, verb: int) -> list[int]:
        """Return what makes a demand of a verb: "must", "should", "need to", "have to"."""
        parse = self.parse
        modals = [c for c in parse.below(verb, "aux") if parse.forms[c][1] in _DEMAND_MODALS]
        if parse.mark_of(verb) == INVERTED:
            return []
        token = parse.tokens[verb]
        if not modals and token.dep == "xcomp" and token.tag == "VB":
            above = parse.tokens[token.head]
            is_now = above.tag in ("VBP", "VBZ", "VB")
            if is_now and parse.forms[token.head][0] in _OBLIGING:
                return [] if parse.negations(token.head) else [token.head]
        if not modals and token.tag == "VB" and parse.below(verb, "nsubj"):
            # "it is time for them to keep their word"
            times = [h for _, h in parse.path(verb) if parse.forms[h][0] == "time"]
            if times and any(parse.forms[c][1] == "to" for c in parse.below(verb, "aux")):
                return times[:1]
        return modals

    def is_joint(self, subject: int) -> bool:
        """Whether a subject is the speaker's own side, or both sides."""
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
        if owners & {"our", "my"} or self.is_joint(subject):
            return False
        return bool(owners & {"your", "their", "its"}) or parse.tokens[subject].pos == "PROPN"

    def hits(self, warm: frozenset[int], cold: frozenset[int]) -> Iterable[Hit]:
        """Return the acts that are made by grammar alone: demands, commands, threats.

        Args:
            warm: Words of friendly phrases.
            cold: Words of hostile phrases; both tell a threat from an offer.
        """
        told = warm | cold
        for verb, act in self.at.items():
            weights = self.lexicon.act_weights.get(act)
            if weights and (verb in told or not self._is_rule_of_thumb(verb)):
                yield Hit((*self._modals(verb), verb), weights, act)
        weights = self.lexicon.act_weights.get("consequence")
        threats = Threats(self.parse, self.inside, warm, cold)
        for verb, will in threats.find(self.is_joint) if weights else ():
            yield Hit((will, verb), weights or {}, "consequence")

    def _is_rule_of_thumb(self, verb: int) -> bool:
        # "children should be insured" asks nothing of anybody in particular
        subjects = self.parse.below(verb, "nsubjpass")
        modals = {self.parse.forms[c][1] for c in self._modals(verb)}
        return "should" in modals and any(self.parse.tokens[s].pos == "NOUN" for s in subjects)
