"""Conditional threats: what we will do, or the other will suffer, if the other does harm."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stance.scoring.syntax import INVERTED, Parse

_IF = frozenset(("if", "unless", "once", INVERTED))
_WILL = frozenset("will shall 'll wo".split())
# What somebody does of whom it is said "if they do, we will act".
_PROVOKING = frozenset(
    "continue persist keep insist cross touch dare provoke refuse fail move enter interfere "
    "meddle escalate proceed ignore raise choose go".split()
)
_THREATENED = frozenset("you they he she".split())
_PAYING = frozenset("pay suffer regret answer face lose bear burn bleed".split())


@dataclass(frozen=True)
class Threats:
    """The conditional threats of one statement.

    Args:
        parse: Its parse.
        inside: The words that belong to it.
        warm: Words of friendly phrases: what offers something is no threat.
        cold: Words of hostile phrases: they tell harm, and need no help where they threaten.
    """

    parse: Parse
    inside: frozenset[int]
    warm: frozenset[int]
    cold: frozenset[int]

    def find(self, is_own: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
        """Yield verb and "will" of each consequence.

        Args:
            is_own: Whether a subject is the speaker's side or both sides.
        """
        if _WILL.isdisjoint(word for _, word in self.parse.forms):
            return
        for verb in sorted(self.inside):
            yield from self._ordered(verb, is_own)
            clause = self._condition_of(verb, is_own)
            will = self._will(verb, is_own)
            if clause is None or will is None or {verb, will} & self.cold:
                continue
            condition = self.parse.subtree(clause)
            if self._is_harm(condition) and self.warm.isdisjoint(self.parse.subtree(verb)):
                yield verb, will

    def _ordered(self, verb: int, is_own: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
        """Yield the consequence of a command: "stop, or we will act", "go on and you will pay"."""
        parse = self.parse
        token = parse.tokens[verb]
        command = token.head
        is_command = parse.tokens[command].tag == "VB" and parse.subject(command) is None
        if token.dep != "conj" or not is_command:
            return
        joined = parse.coordinator(verb)
        subjects = parse.below(verb, "nsubj", "nsubjpass")
        wills = [c for c in parse.below(verb, "aux") if parse.forms[c][1] in _WILL]
        if not subjects or not wills or verb in self.cold:
            return
        is_listener = parse.forms[subjects[0]][1] in _THREATENED
        is_threat = joined == "or" and (is_listener or is_own(subjects[0]))
        is_warning = joined == "and" and is_listener and parse.forms[command][0] in _PROVOKING
        if (is_threat or is_warning) and self.warm.isdisjoint(self.parse.subtree(verb)):
            yield verb, wills[0]

    def _is_harm(self, condition: frozenset[int]) -> bool:
        lemmas = {self.parse.forms[word][0] for word in condition}
        return bool(self.cold & condition or lemmas & _PROVOKING)

    def _condition_of(self, verb: int, is_own: Callable[[int], bool]) -> int | None:
        """Return the verb of an "if" clause about somebody else below a verb."""
        parse = self.parse
        for clause in parse.below(verb, "advcl", "ccomp"):
            subject = parse.subject(clause)
            is_adverbial = parse.tokens[clause].dep == "advcl"
            marks = _IF if is_adverbial else {INVERTED}  # "they asked if" is no condition
            is_condition = clause in self.inside and parse.mark_of(clause) in marks
            if is_condition and subject is not None and not is_own(subject):
                return clause
        return None

    def _will(self, verb: int, is_own: Callable[[int], bool]) -> int | None:
        """Return the "will" of what the speaker does, or of what the other will suffer."""
        parse = self.parse
        subject = parse.subject(verb)
        found = [c for c in parse.below(verb, "aux") if parse.forms[c][1] in _WILL]
        if subject is None or not found:
            return None
        owners = {parse.forms[c][1] for c in parse.below(subject, "poss")}
        is_ours = is_own(subject) or bool(owners & {"our", "my"})
        return found[0] if is_ours or parse.forms[verb][0] in _PAYING else None
