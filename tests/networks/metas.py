"""Meta's three networks against their stand-in, and an account linked the whole way."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.compose import Picture
from bot.networks.base import Account, Attempt, OperatorKeys, Secret
from bot.networks.facebook import Facebook
from bot.networks.http import Http
from bot.networks.instagram import Instagram
from bot.networks.threads import Threads
from tests.fakes import FakeClock
from tests.networks.builders import a_picture, an_attempt
from tests.standins.meta import CLIENT_ID, CLIENT_SECRET, Meta, serving
from tests.standins.meta_containers import instagram_side, threads_side
from tests.standins.meta_pages import PagesSide
from tests.standins.meta_voices import Voices

KEYS = OperatorKeys(client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
READING = replace(KEYS, reads_replies=True)
CALLBACK = "https://hibi.example/link/back/x/y"


@dataclass(slots=True)
class MetaHouse:
    """The stand-in, the clock that it shares with us, and the way to it."""

    meta: Meta
    clock: FakeClock
    http: Http
    voices: Voices
    keys: OperatorKeys = KEYS

    @property
    def threads(self) -> Threads:
        at = f"{self.meta.origin}/threads"
        return Threads(self.http, self.keys, api=at, site=at, pause=0)

    @property
    def facebook(self) -> Facebook:
        at = f"{self.meta.origin}/facebook"
        return Facebook(self.http, self.keys, api=at, site=at)

    @property
    def instagram(self) -> Instagram:
        at = f"{self.meta.origin}/instagram"
        return Instagram(self.http, self.keys, api=at, site=at, login=at, pause=0)

    def pictures(self, *pictures: Picture) -> tuple[Picture, ...]:
        """The same ones, where everybody may fetch them."""
        return tuple(replace(one, url=self.meta.show(one.data)) for one in pictures)

    def attempt(
        self, text: str = "今日は寿司を食べた。", count: int = 0, **changes: Any
    ) -> Attempt:
        shown = self.pictures(*[a_picture(f"cat {number}") for number in range(count)])
        return an_attempt(text, pictures=shown, created_at=self.clock.now, **changes)

    def later(self, attempt: Attempt) -> Attempt:
        """The same attempt after a call whose answer nobody got."""
        return replace(attempt, first_tried_at=self.clock.now)


@contextlib.asynccontextmanager
async def run_meta() -> AsyncIterator[MetaHouse]:
    clock = FakeClock()
    meta = Meta(clock)
    voices = Voices(meta)
    sides = (voices, threads_side(meta), instagram_side(meta), PagesSide(meta))
    async with (
        serving(meta, *[side.routes() for side in sides]),
        Http(loopback=True, clock=clock) as http,
    ):
        yield MetaHouse(meta, clock, http, voices)


async def linked(house: MetaHouse, network: Any, who: str = "1001") -> Account:
    """An account linked the whole way, as a person would."""
    server = network.server_of("")
    keys = await network.register(server, CALLBACK)
    there = await network.begin(server, keys, state="state-1", challenge="ignored")
    came_back = house.meta.say_yes(there.url, who)
    assert came_back["state"] == "state-1"
    return await network.finish(server, keys, code=came_back["code"], verifier="ignored")


async def prepared(network: Any, account: Account, attempt: Attempt) -> Attempt:
    """As the posting service does it: what `prepare` says is stored before the call."""
    return replace(attempt, prepared=await network.prepare(account, attempt))


def with_token(account: Account, token: str) -> Account:
    return replace(account, secret=Secret({**account.secret.values, "access_token": token}))
