"""The address of a post that a person made by hand, out of what they paste for it."""

import re
from enum import StrEnum
from urllib.parse import quote, urlsplit

from bot.domain.compose import URL
from bot.domain.share_links import Place

LONGEST_ADDRESS = 2048
KEPT_AS_THEY_ARE = "/%:@!$&'()*+,;=~-._"
ODD = re.compile(r"[\s\x00-\x1f\x7f\\]")
ADDRESS_LIKE = re.compile(r"[a-z]+:\S*|\S*(?:\w\.\w|/)\S*")
LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


class NotAPost(StrEnum):
    """Why an address is not taken."""

    NO_ADDRESS = "no address"
    NOT_HTTPS = "not https"
    OTHER_PLACE = "other place"
    FRONT_PAGE = "front page"
    TOO_LONG = "too long"


def post_address(place: Place, server: str, pasted: str) -> str | NotAPost:
    """The address of the post alone: https, on the network's own host, without what apps append
    to find out who passed it on.

    What a share sheet puts around it is left out. `server` is the person's own, for networks
    of many servers.
    """
    text = pasted.strip()
    if len(text) > LONGEST_ADDRESS:
        return NotAPost.TOO_LONG
    if ODD.search(text):
        found = URL.search(text)
        if found is None:
            return NotAPost.NO_ADDRESS
        text = found[0]
    return _checked(place, server, text)


def _checked(place: Place, server: str, text: str) -> str | NotAPost:
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or ""), parts.port
    except ValueError:
        return NotAPost.NO_ADDRESS
    if not parts.netloc or parts.scheme not in ("http", "https"):
        return NotAPost.NO_ADDRESS
    if parts.scheme != "https":
        return NotAPost.NOT_HTTPS
    own = {server} if place.needs_server else place.hosts
    # No name and no port before or behind the host: what is read must be what is opened.
    if host not in own or parts.netloc.lower() != host or port is not None:
        return NotAPost.OTHER_PLACE
    query = parts.query if place.query_counts else ""
    if not parts.path.strip("/") and not query:
        return NotAPost.FRONT_PAGE
    address = f"https://{host}{_plain(parts.path)}" + (f"?{_plain(query)}" if query else "")
    return address if len(address) <= LONGEST_ADDRESS else NotAPost.TOO_LONG


def _plain(part: str) -> str:
    """In ASCII; what is escaped already stays so, a lone percent sign becomes one."""
    return quote(LONE_PERCENT.sub("%25", part), safe=KEPT_AS_THEY_ARE, errors="replace")


def looks_like_an_address(text: str) -> bool:
    """Whether somebody pasted an address, rather than wrote a line for the diary."""
    one = text.strip()
    if "://" in one:
        return True
    return one.isascii() and ADDRESS_LIKE.fullmatch(one) is not None
