"""The process that reads files: takes one after the other from its standard input.

Started by ``guard`` as ``python -m stance.reading.process``. It limits itself: memory for good,
processor and wall-clock time anew for each file. The kernel ends it when a limit is broken,
whatever the library that reads is doing. Systems without these limits (Windows) leave the
wall clock, which the other side watches as well.
"""

import contextlib
import ctypes
import math
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from stance.errors import InputError
from stance.model import Article
from stance.reading.child import WALL_TIMES
from stance.reading.formats import read_articles
from stance.reading.job import Job
from stance.reading.wire import (
    Message,
    pack_article,
    pack_problem,
    receive,
    send,
)
from stance.settings import settings

_SECONDS_BETWEEN_LOOKS = 0.5  # for the death of who started us
_PR_SET_PDEATHSIG = 1  # of linux/prctl.h


def main() -> None:
    """Read files until nobody sends any more."""
    orders, answers = _take_over_streams()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started us
    _limit_memory(settings().read_memory_mb)
    _die_with_parent()
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    send(answers, {"ready": True})
    while (order := receive(orders)) is not None:
        data = orders.read(order["size"])
        if len(data) < order["size"]:
            return
        _limit_time(order["seconds"])
        send(answers, {"begun": True})
        outcome = _read(order, data, answers)
        _limit_time(None)
        is_leaving = outcome.get("memory", False) or _has_grown()
        send(answers, outcome | {"leaving": is_leaving})
        if is_leaving:
            return


def _read(order: Message, data: bytes, answers: BinaryIO) -> Message:
    job = Job(columns=order["columns"], n_done=order["n_done"])

    def begin(number: int, name: str) -> None:
        _limit_time(order["seconds"])
        send(answers, {"part": number, "name": name})

    def hand_over(articles: Sequence[Article]) -> None:
        send(answers, _packed(articles, job))
        job.problems.clear()

    job.on_part, job.on_part_done = begin, hand_over
    try:
        return _packed(read_articles(data, order["name"], job), job) | {"done": True}
    except InputError as error:
        return _packed((), job) | {"done": True, "refused": pack_problem(error)}
    except MemoryError:
        return {"memory": True}
    except Exception as error:  # noqa: BLE001 - whatever a library raises ends this file alone
        return {"failed": f"{type(error).__name__}: {error}"[:300]}


def _packed(articles: Sequence[Article], job: Job) -> Message:
    return {
        "articles": [pack_article(article) for article in articles],
        "problems": [pack_problem(problem) for problem in job.problems],
    }


def _take_over_streams() -> tuple[BinaryIO, BinaryIO]:
    """Keep the pipes for messages; what a library prints must not get between them."""
    orders = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(nowhere, descriptor)
    return orders, answers


def _limit_memory(megabytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    n_bytes = megabytes * 1_000_000
    # DATA counts what is really taken; libraries reserve far more address space than they use.
    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    with contextlib.suppress(ValueError, OSError):  # a lower limit is set, or none is possible
        resource.setrlimit(kind, (n_bytes, n_bytes))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: float | None) -> None:
    """Let the kernel end this process after so much time from now; None: never."""
    if sys.platform == "win32":
        return
    import resource

    # On the wall clock the other side ends us first; this is for when it was killed itself.
    wall = 0 if seconds is None else WALL_TIMES * seconds + 2
    signal.setitimer(signal.ITIMER_REAL, wall)
    used = time.process_time()
    limit = resource.RLIM_INFINITY if seconds is None else math.ceil(used + seconds)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _has_grown() -> bool:
    """Whether so much memory is taken that the next file should find a fresh process."""
    if sys.platform != "linux":
        return False
    # Pages in use now: the highest number so far would count who started us as well.
    n_pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return n_pages * os.sysconf("SC_PAGE_SIZE") > 0.5 * settings().read_memory_mb * 1_000_000


def _die_with_parent() -> None:
    """Let the kernel end this process with its parent, even inside a library; Linux alone can."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _end_with_parent(parent: int) -> None:
    """End when the parent has: where the kernel does not see to it."""
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os._exit(0)


if __name__ == "__main__":
    main()
