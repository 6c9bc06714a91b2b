"""What speaks for a day of publication: one piece of evidence, and the result for an article."""

from dataclasses import dataclass
from datetime import date

from stance.model import Article

# How far one piece of evidence of a kind can be trusted alone, 0..1. Set by judgement: what the
# printer says about the article itself stands above what a page says around it, and both above
# what the text tells of the occasion. Only "curated" and "field" outweigh two of the others.
WEIGHTS = {
    "curated": 1.0, "field": 0.95, "byline": 0.9, "dateline": 0.85, "metadata": 0.8, "url": 0.75,
    "title": 0.7, "corroborated": 0.7, "event": 0.6, "caption": 0.6, "text": 0.2, "notice": 0.1,
}  # fmt: skip
# These tell when the thing happened: the article was printed on that day or soon after.
OCCASION_BASES = frozenset({"corroborated", "event", "caption", "text"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DateCandidate:
    """One piece of evidence that an article was published on ``day``.

    ``basis`` is a short token ("byline", "dateline", "caption", "metadata", ...), ``words`` what
    the source says, ``weight`` how far one such piece can be trusted alone (0..1), ``note`` how a
    missing part was found. ``day`` is None where the words name no day of the calendar, or can be
    read in more than one way.
    """

    day: date | None
    basis: str
    words: str
    weight: float
    note: str = ""

    @property
    def label(self) -> str:
        """Token and words, as ``published_basis`` prints them."""
        if self.basis == "corroborated":
            text = f"corroborated by {self.words}"
        else:
            text = f'{self.basis}: "{self.words}"' if self.words else self.basis
        return f"{text} ({self.note})" if self.note else text

    @property
    def is_occasion(self) -> bool:
        """Whether it dates what happened rather than the printing."""
        return self.basis in OCCASION_BASES


def candidate(
    day: date | None, basis: str, words: str, *, note: str = "", bonus: float = 0.0
) -> DateCandidate:
    """Return a piece of evidence with the weight of its kind; without a day it weighs nothing."""
    weight = WEIGHTS[basis] + bonus if day is not None else 0.0
    return DateCandidate(day=day, basis=basis, words=words, weight=round(weight, 2), note=note)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDating:
    """An article with its day of publication as far as it is known, and why.

    ``needs_attention`` is empty, or one sentence for the person who has to decide: no evidence,
    contradicting evidence, an impossible or ambiguous date. Candidates stand best first.
    """

    article: Article
    candidates: tuple[DateCandidate, ...] = ()
    needs_attention: str = ""
