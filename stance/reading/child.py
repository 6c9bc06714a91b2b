"""The process that reads files, seen from the program: started, given files, and killed in time."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from stance.errors import InputError
from stance.reading.wire import Message, receive, send
from stance.settings import Settings

_START_SECONDS = 60.0  # to import what all readers share, on a slow disk
# Time is processor time where the system can limit that: a busy machine must not cost an article.
WALL_TIMES = 1.0 if sys.platform == "win32" else 3.0
_LONGEST_SLEEP = 0.5  # of who watches the clock, which may be set anew meanwhile


class Child:
    """One process and the thread that kills it when its time is over."""

    def __init__(self, with_settings: Settings) -> None:
        self._settings = with_settings
        self._owner = os.getpid()
        self._deadline = time.monotonic() + _START_SECONDS
        self._is_there = threading.Event()
        self._is_over = threading.Event()
        self._problem: OSError | None = None
        self.was_late = False
        threading.Thread(target=self._live, name="stance-reading", daemon=True).start()
        self._is_there.wait()
        if self._problem is not None:
            raise InputError("reading", f"no process can be started: {self._problem}")
        if self.next_message() is None:
            self.end()
            raise InputError("reading", "the process that reads files ended at its start")

    def is_fit(self, with_settings: Settings) -> bool:
        """Whether the next file may go to this process."""
        is_ours = self._owner == os.getpid()  # after a fork the pipes belong to somebody else
        return is_ours and self._process.poll() is None and self._settings == with_settings

    def allow(self, seconds: float, last: float) -> None:
        """Give so much processor time from now, but not beyond ``last`` on the clock."""
        self._deadline = min(time.monotonic() + WALL_TIMES * seconds, last)

    def rest(self) -> None:
        """Stop the clock until the next file."""
        self._deadline = float("inf")

    def order(self, order: Message, data: bytes) -> None:
        """Hand over a file."""
        with suppress(OSError):  # it died: there will be no answer, and that is seen there
            send(self._stdin, order, data)

    def next_message(self) -> Message | None:
        """Return the next message; None where the process has ended."""
        try:
            return receive(self._stdout)
        except (OSError, ValueError):
            return None

    def end(self) -> None:
        """End the process at once."""
        self._is_over.set()
        if self._owner != os.getpid():
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._stdin, self._stdout):
            with suppress(OSError):
                pipe.close()

    def why_it_ended(self, seconds: float) -> str:
        """Return why it ended without an answer."""
        code = self._process.returncode
        if self.was_late or code in (-_signal("SIGXCPU"), -_signal("SIGALRM")):
            return f"takes more than {seconds:g} s to read (STANCE_READ_SECONDS)"
        how = signal.strsignal(-code) if code < 0 else f"code {code}"
        return f"made its reader end: {how}"

    def _live(self) -> None:
        """Start the process, and kill it when its time is over.

        The kernel may end a process with the thread that started it (see ``process``). So that is
        this one, which lives as long; the thread of who asks first may end long before.
        """
        try:
            self._process = _start(self._settings)
        except OSError as error:
            self._problem = error
        finally:
            self._is_there.set()
        while self._problem is None and not self._is_over.wait(self._seconds_to_sleep()):
            if time.monotonic() >= self._deadline:
                self.was_late = True
                self._process.kill()
                return

    def _seconds_to_sleep(self) -> float:
        return min(_LONGEST_SLEEP, max(0.0, self._deadline - time.monotonic()))

    @property
    def _stdin(self) -> BinaryIO:
        assert self._process.stdin is not None
        return self._process.stdin  # type: ignore[return-value]  # IO[bytes] that is binary

    @property
    def _stdout(self) -> BinaryIO:
        assert self._process.stdout is not None
        return self._process.stdout  # type: ignore[return-value]  # IO[bytes] that is binary


def _signal(name: str) -> int:
    return int(getattr(signal, name, 10_000))  # Windows has neither


def _start(with_settings: Settings) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "stance.reading.process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(with_settings),
    )


def _environment(with_settings: Settings) -> dict[str, str]:
    """Return the environment of the process: the same modules, settings, and few threads."""
    # With -P the folder that the user stands in is no place to import from: it may hold anything.
    package_folder = str(Path(__file__).resolve().parents[2])
    folders = [package_folder, *(folder for folder in sys.path if folder and folder != ".")]
    limits = {
        "STANCE_MAX_INPUT_MB": str(with_settings.max_input_mb),
        "STANCE_READ_MEMORY_MB": str(with_settings.read_memory_mb),
        "STANCE_MAX_ARTICLE_CHARS": str(with_settings.max_article_chars),
    }
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    path = os.pathsep.join(dict.fromkeys(folders))
    return os.environ | {"PYTHONPATH": path, "PYTHONUTF8": "1"} | limits | threads
