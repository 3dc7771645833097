"""An inbox over a real database, with a stand-in for what handles its updates."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from telegram import Update

from bot.chat.intake import Intake
from bot.db.tables import InboxUpdate
from tests.builders import World
from tests.fakes import NOW

Json = dict[str, Any]
CITY = {"latitude": 35.681236, "longitude": 139.767125}


class Handlers:
    """Stands in for the Application: it, too, keeps a handler's failure to itself."""

    bot = None

    def __init__(self) -> None:
        self.handled: list[tuple[int, str]] = []
        self.acts: Callable[[str], Awaitable[None]] | None = None
        self.failed: Callable[[object, BaseException], None] = lambda _update, _error: None

    async def process_update(self, update: Update) -> None:
        said = update.message.text if update.message else None
        chat = update.effective_chat.id if update.effective_chat else 0
        try:
            if self.acts:
                await self.acts(said or "")
        except Exception as error:
            self.failed(update, error)
            return
        self.handled.append((chat, said or ""))


class Inbox:
    """An intake over a real database, and verbs for tests."""

    def __init__(self, world: World, handlers: Handlers) -> None:
        self.world = world
        self.handlers = handlers
        self.intake = Intake(handlers, world.ground)  # type: ignore[arg-type]
        handlers.failed = self.intake.failed

    async def store(self, *updates: Json) -> None:
        await self.intake.store(updates)
        await self.settles()

    async def settles(self) -> None:
        """Until nothing is due and nothing runs any more."""
        line = self.intake.line
        await line.tick()
        quiet = 0
        # A task that ends has the next tick done a few turns of the loop later.
        while quiet < 5:
            quiet = 0 if line.busy or line._ticks or line._claiming else quiet + 1
            await asyncio.sleep(0.001 if quiet == 0 else 0)

    async def passes(self, **units: float) -> None:
        self.world.clock.passes(**units)
        await self.settles()

    async def leases_end(self) -> None:
        """PostgreSQL goes by its own clock, so the leases are moved, not the time."""
        async with self.world.ground.database.writing() as session:
            for row in await self.rows():
                if row.lease_until is not None:
                    row.lease_until = NOW - timedelta(days=365)
                    await session.merge(row)
        await self.intake.sweep()
        await self.settles()

    async def rows(self) -> Sequence[InboxUpdate]:
        return await self.world.all(InboxUpdate)

    async def row(self) -> InboxUpdate:
        return await self.world.one(InboxUpdate)


def a_message(update_id: int, text: str = "カレー", chat: int = 7, **more: Any) -> Json:
    body: Json = {
        "message_id": update_id,
        "date": int(NOW.timestamp()),
        "chat": {"id": chat, "type": "private", "first_name": "Hana"},
        "from": {"id": chat, "is_bot": False, "first_name": "Hana"},
    }
    return {"update_id": update_id, "message": {**body, "text": text, **more}}


def a_place(update_id: int) -> Json:
    update = a_message(update_id)
    del update["message"]["text"]
    update["message"]["location"] = CITY
    return update
