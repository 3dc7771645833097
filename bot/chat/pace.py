"""How fast we speak to Telegram: two lanes, one message a second a chat, one halt for all.

The figures are Telegram's own: about one message a second in one chat with short bursts let
through, about 30 a second over all (https://core.telegram.org/bots/faq, 2026-11-20).
"""

import asyncio
import logging
import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.services.limits import Limiter

logger = logging.getLogger(__name__)

BULK = "bulk"
"""The lane of what nobody waits for; say it by `rate_limit_args`."""

CHAT_BURST = 3.0
CHAT_RATE = 1.0
CHATS_REMEMBERED = 20_000
LONGEST_HALT = 30.0
"""Seconds of a 429 that a reply waits out; beyond that the caller is told."""

BULK_PATIENCE = 20.0
"""Seconds that bulk waits for its turn. Beyond them it is given back unsent, because the lease of
whoever sends it runs on, and somebody else would send it too."""

RETRIES = 3

BULK_SHARE = 0.8


class Pace(BaseRateLimiter[str]):
    """Lets replies go first, keeps bulk to the rate, and obeys a 429 for everything at once."""

    def __init__(
        self, limiter: Limiter, rate: float, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limiter = limiter
        self._clock = clock
        self._rate = rate
        self._tokens = self._most = max(1.0, rate / 10)
        self._filled_at = self._clock()
        self._replies: deque[asyncio.Future[None]] = deque()
        self._bulk: deque[asyncio.Future[None]] = deque()
        self._pump: asyncio.Task[None] | None = None
        self._chats: OrderedDict[int, tuple[float, float]] = OrderedDict()
        self._halted_until = 0.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        if self._pump is not None:
            self._pump.cancel()
        # Nobody gives turns any more: whoever waits for one gives its row back unsent.
        self._turn_away(self._replies, 1)
        self._turn_away(self._bulk, 1)

    @property
    def halted_for(self) -> float:
        """Seconds until the newest 429 known to this process is over; 0 without one."""
        return max(0.0, self._halted_until - self._clock())

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: str | None,
    ) -> Any:
        bulk = rate_limit_args == BULK
        for attempt in range(RETRIES):
            if endpoint.startswith(("send", "edit", "copy", "forward")):
                await self._turn(bulk, data.get("chat_id") if endpoint[0] == "s" else None)
            await self._wait_out(bulk)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                wait = _seconds(error)
                await self._halt(wait)
                if bulk or wait > LONGEST_HALT or attempt == RETRIES - 1:
                    raise
        raise AssertionError("unreachable")

    async def _wait_out(self, bulk: bool) -> None:
        """A halt is for every call, and may have begun while this one waited for its turn."""
        while (left := self.halted_for) > 0:
            if bulk or left > LONGEST_HALT:
                raise RetryAfter(math.ceil(left))
            await asyncio.sleep(left)

    async def _turn(self, bulk: bool, chat_id: Any) -> None:
        """Comes back when it may be sent. Raises RetryAfter for what would wait too long."""
        if self.halted_for > (0 if bulk else LONGEST_HALT):
            raise RetryAfter(math.ceil(self.halted_for))
        if not bulk:
            await self._take_turn(bulk, chat_id)
            return
        try:
            async with asyncio.timeout(BULK_PATIENCE):
                await self._take_turn(bulk, chat_id)
        except TimeoutError:
            raise RetryAfter(1) from None

    async def _take_turn(self, bulk: bool, chat_id: Any) -> None:
        if isinstance(chat_id, int) and chat_id > 0 and (wait := self._chat_wait(chat_id)) > 0:
            await asyncio.sleep(wait)
        if self._ready() and not self._replies and not (bulk and self._bulk):
            self._tokens -= 1
        else:
            await self._wait(bulk)
        if self._limiter.shared:
            await self._share(bulk)

    def _ready(self) -> bool:
        now = self._clock()
        self._tokens = min(self._most, self._tokens + (now - self._filled_at) * self._rate)
        self._filled_at = now
        return self._tokens >= 1 and now >= self._halted_until

    async def _wait(self, bulk: bool) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        (self._bulk if bulk else self._replies).append(turn)
        if self._pump is None or self._pump.done():
            self._pump = asyncio.get_running_loop().create_task(self._give_turns())
        await turn

    async def _give_turns(self) -> None:
        while self._replies or self._bulk:
            if not self._ready():
                missing = max(0.0, 1 - self._tokens) / self._rate
                await asyncio.sleep(max(missing, self.halted_for, 0.001))
                continue
            turn = (self._replies or self._bulk).popleft()
            if not turn.done():
                self._tokens -= 1
                turn.set_result(None)

    async def _share(self, bulk: bool) -> None:
        """Waits for this process's part of the pace that all processes share."""
        until = await self._limiter.halted_until()
        wait = (until - datetime.now(UTC)).total_seconds()
        if wait > 0:
            self._halted_until = max(self._halted_until, self._clock() + wait)
            await self._wait_out(bulk)
        # Bulk leaves a fifth of every second to the replies of all processes.
        if bulk:
            await self._take("telegram-bulk", self._rate * BULK_SHARE)
        await self._take("telegram", self._rate)

    async def _take(self, name: str, rate: float) -> None:
        while not await self._limiter.take(name, rate):  # noqa: ASYNC110 - the count is remote
            await asyncio.sleep(0.05)

    async def _halt(self, seconds: float) -> None:
        logger.warning("Telegram asks for a pause of %.0f s", seconds)
        self._halted_until = max(self._halted_until, self._clock() + seconds)
        # Given back rather than held: a halt may outlast the lease of who waits.
        self._turn_away(self._bulk, seconds)
        if seconds > LONGEST_HALT:
            self._turn_away(self._replies, seconds)
        await self._limiter.halt(timedelta(seconds=seconds))

    @staticmethod
    def _turn_away(turns: "deque[asyncio.Future[None]]", seconds: float) -> None:
        while turns:
            turn = turns.popleft()
            if not turn.done():
                turn.set_exception(RetryAfter(math.ceil(seconds)))

    def _chat_wait(self, chat_id: int) -> float:
        """Books one message into a chat's bucket and says how long it has to wait."""
        now = self._clock()
        left, at = self._chats.pop(chat_id, (CHAT_BURST, now))
        left = min(CHAT_BURST, left + (now - at) * CHAT_RATE) - 1
        self._chats[chat_id] = (left, now)
        if len(self._chats) > CHATS_REMEMBERED:
            self._chats.popitem(last=False)
        return max(0.0, -left / CHAT_RATE)


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
