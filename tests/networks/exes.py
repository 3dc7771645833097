"""X against its stand-in, and an account linked the whole way."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

from bot.networks.base import Account, Attempt, OperatorKeys
from bot.networks.http import Http
from bot.networks.oauth import challenge_of, new_verifier
from bot.networks.x import X
from tests.fakes import FakeClock
from tests.networks.builders import a_picture, an_attempt
from tests.standins.x import CLIENT_ID, CLIENT_SECRET, XServer, serving
from tests.standins.x_posts import Posts
from tests.standins.x_videos import Videos

KEYS = OperatorKeys(client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
CALLBACK = "https://hibi.example/link/back/x/x.com"


@dataclass(slots=True)
class XHouse:
    """The stand-in, the clock that it shares with us, and the way to it."""

    server: XServer
    posts: Posts
    clock: FakeClock
    http: Http

    @property
    def x(self) -> X:
        return X(self.http, KEYS, api=self.server.origin, site=self.server.origin, pause=0)

    @property
    def words(self) -> list[str]:
        """What stands there, oldest first."""
        return [one.words for one in self.server.tweets.values()]

    def attempt(
        self, text: str = "今日は寿司を食べた。", count: int = 0, **changes: Any
    ) -> Attempt:
        pictures = tuple(a_picture(f"cat {number}") for number in range(count))
        return an_attempt(text, pictures=pictures, created_at=self.clock.now, **changes)

    def later(self, attempt: Attempt, **wait: float) -> Attempt:
        """The same attempt some time after a call whose answer nobody got."""
        tried_at = self.clock.now
        self.clock.passes(**(wait or {"minutes": 3}))
        return replace(attempt, first_tried_at=tried_at)


@contextlib.asynccontextmanager
async def run_x() -> AsyncIterator[XHouse]:
    clock = FakeClock()
    server = XServer(clock)
    posts = Posts(server)
    routes = [*posts.routes(), *Videos(server).routes()]
    async with serving(server, routes), Http(loopback=True, clock=clock) as http:
        yield XHouse(server, posts, clock, http)


async def linked(house: XHouse, who: str = "2001") -> Account:
    """An account linked the whole way, as a person would."""
    x, verifier = house.x, new_verifier()
    keys = await x.register(x.server_of(""), CALLBACK)
    there = await x.begin("x.com", keys, state="state-1", challenge=challenge_of(verifier))
    came_back = house.server.say_yes(there.url, who)
    assert came_back["state"] == "state-1"
    return await x.finish("x.com", keys, code=came_back["code"], verifier=verifier)


async def prepared(network: Any, account: Account, attempt: Attempt) -> Attempt:
    """As the posting service does it: what `prepare` says is stored before the call."""
    return replace(attempt, prepared=await network.prepare(account, attempt))
