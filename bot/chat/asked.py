"""What is remembered of a dialogue, for whoever comes by another way than a message."""

from collections.abc import Mapping
from typing import Any

from bot.chat.context import Context
from bot.db import people


async def asked(context: Context, kind: str) -> Mapping[str, Any] | None:
    """What the waiting dialogue is about, if it is of that kind."""
    ground = context.ground
    async with ground.database.reading() as session:
        dialogue = await people.dialogue_of(session, context.person.id, ground.now())
    return dialogue.about if dialogue is not None and dialogue.kind == kind else None
