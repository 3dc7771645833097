"""Quiet days: nothing unasked, nothing lost, no streak broken."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import nudges, people, tables
from bot.db.deliveries import release_held
from bot.db.tables import Person
from bot.domain.pauses import Pause
from bot.domain.schedule import NIGHT, Occurrence, local
from bot.domain.zones import zone_of
from bot.services.ground import Ground
from bot.services.notices import PausedBecauseLong
from bot.services.planning import pause_of, plan_person, plan_slot
from bot.services.ports import CannotReach

logger = logging.getLogger(__name__)

A_MONTH = timedelta(days=30)
AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """A pause as it stands, and the question after it (None: when the person comes back)."""

    pause: Pause
    next: Occurrence | None
    zone: str
    holds_sharing: bool
    has_slot: bool
    can_shorten: bool


async def pause(ground: Ground, person_id: int, wanted: Pause) -> Paused:
    """Begins a pause; what it touches becomes part of it.

    A pause that runs already ends when it was said last; its past days stay quiet.
    """
    now = ground.now()
    async with ground.database.writing() as session:
        person = await _person(session, person_id)
        today = local(now, person.zone).date()
        rows = await people.pauses_of(session, [person_id], today)
        touched = [row for row in rows if _touch(pause_of(row), wanted)]
        row = _joined(person_id, touched, wanted, today, now)
        for old in touched:
            await session.delete(old)
        session.add(row)
        if wanted.covers(today):
            await nudges.cancel_waiting(session, person_id, now)
        await plan_person(session, person, now)
        return await _paused(session, person, row, now)


def _joined(
    person_id: int, touched: Sequence[tables.Pause], wanted: Pause, today: date, now: datetime
) -> tables.Pause:
    said_anew = wanted.covers(today)
    others = [row for row in touched if not (said_anew and pause_of(row).covers(today))]
    ends = [wanted.last_on, *(row.last_on for row in others)]
    known = [end for end in ends if end is not None]
    return tables.Pause(
        person_id=person_id,
        first_on=min([wanted.first_on, *(row.first_on for row in touched)]),
        last_on=max(known) if len(known) == len(ends) else None,
        holds_sharing=any(row.holds_sharing for row in touched),
        home_zone=next((row.home_zone for row in touched if row.home_zone), None),
        made_at=now,
    )


async def current(ground: Ground, person_id: int) -> Paused | None:
    """The pause that runs today, or the next one to come."""
    async with ground.database.reading() as session:
        person = await _person(session, person_id)
        row = await _row(session, person, ground.now())
        return None if row is None else await _paused(session, person, row, ground.now())


async def one_day_earlier(ground: Ground, person_id: int) -> Paused | None:
    """Shortens the pause by its last day, if another day is left."""
    async with ground.database.writing() as session:
        person = await _person(session, person_id)
        row = await _row(session, person, ground.now())
        if row is None or not _can_shorten(row, person, ground.now()):
            return None
        assert row.last_on is not None
        row.last_on -= timedelta(days=1)
        session.add(row)
        await plan_person(session, person, ground.now())
        return await _paused(session, person, row, ground.now())


async def hold_sharing(ground: Ground, person_id: int) -> Paused | None:
    """Turns *Share when I am back* on, or off again."""
    async with ground.database.writing() as session:
        person = await _person(session, person_id)
        row = await _row(session, person, ground.now())
        if row is None:
            return None
        row.holds_sharing = not row.holds_sharing
        session.add(row)
        if not row.holds_sharing:
            await release_held(session, person_id, ground.now())
        return await _paused(session, person, row, ground.now())


async def spend_in(ground: Ground, person_id: int, zone: str) -> str | None:
    """Lives in that zone until the pause is over; returns the zone at home, None if not paused
    today.

    Raises UnknownZone.
    """
    zone_of(zone)
    async with ground.database.writing() as session:
        person = await _person(session, person_id)
        row = await _row(session, person, ground.now())
        if row is None or row.first_on > local(ground.now(), person.zone).date():
            return None
        row.home_zone = row.home_zone or person.zone
        person.zone = zone
        session.add(row)
        session.add(person)
        await plan_person(session, person, ground.now(), zone_changed=True)
        return row.home_zone


async def resume(ground: Ground, person_id: int) -> Occurrence | None:
    """Ends the pause of today, or the next one, and returns the next question's moment.

    Nothing is caught up. A pause that has begun keeps its past days, so that they stay neutral.
    """
    now = ground.now()
    async with ground.database.writing() as session:
        person = await _person(session, person_id)
        row = await _row(session, person, now)
        if row is not None:
            yesterday = local(now, person.zone).date() - timedelta(days=1)
            if row.first_on > yesterday:
                await session.delete(row)
            else:
                row.last_on = yesterday
                session.add(row)
            if row.home_zone:
                person.zone, row.home_zone = row.home_zone, None
                session.add(person)
        return await plan_person(session, person, now)


async def come_home(ground: Ground) -> None:
    """After a pause that was spent in another zone, the old one is back."""
    now = ground.now()
    async with ground.database.reading() as session:
        away = await people.pauses_away(session, now.date())
    for row in away:
        async with ground.database.writing() as session:
            person = await people.person_by_id(session, row.person_id)
            pause_row = await session.get(tables.Pause, row.id)
            if person is None or pause_row is None or pause_row.home_zone is None:
                continue
            if pause_of(pause_row).covers(local(now, person.zone).date()):
                continue
            person.zone, pause_row.home_zone = pause_row.home_zone, None
            session.add(person)
            session.add(pause_row)
            await plan_person(session, person, now, zone_changed=True)


async def ask_after_a_month(ground: Ground) -> None:
    """Asks once, gently and by day, whoever has been away for a month without an end."""
    now = ground.now()
    async with ground.database.reading() as session:
        found = await people.endless_pauses(session, now.date() - A_MONTH, AT_ONCE)
    for row, person in found:
        if NIGHT.covers(local(now, person.zone).time()):
            continue
        async with ground.database.writing() as session:
            fresh = await session.get(tables.Pause, row.id)
            if fresh is None or fresh.asked_at is not None or fresh.last_on is not None:
                continue
            fresh.asked_at = now
            session.add(fresh)
        try:
            await ground.messenger.tell(PausedBecauseLong(person_id=person.id, since=row.first_on))
        except CannotReach:
            logger.info("person %s was not asked about a long pause", person.id)


async def is_paused(ground: Ground, person_id: int) -> bool:
    """Whether today is a quiet day."""
    async with ground.database.reading() as session:
        person = await _person(session, person_id)
        today = local(ground.now(), person.zone).date()
        rows = await people.pauses_of(session, [person_id], today)
        return any(pause_of(row).covers(today) for row in rows)


def _touch(one: Pause, other: Pause) -> bool:
    """Whether no loud day lies between them."""
    return _begins_by_the_end_of(one, other) and _begins_by_the_end_of(other, one)


def _begins_by_the_end_of(one: Pause, other: Pause) -> bool:
    return other.last_on is None or one.first_on <= other.last_on + timedelta(days=1)


async def _row(session: AsyncSession, person: Person, now: datetime) -> tables.Pause | None:
    today = local(now, person.zone).date()
    rows = await people.pauses_of(session, [person.id], today)
    return rows[0] if rows else None


def _can_shorten(row: tables.Pause, person: Person, now: datetime) -> bool:
    first = max(row.first_on, local(now, person.zone).date())
    return row.last_on is not None and row.last_on > first


async def _paused(
    session: AsyncSession, person: Person, row: tables.Pause, now: datetime
) -> Paused:
    return Paused(
        pause=pause_of(row),
        next=await _after(session, person, row, now),
        zone=row.home_zone or person.zone,
        holds_sharing=row.holds_sharing,
        has_slot=bool(await people.slots_of(session, person.id)),
        can_shorten=_can_shorten(row, person, now),
    )


async def _after(
    session: AsyncSession, person: Person, row: tables.Pause, now: datetime
) -> Occurrence | None:
    """The first question behind a pause, whatever is asked before it begins."""
    slots = await people.slots_of(session, person.id)
    if row.last_on is None or not slots:
        return None
    # Whoever spends it elsewhere is home again for the question behind it.
    zone = row.home_zone or person.zone
    here = local(now, zone)
    after = datetime.combine(row.last_on + timedelta(days=1), datetime.min.time(), here.tzinfo)
    rows = await people.all_pauses(session, person.id)
    return plan_slot(slots[0], zone, max(now, after), [pause_of(each) for each in rows])


async def _person(session: AsyncSession, person_id: int) -> Person:
    person = await people.person_by_id(session, person_id)
    if person is None:
        raise LookupError("nobody of that id has joined")
    return person
