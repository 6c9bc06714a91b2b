"""One commit across several tables, although Delta Lake commits each table alone.

A store is a folder::

    store.json            what it is: schema version, axes; written last when a store is made
    articles/             Delta table
    statements/           Delta table
    corrections/          Delta table, append-only, with commits of its own
    commits/00000007.json commit 7 of the store: which version of each table belongs to it
    checksums/            SHA-256 of the tables' files, by the commit that brought them
    originals/ab/ab12...  the files that articles were read from, byte for byte, by their SHA-256
    vacuumed.json         which commits cannot be read any more, if any (``compact --vacuum``)
    writer.lock           held by the one process that adds; writer.json says who it is
    corrections.lock      the same for the log of corrections

A writer writes the statements, then the articles, then one small file into ``commits/``, which
appears at once or not at all. Readers take the newest such file and open each table *at the version
that it names*. So a process that dies anywhere before that file leaves table versions that nobody
reads; the next writer rolls the tables back to the last commit and starts afresh. The versions that
charts cite stay readable (no log is ever cleaned up by itself).
"""

import getpass
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from stance.errors import StoreError

_NAME = re.compile(r"\d{8}\.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """One state of the store: the versions of its tables, and how it came about."""

    number: int
    articles: int  # version of the Delta table
    statements: int
    # "create", "add", "reanalyze", "update utterances", "remove", "restore", "compact", "migrate",
    # "keep files"
    what: str
    who: str
    when: str  # UTC, ISO
    n_articles: int = 0
    n_statements: int = 0
    reason: str = ""  # why, where a person undid something
    undoes: int | None = None  # number of the commit that this one takes back


def newest(folder: Path) -> Commit:
    """Return the last commit.

    Raises:
        StoreError: If there is none, or it cannot be understood.
    """
    found = numbers(folder)
    if not found:
        raise StoreError(
            f"{folder}: no commit found; the store is damaged. Restore a backup of it."
        )
    return read(folder, found[-1])


def read(folder: Path, number: int) -> Commit:
    """Return one commit by its number.

    Raises:
        StoreError: If there is no such commit or its file is damaged.
    """
    path = folder / f"{number:08d}.json"
    try:
        return Commit(**json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        raise StoreError(f"{folder.parent}: there is no commit {number}") from None
    except (ValueError, TypeError) as error:
        raise StoreError(
            f"{path}: not a commit ({error}). Restore a backup of the store."
        ) from error


def history(folder: Path) -> list[Commit]:
    """Return all commits, oldest first."""
    return [read(folder, number) for number in numbers(folder)]


def publish(folder: Path, commit: Commit) -> None:
    """Write a commit so that it is there whole or not at all, also when the power fails."""
    write_whole(folder / f"{commit.number:08d}.json", asdict(commit))


def write_whole(path: Path, content: dict[str, object]) -> None:
    """Write a small JSON file through a temporary name: readers never see half of it."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        with suppress(OSError):  # a full disk has better use for it
            temporary.unlink()
        raise


def now() -> str:
    """Return the time as ISO text in UTC, to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


_author: ContextVar[str | None] = ContextVar("author", default=None)


@contextmanager
def signed_by(who: str | None) -> Iterator[None]:
    """Let commits bear another name than that of the process: of whom a server works for."""
    token = _author.set(who)
    try:
        yield
    finally:
        _author.reset(token)


def user_name() -> str:
    """Return who writes: as ``signed_by`` says, else as the system knows them."""
    signed = _author.get()
    if signed:
        return signed
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without an entry for the user
        return "unknown"


def numbers(folder: Path) -> list[int]:
    """Return the numbers of all commits, smallest first."""
    try:
        names = [path.name for path in folder.iterdir()]
    except FileNotFoundError:
        return []
    return sorted(int(name[:8]) for name in names if _NAME.fullmatch(name))
