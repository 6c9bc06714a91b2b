"""What other processes do to a store while the tests watch, kill or race them."""

import multiprocessing
from collections.abc import Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path

from stance.store import Store

from .builder import add, article

LAST = 40  # articles 0..LAST-1 exist


def context() -> BaseContext:
    """Return how processes are started: imports once where the system can."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["stance.store", "pandas"])
    return server


def work(path: Path, job: str, told: Connection) -> None:
    """Do one kind of job over and over; tell after each step that it is done."""
    store = Store(path, lock_timeout=60)
    told.send("ready")
    steps = {"add": _add, "correct": _correct, "compact": _compact, "utterances": _utterances}
    for n in range(LAST):
        told.send(steps[job](store, n))


def add_range(path: Path, numbers: Sequence[int], told: Connection) -> None:
    """Add some articles one by one, then say so."""
    store = Store(path, lock_timeout=60)
    for n in numbers:
        add(store, [article(n)])
    told.send("done")


def correct_some(path: Path, statement_ids: Sequence[str], told: Connection) -> None:
    """Correct some statements one by one, then say so."""
    store = Store(path, lock_timeout=60)
    for statement_id in statement_ids:
        store.correct(statement_id, {"side": "China"}, reason="race", who="racer")
    told.send("done")


def _add(store: Store, n: int) -> str:
    add(store, [article(n)])
    return article(n).article_id


def _correct(store: Store, n: int) -> str:
    statement_id = _some_statement(store, n)
    entries = store.correct(
        statement_id, {"side": f"side {n}", "target": None}, reason="test", who="tester"
    )
    return entries[-1].correction_id


def _compact(store: Store, n: int) -> str:
    add(store, [article(n)])
    store.compact()
    return article(n).article_id


def _utterances(store: Store, n: int) -> str:
    statement_id = _some_statement(store, n)
    store.update_utterances({statement_id: f"changed {n}"})
    return f"changed {n}"


def _some_statement(store: Store, n: int) -> str:
    ids = store.statements()["statement_id"]
    return str(ids.iloc[n % len(ids)])
