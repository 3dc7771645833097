"""This Hibi as each server of an OAuth network knows it, and the browser's way back from there."""

from collections.abc import Mapping
from typing import Any, Protocol, cast

from bot.db import link_requests
from bot.db.tables import NetworkApp
from bot.db.types import CannotOpen
from bot.networks.base import AppKeys, Linking, Network, NetworkError, OAuthNetwork
from bot.networks.oauth import OUT_OF_BAND
from bot.services.ground import Ground
from bot.services.linking_rules import CannotLink, Why, cannot, count_lookup, network_named

IN_BROWSER = (Linking.OAUTH, Linking.EITHER)


class ServerNetwork(OAuthNetwork, Protocol):
    """An OAuth network of many servers."""

    def server_of(self, typed: str) -> str: ...


class DescribedNetwork(Protocol):
    """A network whose servers read at our address who we are."""

    def description(self, redirect_uri: str) -> Mapping[str, Any] | None: ...


def oauth_network(ground: Ground, name: str) -> ServerNetwork:
    found = network_named(ground, name)
    if found.linking not in IN_BROWSER:
        raise CannotLink(Why.UNKNOWN_NETWORK)
    return cast("ServerNetwork", found)


def server_named(network: ServerNetwork, typed: str) -> str:
    """The server's name out of what a person typed; raises CannotLink."""
    try:
        return network.server_of(typed)
    except NetworkError as error:
        raise cannot(error) from None


def redirect_uri(ground: Ground, network: str, server: str) -> str:
    """Where a server sends the browser back to: a path of its own for each, so that no server
    can pass off its answer as another's. Servers that read about us all know the same one, and
    say with each answer who they are."""
    if ground.base_url is None:
        return OUT_OF_BAND
    return f"{ground.base_url}/link/back/{network}/{way_back(ground, network, server)}"


def way_back(ground: Ground, network: str, server: str) -> str:
    """The last part of the path to which a server sends the browser back."""
    return network if _reads_about_us(network_named(ground, network)) else server


def shown_server(ground: Ground, network: str, server: str) -> str:
    """How people are told where they go: where a server stands for them, by the network's name."""
    found = ground.networks.get(network)
    return found.title if found is not None and _reads_about_us(found) else server


def description(ground: Ground, network: str) -> Mapping[str, Any] | None:
    """This Hibi as the servers of a network read about it; None where none does."""
    found = ground.networks.get(network)
    if found is None or not _reads_about_us(found):
        return None
    return cast("DescribedNetwork", found).description(redirect_uri(ground, network, ""))


def _reads_about_us(network: Network) -> bool:
    return network.linking is Linking.EITHER


async def app_keys(
    ground: Ground, network: ServerNetwork, server: str, *, person_id: int
) -> AppKeys:
    """The keys that a server gave us, asked for once; raises CannotLink."""
    redirect = redirect_uri(ground, network.name, server)
    if network.own_keys or _reads_about_us(network):
        return await _registered(network, server, redirect)
    async with ground.database.reading() as session:
        app = await link_requests.app_of(session, network.name, server, redirect)
    known = _opened(ground, app) if app is not None else None
    if known is not None:
        return known
    await count_lookup(ground, person_id, server)
    keys = await _registered(network, server, redirect)
    return await _keep(ground, network.name, server, keys, instead_of=app)


async def _registered(network: ServerNetwork, server: str, redirect: str) -> AppKeys:
    try:
        return await network.register(server, redirect)
    except NetworkError as error:
        raise cannot(error) from None


async def forget_app(ground: Ground, network: str, server: str) -> None:
    async with ground.database.writing() as session:
        redirect = redirect_uri(ground, network, server)
        await link_requests.forget_app(session, network, server, redirect)


async def _keep(
    ground: Ground, network: str, server: str, keys: AppKeys, *, instead_of: NetworkApp | None
) -> AppKeys:
    app = NetworkApp(
        network=network,
        server=server,
        redirect_uri=keys.redirect_uri,
        client_id=keys.client_id,
        made_at=ground.now(),
    )
    app.client_secret = ground.vault.seal(keys.client_secret, _place(app))
    async with ground.database.writing() as session:
        kept = await link_requests.keep_app(session, app, instead_of=instead_of)
    return _opened(ground, kept) or keys


def _opened(ground: Ground, app: NetworkApp) -> AppKeys | None:
    if app.client_secret is None:
        return None
    try:
        secret = ground.vault.open(app.client_secret, _place(app))
    except CannotOpen:
        return None
    return AppKeys(client_id=app.client_id, client_secret=secret, redirect_uri=app.redirect_uri)


def _place(app: NetworkApp) -> str:
    return f"network_apps.client_secret:{app.network}:{app.server}:{app.redirect_uri}"
