"""A network whose worker may die around each verb, at the moment that a plan names."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bot.networks.base import Account, Attempt, Copy, Network
from tests.fakes import Killed
from tests.faults.gate import VERB, Fault, Plan

Deed = Callable[[], Awaitable[Any]]


class Watched:
    """All that the network says and does, and a death where the plan has one."""

    def __init__(self, network: Network, plan: Plan) -> None:
        self._network = network
        self.plan = plan

    def __getattr__(self, name: str) -> Any:
        return getattr(self._network, name)

    async def prepare(self, account: Account, attempt: Attempt) -> dict[str, Any]:
        self._dies_at(Fault.BEFORE_PREPARING)
        made = await self._network.prepare(account, attempt)
        self._dies_at(Fault.PREPARED)
        return made

    async def publish(self, account: Account, attempt: Attempt) -> Copy:
        copy: Copy = await self._call("publish", lambda: self._network.publish(account, attempt))
        return copy

    async def edit(self, account: Account, copy: Copy, attempt: Attempt) -> Copy:
        changed: Copy = await self._call("edit", lambda: self._network.edit(account, copy, attempt))
        return changed

    async def delete(self, account: Account, copy: Copy) -> None:
        await self._call("delete", lambda: self._network.delete(account, copy))

    async def _call(self, verb: str, deed: Deed) -> Any:
        self._dies_at(Fault.ARMED)
        told = asyncio.ensure_future(_named(verb, deed))
        dies = asyncio.ensure_future(self.plan.died.wait())
        await asyncio.wait({told, dies}, return_when=asyncio.FIRST_COMPLETED)
        dies.cancel()
        if self.plan.died.is_set():
            told.cancel()
            await asyncio.gather(told, return_exceptions=True)
            raise Killed
        done = await told
        self._dies_at(Fault.ANSWERED)
        return done

    def _dies_at(self, fault: Fault) -> None:
        if self.plan.is_at(fault):
            raise Killed


async def _named(verb: str, deed: Deed) -> Any:
    VERB.set(verb)
    return await deed()
