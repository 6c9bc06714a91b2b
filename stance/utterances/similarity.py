"""Whether two reports of one speaker and occasion are the same words."""

from collections import Counter
from dataclasses import dataclass

from rapidfuzz import fuzz

from stance.utterances.wording import Wording, weight_of

# Judged on made-up and given pairs; see tests/utterances. A weight counts words: see the lexicon.
SAME_TEXT = 88.0  # rapidfuzz ratio of whole texts
SAME_CUT = 92.0  # rapidfuzz partial ratio of a cut and the fuller text
ENOUGH_WORDS = 3.0  # a cut or paraphrase that proves less is no evidence
SPECIFIC = 2.0  # a quoted fragment that proves less is worn: "mutual respect", "win-win"
LONG_FRAGMENT = 3.0  # a quoted fragment that stands for itself
COVERED = 0.6  # share of the shorter report's words that the fuller one holds
COVERED_WITH_FRAGMENT = 0.35
COVERED_WHOLE = 0.8  # without a common quotation: a paraphrase
_LIKE_LENGTH = 0.7


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two reports are (0..1), and whether both hold the whole of the words."""

    value: float
    is_whole: bool


def compare(one: Wording, two: Wording) -> Likeness | None:
    """Return the likeness of two reports, or None where they are not the same words.

    Whole: equal texts up to small differences, or a long cut of the other. Partial: a quoted
    fragment that the fuller report holds, or a paraphrase that it covers.
    """
    short, full = sorted((one, two), key=lambda each: (each.weight, each.folded))
    if short.weight <= 0 or _negations_differ(short, full):
        return None
    if short.folded == full.folded:
        return Likeness(1.0, True) if short.weight >= SPECIFIC else None
    ratio = fuzz.ratio(short.folded, full.folded, score_cutoff=SAME_TEXT)
    if ratio and short.weight >= ENOUGH_WORDS:
        return Likeness(ratio / 100, True)
    covered = coverage(short, full)
    if covered >= COVERED and short.weight >= 2 * ENOUGH_WORDS:
        cut = fuzz.partial_ratio(short.folded, full.folded, score_cutoff=SAME_CUT)
        if cut:
            return Likeness(cut / 100, True)
    return _partial(short, full, covered)


def _partial(short: Wording, full: Wording, covered: float) -> Likeness | None:
    common = _common_fragment(short, full)
    if common >= LONG_FRAGMENT and covered >= COVERED_WITH_FRAGMENT:
        return Likeness(0.5 + covered / 2, False)
    if common >= SPECIFIC and covered >= COVERED:
        return Likeness(covered, False)
    if covered >= COVERED_WHOLE and short.weight >= ENOUGH_WORDS:
        return Likeness(covered * 0.95, False)
    return None


def coverage(short: Wording, full: Wording) -> float:
    """Return the share of a report's words, by weight, that the fuller one holds as well."""
    left = Counter(full.words)
    found = 0.0
    for word, weight in zip(short.words, short.weights, strict=True):
        if left[word] > 0:
            left[word] -= 1
            found += weight
    return found / short.weight if short.weight else 0.0


def _common_fragment(short: Wording, full: Wording) -> float:
    """Return the weight of the longest quoted run of one report that the other holds."""
    best = 0.0
    for fragments, other in ((short.fragments, full.words), (full.fragments, short.words)):
        for fragment in fragments:
            if _holds(other, fragment):
                best = max(best, weight_of(fragment))
    return best


def _holds(words: tuple[str, ...], run: tuple[str, ...]) -> bool:
    size = len(run)
    return any(words[start : start + size] == run for start in range(len(words) - size + 1))


def _negations_differ(short: Wording, full: Wording) -> bool:
    """Whether two reports of like length differ in "not": they say opposite things."""
    if short.weight < _LIKE_LENGTH * full.weight:
        return False
    return ("not" in short.words) != ("not" in full.words)
