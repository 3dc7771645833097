"""SIGTERM: whatever is under way is finished, nothing is lost, and it does not take long."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.db.engine import Database
from bot.db.tables import InboxUpdate, Nudge
from tests.day.crowds import Crowd, database_in
from tests.day.phones import Phone, until
from tests.day.processes import LONGEST_END, begin, running
from tests.day.telegrams import Telegram, a_telegram
from tests.machine.children import free_port

SHORT = 5.0
"""Seconds within which a process ends that has nothing to wait for."""


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with a_telegram() as opened:
        yield opened


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with database_in(tmp_path) as opened:
        yield opened


async def test_in_the_middle_of_a_batch_every_question_is_sent_and_known(
    tmp_path: Path, telegram: Telegram, database: Database
) -> None:
    settings = telegram.settings | {"port": free_port(), "join": "open"}
    async with running(tmp_path, "run", **settings) as hibi:
        crowd = Crowd(database, 20)
        await crowd.has_telegram(telegram)
        await crowd.joins()
        await telegram.fault(method="sendMessage", status=200, delay=1, count=0)
        await crowd.is_due()

        async def begun() -> bool:
            return len(await telegram.calls("sendMessage")) >= 3

        await until(begun, "the first questions")
        assert await hibi.stops() < LONGEST_END
    asked = await telegram.calls("sendMessage")
    assert await crowd.states(Nudge) == {"sent": 20}
    assert sorted(call["parameters"]["chat_id"] for call in asked) == list(crowd.ids)


async def test_in_the_middle_of_an_answer_the_person_gets_it_once(
    tmp_path: Path, telegram: Telegram, database: Database
) -> None:
    settings = telegram.settings | {"port": free_port(), "join": "open"}
    async with running(tmp_path, "run", **settings) as hibi:
        aki = await telegram.phone()
        await telegram.fault(method="sendMessage", status=200, delay=2)
        await aki.says("/start")
        await aki.sees("Hello, this is Hibi.")
        assert await hibi.stops() < LONGEST_END
    assert await Crowd(database, 0).states(InboxUpdate) == {"done": 1}
    async with running(tmp_path, "run", name="again", **settings) as hibi:
        await aki.says("/help")
        await aki.sees("/today")
        greetings = [m for m in await aki.from_bot() if "Hello, this is Hibi." in m["text"]]
        assert len(greetings) == 1
        await hibi.stops()


async def test_a_call_without_end_holds_nobody_up(
    tmp_path: Path, telegram: Telegram, database: Database
) -> None:
    """A question that Telegram keeps for a minute is left to its lease, and asked after it."""
    settings = telegram.settings | {"port": free_port(), "join": "open"}
    async with running(tmp_path, "run", **settings) as hibi:
        aki = await telegram.phone()
        await telegram.fault(method="sendMessage", status=200, delay=60)
        await aki.says("/start")
        await aki.sees("Hello, this is Hibi.")
        assert await hibi.stops() < LONGEST_END
    assert await Crowd(database, 0).states(InboxUpdate) == {"claimed": 1}


async def test_a_long_poll_ends_at_once(tmp_path: Path, telegram: Telegram) -> None:
    settings = telegram.settings | {"port": free_port(), "join": "open"}
    async with running(tmp_path, "run", **settings) as hibi:
        aki = await telegram.phone()
        await aki.says("/start")
        await aki.sees("Hello, this is Hibi.")

        assert await hibi.stops() < SHORT


async def test_open_event_streams_and_connections_end_with_it(tmp_path: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with running(tmp_path, "run", port=port) as hibi, aiohttp.ClientSession() as session:
        aki = await Phone.of(session, url, first_name="Aki", language_code="en")
        stream = await session.get(f"{url}/playground/people/{aki.id}/events")
        await aki.says("/start")
        assert await asyncio.wait_for(stream.content.readline(), 10)
        _, idle = await asyncio.open_connection("127.0.0.1", port)

        assert await hibi.stops() < LONGEST_END
        idle.close()
        stream.close()


async def test_a_start_that_waits_for_telegram_ends_at_once(
    tmp_path: Path, telegram: Telegram
) -> None:
    await telegram.fault(method="getMe", status=200, delay=60)
    hibi = await begin(tmp_path, "run", port=free_port(), **telegram.settings)
    try:

        async def asked() -> bool:
            return bool(await telegram.calls("getMe"))

        await until(asked, "the first question to Telegram")

        assert await hibi.stops() < SHORT
    finally:
        hibi.kill()
