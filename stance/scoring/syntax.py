"""Reads a parse: which word governs which, and by what kind of relation.

All functions work on plain ``Token`` sequences with spaCy's English labels; nothing here knows a
lexicon. "Operand" is the word below an operator ("sanctions" in "lift the sanctions").
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from stance.model import Span, Token

NEGATIONS = frozenset(
    "not n't never no neither nor hardly scarcely rarely barely nobody nothing none cannot".split()
)
# Prepositions that open an account of circumstances, not of the act itself.
CIRCUMSTANCE = frozenset(
    "after before during amid amidst despite since following because due until till by over "
    "under within around via notwithstanding".split()
)
# "in response to", "in the wake of": the noun makes the preposition a circumstance.
_CIRCUMSTANCE_NOUNS = frozenset(
    "response wake face light view aftermath connection spite midst retaliation protest return "
    "reaction course context".split()
)
_PASSED_ON = frozenset("of on to from into against about between toward towards for".split())
CONTRAST_MARKS = frozenset("although though while whereas despite".split())
TIME_MARKS = frozenset("after before since as when".split())
INVERTED = "should"  # "should they cross the line": a condition without "if"
CONDITION_MARKS = frozenset(("if", "unless", "until", "once", INVERTED))
_RELATIONS = {
    "dobj": "object", "dative": "object", "nsubjpass": "object", "attr": "object",
    "oprd": "object", "pobj": "object", "acomp": "object", "csubjpass": "object",
    "prep": "prep", "xcomp": "complement", "ccomp": "complement", "pcomp": "complement",
    "nsubj": "subject", "csubj": "subject", "compound": "compound", "amod": "modifier",
    "nmod": "compound", "poss": "compound", "conj": "conj", "appos": "appos", "relcl": "relcl",
    "acl": "acl", "advcl": "advcl", "agent": "circumstance",
    "parataxis": "clause",
}  # fmt: skip


@dataclass(frozen=True)
class Parse:
    """A token sequence with its tree turned upside down, built once per statement."""

    tokens: tuple[Token, ...]

    @cached_property
    def forms(self) -> tuple[tuple[str, str], ...]:
        """Lemma and word of each token, both in lower case."""
        return tuple((t.lemma.lower(), t.text.lower().replace("’", "'")) for t in self.tokens)

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """Indices of the words directly below each word, in text order."""
        below: list[list[int]] = [[] for _ in self.tokens]
        for index, token in enumerate(self.tokens):
            if token.head != index:
                below[token.head].append(index)
        return tuple(tuple(group) for group in below)

    @cached_property
    def roots(self) -> tuple[int, ...]:
        """The root of each word's sentence: words with equal roots share a sentence."""
        found: list[int] = []
        for index in range(len(self.tokens)):
            node = index
            for _ in self.tokens:
                head = self.tokens[node].head
                if head == node:
                    break
                node = head
            found.append(node)
        return tuple(found)

    @cached_property
    def headlines(self) -> frozenset[int]:
        """Roots of sentences in Title Case, where capitals do not tell a name."""
        capitals: dict[int, list[bool]] = {}
        for root, token in zip(self.roots, self.tokens, strict=True):
            if len(token.text) > 3 and token.text.isalpha():
                capitals.setdefault(root, []).append(token.text[0].isupper())
        return frozenset(
            root
            for root, found in capitals.items()
            if len(found) > 2 and sum(found) >= 0.8 * len(found)
        )

    def is_headline(self, index: int) -> bool:
        """Whether a word stands in a sentence in Title Case."""
        return self.roots[index] in self.headlines

    def path(self, index: int) -> Iterator[tuple[int, int]]:
        """Yield (word, governor) pairs from a word up to its root."""
        for _ in self.tokens:
            head = self.tokens[index].head
            if head == index:
                return
            yield index, head
            index = head

    def top(self, words: Sequence[int]) -> int:
        """Return the word of a group that governs the others."""
        chosen = set(words)
        for word in words:
            head = self.tokens[word].head
            if head not in chosen or head == word:
                return word
        return words[0]

    def relation(self, child: int) -> str:
        """Return how a word hangs below its governor: object, complement, subject, ...

        A preposition with a circumstance ("after the attack") is "circumstance", one that says
        how or where ("with", "in") is "loose"; an infinitive below a noun ("decision to ban") is
        "complement"; anything unknown is "other".
        """
        token = self.tokens[child]
        relation = _RELATIONS.get(token.dep, "other")
        if relation == "prep":
            return self._preposition(child)
        if token.dep == "ccomp" and child < token.head and self.below(child, "nsubj"):
            return "clause"  # "Trade helps both, barriers hurt both": two clauses side by side
        if relation == "acl" and token.tag == "VB":
            return "complement"
        return relation

    def _preposition(self, child: int) -> str:
        word = self.forms[child][1]
        if self.forms[self.tokens[child].head][0] == "be" and word not in ("after", "before"):
            return "object"  # "is off the table"
        if word in CIRCUMSTANCE:
            return "circumstance"
        nouns = self.below(child, "pobj")
        if any(self.forms[noun][0] in _CIRCUMSTANCE_NOUNS for noun in nouns):
            return "circumstance"
        is_verb = self.tokens[self.tokens[child].head].pos in ("VERB", "AUX")
        if is_verb and word in ("on", "for"):
            return "loose"  # "reduced on Monday", "banned for good"
        return "prep" if word in _PASSED_ON else "loose"

    def below(self, index: int, *deps: str) -> list[int]:
        """Return the direct dependents with one of these labels."""
        return [child for child in self.children[index] if self.tokens[child].dep in deps]

    def subtree(self, index: int) -> frozenset[int]:
        """Return a word and everything below it."""
        queue, found = [index], set[int]()
        while queue:
            found.add(node := queue.pop())
            queue += self.children[node]
        return frozenset(found)

    def particle_form(self, index: int) -> str | None:
        """Return "call_off" for "call" with the particle "off", else None."""
        for child in self.children[index]:
            if self.tokens[child].dep == "prt":
                return f"{self.forms[index][0]}_{self.forms[child][1]}"
        return None

    def objects(self, index: int) -> list[int]:
        """Return what a verb acts on, in active, passive and participle, with coordinated words."""
        found = self.below(index, "dobj", "nsubjpass", "attr", "oprd", "dative")
        for prep in self.below(index, "prep", "dative"):
            if self.forms[prep][1] not in CIRCUMSTANCE:
                found += self.below(prep, "pobj")
        if self.tokens[index].dep == "acl" and self.tokens[index].tag == "VBN":
            found.append(self.tokens[index].head)
        if self.tokens[index].dep == "relcl" and not self.below(index, "dobj"):
            found.append(self.tokens[index].head)
        return self._spread(found)

    def _spread(self, found: Sequence[int]) -> list[int]:
        # "a series of curbs and bans": down through "of" and along coordination
        queue, seen = list(found), list[int]()
        while queue:
            node = queue.pop(0)
            if node in seen:
                continue
            seen.append(node)
            queue += self.below(node, "conj")
            for prep in self.below(node, "prep"):
                if self.forms[prep][1] == "of":
                    queue += self.below(prep, "pobj")
        return seen

    def negations(self, index: int) -> list[int]:
        """Return the words that negate this word directly ("not", "no", "never", "no longer")."""
        found = []
        for child in self.children[index]:
            lemma, word = self.forms[child]
            dep = self.tokens[child].dep
            if dep == "neg" or (word in NEGATIONS and dep in ("det", "advmod", "preconj", "cc")):
                if not (dep == "cc" and word == "nor" and self.tokens[index].pos == "NOUN"):
                    found.append(child)
            elif lemma == "longer" or word == "longer":
                found += [c for c in self.children[child] if self.forms[c][1] == "no"]
            elif dep in ("nsubj", "nsubjpass"):
                empty = self._emptying(child)
                if empty is not None:
                    found.append(empty)
        return found

    def _emptying(self, subject: int) -> int | None:
        """Return the word by which a subject is nobody: "nobody", the "no" of "no country"."""
        # "no country has done more to help" says that this one has
        if any(self.forms[i][1] == "more" for i in range(subject, len(self.tokens))):
            return None
        if self.forms[subject][1] in NEGATIONS:
            return subject
        words = (c for c in self.children[subject] if self.tokens[c].dep == "det")
        return next((c for c in words if self.forms[c][1] in ("no", "neither")), None)

    def inside(self, spans: Sequence[Span]) -> frozenset[int]:
        """Return the words that stand inside the spans as a whole."""
        return frozenset(
            index
            for index, token in enumerate(self.tokens)
            if any(start <= token.start and token.end <= end for start, end in spans)
        )

    def n_names(self, spans: Sequence[Span]) -> int:
        """Return how many names stand inside the spans; "the United States" is one."""
        names = {index for index in self.inside(spans) if self.tokens[index].pos == "PROPN"}
        return sum(index - 1 not in names for index in names)

    def mark_of(self, clause: int) -> str:
        """Return the word that introduces a subordinate clause ("if", "although"), or ""."""
        for child in self.children[clause]:
            if self.tokens[child].dep == "mark" or (
                self.tokens[child].dep == "advmod" and self.forms[child][1] in ("when", "once")
            ):
                return self.forms[child][1]
        is_below = self.tokens[clause].head != clause
        return INVERTED if is_below and self._is_inverted(clause) else ""

    def _is_inverted(self, clause: int) -> bool:
        subjects = self.below(clause, "nsubj", "nsubjpass")
        modals = [c for c in self.below(clause, "aux") if self.forms[c][1] == INVERTED]
        return bool(subjects and modals) and modals[0] < subjects[0]

    def coordinator(self, second: int) -> str:
        """Return the conjunction that joins a word to the one that governs it ("but"), or ""."""
        head = self.tokens[second].head
        words = [
            self.forms[c][1]
            for c in self.children[head]
            if self.tokens[c].dep == "cc" and c < second
        ]
        return words[-1] if words else ""

    def subject(self, verb: int) -> int | None:
        """Return the grammatical subject of a verb, looking up through coordination."""
        for _ in self.tokens:
            found = self.below(verb, "nsubj", "nsubjpass", "expl")
            if found:
                return found[0]
            if self.tokens[verb].dep not in ("conj", "xcomp"):
                return None
            verb = self.tokens[verb].head
        return None
