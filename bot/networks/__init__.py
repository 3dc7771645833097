"""Every network that Hibi speaks to: the list that you can read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.networks.base import Network, OperatorKeys
from bot.networks.bluesky import Bluesky
from bot.networks.discord import Discord
from bot.networks.facebook import Facebook
from bot.networks.group import Group, GroupPoster
from bot.networks.http import Http
from bot.networks.instagram import Instagram
from bot.networks.linkedin import LinkedIn
from bot.networks.mastodon import Mastodon
from bot.networks.misskey import Misskey
from bot.networks.page import Page
from bot.networks.telegram import ChannelPoster, Telegram
from bot.networks.threads import Threads
from bot.networks.webhook import Webhook
from bot.networks.x import X


class Poster(ChannelPoster, GroupPoster, Protocol):
    """The bot's line to Telegram, for channels and groups."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What a network may be made of: the ways out, and what whoever runs this Hibi has set.

    `apps` are the operator's keys, `addresses` other servers than a network's own, both by network.
    `described_at` says where the servers of a network read who this Hibi is, `secrets` are its
    own, the newest first.
    """

    http: Http
    poster: Poster
    page_address: Callable[[str, str], str]
    website: str = ""
    described_at: Callable[[str], str] = lambda _network: ""
    secrets: Sequence[bytes] = field(default=(), repr=False)
    apps: Mapping[str, OperatorKeys] = field(default_factory=dict)
    addresses: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def app(self, name: str) -> tuple[Http, OperatorKeys | None]:
        """For a network that knows this Hibi by keys."""
        return self.http, self.apps.get(name)

    def at(self, name: str) -> dict[str, Any]:
        return dict(self.addresses.get(name, {}))

    def described(self, name: str) -> dict[str, Any]:
        """For a network whose servers read at our address who we are."""
        return {"described_at": self.described_at(name), "secrets": self.secrets}


# A name is stored with each account and delivery, so never changed; people see them in this order.
MADE: dict[str, Callable[[Ways], Network]] = {
    "page": lambda ways: Page(ways.page_address),
    "mastodon": lambda ways: Mastodon(ways.http, website=ways.website),
    "bluesky": lambda ways: Bluesky(ways.http, **ways.described("bluesky"), **ways.at("bluesky")),
    "misskey": lambda ways: Misskey(ways.http),
    "telegram": lambda ways: Telegram(ways.poster),
    "threads": lambda ways: Threads(*ways.app("threads"), **ways.at("threads")),
    "facebook": lambda ways: Facebook(*ways.app("facebook"), **ways.at("facebook")),
    "instagram": lambda ways: Instagram(*ways.app("instagram"), **ways.at("instagram")),
    "discord": lambda ways: Discord(ways.http, **ways.at("discord")),
    "webhook": lambda ways: Webhook(ways.http),
    "linkedin": lambda ways: LinkedIn(*ways.app("linkedin"), **ways.at("linkedin")),
    "x": lambda ways: X(*ways.app("x"), **ways.at("x")),
    "group": lambda ways: Group(ways.poster),
}
NETWORKS = tuple(MADE)


def build_networks(ways: Ways) -> dict[str, Network]:
    """One of each, by name; they share the way out."""
    return {name: make(ways) for name, make in MADE.items()}
