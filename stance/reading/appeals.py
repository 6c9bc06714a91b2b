"""Fundraising appeals: an outlet that speaks of itself as "we" and asks the reader for support.

An appeal is a run of paragraphs. Single ones may say nothing of money ("Our future is
threatened."), so paragraphs with cues are the core and what is between and around them, in the
outlet's own voice, belongs to it. Quoted speech is taken out first: a politician may ask for
donations and be quoted.
"""

import re
from collections import Counter
from collections.abc import Sequence

from stance.reading.patterns import count_appeal_cues, straighten
from stance.reading.units import Unit

_MAX_CHARS = 3000
_QUOTED = re.compile(r"\"[^\"]*(?:\"|$)|''[^']*''")  # an open quotation runs on
_WE = re.compile(r"\b(?:we|us|our|ours|we'(?:re|ve|ll|d))\b", re.IGNORECASE)
_US_COUNTRY = re.compile(r"\bUS\b")  # the country, in capitals
_YOU = re.compile(r"\b(?:you|your|readers?|please)\b", re.IGNORECASE)
_MAX_GAP = 3  # paragraphs of an appeal in a row without a cue
_NAME = r"(?P<name>[A-Z][\w.&'’-]*(?: (?:of|the|for|and|[A-Z][\w.&'’-]*)){0,4}?)"
_ITSELF = re.compile(rf"\b{_NAME} (?:is|stands|needs|relies|depends|remains|has|can|was)\b")
_WE_AT = re.compile(
    rf"\b[Ww]e at {_NAME}(?= [a-z]|,)|\b[Aa]t {_NAME.replace('name', 'other')}, we\b"
)
_NO_NAMES = frozenset(
    "We You It This That There Because If In To Our Your The They He She Everyone And But".split()
)


def appeal_members(units: Sequence[Unit]) -> set[int]:
    """Return the indices of the units that belong to a fundraising appeal."""
    voices = [_voice(unit) for unit in units]
    cores = [index for index, voice in enumerate(voices) if voice >= 2]
    members: set[int] = set()
    for run in _runs(cores):
        # Somebody in the story may give money once; an outlet that asks does so in several ways.
        if sum(count_appeal_cues(units[index].text) for index in run) >= 2:
            members.update(_grown(run, voices))
    return members


def _voice(unit: Unit) -> int:
    """Return 0: the reporter; 1: an outlet that addresses its readers; 2: that asks for support."""
    if len(unit.text) > _MAX_CHARS:
        return 0
    own_words = _US_COUNTRY.sub("", _QUOTED.sub("", straighten(unit.text)))
    is_we, is_you = bool(_WE.search(own_words)), bool(_YOU.search(own_words))
    if not is_we and not is_you:
        return 0
    n_cues = count_appeal_cues(own_words)
    if n_cues and (is_we or n_cues >= 2 or unit.n_words <= 30):
        return 2
    return 1 if is_we else 0


def _runs(cores: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for index in cores:
        if runs and index - runs[-1][-1] <= _MAX_GAP:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _grown(run: Sequence[int], voices: Sequence[int]) -> range:
    first, last = run[0], run[-1]
    while first > 0 and run[0] - first < _MAX_GAP and voices[first - 1]:
        first -= 1
    while last + 1 < len(voices) and last - run[-1] < _MAX_GAP and voices[last + 1]:
        last += 1
    return range(first, last + 1)


def outlet_of_appeal(paragraphs: Sequence[str]) -> str | None:
    """Return the name by which the asking outlet calls itself, or None.

    "We at Example" is enough; a name that only does something must do so in two sentences, or it
    may be anybody's.
    """
    counts: Counter[str] = Counter()
    for paragraph in paragraphs:
        for found in _WE_AT.finditer(paragraph):
            return found["name"] or found["other"]
        if _WE.search(paragraph):
            names = (found["name"] for found in _ITSELF.finditer(paragraph))
            counts.update(name for name in names if name.split()[0] not in _NO_NAMES)
    return next((name for name, count in counts.most_common(1) if count >= 2), None)
