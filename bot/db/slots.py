"""Slots whose moment has come: locked, and planned anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.tables import Nudge, Person, Slot


@dataclass(frozen=True, slots=True)
class DueSlot:
    """A slot whose moment has come, with what planning needs of its person.

    ``sequence`` is the next free one on ``next_on``: a moved time, or a flight from east to
    west, asks twice on one date.
    """

    slot_id: int
    person_id: int
    at: str
    weekdays: int
    zone: str
    language: str
    has_customers: bool | None
    joined_at: datetime
    next_nudge_at: datetime
    next_on: date
    last_delivery_at: datetime | None
    moves_left: int
    sequence: int


_LAST = (
    select(func.max(col(Nudge.sequence)))
    .where(col(Nudge.slot_id) == col(Slot.id), col(Nudge.on) == col(Slot.next_on))
    .scalar_subquery()
)


def due(now: Any) -> Any:
    """Whether a slot's moment has come."""
    return col(Slot.next_nudge_at) <= now


DUE = (
    select(
        col(Slot.id),
        col(Slot.person_id),
        col(Slot.at),
        col(Slot.weekdays),
        func.coalesce(col(Slot.zone), col(Person.zone)),
        col(Person.language),
        col(Person.has_customers),
        col(Person.joined_at),
        col(Slot.next_nudge_at),
        col(Slot.next_on),
        col(Slot.last_delivery_at),
        col(Slot.moves_left),
        func.coalesce(_LAST + 1, 0),
    )
    .join(Person, col(Person.id) == col(Slot.person_id))
    .where(due(bindparam("now")))
    .order_by(col(Slot.next_nudge_at).desc())
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=Slot)
)

PLAN = (
    update(Slot)
    .where(col(Slot.id) == bindparam("row"))
    .values(
        next_nudge_at=bindparam("new_at"),
        next_on=bindparam("new_on"),
        moves_left=bindparam("new_moves"),
    )
)


async def lock_due(session: AsyncSession, now: datetime, most: int) -> list[DueSlot]:
    """The most punctual due slots, locked against other workers until the commit."""
    connection = await session.connection()
    rows = await connection.execute(DUE, {"now": now, "most": most})
    return [DueSlot(*values) for values in map(tuple, rows.all())]


async def plan(session: AsyncSession, plans: Sequence[dict[str, Any]]) -> None:
    """Writes the next moments of these slots: `row`, `new_at`, `new_on`, `new_moves`."""
    if plans:
        await (await session.connection()).execute(PLAN, list(plans))
