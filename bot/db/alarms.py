"""Alarms: what only whoever runs this Hibi can mend, each cause once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.tables import Account, Alarm


async def raise_alarm(session: AsyncSession, network: str, rule: str, now: datetime) -> bool:
    """Remembers a cause; True only for the first one who sees it."""
    postgres = session.get_bind().dialect.name == "postgresql"
    make: Any = postgresql.insert if postgres else sqlite.insert
    row = {"network": network, "rule": rule, "raised_at": now}
    done = await session.exec(make(Alarm).values(**row).on_conflict_do_nothing())
    return bool(done.rowcount > 0)


async def standing_alarms(session: AsyncSession) -> Sequence[Alarm]:
    """Everything that is not mended yet, told or not."""
    query = select(Alarm).order_by(col(Alarm.raised_at), col(Alarm.network))
    return (await session.exec(query)).all()


async def untold_alarms(session: AsyncSession) -> Sequence[Alarm]:
    query = select(Alarm).where(col(Alarm.told_at).is_(None)).order_by(col(Alarm.network))
    return (await session.exec(query)).all()


async def take_alarm(session: AsyncSession, alarm: Alarm, now: datetime) -> bool:
    """Whether this alarm may be told now; True only once."""
    done = await session.exec(
        update(Alarm)
        .where(*_is(alarm), col(Alarm.told_at).is_(None))
        .values(told_at=now)
        .execution_options(synchronize_session=False)
    )
    return done.rowcount > 0


async def give_back_alarm(session: AsyncSession, alarm: Alarm) -> None:
    """It could not be told after all."""
    await session.exec(
        update(Alarm)
        .where(*_is(alarm))
        .values(told_at=None)
        .execution_options(synchronize_session=False)
    )


async def drop_mended(session: AsyncSession) -> None:
    """Forgets the causes of networks that have taken a post since."""
    posted = exists().where(
        col(Account.network) == col(Alarm.network),
        col(Account.last_post_at) > col(Alarm.raised_at),
    )
    await session.exec(delete(Alarm).where(posted).execution_options(synchronize_session=False))


def _is(alarm: Alarm) -> tuple[Any, Any]:
    return col(Alarm.network) == alarm.network, col(Alarm.rule) == alarm.rule
