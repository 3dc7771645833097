"""The clock that leases go by: PostgreSQL's own, because machines' clocks differ."""

from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession


def clock_of(session: AsyncSession, now: datetime) -> Any:
    """Now, for use inside a statement; `now` where there is but one machine."""
    return func.now() if session.get_bind().dialect.name == "postgresql" else now


async def moment_of(session: AsyncSession, now: datetime) -> datetime:
    """The same as a value."""
    if session.get_bind().dialect.name != "postgresql":
        return now
    moment: datetime = (await session.exec(select(func.now()))).one()
    return moment
