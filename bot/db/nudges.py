"""Nudges on their way, and what was asked before."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy
from sqlalchemy import and_, bindparam, func, insert, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.leases import clock_of, found_once
from bot.db.tables import Nudge, NudgeOutcome, NudgeState, Slot

REMEMBERED = timedelta(days=120)
"""How far back the choice of a question looks."""

# Asked for in order, SQLite would take them one by one; the key finds each one's id as well.
ADD = insert(Nudge).returning(col(Nudge.id), col(Nudge.slot_id), col(Nudge.on), col(Nudge.sequence))

ARM = (
    update(Nudge)
    .where(
        col(Nudge.id).in_(bindparam("rows", expanding=True)),
        col(Nudge.attempt) == bindparam("try"),
        col(Nudge.state) == NudgeState.CLAIMED,
    )
    .values(state=NudgeState.ARMED)
    .returning(col(Nudge.id))
    .execution_options(synchronize_session=False)
)

SENT = (
    update(Nudge)
    .where(col(Nudge.id) == bindparam("row"), col(Nudge.attempt) == bindparam("try"))
    .values(
        state=NudgeState.SENT,
        sent_at=bindparam("new_sent_at"),
        message_id=bindparam("new_message_id"),
        lease_until=None,
    )
)

DELIVERED = (
    update(Slot)
    .where(col(Slot.id) == bindparam("row"))
    .values(last_delivery_at=bindparam("new_last_delivery_at"))
)

AGAIN = (
    update(Nudge)
    .where(col(Nudge.id) == bindparam("row"), col(Nudge.attempt) == bindparam("try"))
    .values(state=bindparam("new_state"), lease_until=bindparam("new_not_before"))
)
"""`due_at` stays: how late a nudge may go out is counted from its own moment, however often
Telegram has put it off."""


ASKED = (
    sqlalchemy.select(col(Nudge.person_id), col(Nudge.question_id), col(Nudge.on))
    .where(
        col(Nudge.person_id).in_(bindparam("who", expanding=True)),
        col(Nudge.on) >= bindparam("since"),
        col(Nudge.state) != NudgeState.SKIPPED,
    )
    .order_by(col(Nudge.id))
)


async def add_nudges(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Adds nudges of slots and returns their ids in the same order."""
    if not rows:
        return []
    connection = await session.connection()
    added = await connection.execute(ADD, list(rows))
    ids = {(slot_id, on, sequence): row_id for row_id, slot_id, on, sequence in added.all()}
    return [ids[row["slot_id"], row["on"], row["sequence"]] for row in rows]


async def put_off_to(
    session: AsyncSession, slots: Sequence[tuple[int, date]], now: datetime, near: timedelta
) -> set[int]:
    """The slots whose question of an earlier day was put off to about now."""
    if not slots:
        return set()
    days = dict(slots)
    query = select(col(Nudge.slot_id), col(Nudge.on)).where(
        col(Nudge.slot_id).in_(days),
        col(Nudge.on) >= min(days.values()) - REMEMBERED,
        col(Nudge.due_at) > now - near,
        col(Nudge.due_at) <= now + near,
        col(Nudge.state).not_in((NudgeState.SKIPPED, NudgeState.UNSURE)),
    )
    found = (await session.exec(query)).all()
    return {slot_id for slot_id, on in found if slot_id is not None and on < days[slot_id]}


def due(now: Any) -> Any:
    """Whether a nudge that waits may be tried."""
    free = or_(col(Nudge.lease_until).is_(None), col(Nudge.lease_until) <= now)
    return and_(col(Nudge.state) == NudgeState.WAITING, col(Nudge.due_at) <= now, free)


async def claim_waiting(
    session: AsyncSession, now: datetime, lease: timedelta, most: int
) -> Sequence[Nudge]:
    """Claims nudges that wait for a later moment: snoozed ones and those given back.

    While one waits, `lease_until` is the moment before which it must not be tried again.
    """
    waiting = (
        select(col(Nudge.id))
        .where(due(now))
        .order_by(col(Nudge.due_at))
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    connection = await session.connection()
    claimed = await connection.execute(
        update(Nudge)
        .where(col(Nudge.id).in_(found_once(waiting)), col(Nudge.state) == NudgeState.WAITING)
        .values(
            state=NudgeState.CLAIMED,
            attempt=col(Nudge.attempt) + 1,
            lease_until=clock_of(session, now) + lease,
        )
        .returning(col(Nudge.id))
    )
    if not (ids := claimed.scalars().all()):
        return []
    query = select(Nudge).where(col(Nudge.id).in_(ids)).order_by(col(Nudge.due_at))
    return (await session.exec(query)).all()


async def arm(session: AsyncSession, claimed: Iterable[tuple[int, int]]) -> set[int]:
    """Arms claimed nudges, given as (id, attempt); whoever is missing lost its lease."""
    by_attempt: dict[int, list[int]] = {}
    for nudge_id, attempt in claimed:
        by_attempt.setdefault(attempt, []).append(nudge_id)
    connection = await session.connection()
    armed: set[int] = set()
    for attempt, rows in by_attempt.items():
        done = await connection.execute(ARM, {"rows": rows, "try": attempt})
        armed.update(done.scalars())
    return armed


async def release_expired(session: AsyncSession, now: datetime) -> tuple[int, int]:
    """Gives back claimed nudges of dead workers, and armed ones once more; counts both.

    An armed nudge may already stand in the chat. It is sent again at most once (`attempt` 2);
    after that it stays unsure, which is neutral.
    """
    expired = col(Nudge.lease_until) <= clock_of(session, now)
    claimed = await session.exec(
        update(Nudge)
        .where(col(Nudge.state) == NudgeState.CLAIMED, expired)
        .values(state=NudgeState.WAITING, lease_until=None)
    )
    again = await session.exec(
        update(Nudge)
        .where(col(Nudge.state) == NudgeState.ARMED, expired, col(Nudge.attempt) < 2)
        .values(state=NudgeState.WAITING, lease_until=None)
    )
    await session.exec(
        update(Nudge)
        .where(col(Nudge.state) == NudgeState.ARMED, expired)
        .values(state=NudgeState.UNSURE, lease_until=None)
    )
    return int(getattr(claimed, "rowcount", 0)), int(getattr(again, "rowcount", 0))


async def asked_before(
    session: AsyncSession, person_ids: Sequence[int], since: date
) -> dict[int, list[tuple[str, date]]]:
    """What each of these people was asked since then, oldest first."""
    connection = await session.connection()
    rows = await connection.execute(ASKED, {"who": person_ids, "since": since})
    asked: dict[int, list[tuple[str, date]]] = {}
    for person_id, question_id, on in rows.all():
        asked.setdefault(person_id, []).append((question_id, on))
    return asked


async def nudge_of(session: AsyncSession, person_id: int, nudge_id: int) -> Nudge | None:
    query = select(Nudge).where(col(Nudge.id) == nudge_id, col(Nudge.person_id) == person_id)
    return (await session.exec(query)).one_or_none()


async def nudge_by_message(session: AsyncSession, person_id: int, message_id: int) -> Nudge | None:
    query = (
        select(Nudge)
        .where(col(Nudge.person_id) == person_id, col(Nudge.message_id) == message_id)
        .order_by(col(Nudge.id).desc())
    )
    return (await session.exec(query)).first()


async def open_nudge(
    session: AsyncSession, person_id: int, since: datetime, *, before_message: int | None = None
) -> Nudge | None:
    """The newest question that the person has neither answered nor passed.

    One that may never have arrived counts, too. `before_message` leaves out what stands below
    that message in the chat: nobody answers a question that is yet to come.
    """
    asked_at = func.coalesce(col(Nudge.sent_at), col(Nudge.due_at))
    query = (
        select(Nudge)
        .where(
            col(Nudge.person_id) == person_id,
            col(Nudge.closed_at).is_(None),
            col(Nudge.state).in_((NudgeState.SENT, NudgeState.UNSURE)),
            asked_at >= since,
        )
        .order_by(asked_at.desc(), col(Nudge.id).desc())
        .limit(1)
    )
    if before_message is not None:
        above = col(Nudge.message_id) < before_message
        query = query.where(or_(col(Nudge.message_id).is_(None), above))
    return (await session.exec(query)).one_or_none()


async def cancel_repeats(session: AsyncSession, answered: Nudge, now: datetime) -> None:
    """Takes back the same question where it waits to be asked again that day."""
    await session.exec(
        update(Nudge)
        .where(
            col(Nudge.person_id) == answered.person_id,
            col(Nudge.on) == answered.on,
            col(Nudge.question_id) == answered.question_id,
            col(Nudge.id) != answered.id,
            col(Nudge.state) == NudgeState.WAITING,
        )
        .values(state=NudgeState.SKIPPED, closed_at=now)
    )


async def free_sequence(session: AsyncSession, slot_id: int | None, on: date) -> int:
    """The next free sequence of one slot on one date."""
    query = select(func.max(col(Nudge.sequence))).where(
        col(Nudge.slot_id) == slot_id, col(Nudge.on) == on
    )
    known = (await session.exec(query)).one_or_none()
    return 0 if known is None else int(known) + 1


async def opportunities(
    session: AsyncSession, person_id: int
) -> Sequence[tuple[date, str, str | None, datetime | None]]:
    """What became of every question of a slot: day, state, outcome, when it was sent.

    A question inside /start or /today is no opportunity: leaving it open costs nothing.
    """
    rows = await session.exec(
        select(col(Nudge.on), col(Nudge.state), col(Nudge.outcome), col(Nudge.sent_at)).where(
            col(Nudge.person_id) == person_id,
            col(Nudge.slot_id).is_not(None),
            or_(
                col(Nudge.outcome).is_(None),
                col(Nudge.outcome).not_in([NudgeOutcome.SWAPPED, NudgeOutcome.SNOOZED]),
            ),
        )
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


async def cancel_waiting(session: AsyncSession, person_id: int, now: datetime) -> None:
    """Takes back every snoozed question, e.g. because a pause begins."""
    await session.exec(
        update(Nudge)
        .where(col(Nudge.person_id) == person_id, col(Nudge.state) == NudgeState.WAITING)
        .values(state=NudgeState.SKIPPED, closed_at=now)
    )
