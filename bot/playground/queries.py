"""Pressed buttons that wait for the bot's answer."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.playground.chats import Counter
from bot.playground.errors import bad_request

Json = dict[str, Any]

LIFE = 15.0
"""Seconds in which a press can be answered. Telegram names no figure; bots that answer after some
fifteen seconds are told that the query is too old."""


@dataclass(slots=True)
class Query:
    chat_id: int
    asked_at: float
    answered: asyncio.Future[Json]


@dataclass(slots=True)
class Queries:
    ids: Counter
    monotonic: Callable[[], float]
    life: float = LIFE
    waiting: OrderedDict[str, Query] = field(default_factory=OrderedDict)

    def ask(self, chat_id: int) -> tuple[str, asyncio.Future[Json]]:
        """Opens a query; the future holds the bot's answer once it came."""
        self._forget_old()
        query_id = str(self.ids.next())
        answered: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self.waiting[query_id] = Query(chat_id, self.monotonic(), answered)
        return query_id, answered

    def answer(self, query_id: str, answer: Json) -> int:
        """Answers once and in time, returning the chat; else 400, as Telegram."""
        self._forget_old()
        query = self.waiting.pop(query_id, None)
        if query is None:
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        if not query.answered.done():
            query.answered.set_result(answer)
        return query.chat_id

    def _forget_old(self) -> None:
        oldest = self.monotonic() - self.life
        while self.waiting and next(iter(self.waiting.values())).asked_at < oldest:
            self.waiting.popitem(last=False)
