"""Deliveries: claimed in order by account, given back, moved."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, case, exists, func, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.attempts import TAKEN
from bot.db.leases import NOW, clock_of, dialect_of, found_once, lease_end, lease_values
from bot.db.tables import Account, AccountState, Delivery
from bot.domain.delivery import DeliveryState

CLAIMABLE = (DeliveryState.WAITING, DeliveryState.UNSURE)
TAKEN_BACK = "taken_back"


def due(now: Any) -> Any:
    """Whether a delivery's moment has come, whatever stands before it."""
    return and_(col(Delivery.state).in_(CLAIMABLE), col(Delivery.due_at) <= now)


async def claim(
    session: AsyncSession,
    now: datetime,
    lease: timedelta,
    most: int,
    *,
    but: Sequence[str] = (),
    at: str | None = None,
) -> Sequence[Delivery]:
    """Claims due deliveries that are the head of their working account's queue: `at` one server,
    or at any `but` these; a server is named by its network and its name, as in "mastodon:a.b"."""
    dialect, servers = dialect_of(session), list(but) if at is None else [at]
    values = {**lease_values(dialect, now, lease), "most": most}
    which = Servers.ALL if not servers else Servers.BUT if at is None else Servers.AT
    chosen = {"servers": servers} if servers else {}
    claimed = await session.exec(_claim(dialect, which), params={**values, **chosen})
    return sorted(claimed.scalars(), key=lambda row: (row.due_at, row.id))


class Servers(StrEnum):
    """Whose deliveries a claim is for."""

    ALL = "all"
    BUT = "all but these"
    AT = "these"


@cache
def _claim(dialect: str, which: Servers) -> Any:
    server = col(Account.network) + ":" + col(Account.server)
    these = server.in_(bindparam("servers", expanding=True))
    wanted = {Servers.ALL: (), Servers.BUT: (~these,), Servers.AT: (these,)}
    heads = (
        select(col(Delivery.id))
        .join(Account, col(Account.id) == col(Delivery.account_id))
        .where(
            due(NOW),
            col(Account.state) == AccountState.WORKING,
            ~_somebody_before(),
            *wanted[which],
        )
        .order_by(col(Delivery.due_at), col(Delivery.id))
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True, of=Delivery)
    )
    return (
        update(Delivery)
        .where(col(Delivery.id).in_(found_once(heads)), col(Delivery.state).in_(CLAIMABLE))
        .values(
            state=DeliveryState.CLAIMED,
            attempt=col(Delivery.attempt) + 1,
            lease_until=lease_end(dialect),
        )
        .returning(Delivery)
        .execution_options(synchronize_session=False, populate_existing=True)
    )


def _somebody_before() -> Any:
    """An older unfinished delivery of the same account, or one that is just being made."""
    other = aliased(Delivery)
    older = or_(
        col(other.queued_at) < col(Delivery.queued_at),
        and_(col(other.queued_at) == col(Delivery.queued_at), col(other.id) < col(Delivery.id)),
    )
    return exists().where(
        col(other.account_id) == col(Delivery.account_id),
        col(other.id) != col(Delivery.id),
        or_(col(other.state).in_(TAKEN), and_(col(other.state).in_(CLAIMABLE), older)),
    )


async def release_expired(session: AsyncSession, now: datetime) -> int:
    """Gives back what dead workers held: what was armed, or in doubt before, is unsure."""
    doubtful = or_(
        col(Delivery.state) == DeliveryState.ARMED, col(Delivery.first_armed_at).is_not(None)
    )
    done = await session.exec(
        update(Delivery)
        .where(col(Delivery.state).in_(TAKEN), col(Delivery.lease_until) <= clock_of(session, now))
        .values(
            state=case((doubtful, DeliveryState.UNSURE), else_=DeliveryState.WAITING),
            lease_until=None,
        )
        .execution_options(synchronize_session=False)
    )
    return done.rowcount


async def move_all(
    session: AsyncSession,
    come_from: Sequence[DeliveryState],
    go_to: DeliveryState,
    now: datetime,
    *,
    person_id: int | None = None,
    account_id: int | None = None,
) -> list[int]:
    """Moves all deliveries of a person or an account between states; returns their snippets."""
    owner = (
        col(Delivery.person_id) == person_id
        if account_id is None
        else col(Delivery.account_id) == account_id
    )
    moving: dict[str, Any] = {"state": go_to}
    if go_to is DeliveryState.WAITING:
        # They start afresh, behind each other in their old order.
        moving |= {"queued_at": now, "due_at": now, "tries": 0, "rule": None}
    elif go_to is DeliveryState.CANCELLED:
        moving |= {"ended_at": now, "rule": TAKEN_BACK}
    moved = await session.exec(
        update(Delivery)
        .where(owner, col(Delivery.state).in_(come_from))
        .values(moving)
        .returning(col(Delivery.snippet_id))
        .execution_options(synchronize_session=False)
    )
    return sorted(set(moved.scalars()))


async def release_held(session: AsyncSession, person_id: int, now: datetime) -> list[int]:
    """What waited for the end of a pause is due now; returns the snippets it belongs to."""
    held = (DeliveryState.HELD,)
    return await move_all(session, held, DeliveryState.WAITING, now, person_id=person_id)


async def count_waiting(session: AsyncSession, account_id: int) -> int:
    """How many snippets wait for this account."""
    waiting = (DeliveryState.PARKED, *CLAIMABLE)
    query = select(func.count(func.distinct(col(Delivery.snippet_id)))).where(
        col(Delivery.account_id) == account_id, col(Delivery.state).in_(waiting)
    )
    return int((await session.exec(query)).one())


async def held_snippets(session: AsyncSession, most: int) -> list[tuple[int, int]]:
    """What waits for the end of a pause and was not offered yet, as (person, snippet)."""
    query = (
        select(col(Delivery.person_id), col(Delivery.snippet_id))
        .where(col(Delivery.state) == DeliveryState.HELD, col(Delivery.rule).is_(None))
        .distinct()
        .order_by(col(Delivery.person_id), col(Delivery.snippet_id))
        .limit(most)
    )
    return [(row[0], row[1]) for row in await session.exec(query)]


async def mark_offered(session: AsyncSession, snippet_id: int) -> bool:
    """Held deliveries of a snippet are offered to the person; True only once."""
    done = await session.exec(
        update(Delivery)
        .where(
            col(Delivery.snippet_id) == snippet_id,
            col(Delivery.state) == DeliveryState.HELD,
            col(Delivery.rule).is_(None),
        )
        .values(rule="offered")
        .execution_options(synchronize_session=False)
    )
    return done.rowcount > 0
