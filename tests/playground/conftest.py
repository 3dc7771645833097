"""A served playground, the person's side of it, and a judge that saw all."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.playground import server
from bot.playground.core import PLAYGROUND_TOKEN
from bot.playground.server import RunningPlayground
from tests.playground.judge import Judge

Json = dict[str, Any]


class Side:
    """One HTTP client of the playground, as a script would write it."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def ask(
        self, http_method: str, path: str, json: Any = None, **options: Any
    ) -> tuple[int, Any]:
        async with self.session.request(
            http_method, f"{self.url}{path}", json=json, **options
        ) as response:
            return response.status, await response.json()

    async def person(self, verb: str, path: str, json: Any = None, **options: Any) -> Any:
        """What the person's side answers; it must be well."""
        status, answer = await self.ask(verb, f"/playground{path}", json, **options)
        assert status == 200, answer
        return answer

    async def api(self, method: str, token: str = PLAYGROUND_TOKEN, **parameters: Any) -> Any:
        """A bot's call that must go well: its result."""
        status, answer = await self.ask("POST", f"/bot{token}/{method}", parameters)
        assert status == 200, answer
        return answer["result"]

    async def refusal(
        self, method: str, token: str = PLAYGROUND_TOKEN, **parameters: Any
    ) -> tuple[int, str]:
        """A bot's call that must fail: status and description."""
        status, answer = await self.ask("POST", f"/bot{token}/{method}", parameters)
        assert answer["ok"] is False
        assert answer["error_code"] == status
        return status, answer["description"]

    async def joins(self, person_id: int = 501, **wish: Any) -> int:
        """Somebody who has opened the chat with the bot."""
        wish = {"id": person_id, "first_name": "Aki", "started": True, **wish}
        return int((await self.person("POST", "/people", wish))["id"])

    async def says(self, text: str, person_id: int = 501) -> int:
        answer = await self.person("POST", f"/people/{person_id}/messages", {"text": text})
        return int(answer["message_ids"][0])

    async def sees(self, person_id: int = 501) -> list[Json]:
        answer = await self.person("GET", f"/people/{person_id}/messages")
        return list(answer["messages"])


@pytest.fixture
async def judge() -> Judge:
    return Judge()


@pytest.fixture
async def running(judge: Judge) -> AsyncIterator[RunningPlayground]:
    """A playground on a free port; at the end nothing may have been unfit."""
    started = await server.start()
    judge.watch(started.playground)
    yield started
    await started.close()
    assert judge.findings == []


@pytest.fixture
async def side(running: RunningPlayground) -> AsyncIterator[Side]:
    async with aiohttp.ClientSession() as session:
        yield Side(session, running.url)
