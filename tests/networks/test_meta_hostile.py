"""Meta's networks against a server that lies: only our errors come out, and no secret."""

import contextlib
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from aiohttp import web

from bot.networks.base import Network, NetworkError, NotLinked, OperatorKeys, TryLater, Unsure
from bot.networks.facebook import Facebook
from bot.networks.http import Http
from bot.networks.instagram import Instagram
from bot.networks.threads import Threads
from tests.networks.accounts import CANARIES, SIGN_IN_CANARIES, an_account, linking, ready, verbs
from tests.networks.builders import NOON, a_picture, an_attempt
from tests.networks.stand_in import StandIn, echoes, hangs_up, says, says_nothing

NETWORKS = ("threads", "facebook", "instagram")
NAMES = "id data error code error_subcode is_transient status status_code paging cursors after"
NAMES += " permalink text caption message timestamp access_token expires_in username user_id"
NAMES += " account_type tasks name success attachments target permalink_url created_time"
PUBLIC = "https://hibi.example/media/out/x"


@pytest.fixture
async def networks(stand_in: StandIn) -> AsyncIterator[dict[str, Any]]:
    """All of them at one server, with little patience."""
    keys, at = OperatorKeys(client_id="id", client_secret=CANARIES[2]), stand_in.origin
    async with Http(loopback=True, first_byte=0.3, in_all=1.0) as http:
        yield {
            "threads": Threads(http, keys, api=at, site=at, pause=0),
            "facebook": Facebook(http, keys, api=at, site=at),
            "instagram": Instagram(http, keys, api=at, site=at, login=at, pause=0),
        }


def calls(network: Any, server: str) -> list[Callable[[], Awaitable[object]]]:
    account = an_account(network.name, server)
    old = {"expires_at": "2126-01-01T00:00:00+00:00"}
    ripe = replace(account, secret=account.secret.evolve(**old))
    pictured = an_attempt(pictures=(replace(a_picture(), url=PUBLIC),))
    return [
        *verbs(network, account),
        *linking(network, server),
        lambda: network.prepare(account, pictured),
        lambda: network.renew(ripe),
    ]


def odd_json(chance: Random, depth: int = 3) -> Any:
    if not depth or chance.random() < 0.3:
        odd = [None, True, -1, 10**30, 1.5, "", "x", "FINISHED", "PUBLISHED", 190, 24, 4279009]
        return chance.choice([*odd, NOON.isoformat()])
    if chance.random() < 0.3:
        return [odd_json(chance, depth - 1) for _ in range(chance.randrange(3))]
    return {name: odd_json(chance, depth - 1) for name in chance.sample(NAMES.split(), 9)}


@pytest.mark.parametrize("name", NETWORKS)
async def test_whatever_meta_says_only_our_errors_come_out(
    networks: dict[str, Any], stand_in: StandIn, name: str
) -> None:
    chance = Random(name)

    async def odd(_: web.Request) -> web.StreamResponse:
        status = chance.choice([200, 200, 200, 201, 400, 401, 403, 404, 500])
        return web.json_response(odd_json(chance), status=status)

    stand_in.answer = odd
    for _ in range(60):
        for call in calls(networks[name], stand_in.server):
            with contextlib.suppress(NetworkError):
                await call()
    assert len(stand_in.seen) > 250


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("handler", [echoes, hangs_up, says(500, "x"), says(401, {"error": "x"})])
async def test_no_secret_of_meta_is_ever_shown(
    networks: dict[str, Any],
    stand_in: StandIn,
    caplog: pytest.LogCaptureFixture,
    name: str,
    handler: Any,
) -> None:
    caplog.set_level(logging.DEBUG)
    stand_in.answer = handler
    shown = [repr(networks[name])]
    for call in calls(networks[name], stand_in.server):
        try:
            await call()
        except NetworkError as error:
            whole = "".join(traceback.format_exception(error))
            shown += [str(error), repr(error), error.raw, whole]

    everything = "\n".join([*shown, caplog.text])
    assert [canary for canary in CANARIES + SIGN_IN_CANARIES if canary in everything] == []
    assert len(shown) > 8


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize(
    "handler",
    [
        hangs_up,
        says_nothing,
        says(500, {"error": {"code": 2}}),
        says(502, "<h1>Bad Gateway</h1>"),
        says(200, "<html>logged out</html>"),
        says(200, {"odd": "shape"}),
        says(302, "", Location="https://example.com/"),
    ],
)
async def test_only_publish_leaves_a_doubt(
    networks: dict[str, Any], stand_in: StandIn, name: str, handler: Any
) -> None:
    network, account = networks[name], an_account(name, stand_in.server)
    stand_in.answer = handler

    with pytest.raises(Unsure):
        await network.publish(account, ready(pictures=(replace(a_picture(), url=PUBLIC),)))
    with pytest.raises(TryLater):
        await network.prepare(account, an_attempt(pictures=(replace(a_picture(), url=PUBLIC),)))
    with pytest.raises(TryLater):
        await network.find(account, ready(first_tried_at=NOON))


@pytest.mark.parametrize("name", NETWORKS)
async def test_a_silent_meta_links_nobody(
    networks: dict[str, Any], stand_in: StandIn, name: str
) -> None:
    stand_in.answer = says(200, {"access_token": "tok-123456"})
    finish: Network = networks[name]

    with pytest.raises((NotLinked, TryLater)):
        await linking(finish, stand_in.server)[1]()
