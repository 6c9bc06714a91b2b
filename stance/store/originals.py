"""The files that articles were read from, byte for byte: ``originals/ab/ab12….``.

A file is named by its SHA-256, so the articles of one archive share it and none is kept twice. It
is written whole before the commit that names it (columns ``file_hash`` and ``file_name``). A purge
leaves a note ``ab12….purged`` in its place: gone on purpose is not damaged.
"""

import json
import os
import re
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from stance.errors import StoreError
from stance.store import commits
from stance.store.checksums import digest_of
from stance.store.layout import Layout

_NAME = re.compile(r"[0-9a-f]{64}")
_SURELY_DEAD = 24 * 3600.0  # seconds after which whoever wrote half a file will not go on


class Original(Protocol):
    """A file as somebody gave it (``stance.reading.originals.Original``)."""

    @property
    def name(self) -> str:
        """Its name, without a folder."""

    @property
    def sha256(self) -> str:
        """Checksum of its bytes."""

    @property
    def n_bytes(self) -> int:
        """Its size."""

    def content(self) -> bytes:
        """Return the bytes that have this checksum, or raise an InputError."""


@dataclass(frozen=True, slots=True)
class StoredOriginal:
    """A file that the store keeps; several articles may come from it."""

    name: str
    path: Path
    sha256: str
    n_bytes: int

    def content(self) -> bytes:
        """Return the bytes, which are those that were read.

        Raises:
            StoreError: If the file is damaged.
        """
        if digest_of(self.path) != self.sha256:
            raise StoreError(f"{self.path}: damaged, its checksum differs. Restore a backup.")
        return self.path.read_bytes()


@dataclass(frozen=True, slots=True)
class OriginalOf:
    """Which file an article was read from."""

    article_id: str
    source_file: str
    name: str
    sha256: str


def path_of(layout: Layout, sha256: str) -> Path:
    """Return where the file with a checksum lies.

    Raises:
        StoreError: If it is no checksum.
    """
    if not _NAME.fullmatch(sha256):
        raise StoreError(f"{layout.root}: {sha256!r} is no checksum of a file. Restore a backup.")
    return layout.originals / sha256[:2] / sha256


def keep(layout: Layout, original: Original) -> int:
    """Keep a file unless it is there; return how many bytes were written."""
    path = path_of(layout, original.sha256)
    if path.exists() and path.stat().st_size == original.n_bytes:
        return 0
    data = original.content()
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _note_of(path).unlink(missing_ok=True)
    return len(data)


def find(layout: Layout, name: str, sha256: str) -> StoredOriginal:
    """Return a file that is kept.

    Raises:
        StoreError: If it was purged, or is missing.
    """
    path = path_of(layout, sha256)
    try:
        return StoredOriginal(name, path, sha256, path.stat().st_size)
    except FileNotFoundError:
        why = was_purged(layout, sha256) or "is missing; restore a backup"
        raise StoreError(f"{layout.root}: the file {name!r} ({sha256}) {why}") from None


def was_purged(layout: Layout, sha256: str) -> str:
    """Return who purged a file, and when, as a clause; empty if nobody did."""
    try:
        found = json.loads(_note_of(path_of(layout, sha256)).read_bytes())
        return f"was purged by {found['who']} on {str(found['when'])[:10]}"
    except (OSError, ValueError, KeyError):
        return ""


def stored(layout: Layout) -> Iterator[Path]:
    """Yield the files that are kept, whole ones only, in a fixed order."""
    yield from sorted(path for path in layout.originals.glob("??/*") if _NAME.fullmatch(path.name))


def purge(layout: Layout, needed: Collection[str]) -> list[int]:
    """Delete what is not needed, and what writers that died left; return the sizes.

    Args:
        layout: The store; the writer's lock is held.
        needed: Checksums of the files to keep.
    """
    sizes = []
    for path in stored(layout):
        if path.name in needed:
            continue
        sizes.append(path.stat().st_size)
        note: dict[str, object] = {"who": commits.user_name(), "when": commits.now()}
        commits.write_whole(_note_of(path), note)
        path.unlink()
    for path in layout.originals.glob("??/.*"):
        if time.time() - path.stat().st_mtime > _SURELY_DEAD:
            sizes.append(path.stat().st_size)
            path.unlink()
    return sizes


def _note_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.purged")
