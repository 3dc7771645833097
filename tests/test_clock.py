"""What is done now and then: one at a time, and it ends with the process without a cry."""

import asyncio
import logging
from typing import Any

import pytest

from bot import clock
from bot.clock import Clock


class Chores:
    """An App whose sweep can be held up."""

    def __init__(self) -> None:
        self.kicks = 0
        self.begun = 0
        self.free = asyncio.Event()
        self.seen = asyncio.Event()
        self.fails = False

    async def sweep(self) -> None:
        self.begun += 1
        self.seen.set()
        if self.fails:
            raise ValueError("a bug")
        await self.free.wait()

    async def kick(self) -> None:
        self.kicks += 1

    async def hourly(self) -> None: ...

    async def daily(self) -> None: ...


@pytest.fixture
def chores(monkeypatch: pytest.MonkeyPatch) -> Chores:
    monkeypatch.setattr(clock, "SWEEP", 0.01)
    return Chores()


async def test_what_is_under_way_ends_without_a_cry(
    chores: Chores, caplog: pytest.LogCaptureFixture
) -> None:
    ticking: Any = Clock(chores)  # type: ignore[arg-type]
    ticking.start()
    await chores.seen.wait()

    with caplog.at_level(logging.WARNING):
        await ticking.stop()

    assert chores.begun == 1
    assert caplog.records == []
    await ticking.stop()


async def test_what_fails_is_logged_and_begun_again(
    chores: Chores, caplog: pytest.LogCaptureFixture
) -> None:
    chores.fails = True
    ticking: Any = Clock(chores)  # type: ignore[arg-type]
    ticking.start()

    async with asyncio.timeout(10):
        while chores.begun < 2:
            chores.seen.clear()
            await chores.seen.wait()
    await ticking.stop()

    assert "a bug" in caplog.text
