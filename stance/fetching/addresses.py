"""Which addresses may be asked: public ones, over HTTP, however their name is spelled.

A server can answer with a redirect to this machine, and a name can point to a public address when
it is checked and to a private one a moment later. So every hop is checked, the name is looked up
once, and the connection goes to the very address that was checked.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from stance.errors import InputError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], list[str]]

SCHEMES = ("http", "https")
_PORTS = {"http": 80, "https": 443}
_MAX_LENGTH = 2000
# Translated and tunnelled addresses hide an IPv4 address inside an IPv6 one.
_HIDING = tuple(
    ipaddress.ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16")
)


@dataclass(frozen=True, slots=True)
class Checked:
    """An address that may be asked: where to connect, and under which name."""

    url: str
    scheme: str
    host: str
    port: int
    ip: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: whose robots.txt counts, and who is not asked too often."""
        return f"{self.scheme}://{_bracketed(self.host)}:{self.port}"


@dataclass(frozen=True, slots=True)
class Guard:
    """Decides which addresses are public.

    Args:
        allowed: Private addresses that may be asked all the same, as networks ("127.0.0.1/32").
            Empty unless somebody runs a server of their own.
        resolve: Looks up a name; returns addresses as text.
    """

    allowed: tuple[str, ...] = ()
    resolve: Resolver | None = None

    def check(self, url: str) -> Checked:
        """Return where to connect for an address.

        Raises:
            InputError: If it is no web address, its name is unknown, or any of the machines behind
                the name is private, loopback, link-local or otherwise not of the public network.
        """
        scheme, host, port = checked_address(url)
        found = [ipaddress.ip_address(text) for text in self._look_up(url, host, port)]
        refused = [each for each in found if not self._is_allowed(each)]
        if refused or not found:
            reason = f"leads to {refused[0]}, which is not public" if refused else "leads nowhere"
            raise InputError(url, f"is refused: {host} {reason}")
        return Checked(url, scheme, host, port, str(found[0]))

    def _look_up(self, url: str, host: str, port: int) -> list[str]:
        literal = _literal(host)
        if literal is not None:
            return [str(literal)]
        try:
            return (self.resolve or _resolved)(host, port)
        except (OSError, UnicodeError) as error:
            raise InputError(url, f"cannot be reached: {host} is unknown ({error})") from error

    def _is_allowed(self, address: IPAddress) -> bool:
        if any(address in ipaddress.ip_network(network) for network in self.allowed):
            return True
        return is_public(address)


def checked_address(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of a web address.

    Raises:
        InputError: If it is none, holds a name and password, or is too long.
    """
    if len(url) > _MAX_LENGTH or any(ord(sign) <= 32 or ord(sign) == 127 for sign in url):
        raise InputError(url[:80], "is no web address: it is too long or holds blanks")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise InputError(url, f"is no web address ({error})") from error
    if parts.scheme not in SCHEMES or not host:
        raise InputError(url, "is no web address; expected http:// or https:// and a host")
    if parts.username is not None or parts.password is not None:
        raise InputError(url, "holds a user name, which would be sent along; leave it out")
    return parts.scheme, host.rstrip(".").lower(), port or _PORTS[parts.scheme]


def is_public(address: IPAddress) -> bool:
    """Whether an address belongs to the public network, also where it hides another one."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in _HIDING):
            return False
    return address.is_global and not address.is_multicast


def _literal(host: str) -> IPAddress | None:
    """Return the address that a host spells out, in any of the spellings that systems accept."""
    try:
        return ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        pass
    try:  # "127.1", "0x7f000001" and "2130706433" are this machine, too
        return ipaddress.ip_address(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None


def _resolved(host: str, port: int) -> list[str]:
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return _unique(str(row[4][0]).split("%")[0] for row in rows)


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
