"""One writer at a time, and a message that says who the other one is."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from stance.errors import StoreLockedError
from stance.store.commits import now, user_name, write_whole


@contextmanager
def writer_lock(path: Path, *, timeout: float) -> Iterator[None]:
    """Hold the lock file ``path``; the system frees it when the process dies.

    Raises:
        StoreLockedError: If another process still holds it after ``timeout`` seconds.
    """
    holder = path.with_suffix(".json")
    lock = FileLock(path)
    try:
        lock.acquire(timeout=timeout)
    except Timeout:
        raise StoreLockedError(
            f"{path.parent}: another process is writing ({_describe(holder)}). "
            f"Waited {timeout:g} s. Wait for it or stop it, then run again; nothing was written."
        ) from None
    try:
        write_whole(
            holder,
            {"who": user_name(), "where": socket.gethostname(), "pid": os.getpid(), "since": now()},
        )
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _describe(holder: Path) -> str:
    try:
        found = json.loads(holder.read_text("utf-8"))
        return "{who} on {where}, process {pid}, since {since}".format(**found)
    except (OSError, ValueError, KeyError):
        return "it did not leave its name"
