"""The name of a server, out of whatever a person types or pastes for it."""

import re
import unicodedata

from yarl import URL

from bot.networks.base import NotLinked
from bot.networks.guard import HTTPS_PORT, Guard

BAD_SERVER = "bad_server"
LONGEST = 500

LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
TOP = r"(?:[a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])"
HOST = re.compile(rf"(?=.{{4,253}}\Z)(?:{LABEL}\.)+{TOP}")


def server_name(typed: str, guard: Guard) -> str:
    """A host name in ASCII, with its port where the operator allows one.

    Takes `@me@example.social`, `https://example.social/@me`, `example.social` and Japanese
    full-width forms of them; raises NotLinked for anything that the guard would not call.

    >>> server_name("https://Example.social/@me", Guard())
    'example.social'
    """
    name = _ascii(_host_part(typed))
    if guard.permits(guard.origin(name)) and (is_host(name) or _is_allowed(name, guard)):
        return name
    raise NotLinked(BAD_SERVER)


def _host_part(typed: str) -> str:
    text = unicodedata.normalize("NFKC", typed[:LONGEST]).strip().lower()
    rest = text.partition("://")[2] or text
    host_or_handle = re.split(r"[/?#]", rest, maxsplit=1)[0]
    host = host_or_handle.rpartition("@")[2].strip().rstrip(".")
    if re.search(r"\s", host):  # which parsers of addresses quietly leave out
        raise NotLinked(BAD_SERVER)
    return host


def _ascii(host: str) -> str:
    try:
        url = URL(f"https://{host}")
        name, port = url.raw_host or "", url.port
    except ValueError:
        raise NotLinked(BAD_SERVER) from None
    return name if port == HTTPS_PORT else f"{name}:{port}"


def is_host(name: str) -> bool:
    """Whether this is a name of the public kind: dots in it, no port, no mere number."""
    return HOST.fullmatch(name) is not None


def _is_allowed(name: str, guard: Guard) -> bool:
    """Whether the guard takes this name for a reason of its own, not for being on the web."""
    return not Guard().permits(guard.origin(name)) or name in guard.private_servers
