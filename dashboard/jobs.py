"""Texts on their way into the store: what is handed to ``stance.worker``, and how it goes.

A job is a folder of the store's inbox (see ``stance.worker``). Pages come and go: what a page knows
of a job it reads from its files, so closing the browser or the server loses nothing.
"""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from stance.access import Action, Person, require

INBOX = "inbox"
KEPT = 30  # finished jobs whose results are kept
MAX_FILES = 200  # in one upload; a folder on this machine may hold any number
MAX_NAME = 120
STARTING = 30  # seconds that a worker may take until it holds the inbox
NEEDS = {"date": Action.DATE}  # the others add articles
_NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{6}")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job as its folder tells it.

    ``state`` is "waiting" (another one is at work), "working", "stopped" (no worker is left),
    "done" or "failed". ``event`` is the last thing that the worker told.
    """

    name: str
    state: str
    asked: Mapping[str, Any]
    event: Mapping[str, Any] = field(default_factory=dict)
    articles: tuple[str, ...] = ()  # names of those that were analysed
    result: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether more is to come."""
        return self.state in ("waiting", "working")

    @property
    def share(self) -> float:
        """How much is done, 0..1."""
        total = self.event.get("total") or 0
        return min(1.0, self.event.get("done", 0) / total) if total else 0.0


def safe_name(name: str) -> str:
    """Return a file name without folders, control characters and what systems refuse.

    The ending stays, since it tells which reader reads the file.
    """
    bare = _UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    stem, dot, ending = bare.rpartition(".")
    if not dot:
        return bare[:MAX_NAME] or "text"
    return f"{stem[: MAX_NAME - len(ending) - 1] or 'text'}.{ending[:16]}"


def file_of_text(
    text: str, *, title: str, outlet: str = "", day: str = "", url: str = ""
) -> tuple[str, bytes]:
    """Return pasted words as a file that the readers understand: its name and its bytes."""
    fields = {"title": title, "outlet": outlet, "date": day, "url": url}
    record = {key: value.strip() for key, value in fields.items() if value.strip()}
    words = re.sub(r"[^\w]+", "-", title.strip().casefold()).strip("-")[:60] or "pasted"
    data = json.dumps(record | {"text": text}, ensure_ascii=False)
    return f"{words}.json", data.encode("utf-8", "replace")


def hand_over(
    store: Path,
    kind: str,
    *,
    who: str,
    person: Person | None = None,
    files: Iterable[tuple[str, bytes]] = (),
    paths: Sequence[str] = (),
    urls: Sequence[str] = (),
    **more: str | None,
) -> str:
    """Write a job into the inbox and start a worker; return the job's name.

    Args:
        store: Folder of the store.
        kind: "add" or "date".
        who: For whom.
        person: Who signed in; None in a dashboard of one local user.
        files: Names and bytes to copy.
        paths: Files and folders of this machine, read where they are.
        urls: Addresses of pages, fetched by the worker.
        more: What else the worker is to know.

    Raises:
        PermissionDenied: If their role does not allow it; nothing is written then.
    """
    if person is not None:
        require(person, NEEDS.get(kind, Action.ADD))
        who, more = person.name, {**more, "role": person.role.label}
    inbox = store / INBOX
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}"
    folder = inbox / name
    folder.mkdir(parents=True)
    names = []
    # Each in a folder of its own: two files of one name are two files.
    for number, (given, data) in enumerate(files, start=1):
        place = folder / "files" / f"{number:04}"
        place.mkdir(parents=True)
        names.append(safe_name(given))
        (place / names[-1]).write_bytes(data)
    asked = {
        "kind": kind,
        "store": str(store),
        "who": who,
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "names": names or [str(path) for path in paths] or list(urls),
        **({"paths": [str(path) for path in paths]} if paths else {}),
        **({"urls": list(urls)} if urls else {}),
        **more,
    }
    _write_whole(folder / "job.json", asked)
    start_worker(store)
    return name


def start_worker(store: Path) -> None:
    """Start a worker for the inbox; it goes on when the server ends."""
    inbox = store / INBOX
    log = inbox / "worker.log"
    with log.open("ab") as written:
        subprocess.Popen(
            [sys.executable, "-m", "stance.worker", str(inbox)],
            stdin=subprocess.DEVNULL, stdout=written, stderr=written, start_new_session=True,
            cwd=Path.cwd(),
        )  # fmt: skip


def again(store: Path, name: str, *, person: Person | None = None) -> None:
    """Try a job that failed or stopped once more."""
    _require_jobs(person)
    if not _NAME.fullmatch(name):
        return
    folder = store / INBOX / name
    os.utime(folder / "job.json")
    (folder / "result.json").unlink(missing_ok=True)
    (folder / "events.jsonl").unlink(missing_ok=True)
    start_worker(store)


def forget(store: Path, name: str, *, person: Person | None = None) -> None:
    """Drop a finished or failed job with its copies; the store keeps what it added."""
    _require_jobs(person)
    if _NAME.fullmatch(name):
        shutil.rmtree(store / INBOX / name, ignore_errors=True)


def all_jobs(store: Path) -> list[Job]:
    """Return the jobs of a store, the newest first; old results are cleared away."""
    inbox = store / INBOX
    try:
        folders = sorted((each for each in inbox.iterdir() if each.is_dir()), reverse=True)
    except FileNotFoundError:
        return []
    is_at_work = _is_held(inbox / "one.lock")
    jobs = [job for each in folders if (job := read(each, is_at_work=is_at_work)) is not None]
    for job in [each for each in jobs if each.state == "done"][KEPT:]:
        forget(store, job.name, person=None)
    return jobs


def read(folder: Path, *, is_at_work: bool) -> Job | None:
    """Return a job as its files tell it, or None where it is only just being written.

    Args:
        folder: The job's folder.
        is_at_work: Whether a worker holds the inbox.
    """
    asked = _json(folder / "job.json")
    if asked is None:
        return None
    events = _events(folder / "events.jsonl")
    result = _json(folder / "result.json")
    names = tuple(str(each["name"]) for each in events if each["event"] == "article")
    if result is not None:
        state = str(result["state"])
    elif not is_at_work and _age(folder) > STARTING:
        state = "stopped"
    else:
        state = "working" if events and is_at_work else "waiting"
    return Job(
        name=folder.name, state=state, asked=asked, event=events[-1] if events else {},
        articles=names, result=result or {},
    )  # fmt: skip


def _require_jobs(person: Person | None) -> None:
    if person is not None:
        require(person, Action.ADD)


def _age(folder: Path) -> float:
    return time.time() - (folder / "job.json").stat().st_mtime


def _is_held(path: Path) -> bool:
    """Whether a worker is at work."""
    try:
        with FileLock(path, timeout=0):
            pass
    except Timeout:
        return True
    return False


def _json(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found


def _events(path: Path) -> list[dict[str, Any]]:
    """Return what the worker told; a line that is only just being written is left for later."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError:
        return []
    found = []
    for line in lines:
        try:
            found.append(json.loads(line))
        except ValueError:
            break
    return found


def _write_whole(path: Path, content: Mapping[str, Any]) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    temporary.replace(path)
