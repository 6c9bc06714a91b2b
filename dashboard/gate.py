"""What stands before every request: whose address it names, who asks, and headers for browsers.

Streamlit itself checks ``server.allowedHosts`` for the live connection of a page only, and answers
files and the JSON twin under any name: a page of somebody else whose name resolves to this machine
could read them. So the gate checks all requests, before Streamlit sees them. Pure: what it needs to
know of the configuration is handed in.
"""

import base64
import hashlib
import logging
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, Response

from dashboard import wording
from stance.access import Action, Person, require
from stance.errors import PermissionDenied, StanceError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger(__name__)
HEALTH = "/_stcore/health"  # asked by number by whatever watches the server; says "ok" and no more
# What a visitor may have only after signing in. The page itself says how to sign in.
CLOSED = ("/api/v1/", "/media/", "/_stcore/upload_file", "/_stcore/metrics", "/_stcore/agent")
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the gate goes by; functions, because the configuration is read after it is built.

    Args:
        is_host: Whether a ``Host`` header names this server.
        origins: Other origins that may ask, as ``https://stance.example``.
        is_team: Whether people have to sign in.
        person_of: Who asks; None where nobody signed in and no token is shown.
        policy: The content security policy.
    """

    is_host: Callable[[str | None], bool]
    origins: Callable[[], Collection[str]]
    is_team: Callable[[], bool]
    person_of: Callable[[HTTPConnection], Person | None]
    policy: str


class Gate:
    """Middleware that refuses what the rules refuse, and adds the headers."""

    def __init__(self, app: "ASGIApp", rules: Rules) -> None:
        self._app = app
        self._rules = rules

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, self._with_headers(scope, send))
        elif scope["type"] == "http":
            await refusal(scope, receive, self._with_headers(scope, send))
        else:  # closing before accepting answers 403
            await send({"type": "websocket.close", "code": 1008})

    def _refusal(self, scope: "Scope") -> Response | None:
        headers = Headers(scope=scope)
        if scope["path"] != HEALTH and not self._rules.is_host(headers.get("host")):
            return PlainTextResponse(wording.GATE_HOST, 403)
        if not self._is_ours(headers):
            return PlainTextResponse(wording.GATE_ORIGIN, 403)
        if is_closed(scope["path"]) and self._rules.is_team():
            return self._unless_known(scope)
        return None

    def _is_ours(self, headers: Headers) -> bool:
        """Whether a request comes from our own pages, or from no page at all."""
        origin = headers.get("origin")
        if origin is None:
            return True
        try:
            place = urlsplit(origin)
        except ValueError:
            return False
        if place.scheme not in ("http", "https") or not place.netloc:
            return False  # "null": a sandboxed frame or a file
        if place.netloc == headers.get("host") or origin in self._rules.origins():
            return True
        # A proxy may ask under a name of its own; the public one is among those we answer to.
        # For a local name that is not enough: other programs of this machine have pages, too.
        is_local = place.hostname in ("localhost", "127.0.0.1", "::1")
        return not is_local and self._rules.is_host(place.netloc)

    def _unless_known(self, scope: "Scope") -> Response | None:
        try:
            person = self._rules.person_of(HTTPConnection(scope))
            if person is None:
                return JSONResponse(
                    {"error": wording.GATE_SIGN_IN}, 401, {"www-authenticate": "Bearer"}
                )
            require(person, Action.READ)
        except PermissionDenied as error:
            return JSONResponse({"error": str(error)}, 403)
        except StanceError as error:  # it may name people: for the log, not for strangers
            _log.error("nobody can come in: %s", error)
            return JSONResponse({"error": wording.SIGNIN_BROKEN_ROLES}, 503)
        return None

    def _with_headers(self, scope: "Scope", send: "Send") -> "Send":
        async def sending(message: "Message") -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("content-security-policy", self._rules.policy)
                if scope["path"].startswith(CLOSED):
                    headers.setdefault("cache-control", "private, no-store")
            await send(message)

        return sending


def is_closed(path: str) -> bool:
    """Whether a team has to sign in for this path."""
    # The only picture that the server hands out is the icon of the window.
    return path.startswith(CLOSED) and not (path.startswith("/media/") and path.endswith(".png"))


def content_policy(page: str) -> str:
    """Return which scripts, styles and addresses a page may use: its own, and none from elsewhere.

    Streamlit makes style sheets while it runs, and components from text (``blob:``); its page holds
    one script, which is named by its digest.

    Args:
        page: The HTML that Streamlit serves.
    """
    digests = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in _INLINE.findall(page)
    )
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' blob: {digests}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "media-src 'self' blob:",
            "connect-src 'self' blob: data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "frame-src 'self'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
