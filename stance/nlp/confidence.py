"""How sure an attribution is: the chance that its speaker and its words are right.

The rates were counted on development articles of political news (3,400 attributions found, right
if speaker and words agree with trained annotators), rounded, and checked on articles beside them:
of ten groups by confidence the right share lies within 0.1 of the confidence. They hold for a
standard that counts beliefs and intentions too; on plain speech they are a little low.
"""

from stance.nlp.candidate import Candidate
from stance.nlp.speaker import Speaker

# Kind of rule -> (chance for quoted words, chance for indirect speech).
_RATES: dict[str, tuple[float, float]] = {
    "turn of a transcript": (0.99, 0.99),
    "speaker of the whole text": (0.99, 0.99),
    "cue after the quotation": (0.87, 0.87),
    "cue before the quotation": (0.75, 0.75),
    "name beside the quotation": (0.6, 0.6),
    "quotation ": (0.45, 0.45),
    "name before the colon": (0.6, 0.6),
    "name behind the colon": (0.6, 0.6),
    "according to": (0.88, 0.74),
    "in the ": (0.7, 0.7),
    "clause": (0.9, 0.81),
    "infinitive": (0.83, 0.69),
    "object": (0.72, 0.52),
    "preposition": (0.6, 0.56),
    "noun ": (0.68, 0.43),
    "adjective ": (0.6, 0.53),
}
_CONTINUED, _FLOATING = 0.97, 0.55
_NO_SPEAKER = 0.3
# What an unclear speaker takes away.
_WEIGHT_OF_CLARITY = 0.45


def confidence_of(candidate: Candidate, speaker: Speaker | None) -> float:
    """Return the confidence of an attribution, 0..1.

    Args:
        candidate: Cue, content and the rule that joined them.
        speaker: The resolved speaker with the clarity of the resolution; None without one.
    """
    quoted, indirect = _RATES[_kind_of(candidate.rule)]
    rate = quoted if candidate.quotes or candidate.is_verbatim else indirect
    if "floating" in candidate.rule:
        rate = _FLOATING
    elif "continued" in candidate.rule:
        rate = _CONTINUED
    clarity = speaker.clarity if speaker is not None else _NO_SPEAKER
    return round(rate * (1 - _WEIGHT_OF_CLARITY * (1 - clarity)), 4)


def _kind_of(rule: str) -> str:
    start = next((kind for kind in _RATES if rule.startswith(kind)), None)
    if start is not None:
        return start
    frames = rule.split(" > ")[0].rpartition(" + ")[2].split("+")
    if frames[0] in ("that", "q"):
        return "clause"
    if "to" in frames:
        return "infinitive"
    return "object" if {"obj", "as", "oprd"} & set(frames) else "preposition"
