"""X against a server that lies: only our errors come out, and no secret."""

import contextlib
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from aiohttp import web

from bot.networks.base import (
    NetworkError,
    NotLinked,
    OperatorKeys,
    TryLater,
    Unsure,
)
from bot.networks.http import Http
from bot.networks.x import X
from tests.networks.accounts import CANARIES, SIGN_IN_CANARIES, an_account, linking, ready, verbs
from tests.networks.builders import NOON, a_picture, an_attempt
from tests.networks.stand_in import StandIn, echoes, hangs_up, says, says_nothing

NAMES = "data id text username media_key expires_after_secs processing_info state meta next_token"
NAMES += " result_count deleted errors title detail type reason message error error_description"
NAMES += " access_token refresh_token expires_in scope entities urls url expanded_url attachments"
NAMES += " media_keys referenced_tweets"


@pytest.fixture
async def x(stand_in: StandIn) -> AsyncIterator[X]:
    """With little patience."""
    keys = OperatorKeys(client_id="id", client_secret=CANARIES[2])
    async with Http(loopback=True, first_byte=0.3, in_all=1.0) as http:
        yield X(http, keys, api=stand_in.origin, site=stand_in.origin)


def calls(x: X) -> list[Callable[[], Awaitable[object]]]:
    account = an_account("x", "")
    young = account.secret.evolve(refresh_token=CANARIES[1], expires_at="2126-01-01T00:00:00Z")
    old = young.evolve(expires_at="2026-01-01T00:00:00Z")
    lived = replace(account, secret=young)
    return [
        *verbs(x, lived),
        *linking(x, "x.com"),
        lambda: x.renew(replace(account, secret=old)),
        lambda: x.revoke(lived),
    ]


def odd_json(chance: Random, depth: int = 4) -> Any:
    if not depth or chance.random() < 0.2:
        odd = [None, True, -1, 10**30, 1.5, "", "x", 0, "failed", "pending", "replied_to"]
        return chance.choice([*odd, NOON.isoformat()])
    if chance.random() < 0.3:
        return [odd_json(chance, depth - 1) for _ in range(chance.randrange(3))]
    return {name: odd_json(chance, depth - 1) for name in chance.sample(NAMES.split(), 12)}


async def test_whatever_x_says_only_our_errors_come_out(x: X, stand_in: StandIn) -> None:
    chance = Random("x")

    async def odd(_: web.Request) -> web.StreamResponse:
        status = chance.choice([200, 200, 200, 201, 400, 401, 402, 403, 404, 429, 500])
        return web.json_response(odd_json(chance), status=status)

    stand_in.answer = odd
    for _ in range(80):
        for call in calls(x):
            with contextlib.suppress(NetworkError):
                await call()
    assert len(stand_in.seen) > 500


@pytest.mark.parametrize(
    "handler",
    [echoes, hangs_up, says(500, "x"), says(401, {"error": "x"}), says(200, {"access_token": 1})],
)
async def test_no_secret_is_ever_shown(
    x: X, stand_in: StandIn, caplog: pytest.LogCaptureFixture, handler: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    stand_in.answer = handler
    shown = [repr(x)]
    for call in calls(x):
        try:
            await call()
        except NetworkError as error:
            whole = "".join(traceback.format_exception(error))
            shown += [str(error), repr(error), error.raw, whole]

    everything = "\n".join([*shown, caplog.text])
    assert [canary for canary in CANARIES + SIGN_IN_CANARIES if canary in everything] == []
    assert len(shown) > 8


async def sends_thirty_megabytes(_: web.Request) -> web.StreamResponse:
    return web.Response(body=b'{"data": "' + b"x" * 30_000_000)


async def never_ends(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    with contextlib.suppress(ConnectionError):
        while True:
            await response.write(b" " * 100_000)
    return response


UNCLEAR = [
    hangs_up,
    says_nothing,
    sends_thirty_megabytes,
    never_ends,
    says(500, {"title": "Internal Server Error"}),
    says(502, "<h1>Bad Gateway</h1>"),
    says(200, "<html>logged out</html>"),
    says(200, {"odd": "shape"}),
    says(200, []),
    says(201, {"data": {"id": None}}),
    says(302, "", Location="https://example.com/"),
]


@pytest.mark.parametrize("handler", UNCLEAR)
async def test_only_publish_leaves_a_doubt(x: X, stand_in: StandIn, handler: Any) -> None:
    account = an_account("x", "")
    stand_in.answer = handler

    with pytest.raises(Unsure):
        await x.publish(account, ready())
    with pytest.raises(TryLater):
        await x.prepare(account, an_attempt(pictures=(a_picture(),)))
    with pytest.raises(TryLater):
        await x.find(account, ready(first_tried_at=NOON))


@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_a_wall_before_x_refuses_nothing(x: X, stand_in: StandIn, status: int) -> None:
    stand_in.answer = says(status, "<h1>Checking your browser</h1>")

    for call in (lambda: x.publish(an_account("x", ""), ready()), lambda: calls(x)[-2]()):
        with pytest.raises(TryLater, match="walled_off"):
            await call()


@pytest.mark.parametrize(
    ("state", "rule"), [("failed", "picture_format"), ("pending", "media_processing")]
)
async def test_a_picture_that_is_not_ready_is_not_posted(
    x: X, stand_in: StandIn, state: str, rule: str
) -> None:
    stand_in.answer = says(200, {"data": {"id": "1", "processing_info": {"state": state}}})

    with pytest.raises(NetworkError, match=rule):
        await x.prepare(an_account("x", ""), an_attempt(pictures=(a_picture(),)))


async def test_a_silent_x_links_nobody(x: X, stand_in: StandIn) -> None:
    stand_in.answer = says(200, {"access_token": "tok-123456", "refresh_token": "tok-234567"})

    with pytest.raises((NotLinked, TryLater)):
        await linking(x, "x.com")[1]()
