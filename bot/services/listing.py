"""A person's own diary as a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.db import snippets
from bot.domain.snippets import Kind
from bot.services.ground import Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One line of the diary."""

    id: int
    on: date
    text: str
    has_photo: bool


async def kept(
    ground: Ground, person_id: int, *, before_id: int | None, most: int
) -> Sequence[Kept]:
    """The newest first; `before_id` pages on."""
    async with ground.database.reading() as session:
        rows = await snippets.recent_snippets(session, person_id, before_id=before_id, most=most)
        pictured = await snippets.with_media(session, [row.id for row in rows], Kind.PHOTO)
    return [Kept(id=row.id, on=row.on, text=row.text, has_photo=row.id in pictured) for row in rows]
