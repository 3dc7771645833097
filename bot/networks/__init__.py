"""Every network that Hibi speaks to: the list that you can read."""

from collections.abc import Callable, Mapping

from bot.networks.base import Network, OperatorKeys
from bot.networks.bluesky import Bluesky
from bot.networks.bluesky_identity import ENTRYWAY, PLC_DIRECTORY
from bot.networks.http import Http
from bot.networks.mastodon import Mastodon
from bot.networks.misskey import Misskey
from bot.networks.page import Page
from bot.networks.telegram import ChannelPoster, Telegram

# Stored with each account and delivery, so never changed; in the order in which people see them.
NETWORKS = ("page", "mastodon", "bluesky", "misskey", "telegram")


def build_networks(
    http: Http,
    *,
    poster: ChannelPoster,
    page_address: Callable[[str, str], str],
    website: str = "",
    apps: Mapping[str, OperatorKeys] | None = None,
    bluesky_entryway: str = ENTRYWAY,
    bluesky_plc: str = PLC_DIRECTORY,
) -> dict[str, Network]:
    """One of each, by name; they share the way out. `apps` are the operator's keys, by network."""
    networks: tuple[Network, ...] = (
        Page(page_address),
        Mastodon(http, website=website),
        Bluesky(http, entryway=bluesky_entryway, plc=bluesky_plc),
        Misskey(http),
        Telegram(poster),
    )
    return {network.name: network for network in networks}
