"""What several of these tests do: taps on a card, and looking at it."""

from typing import Any

from bot.db.tables import (
    Account,
    Snippet,
)
from bot.services import sharing
from bot.services.sharing import (
    Target,
)
from tests.builders import HANA, World

PHONE = "電話は090-1234-5678です"


async def choose(world: World, snippet: Snippet, account_id: int, person_id: int = HANA) -> Any:
    return await sharing.choose_target(world.ground, person_id, snippet.id, account_id)


async def target(world: World, snippet: Snippet, account: Account) -> Target:
    found = await sharing.targets(world.ground, HANA, snippet.id)
    (one,) = [each for each in found if each.account_id == account.id]
    return one


async def rewrite(world: World, snippet: Snippet, text: str) -> None:
    async with world.ground.database.writing() as session:
        row = await session.get(Snippet, snippet.id)
        assert row is not None
        row.text = text
        row.revision += 1
        session.add(row)
        await sharing.snippet_changed(session, row, world.clock.now)


async def arrive(world: World) -> None:
    """The undo time passes and everything is delivered."""
    world.clock.passes(seconds=60)
    await world.work()
