"""The rule that joins the network with the phrases: three numbers per axis, fitted on labels."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from stance.errors import DataFileError
from stance.resources import language_file

_BLEND = ("models", "blend.toml")
# So many names are the mark of a report: somebody did something to somebody.
NAMES_OF_REPORT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisBlend:
    """How one axis listens to the network.

    Where phrases spoke, ``score = w * network + (1 - w) * phrases``; ``w`` is ``report_share`` in a
    report, which names both the doer and the one it is done to, and ``share`` elsewhere. Where no
    phrase spoke, the network speaks alone if it sees evidence with at least ``least_chance``.
    """

    share: float
    report_share: float
    least_chance: float

    def __post_init__(self) -> None:
        for name in ("share", "report_share", "least_chance"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise ValueError(f"{name} = {getattr(self, name)} is outside 0..1")

    def model_share(self, *, is_report: bool) -> float:
        """Return the weight of the network beside phrases, 0..1.

        Args:
            is_report: Whether the text has at least ``NAMES_OF_REPORT`` names.
        """
        return self.report_share if is_report else self.share


@dataclass(frozen=True, slots=True, kw_only=True)
class Width:
    """Half of the 80 % interval of a blended score, kept within ``least`` and 1."""

    base: float
    per_strength: float
    per_difference: float
    least: float

    def half(self, value: float, difference: float) -> float:
        """Return half the width.

        Args:
            value: The score, -1..+1; what is far from the middle is steadier.
            difference: How far network and phrases are apart, 0..2; 0 without phrases.
        """
        width = self.base + self.per_strength * abs(value) + self.per_difference * difference
        return min(1.0, max(self.least, width))


@dataclass(frozen=True, slots=True)
class Blend:
    """The rules of all trained axes, in the order of the outputs of the network."""

    axes: Mapping[str, AxisBlend]
    width: Width


@cache
def load_blend() -> Blend:
    """Return the rule that belongs to the network.

    Raises:
        DataFileError: If the file is missing or says something that cannot be.
    """
    path = language_file(*_BLEND)
    try:
        rows: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        width = Width(**rows.pop("interval"))
        return Blend({axis: AxisBlend(**row) for axis, row in rows.items()}, width)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        expected = "[interval] and a table per trained axis"
        raise DataFileError(path, None, str(error), expected) from error
