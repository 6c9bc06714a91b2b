"""Reads files in a process of its own that may be killed: what a hostile file breaks is that alone.

The libraries that parse pages, documents and tables are large and partly written in C. One file
can make them loop, fill the memory or crash. So another process reads, one file after the
other, under limits of time and memory; it is started when it is first needed and again after a
breach. Archives go on behind the part that broke the limit.
"""

import atexit
import threading
import time
from collections.abc import Mapping
from functools import cache

from stance.errors import InputError
from stance.model import Article
from stance.reading.child import WALL_TIMES, Child
from stance.reading.wire import Message, unpack_article, unpack_problem
from stance.settings import settings

_OF_RECORDS = (".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".xlsx", ".parquet", ".txt", ".zip")
_SECONDS_PER_MB = 1.0  # more time for collections of more than two megabytes
_TIMES_IN_ALL = 3.0  # an archive may take so many times as long as one of its parts,
_SECONDS_PER_PACKED_MB = 10.0  # and more if it is large
_MAX_ATTEMPTS = 20  # parts of one archive that may break the limits

Found = tuple[list[Article], list[InputError]]


@cache
def reader_process() -> "ReaderProcess":
    """Return the one process of this program that reads files."""
    reader = ReaderProcess()
    atexit.register(reader.close)
    return reader


class ReaderProcess:
    """A process that reads files, under limits; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: Child | None = None

    def read(self, data: bytes, name: str, columns: Mapping[str, str]) -> Found:
        """Read the articles of a file.

        Args:
            data: The whole file.
            name: Its name without a folder.
            columns: Names of columns that the user gave, by field.

        Returns:
            The articles, and the parts that could not be read; a breach of the limits is one.

        Raises:
            InputError: If nothing in the file can be read.
        """
        seconds = _seconds_for(name, len(data))
        order = {"name": name, "columns": dict(columns), "size": len(data), "seconds": seconds}
        articles: list[Article] = []
        problems: list[InputError] = []
        packed = _SECONDS_PER_PACKED_MB * len(data) / 1e6
        left = WALL_TIMES * (_TIMES_IN_ALL * seconds + packed)
        n_done = 0
        with self._lock:
            for _ in range(_MAX_ATTEMPTS):
                attempt = _Attempt(articles, problems)
                left -= self._try(order | {"n_done": n_done}, data, attempt, left)
                if attempt.is_done:
                    return articles, problems
                if attempt.is_unheard:
                    continue
                breach = InputError(attempt.part_name or name, attempt.reason)
                if attempt.part is None:
                    raise breach
                problems.append(breach)
                n_done = attempt.part + 1
                if left <= 0:
                    break
        problems.append(InputError(name, "takes too long to read; its other parts were left out"))
        return articles, problems

    def close(self) -> None:
        """End the process; the next file starts another."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def _try(self, order: Message, data: bytes, attempt: "_Attempt", left: float) -> float:
        """Let the process read a file; return the seconds that it took, its start not counted."""
        is_old = self._child is not None
        started = time.monotonic()
        try:
            child = self._started()
            started = time.monotonic()
            last = started + left
            child.allow(order["seconds"], last)
            child.order(order, data)
            while not attempt.is_over and (message := child.next_message()) is not None:
                child.allow(order["seconds"], last)
                attempt.take(message)
            if not attempt.is_done:
                child.end()
                # A process that somebody killed while it had nothing to do says nothing of a file.
                attempt.is_unheard = is_old and not attempt.is_begun and not child.was_late
                attempt.reason = attempt.reason or child.why_it_ended(order["seconds"])
        except BaseException:  # Ctrl-C as well: an answer that nobody awaits would mislead the next
            self.close()
            raise
        if attempt.is_done and not attempt.is_leaving:
            child.rest()
        else:
            self.close()
        return time.monotonic() - started

    def _started(self) -> "Child":
        child = self._child
        if child is not None and child.is_fit(settings()):
            return child
        self.close()
        self._child = Child(settings())
        return self._child


class _Attempt:
    """What came of one attempt to read a file; articles of finished parts stay."""

    def __init__(self, articles: list[Article], problems: list[InputError]) -> None:
        self._articles, self._problems = articles, problems
        self.is_done = self.is_leaving = self.is_begun = self.is_unheard = False
        self.part: int | None = None
        self.part_name = ""
        self.reason = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.is_done or bool(self.reason)

    def take(self, message: Message) -> None:
        """Take a message of the process."""
        self.is_begun = True
        if "part" in message:
            self.part, self.part_name = message["part"], message["name"]
        self._articles.extend(map(unpack_article, message.get("articles", ())))
        self._problems.extend(map(unpack_problem, message.get("problems", ())))
        self.is_leaving = bool(message.get("leaving"))
        if "failed" in message:
            self.reason = f"made its reader fail: {message['failed']}"
        if message.get("memory"):
            self.reason = _too_large()
        if "refused" in message:
            self._problems.append(unpack_problem(message["refused"]))
        self.is_done = "done" in message


def _seconds_for(name: str, n_bytes: int) -> float:
    more = _SECONDS_PER_MB * max(0.0, n_bytes / 1e6 - 2)
    return settings().read_seconds + (more if name.lower().endswith(_OF_RECORDS) else 0.0)


def _too_large() -> str:
    limit = settings().read_memory_mb
    return f"needs more than {limit} MB of memory to read (STANCE_READ_MEMORY_MB)"
