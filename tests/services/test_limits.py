"""Limits and the halt are shared by all processes; without Redis each goes on at half rate."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis
from sqlalchemy.engine import make_url

from bot.services import limits
from bot.services.limits import Limiter

MINUTE = timedelta(minutes=1)


class Wire:
    """The way to Redis, which a test can cut and mend."""

    def __init__(self, url: str) -> None:
        self._there = make_url(url)
        self._ends: list[asyncio.StreamWriter] = []
        self._server: asyncio.Server | None = None
        self.port = 0

    @property
    def url(self) -> str:
        there = self._there.set(host="127.0.0.1", port=self.port)
        return there.render_as_string(hide_password=False)

    async def mend(self) -> None:
        self._server = await asyncio.start_server(self._join, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        assert self._server is not None
        self._server.close()
        for end in self._ends:
            end.transport.abort()
        self._ends.clear()

    async def _join(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        far, there = await asyncio.open_connection(self._there.host, self._there.port)
        self._ends += [back, there]
        await asyncio.gather(self._pass_on(near, there), self._pass_on(far, back))

    async def _pass_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while read := await source.read(65536):
                sink.write(read)
        except OSError:
            pass
        finally:
            sink.transport.abort()


@asynccontextmanager
async def limiters(url: str, count: int) -> AsyncIterator[list[Limiter]]:
    made = [Limiter(url) for _ in range(count)]
    yield made
    for each in made:
        await each.close()


@pytest.fixture
async def wire(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Wire]:
    monkeypatch.setattr(limits, "BACK_TO_REDIS", 0.02)
    made = Wire(redis_url)
    await made.mend()
    yield made
    await made.cut()


async def allowed(limiter: Limiter, tries: int, most: int = 6) -> int:
    return sum([await limiter.allow("messages", 7, most, MINUTE) for _ in range(tries)])


async def left(limiter: Limiter) -> float:
    return (await limiter.halted_until() - datetime.now(UTC)).total_seconds()


async def test_in_memory_a_limit_counts_each_key_for_itself() -> None:
    limiter = Limiter()

    assert await allowed(limiter, 9) == 6
    assert await limiter.allow("messages", 8, 6, MINUTE)
    assert await limiter.allow("files", 7, 6, MINUTE)
    assert (limiter.shared, limiter.degraded) == (False, False)


async def test_what_costs_more_than_is_left_is_refused_and_costs_nothing() -> None:
    limiter = Limiter()

    assert not await limiter.allow("megabytes", 7, 300, MINUTE, cost=301)
    assert await limiter.allow("megabytes", 7, 300, MINUTE, cost=300)
    assert not await limiter.allow("megabytes", 7, 300, MINUTE)


async def test_two_processes_share_a_limit(redis_url: str) -> None:
    async with limiters(redis_url, 2) as (one, other):
        assert await allowed(one, 4) == 4
        assert await allowed(other, 4) == 2
        assert await allowed(one, 1) == 0


async def test_two_processes_share_the_pace_of_one_second(redis_url: str) -> None:
    async with limiters(redis_url, 2) as (one, other):
        # At most two of the windows of one second can be met by so short a test.
        taken = [await each.take("telegram", 5) for _ in range(20) for each in (one, other)]

    assert 5 <= sum(taken) <= 10


async def test_while_redis_is_away_memory_steps_in_at_half_rate(wire: Wire) -> None:
    async with limiters(wire.url, 1) as (limiter,):
        assert await allowed(limiter, 2) == 2
        await wire.cut()

        assert await allowed(limiter, 9) == 3
        assert limiter.degraded
        assert sum([await limiter.take("telegram", 10) for _ in range(40)]) <= 10


async def test_when_redis_is_back_its_count_holds_again(wire: Wire) -> None:
    async with limiters(wire.url, 1) as (limiter,):
        await allowed(limiter, 4)
        await wire.cut()
        await allowed(limiter, 1)
        await wire.mend()
        await asyncio.sleep(0.03)

        assert not limiter.degraded
        assert await allowed(limiter, 9) == 2
        assert await limiter.check()


async def test_a_flushed_redis_starts_to_count_anew(redis_url: str) -> None:
    async with limiters(redis_url, 2) as (one, other), Redis.from_url(redis_url) as client:
        assert await allowed(one, 7) == 6
        await one.halt(timedelta(seconds=30))
        await client.flushall()

        assert await allowed(one, 4) + await allowed(other, 4) == 6
        assert await left(one) > 29
        assert await left(other) == pytest.approx(0, abs=0.01)


async def test_a_halt_is_known_to_all_and_only_grows(redis_url: str) -> None:
    async with limiters(redis_url, 3) as (one, other, late):
        await one.halt(timedelta(seconds=30))
        await other.halt(timedelta(seconds=3))

        assert await left(one) == pytest.approx(30, abs=1)
        assert await left(other) == pytest.approx(30, abs=1)
        assert await left(late) == pytest.approx(30, abs=1)


async def test_of_halts_at_the_same_moment_the_longest_holds(redis_url: str) -> None:
    async with limiters(redis_url, 8) as many:
        waits = [5, 60, 1, 20, 2, 3, 40, 4]
        await asyncio.gather(
            *(each.halt(timedelta(seconds=wait)) for each, wait in zip(many, waits, strict=True))
        )

        for each in many:
            assert await left(each) == pytest.approx(60, abs=1)


async def test_a_halt_holds_in_its_own_process_without_redis(wire: Wire) -> None:
    async with limiters(wire.url, 1) as (limiter,):
        await wire.cut()
        await limiter.halt(timedelta(seconds=30))

        assert await left(limiter) == pytest.approx(30, abs=1)
        assert not await limiter.check()


async def test_redis_is_told_no_words_and_forgets_the_halt_by_itself(redis_url: str) -> None:
    async with limiters(redis_url, 1) as (limiter,), Redis.from_url(redis_url) as client:
        await limiter.halt(timedelta(milliseconds=20))
        assert await client.get(limits.HALT) == b""
        await asyncio.sleep(0.03)

        assert await client.get(limits.HALT) is None
        assert await left(limiter) == pytest.approx(0, abs=0.01)
