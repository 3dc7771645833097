"""Who asks and whom they meant: addresses, Hosts, and what proxies say about them."""

import ipaddress
from collections.abc import Sequence
from urllib.parse import urlsplit

from aiohttp import web

from bot.config import Settings

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
DEFAULT_PORTS = {"https": 443, "http": 80}

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def host_allowed(request: web.Request, settings: Settings) -> bool:
    """Whether this server is meant: by its public address, or as this machine itself."""
    asked = _asked_host(request, settings)
    if settings.public_url is not None and asked in _own_hosts(settings.public_url):
        return True
    name = host_name(asked)
    if name in LOOPBACK_NAMES:
        # Behind a public address only probes of the machine itself still say loopback.
        return settings.public_url is None or is_here(request)
    at_home = settings.public_url is None and not settings.playground
    return at_home and settings.host not in LOOPBACK_NAMES and parsed(name) is not None


def is_here(request: web.Request) -> bool:
    """Whether someone on this very machine asks, by its own name and through no proxy."""
    names = [name.lower() for name in request.headers]
    forwarded = any(name.startswith(("x-forwarded", "forwarded")) for name in names)
    peer = parsed(request.remote or "")
    named = host_name(request.headers.get("Host", "").lower())
    return not forwarded and peer is not None and peer.is_loopback and named in LOOPBACK_NAMES


def address_of(request: web.Request, trusted: Sequence[str]) -> str:
    """Who asks: the nearest address that is none of our own proxies."""
    address = request.remote or ""
    chain = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
    for before in reversed([part.strip() for part in chain if part.strip()]):
        if not is_trusted(address, trusted) or parsed(before) is None:
            break
        address = before
    return address


def is_trusted(address: str, trusted: Sequence[str]) -> bool:
    """Whether an address belongs to one of these addresses and networks."""
    found = parsed(address)
    networks = [ipaddress.ip_network(entry, strict=False) for entry in trusted]
    return found is not None and any(
        found.version == network.version and found in network for network in networks
    )


def neighbourhood(address: str) -> str:
    """What is limited together: an IPv4 address, or the /64 that one IPv6 household has."""
    found = parsed(address)
    if found is None:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False).network_address)
    return str(found)


def parsed(text: str) -> Address | None:
    """The address that a text spells, an IPv4 one also where it comes wrapped in IPv6."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found


def host_name(host: str) -> str:
    """The name in a Host header without its port; empty for what is none."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return ""
    return parts.hostname or "" if parts.netloc == host and "@" not in host else ""


def _asked_host(request: web.Request, settings: Settings) -> str:
    forwarded = request.headers.get("X-Forwarded-Host")
    if forwarded and is_trusted(request.remote or "", settings.trusted_proxies):
        return forwarded.rpartition(",")[2].strip().lower()
    return request.headers.get("Host", "").lower()


def _own_hosts(url: str) -> set[str]:
    """Every way in which a Host header may rightly name this address."""
    parts = urlsplit(url)
    name = parts.hostname or ""
    name = f"[{name}]" if ":" in name else name
    default = DEFAULT_PORTS[parts.scheme]
    hosts = {f"{name}:{parts.port or default}"}
    return hosts | {name} if parts.port in (None, default) else hosts
