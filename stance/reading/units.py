"""Cuts a text into units: paragraphs, or the single lines of a page.

Most pages put every paragraph on a line of its own. In files with hard line breaks (mail, PDF,
wires) the lines of a paragraph are put together again, so that a rule sees whole sentences.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_WRAPPED_AT_MOST = 100  # characters; longer lines are paragraphs
_ENDED = re.compile(r"[.!?:;][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A line or paragraph; ``start`` and ``end`` leave out white space around it."""

    start: int
    end: int
    text: str  # white space folded to single spaces
    n_blank_before: int  # blank lines above it

    @property
    def n_words(self) -> int:
        """Number of words divided by white space."""
        return self.text.count(" ") + 1


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    n_blank_before: int


def split_units(text: str) -> list[Unit]:
    """Return the units of a text in order; they never overlap and hold no outer white space."""
    lines = _filled_lines(text)
    width = _wrap_width(lines)
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and _continues(groups[-1][-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [
        Unit(
            group[0].start,
            group[-1].end,
            " ".join(" ".join(line.text.split()) for line in group),
            group[0].n_blank_before,
        )
        for group in groups
    ]


def _filled_lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    start, n_blank = 0, 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            first = start + len(raw) - len(raw.lstrip())
            lines.append(_Line(first, first + len(stripped), stripped, n_blank))
            n_blank = 0
        else:
            n_blank += 1
        start += len(raw)
    return lines


def _wrap_width(lines: Sequence[_Line]) -> int | None:
    """Return the width at which the file breaks its lines, None if it does not."""
    pairs = [(above, below) for above, below in pairwise(lines) if below.n_blank_before == 0]
    if len(pairs) < 3:
        return None
    width = max(len(line.text) for line in lines)
    full = sum(len(above.text) >= 0.7 * width for above, _ in pairs)
    lower = sum(below.text[0].islower() for _, below in pairs)
    is_wrapped = full >= 0.6 * len(pairs) and lower >= 0.2 * len(pairs)
    return width if is_wrapped and width <= _WRAPPED_AT_MOST else None


def _continues(above: _Line, below: _Line, width: int | None) -> bool:
    if below.n_blank_before or not any(character.isalnum() for character in below.text):
        return False
    is_ended = _ENDED.search(above.text) is not None
    if width is not None:
        return len(above.text) >= (0.8 if is_ended else 0.6) * width
    goes_on = below.text[0].islower() and len(below.text) > 1
    return goes_on and 45 <= len(above.text) <= 130 and not is_ended
