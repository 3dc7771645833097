"""One look says which lines of work have something due, and no more than that."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import deliveries, due, echoes, inbox, nudges, snippets
from bot.db.engine import Database
from bot.db.tables import Echo, InboxState, InboxUpdate, MediaState, NudgeState, Slot
from tests.builders import (
    HANA,
    NOW,
    World,
    a_copy,
    a_delivery,
    a_nudge,
    a_person,
    a_snippet,
    an_account,
    build_world,
)
from tests.fakes import FakeClock, FakeNetwork

LEASE = timedelta(minutes=2)
Claim = Callable[[AsyncSession, datetime, timedelta, int], Awaitable[Any]]
CLAIMS: dict[str, Claim] = {
    "nudges": nudges.claim_waiting,
    "deliveries": deliveries.claim,
    "files": snippets.claim_media,
    "cards": snippets.claim_cards,
    "looks": echoes.claim_listening,
    "echoes": echoes.claim_telling,
    "inbox": inbox.claim,
}


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> World:
    clock = FakeClock()
    made = build_world(database, tmp_path, FakeNetwork(clock=clock), clock=clock)
    await made.add(a_person())
    return made


async def lines_at(world: World, moment: datetime) -> set[str]:
    async with world.ground.database.reading() as session:
        return await due.due_lines(session, moment)


async def a_due_row(world: World, name: str, person_id: int = HANA) -> None:
    """Something for this line alone, from NOW on."""
    if name == "inbox":
        waiting = {"state": InboxState.WAITING, "due_at": NOW, "received_at": NOW}
        await world.add(InboxUpdate(bot_id=1, update_id=person_id, chat_id=person_id, **waiting))
        return
    if name == "nudges":
        await world.add(a_nudge(person_id, state=NudgeState.WAITING, due_at=NOW))
        return
    shown = NOW if name == "cards" else None
    snippet = await world.add(a_snippet(person_id=person_id, card_due_at=shown))
    if name == "files":
        await world.a_photo(snippet, state=MediaState.WAITING, name=None, due_at=NOW)
    if name not in ("deliveries", "looks", "echoes"):
        return
    account = await world.add(an_account(person_id=person_id))
    if name == "deliveries":
        await world.add(a_delivery(snippet, account, due_at=NOW))
        return
    listened = NOW if name == "looks" else None
    copy = await world.add(a_copy(snippet, account, listen_at=listened))
    if name == "echoes":
        said = {"mark": "m", "remote_id": "1", "author": "Ken", "url": "", "text": "nice"}
        await world.add(
            Echo(person_id=person_id, copy_id=copy.id, heard_at=NOW, tell_at=NOW, **said)
        )


@pytest.mark.parametrize("name", CLAIMS)
async def test_what_can_be_claimed_is_seen_from_its_moment_on(world: World, name: str) -> None:
    await a_due_row(world, name)

    before = await lines_at(world, NOW - timedelta(seconds=1))
    now = await lines_at(world, NOW)
    async with world.ground.database.writing() as session:
        claimed = await CLAIMS[name](session, NOW, LEASE, 5)
    after = await lines_at(world, NOW)

    assert (before, now, len(claimed), after) == (set(), {name}, 1, set())


async def test_a_slot_is_seen_from_its_moment_on(world: World) -> None:
    await world.add(Slot(person_id=HANA, at="21:00", next_nudge_at=NOW, next_on=NOW.date()))

    assert await lines_at(world, NOW - timedelta(seconds=1)) == set()
    assert await lines_at(world, NOW) == {"nudges"}


async def test_a_head_that_waits_hides_nothing_and_claims_nothing(world: World) -> None:
    account = await world.add(an_account())
    for wait in (timedelta(hours=1), timedelta()):
        part = await world.add(a_snippet(card_due_at=None))
        await world.add(a_delivery(part, account, due_at=NOW + wait))

    seen = await lines_at(world, NOW)
    async with world.ground.database.writing() as session:
        claimed = await deliveries.claim(session, NOW, LEASE, 5)

    assert (seen, list(claimed)) == ({"deliveries"}, [])


PLANS = ("hashjoin", "mergejoin", "material", "hashagg", "sort")


@pytest.mark.parametrize("name", CLAIMS)
async def test_whatever_the_plan_no_more_are_claimed_than_wanted(
    postgres_url: str, tmp_path: Path, name: str
) -> None:
    """With these switched off PostgreSQL runs a plain subquery once a row."""
    database = Database(postgres_url)
    world = build_world(database, tmp_path, FakeNetwork(clock=FakeClock()))
    for person_id in range(HANA, HANA + 5):
        await world.add(a_person(person_id))
        await a_due_row(world, name, person_id)

    async with database.writing() as session:
        connection = await session.connection()
        for plan in PLANS:
            await connection.exec_driver_sql(f"SET LOCAL enable_{plan} = off")
        claimed = await CLAIMS[name](session, NOW, LEASE, 2)
    await database.close()

    assert len(claimed) == 2
