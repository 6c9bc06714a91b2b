"""One polite reader of web pages: robots.txt, pace, retries, limits, conditional requests."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import httpx2
import stamina
from protego import Protego

from stance.errors import InputError
from stance.fetching.addresses import Checked, Guard
from stance.fetching.answers import Deadline, PassingError, asked_patience, beginning, body, told
from stance.fetching.cache import Cache, Kept
from stance.version import package_version

_REDIRECTS = (301, 302, 303, 307, 308)
_MAX_REDIRECTS = 5
# Worth another try: too many requests, and servers that are down for the moment.
_PASSING = (429, 500, 502, 503, 504)
_MAX_ROBOTS_BYTES = 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one page may cost, and how often a server is asked."""

    max_bytes: int = 20_000_000
    seconds: float = 30.0  # for one page, all its redirects and its whole length
    pace: float = 1.0  # seconds between two requests to one server, at least
    attempts: int = 4
    longest_wait: float = 60.0  # seconds; a server that asks for more patience is given up


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One page as it came: its bytes, and what the server said of them.

    ``url`` is the address in the end, after redirects; ``is_cached`` says that the server had
    nothing newer than what was kept.
    """

    asked: str
    url: str
    content: bytes
    content_type: str
    fetched_at: str
    is_cached: bool = False


@dataclass(slots=True)
class _Server:
    """What is known of one server: its rules, and when it was asked last."""

    rules: Protego | None = None
    pace: float = 0.0
    asked_at: float = field(default=float("-inf"))


@dataclass(frozen=True, slots=True)
class _Landing:
    """Where an address leads in the end, and the answer of that server, its body not yet read."""

    url: str
    response: httpx2.Response
    kept: Kept | None
    deadline: Deadline


class _EndlessError(InputError):
    """One redirect after the other."""


class Fetcher:
    """Fetches pages one after the other. Use it as a context manager.

    Args:
        cache: Where pages are kept for conditional requests; None: nowhere.
        guard: Which addresses may be asked.
        limits: Size, time and pace.
        sleep: Waits; tests replace it.
    """

    def __init__(
        self,
        cache: Cache | None = None,
        *,
        guard: Guard | None = None,
        limits: Limits | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._cache = cache
        self._guard = guard or Guard()
        self._limits = limits or Limits()
        self._sleep = sleep
        self._servers: dict[str, _Server] = {}
        # Proxies of the environment would look names up by themselves, past the guard.
        self._client = httpx2.Client(
            timeout=httpx2.Timeout(self._limits.seconds),
            headers={"user-agent": user_agent(), "accept-encoding": "gzip, deflate"},
            trust_env=False,
            # A connection that stays open belongs to an address; another name at the same address
            # would be believed by the certificate of the first.
            limits=httpx2.Limits(max_keepalive_connections=0),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def get(self, url: str, *, respects_robots: bool = True) -> Fetched:
        """Fetch one page.

        Args:
            url: Its address.
            respects_robots: Whether robots.txt counts. False only for interfaces that are made for
                programs and say so, such as the GDELT index.

        Raises:
            InputError: With the reason, in one clause: refused by the guard or by robots.txt, an
                error of the server, too large, too slow, broken off.
        """
        try:
            for attempt in stamina.retry_context(
                on=self._backoff,
                attempts=self._limits.attempts,
                timeout=None,
                wait_initial=1.0,
                wait_max=self._limits.longest_wait,
            ):
                with attempt:
                    return self._get_once(url, respects_robots)
        except PassingError as error:
            raise InputError(url, str(error)) from error
        except httpx2.InvalidURL as error:
            raise InputError(url, f"is no web address ({error})") from error
        raise InputError(url, "was not fetched")  # never reached: the loop returns or raises

    def _backoff(self, error: Exception) -> bool | float:
        if not isinstance(error, PassingError):
            return False
        if error.wait is None:
            return True
        return error.wait if error.wait <= self._limits.longest_wait else False

    def _get_once(self, url: str, respects_robots: bool) -> Fetched:
        with self._landing(url, self._cache, respects_robots) as landing:
            return self._fetched(url, landing)

    @contextmanager
    def _landing(self, url: str, cache: Cache | None, respects_robots: bool) -> Iterator[_Landing]:
        """Follow redirects; every server on the way is checked, and asked by its rules and pace."""
        deadline = Deadline(self._limits.seconds)
        here = url
        for _ in range(_MAX_REDIRECTS + 1):
            checked = self._guard.check(here)
            with deadline.stopped():
                if respects_robots:
                    self._respect_rules(checked)
                self._keep_pace(checked)
            kept = cache.kept(here) if cache else None
            with self._answer(checked, kept, deadline) as response:
                if response.status_code in _REDIRECTS and "location" in response.headers:
                    here = urljoin(here, response.headers["location"])
                    continue
                yield _Landing(here, response, kept, deadline)
                return
        raise _EndlessError(url, f"redirects more than {_MAX_REDIRECTS} times")

    @contextmanager
    def _answer(
        self, checked: Checked, kept: Kept | None, deadline: Deadline
    ) -> Iterator[httpx2.Response]:
        request = self._request(checked, kept.conditions if kept else {})
        with deadline.enforced(request):
            try:
                response = self._client.send(request, stream=True)
            except httpx2.TimeoutException as error:
                raise PassingError(str(deadline)) from error
            except httpx2.HTTPError as error:
                reason = str(deadline) if deadline.is_over else f"cannot be reached: {told(error)}"
                raise PassingError(reason) from error
            try:
                yield response
            finally:
                response.close()

    def _request(self, checked: Checked, conditions: Mapping[str, str]) -> httpx2.Request:
        """Return a request to the very machine that was checked, under the name that was asked."""
        url = httpx2.URL(checked.url)
        request = self._client.build_request(
            "GET",
            url.copy_with(host=checked.ip, fragment=None),
            headers={"host": _host_header(url), **conditions},
        )
        # The certificate must be that of the name, though the connection goes to the address.
        request.extensions = {**request.extensions, "sni_hostname": checked.host}
        return request

    def _fetched(self, asked: str, landing: _Landing) -> Fetched:
        response, kept = landing.response, landing.kept
        status = response.status_code
        if status == 304 and kept is not None:
            return Fetched(
                asked=asked, url=landing.url, content=kept.content,
                content_type=kept.content_type, fetched_at=kept.fetched_at, is_cached=True,
            )  # fmt: skip
        if status in _PASSING:
            raise PassingError(f"answers {status}", asked_patience(response))
        if status != 200:
            raise InputError(asked, f"answers {status} {response.reason_phrase}".rstrip())
        fetched = Fetched(
            asked=asked, url=landing.url,
            content=body(asked, response, landing.deadline, self._limits.max_bytes),
            content_type=response.headers.get("content-type", ""), fetched_at=_now(),
        )  # fmt: skip
        if self._cache:
            self._cache.keep(landing.url, fetched.content, fetched.fetched_at, response.headers)
        return fetched

    def _respect_rules(self, checked: Checked) -> None:
        server = self._servers.setdefault(checked.origin, _Server(pace=self._limits.pace))
        if server.rules is None:
            server.rules = self._rules(checked)
            delay = server.rules.crawl_delay(user_agent())
            server.pace = max(self._limits.pace, min(float(delay or 0), self._limits.longest_wait))
        if not server.rules.can_fetch(checked.url, user_agent()):
            raise InputError(checked.url, "is closed to programs by the site's robots.txt")

    def _rules(self, checked: Checked) -> Protego:
        """Return the robots.txt of a server; without one, everything is open.

        A server that fails to answer is left alone, as the standard (RFC 9309) asks.
        """
        try:
            with self._landing(f"{checked.origin}/robots.txt", None, False) as landing:
                status = landing.response.status_code
                if status in _PASSING:
                    raise PassingError(f"has a robots.txt that answers {status}")
                if status != 200:
                    return Protego.parse("")
                rules = beginning(landing.response, _MAX_ROBOTS_BYTES)
        except _EndlessError:
            return Protego.parse("")
        return Protego.parse(rules.decode("utf-8", "replace"))

    def _keep_pace(self, checked: Checked) -> None:
        server = self._servers.setdefault(checked.origin, _Server(pace=self._limits.pace))
        wait = server.asked_at + server.pace - time.monotonic()
        if wait > 0:
            self._sleep(wait)
        server.asked_at = time.monotonic()


def user_agent() -> str:
    """Return how the program calls itself; robots.txt can name it as "stance"."""
    return f"stance/{package_version()} (reads news for research; asked for by a person)"


def _host_header(url: httpx2.URL) -> str:
    host = f"[{url.host}]" if ":" in url.host else url.raw_host.decode("ascii")
    return host if url.port is None else f"{host}:{url.port}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
