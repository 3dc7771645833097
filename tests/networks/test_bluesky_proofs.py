"""Proofs, posts and renewals at a Bluesky server that wants its own word, or answers ill."""

import asyncio
from dataclasses import replace

import pytest
from aiohttp import web

from bot.networks.base import NetworkError, NotLinked, SignInAgain, TryLater, Unsure
from bot.networks.bluesky import Bluesky
from bot.networks.http import Http
from tests.networks.bluesky_server import TOKENS, at_a_good_server, begun, signed_in
from tests.networks.builders import an_attempt
from tests.networks.stand_in import Handler, StandIn, hangs_up, says


@pytest.fixture
def bluesky(http: Http, stand_in: StandIn) -> Bluesky:
    return at_a_good_server(http, stand_in)


def nonce_wanted(times: int, then: Handler) -> tuple[Handler, list[str]]:
    """A server that wants its own word in each proof, so many times; and what it was shown."""
    shown: list[str] = []

    async def handler(request: web.Request) -> web.StreamResponse:
        shown.append(request.headers["DPoP"])
        if len(shown) > times:
            return await then(request)
        body = {"error": "use_dpop_nonce"}
        return web.json_response(body, status=400, headers={"DPoP-Nonce": f"word {len(shown)}"})

    return handler, shown


async def test_a_server_gets_its_own_word_back_once(bluesky: Bluesky, stand_in: StandIn) -> None:
    stand_in.routes["/par"], shown = nonce_wanted(1, says(201, {"request_uri": "urn:one"}))

    await begun(bluesky)

    assert len(set(shown)) == 2


async def test_a_server_that_never_has_enough_is_left(bluesky: Bluesky, stand_in: StandIn) -> None:
    stand_in.routes["/par"], shown = nonce_wanted(100, says(201, {"request_uri": "urn:one"}))

    with pytest.raises(NotLinked):
        await begun(bluesky)

    assert len(shown) == 2


async def test_a_server_that_knows_no_single_permissions_is_asked_for_the_old_one(
    bluesky: Bluesky, stand_in: StandIn
) -> None:
    asked: list[str] = []

    async def old(request: web.Request) -> web.StreamResponse:
        asked.append(str((await request.post())["scope"]))
        if "transition:generic" not in asked[-1]:
            return web.json_response({"error": "invalid_scope"}, status=400)
        return web.json_response({"request_uri": "urn:one"}, status=201)

    stand_in.routes["/par"] = old
    await begun(bluesky)

    assert asked[-1] == "atproto transition:generic"


async def test_a_post_whose_answer_is_lost_is_not_sent_twice(
    bluesky: Bluesky, stand_in: StandIn
) -> None:
    """The server refuses the first proof unread; then it takes the post and the line breaks."""
    stand_in.routes["/xrpc/com.atproto.repo.putRecord"], shown = nonce_wanted(1, hangs_up)
    account = signed_in(stand_in.origin)
    attempt = an_attempt()
    attempt = replace(attempt, prepared=await bluesky.prepare(account, attempt))

    with pytest.raises(Unsure):
        await bluesky.publish(account, attempt)

    assert len(shown) == 2


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (says(400, {"error": "invalid_grant"}), SignInAgain),
        (says(400, {"error": "invalid_client"}), TryLater),
        (says(400, "<html>blocked</html>"), TryLater),
        (says(503, "busy"), TryLater),
        (says(429, {"error": "slow_down"}), TryLater),
        (says(200, {"token_type": "DPoP"}), TryLater),
        (hangs_up, TryLater),
    ],
)
async def test_a_renewal_that_fails_says_what_to_do(
    bluesky: Bluesky, stand_in: StandIn, answer: Handler, kind: type[NetworkError]
) -> None:
    stand_in.routes["/token"] = answer

    with pytest.raises(kind) as caught:
        await bluesky.renew(signed_in(stand_in.origin))

    assert "canary" not in caught.value.raw


async def test_a_renewal_without_a_new_refresh_token_keeps_the_old_one(
    bluesky: Bluesky, stand_in: StandIn
) -> None:
    stand_in.routes["/token"] = says(200, {**TOKENS, "refresh_token": ""})
    account = signed_in(stand_in.origin)

    fresh = await bluesky.renew(account)

    assert fresh is not None
    assert account.secret.evolve(**fresh.values)["refresh_token"] == "canary-refresh"


async def test_many_renewals_hold_nobody_up(bluesky: Bluesky, stand_in: StandIn) -> None:
    renewals = [bluesky.renew(signed_in(stand_in.origin)) for _ in range(20)]

    assert all(await asyncio.gather(*renewals))
