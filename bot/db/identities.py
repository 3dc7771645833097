"""Accounts found by who they are, and those that must be looked after."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.tables import Account, AccountState


async def account_by_identity(
    session: AsyncSession, person_id: int, network: str, server: str, remote_id: str
) -> Account | None:
    """This person's account, in whatever state, kept from other writers until the commit."""
    query = (
        select(Account)
        .where(
            Account.person_id == person_id,
            Account.network == network,
            Account.server == server,
            Account.remote_id == remote_id,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.exec(query)).first()


async def unchecked_accounts(
    session: AsyncSession, network: str, checked_before: datetime, most: int
) -> Sequence[Account]:
    """Working accounts of a network that nobody has looked at since then."""
    query = (
        select(Account)
        .where(
            Account.network == network,
            Account.state == AccountState.WORKING,
            or_(col(Account.checked_at).is_(None), col(Account.checked_at) <= checked_before),
        )
        .order_by(col(Account.id))
        .limit(most)
    )
    return (await session.exec(query)).all()


async def unrevoked_accounts(
    session: AsyncSession, checked_before: datetime, most: int
) -> Sequence[Account]:
    """Unlinked accounts whose token was not given back, because the process ended before."""
    query = (
        select(Account)
        .where(
            Account.state == AccountState.UNLINKED,
            col(Account.secret).is_not(None),
            or_(col(Account.checked_at).is_(None), col(Account.checked_at) <= checked_before),
        )
        .order_by(col(Account.id))
        .limit(most)
    )
    return (await session.exec(query)).all()


async def accounts_at(session: AsyncSession, network: str, remote_id: str) -> Sequence[Account]:
    """Everybody's accounts at one place that several people share, unless they ended."""
    query = (
        select(Account)
        .where(
            Account.network == network,
            Account.remote_id == remote_id,
            Account.state != AccountState.UNLINKED,
        )
        .order_by(col(Account.id))
    )
    return (await session.exec(query)).all()


async def others_at(session: AsyncSession, network: str, remote_id: str, account_id: int) -> bool:
    """Whether an account besides this one lives at that place."""
    found = await accounts_at(session, network, remote_id)
    return any(account.id != account_id for account in found)


async def unconfirmed_accounts(
    session: AsyncSession, begun_before: datetime, most: int
) -> Sequence[Account]:
    """Accounts that were begun and never said yes to."""
    query = (
        select(Account)
        .where(
            Account.state == AccountState.PENDING,
            or_(col(Account.checked_at).is_(None), col(Account.checked_at) <= begun_before),
        )
        .order_by(col(Account.id))
        .limit(most)
    )
    return (await session.exec(query)).all()
