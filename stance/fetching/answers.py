"""What a server answers: how long it may take, how much it may send, what it asks for."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2

from stance.errors import InputError


class PassingError(Exception):
    """A failure that may pass; ``wait`` is what the server asked for, in seconds."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Deadline:
    """How long one page may take, all its redirects and its whole length.

    Waiting for a server's pace is our own doing and does not count.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        """Whether the page has had its time."""
        return time.monotonic() >= self._end

    def __str__(self) -> str:
        return f"took longer than {self.seconds:g} s"

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Do not count what is done meanwhile."""
        begun = time.monotonic()
        try:
            yield
        finally:
            self._end += time.monotonic() - begun

    @contextmanager
    def enforced(self, request: httpx2.Request) -> Iterator[None]:
        """Break the connection of a request off when the time is over.

        The client's own time limits hold for each piece that comes. A server that sends its
        certificate or headers drop by drop would never meet them.
        """
        handles: list[socket.socket] = []

        def note(event: str, info: Mapping[str, Any]) -> None:
            if event == "connection.connect_tcp.complete":
                # A copy: TLS takes the socket itself over, while it still shakes hands.
                handles.append(info["return_value"].get_extra_info("socket").dup())

        def break_off() -> None:
            for handle in list(handles):
                with contextlib.suppress(OSError):  # it ended by itself in this moment
                    handle.shutdown(socket.SHUT_RDWR)

        request.extensions = {**request.extensions, "trace": note}
        timer = threading.Timer(max(0.0, self._end - time.monotonic()), break_off)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            for handle in handles:
                handle.close()


def body(asked: str, response: httpx2.Response, deadline: Deadline, max_bytes: int) -> bytes:
    """Return the body, unpacked; stops as soon as it is too large or too slow.

    Raises:
        InputError: If it is too large, too slow, empty, or packed in a broken way.
        PassingError: If the connection failed.
    """
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > max_bytes:
        raise InputError(asked, f"is {int(announced) / 1e6:.1f} MB, over {max_bytes / 1e6:g} MB")
    content = bytearray()
    try:
        for chunk in response.iter_bytes():
            content += chunk
            if len(content) > max_bytes:
                raise InputError(asked, f"is larger than {max_bytes / 1e6:g} MB")
            if deadline.is_over:
                raise InputError(asked, str(deadline))
    except httpx2.TimeoutException as error:
        raise PassingError(str(deadline)) from error
    except httpx2.DecodingError as error:
        raise InputError(asked, f"is packed in a way that is broken ({error})") from error
    except httpx2.HTTPError as error:
        if deadline.is_over:
            raise InputError(asked, str(deadline)) from error
        raise PassingError(f"broke off: {told(error)}") from error
    if not content:
        raise InputError(asked, "is empty")
    return bytes(content)


def beginning(response: httpx2.Response, max_bytes: int) -> bytes:
    """Return the beginning of a body.

    Raises:
        PassingError: If the connection failed, or the time was over before.
    """
    content = bytearray()
    try:
        for chunk in response.iter_bytes():
            content += chunk
            if len(content) > max_bytes:
                break
    except httpx2.HTTPError as error:
        raise PassingError(f"has a robots.txt that broke off: {told(error)}") from error
    return bytes(content[:max_bytes])


def asked_patience(response: httpx2.Response) -> float | None:
    """Return the seconds that a server asks to wait ("Retry-After": a number or a date)."""
    text = response.headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:  # "-0000": the server does not say where it is
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def told(error: Exception) -> str:
    """Return what an error says, or at least its name."""
    return str(error) or type(error).__name__
