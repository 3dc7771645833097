"""A line of work claims what it has hands for, and outlives whatever its acts do."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.services.working import Line


class Queue:
    """Work by number; an act ends when it is let go."""

    def __init__(self, size: int) -> None:
        self.left = list(range(size))
        self.claims: list[int] = []
        self.under_way: set[int] = set()
        self.most_at_once = 0
        self.done: list[int] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.fails: set[int] = set()

    async def claim(self, most: int) -> Sequence[int]:
        self.claims.append(most)
        await asyncio.sleep(0)
        taken, self.left = self.left[:most], self.left[most:]
        return taken

    async def act(self, number: int) -> None:
        self.under_way.add(number)
        self.most_at_once = max(self.most_at_once, len(self.under_way))
        await self.gate.wait()
        await asyncio.sleep(0)
        self.under_way.discard(number)
        if number in self.fails:
            raise ValueError("a bug")
        self.done.append(number)


async def settle(line: Line[int]) -> None:
    for _ in range(200):
        await asyncio.sleep(0)


async def test_it_never_has_more_under_way_than_hands() -> None:
    queue = Queue(50)
    line = Line("test", queue.claim, queue.act, most=4)

    await line.tick()
    await settle(line)

    assert sorted(queue.done) == list(range(50))
    assert queue.most_at_once == 4
    assert max(queue.claims) <= 4


async def test_a_free_hand_takes_the_next_without_a_tick() -> None:
    queue = Queue(1)
    line = Line("test", queue.claim, queue.act, most=1)
    queue.gate.clear()
    await line.tick()
    queue.left = [7]
    queue.gate.set()

    await settle(line)

    assert queue.done == [0, 7]


async def test_a_claim_that_brings_less_than_asked_for_is_the_last() -> None:
    queue = Queue(3)
    line = Line("test", queue.claim, queue.act, most=4)

    await line.tick()
    await settle(line)

    assert (sorted(queue.done), queue.claims) == ([0, 1, 2], [4])


async def test_the_end_of_an_act_brings_the_next_one_of_its_queue() -> None:
    queue = Queue(1)
    line = Line("test", queue.claim, queue.act, most=4, queued=True)
    queue.gate.clear()
    await line.tick()
    queue.left = [7]
    queue.gate.set()

    await settle(line)

    assert queue.done == [0, 7]


async def test_a_batch_says_nothing_about_what_is_left() -> None:
    queue = Queue(3)

    async def claim(most: int) -> Sequence[int]:
        return await queue.claim(min(most, 1))

    line = Line("test", claim, queue.act, most=4, batches=True)

    await line.tick()
    await settle(line)

    assert sorted(queue.done) == [0, 1, 2]


async def test_an_act_that_fails_costs_only_itself(caplog: pytest.LogCaptureFixture) -> None:
    queue = Queue(5)
    queue.fails = {1, 3}
    line = Line("test", queue.claim, queue.act, most=2)

    await line.tick()
    await settle(line)

    assert sorted(queue.done) == [0, 2, 4]
    assert line.busy == 0
    assert "could not finish" in caplog.text


async def test_a_claim_that_fails_is_tried_again_at_the_next_tick(
    caplog: pytest.LogCaptureFixture,
) -> None:
    queue, away = Queue(1), True

    async def claim(most: int) -> Sequence[int]:
        if away:
            raise ConnectionRefusedError
        return await queue.claim(most)

    line = Line("test", claim, queue.act, most=1)
    await line.tick()
    assert "could not claim" in caplog.text

    away = False
    await line.tick()
    await settle(line)

    assert queue.done == [0]


async def test_two_ticks_at_once_claim_once_each_work() -> None:
    queue = Queue(9)
    line = Line("test", queue.claim, queue.act, most=3)

    await asyncio.gather(line.tick(), line.tick(), line.kick())
    await settle(line)

    assert sorted(queue.done) == list(range(9))


async def test_once_stopped_it_claims_no_more_and_lets_end_what_runs() -> None:
    queue = Queue(9)
    line = Line("test", queue.claim, queue.act, most=2)
    queue.gate.clear()
    await line.tick()
    await asyncio.sleep(0)

    drained = asyncio.ensure_future(line.drain(5))
    await asyncio.sleep(0)
    queue.gate.set()
    await drained
    await line.tick()

    assert (sorted(queue.done), len(queue.left)) == ([0, 1], 7)


async def test_what_does_not_end_in_time_is_left_to_its_lease() -> None:
    queue = Queue(1)
    line = Line("test", queue.claim, queue.act, most=1)
    queue.gate.clear()
    await line.tick()
    await asyncio.sleep(0)

    await line.drain(0.01)
    await settle(line)

    assert (queue.done, line.busy) == ([], 0)
