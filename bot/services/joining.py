"""Who may join: by a single-use invitation, or anyone where the door is open."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.config import Join
from bot.db import people
from bot.db.tables import Invite, Person
from bot.domain.zones import guess_zone
from bot.locales import language_for
from bot.services.ground import Ground
from bot.services.planning import plan_person

INVITE_LASTS = timedelta(days=7)


class Entry(StrEnum):
    """What happened at the door."""

    KNOWN = "known"
    JOINED = "joined"
    RETURNED = "returned"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Entered:
    entry: Entry
    person: Person | None


def hash_token(token: str) -> str:
    """How a one-time token is stored, so that a stolen database opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """128 random bits that fit a /start link."""
    return secrets.token_urlsafe(16)


async def enter(
    ground: Ground, person_id: int, language_code: str | None, payload: str | None
) -> Entered:
    """Lets a known person in, or joins a new one who may; a stranger leaves no row."""
    now = ground.now()
    async with ground.database.reading() as session:
        person = await people.person_by_id(session, person_id)
    if person is not None and person.blocked_at is None and not payload:
        return Entered(Entry.KNOWN, person)
    async with ground.database.writing() as session:
        person = await people.person_by_id(session, person_id)
        if person is not None:
            return await _come_back(session, person, payload, now)
        invite = await _take(session, payload, person_id, now)
        if invite is None and ground.settings.joining is Join.INVITE:
            return Entered(Entry.STRANGER, None)
        person = _new_person(person_id, language_code, now)
        person.is_owner = await _becomes_owner(ground, session, invite)
        person.diary_only = bool(invite and invite.diary_only)
        session.add(person)
        await session.flush()
        return Entered(Entry.JOINED, person)


def _new_person(person_id: int, language_code: str | None, now: datetime) -> Person:
    return Person(
        id=person_id,
        language=language_for(language_code),
        zone=guess_zone(language_code or ""),
        joined_at=now,
        seen_at=now,
    )


async def _come_back(
    session: AsyncSession, person: Person, payload: str | None, now: datetime
) -> Entered:
    if payload and not await people.has_owner(session):
        invite = await people.invite_by_hash(session, hash_token(payload))
        if invite is not None and invite.for_owner:
            person.is_owner = await _take(session, payload, person.id, now) is not None
    if person.blocked_at is None:
        session.add(person)
        return Entered(Entry.KNOWN, person)
    person.blocked_at = None
    session.add(person)
    await plan_person(session, person, now)
    return Entered(Entry.RETURNED, person)


async def _take(
    session: AsyncSession, payload: str | None, person_id: int, now: datetime
) -> Invite | None:
    if not payload or len(payload) > 64:
        return None
    token_hash = hash_token(payload)
    invite = await people.invite_by_hash(session, token_hash)
    if invite is None or (invite.for_owner and await people.has_owner(session)):
        return None
    return await people.use_invite(session, token_hash, person_id, now)


async def _becomes_owner(ground: Ground, session: AsyncSession, invite: Invite | None) -> bool:
    if invite is not None and invite.for_owner:
        return True
    # In the playground the first person to try it out runs it.
    return ground.settings.playground and not await people.has_owner(session)


async def owner_token(ground: Ground) -> str | None:
    """A fresh single-use token for the owner; None once there is one, or nobody needs it.

    Tokens of earlier starts that nobody used stop working.
    """
    if ground.settings.playground:
        return None
    async with ground.database.writing() as session:
        if await people.has_owner(session):
            return None
        await session.exec(
            delete(Invite).where(col(Invite.for_owner), col(Invite.used_at).is_(None))
        )
        token = new_token()
        session.add(Invite(token_hash=hash_token(token), for_owner=True))
        return token


async def invite(ground: Ground, owner_id: int, *, diary_only: bool = False) -> str | None:
    """A single-use token that works for seven days; None for anybody but the owner."""
    async with ground.database.writing() as session:
        owner = await people.person_by_id(session, owner_id)
        if owner is None or not owner.is_owner:
            return None
        token = new_token()
        session.add(
            Invite(
                token_hash=hash_token(token),
                made_by=owner_id,
                diary_only=diary_only,
                expires_at=ground.now() + INVITE_LASTS,
            )
        )
        return token


async def diary_only_people(ground: Ground, owner_id: int) -> list[int]:
    """Those who keep a diary only, for the owner's eyes."""
    async with ground.database.reading() as session:
        owner = await people.person_by_id(session, owner_id)
        if owner is None or not owner.is_owner:
            return []
        return list(await people.diary_only_ids(session))


async def lift(ground: Ground, owner_id: int, person_id: int) -> bool:
    """Lets a diary-only person link and publish; the owner alone may."""
    async with ground.database.writing() as session:
        owner = await people.person_by_id(session, owner_id)
        person = await people.person_by_id(session, person_id)
        if owner is None or not owner.is_owner or person is None or not person.diary_only:
            return False
        person.diary_only = False
        session.add(person)
        return True


async def leave(ground: Ground, person_id: int) -> None:
    """The person has blocked the bot: nothing unasked any more, everything is kept."""
    async with ground.database.writing() as session:
        await people.mark_blocked(session, person_id, ground.now())
