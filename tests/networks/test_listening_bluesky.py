"""What came back to a post on Bluesky: told by a view of the whole network, or by nobody."""

from collections.abc import Mapping
from typing import Any

import pytest
from aiohttp import web

from bot.networks.base import Account, Copy, NetworkError, Refused, SignInAgain
from bot.networks.bluesky import Bluesky
from tests.networks.accounts import an_account
from tests.networks.stand_in import StandIn, says

DID, BOB = "did:plc:" + "a" * 24, "did:plc:" + "b" * 24
OURS = Copy(f"at://{DID}/app.bsky.feed.post/3m6abcdefgh2a", "https://bsky.app/x")


def a_post(number: int, text: str = "Nice", did: str = BOB, **author: Any) -> dict[str, Any]:
    return {
        "uri": f"at://{did}/app.bsky.feed.post/3m6{number:010}",
        "author": {"did": did, "handle": "bob.example", **author},
        "record": {"text": text, "createdAt": f"2026-11-23T12:{number:02}:00.000Z"},
        "likeCount": 2,
        "repostCount": 1,
        "quoteCount": 1,
    }


def thread(post: Mapping[str, Any], *replies: Any) -> dict[str, Any]:
    return {"$type": "app.bsky.feed.defs#threadViewPost", "post": post, "replies": list(replies)}


async def test_bluesky_asks_the_view_of_the_whole_network(
    bluesky_alone: Bluesky, stand_in: StandIn
) -> None:
    asked: list[Mapping[str, str]] = []
    told = thread(
        a_post(0, did=DID),
        thread(a_post(4, "later")),
        thread(a_post(1, "first"), thread(a_post(2, did=DID), thread(a_post(3, "second")))),
        thread(a_post(5, viewer={"muted": True})),
        thread(a_post(6, viewer={"blockedBy": True})),
        {"$type": "app.bsky.feed.defs#blockedPost", "uri": "at://x"},
        thread(a_post(7, did="did:plc:../x")),
        thread({**a_post(8), "author": {"did": DID}}),
        thread(a_post(9, "odd", handle="bob\n@evil")),
    )

    async def view(request: web.Request) -> web.Response:
        asked.append(request.query)
        return web.json_response({"thread": told})

    stand_in.routes = {"/xrpc/app.bsky.feed.getPostThread": view}

    heard = await bluesky_alone.listen(an_account("bluesky", stand_in.server), OURS)

    assert asked[0]["uri"] == OURS.remote_id
    assert (heard.likes, heard.boosts) == (2, 2)
    assert [one.text for one in heard.echoes] == ["first", "second", "later", "odd"]
    assert [one.author for one in heard.echoes] == [*["@bob.example"] * 3, BOB]
    assert heard.echoes[0].url == f"https://bsky.app/profile/{BOB}/post/3m60000000001"


@pytest.mark.parametrize(
    ("status", "said", "kind"),
    [
        (400, {"error": "InvalidRequest", "message": "No service configured"}, Refused),
        (400, {"error": "NotFound"}, Refused),
        (501, {"error": "MethodNotImplemented"}, Refused),
        (200, {"thread": {"$type": "app.bsky.feed.defs#notFoundPost"}}, Refused),
        (401, {"error": "AuthMissing"}, SignInAgain),
    ],
)
async def test_bluesky_says_plainly_that_nothing_is_told(
    bluesky_alone: Bluesky, stand_in: StandIn, status: int, said: Any, kind: type[NetworkError]
) -> None:
    stand_in.answer = says(status, said)

    with pytest.raises(kind):
        await bluesky_alone.listen(an_account("bluesky", stand_in.server), OURS)


async def test_a_data_server_without_a_view_tells_nothing(
    bluesky: Bluesky, skyler: Account
) -> None:
    with pytest.raises(Refused, match="nothing_to_hear"):
        await bluesky.listen(skyler, Copy(f"at://{skyler.remote_id}/app.bsky.feed.post/3m6a", ""))


@pytest.fixture
def bluesky_alone(http: Any) -> Bluesky:
    return Bluesky(http)
