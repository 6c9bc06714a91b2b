"""Streamlit's own scripts, styles and fonts, sent whole and from memory.

A first page asks for ninety of them. Streamlit's server reads each in small pieces, every piece by
a thread of its own, while the browser waits: that was most of what the server did for a first page.
Their names change with their contents, so a browser keeps them for good. Only a browser on the same
machine is answered here: over a network Streamlit's compression is worth more than its pieces cost.
Pure.
"""

from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_PREFIX = "/static/"
_KINDS = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".woff2": "font/woff2",
}
_FOREVER = "public, immutable, max-age=31536000"  # as Streamlit says of them
# Who asks for a part, whether a copy is still good, or through a proxy, is answered by Streamlit.
_SPECIAL = ("range", "if-none-match", "if-modified-since", "x-forwarded-for", "forwarded", "via")


class Packaged:
    """Middleware that answers for the files that Streamlit brings along."""

    def __init__(self, app: "ASGIApp", *, static: Path) -> None:
        """Find the files below Streamlit's static folder; each is read when it is first asked for.

        Args:
            app: What answers all else.
            static: The folder that the server shows as ``/static/``.
        """
        self._app = app
        self._files = {
            _PREFIX + file.relative_to(static).as_posix(): file
            for file in static.rglob("*")
            if file.suffix in _KINDS
        }
        self._contents: dict[str, bytes] = {}

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer one request."""
        file = self._asked_for(scope)
        if file is None:
            await self._app(scope, receive, send)
            return
        name = str(file)
        if name not in self._contents:
            self._contents[name] = file.read_bytes()
        body = self._contents[name]
        headers = {
            "content-type": _KINDS[file.suffix],
            "content-length": str(len(body)),
            "cache-control": _FOREVER,
        }
        raw = [(key.encode("latin-1"), value.encode("latin-1")) for key, value in headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": raw})
        await send({"type": "http.response.body", "body": body})

    def _asked_for(self, scope: "Scope") -> Path | None:
        """Return the file that a plain request asks for, if it is one of ours to send."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        path = str(scope["path"]).removeprefix(str(scope.get("root_path", "")))
        file = self._files.get(path)
        if file is None or not _is_near(scope):
            return None
        return None if any(name in Headers(scope=scope) for name in _SPECIAL) else file


def _is_near(scope: "Scope") -> bool:
    """Return whether the browser runs on this machine."""
    host = str((scope.get("client") or ("",))[0])
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
