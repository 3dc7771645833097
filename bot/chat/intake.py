"""Brings updates in, durably, and has each handled: in order in a chat, chats side by side."""

import asyncio
import json
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update
from telegram.error import Forbidden, RetryAfter
from telegram.ext import Application

from bot.chat.context import Later
from bot.chat.messenger import told
from bot.chat.overheard import unsaid
from bot.chat.request import AiohttpRequest, CannotConnect
from bot.db import inbox
from bot.db.tables import InboxState, InboxUpdate
from bot.db.types import CannotOpen
from bot.networks.bluesky_sessions import APP_PASSWORD
from bot.services.ground import LEASE, Ground
from bot.services.ports import PersonGone, TelegramBusy
from bot.services.working import Line

logger = logging.getLogger(__name__)

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
CARRIERS = ("message", "edited_message", "callback_query", "my_chat_member")
POLL_SECONDS = 25
HANDS = 16
TRY_AGAIN = timedelta(seconds=5)
PLACE = '"location"'
"""How an exact place is called in every update that holds one, also in what it replies to."""


class SecondPoller(Exception):
    """Somebody else polls with the same token; there can be only one."""


class Unreadable(Exception):
    """An update that is none, or of a shape that nobody knows yet."""


class WrongToken(Exception):
    """Telegram does not know this token (any more)."""


class Intake:
    """The inbox of one bot."""

    def __init__(
        self, application: Application[Any, Any, Any, Any, Any, Any], ground: Ground
    ) -> None:
        self._application = application
        self._ground = ground
        self._failures: dict[int, BaseException] = {}
        self.line: Line[InboxUpdate] = Line(
            "inbox", self._claim, self._handle, most=HANDS, queued=True
        )

    def failed(self, update: object, error: BaseException) -> None:
        """Told by the error handler, because `process_update` keeps failures to itself."""
        if isinstance(update, Update):
            self._failures[update.update_id] = error

    async def store(self, updates: Sequence[dict[str, Any]]) -> None:
        """Keeps raw updates; when it comes back they are safe, and old ones are known as such."""
        now = self._ground.now()
        rows = [
            {
                "bot_id": self._ground.bot_id,
                "update_id": update["update_id"],
                "chat_id": chat_of(update),
                "payload": self._ground.vault.seal(
                    json.dumps(update), self._place(update["update_id"])
                ),
                "state": InboxState.WAITING,
                "attempt": 0,
                "due_at": now,
                "received_at": now,
            }
            for update in map(unsaid, updates)
            if update is not None and isinstance(update.get("update_id"), int)
        ]
        async with self._ground.database.writing() as session:
            await inbox.store(session, rows)
        await self.line.kick()

    async def sweep(self) -> None:
        """Gives back what dead workers held, and forgets what is old."""
        now = self._ground.now()

        async def work(session: AsyncSession) -> Sequence[InboxUpdate]:
            await inbox.forget_old(session, now)
            return await inbox.release_expired(session, now)

        for row in await self._ground.writer.do(work):
            logger.error("update %s is set aside: whoever handled it died", row.update_id)
            self._ground.counted("updates_set_aside")
            if tells_too_much(self._open_if_possible(row)):
                await self._ground.writer.execute(inbox.FORGET, {"row": row.id})

    def _place(self, update_id: int) -> str:
        return f"inbox.payload:{self._ground.bot_id}:{update_id}"

    async def _claim(self, most: int) -> Sequence[InboxUpdate]:
        async with self._ground.database.writing() as session:
            return await inbox.claim(session, self._ground.now(), LEASE, most)

    async def _handle(self, row: InboxUpdate) -> None:
        said, error = "", None
        try:
            said = self._open(row)
            await self._process(row, said)
        except Exception as caught:  # noqa: BLE001 - judged below, by kind
            error = caught
        await self._record(row, error, said)

    def _open(self, row: InboxUpdate) -> str:
        if row.payload is None:
            return ""
        return self._ground.vault.open(row.payload, self._place(row.update_id))

    def _open_if_possible(self, row: InboxUpdate) -> str:
        try:
            return self._open(row)
        except CannotOpen:
            return ""

    async def _process(self, row: InboxUpdate, said: str) -> None:
        update = self._read(said) if said else None
        if update is None:
            return
        await self._application.process_update(update)
        if (failure := self._failures.pop(row.update_id, None)) is not None:
            raise failure

    def _read(self, said: str) -> Update | None:
        try:
            return Update.de_json(json.loads(said), self._application.bot)
        except Exception as error:
            raise Unreadable from error

    async def _record(self, row: InboxUpdate, error: BaseException | None, said: str) -> None:
        now = self._ground.now()
        state, wait = self._judge(row, error)
        records = [
            self._ground.writer.execute(
                inbox.DONE,
                {
                    "row": row.id,
                    "try": row.attempt,
                    "new_state": state,
                    "new_due_at": now + wait,
                    "new_handled_at": None if state is InboxState.WAITING else now,
                    # To be put off is no failure, and so it costs no try.
                    "new_attempt": row.attempt - (waits_for(error) is not None),
                },
            )
        ]
        if state is not InboxState.WAITING and tells_too_much(said):
            records.append(self._ground.writer.execute(inbox.FORGET, {"row": row.id}))
        for record in records:
            await record

    def _judge(self, row: InboxUpdate, error: BaseException | None) -> tuple[InboxState, timedelta]:
        """What becomes of an update after this try, and how long it waits for another."""
        if error is None or isinstance(error, Forbidden | PersonGone):
            # Whoever has blocked the bot hears nothing, which is what they want.
            return InboxState.DONE, timedelta()
        if (wait := waits_for(error)) is not None:
            return InboxState.WAITING, wait
        # What cannot be read today cannot be read in five seconds either.
        hopeless = isinstance(error, CannotOpen | Unreadable)
        if hopeless or row.attempt >= inbox.MOST_TRIES:
            logger.error("update %s is set aside", row.update_id, exc_info=error)
            self._ground.counted("updates_set_aside")
            return InboxState.SET_ASIDE, timedelta()
        # Where it came from is told once, when nothing has helped.
        logger.warning("update %s: %s; it is tried again", row.update_id, type(error).__name__)
        return InboxState.WAITING, TRY_AGAIN


def waits_for(error: BaseException | None) -> timedelta | None:
    """How long to put off an update that only came at a bad time; None for a real failure."""
    if isinstance(error, Later):
        return timedelta(seconds=error.seconds)
    busy = told(error) if isinstance(error, RetryAfter | CannotConnect) else error
    return busy.wait if isinstance(busy, TelegramBusy) else None


def tells_too_much(said: str) -> bool:
    """Whether an update holds an exact place or an app password, anywhere in it."""
    return PLACE in said or APP_PASSWORD.search(said) is not None


def chat_of(update: dict[str, Any]) -> int:
    """Whose queue an update stands in; 0 where it names neither chat nor person."""
    for carrier in CARRIERS:
        held = update.get(carrier)
        if not isinstance(held, dict):
            continue
        for place in (held.get("chat"), (held.get("message") or {}).get("chat"), held.get("from")):
            if isinstance(place, dict) and isinstance(place.get("id"), int):
                return int(place["id"])
    return 0


class Polling:
    """Asks Telegram for updates; the next question confirms only what is already stored."""

    def __init__(self, intake: Intake, base_url: str, ground: Ground) -> None:
        self._intake = intake
        self._base_url = base_url
        self._ground = ground
        self._request = AiohttpRequest(connections=2)
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Polls until `stop`. Raises SecondPoller or WrongToken, which only people can mend."""
        await self._request.initialize()
        offset, wait = 0, 1.0
        try:
            while not self._stopping.is_set():
                try:
                    updates = await self._ask(offset)
                    if updates:
                        await self._intake.store(updates)
                        offset = max(update["update_id"] for update in updates) + 1
                    wait = 1.0
                except (SecondPoller, WrongToken):
                    raise
                except Exception as error:  # noqa: BLE001 - the loop outlives every bad minute
                    logger.warning("polling: %s; again in %.0f s", type(error).__name__, wait)
                    await self._sleep(wait)
                    wait = min(wait * 2, 30.0)
        finally:
            await self._request.shutdown()

    def stop(self) -> None:
        self._stopping.set()

    async def _ask(self, offset: int) -> list[dict[str, Any]]:
        question = asyncio.ensure_future(self._get_updates(offset))
        stop = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({question, stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if not question.done():
            # What this answer held is confirmed by nobody, so it comes again at the next start.
            question.cancel()
            return []
        return question.result()

    async def _get_updates(self, offset: int) -> list[dict[str, Any]]:
        status, body = await self._request.call(
            f"{self._base_url}/getUpdates",
            {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": ALLOWED_UPDATES},
            seconds=POLL_SECONDS + 10,
        )
        answer = json.loads(body)
        if status == 409:
            raise SecondPoller
        if status in {401, 404}:
            raise WrongToken
        if not answer.get("ok"):
            wait = (answer.get("parameters") or {}).get("retry_after", 0)
            await self._sleep(float(wait))
            raise RuntimeError(f"getUpdates answered {status}")
        result = answer["result"]
        return [update for update in result if isinstance(update.get("update_id"), int)]

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), timeout=seconds)
        except TimeoutError:
            return
