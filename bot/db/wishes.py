"""What was wished for one snippet: its deliveries, by account and kind, and taking them back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.deliveries import CLAIMABLE
from bot.db.tables import Account, Delivery, Snippet
from bot.domain.delivery import DeliveryKind, DeliveryState

ON_ITS_WAY = (
    DeliveryState.HELD,
    DeliveryState.WAITING,
    DeliveryState.CLAIMED,
    DeliveryState.PARKED,
)


async def delivery_of(session: AsyncSession, person_id: int, delivery_id: int) -> Delivery | None:
    query = select(Delivery).where(
        col(Delivery.id) == delivery_id, col(Delivery.person_id) == person_id
    )
    return (await session.exec(query)).one_or_none()


async def deliveries_of(session: AsyncSession, snippet_id: int) -> Sequence[Delivery]:
    """Everything that was ever meant to happen to a snippet's copies, oldest first."""
    query = (
        select(Delivery)
        .where(col(Delivery.snippet_id) == snippet_id)
        .order_by(col(Delivery.id))
        .execution_options(populate_existing=True)
    )
    return (await session.exec(query)).all()


async def responses_of(
    session: AsyncSession, person_id: int, since: datetime
) -> Sequence[Delivery]:
    """What this person has said to echoes since then."""
    query = select(Delivery).where(
        col(Delivery.person_id) == person_id,
        col(Delivery.kind) == DeliveryKind.RESPONSE,
        col(Delivery.made_at) >= since,
    )
    return (await session.exec(query)).all()


async def forget_responses(session: AsyncSession, since: datetime) -> None:
    """Drops the words of responses that were stopped before then by something else than a hand:
    an account that was unlinked, a post that was deleted."""
    await session.exec(
        update(Delivery)
        .where(
            col(Delivery.kind) == DeliveryKind.RESPONSE,
            col(Delivery.state) == DeliveryState.CANCELLED,
            col(Delivery.ended_at) < since,
        )
        .values(prepared={"answers": [None, None]})
        .execution_options(synchronize_session=False)
    )


async def next_revision(session: AsyncSession, snippet_id: int, account_id: int) -> int:
    """The number of the next wish for this snippet at this account: what makes its key new."""
    query = select(func.max(col(Delivery.revision))).where(
        col(Delivery.snippet_id) == snippet_id, col(Delivery.account_id) == account_id
    )
    return int((await session.exec(query)).one_or_none() or 0) + 1


async def count_posts(
    session: AsyncSession, person_id: int, network: str, since: datetime, *, waiting: bool
) -> int:
    """How many posts a person has sent to a network since then, each part of a thread as one.

    What may have gone out counts as sent; with `waiting` also what is on its way there.
    """
    one = or_(
        col(Delivery.state) == DeliveryState.PUBLISHED, col(Delivery.first_armed_at).is_not(None)
    )
    if waiting:
        one = or_(one, col(Delivery.state).in_(ON_ITS_WAY))
    query = (
        select(func.sum(col(Delivery.begun_parts) + case((one, 1), else_=0)))
        .join(Account, col(Account.id) == col(Delivery.account_id))
        .where(
            col(Delivery.person_id) == person_id,
            col(Account.network) == network,
            col(Delivery.kind) == DeliveryKind.PUBLISH,
            func.coalesce(col(Delivery.ended_at), col(Delivery.queued_at)) >= since,
        )
    )
    return int((await session.exec(query)).one_or_none() or 0)


async def cancel(
    session: AsyncSession,
    ids: Sequence[int],
    rule: str,
    now: datetime,
    *,
    state: DeliveryState = DeliveryState.CANCELLED,
) -> list[int]:
    """Stops those of these deliveries whose call has surely not begun; returns their ids.

    A worker that holds a claimed one finds out when it arms it.
    """
    stoppable = (DeliveryState.HELD, DeliveryState.PARKED, DeliveryState.CLAIMED, *CLAIMABLE)
    done = await session.exec(
        update(Delivery)
        .where(
            col(Delivery.id).in_(ids),
            col(Delivery.state).in_(stoppable),
            or_(
                and_(col(Delivery.first_armed_at).is_(None), col(Delivery.begun_parts) == 0),
                # An edit may be half-way: what follows it sets things right.
                col(Delivery.kind) == DeliveryKind.EDIT,
            ),
        )
        .values(state=state, rule=rule, ended_at=now, lease_until=None)
        .returning(col(Delivery.id))
        .execution_options(synchronize_session=False)
    )
    return list(done.scalars())


async def lock_snippet(session: AsyncSession, snippet_id: int) -> None:
    """Two taps on one card come one after the other."""
    await session.exec(
        select(Snippet)
        .where(col(Snippet.id) == snippet_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def leave_together(
    session: AsyncSession, snippet_id: int, now: datetime, due_at: datetime
) -> None:
    """Everything that still waits for its undo time leaves at the same moment."""
    await session.exec(
        update(Delivery)
        .where(*_undoable(snippet_id), col(Delivery.due_at) > now)
        .values(due_at=due_at, queued_at=due_at)
        .execution_options(synchronize_session=False)
    )


async def hurry(session: AsyncSession, snippet_id: int, now: datetime) -> list[int]:
    """What waits or is held leaves now; returns the deliveries."""
    held = and_(col(Delivery.snippet_id) == snippet_id, col(Delivery.state) == DeliveryState.HELD)
    done = await session.exec(
        update(Delivery)
        .where(or_(and_(*_undoable(snippet_id)), held))
        .values(state=DeliveryState.WAITING, due_at=now, queued_at=now, rule=None)
        .returning(col(Delivery.id))
        .execution_options(synchronize_session=False)
    )
    return list(done.scalars())


def _undoable(snippet_id: int) -> tuple[Any, ...]:
    return (
        col(Delivery.snippet_id) == snippet_id,
        col(Delivery.state) == DeliveryState.WAITING,
        col(Delivery.tries) == 0,
    )
