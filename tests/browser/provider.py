"""A small OpenID Connect provider on loopback, to sign in against: for tests, trusts everybody.

It has what the authorization-code flow needs: discovery, an authorize page that asks who somebody
is, tokens with a signed ``id_token``, and its public keys. ``slip`` makes it err on purpose.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, CLIENT_SECRET = "stance", "a secret between two servers"


@dataclass
class Provider:
    """What the provider knows, and how it errs: "" or "audience", "nonce", "key", "issuer"."""

    people: dict[str, dict[str, Any]]
    issuer: str = ""
    slip: str = ""
    key: RSAKey = field(default_factory=lambda: _new_key("right"))
    other_key: RSAKey = field(default_factory=lambda: _new_key("right"))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def discovery(self) -> dict[str, Any]:
        """Return the document that clients begin with."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def grant(self, asked: dict[str, str], email: str) -> str:
        """Return the address that the browser goes back to, with a code."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**asked, "email": email}
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def tokens(self, given: dict[str, str]) -> dict[str, Any]:
        """Return the tokens for a code, once, to whoever began with it."""
        asked = self.codes.pop(given["code"])
        digest = hashlib.sha256(given["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if challenge != asked["code_challenge"]:
            raise ValueError("the code was asked for by somebody else")
        now = int(time.time())
        claims = {
            "iss": f"{self.issuer}/elsewhere" if self.slip == "issuer" else self.issuer,
            "aud": "another client" if self.slip == "audience" else CLIENT,
            "nonce": "replayed" if self.slip == "nonce" else asked["nonce"],
            "iat": now,
            "exp": now + 300,
            "sub": asked["email"].partition("@")[0],
            "email": asked["email"],
            **self.people.get(asked["email"], {}),
        }
        key = self.other_key if self.slip == "key" else self.key
        signed = jwt.encode({"alg": "RS256", "kid": "right"}, claims, key)
        return {
            "access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "expires_in": 300,
            "id_token": signed,
        }  # fmt: skip


@contextmanager
def running(people: dict[str, dict[str, Any]]) -> Iterator[Provider]:
    """Run a provider for some people: more claims by e-mail address."""
    provider = Provider(people)
    handler = type("Handler", (_Handler,), {"provider": provider})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        provider.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield provider
        server.shutdown()
        thread.join(10)


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        """Answer discovery, keys, and the page that asks who somebody is."""
        place = urlsplit(self.path)
        asked = {key: values[0] for key, values in parse_qs(place.query).items()}
        if place.path == "/.well-known/openid-configuration":
            self._json(self.provider.discovery())
        elif place.path == "/keys":
            public = self.provider.key.as_dict(private=False)
            self._json({"keys": [{**public, "kid": "right", "use": "sig"}]})
        elif place.path == "/authorize":
            links = "".join(
                f'<p><a href="{escape(self.provider.grant(asked, email))}">{escape(email)}</a></p>'
                for email in self.provider.people
            )
            self._send(200, "text/html", f"<h1>Who are you?</h1>{links}")
        else:
            self._send(404, "text/plain", "")

    def do_POST(self) -> None:
        """Answer with tokens."""
        length = int(self.headers.get("content-length", 0))
        given = {key: v[0] for key, v in parse_qs(self.rfile.read(length).decode()).items()}
        try:
            self._json(self.provider.tokens(given))
        except (KeyError, ValueError) as error:
            self._send(400, "application/json", json.dumps({"error": str(error)}))

    def _json(self, content: dict[str, Any]) -> None:
        self._send(200, "application/json", json.dumps(content))

    def _send(self, status: int, kind: str, text: str) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _new_key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name})
