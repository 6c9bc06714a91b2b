"""Back from a backup: checked to the last byte before anything takes a store's place.

A backup may come from anywhere. What it may contain is a short list of names; every other name, a
link, a file that its own list does not know or describes otherwise, and a store that does not pass
``verify`` are refused, and nothing is left behind.
"""

import json
import os
import re
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from stance.errors import StoreError
from stance.store import checksums, commits, log, tables, verifying
from stance.store.backups import FORMAT, MANIFEST
from stance.store.layout import Layout
from stance.store.lock import writer_lock

_TABLE = r"(articles|statements|corrections)"
_ALLOWED = re.compile(
    r"store\.json|vacuumed\.json|commits/\d{8}\.json"
    rf"|{_TABLE}/_delta_log/\d{{20}}\.json|{_TABLE}/[A-Za-z0-9][A-Za-z0-9._-]{{0,200}}\.parquet"
    r"|checksums/(corrections-)?\d{8}\.json|originals/[0-9a-f]{2}/[0-9a-f]{64}(\.purged)?"
)
_MAX_MANIFEST = 256 << 20
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Restored:
    """The store that is there now, and where the one lies whose place it took, if any."""

    path: Path
    version: str
    moved_to: Path | None


def restore(
    backup: Path, where: Layout, *, lock_timeout: float, is_forced: bool = False
) -> Restored:
    """Make a store from a backup.

    Args:
        backup: A file or folder that ``Store.backup`` wrote.
        where: The new store; its folder may be missing, empty or an empty store.
        lock_timeout: Seconds to wait for whoever writes to a store that is there.
        is_forced: Move a store that is not empty aside.

    Raises:
        StoreError: If the backup is damaged or no backup, or the place is taken.
    """
    _check_place(where, is_forced=is_forced)
    where.root.parent.mkdir(parents=True, exist_ok=True)
    partial = where.root.with_name(f".{where.root.name}.{os.getpid()}.restoring")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir()
        _unpack(backup, partial)
        new = Layout(partial)
        _check_store(backup, new)
        last, log_version = commits.newest(new.commits).number, tables.version(new.corrections)
        moved_to = _put_in_place(partial, where, lock_timeout=lock_timeout)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return Restored(where.root, f"{last}.{log_version}", moved_to)


def _check_place(where: Layout, *, is_forced: bool) -> None:
    root = where.root
    tables.check_path(root)
    if not os.path.lexists(root) or (root.is_dir() and not any(root.iterdir())):
        return
    if not where.description.exists():
        raise StoreError(f"{root}: is no store, and not empty. Choose another folder with --store.")
    if not is_forced and not _is_empty_store(where):
        raise StoreError(
            f"{root}: there is a store that is not empty. Choose another folder with --store; "
            "--force moves that store aside."
        )


def _is_empty_store(where: Layout) -> bool:
    try:
        return commits.newest(where.commits).number == 0 and not log.read(where)
    except StoreError:
        return False  # damaged: somebody may want to look at it


def _unpack(backup: Path, folder: Path) -> None:
    """Write the files of a backup into a folder: those that its list names, all of them."""
    expected: dict[str, tuple[str, int]] = {}
    found: dict[str, tuple[str, int]] = {}
    for name, file in _members(backup):
        if name == MANIFEST:
            expected = _manifest(backup, file)
            continue
        if not _ALLOWED.fullmatch(name):
            raise StoreError(f"{backup}: refused: {name!r} is no file of a store")
        if name in found:
            raise StoreError(f"{backup}: refused: {name!r} is in it twice")
        found[name] = _write(file, folder / name)
    if not expected:
        raise StoreError(f"{backup}: is no backup of a store, or only half of one")
    odd = sorted(name for name in expected.keys() | found if expected.get(name) != found.get(name))
    if odd:
        raise StoreError(f"{backup}: damaged or changed: {odd[0]!r} is not as its list says")


def _members(backup: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield the files of a backup; links, devices and the like are refused."""
    if backup.is_dir():
        yield from _files_below(backup)
        return
    if not backup.is_file():
        raise StoreError(f"{backup}: there is no such backup")
    try:
        # Without compression: a small file cannot become a large one.
        with tarfile.open(backup, "r:") as tar:
            for member in tar:
                file = tar.extractfile(member) if member.isreg() else None
                if file is None:
                    raise StoreError(f"{backup}: refused: {member.name!r} is not a plain file")
                yield member.name, file
    except tarfile.TarError as error:
        raise StoreError(f"{backup}: is no backup of a store ({error})") from error


def _files_below(folder: Path) -> Iterator[tuple[str, IO[bytes]]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise StoreError(f"{folder}: refused: {name!r} is not a plain file")
        if path.is_file():
            with path.open("rb") as file:
                yield name, file


def _manifest(backup: Path, file: IO[bytes]) -> dict[str, tuple[str, int]]:
    try:
        found = json.loads(file.read(_MAX_MANIFEST))
        if found["format"] != FORMAT:
            raise ValueError(f"it says that it is {found['format']!r}")
        return {
            str(name): (str(digest), int(size)) for name, (digest, size) in found["files"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"{backup}: {MANIFEST} is damaged ({error})") from error


def _write(file: IO[bytes], path: Path) -> tuple[str, int]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as copy:
        shutil.copyfileobj(file, copy, _CHUNK)
        copy.flush()
        os.fsync(copy.fileno())
    return checksums.digest_of(path), path.stat().st_size


def _check_store(backup: Path, new: Layout) -> None:
    """Refuse what does not hold together; older schemas are fine."""
    found = verifying.verify(new)
    if not found.is_sound:
        raise StoreError(f"{backup}: the store in it is damaged: {found.problems[0]}")


def _put_in_place(partial: Path, where: Layout, *, lock_timeout: float) -> Path | None:
    """Give the new store its name; return where the old one went."""
    root = where.root
    if not where.description.exists():
        if root.exists():
            root.rmdir()
        partial.rename(root)
        return None
    aside = root.with_name(f"{root.name}.before-{commits.now()[:19].replace(':', '')}")
    while aside.exists():
        aside = aside.with_name(f"{aside.name}-again")
    with _nobody_else(where, lock_timeout):
        # Two names change, one after the other: if it ends in between, both stores are still there.
        root.rename(aside)
        partial.rename(root)
    return aside


@contextmanager
def _nobody_else(where: Layout, lock_timeout: float) -> Iterator[None]:
    with ExitStack() as stack:
        for name in ("writer.lock", "corrections.lock"):
            stack.enter_context(writer_lock(where.root / name, timeout=lock_timeout))
        yield
