"""What must not be remembered a moment longer than it is needed."""

from sqlalchemy import delete, update
from sqlmodel import col

from bot.db.tables import InboxUpdate
from bot.services.ground import Ground


async def forget_update(ground: Ground, update_id: int) -> None:
    """Deletes what an update said: it held a secret or an exact place. That it came stays known."""
    async with ground.database.writing() as session:
        await session.exec(
            update(InboxUpdate)
            .where(
                col(InboxUpdate.bot_id) == ground.bot_id, col(InboxUpdate.update_id) == update_id
            )
            .values(payload=None)
        )


async def drop_update(ground: Ground, update_id: int) -> None:
    """Deletes an update, row and all: it came from somebody who leaves no trace here."""
    async with ground.database.writing() as session:
        await session.exec(
            delete(InboxUpdate).where(
                col(InboxUpdate.bot_id) == ground.bot_id, col(InboxUpdate.update_id) == update_id
            )
        )
