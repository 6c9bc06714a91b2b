"""What other processes do to a store while the tests watch, kill or race them."""

import multiprocessing
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path

from stance.store import Store

from .builder import add, article


def context() -> BaseContext:
    """Return how processes are started: imports once where the system can."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["stance.store", "pandas"])
    return server


def add_range(path: Path, numbers: Sequence[int], told: Connection) -> None:
    """Add some articles one by one, then say so."""
    store = Store(path, lock_timeout=600)  # the machine may be busy
    for n in numbers:
        add(store, [article(n)])
    told.send("done")


def correct_some(path: Path, statement_ids: Sequence[str], told: Connection) -> None:
    """Correct some statements one by one, then say so."""
    store = Store(path, lock_timeout=600)  # the machine may be busy
    for statement_id in statement_ids:
        store.correct(statement_id, {"side": "China"}, reason="race", who="racer")
    told.send("done")


def hold_lock(path: Path, told: Connection) -> None:
    """Take the writer's lock and keep it until killed."""
    with Store(path).exclusively():
        told.send("holding")
        time.sleep(600)
