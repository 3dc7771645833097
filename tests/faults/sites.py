"""Each network with a gate before its server, and what everybody can see there."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import aiohttp

from bot.domain.compose import Picture
from bot.networks.base import Account, Network, Secret
from bot.networks.bluesky import Bluesky
from bot.networks.discord import Discord
from bot.networks.http import Http
from bot.networks.linkedin import LinkedIn
from bot.networks.mastodon import Mastodon
from bot.networks.misskey import Misskey
from bot.networks.oauth import challenge_of, new_state, new_verifier
from bot.networks.page import Page
from bot.networks.telegram import Telegram
from bot.networks.webhook import Webhook
from tests.builders import BASE_URL
from tests.fakes import FakeClock
from tests.faults.gate import Gate, MarkedHttp, Plan
from tests.networks.linkedins import KEYS, run_desk
from tests.networks.metas import MetaHouse, linked, run_meta
from tests.networks.posters import CHANNEL, FakePoster
from tests.peers.bluesky import BlueskyPeer, run_bluesky
from tests.peers.mastodon import run_mastodon
from tests.standins.discord import KEY, NUMBER, run_discord
from tests.standins.meta import Meta
from tests.standins.misskey import run_misskey
from tests.standins.webhook import Receiver, run_receiver


@dataclass(frozen=True, slots=True)
class Standing:
    """One post as everybody sees it; `reply_to` is the id of the one that it answers."""

    id: str
    words: str
    reply_to: str = ""


Seen = Callable[[], Awaitable[Sequence[Standing]]]


@dataclass(slots=True)
class Site:
    """A network that can be posted to. `plan` is the fault of the moment."""

    network: Network
    account: Account
    seen: Seen
    gate: Gate | None = None
    clock: FakeClock = field(default_factory=FakeClock)
    meta: Meta | None = None
    """Meta's server, which fetches pictures from our own pages."""
    set_plan: Callable[[Plan], None] | None = None

    def plan(self, plan: Plan) -> None:
        if self.gate is not None:
            self.gate.plan = plan
        if self.set_plan is not None:
            self.set_plan(plan)


@contextlib.asynccontextmanager
async def page() -> AsyncIterator[Site]:
    """Nothing is sent: what stands there is what the rows say."""
    account = Account(network="page", server="", remote_id="7", handle="hana")

    async def seen() -> list[Standing]:
        raise NotImplementedError("the rows are read by whoever has them")

    yield Site(Page(lambda handle, name: f"{BASE_URL}/@{handle}/{name}"), account, seen)


@contextlib.asynccontextmanager
async def mastodon() -> AsyncIterator[Site]:
    async with run_mastodon() as peer, _gate(peer.origin) as gate, _http() as http:
        network, verifier = Mastodon(http, media_pause=0.01), new_verifier()
        keys = await network.register(peer.server, "https://hibi.example/callback/1")
        challenge = challenge_of(verifier)
        there = await network.begin(peer.server, keys, state=new_state(), challenge=challenge)
        code = (await peer.say_yes(there.url))["code"]
        account = await network.finish(peer.server, keys, code=code, verifier=verifier)
        token = account.secret["access_token"]

        async def seen() -> list[Standing]:
            path = f"/api/v1/accounts/{account.remote_id}/statuses"
            got = await _get(f"{peer.origin}{path}", {"limit": "40"}, token)
            return [Standing(o["id"], o["content"], o["in_reply_to_id"] or "") for o in got]

        yield Site(network, replace(account, server=gate.server), seen, gate)


@contextlib.asynccontextmanager
async def bluesky() -> AsyncIterator[Site]:
    with run_bluesky() as peer:
        async with _gate(peer.pds) as gate, _http() as http:
            yield await _bluesky(peer, gate, http)


async def _bluesky(peer: BlueskyPeer, gate: Gate, http: Http) -> Site:
    network = Bluesky(http, entryway=peer.pds, plc=peer.plc)
    account = await network.sign_in(peer.handle, peer.app_password)
    secret = account.secret.evolve(pds=gate.origin)

    async def seen() -> list[Standing]:
        wanted = {"repo": peer.did, "collection": "app.bsky.feed.post", "limit": "100"}
        got = await _get(f"{peer.pds}/xrpc/com.atproto.repo.listRecords", wanted)
        return [_record(one) for one in got["records"]]

    return Site(network, replace(account, secret=secret), seen, gate)


def _record(one: dict[str, Any]) -> Standing:
    reply = one["value"].get("reply", {}).get("parent", {}).get("uri", "")
    return Standing(one["uri"], one["value"]["text"], reply)


@contextlib.asynccontextmanager
async def misskey() -> AsyncIterator[Site]:
    async with run_misskey() as server, _gate(f"http://{server.server}") as gate, _http() as http:
        account = Account(
            network="misskey",
            server=gate.server,
            remote_id="id-hana",
            handle="@hana",
            secret=Secret({"access_token": server.token_for("hana")}),
        )

        async def seen() -> list[Standing]:
            return [
                Standing(one["id"], one["text"] or "", one["replyId"] or "") for one in server.notes
            ]

        yield Site(Misskey(http), account, seen, gate)


@contextlib.asynccontextmanager
async def meta(name: str) -> AsyncIterator[Site]:
    """Threads, Instagram or a Facebook Page."""
    async with run_meta() as house, _gate(house.meta.origin) as gate, _http() as http:
        direct: Any = getattr(house, name)
        account = await linked(house, direct)
        http.clock = house.clock
        through = MetaHouse(replace(house.meta, origin=gate.origin), house.clock, http)

        async def seen() -> list[Standing]:
            posts = house.meta.posts.values()
            return [Standing(one.id, one.words, one.reply_to) for one in posts]

        network: Network = getattr(through, name)
        yield Site(network, account, seen, gate, clock=house.clock, meta=house.meta)


@contextlib.asynccontextmanager
async def discord() -> AsyncIterator[Site]:
    async with run_discord() as server, _gate(server.api) as gate, _http() as http:
        network = Discord(http, api=gate.origin)
        address = f"https://discord.com/api/webhooks/{NUMBER}/{KEY}"
        account = await network.sign_in("", address)

        async def seen() -> list[Standing]:
            return [Standing(n, one["content"]) for n, one in server.messages.items()]

        yield Site(network, account, seen, gate)


@contextlib.asynccontextmanager
async def webhook() -> AsyncIterator[Site]:
    async with contextlib.AsyncExitStack() as stack:
        receiver = await stack.enter_async_context(run_receiver())
        gate = await stack.enter_async_context(_gate(f"http://{receiver.server}"))
        network = Webhook(await stack.enter_async_context(_http()))
        account = await network.sign_in("", f"{gate.origin}/hook")
        receiver.key = account.secret["key"]

        async def seen() -> list[Standing]:
            return list(_told(receiver))

        yield Site(network, account, seen, gate)


def _told(receiver: Receiver) -> Iterator[Standing]:
    """What a program knows that did as each message said, once a message's id."""
    known: dict[str, str] = {}
    for number, body in receiver.got.items():
        match body["type"]:
            case "publish":
                known[number] = body["data"]["text"]
            case "edit":
                known[body["copy"]] = body["data"]["text"]
            case "delete":
                known.pop(body["copy"], None)
    return (Standing(number, words) for number, words in known.items())


@contextlib.asynccontextmanager
async def linkedin() -> AsyncIterator[Site]:
    async with run_desk() as desk, _gate(desk.server.origin) as gate, _http() as http:
        http.clock = desk.clock
        network = LinkedIn(http, KEYS, api=gate.origin, site=desk.server.origin)

        async def seen() -> list[Standing]:
            return [Standing(number, post.words) for number, post in desk.server.posts.items()]

        yield Site(network, await desk.linked(), seen, gate, clock=desk.clock)


@dataclass(slots=True)
class FaultyPoster(FakePoster):
    """A channel, and a line to Telegram that a plan may cut."""

    plan: Plan = field(default_factory=Plan)

    async def post(self, chat_id: int, text: str, pictures: Sequence[Picture]) -> Sequence[int]:
        async def deed() -> Sequence[int]:
            return await FakePoster.post(self, chat_id, text, pictures)

        posted: Sequence[int] = await self.plan.around(deed)
        return posted

    async def edit(self, chat_id: int, message_id: int, text: str, *, captioned: bool) -> None:
        await self.plan.around(
            lambda: FakePoster.edit(self, chat_id, message_id, text, captioned=captioned)
        )

    async def delete(self, chat_id: int, message_ids: Sequence[int]) -> None:
        await self.plan.around(lambda: FakePoster.delete(self, chat_id, message_ids))


@contextlib.asynccontextmanager
async def telegram() -> AsyncIterator[Site]:
    poster = FaultyPoster()
    network = Telegram(poster)

    async def seen() -> list[Standing]:
        return [Standing(str(number), words) for number, words in poster.posts.items()]

    def set_plan(plan: Plan) -> None:
        poster.plan = plan

    account = await network.link(CHANNEL, 7)
    yield Site(network, account, seen, set_plan=set_plan)


Opened = Callable[[], contextlib.AbstractAsyncContextManager[Site]]

SITES: dict[str, Opened] = {
    "page": page,
    "mastodon": mastodon,
    "bluesky": bluesky,
    "misskey": misskey,
    "telegram": telegram,
    "threads": partial(meta, "threads"),
    "facebook": partial(meta, "facebook"),
    "instagram": partial(meta, "instagram"),
    "discord": discord,
    "webhook": webhook,
    "linkedin": linkedin,
}


@contextlib.asynccontextmanager
async def _http() -> AsyncIterator[MarkedHttp]:
    async with MarkedHttp(loopback=True) as http:
        yield http


@contextlib.asynccontextmanager
async def _gate(upstream: str) -> AsyncIterator[Gate]:
    async with Gate(upstream).opened() as gate:
        yield gate


async def _get(url: str, params: dict[str, str], token: str = "") -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        aiohttp.ClientSession() as line,
        line.get(url, params=params, headers=headers) as answer,
    ):
        answer.raise_for_status()
        return await answer.json()
