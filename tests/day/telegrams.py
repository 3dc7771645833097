"""Telegram's stand-in in the test's own process, with a judge that sees all that passes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.playground import server
from bot.playground.core import Playground
from tests.day import phones
from tests.day.phones import Phone
from tests.day.processes import TOKEN
from tests.playground.judge import Judge

Json = dict[str, Any]


@dataclass(slots=True)
class Telegram:
    playground: Playground
    url: str
    session: aiohttp.ClientSession

    @property
    def settings(self) -> Json:
        """What a process must be told to speak to it."""
        return {
            "telegram_token": TOKEN,
            "telegram_api_url": self.url,
            "messages_a_minute": 1000,
        }

    async def phone(self, first_name: str = "Aki", **wish: Any) -> Phone:
        wish = {"first_name": first_name, "language_code": "en", **wish}
        return await Phone.of(self.session, self.url, **wish)

    async def calls(self, method: str = "", after: int = 0) -> list[Json]:
        return await phones.calls(self.session, self.url, method, after)

    async def fault(self, **wish: Any) -> None:
        await phones.plan_fault(self.session, self.url, **wish)

    async def brings(self, update: Json, chat_id: int = 0) -> int:
        """Queues an update as it stands, however odd; returns its id."""
        return await phones.put_update(self.session, self.url, update, chat_id)


@asynccontextmanager
async def a_telegram() -> AsyncIterator[Telegram]:
    """Takes any bot. At the end every request and answer was one that Telegram knows."""
    judge = Judge()
    running = await server.start(token=None)
    judge.watch(running.playground)
    try:
        async with aiohttp.ClientSession() as session:
            yield Telegram(running.playground, running.url, session)
    finally:
        await running.close()
    assert judge.findings == []
