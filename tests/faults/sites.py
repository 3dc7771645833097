"""Each network with a gate before its server, and what everybody can see there."""

import contextlib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from bot.domain.compose import File
from bot.networks.base import Account, Secret
from bot.networks.bluesky import Bluesky
from bot.networks.discord import Discord
from bot.networks.group import Group
from bot.networks.http import Http
from bot.networks.mastodon import Mastodon
from bot.networks.misskey import Misskey
from bot.networks.oauth import challenge_of, new_state, new_verifier
from bot.networks.page import Page
from bot.networks.telegram import Telegram
from bot.networks.webhook import Webhook
from tests.builders import BASE_URL
from tests.faults.app_sites import linkedin, meta, x
from tests.faults.gate import Gate, Plan
from tests.faults.site import Site, Standing, asked, gated, way_out
from tests.networks.posters import CHANNEL, GROUP, FakePoster
from tests.peers.bluesky import BlueskyPeer, run_bluesky
from tests.peers.mastodon import run_mastodon
from tests.standins.discord import KEY, NUMBER, run_discord
from tests.standins.misskey import run_misskey
from tests.standins.webhook import Receiver, run_receiver


@contextlib.asynccontextmanager
async def page() -> AsyncIterator[Site]:
    """Nothing is sent: what stands there is what the rows say."""
    account = Account(network="page", server="", remote_id="7", handle="hana")

    async def seen() -> list[Standing]:
        raise NotImplementedError("the rows are read by whoever has them")

    yield Site(Page(lambda handle, name: f"{BASE_URL}/@{handle}/{name}"), account, seen)


@contextlib.asynccontextmanager
async def mastodon() -> AsyncIterator[Site]:
    async with run_mastodon() as peer, gated(peer.origin) as gate, way_out() as http:
        network, verifier = Mastodon(http, media_pause=0.01), new_verifier()
        keys = await network.register(peer.server, "https://hibi.example/callback/1")
        challenge = challenge_of(verifier)
        there = await network.begin(peer.server, keys, state=new_state(), challenge=challenge)
        code = (await peer.say_yes(there.url))["code"]
        account = await network.finish(peer.server, keys, code=code, verifier=verifier)
        token = account.secret["access_token"]

        async def seen() -> list[Standing]:
            path = f"/api/v1/accounts/{account.remote_id}/statuses"
            got = await asked(f"{peer.origin}{path}", {"limit": "40"}, token)
            return [Standing(o["id"], o["content"], o["in_reply_to_id"] or "") for o in got]

        yield Site(network, replace(account, server=gate.server), seen, gate)


@contextlib.asynccontextmanager
async def bluesky() -> AsyncIterator[Site]:
    with run_bluesky() as peer:
        async with gated(peer.pds) as gate, way_out() as http:
            yield await _bluesky(peer, gate, http)


async def _bluesky(peer: BlueskyPeer, gate: Gate, http: Http) -> Site:
    network = Bluesky(http, entryway=peer.pds, plc=peer.plc)
    account = await network.sign_in(peer.handle, peer.app_password)
    secret = account.secret.evolve(pds=gate.origin)

    async def seen() -> list[Standing]:
        wanted = {"repo": peer.did, "collection": "app.bsky.feed.post", "limit": "100"}
        got = await asked(f"{peer.pds}/xrpc/com.atproto.repo.listRecords", wanted)
        return [_record(one) for one in got["records"]]

    return Site(network, replace(account, secret=secret), seen, gate)


def _record(one: dict[str, Any]) -> Standing:
    reply = one["value"].get("reply", {}).get("parent", {}).get("uri", "")
    return Standing(one["uri"], one["value"]["text"], reply)


@contextlib.asynccontextmanager
async def misskey() -> AsyncIterator[Site]:
    async with run_misskey() as server, gated(f"http://{server.server}") as gate, way_out() as http:
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
async def discord() -> AsyncIterator[Site]:
    async with run_discord() as server, gated(server.api) as gate, way_out() as http:
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
        gate = await stack.enter_async_context(gated(f"http://{receiver.server}"))
        network = Webhook(await stack.enter_async_context(way_out()))
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


@dataclass(slots=True)
class FaultyPoster(FakePoster):
    """A channel, and a line to Telegram that a plan may cut."""

    plan: Plan = field(default_factory=Plan)

    async def seen(self) -> list[Standing]:
        said = {**self.posts, **self.captions}
        return [Standing(str(number), words) for number, words in sorted(said.items())]

    async def post(self, chat_id: int, text: str, files: Sequence[File]) -> Sequence[int]:
        async def deed() -> Sequence[int]:
            return await FakePoster.post(self, chat_id, text, files)

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

    def set_plan(plan: Plan) -> None:
        poster.plan = plan

    account = await network.link(CHANNEL, 7)
    yield Site(network, account, poster.seen, set_plan=set_plan)


@contextlib.asynccontextmanager
async def group() -> AsyncIterator[Site]:
    poster = FaultyPoster()
    network = Group(poster)
    account = network.account(await network.look(GROUP, 7), "Hana")

    def set_plan(plan: Plan) -> None:
        poster.plan = plan

    yield Site(network, account, poster.seen, set_plan=set_plan)


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
    "x": x,
    "group": group,
}
