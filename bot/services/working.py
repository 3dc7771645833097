"""A line of work: claims as much as it has free hands for, and hands it over."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Work = TypeVar("Work")
logger = logging.getLogger(__name__)


class Line(Generic[Work]):
    """Claims rows and acts on each in a task of its own.

    A claim that brings fewer than it was asked for has brought all, unless it brings `batches`.
    Where rows stand in queues (`queued`), the end of an act frees the next one of its queue.

    `tick` never waits for the acts. What a claim holds and nobody acts on any more (a crash, a
    hard stop) comes back when its lease is over; so an act may be cut off anywhere.
    """

    def __init__(
        self,
        name: str,
        claim: Callable[[int], Awaitable[Sequence[Work]]],
        act: Callable[[Work], Awaitable[None]],
        *,
        most: int,
        batches: bool = False,
        queued: bool = False,
    ) -> None:
        self.name = name
        self._claim = claim
        self._act = act
        self._most = most
        self._batches = batches
        self._queued = queued
        self._more = False
        self._running: set[asyncio.Task[None]] = set()
        self._ticks: set[asyncio.Task[None]] = set()
        self._claiming = False
        self._again = False
        self._stopped = False

    @property
    def busy(self) -> int:
        return len(self._running)

    async def kick(self) -> None:
        """Has a tick done without waiting for it, so that nobody's end can cut it off."""
        task = asyncio.get_running_loop().create_task(self.tick(), name=f"{self.name} tick")
        self._ticks.add(task)
        task.add_done_callback(self._ticks.discard)

    async def tick(self) -> None:
        """Claims and hands over until nothing is due or no hand is free."""
        if self._claiming:
            self._again = True
            return
        self._claiming = True
        try:
            while not self._stopped and (free := self._most - len(self._running)) > 0:
                self._again = False
                claimed = await self._claim(free)
                for work in claimed:
                    self._start(work)
                self._more = bool(claimed) if self._batches else len(claimed) >= free
                if not self._more and not self._again:
                    break
        except Exception:
            logger.exception("%s: could not claim", self.name)
        finally:
            self._claiming = False

    def stop(self) -> None:
        """Claims no more; what runs may end."""
        self._stopped = True

    async def drain(self, seconds: float) -> None:
        """Waits for what runs; what does not end in time is left to its lease."""
        self.stop()
        until = time.monotonic() + seconds
        # A tick under way may still claim and hand over, so it goes first.
        for tasks in (self._ticks, self._running):
            if tasks:
                _, late = await asyncio.wait(set(tasks), timeout=max(0, until - time.monotonic()))
                for task in late:
                    task.cancel()

    def _start(self, work: Work) -> None:
        task = asyncio.get_running_loop().create_task(self._run(work), name=self.name)
        self._running.add(task)
        task.add_done_callback(self._ended)

    async def _run(self, work: Work) -> None:
        try:
            await self._act(work)
        except Exception:
            logger.exception("%s: could not finish", self.name)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        # What waits for a hand or behind the head of a queue need not wait for a tick. While all
        # hands are full, a claim for each that comes free would cost more than what it brings.
        enough = self._most - len(self._running) >= max(1, self._most // 4)
        if (self._queued or self._more) and enough and not self._stopped and not task.cancelled():
            asyncio.get_running_loop().create_task(self.kick())
