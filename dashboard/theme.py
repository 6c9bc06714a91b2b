"""Colours, shapes and formats: what a side, a score and a date look like.

Colour carries one meaning at a time. Hue tells the side (blue, vermilion, grey, each with a shape
of its own); the diverging scale from rust to teal tells stance and is used for marked words and
small bars only. Everything else is ink on paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Mode = Literal["light", "dark"]

MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"
NO_VALUE = DASH

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

FONT = '"Source Sans", "Source Sans 3", system-ui, sans-serif'

# First and second side of the case's pair, then everybody else.
SHAPES = ("circle", "diamond", "square", "triangle-up")
GLYPHS = (
    "\N{BLACK CIRCLE}",
    "\N{BLACK DIAMOND}",
    "\N{BLACK SQUARE}",
    "\N{BLACK UP-POINTING TRIANGLE}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of one mode. Text colours reach 4.5:1 on ``paper`` and on ``panel``."""

    paper: str
    panel: str
    ink: str
    ink_soft: str
    rule: str
    first: str
    second: str
    others: str
    cold: str
    warm: str


LIGHT = Palette(
    paper="#fdfcfa",
    panel="#f4f2ed",
    ink="#211f1c",
    ink_soft="#5f5a52",
    rule="#dcd8cf",
    first="#1c5d9f",
    second="#c0390f",
    others="#67645d",
    cold="#b04a25",
    warm="#147a70",
)
DARK = Palette(
    paper="#171614",
    panel="#22201d",
    ink="#ece9e3",
    ink_soft="#aca79d",
    rule="#3b3833",
    first="#78b0f0",
    second="#ff8660",
    others="#aaa69d",
    cold="#d9734c",
    warm="#3fb0a3",
)


def palette(mode: str | None) -> Palette:
    """Return the colours of "light" or "dark" (anything else counts as light)."""
    return DARK if mode == "dark" else LIGHT


def side_rank(side: str | None, sides: Sequence[str]) -> int:
    """Return 0 or 1 for the pair, 2 for any other side of the case, 3 for nobody's."""
    if side is None or side not in sides:
        return 3
    return min(list(sides).index(side), 2)


def side_colour(side: str | None, sides: Sequence[str], colours: Palette) -> str:
    """Return the hue of a side; ``sides`` lists the case's pair first."""
    return (colours.first, colours.second, colours.others, colours.others)[side_rank(side, sides)]


def side_shape(side: str | None, sides: Sequence[str]) -> str:
    """Return the Plotly marker symbol of a side: the second signal beside the hue."""
    return SHAPES[side_rank(side, sides)]


def side_glyph(side: str | None, sides: Sequence[str]) -> str:
    """Return the same shape as a character, for text."""
    return GLYPHS[side_rank(side, sides)]


def mix(first: str, second: str, share: float) -> str:
    """Return the colour at ``share`` (0..1) of the way from one hex colour to another."""
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def translucent(colour: str, alpha: float) -> str:
    """Return a hex colour as CSS ``rgba``."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha:g})"


def signed(value: float | None, digits: int = 2) -> str:
    """Return "+0.31" or "−0.31" with a true minus sign; a dash for nothing, "0.00" for zero."""
    if value is None or value != value:
        return NO_VALUE
    rounded = round(float(value), digits)
    if rounded == 0:
        return f"{0:.{digits}f}"
    sign = "+" if rounded > 0 else MINUS
    return f"{sign}{abs(rounded):.{digits}f}"


def number(count: int) -> str:
    """Return a count with thousands separated: "12,345"."""
    return f"{count:,}"


def plural(count: int, one: str, many: str) -> str:
    """Return "1 statement" or "12 statements"."""
    return f"{number(count)} {one if count == 1 else many}"


def long_date(value: str | date | None) -> str:
    """Return "19 June 2023", "June 2023" or "2023" for an ISO date of that precision."""
    if not value:
        return "undated"
    parts = [int(part) for part in str(value)[:10].split("-")]
    year = str(parts[0])
    if len(parts) == 1:
        return year
    month = f"{MONTHS[parts[1] - 1]} {year}"
    return month if len(parts) == 2 else f"{parts[2]} {month}"


def date_range(first: str | date | None, last: str | date | None) -> str:
    """Return "8 May 2023 – 26 April 2024", or one date where both are the same."""
    if not first or not last or str(first) == str(last):
        return long_date(first or last)
    return f"{long_date(first)} {DASH} {long_date(last)}"


def whole_period(first: date, last: date) -> str:
    """Return "May 2023 – April 2024" for whole months, else as ``date_range``."""
    is_whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    if not is_whole:
        return date_range(first, last)
    return date_range(first.isoformat()[:7], last.isoformat()[:7])


def listed(words: Sequence[str], last: str = "and") -> str:
    """Return "a", "a and b" or "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def variables(mode: str | None) -> str:
    """Return the palette as CSS variables, for the style sheet."""
    colours = palette(mode)
    accent = "#e0a3cd" if mode == "dark" else "#7a2d63"
    pairs = {
        "paper": colours.paper,
        "panel": colours.panel,
        "ink": colours.ink,
        "ink-soft": colours.ink_soft,
        "rule": colours.rule,
        "first": colours.first,
        "second": colours.second,
        "others": colours.others,
        "cold": colours.cold,
        "warm": colours.warm,
        "accent": accent,
        "words": mix(colours.paper, "#e8b923", 0.3 if mode == "dark" else 0.34),
    }
    return ":root{" + "".join(f"--{name}:{value};" for name, value in pairs.items()) + "}"
