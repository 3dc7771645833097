"""Accounts: one identity of one person at one network, the page among them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, case, func, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.tables import Account, AccountState, Copy, Person

PAGE = "page"
GROUP = "group"
NOT_IN_USE = (AccountState.PENDING, AccountState.UNLINKED)
KEPT_FROM_PAGES = (PAGE, GROUP)
"""Networks that no public page names: itself, and where its person shares among a few."""
SHOWN = (AccountState.WORKING, AccountState.SIGNED_OUT, AccountState.BLOCKED)


ACCOUNTS = cast("Table", Account.__table__)  # type: ignore[attr-defined]
NOTE_POST = (
    update(ACCOUNTS).where(ACCOUNTS.c.id == bindparam("of")).values(last_post_at=bindparam("at"))
)


async def account_of(session: AsyncSession, person_id: int, account_id: int) -> Account | None:
    """One of this person's accounts; None for anybody else's."""
    query = select(Account).where(
        col(Account.id) == account_id, col(Account.person_id) == person_id
    )
    return (await session.exec(query)).one_or_none()


async def account_in_use(session: AsyncSession, person_id: int, account_id: int) -> Account | None:
    """The same; None also for one that was let go, or was never said yes to."""
    account = await account_of(session, person_id, account_id)
    return None if account is None or account.state in NOT_IN_USE else account


async def accounts_of(session: AsyncSession, person_id: int) -> Sequence[Account]:
    """The accounts that a person may share to or must sign in to again; the page first."""
    query = (
        select(Account)
        .where(col(Account.person_id) == person_id, col(Account.state).in_(SHOWN))
        .order_by(case((col(Account.network) == PAGE, 0), else_=1), col(Account.id))
    )
    return (await session.exec(query)).all()


async def page_account(session: AsyncSession, person_id: int) -> Account | None:
    """The account of a person's page; there from the first yes on."""
    query = select(Account).where(col(Account.person_id) == person_id, col(Account.network) == PAGE)
    return (await session.exec(query)).one_or_none()


async def lock_account(session: AsyncSession, account_id: int) -> Account | None:
    """The account as it stands now, kept from every other writer until the commit."""
    query = (
        select(Account)
        .where(col(Account.id) == account_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.exec(query)).one_or_none()


async def stop_working(session: AsyncSession, account_id: int, state: AccountState) -> None:
    """A working account is signed out or blocked from now on."""
    await session.exec(
        update(Account)
        .where(col(Account.id) == account_id, col(Account.state) == AccountState.WORKING)
        .values(state=state)
    )


async def work_again(session: AsyncSession, account_id: int) -> None:
    """The person has signed in again; the next loss of the sign-in is told again."""
    await session.exec(
        update(Account)
        .where(col(Account.id) == account_id)
        .values(state=AccountState.WORKING, told_signed_out_at=None)
    )


async def note_posts(session: AsyncSession, posted: Sequence[tuple[int, datetime]]) -> None:
    """When each account was last posted to; in one order everywhere, so that no two wait for
    each other."""
    if posted:
        values = [{"of": account_id, "at": at} for account_id, at in sorted(posted)]
        await (await session.connection()).execute(NOTE_POST, values)


async def take_offer(session: AsyncSession, account_id: int, now: datetime) -> bool:
    """Whether *by itself from now on* may be offered now; True only once."""
    return await _mark_once(
        session,
        update(Account)
        .where(
            col(Account.id) == account_id,
            col(Account.offered_by_itself_at).is_(None),
            col(Account.by_itself).is_(False),
        )
        .values(offered_by_itself_at=now),
    )


async def take_sign_out_notice(session: AsyncSession, account_id: int, now: datetime) -> bool:
    """Whether the lost sign-in may be told now; True only once until it works again."""
    return await _mark_once(
        session,
        update(Account)
        .where(
            col(Account.id) == account_id,
            col(Account.state) == AccountState.SIGNED_OUT,
            col(Account.told_signed_out_at).is_(None),
        )
        .values(told_signed_out_at=now),
    )


async def untold_sign_outs(session: AsyncSession, most: int) -> Sequence[Account]:
    """Accounts whose lost sign-in has not been told yet, e.g. because of a pause."""
    query = (
        select(Account)
        .where(
            col(Account.state) == AccountState.SIGNED_OUT,
            col(Account.told_signed_out_at).is_(None),
        )
        .order_by(col(Account.id))
        .limit(most)
    )
    return (await session.exec(query)).all()


async def ending_sign_ins(
    session: AsyncSession, until: datetime, *, behind: int, most: int
) -> Sequence[tuple[Account, Person]]:
    """Working accounts whose sign-in ends by then, with their people, by id from `behind` on."""
    query = (
        select(Account, Person)
        .join(Person, col(Person.id) == col(Account.person_id))
        .where(
            col(Account.sign_in_ends_at) <= until,
            col(Account.state) == AccountState.WORKING,
            col(Account.id) > behind,
            col(Person.blocked_at).is_(None),
        )
        .order_by(col(Account.id))
        .limit(most)
    )
    return [(account, person) for account, person in (await session.exec(query)).all()]


async def take_end_notice(
    session: AsyncSession, account_id: int, ends_at: datetime, ahead: int
) -> bool:
    """Whether this end may be told so many days ahead; True only once, and never backwards."""
    told = col(Account.told_end_days)
    return await _mark_once(
        session,
        update(Account)
        .where(
            col(Account.id) == account_id,
            col(Account.state) == AccountState.WORKING,
            col(Account.sign_in_ends_at) == ends_at,
            or_(told.is_(None), told > ahead),
        )
        .values(told_end_days=ahead),
    )


async def give_back_end_notice(session: AsyncSession, account_id: int, before: int | None) -> None:
    """It could not be told after all."""
    await _mark_once(
        session,
        update(Account).where(col(Account.id) == account_id).values(told_end_days=before),
    )


async def count_shared(session: AsyncSession, person_id: int, account_id: int) -> int:
    """How many snippets stand at this account now."""
    query = select(func.count()).where(
        col(Copy.person_id) == person_id,
        col(Copy.account_id) == account_id,
        col(Copy.removed_at).is_(None),
    )
    return int((await session.exec(query)).one())


async def _mark_once(session: AsyncSession, statement: Any) -> bool:
    done = await session.exec(statement.execution_options(synchronize_session=False))
    return bool(done.rowcount > 0)
