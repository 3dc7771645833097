"""Limits that hold for all processes together: in Redis, or in memory where there is none."""

import logging
import math
import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage, RedisStorage, Storage
from limits.aio.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

HALT = "hibi:halt"
GROW = """
if redis.call('pttl', KEYS[1]) < tonumber(ARGV[1]) then
  redis.call('set', KEYS[1], '', 'PX', ARGV[1])
end
"""
"""One step, so that two halts at once leave the longer. The key holds nothing but its end."""
BACK_TO_REDIS = 1.0
"""Seconds before Redis is asked again after it did not answer."""
ANSWER_WITHIN = 1.0


class Limiter:
    """Counts acts by name and key. Carries numbers only, never anybody's words.

    Without Redis's answer the limits fall back to memory at half the rate, because the other
    processes then count for themselves too; `degraded` says so.
    """

    def __init__(self, redis_url: str | None = None) -> None:
        self._memory = MemoryStorage()
        self._shared: Storage | None = None
        self._redis: Redis | None = None
        if redis_url:
            self._redis = Redis.from_url(redis_url, **_impatient())
            self._shared = RedisStorage(
                "async+" + re.sub("^unix:", "redis+unix:", redis_url),
                implementation="redispy",
                connection_pool=self._redis.connection_pool,  # type: ignore[arg-type]
            )
        self._halted_until = 0.0
        self._ask_redis_at = 0.0

    @property
    def shared(self) -> bool:
        """Whether other processes count along."""
        return self._shared is not None

    @property
    def degraded(self) -> bool:
        return self._shared is not None and time.monotonic() < self._ask_redis_at

    async def allow(
        self, name: str, key: object, most: int, per: timedelta, *, cost: int = 1
    ) -> bool:
        """Counts `cost` acts and says whether they are still within `most` in any such time."""
        storage = self._storage()
        if storage is not self._memory:
            try:
                item = RateLimitItemPerSecond(most, int(per.total_seconds()))
                return await MovingWindowRateLimiter(storage).hit(item, name, str(key), cost=cost)
            except (RedisError, OSError) as error:
                self._lost_redis(error)
        if self._shared is not None:
            most = max(1, most // 2)
        item = RateLimitItemPerSecond(most, int(per.total_seconds()))
        return await MovingWindowRateLimiter(self._memory).hit(item, name, str(key), cost=cost)

    async def take(self, name: str, rate: float, wanted: int = 1) -> bool:
        """Takes `wanted` of this second's share of `rate` acts; False: try again shortly.

        Where nobody shares, the caller's own pace suffices.
        """
        if self._shared is None:
            return True
        if not self.degraded:
            try:
                every = FixedWindowRateLimiter(self._shared)
                return await every.hit(_a_second(rate), name, cost=wanted)
            except (RedisError, OSError) as error:
                self._lost_redis(error)
        return await FixedWindowRateLimiter(self._memory).hit(
            _a_second(rate / 2), name, cost=wanted
        )

    async def halt(self, wait: timedelta) -> None:
        """Halts everyone for so long; a halt only ever grows."""
        seconds = wait.total_seconds()
        self._halted_until = max(self._halted_until, time.monotonic() + seconds)
        if self._redis is None or self.degraded:
            return
        try:
            await self._redis.eval(GROW, 1, HALT, str(math.ceil(seconds * 1000)))
        except (RedisError, OSError) as error:
            self._lost_redis(error)

    async def halted_until(self) -> datetime:
        """When the newest known halt ends; now where there is none.

        Redis counts the wait down by itself, so that machines whose clocks differ agree on it.
        """
        if self._redis is not None and not self.degraded:
            try:
                left = await self._redis.pttl(HALT) / 1000
                self._halted_until = max(self._halted_until, time.monotonic() + left)
            except (RedisError, OSError) as error:
                self._lost_redis(error)
        left = max(0.0, self._halted_until - time.monotonic())
        return datetime.now(UTC) + timedelta(seconds=left)

    async def check(self) -> bool:
        """Whether Redis answers; True where none is needed."""
        if self._redis is None:
            return True
        try:
            return bool(await self._redis.ping())
        except (RedisError, OSError) as error:
            self._lost_redis(error)
            return False

    async def close(self) -> None:
        if self._redis is not None:
            await self._redis.aclose()

    def _storage(self) -> Storage:
        return self._memory if self._shared is None or self.degraded else self._shared

    def _lost_redis(self, error: Exception) -> None:
        if not self.degraded:
            logger.warning("Redis does not answer (%s): limits in memory", type(error).__name__)
        self._ask_redis_at = time.monotonic() + BACK_TO_REDIS


def _impatient() -> dict[str, Any]:
    """A Redis that hangs must not hold up a message; memory steps in for it at once."""
    return {
        "socket_timeout": ANSWER_WITHIN,
        "socket_connect_timeout": ANSWER_WITHIN,
        "retry": Retry(NoBackoff(), 0),
    }


def _a_second(rate: float) -> RateLimitItem:
    return RateLimitItemPerSecond(max(1, int(rate)))
