"""SHA-256 of every Parquet file, noted by whoever wrote it, so that damage shows later.

``checksums/00000007.json`` has the files that commit 7 brought, ``checksums/corrections-….json``
those of one version of the log. Files of stores made before schema 2 have none.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from stance.errors import StoreError
from stance.store import commits, tables
from stance.store.commits import Commit
from stance.store.layout import Layout

_CHUNK = 1 << 20


def publish(layout: Layout, last: Commit, commit: Commit) -> None:
    """Publish a commit; the checksums of the files that it brings are there before it is.

    Args:
        layout: The store.
        last: The commit before; the writer's lock is held.
        commit: The new one.
    """
    new = [
        *_new_files(layout.articles, last.articles, commit.articles),
        *_new_files(layout.statements, last.statements, commit.statements),
    ]
    for table, before, after in (
        (layout.articles, last.articles, commit.articles),
        (layout.statements, last.statements, commit.statements),
    ):
        # Delta Lake leaves it to the system when bytes reach the disk. A commit that outlives a
        # power failure must not name tables that did not.
        tables.settle(table, range(before + 1, after + 1))
    tables.settle_files(new)
    note(layout, f"{commit.number:08d}", new)
    commits.publish(layout.commits, commit)


def note(layout: Layout, name: str, files: Iterable[Path]) -> None:
    """Write down the checksums of some files of the tables."""
    found: dict[str, object] = {
        file.relative_to(layout.root).as_posix(): digest_of(file) for file in sorted(files)
    }
    if found:
        layout.checksums.mkdir(exist_ok=True)
        commits.write_whole(layout.checksums / f"{name}.json", found)


def known(layout: Layout) -> dict[str, str]:
    """Return the checksum of every file that has one, by its path below the store.

    Raises:
        StoreError: If a file of checksums is damaged.
    """
    found: dict[str, str] = {}
    for path in sorted(layout.checksums.glob("*.json")):
        try:
            found |= {str(key): str(value) for key, value in json.loads(path.read_bytes()).items()}
        except (ValueError, AttributeError) as error:
            raise StoreError(f"{path}: damaged ({error}). Restore a backup.") from error
    return found


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return digest_of_stream(file)


def digest_of_stream(file: IO[bytes]) -> str:
    """Return the SHA-256 of what is left to read in an open file."""
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _new_files(table: Path, before: int, after: int) -> set[Path]:
    if before == after:
        return set()
    old = set(tables.files_of(table, before))
    return {Path(file) for file in tables.files_of(table, after) if file not in old}
