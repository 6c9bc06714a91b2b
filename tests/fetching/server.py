"""A web server with faults: slow, broken, redirecting, lying about length and type."""

import gzip
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PAGE = (
    "<!doctype html><html><head><title>Ferry talks resume</title>"
    '<meta property="article:published_time" content="2024-04-26"></head><body><article>'
    "<h1>Ferry talks resume</h1><p>LISBON - “We will keep the line open,” the envoy said on Friday "
    "after a meeting of two hours with her counterpart in the old customs house.</p>"
    "<p>Both delegations said that they would meet again before the summer.</p>"
    "</article></body></html>"
).encode()

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers by path; ``routes`` of the server may add others."""

    protocol_version = "HTTP/1.1"
    server: "FaultyServer"

    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers)))
        answer = self.server.routes.get(self.path.split("?")[0])
        try:
            if answer is None:
                self.send(b"nothing here", status=404, kind="text/plain")
            else:
                answer(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def send(
        self, body: bytes, *, status: int = 200, kind: str = "text/html", **headers: str
    ) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class FaultyServer(ThreadingHTTPServer):
    """The server; ``seen`` are the requests that came, ``routes`` what it answers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.failures = 0
        self.n_connections = 0
        self.routes: dict[str, Answer] = {
            "/page": lambda h: h.send(PAGE),
            "/etag": _etag,
            "/moved": lambda h: h.send(b"", status=301, location="/page"),
            "/loop": lambda h: h.send(b"", status=302, location="/loop"),
            "/inside": lambda h: h.send(b"", status=302, location="http://10.0.0.7/secret"),
            "/file": lambda h: h.send(b"", status=302, location="file:///etc/passwd"),
            "/busy": _busy,
            "/down": lambda h: h.send(b"later", status=503),
            "/impatient": lambda h: h.send(b"later", status=429, retry_after="86400"),
            "/gone": lambda h: h.send(b"gone", status=410),
            "/huge": lambda h: h.send(b"x" * 300_000),
            "/bomb": lambda h: h.send(gzip.compress(b"x" * 3_000_000), content_encoding="gzip"),
            "/broken-gzip": lambda h: h.send(b"no gzip at all", content_encoding="gzip"),
            "/short": _short,
            "/drip": _drip,
            "/slow": _slow,
            "/drop-by-drop": _drop_by_drop,
            "/image": lambda h: h.send(b"\x89PNG\r\n", kind="image/png"),
            "/liar.html": lambda h: h.send(b"%PDF-1.4 nothing more", kind="text/html"),
            "/binary": lambda h: h.send(b"\0\1\2" * 100, kind=""),
            "/empty": lambda h: h.send(b""),
            "/closed/page": lambda h: h.send(PAGE),
        }

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Count a connection."""
        self.n_connections += 1
        super().process_request(request, client_address)

    def asked(self, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(seen.split("?")[0] == path for seen, _ in self.seen)

    def __enter__(self) -> "FaultyServer":
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


def _etag(handler: Handler) -> None:
    if handler.headers.get("if-none-match") == '"v1"':
        handler.send_response(304)
        handler.send_header("content-length", "0")
        handler.end_headers()
    else:
        handler.send(PAGE, etag='"v1"')


def _busy(handler: Handler) -> None:
    handler.server.failures += 1
    if handler.server.failures < 3:
        handler.send(b"busy", status=429, retry_after="0")
    else:
        handler.send(PAGE)


def _short(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("content-length", str(len(PAGE) * 2))
    handler.end_headers()
    handler.wfile.write(PAGE)
    handler.close_connection = True


def _drip(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("content-length", "100000")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def _slow(handler: Handler) -> None:
    time.sleep(3)
    handler.send(PAGE)


def _drop_by_drop(handler: Handler) -> None:
    """Never come to the end of the headers, and never be silent for long."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nx-a: ")
    for _ in range(100):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)
