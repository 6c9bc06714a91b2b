"""A parsed paragraph as plain lists: quick to walk, and independent of spaCy once made."""

import itertools
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from stance.model import Span, Token

_PUNCTUATION = frozenset(",;:.!?-–—()[]\"'“”‘’«»``''…")


class Tree:
    """The tokens of one paragraph with their dependencies; offsets count in the article.

    Attributes are parallel lists; ``heads`` holds indices into the same lists (a root is its own
    head), ``kids`` the dependents of each token from left to right, ``sentence`` the number of the
    sentence that a token stands in.
    """

    def __init__(self, doc: Doc, offset: int = 0) -> None:
        self.words = [token.text for token in doc]
        self.lower = [word.lower() for word in self.words]
        self.lemmas = [token.lemma_.lower() for token in doc]
        self.pos = [token.pos_ for token in doc]
        self.tags = [token.tag_ for token in doc]
        self.deps = [token.dep_ for token in doc]
        self.heads = [token.head.i for token in doc]
        self.starts = [token.idx + offset for token in doc]
        self.ends = [start + len(word) for start, word in zip(self.starts, self.words, strict=True)]
        self.kids: list[list[int]] = [[] for _ in self.words]
        for index, head in enumerate(self.heads):
            if head != index:
                self.kids[head].append(index)
        self.sentence: list[int] = []
        self.sentence_starts: list[int] = []
        for number, sentence in enumerate(doc.sents):
            self.sentence_starts.append(sentence.start)
            self.sentence.extend([number] * len(sentence))
        self._subtrees: dict[int, frozenset[int]] = {}

    def __len__(self) -> int:
        return len(self.words)

    def subtree(self, index: int) -> frozenset[int]:
        """Return the indices of a token and everything below it."""
        known = self._subtrees.get(index)
        if known is None:
            found, waiting = {index}, [index]
            while waiting:
                for kid in self.kids[waiting.pop()]:
                    if kid not in found:
                        found.add(kid)
                        waiting.append(kid)
            known = self._subtrees[index] = frozenset(found)
        return known

    def hang(self, index: int, head: int, dep: str) -> None:
        """Hang a token, with all below it, on another head; while the parse is being mended."""
        self.kids[self.heads[index]] = [kid for kid in self.kids[self.heads[index]] if kid != index]
        self.heads[index], self.deps[index] = head, dep
        self.kids[head] = sorted([*self.kids[head], index])
        self._subtrees.clear()

    def make_root(self, index: int) -> None:
        """Let a token, with all below it, hang on nothing; while the parse is being mended."""
        self.kids[self.heads[index]] = [kid for kid in self.kids[self.heads[index]] if kid != index]
        self.heads[index], self.deps[index] = index, "ROOT"
        self._subtrees.clear()

    def child(self, index: int, *deps: str) -> int | None:
        """Return the first dependent with one of the relations, or None."""
        return next((kid for kid in self.kids[index] if self.deps[kid] in deps), None)

    def children(self, index: int, *deps: str) -> list[int]:
        """Return all dependents with one of the relations."""
        return [kid for kid in self.kids[index] if self.deps[kid] in deps]

    def ancestors(self, index: int) -> Iterable[int]:
        """Yield head, head of the head, ... up to the root."""
        while self.heads[index] != index:
            index = self.heads[index]
            yield index

    def is_punctuation(self, index: int) -> bool:
        """Tell whether a token is a mark, not a word."""
        return self.pos[index] in ("PUNCT", "SPACE") or self.words[index] in _PUNCTUATION

    def words_in(self, tokens: Iterable[int]) -> frozenset[int]:
        """Return those of some tokens that are words."""
        return frozenset(i for i in tokens if not self.is_punctuation(i))

    def has_infinitive_marker(self, verb: int) -> bool:
        """Tell "to act" from "acts" and "acting"."""
        return any(self.tags[kid] == "TO" for kid in self.kids[verb])

    def sentence_of(self, index: int) -> range:
        """Return the indices of the sentence around a token."""
        number = self.sentence[index]
        starts = self.sentence_starts
        end = starts[number + 1] if number + 1 < len(starts) else len(self.words)
        return range(starts[number], end)

    def sentence_bounds(self) -> list[tuple[int, int]]:
        """Return the first index of each sentence and the one behind its last."""
        return list(itertools.pairwise([*self.sentence_starts, len(self)]))

    def between(self, start: int, end: int) -> list[int]:
        """Return the indices of the tokens that begin inside a stretch of the article."""
        return [i for i, at in enumerate(self.starts) if start <= at < end]

    def spans(self, indices: Iterable[int]) -> tuple[Span, ...]:
        """Return the runs of neighbouring tokens as character spans."""
        runs: list[list[int]] = []
        for index in sorted(indices):
            if runs and runs[-1][-1] == index - 1:
                runs[-1].append(index)
            else:
                runs.append([index])
        return tuple((self.starts[run[0]], self.ends[run[-1]]) for run in runs)

    def tokens(self, sentences: Sequence[int]) -> tuple[Token, ...]:
        """Return the words of some sentences (by number) as plain tokens, heads renumbered."""
        wanted = set(sentences)
        chosen = [i for i in range(len(self)) if self.sentence[i] in wanted]
        number = {old: new for new, old in enumerate(chosen)}
        return tuple(
            Token(
                self.words[i],
                self.lemmas[i],
                self.pos[i],
                self.tags[i],
                self.deps[i],
                number.get(self.heads[i], number[i]),
                self.starts[i],
                self.ends[i],
            )
            for i in chosen
        )
