"""Bringing updates to a bot's own address: in order within a chat, different chats side by side."""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.playground.updates import LIFE, Mailbox, Pending

Json = dict[str, Any]
logger = logging.getLogger(__name__)

LONGEST_DELAY = 60.0
LONGEST_RETRY_AFTER = 3600.0
_TIMEOUT = aiohttp.ClientTimeout(total=60)
_LARGEST_ANSWER = 1 << 20


@dataclass(frozen=True, slots=True)
class Target:
    url: str
    secret: str | None
    most_connections: int


@dataclass(slots=True)
class Attempt:
    """How one delivery went: `delay` is what the receiver wished to wait, in seconds."""

    done: bool
    why: str = ""
    delay: float | None = None
    call: Json | None = None


class Deliverer:
    """Posts the updates of one mailbox to one address until each has been taken.

    Retries double their delay up to a minute; a `Retry-After` of the receiver is honoured up to an
    hour (telegram-bot-api/WebhookActor.cpp).
    """

    def __init__(
        self,
        mailbox: Mailbox,
        target: Target,
        call: Callable[[Json], Awaitable[None]],
        *,
        clock: Callable[[], float],
        first_delay: float,
    ) -> None:
        self.target = target
        self.last_error: str | None = None
        self.last_error_at = 0.0
        self._mailbox = mailbox
        self._call = call
        self._clock = clock
        self._first_delay = first_delay
        self._slots = asyncio.Semaphore(target.most_connections)
        self._queues: dict[int, deque[Pending]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None

    def start(self) -> None:
        for pending in list(self._mailbox.pending.values()):
            self.arrived(pending)
        self._mailbox.on_new = self.arrived

    def arrived(self, pending: Pending) -> None:
        queue = self._queues.get(pending.chat_id)
        if queue is not None:
            queue.append(pending)
            return
        self._queues[pending.chat_id] = deque([pending])
        task = asyncio.get_running_loop().create_task(self._serve(pending.chat_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        if self._mailbox.on_new == self.arrived:
            self._mailbox.on_new = None
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _serve(self, chat_id: int) -> None:
        queue = self._queues[chat_id]
        try:
            while queue:
                await self._deliver(queue[0])
                queue.popleft()
        finally:
            self._queues.pop(chat_id, None)

    async def _deliver(self, pending: Pending) -> None:
        delay = self._first_delay
        while pending.id in self._mailbox.pending and self._clock() - pending.at < LIFE:
            async with self._slots:
                attempt = await self._post(pending)
            if attempt.done:
                break
            self.last_error, self.last_error_at = attempt.why, self._clock()
            await asyncio.sleep(delay if attempt.delay is None else attempt.delay)
            delay = min(delay * 2, LONGEST_DELAY)
        self._mailbox.pending.pop(pending.id, None)

    async def _post(self, pending: Pending) -> Attempt:
        headers = {"Content-Type": "application/json"}
        if self.target.secret is not None:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.target.secret
        try:
            async with self._http().post(
                self.target.url,
                data=json.dumps(pending.update).encode(),
                headers=headers,
                allow_redirects=False,
            ) as response:
                attempt = await _judged(response)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return Attempt(done=False, why=f"Connection failed: {type(error).__name__}")
        if attempt.call is not None:
            await self._call(attempt.call)
        return attempt

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=_TIMEOUT, trust_env=False, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session


async def _judged(response: aiohttp.ClientResponse) -> Attempt:
    if not 200 <= response.status <= 299:
        why = f"Wrong response from the webhook: {response.status} {response.reason or ''}".strip()
        return Attempt(done=False, why=why, delay=_wished_delay(response))
    call = _method_call(await response.content.read(_LARGEST_ANSWER))
    return Attempt(done=True, call=call if response.status == 200 else None)


def _wished_delay(response: aiohttp.ClientResponse) -> float | None:
    wish = response.headers.get("Retry-After", "")
    return min(float(wish), LONGEST_RETRY_AFTER) if wish.isdecimal() else None


def _method_call(body: bytes) -> Json | None:
    try:
        answer = json.loads(body)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) and answer.get("method") else None
