"""One look for all lines of work: which of them have something to claim at all.

A claim writes, which takes turns on SQLite and locks on PostgreSQL; most of the time there is
nothing. What counts as due is said beside each claim, which asks for more on top.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import deliveries, echoes, inbox, nudges, slots, snippets
from bot.db.leases import NOW

LINES: Mapping[str, Any] = {
    "nudges": or_(exists().where(slots.due(NOW)), exists().where(nudges.due(NOW))),
    "deliveries": exists().where(deliveries.due(NOW)),
    "files": exists().where(snippets.media_due(NOW)),
    "cards": exists().where(snippets.card_due(NOW)),
    "looks": exists().where(echoes.listening_due(NOW)),
    "echoes": exists().where(echoes.telling_due(NOW)),
    "inbox": exists().where(inbox.due(NOW)),
}
LOOK = select(*(due.label(name) for name, due in LINES.items()))


async def due_lines(session: AsyncSession, now: datetime) -> set[str]:
    """The names of the lines for which something is due."""
    connection = await session.connection()
    found = (await connection.execute(LOOK, {"now": now})).mappings().one()
    return {name for name, due in found.items() if due}
