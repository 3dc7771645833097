"""What a person chooses about the asking: time, zone, language, the undo time, warnings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import people
from bot.db.tables import Person, Slot
from bot.domain.schedule import Occurrence, local
from bot.domain.zones import zone_of
from bot.locales import LANGUAGES
from bot.services.ground import Ground
from bot.services.planning import plan_person

UNDO_CHOICES = (0, 60, 300, 1800)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What is planned after a change. `at` is None while a pause has no end."""

    at: datetime | None
    on: date | None
    zone: str
    clock: time
    today: bool
    in_minutes: int | None = None


async def set_time(ground: Ground, person_id: int, at: time) -> Planned:
    """Sets the daily time. It is honoured the same day if it is still to come."""
    async with ground.database.writing() as session:
        person = await _person(session, person_id)
        slots = await people.slots_of(session, person_id)
        slot = slots[0] if slots else Slot(person_id=person_id, at="")
        slot.at = f"{at:%H:%M}"
        # What they choose now outranks the care that is taken after a journey.
        slot.moves_left = 0
        session.add(slot)
        found = await plan_person(session, person, ground.now())
        return _planned(person, slot, found, ground.now())


async def from_tomorrow(ground: Ground, person_id: int) -> Planned | None:
    """Moves today's coming question to tomorrow."""
    async with ground.database.writing() as session:
        person = await _person(session, person_id)
        slots = await people.slots_of(session, person_id)
        if not slots:
            return None
        here = local(ground.now(), person.zone)
        midnight = datetime.combine(here.date() + timedelta(days=1), time(), here.tzinfo)
        found = await plan_person(session, person, midnight)
        return _planned(person, slots[0], found, ground.now())


async def set_zone(ground: Ground, person_id: int, zone: str) -> Planned | None:
    """Moves the person to another zone; the wall time stays. Raises UnknownZone."""
    zone_of(zone)
    async with ground.database.writing() as session:
        person = await _person(session, person_id)
        changed = person.zone != zone
        person.zone = zone
        session.add(person)
        found = await plan_person(session, person, ground.now(), zone_changed=changed)
        slots = await people.slots_of(session, person_id)
        return _planned(person, slots[0], found, ground.now()) if slots else None


async def planned(ground: Ground, person_id: int) -> Planned | None:
    """What is planned now; None before a time was chosen."""
    async with ground.database.reading() as session:
        person = await _person(session, person_id)
        slots = await people.slots_of(session, person_id)
    if not slots:
        return None
    slot = slots[0]
    found = (
        Occurrence(slot.next_on, slot.next_nudge_at)
        if slot.next_nudge_at and slot.next_on
        else None
    )
    return _planned(person, slot, found, ground.now())


def _planned(person: Person, slot: Slot, found: Occurrence | None, now: datetime) -> Planned:
    zone = slot.zone or person.zone
    return Planned(
        at=found.at if found else None,
        on=found.on if found else None,
        zone=zone,
        clock=time.fromisoformat(slot.at),
        today=bool(found and local(found.at, zone).date() == local(now, zone).date()),
        in_minutes=ceil((found.at - now).total_seconds() / 60) if found else None,
    )


async def set_language(ground: Ground, person_id: int, language: str) -> None:
    if language not in LANGUAGES:
        raise ValueError("not a language of ours")
    await _change(ground, person_id, lambda person: setattr(person, "language", language))


async def set_undo_seconds(ground: Ground, person_id: int, seconds: int) -> None:
    if seconds not in UNDO_CHOICES:
        raise ValueError("not an undo time of ours")
    await _change(ground, person_id, lambda person: setattr(person, "undo_seconds", seconds))


async def set_customers(ground: Ground, person_id: int, has_customers: bool) -> None:
    """Whether questions from the customer's side make sense for this person."""
    await _change(ground, person_id, lambda person: setattr(person, "has_customers", has_customers))


async def toggle_warning(ground: Ground, person_id: int, kind: str) -> None:
    """Turns one kind of warning at the door off, or on again."""

    def toggle(person: Person) -> None:
        off = set(person.warnings_off)
        person.warnings_off = sorted(off ^ {kind})

    await _change(ground, person_id, toggle)


async def set_warning(ground: Ground, person_id: int, kind: str, *, on: bool) -> None:
    """Whether the door asks about one kind; said twice it is the same."""

    def change(person: Person) -> None:
        off = set(person.warnings_off) - {kind}
        person.warnings_off = sorted(off if on else off | {kind})

    await _change(ground, person_id, change)


async def _change(ground: Ground, person_id: int, change: Callable[[Person], None]) -> None:
    async with ground.database.writing() as session:
        person = await _person(session, person_id)
        change(person)
        session.add(person)


async def _person(session: AsyncSession, person_id: int) -> Person:
    person = await people.person_by_id(session, person_id)
    if person is None:
        raise LookupError("nobody of that id has joined")
    return person
