"""What came back to a post: heard from real servers, or from stand-ins where there are none."""

import asyncio
import itertools
from random import Random
from typing import Any

import pytest
from aiohttp import web
from mastodon import Mastodon as Client

from bot.networks import NETWORKS, Ways, build_networks
from bot.networks.base import Account, Copy, Network, NetworkError, Refused
from bot.networks.http import Http
from bot.networks.listening import hears
from bot.networks.mastodon import Mastodon
from bot.networks.misskey import Misskey
from tests.networks.accounts import an_account
from tests.networks.builders import an_attempt
from tests.networks.metas import READING
from tests.networks.posters import FakePoster
from tests.networks.stand_in import StandIn, says
from tests.peers.mastodon import MastodonPeer
from tests.standins.misskey import MisskeyServer

DID = "did:plc:" + "a" * 24
OURS = Copy(f"at://{DID}/app.bsky.feed.post/3m6abcdefgh2a", "https://bsky.app/x")


def test_those_that_can_be_asked_say_so(networks: dict[str, Network]) -> None:
    hearing = [name for name in NETWORKS if hears(networks[name])]

    assert hearing == [
        *("mastodon", "bluesky", "misskey"),
        *("threads", "facebook", "instagram", "discord"),
    ]


async def by(peer: MastodonPeer, who: str, method: str, *given: Any, **named: Any) -> Any:
    """Somebody else does something, by another client."""

    def act() -> Any:
        client = Client(access_token=f"{who}_token", api_base_url=peer.origin)
        return getattr(client, method)(*given, **named)

    return await asyncio.to_thread(act)


async def test_mastodon_tells_counters_and_who_said_what(
    mastodon: Mastodon, alice: Account, mastodon_peer: MastodonPeer
) -> None:
    copy = await mastodon.publish(alice, an_attempt("Curry today", prepared={"media": []}))
    await by(mastodon_peer, "bob", "status_favourite", copy.remote_id)
    await by(mastodon_peer, "carol", "status_reblog", copy.remote_id)
    said = await by(
        mastodon_peer,
        "bob",
        "status_post",
        "@alice Nice <b>one</b>\n& more",
        in_reply_to_id=copy.remote_id,
    )
    await by(
        mastodon_peer,
        "carol",
        "status_post",
        "for your eyes only",
        in_reply_to_id=copy.remote_id,
        visibility="direct",
    )
    await by(mastodon_peer, "alice", "status_post", "mine", in_reply_to_id=copy.remote_id)

    heard = await mastodon.listen(alice, copy)

    assert (heard.likes, heard.boosts) == (1, 1)
    (echo,) = heard.echoes
    assert echo.remote_id == str(said["id"])
    assert echo.author == f"@bob@{mastodon_peer.server}"
    assert echo.text == "Nice <b>one</b>\n& more"
    assert echo.url == said["url"]


async def test_a_status_that_nobody_answered_costs_one_question(
    mastodon: Mastodon, alice: Account, mastodon_peer: MastodonPeer
) -> None:
    copy = await mastodon.publish(alice, an_attempt("Quiet", prepared={"media": []}))
    mastodon_peer.notes.clear()

    heard = await mastodon.listen(alice, copy)

    assert (heard.likes, heard.boosts, heard.echoes) == (0, 0, ())
    assert len(mastodon_peer.notes) == 1


async def test_a_status_that_is_gone_tells_nothing(mastodon: Mastodon, alice: Account) -> None:
    copy = await mastodon.publish(alice, an_attempt("Short", prepared={"media": []}))
    await mastodon.delete(alice, copy)

    with pytest.raises(Refused, match="not_there"):
        await mastodon.listen(alice, copy)


async def test_an_answer_on_mastodon_names_whom_it_answers_and_no_other(
    mastodon: Mastodon, alice: Account, mastodon_peer: MastodonPeer
) -> None:
    copy = await mastodon.publish(alice, an_attempt("Curry", prepared={"media": []}))
    said = await by(mastodon_peer, "bob", "status_post", "Where?", in_reply_to_id=copy.remote_id)
    attempt = an_attempt(
        "At @carol of course",
        key="response-1",
        prepared={"media": []},
        reply_to=Copy(str(said["id"]), ""),
        root=copy,
        calls=f"@bob@{mastodon_peer.server}",
    )

    made = await mastodon.publish(alice, attempt)
    again = await mastodon.publish(alice, attempt)
    found = await mastodon.find(alice, attempt)

    status = await by(mastodon_peer, "bob", "status", made.remote_id)
    assert made == again == found
    assert status["in_reply_to_id"] == said["id"]
    assert [one["username"] for one in status["mentions"]] in (["bob"], [])
    assert "@bob" in status["content"]


async def test_a_name_that_is_none_is_not_called(mastodon: Mastodon, stand_in: StandIn) -> None:
    sent: list[Any] = []

    async def keep(request: web.Request) -> web.Response:
        sent.append(await request.json())
        return web.json_response({"id": "1", "url": "https://x.example/1"})

    stand_in.answer = keep
    account = an_account("mastodon", stand_in.server)
    for calls in ("@bob@mastodon.example", "bob", "@a b@c.example", "@bob", ""):
        await mastodon.publish(account, an_attempt("Hi", prepared={"media": []}, calls=calls))

    assert [one["status"] for one in sent] == ["@bob@mastodon.example Hi", *["Hi"] * 4]


async def test_what_is_muted_filtered_or_odd_is_not_told(
    mastodon: Mastodon, stand_in: StandIn
) -> None:
    def status(number: int, **more: Any) -> Any:
        author = {"id": "9", "acct": "bob@remote.example"}
        plain = {"id": str(number), "account": author, "visibility": "public", "content": "hi"}
        return {**plain, **more}

    below = [
        status(1, muted=True),
        status(2, filtered=[{"filter": {}}]),
        status(3, account={"id": "9", "acct": "bob\nx"}),
        status(4, id="1/../../x"),
        status(5, visibility="private"),
        status(6, spoiler_text="Film", content="the butler"),
        "nonsense",
        status(7, url=5, content=None),
    ]
    stand_in.routes = {
        "/api/v1/statuses/1": says(200, {"id": "1", "favourites_count": True, "reblogs_count": -4}),
        "/api/v1/statuses/1/context": says(200, {"descendants": below}),
    }

    heard = await mastodon.listen(an_account("mastodon", stand_in.server), Copy("1", ""))

    assert (heard.likes, heard.boosts) == (0, 0)
    assert [(one.remote_id, one.text, one.url) for one in heard.echoes] == [
        ("6", "(Film)", ""),
        ("7", "", ""),
    ]


async def test_misskey_tells_counters_and_who_said_what(
    misskey: Misskey, misskey_hana: Account, misskey_server: MisskeyServer
) -> None:
    ours = misskey_server.write("hana", "Curry", reactions={"👍": 2, ":x:": 1}, renoteCount=4)
    first = misskey_server.write("bob", "@hana Nice", replyId=ours)
    mine = misskey_server.write("hana", "Thanks", replyId=ours)
    second = misskey_server.write("bob", "Any time", replyId=mine, visibility="home")
    misskey_server.write("bob", "secret", replyId=ours, visibility="specified")
    misskey_server.write("bob", "the butler", replyId=ours, cw="Film")

    heard = await misskey.listen(misskey_hana, Copy(ours, ""))

    assert (heard.likes, heard.boosts) == (3, 4)
    server = misskey_server.server
    assert [(one.author, one.text) for one in heard.echoes] == [
        (f"@bob@{server}", "Nice"),
        (f"@bob@{server}", "(Film)"),
        (f"@bob@{server}", "Any time"),
    ]
    assert [heard.echoes[0].remote_id, heard.echoes[2].remote_id] == [first, second]
    assert heard.echoes[0].url == f"http://{server}/notes/{first}"


async def test_a_look_at_misskey_ends_however_long_the_talk_is(
    misskey: Misskey, misskey_hana: Account, misskey_server: MisskeyServer
) -> None:
    last = ours = misskey_server.write("hana", "Curry")
    for _ in range(20):
        last = misskey_server.write("hana", "and another thing", replyId=last)

    await misskey.listen(misskey_hana, Copy(ours, ""))

    assert len(misskey_server.asked) == 6


async def test_a_note_that_is_gone_tells_nothing(misskey: Misskey, misskey_hana: Account) -> None:
    with pytest.raises(Refused, match="not_there"):
        await misskey.listen(misskey_hana, Copy("a1", ""))


async def test_an_answer_on_misskey_is_found_again(
    misskey: Misskey, misskey_hana: Account, misskey_server: MisskeyServer
) -> None:
    ours = misskey_server.write("hana", "Curry")
    said = misskey_server.write("bob", "Where?", replyId=ours)
    attempt = an_attempt("At home", reply_to=Copy(said, ""), root=Copy(ours, ""), calls="@bob@x.y")
    prepared = await misskey.prepare(misskey_hana, attempt)
    attempt = an_attempt("At home", reply_to=Copy(said, ""), root=Copy(ours, ""), prepared=prepared)
    assert await misskey.find(misskey_hana, attempt) is None

    made = await misskey.publish(misskey_hana, attempt)

    assert await misskey.find(misskey_hana, attempt) == made
    assert misskey_server.notes[0]["replyId"] == said


SHAPES: list[Any] = [None, True, -1, 10**30, "", "x", [], {}, [[]], {"id": {}}, "\ud800", 1.5]
PLACES = ["id", "account", "acct", "visibility", "content", "user", "host", "userId", "author"]
PLACES += ["uri", "did", "viewer", "record", "text", "reactions", "replies_count", "descendants"]
PLACES += ["data", "username", "hide_status", "is_reply_owned_by_me", "from", "values", "count"]


def everywhere(http: Http, stand_in: StandIn) -> dict[str, Network]:
    """All networks, of which those with one server only have it on loopback."""
    api = {"api": f"http://{stand_in.server}"}
    alone = ("threads", "facebook", "instagram", "discord")
    return build_networks(
        Ways(
            http=http,
            poster=FakePoster(),
            page_address=lambda h, i: f"/{h}/{i}",
            apps=dict.fromkeys(alone, READING),
            addresses=dict.fromkeys(alone, api),
        )
    )


@pytest.mark.parametrize(
    "name", ["mastodon", "bluesky", "misskey", "threads", "facebook", "instagram", "discord"]
)
async def test_whatever_is_told_only_our_errors_come_out(
    http: Http, stand_in: StandIn, name: str
) -> None:
    chance, network = Random(name), everywhere(http, stand_in)[name]
    assert hears(network)
    account = an_account(name, stand_in.server)
    counter = itertools.count()

    def odd(depth: int = 3) -> Any:
        if not depth or chance.random() < 0.4:
            return chance.choice(SHAPES)
        return {place: odd(depth - 1) for place in chance.sample(PLACES, 6)}

    async def tell(request: web.Request) -> web.StreamResponse:
        next(counter)
        listed = request.path.endswith("notes/replies")
        many = [odd() for _ in range(3)]
        told = {"id": "1", "descendants": many, "data": many}
        return web.json_response(many if listed else {**told, **odd_dict(odd())})

    stand_in.answer = tell
    for _ in range(60):
        try:
            heard = await network.listen(account, OURS)
        except NetworkError:
            continue
        assert all(isinstance(one.text, str) for one in heard.echoes)
    assert next(counter) >= 60


def odd_dict(value: Any) -> dict[str, Any]:
    told = {"post": value, "replies": [value, {"post": value}]}
    return {**(value if isinstance(value, dict) else {}), "thread": told, "id": "1"}
