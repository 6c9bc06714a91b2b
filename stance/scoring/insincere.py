"""Warm words that are not meant warmly: courtesy before a refusal, mock thanks, others' labels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from stance.scoring.syntax import Parse

COURTESY = 0.3  # "we are grateful, but we will not come"
MOCKERY = -0.6  # "thank them for the bombs"
LABEL = 0.1  # "they call it friendship"

_COURTEOUS = frozenset(
    "thank thanks thankful grateful gratitude appreciate appreciation appreciative kind kindness "
    "generous honour honor honoured honored value respect regard friend friendship invitation "
    "offer hospitality gracious warm".split()
)
_DECLINING = frozenset("decline pass refuse".split())
_GRANTING = frozenset(
    "attend accept join receive take sign agree host come go participate support give grant offer "
    "provide meet allow follow do send travel extend approve change make suit fit".split()
)
_THANKING = frozenset("thank thanks congratulate congratulation applaud bravo grateful".split())
_CALLING = frozenset("call name label term brand dub style".split())
_OWN = frozenset("i we".split())
_DRAFTS = frozenset("it this that draft proposal offer text plan document".split())
_OTHERS = frozenset("they he she it".split())
_THEM = frozenset("them him her it those".split())


@dataclass(frozen=True)
class Insincere:
    """Finds the warm words of one statement that its other words take back.

    Args:
        parse: Its parse.
        inside: The words that belong to it.
        cold: Words of hostile phrases.
    """

    parse: Parse
    inside: frozenset[int]
    cold: frozenset[int]

    def factor(self, words: Sequence[int]) -> tuple[float, str] | None:
        """Return what is left of a warm phrase, and why; None where it is meant.

        Args:
            words: The words of the phrase.
        """
        if self._has_sign_of_irony:
            if any(self._is_mocking(word) for word in words):
                return MOCKERY, "mockery"
            if any(self._is_label(word) for word in words):
                return LABEL, "their word"
        lemmas = {self.parse.forms[word][0] for word in words}
        if self.refusals and lemmas & _COURTEOUS:
            return COURTESY, "courtesy"
        return None

    @cached_property
    def _has_sign_of_irony(self) -> bool:
        """Whether a word is there that irony here needs: it saves time on most statements."""
        words = {form for pair in self.parse.forms for form in pair}
        return not words.isdisjoint(_THANKING | _CALLING | {"how", "so"})

    @cached_property
    def refusals(self) -> tuple[int, ...]:
        """Verbs by which the speaker's side says no."""
        return tuple(word for word in sorted(self.inside) if self._refuses(word))

    def polite_refusals(self, warm: Sequence[int]) -> Iterator[int]:
        """Yield the refusals in a statement that has words of courtesy.

        Args:
            warm: Words of friendly phrases.
        """
        if any(self.parse.forms[word][0] in _COURTEOUS for word in warm):
            yield from self.refusals

    def _refuses(self, verb: int) -> bool:
        parse = self.parse
        lemma = parse.forms[verb][0]
        if parse.tokens[verb].pos not in ("VERB", "AUX"):
            return False
        subject = parse.subject(verb)
        if subject is None:
            return False
        who = parse.forms[subject][1]
        if lemma == "be":
            nos = [parse.forms[c][1] for c in parse.below(verb, "attr", "intj", "advmod", "acomp")]
            return who == "answer" and "no" in nos
        if lemma in _DECLINING and who in _OWN:
            return not parse.negations(verb)
        is_ours = who in _OWN and any(parse.tokens[c].tag == "MD" for c in parse.children[verb])
        return lemma in _GRANTING and bool(parse.negations(verb)) and (is_ours or who in _DRAFTS)

    def _is_mocking(self, word: int) -> bool:
        if self.parse.forms[word][0] in _THANKING and self._is_for_harm(word):
            return True
        return self._is_how_kind(word) or self._is_so_much(word)

    def _is_for_harm(self, word: int) -> bool:
        # "thanks for the bombs", "congratulations on another broken promise"
        parse = self.parse
        return any(
            not self.cold.isdisjoint((thing, *parse.below(thing, "amod", "compound")))
            for prep in parse.below(word, "prep")
            if parse.forms[prep][1] in ("for", "on")
            for thing in parse.below(prep, "pobj", "pcomp")
        )

    def _is_how_kind(self, word: int) -> bool:
        # As in: how generous of them to return what was stolen.
        parse = self.parse
        if not any(parse.forms[c][1] == "how" for c in parse.below(word, "advmod")):
            return False
        people = [
            parse.forms[person][1]
            for prep in parse.below(word, "prep")
            if parse.forms[prep][1] == "of"
            for person in parse.below(prep, "pobj")
        ]
        return not _THEM.isdisjoint(people)

    def _is_so_much(self, word: int) -> bool:
        # "so much for their friendship", "they love peace so much that they made three wars"
        parse = self.parse
        for child, head in parse.path(word):
            is_much = parse.forms[head][1] == "much"
            if is_much and parse.forms[child][1] == "for" and self._has_so(head):
                return True
        if not any(self._has_so(c) for c in parse.below(word, "advmod")):
            return False
        results = [c for c in parse.subtree(word) if parse.tokens[c].dep in ("ccomp", "advcl")]
        return any(
            parse.mark_of(c) == "that" and not self.cold.isdisjoint(parse.subtree(c))
            for c in results
        )

    def _has_so(self, word: int) -> bool:
        return any(self.parse.forms[c][1] == "so" for c in self.parse.below(word, "advmod"))

    def _is_label(self, word: int) -> bool:
        # "they call it friendship": not the speaker's word for it
        parse = self.parse
        token = parse.tokens[word]
        if token.dep not in ("oprd", "ccomp", "xcomp", "dobj", "attr"):
            return False
        calling = [up for up in (token.head, parse.tokens[token.head].head) if up != word]
        for verb in calling:
            subject = parse.subject(verb) if parse.forms[verb][0] in _CALLING else None
            if subject is not None and parse.forms[subject][1] in _OTHERS:
                return True
        return False
