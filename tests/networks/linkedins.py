"""LinkedIn against its stand-in, and a member linked the whole way."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

from bot.networks.base import Account, Attempt, OperatorKeys
from bot.networks.http import Http
from bot.networks.linkedin import LinkedIn
from tests.fakes import FakeClock
from tests.networks.builders import a_picture, an_attempt
from tests.standins.linkedin import CLIENT_ID, CLIENT_SECRET, LinkedInServer, run_linkedin

KEYS = OperatorKeys(client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
CALLBACK = "https://hibi.example/link/back/linkedin/linkedin.com"


@dataclass(slots=True)
class Desk:
    """The stand-in, the clock that it shares with us, and the network."""

    server: LinkedInServer
    clock: FakeClock
    http: Http
    network: LinkedIn

    async def linked(self) -> Account:
        keys = await self.network.register("linkedin.com", CALLBACK)
        there = await self.network.begin("linkedin.com", keys, state="state-1", challenge="c")
        came_back = self.server.say_yes(there.url)
        assert came_back["state"] == "state-1"
        code = came_back["code"]
        return await self.network.finish("linkedin.com", keys, code=code, verifier="ignored")

    async def ready(
        self, account: Account, text: str = "今日は寿司を食べた。", count: int = 0, **changes: Any
    ) -> Attempt:
        """An attempt as the posting service makes it: what `prepare` says is stored before."""
        pictures = tuple(a_picture(f"cat {number}") for number in range(count))
        attempt = an_attempt(text, pictures=pictures, created_at=self.clock.now, **changes)
        return replace(attempt, prepared=await self.network.prepare(account, attempt))

    def later(self, attempt: Attempt) -> Attempt:
        """The same attempt after a call whose answer nobody got, now."""
        return replace(attempt, first_tried_at=self.clock.now)


@contextlib.asynccontextmanager
async def run_desk() -> AsyncIterator[Desk]:
    clock = FakeClock()
    async with run_linkedin(clock) as server, Http(loopback=True, clock=clock) as http:
        network = LinkedIn(http, KEYS, api=server.origin, site=server.origin, pause=0)
        yield Desk(server, clock, http, network)
