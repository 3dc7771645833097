"""A person's no, and second thoughts: only me, undo, delete, send now, once more."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import accounts, deliveries, people, snippets, wishes
from bot.db.tables import Account, Snippet
from bot.domain.delivery import DeliveryKind, DeliveryState
from bot.services.following import withdraw_all
from bot.services.ground import Ground
from bot.services.targets import PAGE_TARGET
from bot.services.wishing import wish_delete, wish_edit, wish_publish, withdraw

PUT_BACK_FOR = timedelta(hours=24)
BEHIND = timedelta(milliseconds=1)
"""So that a new post stands behind the removal of the old one in the queue."""


async def send_now(ground: Ground, person_id: int, snippet_id: int) -> bool:
    """What waits or is held leaves at once; False when nothing did."""
    async with ground.database.writing() as session:
        snippet = await _locked(session, person_id, snippet_id)
        if snippet is None:
            return False
        return bool(await wishes.hurry(session, snippet_id, ground.now()))


async def only_me(ground: Ground, person_id: int, snippet_id: int) -> bool:
    """Back into the diary: what waits is cancelled, what stands somewhere is withdrawn."""
    async with ground.database.writing() as session:
        snippet = await _locked(session, person_id, snippet_id)
        if snippet is None:
            return False
        return await withdraw_all(session, snippet, ground.now())


async def untarget(ground: Ground, person_id: int, snippet_id: int, account_id: int) -> bool:
    """Takes a snippet back from one account; False when it was not there."""
    async with ground.database.writing() as session:
        snippet = await _locked(session, person_id, snippet_id)
        account = await _account(session, person_id, account_id)
        if snippet is None or account is None:
            return False
        return await withdraw(session, snippet, account, ground.now())


async def undo(ground: Ground, person_id: int, snippet_id: int) -> bool:
    """As if never written, wherever it went; `put_back` brings the diary's line back."""
    async with ground.database.writing() as session:
        snippet = await _locked(session, person_id, snippet_id)
        if snippet is None or snippet.undone_at or snippet.deleted_at:
            return False
        snippet.undone_at = ground.now()
        session.add(snippet)
        await withdraw_all(session, snippet, ground.now())
        return True


async def put_back(ground: Ground, person_id: int, snippet_id: int) -> bool:
    """Undoes an undo within 24 hours. It is *only me* again, wherever it was before."""
    async with ground.database.writing() as session:
        snippet = await _locked(session, person_id, snippet_id)
        if snippet is None or not can_put_back(snippet, ground.now()):
            return False
        snippet.undone_at = None
        session.add(snippet)
        return True


async def delete(ground: Ground, person_id: int, snippet_id: int) -> bool:
    """Takes a snippet out of the diary for good, and its copies from where they stand."""
    async with ground.database.writing() as session:
        snippet = await _locked(session, person_id, snippet_id)
        if snippet is None or snippet.deleted_at:
            return False
        snippet.deleted_at = ground.now()
        snippet.card_due_at = None
        session.add(snippet)
        await withdraw_all(session, snippet, ground.now())
        return True


def can_put_back(snippet: Snippet, now: datetime) -> bool:
    if snippet.undone_at is None or snippet.deleted_at is not None:
        return False
    return now - snippet.undone_at < PUT_BACK_FOR


async def repost(ground: Ground, person_id: int, snippet_id: int, account_id: int) -> bool:
    """Where nothing can be edited: deletes the old copy, then posts the new words.

    If the old copy cannot be deleted, nothing new is posted beside it.
    """
    now = ground.now()
    async with ground.database.writing() as session:
        found = await _shared(session, person_id, snippet_id, account_id)
        if found is None:
            return False
        snippet, account = found
        await wish_delete(session, snippet, account, now)
        await wish_publish(session, snippet, account, now, undo=BEHIND, again=True)
        return True


async def try_again(ground: Ground, person_id: int, snippet_id: int, account_id: int) -> bool:
    """Once more what was refused or given up: the post, its edit or its withdrawal."""
    now = ground.now()
    async with ground.database.writing() as session:
        found = await _shared(session, person_id, snippet_id, account_id)
        if found is None:
            return False
        snippet, account = found
        rows = await wishes.deliveries_of(session, snippet.id)
        mine = [row for row in rows if row.account_id == account.id]
        if not mine or mine[-1].state != DeliveryState.REFUSED:
            return False
        match mine[-1].kind:
            case DeliveryKind.DELETE:
                await withdraw(session, snippet, account, now)
            case DeliveryKind.EDIT:
                await wish_edit(session, snippet, account, now, undo=timedelta(0))
            case _ if mine[-1].begun_parts:
                # Half a thread stands there: it goes before the whole comes again.
                await wish_delete(session, snippet, account, now)
                await wish_publish(session, snippet, account, now, undo=BEHIND, again=True)
            case _:
                await wish_publish(session, snippet, account, now, undo=timedelta(0))
        return True


async def drop_parked(ground: Ground, person_id: int, account_id: int) -> int:
    """*Don't send these*: forgets what waits for a sign-in; returns how many snippets."""
    async with ground.database.writing() as session:
        account = await accounts.account_of(session, person_id, account_id)
        if account is None:
            return 0
        parked = (DeliveryState.PARKED,)
        dropped = await deliveries.move_all(
            session, parked, DeliveryState.CANCELLED, ground.now(), account_id=account.id
        )
        return len(dropped)


async def _locked(session: AsyncSession, person_id: int, snippet_id: int) -> Snippet | None:
    snippet = await snippets.snippet_of(session, person_id, snippet_id)
    if snippet is not None:
        await wishes.lock_snippet(session, snippet_id)
    return snippet


async def _shared(
    session: AsyncSession, person_id: int, snippet_id: int, account_id: int
) -> tuple[Snippet, Account] | None:
    """The snippet and the account, if the snippet may be out at all."""
    snippet = await _locked(session, person_id, snippet_id)
    person = await people.person_by_id(session, person_id)
    account = await _account(session, person_id, account_id)
    if snippet is None or person is None or account is None or person.diary_only:
        return None
    if snippet.deleted_at or snippet.undone_at or snippet.forwarded:
        return None
    return snippet, account


async def _account(session: AsyncSession, person_id: int, account_id: int) -> Account | None:
    if account_id == PAGE_TARGET:
        return await accounts.page_account(session, person_id)
    return await accounts.account_of(session, person_id, account_id)
