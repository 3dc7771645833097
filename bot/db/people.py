"""People, their slots, pauses, invitations and dialogues."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.tables import Dialogue, Fact, Invite, Pause, Person, Slot


async def person_by_id(session: AsyncSession, person_id: int) -> Person | None:
    return await session.get(Person, person_id)


async def has_owner(session: AsyncSession) -> bool:
    return (await session.exec(select(Person.id).where(col(Person.is_owner)))).first() is not None


async def owner_of(session: AsyncSession) -> Person | None:
    return (await session.exec(select(Person).where(col(Person.is_owner)))).first()


async def slots_of(session: AsyncSession, person_id: int) -> Sequence[Slot]:
    query = select(Slot).where(Slot.person_id == person_id).order_by(col(Slot.id))
    return (await session.exec(query)).all()


async def pauses_of(session: AsyncSession, person_ids: Sequence[int], on: date) -> Sequence[Pause]:
    """The pauses of these people that still run on that day, or come later."""
    query = (
        select(Pause)
        .where(col(Pause.person_id).in_(person_ids))
        .where(or_(col(Pause.last_on).is_(None), col(Pause.last_on) >= on))
        .order_by(col(Pause.first_on))
    )
    return (await session.exec(query)).all()


async def all_pauses(session: AsyncSession, person_id: int) -> Sequence[Pause]:
    query = select(Pause).where(Pause.person_id == person_id).order_by(col(Pause.first_on))
    return (await session.exec(query)).all()


async def mark_blocked(session: AsyncSession, person_id: int, at: datetime) -> None:
    """Stops all that is unasked at once; the person's next /start brings it back."""
    await session.exec(
        update(Person)
        .where(col(Person.id) == person_id, col(Person.blocked_at).is_(None))
        .values(blocked_at=at)
    )
    await session.exec(
        update(Slot).where(col(Slot.person_id) == person_id).values(next_nudge_at=None)
    )


async def invite_by_hash(session: AsyncSession, token_hash: str) -> Invite | None:
    return (await session.exec(select(Invite).where(Invite.token_hash == token_hash))).first()


async def use_invite(
    session: AsyncSession, token_hash: str, person_id: int, now: datetime
) -> Invite | None:
    """Takes an unused, unexpired invitation; of two at once only the first gets it."""
    taken = await session.exec(
        update(Invite)
        .where(
            col(Invite.token_hash) == token_hash,
            col(Invite.used_at).is_(None),
            or_(col(Invite.expires_at).is_(None), col(Invite.expires_at) > now),
        )
        .values(used_by=person_id, used_at=now)
        .returning(col(Invite.id))
    )
    invite_id = taken.scalar_one_or_none()
    return None if invite_id is None else await session.get(Invite, invite_id)


async def dialogue_of(session: AsyncSession, person_id: int, now: datetime) -> Dialogue | None:
    dialogue = await session.get(Dialogue, person_id)
    return dialogue if dialogue is not None and dialogue.expires_at > now else None


async def is_anybody_asked(session: AsyncSession, kind: str, now: datetime) -> bool:
    """Whether a dialogue of that kind waits, whoever's it is."""
    query = select(Dialogue.person_id).where(Dialogue.kind == kind, Dialogue.expires_at > now)
    return (await session.exec(query.limit(1))).first() is not None


async def end_dialogue(session: AsyncSession, person_id: int) -> bool:
    """Forgets what the chat had asked for; says whether there was anything."""
    done = await session.exec(delete(Dialogue).where(col(Dialogue.person_id) == person_id))
    return bool(getattr(done, "rowcount", 0))


async def settle_fact(session: AsyncSession, name: str, value: str) -> str:
    """What is known by this name; the first one who says it, says it for ever."""
    postgres = session.get_bind().dialect.name == "postgresql"
    make: Any = postgresql.insert if postgres else sqlite.insert
    await session.exec(make(Fact).values(name=name, value=value).on_conflict_do_nothing())
    known = await session.get_one(Fact, name, populate_existing=True)
    return known.value


async def count_people(session: AsyncSession) -> int:
    return (await session.exec(select(func.count()).select_from(Person))).one()


async def diary_only_ids(session: AsyncSession) -> Sequence[int]:
    return (await session.exec(select(Person.id).where(col(Person.diary_only)))).all()


async def pauses_away(session: AsyncSession, on: date) -> Sequence[Pause]:
    """Pauses spent in another zone that may be over by that day, seen from any zone."""
    query = select(Pause).where(col(Pause.home_zone).is_not(None), col(Pause.last_on) <= on)
    return (await session.exec(query)).all()


async def endless_pauses(
    session: AsyncSession, since: date, most: int
) -> Sequence[tuple[Pause, Person]]:
    """Pauses without an end that began by that day and were not asked about yet."""
    query = (
        select(Pause, Person)
        .join(Person, col(Person.id) == col(Pause.person_id))
        .where(
            col(Pause.last_on).is_(None),
            col(Pause.first_on) <= since,
            col(Pause.asked_at).is_(None),
            col(Person.blocked_at).is_(None),
        )
        .limit(most)
    )
    return [(pause, person) for pause, person in (await session.exec(query)).all()]
