"""How sure an attribution is: the chance that speaker and words are right."""

from stance.nlp.candidate import Candidate
from stance.nlp.speakers import Speaker

# Chance that cue and content are right, by the kind of rule that found them.
_RULES = (
    ("quotation carried over", 0.75),
    ("cue after the quotation", 0.93),
    ("cue before the quotation", 0.88),
    ("name beside the quotation", 0.85),
    ("according to", 0.85),
    ("in the ", 0.7),
    ("noun ", 0.6),
    ("adjective ", 0.65),
)
_QUOTED_VERB, _CLAUSE_VERB, _OTHER_VERB = 0.93, 0.85, 0.65
_NO_SPEAKER = 0.4


def confidence_of(candidate: Candidate, speaker: Speaker | None) -> float:
    """Return the confidence of an attribution, 0..1.

    Args:
        candidate: Cue, content and the rule that joined them.
        speaker: The resolved speaker with the clarity of the resolution; None without one.
    """
    base = next((value for start, value in _RULES if candidate.rule.startswith(start)), None)
    if base is None:
        is_clause = "+ that" in candidate.rule or "+ q" in candidate.rule
        base = _QUOTED_VERB if candidate.quotes else _CLAUSE_VERB if is_clause else _OTHER_VERB
    if "floating" in candidate.rule:
        base *= 0.8
    clarity = speaker.clarity if speaker is not None else _NO_SPEAKER
    return round(base * (0.4 + 0.6 * clarity), 4)
