"""Reads ``data/axes.toml``, the dimensions of stance."""

from pathlib import Path

from stance.model import Axis
from stance.registry.toml_entries import Entry, check_unique, read_toml

AXES_FILE = "axes.toml"

# "note" and "source" are for readers of the file, "lexicon_column" for whoever edits the phrases.
_KEYS = (
    "id", "label", "warm", "cold", "definition", "has_interval", "examples",
    "prototypes", "lexicon_column", "note", "source",
)  # fmt: skip


def read_axes(path: Path) -> tuple[Axis, ...]:
    """Read and check all axes, in the order of the file.

    Raises:
        DataFileError: At the first thing that is wrong.
    """
    root = read_toml(path)
    root.allow(["axis"])
    entries = root.children("axis")
    if not entries:
        raise root.error(None, "no [[axis]]", "at least one table [[axis]]")
    axes = tuple(_axis(entry) for entry in entries)
    check_unique(entries, [axis.axis_id for axis in axes], "id")
    return axes


def _axis(entry: Entry) -> Axis:
    entry.allow(_KEYS)
    return Axis(
        axis_id=entry.identifier(),
        label=entry.text("label"),
        warm=entry.text("warm"),
        cold=entry.text("cold"),
        definition=entry.text("definition"),
        examples=_pairs(entry, "examples"),
        prototypes=_pairs(entry, "prototypes"),
        has_interval=entry.flag("has_interval"),
    )


def _pairs(entry: Entry, key: str) -> tuple[tuple[float, str], ...]:
    """Return pairs of a value from -1 to +1 and the sentence that would score it."""
    pairs: list[tuple[float, str]] = []
    expected = 'pairs like [0.5, "a sentence"], the value from -1 to 1'
    values = entry.values.get(key, [])
    if not isinstance(values, list):
        raise entry.error(key, f"{key} {values!r} of {entry.name}", expected)
    for pair in values:
        match pair:
            case [int() | float() as value, str() as sentence] if (
                -1 <= value <= 1 and not isinstance(value, bool) and sentence.strip()
            ):
                pairs.append((float(value), sentence))
            case _:
                words = next((each for each in _parts(pair) if isinstance(each, str)), None)
                found = f"{key.removesuffix('s')} {pair!r} of {entry.name}"
                raise entry.error(key, found, expected, words)
    return tuple(pairs)


def _parts(pair: object) -> list[object]:
    return list(pair) if isinstance(pair, list) else [pair]
