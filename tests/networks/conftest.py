"""Peers and the way out to them."""

from collections.abc import AsyncIterator

import pytest

from bot.networks import Ways, build_networks
from bot.networks.base import Account, Network, Secret
from bot.networks.bluesky import Bluesky
from bot.networks.http import Http
from bot.networks.mastodon import Mastodon
from bot.networks.misskey import Misskey
from bot.networks.oauth import challenge_of, new_state, new_verifier
from bot.networks.threads import Threads
from tests.networks import exes
from tests.networks.exes import XHouse, run_x
from tests.networks.linkedins import Desk, run_desk
from tests.networks.metas import MetaHouse, linked, run_meta
from tests.networks.posters import FakePoster
from tests.networks.stand_in import StandIn, run_stand_in
from tests.peers.bluesky import BlueskyPeer
from tests.peers.mastodon import MastodonPeer, run_mastodon
from tests.standins.misskey import MisskeyServer, run_misskey


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    async with Http(loopback=True) as way_out:
        yield way_out


@pytest.fixture
async def mastodon_peer() -> AsyncIterator[MastodonPeer]:
    async with run_mastodon() as peer:
        yield peer


@pytest.fixture
def mastodon(http: Http) -> Mastodon:
    return Mastodon(http, media_pause=0.01)


@pytest.fixture
async def alice(mastodon: Mastodon, mastodon_peer: MastodonPeer) -> Account:
    """An account linked the whole way, as a person would."""
    verifier = new_verifier()
    server = mastodon_peer.server
    keys = await mastodon.register(server, "https://hibi.example/callback/1")
    there = await mastodon.begin(server, keys, state=new_state(), challenge=challenge_of(verifier))
    came_back = await mastodon_peer.say_yes(there.url)
    return await mastodon.finish(server, keys, code=came_back["code"], verifier=verifier)


@pytest.fixture
def bluesky(http: Http, bluesky_peer: BlueskyPeer) -> Bluesky:
    return Bluesky(http, entryway=bluesky_peer.pds, plc=bluesky_peer.plc)


@pytest.fixture
async def skyler(bluesky: Bluesky, bluesky_peer: BlueskyPeer) -> Account:
    return await bluesky.sign_in(bluesky_peer.handle, bluesky_peer.app_password)


@pytest.fixture
async def misskey_server() -> AsyncIterator[MisskeyServer]:
    async with run_misskey() as server:
        yield server


@pytest.fixture
def misskey(http: Http) -> Misskey:
    return Misskey(http)


@pytest.fixture
def misskey_hana(misskey_server: MisskeyServer) -> Account:
    return Account(
        network="misskey",
        server=misskey_server.server,
        remote_id="id-hana",
        handle=f"@hana@{misskey_server.server}",
        secret=Secret({"access_token": misskey_server.token_for("hana")}),
    )


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    async with run_stand_in() as server:
        yield server


@pytest.fixture
async def networks() -> AsyncIterator[dict[str, Network]]:
    """All of them, with little patience."""
    async with Http(loopback=True, first_byte=0.3, in_all=1.0) as hurried:
        yield build_networks(
            Ways(http=hurried, poster=FakePoster(), page_address=lambda h, i: f"/{h}/{i}")
        )


@pytest.fixture
async def house() -> AsyncIterator[MetaHouse]:
    async with run_meta() as opened:
        yield opened


@pytest.fixture
def threads(house: MetaHouse) -> Threads:
    return house.threads


@pytest.fixture
async def hana(house: MetaHouse, threads: Threads) -> Account:
    """Hana on Threads."""
    return await linked(house, threads)


@pytest.fixture
async def x_house() -> AsyncIterator[XHouse]:
    async with run_x() as opened:
        yield opened


@pytest.fixture
async def x_hana(x_house: XHouse) -> Account:
    """Hana on X."""
    return await exes.linked(x_house)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with run_desk() as opened:
        yield opened


@pytest.fixture
async def member(desk: Desk) -> Account:
    """Hana on LinkedIn."""
    return await desk.linked()
