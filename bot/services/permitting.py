"""What may leave at all, and what may leave by itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import accounts, people, wishes
from bot.db.surroundings import Whole, whole
from bot.db.tables import AccountState, Media, MediaState, PartKind, Person, Snippet
from bot.domain.questions import Facet
from bot.domain.schedule import local
from bot.services.choices import Why
from bot.services.door import body_of, uncleared
from bot.services.ground import Ground
from bot.services.planning import pause_of
from bot.services.wishing import wish_publish

BY_ITSELF = {Facet.WORK, Facet.PLACE, Facet.HOBBY, Facet.THOUGHT, Facet.DAY}
PLAIN_PARTS = {PartKind.TEXT, PartKind.PHOTO}


async def by_itself(ground: Ground, session: AsyncSession, snippet: Snippet) -> None:
    """Queues a complete snippet for the accounts that share by themselves, if it may leave so.

    Only a text or a photo that answers a question, never about people, and nothing that the
    door would warn about; whatever was touched before is left as it is.
    """
    if snippet.nudge_id is None or snippet.facet not in BY_ITSELF:
        return
    if await wishes.deliveries_of(session, snippet.id):
        return
    everything = await whole(session, snippet)
    plain = all(part.kind in PLAIN_PARTS and not part.place for part in everything.parts)
    if not plain or why_not(everything) or uncleared(everything):
        return
    undo = timedelta(seconds=everything.person.undo_seconds)
    held = await is_held(session, everything.person, ground.now())
    for account in await accounts.accounts_of(session, snippet.person_id):
        allowed = account.by_itself and account.shown_first_at is not None
        if allowed and account.state != AccountState.BLOCKED:
            await wish_publish(session, snippet, account, ground.now(), undo=undo, held=held)


def why_not(everything: Whole) -> Why | None:
    """Why this snippet can go nowhere; None if it can."""
    snippet = everything.snippet
    if snippet.deleted_at or snippet.undone_at:
        return Why.GONE
    if everything.person.diary_only:
        return Why.DIARY_ONLY
    if snippet.forwarded:
        return Why.FORWARDED
    if body_of(everything) or photos_of(everything):
        return None
    spoken = any(part.kind in {PartKind.VOICE, PartKind.VIDEO} for part in everything.parts)
    return Why.NEEDS_A_LINE if spoken else Why.NOTHING_TO_SHOW


async def is_held(session: AsyncSession, person: Person, now: datetime) -> bool:
    """Whether a pause runs that says *Share when I am back*."""
    on = local(now, person.zone).date()
    rows = await people.pauses_of(session, [person.id], on)
    return any(row.holds_sharing and pause_of(row).covers(on) for row in rows)


def photos_of(everything: Whole) -> Sequence[Media]:
    """The photos that are kept, or on their way to be."""
    return [
        one
        for one in everything.media
        if one.kind == PartKind.PHOTO and one.state != MediaState.REFUSED
    ]
