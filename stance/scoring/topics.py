"""Which topics of the case a statement is about."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from stance.model import Topic

OTHER = "other"
# What one side of the pair says to the other, and names no subject, is about the two of them.
PAIR_TOPIC = "bilateral_relations"
_KEPT = 64  # paragraphs: many statements stand in one
MOST_FROM_PARAGRAPH = 2  # a paragraph that names five subjects tells little about one sentence


@dataclass(frozen=True)
class TopicFinder:
    """Matches the case's vocabulary: lower-case words and phrases, ``*`` ends a stem."""

    topics: tuple[Topic, ...]

    @cached_property
    def _patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple(
            (topic.topic_id, _pattern(topic.terms)) for topic in self.topics if topic.terms
        )

    def find(
        self, statement: str, paragraph: str = "", is_of_pair: bool = False
    ) -> tuple[str, ...]:
        """Return topic ids, the most often named first.

        The paragraph counts only where the statement itself names no topic. If neither does, it is
        ``bilateral_relations`` between the sides of the pair and ``other`` elsewhere.

        Args:
            statement: Its words.
            paragraph: The text around it.
            is_of_pair: Whether one side of the pair speaks to the other.
        """
        found = self._in(statement) or self._in_paragraph(paragraph)[:MOST_FROM_PARAGRAPH]
        if found:
            return found
        has_pair_topic = any(topic.topic_id == PAIR_TOPIC for topic in self.topics)
        return (PAIR_TOPIC,) if is_of_pair and has_pair_topic else (OTHER,)

    @cached_property
    def _in_paragraph(self) -> Callable[[str], tuple[str, ...]]:
        return lru_cache(maxsize=_KEPT)(self._in)

    def _in(self, text: str) -> tuple[str, ...]:
        folded = " ".join(text.lower().replace("’", "'").split())
        counts = [(len(pattern.findall(folded)), name) for name, pattern in self._patterns]
        found = [(-count, place, name) for place, (count, name) in enumerate(counts) if count]
        return tuple(name for _, _, name in sorted(found))


def _pattern(terms: Sequence[str]) -> re.Pattern[str]:
    # longest first, so that "south china sea" is one find and not three
    parts = sorted((_term(term) for term in terms), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


def _term(term: str) -> str:
    words = term.lower().split()
    return r"[\s-]".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
