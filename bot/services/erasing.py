"""What was deleted is really gone: words, descriptions and files. Only the bare row is left,
so that its public address can say that it was withdrawn."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import snippets
from bot.db.tables import Media, Snippet
from bot.services.ground import Ground
from bot.services.withdrawing import PUT_BACK_FOR

logger = logging.getLogger(__name__)

AFTER_DELETING = timedelta(hours=1)
"""Copies are withdrawn first; their networks may ask for the old words until then."""

AT_ONCE = 200


async def erase_gone(ground: Ground) -> int:
    """Erases what was deleted an hour ago, or undone and not put back; returns how many."""
    now = ground.now()
    async with ground.database.writing() as session:
        gone = await snippets.to_erase(session, now - AFTER_DELETING, now - PUT_BACK_FOR, AT_ONCE)
        names = [name for snippet in gone for name in await _erase(session, snippet)]
    for name in set(names):
        await _delete_unused(ground, name)
    return len(gone)


async def _erase(session: AsyncSession, snippet: Snippet) -> list[str]:
    media: Sequence[Media] = await snippets.media_of(session, snippet.id)
    for part in await snippets.parts_of(session, snippet.id):
        part.text, part.place = "", None
        session.add(part)
    for one in media:
        await session.delete(one)
    snippet.text = ""
    snippet.cleared_details, snippet.own_words = [], None
    snippet.erased = True
    session.add(snippet)
    await snippets.forget_copied_words(session, snippet.id)
    return [one.name for one in media if one.name]


async def _delete_unused(ground: Ground, name: str) -> None:
    """A file goes with the last row that points to it."""
    async with ground.database.reading() as session:
        used = await snippets.count_uses(session, name)
    if not used:
        await ground.files.delete(name)
