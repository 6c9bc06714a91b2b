"""Team mode: whether people sign in, with whom, and who a session or a request belongs to.

Signing in is Streamlit's (``[auth]`` in its secrets, OpenID Connect); what somebody may do then is
``stance.access``. Team mode is on as soon as one of the two is configured: half a configuration
closes the dashboard, it never opens it.
"""

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st
from starlette.requests import HTTPConnection
from streamlit.auth_util import get_cookie_with_chunks, get_origin_from_redirect_uri
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from dashboard import wording
from stance import access
from stance.access import NO_ROLES, Person, Role, Roles
from stance.settings import settings

MIN_SECRET = 32  # characters; a cookie that says who somebody is can be forged by who guesses it
_BEARER = "bearer "


def is_team() -> bool:
    """Whether people have to sign in."""
    return bool(_auth()) or settings().roles is not None


def problem() -> str:
    """Return what keeps everybody from signing in, or nothing."""
    auth = _auth()
    if not auth:
        return wording.SIGNIN_NO_AUTH
    if len(str(auth.get("cookie_secret", ""))) < MIN_SECRET:
        return wording.SIGNIN_WEAK_SECRET.format(least=MIN_SECRET)
    return ""


def providers() -> list[str]:
    """Return the names of the identity providers; one without a name is ""."""
    auth = _auth()
    named = [key for key, value in auth.items() if _is_provider(value)]
    return [*([""] if "client_id" in auth else []), *named]


def person() -> Person | None:
    """Return who is at this page; None in a dashboard of one local user.

    Raises:
        DataFileError: If the file of roles cannot be read.
    """
    if not is_team():
        return None
    claims = st.user.to_dict()
    if problem() or not claims.get("is_logged_in"):
        return Person("", Role.NONE, _roles().ask)
    return _roles().of_claims(claims)


def is_signed_in() -> bool:
    """Whether somebody signed in, whatever they may do then."""
    return not problem() and bool(st.user.to_dict().get("is_logged_in"))


def person_of(request: HTTPConnection) -> Person | None:
    """Return who a request beside the pages comes from: by a token, else by the cookie.

    Raises:
        DataFileError: If the file of roles cannot be read.
    """
    shown = request.headers.get("authorization", "")
    if shown:
        is_bearer = shown.lower().startswith(_BEARER)
        return _roles().of_token(shown[len(_BEARER) :].strip()) if is_bearer else None
    claims = _claims_of(request) if not problem() else {}
    return _roles().of_claims(claims) if claims.get("is_logged_in") else None


def _claims_of(request: HTTPConnection) -> Mapping[str, Any]:
    """Return what the signed cookie says, as Streamlit reads it for a page; {} if it is forged."""
    secret = get_cookie_secret()

    def read(name: str) -> bytes | None:
        value = request.cookies.get(name)
        return (
            decode_signed_value(secret, name, value.encode("latin-1", "replace")) if value else None
        )

    try:
        claims = json.loads(get_cookie_with_chunks(read, USER_COOKIE_NAME) or b"{}")
    except ValueError:
        return {}
    is_ours = isinstance(claims, dict) and claims.get("origin") == get_origin_from_redirect_uri()
    return claims if is_ours else {}


def _roles() -> Roles:
    return access.roles() or Roles(ask=NO_ROLES)


def _auth() -> Mapping[str, Any]:
    if not st.secrets.load_if_toml_exists():
        return {}
    found: Mapping[str, Any] = st.secrets.get("auth", {})
    return found


def _is_provider(value: Any) -> bool:
    return isinstance(value, Mapping) and "client_id" in value
