"""A network with a gate before its server, and what everybody can see there."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.networks.base import Account, Network
from tests.fakes import FakeClock
from tests.faults.gate import Gate, MarkedHttp, Plan
from tests.standins.meta import Meta


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
async def way_out() -> AsyncIterator[MarkedHttp]:
    async with MarkedHttp(loopback=True) as http:
        yield http


@contextlib.asynccontextmanager
async def gated(upstream: str) -> AsyncIterator[Gate]:
    async with Gate(upstream).opened() as gate:
        yield gate


async def asked(url: str, params: dict[str, str], token: str = "") -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        aiohttp.ClientSession() as line,
        line.get(url, params=params, headers=headers) as answer,
    ):
        answer.raise_for_status()
        return await answer.json()
