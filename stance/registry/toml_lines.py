"""Finds the line of a value in the text of a TOML file, which the parser does not tell."""

import re
from typing import Any

# (("actor", 3), ("tenure", 0)) is the first [[actor.tenure]] below the fourth [[actor]].
Trail = tuple[tuple[str, int], ...]

_HEADER = re.compile(r"^\s*\[\[?\s*([A-Za-z0-9_.-]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")


def line_of(lines: list[str], trail: Trail, key: str | None, value: Any) -> int | None:
    """Return the line of a value, else of its key, else of its table, else of the table around."""
    table = _block(lines, (*trail, (key, 0))) if key is not None else None
    if table is not None:
        return table.start
    for depth in range(len(trail), -1, -1):
        block = _block(lines, trail[:depth])
        if block is None:
            continue
        # Tables written inline ("tenure = [{...}]") have no header: the key around them is it.
        wanted = key if depth == len(trail) else trail[depth][0]
        return _line_in_block(lines, block, wanted, value) or (block.start or None)
    return None


def _block(lines: list[str], trail: Trail) -> range | None:
    """Return the line numbers (header first) of a table; of the file's head for an empty trail."""
    counts: dict[str, int] = {}
    start: int | None = 0 if not trail else None
    for number, line in enumerate(lines, start=1):
        header = _HEADER.match(line)
        if not header:
            continue
        if start is not None:
            return range(start, number)
        path = header[1]
        counts = {name: count for name, count in counts.items() if not name.startswith(path + ".")}
        counts[path] = counts.get(path, -1) + 1
        names = [name for name, _ in trail]
        if path == ".".join(names) and all(
            counts.get(".".join(names[: depth + 1]), 0) == index
            for depth, (_, index) in enumerate(trail)
        ):
            start = number
    return None if start is None else range(start, len(lines) + 1)


def _line_in_block(lines: list[str], block: range, key: str | None, value: Any) -> int | None:
    if key is None:
        return None
    at_key: int | None = None
    for number in block:
        if number == 0:
            continue
        line = lines[number - 1]
        found = _KEY.match(line)
        if at_key is not None and found:
            break
        if found and found[1] == key:
            at_key = number
        if at_key is not None and isinstance(value, str) and f'"{value}"' in line:
            return number
    return at_key
