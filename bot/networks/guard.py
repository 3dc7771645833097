"""Where the bot may knock: public servers over https, and what its operator allows by name."""

import errno
import socket
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from yarl import URL

from bot.networks.addresses import is_loopback, is_public
from bot.networks.base import Refused

HTTPS_PORT = 443
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
NOT_ALLOWED = "address_not_allowed"

SocketFactory = Callable[[Any], socket.socket]


class ForbiddenAddress(OSError):
    """A name led to an address that this bot does not connect to."""

    def __init__(self) -> None:
        super().__init__(errno.EACCES, "this address is not allowed")


class Door(StrEnum):
    """Which rule a connection is made by; each door has connections of its own."""

    PUBLIC = "public"
    PRIVATE = "private"
    LOOPBACK = "loopback"


@dataclass(frozen=True, slots=True)
class Guard:
    """Says through which door an address goes, or refuses it.

    An entry of `private_servers` is a host name, `host:port`, or either behind `http://`; such a
    server is trusted whatever it resolves to. `loopback` is the tests' switch.
    """

    private_servers: frozenset[str] = frozenset()
    loopback: bool = False

    def door(self, address: str) -> Door:
        """Raises Refused for anything but https to the world or an allowed server."""
        try:
            url = URL(address)
            host, port = url.host or "", url.port
        except ValueError:
            raise Refused(NOT_ALLOWED) from None
        if not host or url.scheme not in ("http", "https") or url.user or url.password:
            raise Refused(NOT_ALLOWED)
        if self.loopback and host in LOOPBACK_NAMES:
            return Door.LOOPBACK
        if self._is_private_server(host, port, url.is_default_port()):
            return Door.PRIVATE
        if url.scheme != "https" or port != HTTPS_PORT:
            raise Refused(NOT_ALLOWED)
        return Door.PUBLIC

    def permits(self, address: str) -> bool:
        """Whether `door` would let this address through."""
        try:
            self.door(address)
        except Refused:
            return False
        return True

    def origin(self, server: str) -> str:
        """The address of a server by its name: https, but where the operator or a test says http.

        >>> Guard().origin("example.social")
        'https://example.social'
        """
        host = server.rpartition(":")[0] or server
        plain = f"http://{server}" in self.private_servers
        if plain or (self.loopback and host in LOOPBACK_NAMES):
            return f"http://{server}"
        return f"https://{server}"

    def _is_private_server(self, host: str, port: int | None, default_port: bool) -> bool:
        names = {entry.rpartition("://")[2] for entry in self.private_servers}
        return f"{host}:{port}" in names or (default_port and host in names)


def _open(info: Any) -> socket.socket:
    family, kind, protocol, _, _ = info
    return socket.socket(family=family, type=kind, proto=protocol)


def open_public(info: Any) -> socket.socket:
    """Makes the socket only for port 443 of a public address.

    The check sits here, and not at the resolver, because nobody resolves an address that is
    written in digits, and because a name may resolve to something else a moment later.
    """
    host, port = info[4][:2]
    if port != HTTPS_PORT or not is_public(host):
        raise ForbiddenAddress
    return _open(info)


def open_loopback(info: Any) -> socket.socket:
    """Makes the socket only for this machine itself."""
    if not is_loopback(info[4][0]):
        raise ForbiddenAddress
    return _open(info)


SOCKETS: dict[Door, SocketFactory] = {
    Door.PUBLIC: open_public,
    Door.PRIVATE: _open,
    Door.LOOPBACK: open_loopback,
}
