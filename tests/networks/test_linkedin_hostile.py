"""LinkedIn against a server that lies: only our errors come out, and no secret."""

import contextlib
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from aiohttp import web

from bot.networks.base import Account, NetworkError, NotLinked, OperatorKeys, TryLater, Unsure
from bot.networks.http import Http
from bot.networks.linkedin import LinkedIn
from tests.networks.accounts import CANARIES, SIGN_IN_CANARIES, an_account, linking, ready, verbs
from tests.networks.builders import NOON, a_picture, an_attempt
from tests.networks.stand_in import StandIn, echoes, hangs_up, says, says_nothing

NAMES = "value uploadUrl image access_token expires_in refresh_token scope sub name message code"
NAMES += " status error errorDetails inputErrors refresh_token_expires_in id"
POSTED = {"images": ["urn:li:image:1"]}


@pytest.fixture
async def network(stand_in: StandIn) -> AsyncIterator[LinkedIn]:
    keys, at = OperatorKeys(client_id="id", client_secret=CANARIES[2]), stand_in.origin
    async with Http(loopback=True, first_byte=0.3, in_all=1.0) as http:
        yield LinkedIn(http, keys, api=at, site=at)


def ripe(account: Account) -> Account:
    """Whose token has ended, though it could be refreshed."""
    return replace(
        account,
        secret=account.secret.evolve(expires_at=NOON.isoformat(), refresh_token=CANARIES[1]),
    )


def calls(network: LinkedIn, server: str) -> list[Callable[[], Awaitable[object]]]:
    account = an_account("linkedin", server)
    doubted = replace(ready(first_tried_at=NOON, pictures=(a_picture(),)), prepared=POSTED)
    return [
        *verbs(network, account),
        *linking(network, server),
        lambda: network.renew(ripe(account)),
        lambda: network.publish(account, doubted),
    ]


def odd_json(chance: Random, origin: str, depth: int = 3) -> Any:
    if not depth or chance.random() < 0.3:
        odd = [None, True, -1, 10**30, 1.5, "", "x", "DUPLICATE_POST", "NONEXISTENT_VERSION"]
        odd += ["urn:li:share:1", "duplicate of urn:li:share:7141138937766391808", f"{origin}/up"]
        return chance.choice(odd)
    if chance.random() < 0.2:
        return [odd_json(chance, origin, depth - 1) for _ in range(chance.randrange(3))]
    return {name: odd_json(chance, origin, depth - 1) for name in chance.sample(NAMES.split(), 9)}


async def test_whatever_linkedin_says_only_our_errors_come_out(
    network: LinkedIn, stand_in: StandIn
) -> None:
    chance = Random("linkedin")

    async def odd(_: web.Request) -> web.StreamResponse:
        status = chance.choice([200, 200, 201, 400, 401, 403, 404, 409, 422, 426, 429, 500])
        headers = {"x-restli-id": chance.choice(["", "urn:li:share:7", "x", "urn:li:share:7/../8"])}
        return web.json_response(odd_json(chance, stand_in.origin), status=status, headers=headers)

    stand_in.answer = odd
    for _ in range(60):
        for call in calls(network, stand_in.server):
            with contextlib.suppress(NetworkError):
                await call()
    assert len(stand_in.seen) > 250


@pytest.mark.parametrize("handler", [echoes, hangs_up, says(500, "x"), says(401, {"error": "x"})])
async def test_no_secret_is_ever_shown(
    network: LinkedIn, stand_in: StandIn, caplog: pytest.LogCaptureFixture, handler: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    stand_in.answer = handler
    shown = [repr(network)]
    for call in calls(network, stand_in.server):
        try:
            await call()
        except NetworkError as error:
            whole = "".join(traceback.format_exception(error))
            shown += [str(error), repr(error), error.raw, whole]

    everything = "\n".join([*shown, caplog.text])
    assert [canary for canary in CANARIES + SIGN_IN_CANARIES if canary in everything] == []
    assert len(shown) > 8


@pytest.mark.parametrize(
    "handler",
    [
        hangs_up,
        says_nothing,
        says(500, {"message": "x"}),
        says(502, "<h1>Bad Gateway</h1>"),
        says(200, "<html>logged out</html>"),
        says(201, {"odd": "shape"}, x_restli_id="urn:li:share:7/../8"),
        says(302, "", Location="https://example.com/"),
    ],
)
async def test_only_publish_leaves_a_doubt(
    network: LinkedIn, stand_in: StandIn, handler: Any
) -> None:
    account = an_account("linkedin", stand_in.server)
    stand_in.answer = handler

    with pytest.raises(Unsure):
        await network.publish(account, ready())
    with pytest.raises(TryLater):
        await network.prepare(account, an_attempt(pictures=(a_picture(),)))


async def test_a_wall_before_linkedin_ends_no_sign_in(network: LinkedIn, stand_in: StandIn) -> None:
    stand_in.answer = says(403, "<h1>Checking your browser</h1>")

    with pytest.raises(TryLater, match="walled_off"):
        await network.publish(an_account("linkedin", stand_in.server), ready())


@pytest.mark.parametrize("told", [{}, {"sub": "../x", "name": "Ken"}, {"sub": 7.5}, {"sub": ""}])
async def test_a_token_of_nobody_links_nobody(
    network: LinkedIn, stand_in: StandIn, told: dict[str, Any]
) -> None:
    stand_in.answer = says(200, {"access_token": "tok-123456", **told})

    with pytest.raises((NotLinked, TryLater)):
        await linking(network, stand_in.server)[1]()
