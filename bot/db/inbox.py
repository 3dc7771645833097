"""Updates on their way from Telegram to their handling: durable, in order within a chat."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.leases import NOW, clock_of, dialect_of, found_once, lease_end, lease_values
from bot.db.tables import InboxState, InboxUpdate

MOST_TRIES = 3
FORGET_PAYLOAD_AFTER = timedelta(hours=24)
FORGET_ROW_AFTER = timedelta(hours=48)
FORGET_SET_ASIDE_AFTER = timedelta(days=30)

DONE = (
    update(InboxUpdate)
    .where(col(InboxUpdate.id) == bindparam("row"), col(InboxUpdate.attempt) == bindparam("try"))
    .values(
        state=bindparam("new_state"),
        due_at=bindparam("new_due_at"),
        handled_at=bindparam("new_handled_at"),
        attempt=bindparam("new_attempt"),
        lease_until=None,
    )
)

FORGET = update(InboxUpdate).where(col(InboxUpdate.id) == bindparam("row")).values(payload=None)
"""Deletes what an update said: it held a secret or an exact place."""


async def store(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> int:
    """Keeps updates that are new; one that came before is left as it is. Counts the new ones."""
    if not rows:
        return 0
    dialect = session.get_bind().dialect.name
    table: Any = InboxUpdate
    make: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = make(table).on_conflict_do_nothing(index_elements=["bot_id", "update_id"])
    done = await session.exec(statement.returning(col(InboxUpdate.id)), params=list(rows))
    return len(done.all())


def due(now: Any) -> Any:
    """Whether an update's moment has come, whatever stands before it."""
    return and_(col(InboxUpdate.state) == InboxState.WAITING, col(InboxUpdate.due_at) <= now)


async def claim(
    session: AsyncSession, now: datetime, lease: timedelta, most: int
) -> Sequence[InboxUpdate]:
    """Claims the oldest unfinished update of each chat, at most one a chat."""
    dialect = dialect_of(session)
    values = {**lease_values(dialect, now, lease), "most": most}
    claimed = await session.exec(_claim(dialect), params=values)
    return sorted(claimed.scalars(), key=lambda row: row.id)


@cache
def _claim(dialect: str) -> Any:
    older = aliased(InboxUpdate)
    head = ~exists().where(
        col(older.chat_id) == col(InboxUpdate.chat_id),
        col(older.id) < col(InboxUpdate.id),
        col(older.state).in_([InboxState.WAITING, InboxState.CLAIMED]),
    )
    heads = (
        select(col(InboxUpdate.id))
        .where(due(NOW), head)
        .order_by(col(InboxUpdate.id))
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )
    return (
        update(InboxUpdate)
        .where(
            and_(
                col(InboxUpdate.id).in_(found_once(heads)),
                col(InboxUpdate.state) == InboxState.WAITING,
            )
        )
        .values(
            state=InboxState.CLAIMED,
            attempt=col(InboxUpdate.attempt) + 1,
            lease_until=lease_end(dialect),
        )
        .returning(InboxUpdate)
        .execution_options(synchronize_session=False)
    )


async def release_expired(session: AsyncSession, now: datetime) -> Sequence[InboxUpdate]:
    """Gives back what dead workers held; returns what is set aside after its third try."""
    expired = col(InboxUpdate.lease_until) <= clock_of(session, now)
    await session.exec(
        update(InboxUpdate)
        .where(
            col(InboxUpdate.state) == InboxState.CLAIMED,
            expired,
            col(InboxUpdate.attempt) < MOST_TRIES,
        )
        .values(state=InboxState.WAITING, lease_until=None)
    )
    aside = await session.exec(
        update(InboxUpdate)
        .where(col(InboxUpdate.state) == InboxState.CLAIMED, expired)
        .values(state=InboxState.SET_ASIDE, lease_until=None, handled_at=now)
        .returning(InboxUpdate)
        .execution_options(synchronize_session=False)
    )
    return aside.scalars().all()


async def forget_old(session: AsyncSession, now: datetime) -> None:
    """Drops payloads a day after their handling, and the whole row after two.

    What was set aside waits a month for whoever runs this.
    """
    await session.exec(
        delete(InboxUpdate).where(
            col(InboxUpdate.state) == InboxState.SET_ASIDE,
            col(InboxUpdate.handled_at) < now - FORGET_SET_ASIDE_AFTER,
        )
    )
    finished = col(InboxUpdate.state) == InboxState.DONE
    await session.exec(
        delete(InboxUpdate).where(finished, col(InboxUpdate.handled_at) < now - FORGET_ROW_AFTER)
    )
    await session.exec(
        update(InboxUpdate)
        .where(
            finished,
            col(InboxUpdate.payload).is_not(None),
            col(InboxUpdate.handled_at) < now - FORGET_PAYLOAD_AFTER,
        )
        .values(payload=None)
    )
