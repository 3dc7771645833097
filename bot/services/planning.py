"""Writes the next moment of a person's slots, whenever something about it changed."""

from collections.abc import Sequence
from datetime import datetime, time
from functools import lru_cache

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import people, tables
from bot.domain.pauses import Pause
from bot.domain.schedule import EVERY_DAY, Occurrence, Slot, next_nudge_after_pauses

ALL_DAYS = 127


@lru_cache(maxsize=4096)
def slot_of(at: str, zone: str, weekdays: int = ALL_DAYS) -> Slot:
    """The domain's slot for what a row says. Raises UnknownZone."""
    days = frozenset(day for day in EVERY_DAY if weekdays >> day & 1)
    return Slot(time.fromisoformat(at), zone, days)


def pause_of(row: tables.Pause) -> Pause:
    return Pause(row.first_on, row.last_on)


async def plan_person(
    session: AsyncSession, person: tables.Person, now: datetime, *, zone_changed: bool = False
) -> Occurrence | None:
    """Plans every slot of a person anew and returns the first moment to come.

    Call it after any change of time, zone or pause, in the same transaction. Nothing is
    planned for someone who has blocked the bot.
    """
    await session.flush()
    rows = await people.all_pauses(session, person.id)
    pauses = [pause_of(row) for row in rows]
    planned: list[Occurrence] = []
    for slot in await people.slots_of(session, person.id):
        if zone_changed and slot.zone is None:
            slot.moves_left = 2
        found = None if person.blocked_at else plan_slot(slot, person.zone, now, pauses)
        slot.next_nudge_at = found.at if found else None
        slot.next_on = found.on if found else None
        session.add(slot)
        if found:
            planned.append(found)
    return min(planned, key=lambda occurrence: occurrence.at, default=None)


def plan_slot(
    row: tables.Slot, zone: str, now: datetime, pauses: Sequence[Pause]
) -> Occurrence | None:
    slot = slot_of(row.at, row.zone or zone, row.weekdays)
    return next_nudge_after_pauses(
        slot,
        now,
        pauses,
        last_delivery_at=row.last_delivery_at,
        zone_changed=row.moves_left > 0,
    )
