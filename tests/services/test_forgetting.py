"""An update's words are gone at once; that it came stays known."""

from pathlib import Path

from bot.db.engine import Database
from bot.db.tables import InboxState, InboxUpdate
from bot.services.forgetting import drop_update, forget_update
from tests.builders import HANA, World, build_world
from tests.fakes import NOW


async def _world_with_updates(database: Database, tmp_path: Path) -> World:
    world = build_world(database, tmp_path)
    sealed = world.ground.vault.seal("{}", "inbox")
    for bot_id, update_id in ((1, 50), (1, 51), (2, 50)):
        await world.add(
            InboxUpdate(
                bot_id=bot_id,
                update_id=update_id,
                chat_id=HANA,
                payload=sealed,
                state=InboxState.CLAIMED,
                due_at=NOW,
                received_at=NOW,
            )
        )
    return world


async def test_only_the_update_of_this_bot_is_forgotten(database: Database, tmp_path: Path) -> None:
    world = await _world_with_updates(database, tmp_path)

    await forget_update(world.ground, 50)

    rows = await world.all(InboxUpdate)
    held = {(row.bot_id, row.update_id): row.payload is not None for row in rows}
    assert held == {(1, 50): False, (1, 51): True, (2, 50): True}


async def test_a_strangers_update_leaves_no_row(database: Database, tmp_path: Path) -> None:
    world = await _world_with_updates(database, tmp_path)

    await drop_update(world.ground, 50)

    rows = await world.all(InboxUpdate)
    assert {(row.bot_id, row.update_id) for row in rows} == {(1, 51), (2, 50)}
