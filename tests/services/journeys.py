"""What several of these tests do: deliveries on their way, leases that end, new words."""

from datetime import timedelta
from typing import Any

from bot.db.tables import Account, Delivery, Snippet
from bot.services import delivering, sharing
from tests.builders import World, a_delivery
from tests.fakes import NOW


async def on_its_way(
    world: World, account: Account, text: str = "カレー", **given: Any
) -> Delivery:
    snippet = await world.a_kept_answer(text)
    return await world.add(a_delivery(snippet, account, **given))


async def lease_ends(world: World) -> None:
    """PostgreSQL goes by its own clock, so the leases are moved, not the time."""
    async with world.ground.database.writing() as session:
        for row in await world.all(Delivery):
            if row.lease_until is not None:
                row.lease_until = NOW - timedelta(days=365)
                await session.merge(row)
    await delivering.sweep(world.ground)


async def reword(world: World, snippet_id: int, text: str) -> None:
    async with world.ground.database.writing() as session:
        snippet = await session.get(Snippet, snippet_id)
        assert snippet is not None
        snippet.text = text
        snippet.revision += 1
        session.add(snippet)
        await sharing.snippet_changed(session, snippet, world.clock.now)
