"""Backups: a copy of the store as it is now, with its history, made while others write.

Files of a store are never changed once they are written, so nobody has to wait: what the last
commit, and those before it, consist of is copied; what comes later is left out. ``backup.json``,
the last file of a backup, has the checksum of every other. A backup is built under another name,
read back, and only then given its own.
"""

import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stance.errors import StoreError
from stance.store import checksums, commits, deltalog, originals, tables, vacuuming
from stance.store.layout import Layout

MANIFEST = "backup.json"
FORMAT = "stance backup"
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written: where, which version of the store, how much."""

    path: Path
    version: str
    n_files: int
    n_bytes: int


def write(layout: Layout, target: Path) -> Backup:
    """Write a backup into a file ".tar" or a folder that is not there yet.

    Raises:
        StoreError: If the target is there already, or a file of the store is damaged.
    """
    if os.path.lexists(target):
        raise StoreError(f"{target}: is there already; a backup overwrites nothing")
    if target.is_relative_to(layout.root):
        raise StoreError(f"{target}: lies in the store itself; choose another place")
    if not target.parent.is_dir():
        raise StoreError(f"{target.parent}: there is no such folder")
    for attempt in range(_ATTEMPTS):
        try:
            return _write_once(layout, target)
        except FileNotFoundError as error:
            # Somebody gave up old versions meanwhile; what is left is listed anew.
            if attempt == _ATTEMPTS - 1:
                raise StoreError(f"{error.filename}: is missing. See `stance verify`.") from error
    raise AssertionError("unreachable")


def _write_once(layout: Layout, target: Path) -> Backup:
    # In this order: a correction never speaks of a statement that is not in the backup.
    log_version = tables.version(layout.corrections)
    last = commits.newest(layout.commits).number
    names = sorted(set(_names(layout, last, log_version)))
    known = checksums.known(layout)
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    _remove(partial)
    try:
        copied = _copy(layout.root, names, partial, known, is_tar=target.suffix == ".tar")
        _check(partial, copied)
        partial.rename(target)
    finally:
        _remove(partial)
    tables.settle_files([target.parent])
    sizes = [size for _, size in copied.values()]
    return Backup(target, f"{last}.{log_version}", len(copied), sum(sizes))


def _names(layout: Layout, last: int, log_version: int) -> Iterator[str]:
    """Yield the files of the backup by their paths below the store."""
    gone = vacuuming.unreadable(layout)
    history = [each for each in commits.history(layout.commits) if each.number <= last]
    root = layout.root
    yield layout.description.name
    if gone:
        yield layout.vacuumed.name
    for each in history:
        yield (layout.commits / f"{each.number:08d}.json").relative_to(root).as_posix()
    kept = [each for each in history if each.number not in gone]
    log_versions = set(range(log_version + 1))
    in_log = deltalog.files_by_version(layout.corrections, log_versions)
    needed = vacuuming.needed_files(layout, kept)
    needed |= {layout.corrections / name for files in in_log.values() for name in files}
    for path in needed:
        yield path.relative_to(root).as_posix()
    for table, newest in (
        (layout.articles, history[-1].articles),
        (layout.statements, history[-1].statements),
        (layout.corrections, log_version),
    ):
        for number in range(newest + 1):
            path = table / deltalog.FOLDER / f"{number:020d}.json"
            yield path.relative_to(root).as_posix()
    for path in layout.checksums.glob("*.json"):
        if not path.name.startswith("."):
            yield path.relative_to(root).as_posix()
    for path in [*originals.stored(layout), *layout.originals.glob("??/*.purged")]:
        yield path.relative_to(root).as_posix()


def _copy(
    root: Path, names: list[str], partial: Path, known: dict[str, str], *, is_tar: bool
) -> dict[str, tuple[str, int]]:
    """Copy files and the list of them; return checksum and size of each."""
    copied = {}
    with _Tar(partial) if is_tar else _Folder(partial) as box:
        for name in names:
            found = checksums.digest_of(root / name)
            expected = known.get(name) or (Path(name).name if _is_original(name) else found)
            if found != expected:
                raise StoreError(
                    f"{root / name}: is damaged, its checksum differs; no backup was made. "
                    "See `stance verify`."
                )
            copied[name] = (found, box.put(root / name, name))
        about = {
            "format": FORMAT,
            "when": commits.now(),
            "who": commits.user_name(),
            "files": {name: list(each) for name, each in copied.items()},
        }
        box.close_with(json.dumps(about, ensure_ascii=False, indent=1).encode())
    return copied


def _is_original(name: str) -> bool:
    return name.startswith("originals/") and not name.endswith(".purged")


class _Folder:
    """A backup that is a folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.mkdir()

    def __enter__(self) -> "_Folder":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def put(self, source: Path, name: str) -> int:
        """Copy a file; return its size."""
        copy = self._path / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)
        tables.settle_files([copy])
        return copy.stat().st_size

    def close_with(self, manifest: bytes) -> None:
        """Write the list of the files."""
        (self._path / MANIFEST).write_bytes(manifest)
        tables.settle_files([self._path / MANIFEST])


class _Tar:
    """A backup that is one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tar = tarfile.open(path, "x", format=tarfile.PAX_FORMAT)  # noqa: SIM115

    def __enter__(self) -> "_Tar":
        return self

    def __exit__(self, *_: object) -> None:
        self._tar.close()
        tables.settle_files([self._path])

    def put(self, source: Path, name: str) -> int:
        """Copy a file; return its size."""
        about = tarfile.TarInfo(name)  # neither owner nor time: the same store, the same backup
        about.size = source.stat().st_size
        with source.open("rb") as file:
            self._tar.addfile(about, file)
        return about.size

    def close_with(self, manifest: bytes) -> None:
        """Write the list of the files."""
        about = tarfile.TarInfo(MANIFEST)
        about.size = len(manifest)
        self._tar.addfile(about, io.BytesIO(manifest))


def _check(partial: Path, copied: dict[str, tuple[str, int]]) -> None:
    """Read the backup back and compare it with what was copied."""
    found = {}
    if partial.is_dir():
        found = {name: checksums.digest_of(partial / name) for name in copied}
    else:
        with tarfile.open(partial, "r:") as tar:
            for member in tar:
                file = tar.extractfile(member)
                if file is not None and member.name != MANIFEST:
                    found[member.name] = checksums.digest_of_stream(file)
    odd = [name for name, (digest, _) in copied.items() if found.get(name) != digest]
    if odd or set(found) != set(copied):
        raise StoreError(f"{partial.parent}: the backup differs from the store; is the disk sound?")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
