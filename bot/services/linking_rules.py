"""Who may link, how often, and why not: what every way of linking asks first."""

import hashlib
import hmac
from datetime import timedelta
from enum import StrEnum

from bot.db import people
from bot.networks.base import Linking, Network, NetworkError, NotLinked, Refused, SignInAgain
from bot.services.ground import Ground

HOUR = timedelta(hours=1)


class Why(StrEnum):
    """Why an account could not be linked; the chat has a sentence for each."""

    DIARY_ONLY = "diary only"
    UNKNOWN_NETWORK = "unknown network"
    TOO_MANY = "too many"
    BAD_SERVER = "bad server"
    OTHER_KIND = "other kind"
    UNREACHABLE = "unreachable"
    BAD_HANDLE = "bad handle"
    NOT_APP_PASSWORD = "not app password"  # noqa: S105 - a reason, not a secret
    WRONG_PASSWORD = "wrong password"  # noqa: S105 - a reason, not a secret
    CODE_REFUSED = "code refused"
    SAID_NO = "said no"
    NOT_ASKED = "not asked"
    MAY_NOT_POST = "may not post"
    OTHER_BROWSER = "other browser"
    NOT_ALLOWED = "not allowed"
    BAD_WEBHOOK = "bad webhook"
    WEBHOOK_GONE = "webhook gone"
    NEEDS_ADDRESS = "needs address"
    NEEDS_PROFESSIONAL = "needs professional"
    NO_PAGE = "no page"
    ONE_PAGE = "one page"
    NOT_A_CHANNEL = "not a channel"
    NOT_A_GROUP = "not a group"
    NOT_A_MEMBER = "not a member"
    MAY_NOT_WRITE = "may not write"


class CannotLink(Exception):
    """Nothing was linked, and nothing is kept of it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


RULES = {
    "bad_server": Why.BAD_SERVER,
    "address_not_allowed": Why.BAD_SERVER,
    "not_of_this_family": Why.OTHER_KIND,
    "bad_handle": Why.BAD_HANDLE,
    "not_app_password": Why.NOT_APP_PASSWORD,
    "wrong_password": Why.WRONG_PASSWORD,
    "code_refused": Why.CODE_REFUSED,
    "scope": Why.NOT_ALLOWED,
    "may_not_post": Why.MAY_NOT_POST,
    "bad_webhook": Why.BAD_WEBHOOK,
    "webhook_gone": Why.WEBHOOK_GONE,
    "needs_public_address": Why.NEEDS_ADDRESS,
    "needs_professional": Why.NEEDS_PROFESSIONAL,
    "no_page": Why.NO_PAGE,
    "choose_one_page": Why.ONE_PAGE,
    "not_a_channel": Why.NOT_A_CHANNEL,
    "not_a_group": Why.NOT_A_GROUP,
    "not_a_member": Why.NOT_A_MEMBER,
    "may_not_write": Why.MAY_NOT_WRITE,
    "operator_keys_refused": Why.UNKNOWN_NETWORK,
    "no_operator_keys": Why.UNKNOWN_NETWORK,
}


def cannot(error: NetworkError) -> CannotLink:
    """What a network's error means for the one who links."""
    known = RULES.get(error.rule)
    if known is not None:
        return CannotLink(known)
    final = isinstance(error, NotLinked | Refused | SignInAgain)
    return CannotLink(Why.NOT_ALLOWED if final else Why.UNREACHABLE)


async def check_person(ground: Ground, person_id: int) -> None:
    """Raises CannotLink for strangers and for people who only keep a diary here."""
    async with ground.database.reading() as session:
        person = await people.person_by_id(session, person_id)
    if person is None or person.diary_only:
        raise CannotLink(Why.DIARY_ONLY)


async def count_link(ground: Ground, person_id: int) -> None:
    """Counts one try at linking; raises CannotLink after the last one of this hour."""
    most = ground.settings.links_an_hour
    if not await ground.limiter.allow("links", person_id, most, HOUR):
        raise CannotLink(Why.TOO_MANY)


async def count_lookup(ground: Ground, person_id: int, server: str = "") -> None:
    """Counts one call to a server that a person named, for the person and for the server."""
    most = ground.settings.lookups_an_hour
    counted = await ground.limiter.allow("look-ups", person_id, most, HOUR)
    if counted and server:
        counted = await ground.limiter.allow("looked up", server, most, HOUR)
    if not counted:
        raise CannotLink(Why.TOO_MANY)


def linkable(ground: Ground) -> list[str]:
    """The networks that people are offered here, in the order of the list of networks: those
    that know apps by their operator's keys only where both the keys and an address are there."""
    return [
        name
        for name, network in ground.networks.items()
        if network.linkable and not (network.own_keys and ground.base_url is None)
    ]


def network_named(ground: Ground, name: str) -> Network:
    found = ground.networks.get(name)
    if found is None:
        raise CannotLink(Why.UNKNOWN_NETWORK)
    return found


def in_browser(ground: Ground, network: str) -> bool:
    """Whether a network that takes secrets can be linked in the browser instead."""
    found = network_named(ground, network)
    return found.linking is Linking.EITHER and not only_by_secret(ground, found)


def only_by_secret(ground: Ground, network: Network) -> bool:
    return network.linking is Linking.EITHER and ground.base_url is None


def hashed(token: str) -> str:
    """How a one-time token of at least 128 random bits is kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def code_hash(ground: Ground, request_id: int, code: str) -> str:
    """How a short code is kept: without our key nobody finds it by trying them all."""
    key = ground.vault.derive("link codes")
    return hmac.digest(key, f"{request_id}\n{code}".encode(), "sha256").hex()
