"""One page at a time: what is fetched, what is refused, and how often a server is asked."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
import stamina

from stance.errors import InputError
from stance.fetching import Fetcher, Guard, Limits
from stance.fetching.answers import asked_patience
from stance.fetching.cache import Cache

from .server import PAGE, FaultyServer, Handler

HERE = Guard(allowed=("127.0.0.1/32",))
QUICK = Limits(max_bytes=200_000, seconds=1.0, pace=0.0, attempts=3)


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with FaultyServer() as made:
        yield made


@pytest.fixture(autouse=True)
def _retries_at_once() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


@pytest.fixture
def fetcher(tmp_path: Path) -> Iterator[Fetcher]:
    with Fetcher(Cache(tmp_path / "cache"), guard=HERE, limits=QUICK) as made:
        yield made


def test_page_comes_byte_for_byte(server: FaultyServer, fetcher: Fetcher) -> None:
    found = fetcher.get(f"{server.base}/page")
    assert found.content == PAGE
    assert found.content_type == "text/html"
    assert not found.is_cached
    agent = server.seen[-1][1]["user-agent"]
    assert agent.startswith("stance/")


def test_redirect_is_followed_and_the_final_address_told(
    server: FaultyServer, fetcher: Fetcher
) -> None:
    found = fetcher.get(f"{server.base}/moved")
    assert (found.asked, found.url) == (f"{server.base}/moved", f"{server.base}/page")


def test_page_that_did_not_change_is_not_sent_twice(server: FaultyServer, fetcher: Fetcher) -> None:
    first, second = (fetcher.get(f"{server.base}/etag") for _ in range(2))
    assert (first.is_cached, second.is_cached) == (False, True)
    assert second.content == PAGE
    assert second.fetched_at == first.fetched_at


def test_kept_page_that_was_damaged_is_fetched_anew(
    server: FaultyServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    fetcher.get(f"{server.base}/etag")
    for body in (tmp_path / "cache").glob("*.body"):
        body.write_bytes(b"damaged")
    found = fetcher.get(f"{server.base}/etag")
    assert (found.content, found.is_cached) == (PAGE, False)


def test_busy_server_is_asked_again(server: FaultyServer, fetcher: Fetcher) -> None:
    assert fetcher.get(f"{server.base}/busy").content == PAGE
    assert server.asked("/busy") == 3


@pytest.mark.parametrize(
    ("path", "reason", "n_asked"),
    [
        ("/down", "answers 503", 3),
        ("/impatient", "answers 429", 1),
        ("/gone", "answers 410 Gone", 1),
        ("/missing", "answers 404", 1),
        ("/loop", "redirects more than 5 times", 6),
        ("/inside", r"is refused: 10\.0\.0\.7", 1),
        ("/file", "is no web address", 1),
        ("/huge", "is 0.3 MB, over 0.2 MB", 1),
        ("/bomb", "is larger than 0.2 MB", 1),
        ("/broken-gzip", "is packed in a way that is broken", 1),
        ("/short", "broke off", 3),
        ("/drip", "took longer than 1 s", 1),
        ("/slow", "took longer than 1 s", 3),
        ("/drop-by-drop", "took longer than 1 s", 3),
        ("/empty", "is empty", 1),
    ],
)
def test_fault_is_named_and_passing_ones_are_tried_again(
    server: FaultyServer, fetcher: Fetcher, path: str, reason: str, n_asked: int
) -> None:
    with pytest.raises(InputError, match=reason):
        fetcher.get(f"{server.base}{path}")
    assert server.asked(path) == n_asked


def test_nobody_at_home_is_told_as_such(fetcher: Fetcher) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(InputError, match="cannot be reached"):
        fetcher.get(f"http://127.0.0.1:{port}/")


def test_robots_txt_closes_a_page_and_the_page_is_not_asked_for(
    server: FaultyServer, fetcher: Fetcher
) -> None:
    rules = b"User-agent: *\nDisallow: /closed/\n"
    server.routes["/robots.txt"] = lambda handler: handler.send(rules, kind="text/plain")
    with pytest.raises(InputError, match="robots.txt"):
        fetcher.get(f"{server.base}/closed/page")
    assert server.asked("/closed/page") == 0
    assert fetcher.get(f"{server.base}/page").content == PAGE
    assert server.asked("/robots.txt") == 1


def test_server_whose_robots_txt_fails_is_left_alone(
    server: FaultyServer, fetcher: Fetcher
) -> None:
    server.routes["/robots.txt"] = lambda handler: handler.send(b"", status=503)
    with pytest.raises(InputError, match="robots.txt that answers 503"):
        fetcher.get(f"{server.base}/page")
    assert server.asked("/page") == 0


def test_redirect_into_a_closed_place_is_not_followed(
    server: FaultyServer, fetcher: Fetcher
) -> None:
    rules = b"User-agent: stance\nDisallow: /closed/\n"
    server.routes["/robots.txt"] = lambda handler: handler.send(rules, kind="text/plain")
    server.routes["/door"] = lambda handler: handler.send(b"", status=302, location="/closed/page")
    with pytest.raises(InputError, match="robots.txt"):
        fetcher.get(f"{server.base}/door")
    assert server.asked("/closed/page") == 0


def test_server_is_asked_at_its_pace(server: FaultyServer) -> None:
    rules = b"User-agent: *\nCrawl-delay: 7\n"
    server.routes["/robots.txt"] = lambda handler: handler.send(rules, kind="text/plain")
    waits: list[float] = []
    limits = Limits(seconds=5.0, pace=2.0)
    with Fetcher(guard=HERE, limits=limits, sleep=waits.append) as fetcher:
        for _ in range(3):
            fetcher.get(f"{server.base}/page")
    assert len(waits) == 3
    assert all(6.0 < wait <= 7.0 for wait in waits)


def test_waiting_for_the_pace_does_not_use_up_the_time_of_the_page(server: FaultyServer) -> None:
    rules = b"User-agent: *\nCrawl-delay: 1\n"
    server.routes["/robots.txt"] = lambda handler: handler.send(rules, kind="text/plain")
    limits = Limits(seconds=0.5, pace=0.0)
    with Fetcher(guard=HERE, limits=limits) as fetcher:
        assert fetcher.get(f"{server.base}/moved").content == PAGE


def test_slow_robots_txt_does_not_use_up_the_time_of_the_page(server: FaultyServer) -> None:
    def slowly(handler: Handler) -> None:
        time.sleep(0.6)
        handler.send(PAGE, kind="text/plain")

    server.routes["/robots.txt"] = server.routes["/somewhat-slow"] = slowly
    with Fetcher(guard=HERE, limits=Limits(seconds=1.0, pace=0.0)) as fetcher:
        assert fetcher.get(f"{server.base}/somewhat-slow").content == PAGE


def test_robots_txt_that_moved_is_followed(server: FaultyServer, fetcher: Fetcher) -> None:
    rules = b"User-agent: *\nDisallow: /closed/\n"
    server.routes["/rules"] = lambda handler: handler.send(rules, kind="text/plain")
    server.routes["/robots.txt"] = lambda handler: handler.send(b"", status=301, location="/rules")
    with pytest.raises(InputError, match="robots.txt"):
        fetcher.get(f"{server.base}/closed/page")


def test_robots_txt_that_is_nowhere_leaves_everything_open(
    server: FaultyServer, fetcher: Fetcher
) -> None:
    server.routes["/robots.txt"] = lambda handler: handler.send(b"", status=302, location="/loop")
    assert fetcher.get(f"{server.base}/page").content == PAGE


def test_no_connection_serves_two_names(server: FaultyServer) -> None:
    guard = Guard(allowed=("127.0.0.1/32",), resolve=lambda host, port: ["127.0.0.1"])
    with Fetcher(guard=guard, limits=QUICK) as fetcher:
        for name in ("one.example", "other.example"):
            fetcher.get(f"http://{name}:{server.server_port}/page", respects_robots=False)
    assert server.n_connections == 2


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7.0),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0.0),
        ("Sun, 06 Nov 1994 08:49:37 -0000", 0.0),
        ("\u00b2", None),
        ("soon", None),
        ("", None),
    ],
)
def test_patience_that_a_server_asks_for_is_read_or_ignored(
    text: str, seconds: float | None
) -> None:
    response = httpx2.Response(429, headers=[(b"retry-after", text.encode("latin-1"))])
    assert asked_patience(response) == seconds


def test_name_is_looked_up_once_and_the_checked_address_is_asked(server: FaultyServer) -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.7"]])
    guard = Guard(allowed=("127.0.0.1/32",), resolve=lambda host, port: next(answers))
    url = f"http://news.example:{server.server_port}/page"
    with Fetcher(guard=guard, limits=QUICK) as fetcher:
        assert fetcher.get(url).content == PAGE
        assert server.seen[-1][1]["host"] == f"news.example:{server.server_port}"
        with pytest.raises(InputError, match="10.0.0.7, which is not public"):
            fetcher.get(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://127.1/", "http://0x7f000001/",
        "http://2130706433/", "http://0177.0.0.1/", "http://0.0.0.0/", "http://[::1]/",
        "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/",
        "http://10.1.2.3/", "http://192.168.0.1/", "http://172.16.0.1/", "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://[fd00::1]/",
        "http://224.0.0.1/", "http://255.255.255.255/", "http://[::]/",
    ],
)  # fmt: skip
def test_address_that_is_not_public_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="is refused"):
        Guard().check(url)


def test_name_with_one_private_address_among_public_ones_is_refused() -> None:
    guard = Guard(resolve=lambda host, port: ["93.184.216.34", "192.168.1.1"])
    with pytest.raises(InputError, match="192.168.1.1"):
        guard.check("https://news.example/")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://news.example/", "file:///etc/passwd", "javascript:alert(1)", "news.example/page", "",
        "http://", "http://user:secret@news.example/", "http://news.example:99999/",
        "http://news.example/a b", "http://news.example/\r\nX: y", "http://[broken/",
        "https://news.example/" + "x" * 3000,
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused_before_any_look_up(url: str) -> None:
    def never(host: str, port: int) -> list[str]:
        raise AssertionError(f"{host} was looked up")

    with pytest.raises(InputError):
        Guard(resolve=never).check(url)


def test_password_in_an_address_is_not_repeated_in_the_error() -> None:
    with pytest.raises(InputError, match="holds a user name") as caught:
        Guard().check("http://user:secret@news.example/")
    assert "secret" not in caught.value.reason


def test_proxies_of_the_environment_are_not_used(
    server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with Fetcher(guard=HERE, limits=QUICK) as fetcher:
        assert fetcher.get(f"{server.base}/page").content == PAGE
