"""What the log of a Delta table says, read without opening the table: which files a version needs.

``verify``, ``backup`` and ``compact`` ask this for every version that the store ever had; opening
each of them would take a second per hundred.
"""

import json
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from stance.errors import StoreError

FOLDER = "_delta_log"
# Our tables have no partitions: a file lies in the table's folder, under a plain name. A log that
# was made by somebody else may name any file of the machine.
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.parquet")


def files_by_version(table: Path, versions: Collection[int]) -> dict[int, frozenset[str]]:
    """Return the names of the Parquet files that each of some versions of a table consists of.

    Raises:
        StoreError: If the log has a gap, cannot be read, or names a file outside the table.
    """
    wanted = set(versions)
    active: set[str] = set()
    found: dict[int, frozenset[str]] = {}
    for number in range(max(wanted, default=-1) + 1):
        _apply(table / FOLDER / f"{number:020d}.json", active)
        if number in wanted:
            found[number] = frozenset(active)
    return found


def _apply(path: Path, active: set[str]) -> None:
    """Bring the set of files to the state after one version."""
    for action in _actions(path):
        for kind in ("add", "remove"):
            if kind not in action:
                continue
            name = action[kind].get("path")
            if not isinstance(name, str) or not _PLAIN_NAME.fullmatch(name):
                raise StoreError(f"{path}: names {name!r}, which is no file of the table")
            (active.add if kind == "add" else active.discard)(name)


def _actions(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_text("utf-8").splitlines()
        actions = [json.loads(line) for line in lines if line.strip()]
    except FileNotFoundError:
        raise StoreError(f"{path}: a version of the table is missing. Restore a backup.") from None
    except ValueError as error:
        raise StoreError(f"{path}: damaged ({error}). Restore a backup.") from error
    if not all(isinstance(each, dict) for each in actions):
        raise StoreError(f"{path}: damaged (no log of a table). Restore a backup.")
    return actions
