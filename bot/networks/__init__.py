"""Every network that Hibi speaks to: the list that you can read."""

from collections.abc import Callable, Mapping

from bot.networks.base import Network, OperatorKeys
from bot.networks.bluesky import Bluesky
from bot.networks.bluesky_identity import ENTRYWAY, PLC_DIRECTORY
from bot.networks.discord import API as DISCORD_API
from bot.networks.discord import Discord
from bot.networks.facebook import API as FACEBOOK_API
from bot.networks.facebook import SITE as FACEBOOK_SITE
from bot.networks.facebook import Facebook
from bot.networks.http import Http
from bot.networks.instagram import API as INSTAGRAM_API
from bot.networks.instagram import LOGIN as INSTAGRAM_LOGIN
from bot.networks.instagram import SITE as INSTAGRAM_SITE
from bot.networks.instagram import Instagram
from bot.networks.linkedin import API as LINKEDIN_API
from bot.networks.linkedin import SITE as LINKEDIN_SITE
from bot.networks.linkedin import LinkedIn
from bot.networks.mastodon import Mastodon
from bot.networks.misskey import Misskey
from bot.networks.page import Page
from bot.networks.telegram import ChannelPoster, Telegram
from bot.networks.threads import API as THREADS_API
from bot.networks.threads import SITE as THREADS_SITE
from bot.networks.threads import Threads
from bot.networks.webhook import Webhook
from bot.networks.x import API as X_API
from bot.networks.x import SITE as X_SITE
from bot.networks.x import X

# Stored with each account and delivery, so never changed; in the order in which people see them.
NETWORKS = (
    "page",
    "mastodon",
    "bluesky",
    "misskey",
    "telegram",
    "threads",
    "facebook",
    "instagram",
    "discord",
    "webhook",
    "linkedin",
    "x",
)


def build_networks(
    http: Http,
    *,
    poster: ChannelPoster,
    page_address: Callable[[str, str], str],
    website: str = "",
    apps: Mapping[str, OperatorKeys] | None = None,
    bluesky_entryway: str = ENTRYWAY,
    bluesky_plc: str = PLC_DIRECTORY,
    threads_api: str = THREADS_API,
    threads_site: str = THREADS_SITE,
    facebook_api: str = FACEBOOK_API,
    facebook_site: str = FACEBOOK_SITE,
    instagram_api: str = INSTAGRAM_API,
    instagram_site: str = INSTAGRAM_SITE,
    instagram_login: str = INSTAGRAM_LOGIN,
    discord_api: str = DISCORD_API,
    linkedin_api: str = LINKEDIN_API,
    linkedin_site: str = LINKEDIN_SITE,
    x_api: str = X_API,
    x_site: str = X_SITE,
) -> dict[str, Network]:
    """One of each, by name; they share the way out. `apps` are the operator's keys, by network."""
    known = apps or {}
    networks: tuple[Network, ...] = (
        Page(page_address),
        Mastodon(http, website=website),
        Bluesky(http, entryway=bluesky_entryway, plc=bluesky_plc),
        Misskey(http),
        Telegram(poster),
        Threads(http, known.get("threads"), api=threads_api, site=threads_site),
        Facebook(http, known.get("facebook"), api=facebook_api, site=facebook_site),
        Instagram(
            http,
            known.get("instagram"),
            api=instagram_api,
            site=instagram_site,
            login=instagram_login,
        ),
        Discord(http, api=discord_api),
        Webhook(http),
        LinkedIn(http, known.get("linkedin"), api=linkedin_api, site=linkedin_site),
        X(http, known.get("x"), api=x_api, site=x_site),
    )
    return {network.name: network for network in networks}
