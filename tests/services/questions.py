"""What several of these tests do: slots that come due, workers that ask, leases that end."""

import asyncio
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.db.engine import Database
from bot.db.tables import Nudge, Slot
from bot.db.writer import Writer
from bot.services import asking, nudging
from bot.services.nudging import Batch
from bot.services.ports import Prompt
from tests.builders import HANA, World, a_question, build_world
from tests.fakes import NOW, FakeClock, FakeMessenger

EIGHT = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
"""20:00 in Tokyo."""

QUESTIONS = {
    question.id: question
    for question in (
        *(a_question(f"{facet}-{n}") for facet in ("day", "hobby", "thought") for n in range(4)),
    )
}


class Chat(FakeMessenger):
    """Telegram as the nudges meet it. `fails` are raised one by one, before or after acting."""

    def __init__(self) -> None:
        super().__init__()
        self.fails: list[BaseException | None] = []
        self.loses: list[BaseException | None] = []
        self.stalled: asyncio.Event | None = None
        """Whoever asks stands still inside the call until it is set."""
        self.counts: list[str] = []
        """What the metrics would have counted."""

    async def ask(self, prompt: Prompt, *, awaited: bool = False) -> int:
        await asyncio.sleep(0)
        if self.fails and (error := self.fails.pop(0)) is not None:
            raise error
        message_id = await super().ask(prompt, awaited=awaited)
        if self.stalled is not None:
            await self.stalled.wait()
        if self.loses and (error := self.loses.pop(0)) is not None:
            raise error
        return message_id


def a_slot(person_id: int = HANA, **given: Any) -> Slot:
    """Every day at 20:00 in Tokyo, and now due."""
    plain: dict[str, Any] = {
        "person_id": person_id,
        "at": "20:00",
        "next_nudge_at": EIGHT,
        "next_on": date(2026, 11, 23),
    }
    return Slot(**plain | given)


def a_world(database: Database, folder: Path, now: datetime = EIGHT, **given: Any) -> World:
    """One that knows a dozen questions, in a chat whose answers can be lost."""
    chat = Chat()
    plain = {"messenger": chat, "questions": QUESTIONS, "counted": chat.counts.append}
    world = build_world(database, folder, clock=FakeClock(now), **plain | given)
    world.messenger = chat
    return world


def chat_of(world: World) -> Chat:
    assert isinstance(world.messenger, Chat)
    return world.messenger


def another_worker(world: World, clock: FakeClock | None = None) -> World:
    """Another process on the same database, with its own clock where one is given."""
    clock = clock or world.clock
    ground = replace(
        world.ground,
        writer=Writer(world.ground.database),
        clock=clock,
        chance=random.Random(2),
    )
    return World(ground=ground, clock=clock, messenger=world.messenger, networks=world.networks)


async def claim(world: World, most: int = 4) -> list[Batch]:
    return await nudging.claim_due(world.ground, most)


async def tick(world: World) -> int:
    """Claims until nothing is due and asks it all; returns how many questions were claimed."""
    count = 0
    while batches := await claim(world):
        for batch in batches:
            count += len(batch)
            await asking.send_batch(world.ground, batch)
    return count


async def leases_end(world: World) -> None:
    """PostgreSQL goes by its own clock, so the leases are moved, not the time."""
    async with world.ground.database.writing() as session:
        for row in await world.all(Nudge):
            if row.lease_until is not None:
                row.lease_until = NOW - timedelta(days=365)
                await session.merge(row)
    await asking.sweep(world.ground)
