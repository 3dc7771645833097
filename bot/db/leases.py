"""The clock that leases go by: PostgreSQL's own, because machines' clocks differ."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Interval, bindparam, func
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.types import Moment

POSTGRESQL = "postgresql"
NOW: Any = bindparam("now", type_=Moment())
"""For statements that are built once, `lease_end` too; `lease_values` has its values."""


def dialect_of(session: AsyncSession) -> str:
    return str(session.get_bind().dialect.name)


def lease_end(dialect: str) -> Any:
    """When a lease that is taken now is over, by the clock that leases go by."""
    if dialect == POSTGRESQL:
        return func.now() + bindparam("lease", type_=Interval())
    return bindparam("until", type_=Moment())


def lease_values(dialect: str, now: datetime, lease: timedelta) -> dict[str, Any]:
    ends = {"lease": lease} if dialect == POSTGRESQL else {"until": now + lease}
    return {"now": now, **ends}


def clock_of(session: AsyncSession, now: datetime) -> Any:
    """Now, for use inside a statement; `now` where there is but one machine."""
    return func.now() if dialect_of(session) == POSTGRESQL else now


async def moment_of(session: AsyncSession, now: datetime) -> datetime:
    """The same as a value."""
    if dialect_of(session) != POSTGRESQL:
        return now
    moment: datetime = (await session.exec(select(func.now()))).one()
    return moment


def found_once(ids: Any) -> Any:
    """The rows that a claim may take, for an IN.

    As a plain subquery PostgreSQL may run it again for each row, and as it skips what is locked, it
    finds others each time: more than its limit would be claimed. What is materialized runs once:
    https://www.postgresql.org/docs/15/queries-with.html (2026-11).
    """
    claimable = ids.cte("claimable").prefix_with("MATERIALIZED", dialect=POSTGRESQL)
    return select(claimable.c.id)
