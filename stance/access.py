"""Who may do what: roles, the file that gives them, and the refusal.

Without a file of roles (``STANCE_ROLES``) there is one local user, who may do everything. With one,
each person is known by what the identity provider vouches for (an e-mail address, groups), each
login of the command line by the system, each program by a token of which the file has a digest::

    ask = "Ada Berg, ada@example.org"        # whom refused people turn to
    default = "reader"                       # signed in, but named nowhere; without it: nothing
    groups_claim = "groups"                  # where the provider puts the groups

    [people]
    "ada@example.org" = "editor"
    "gone@example.org" = "none"              # not even the default

    [groups]
    analysts = "reviewer"

    [logins]                                 # of the command line; one not named is an editor
    night = "reader"

    [[token]]                                # Authorization: Bearer ... for /api/v1/
    name = "weekly report"
    role = "reader"
    sha256 = "<digest of the token, 64 hexadecimal digits>"

The store asks ``require`` in each method that writes, whatever page or command called it.
"""

import getpass
import hashlib
import hmac
import os
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from stance.errors import DataFileError, PermissionDenied

NO_ROLES = "whoever runs this dashboard, who has to name a file of roles in STANCE_ROLES"
SOMEBODY = "whoever keeps the file of roles"
_TABLES = ("people", "groups", "logins")
_TEXTS = {"ask": SOMEBODY, "groups_claim": "groups"}
_DIGEST = re.compile(r"[0-9a-f]{64}")
_WRITABLE_BY_ALL = 0o002


class Role(IntEnum):
    """What somebody is; each may do what those before it may."""

    NONE = 0
    READER = 1
    REVIEWER = 2
    EDITOR = 3

    @property
    def label(self) -> str:
        """Its name in the file of roles and on the pages."""
        return self.name.lower()


class Action(Enum):
    """What can be done: in words, and from which role on."""

    READ = ("read the collection", Role.READER)
    CORRECT = ("correct statements", Role.REVIEWER)
    JUDGE = ("judge statements", Role.REVIEWER)
    UNDO = ("undo entries of the log", Role.REVIEWER)
    UNDO_OTHERS = ("undo what somebody else entered", Role.EDITOR)
    DATE = ("date articles", Role.EDITOR)
    ADD = ("add articles", Role.EDITOR)
    NAME = ("add speakers to the registry", Role.EDITOR)
    UNDO_ADDITION = ("take additions back", Role.EDITOR)
    REANALYZE = ("analyse the collection anew", Role.EDITOR)
    COMPACT = ("compact or restore the store", Role.EDITOR)

    @property
    def words(self) -> str:
        """What is done, after "may not"."""
        return self.value[0]

    @property
    def needs(self) -> Role:
        """The least role that may do it."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose identity was checked, and what they may do.

    ``name`` is what the log of the store says: an address that the provider vouches for, never a
    display name that people choose themselves.
    """

    name: str
    role: Role
    ask: str = SOMEBODY

    def may(self, action: Action) -> bool:
        """Whether the role allows it."""
        return self.role >= action.needs


VIEWER = Person("", Role.READER)  # of handles that only read


def require(person: Person, action: Action) -> None:
    """Let a person do something, or refuse.

    Raises:
        PermissionDenied: With who, what, which role is needed and whom to ask.
    """
    if not person.may(action):
        raise PermissionDenied(
            person.name, action.words, person.role.label, action.needs.label, person.ask
        )


@dataclass(frozen=True, slots=True)
class Token:
    """What a program shows instead of signing in; of the token itself only a digest is kept."""

    name: str
    role: Role
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """A file of roles, checked."""

    people: Mapping[str, Role] = field(default_factory=dict)
    groups: Mapping[str, Role] = field(default_factory=dict)
    logins: Mapping[str, Role] = field(default_factory=dict)
    tokens: tuple[Token, ...] = ()
    default: Role = Role.NONE
    ask: str = SOMEBODY
    groups_claim: str = "groups"

    def of_claims(self, claims: Mapping[str, Any]) -> Person:
        """Return who signed in, by what the identity provider says of them.

        A person named in the file has that role; otherwise the highest of their groups counts,
        otherwise the default. An address that the provider calls unverified is not believed.
        """
        email = _folded(claims.get("email"))
        if claims.get("email_verified") in (False, "false"):
            email = ""
        subject = f"{claims.get('sub', '')} at {claims.get('iss') or claims.get('provider', '')}"
        found = self.people.get(email) if email else None
        if found is None:
            groups = (self.groups.get(each) for each in _listed(claims.get(self.groups_claim)))
            found = max((each for each in groups if each is not None), default=self.default)
        return Person(email or subject, found, self.ask)

    def of_login(self, login: str) -> Person:
        """Return who works at the command line; one that the file does not name is an editor."""
        return Person(login, self.logins.get(login, Role.EDITOR), self.ask)

    def of_token(self, shown: str) -> Person | None:
        """Return for whom a token stands; all are compared, each in constant time."""
        digest = hashlib.sha256(shown.encode("utf-8", "replace")).hexdigest()
        found = None
        for token in self.tokens:
            if hmac.compare_digest(token.sha256, digest):
                found = Person(f"token {token.name}", token.role, self.ask)
        return found


def roles() -> Roles | None:
    """Return the roles that STANCE_ROLES names, as they are now; None: nobody set any.

    Raises:
        DataFileError: If the file is missing or wrong; nobody gets in by a slip of the pen.
    """
    from stance.settings import settings

    path = settings().roles
    if path is None:
        return None
    try:
        state = path.stat()
    except OSError as error:
        raise DataFileError(
            path, None, error.strerror or "cannot be opened", "a file of roles; see STANCE_ROLES"
        ) from None
    return _remembered(path, state.st_mtime_ns, state.st_size, state.st_mode)


def local_person() -> Person | None:
    """Return who works at the command line, or None where nobody set roles."""
    found = roles()
    return found.of_login(_login()) if found is not None else None


def read_roles(path: Path) -> Roles:
    """Read and check a file of roles.

    Raises:
        DataFileError: If it is no TOML, has unknown keys, roles or digests that are none.
    """
    try:
        content = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise DataFileError(path, None, str(error), "a file of roles in TOML") from None
    known = {*_TABLES, *_TEXTS, "default", "token"}
    if odd := sorted(set(content) - known):
        raise DataFileError(path, None, f"{odd[0]!r}", f"one of {', '.join(sorted(known))}")
    tables = {name: _table(path, name, content.get(name, {})) for name in _TABLES}
    texts = {name: content.get(name, first) for name, first in _TEXTS.items()}
    for name, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            raise DataFileError(path, None, f"{name} = {text!r}", "a text")
    return Roles(
        people={_folded(name): role for name, role in tables["people"].items()},
        groups=tables["groups"],
        logins=tables["logins"],
        tokens=_tokens(path, content.get("token", [])),
        default=_role(path, "default", content.get("default", Role.NONE.label)),
        **texts,
    )


@lru_cache(maxsize=4)
def _remembered(path: Path, changed: int, size: int, mode: int) -> Roles:  # noqa: ARG001 - the key
    if os.name != "nt" and mode & _WRITABLE_BY_ALL:
        raise DataFileError(path, None, "everybody may write to it", "chmod o-w")
    return read_roles(path)


def _table(path: Path, name: str, content: Any) -> dict[str, Role]:
    if not isinstance(content, dict):
        raise DataFileError(path, None, f"{name} = {content!r}", f"a table [{name}]")
    return {key: _role(path, f"{name}.{key}", value) for key, value in content.items()}


def _role(path: Path, place: str, value: Any) -> Role:
    for role in Role:
        if value == role.label:
            return role
    raise DataFileError(
        path, None, f"{place} = {value!r}", "none, reader, reviewer or editor in quotation marks"
    )


def _tokens(path: Path, content: Any) -> tuple[Token, ...]:
    if not isinstance(content, list):
        raise DataFileError(path, None, "token is no list", "tables [[token]]")
    found = []
    for number, each in enumerate(content, start=1):
        place = f"token {number}"
        if not isinstance(each, dict) or set(each) != {"name", "role", "sha256"}:
            raise DataFileError(path, None, place, "name, role and sha256")
        if not isinstance(each["name"], str) or not _DIGEST.fullmatch(str(each["sha256"])):
            # The value itself is not repeated: somebody may have put the token there.
            raise DataFileError(path, None, place, "a name, and 64 hexadecimal digits as sha256")
        found.append(Token(each["name"], _role(path, place, each["role"]), each["sha256"]))
    return tuple(found)


def _folded(value: Any) -> str:
    return value.strip().casefold() if isinstance(value, str) else ""


def _listed(value: Any) -> Collection[str]:
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _login() -> str:
    """Return the login as the system knows it: environment variables are easily changed."""
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):  # Windows; a container without an entry for the user
        try:
            return getpass.getuser()
        except (OSError, KeyError):
            return "unknown"
