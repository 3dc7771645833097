"""How the words of a setting are read. Raises ValueError that says what is expected."""

import ipaddress
from urllib.parse import urlsplit

DATABASES = ("postgresql+asyncpg://", "sqlite+aiosqlite:///")


def listed(value: object) -> object:
    """The parts of a text with commas; anything else as it is."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def origin(value: str) -> str:
    """An address of a server, without a slash at its end."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must start with https:// and name a host")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("must be an address alone, without user, query or fragment")
    return value.rstrip("/")


def database(value: str) -> str:
    """A database's address with the driver that Hibi speaks to it by."""
    for plain in ("postgresql://", "postgres://"):
        if value.startswith(plain):
            value = DATABASES[0] + value.removeprefix(plain)
    if not value.startswith(DATABASES):
        raise ValueError(f"must begin with {DATABASES[0]} or {DATABASES[1]}")
    return value


def networks(value: tuple[str, ...]) -> tuple[str, ...]:
    """Addresses or networks of them, as they were written."""
    for part in value:
        try:
            ipaddress.ip_network(part, strict=False)
        except ValueError:
            raise ValueError("must list addresses or networks") from None
    return value


def is_plain(url: str) -> bool:
    """Whether an address goes without https."""
    return not url.startswith("https://")


def is_loopback(url: str) -> bool:
    """Whether an address names this machine itself."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
