"""Attempts at deliveries: many are armed and recorded in one go, each behind its own fence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.leases import moment_of
from bot.db.tables import Delivery
from bot.domain.delivery import UNFINISHED, DeliveryState, Next

TAKEN = (DeliveryState.CLAIMED, DeliveryState.ARMED)

DELIVERIES = cast("Table", Delivery.__table__)  # type: ignore[attr-defined]
_STANDING = DELIVERIES.c
FENCE = select(_STANDING.id, _STANDING.attempt, _STANDING.state).order_by(_STANDING.id)
ARM = (
    update(DELIVERIES)
    .where(_STANDING.id == bindparam("of"))
    .values(
        state=DeliveryState.ARMED,
        first_armed_at=func.coalesce(
            _STANDING.first_armed_at, bindparam("now", type_=_STANDING.first_armed_at.type)
        ),
        lease_until=bindparam("until"),
        prepared=bindparam("made"),
    )
)
ADVANCE = (
    update(DELIVERIES)
    .where(_STANDING.id == bindparam("of"))
    .values(
        state=DeliveryState.CLAIMED,
        first_armed_at=None,
        begun_parts=bindparam("begun"),
        lease_until=bindparam("until"),
        prepared=bindparam("made"),
    )
)
RECORD = (
    update(DELIVERIES)
    .where(_STANDING.id == bindparam("of"))
    .values(
        state=bindparam("becomes"),
        due_at=bindparam("due"),
        first_armed_at=bindparam("unsure"),
        rule=bindparam("why"),
        raw=bindparam("said"),
        tries=_STANDING.tries + 1,
        lease_until=None,
        ended_at=bindparam("ended"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arming:
    """A call that is about to be made; behind `begun` parts of a thread that stand already."""

    row: Delivery
    now: datetime
    lease: timedelta
    prepared: dict[str, Any]
    begun: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What became of an attempt."""

    row: Delivery
    settled: Next
    now: datetime
    raw: str = ""


async def arm_all(session: AsyncSession, wanted: Sequence[Arming]) -> list[bool]:
    """Each False: somebody else has it, or nobody wants it."""
    held = await _held(session, [one.row for one in wanted], (DeliveryState.CLAIMED,))
    until = await moment_of(session, wanted[0].now)
    values = [
        {**_claim(one, until), "now": one.now} for one, ok in zip(wanted, held, strict=True) if ok
    ]
    await _execute(session, ARM, values)
    return held


async def advance_all(session: AsyncSession, wanted: Sequence[Arming]) -> list[bool]:
    """One part of a thread stands and the next may begin; each False: somebody else has it."""
    held = await _held(session, [one.row for one in wanted], TAKEN)
    until = await moment_of(session, wanted[0].now)
    values = [
        {**_claim(one, until), "begun": one.begun}
        for one, ok in zip(wanted, held, strict=True)
        if ok
    ]
    await _execute(session, ADVANCE, values)
    return held


async def record_all(session: AsyncSession, ended: Sequence[Ended]) -> list[bool]:
    """Writes what became of each; False: a later attempt or wish has taken over.

    An armed row whose lease has just run out is unsure; whoever armed it knows better.
    """
    states = (*TAKEN, DeliveryState.UNSURE)
    held = await _held(session, [one.row for one in ended], states)
    values = [_as_recorded(one) for one, ok in zip(ended, held, strict=True) if ok]
    await _execute(session, RECORD, values)
    return held


def _claim(one: Arming, now: datetime) -> dict[str, Any]:
    return {"of": one.row.id, "until": now + one.lease, "made": one.prepared}


async def _held(
    session: AsyncSession, rows: Sequence[Delivery], states: Iterable[str]
) -> list[bool]:
    """Whose attempt it still is; those rows stay so until the commit."""
    query = FENCE.where(_STANDING.id.in_([row.id for row in rows])).with_for_update()
    found = (await (await session.connection()).execute(query)).all()
    now = {one.id: one.attempt for one in found if one.state in set(states)}
    return [now.get(row.id) == row.attempt for row in rows]


async def _execute(session: AsyncSession, statement: Any, values: list[dict[str, Any]]) -> None:
    if values:
        await (await session.connection()).execute(statement, values)


def _as_recorded(one: Ended) -> dict[str, Any]:
    settled = one.settled
    over = settled.state not in (*UNFINISHED, DeliveryState.PARKED, DeliveryState.ASKED)
    return {
        "of": one.row.id,
        "becomes": settled.state,
        "due": settled.due_at,
        "unsure": settled.unsure_since,
        "why": settled.rule,
        "said": one.raw or None,
        "ended": one.now if over else None,
    }
