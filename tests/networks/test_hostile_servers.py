"""Whatever a server says: only our errors come out, and no secret of ours with them."""

import contextlib
import logging
import traceback
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from aiohttp import web

from bot.networks.base import Network, NetworkError
from tests.networks.accounts import CANARIES, SIGN_IN_CANARIES, an_account, linking, verbs
from tests.networks.builders import NOON
from tests.networks.stand_in import StandIn, echoes, hangs_up, says

OVER_HTTP = ("mastodon", "bluesky", "misskey")

NAMES = [
    "id",
    "url",
    "uri",
    "error",
    "message",
    "content",
    "created_at",
    "media_attachments",
    "configuration",
    "statuses",
    "version",
    "blob",
    "accessJwt",
    "refreshJwt",
    "did",
    "didDoc",
    "service",
    "alsoKnownAs",
    "access_token",
    "client_id",
    "username",
    "scope",
    "createdNote",
    "text",
    "fileIds",
    "createdAt",
    "code",
    "info",
    "resetMs",
    "maxNoteTextLength",
    "replies_count",
    "thread",
    "post",
]


def odd_json(chance: Random, depth: int = 3) -> Any:
    """Something that no API would say, with names that ours look for."""
    if not depth or chance.random() < 0.3:
        return chance.choice([None, True, -1, 10**30, 1.5, "", "x", "did:plc:x", NOON.isoformat()])
    if chance.random() < 0.3:
        return [odd_json(chance, depth - 1) for _ in range(chance.randrange(3))]
    return {name: odd_json(chance, depth - 1) for name in chance.sample(NAMES, 8)}


@pytest.mark.parametrize("name", OVER_HTTP)
async def test_whatever_a_server_says_only_our_errors_come_out(
    networks: dict[str, Network], stand_in: StandIn, name: str
) -> None:
    chance = Random(name)
    network, account = networks[name], an_account(name, stand_in.server)

    async def odd(_: web.Request) -> web.StreamResponse:
        status = chance.choice([200, 200, 200, 201, 400, 401, 403, 404, 422])
        return web.json_response(odd_json(chance), status=status)

    stand_in.answer = odd
    for _ in range(40):
        for call in [*verbs(network, account), *linking(network, stand_in.server)]:
            with contextlib.suppress(NetworkError):
                await call()
    assert len(stand_in.seen) > 250


@pytest.mark.parametrize("name", OVER_HTTP)
@pytest.mark.parametrize("handler", [echoes, hangs_up, says(500, "x"), says(401, {"error": "x"})])
async def test_no_secret_is_ever_shown(
    networks: dict[str, Network],
    stand_in: StandIn,
    caplog: pytest.LogCaptureFixture,
    name: str,
    handler: Any,
) -> None:
    caplog.set_level(logging.DEBUG)
    stand_in.answer = handler
    network, account = networks[name], an_account(name, stand_in.server)
    shown = [repr(account), repr(account.secret), repr(network), str(replace(account, id=1))]
    contexts: list[BaseException | None] = []
    for call in [*verbs(network, account), *linking(network, stand_in.server)]:
        try:
            await call()
        except NetworkError as error:
            shown += [
                str(error),
                repr(error),
                error.raw,
                "".join(traceback.format_exception(error)),
            ]
            contexts.append(error.__context__)

    everything = "\n".join([*shown, caplog.text])
    assert [canary for canary in CANARIES + SIGN_IN_CANARIES if canary in everything] == []
    assert len(shown) > 8
    assert all(one is None or isinstance(one, NetworkError) for one in contexts)
