"""Copies follow their snippet: what a change, a deletion or a withdrawal sends after them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import accounts, copies, wishes
from bot.db.surroundings import whole
from bot.db.tables import Account, Delivery, Snippet
from bot.domain.delivery import DeliveryKind, DeliveryState
from bot.services.door import uncleared
from bot.services.wishing import DOOR, IN_FLIGHT, of_account, wish_edit, wish_publish, withdraw


async def withdraw_all(session: AsyncSession, snippet: Snippet, now: datetime) -> bool:
    """Takes a snippet back from everywhere; False: it was nowhere."""
    anywhere = False
    for account in await accounts_with(session, snippet):
        anywhere = await withdraw(session, snippet, account, now) or anywhere
    return anywhere


async def snippet_deleted(session: AsyncSession, snippet: Snippet, now: datetime) -> None:
    """Call in the transaction that deletes or undoes a snippet: its copies go, too."""
    await withdraw_all(session, snippet, now)


async def snippet_changed(session: AsyncSession, snippet: Snippet, now: datetime) -> None:
    """Call in the transaction that changes a snippet: its copies follow after the undo time.

    New details that want a warning stop both the edits and what has not left yet.
    """
    await _changed(session, snippet, now, None)


async def account_changed(
    session: AsyncSession, snippet: Snippet, account: Account, now: datetime
) -> None:
    """The same where only what stands at one account is another now."""
    await _changed(session, snippet, now, account.id)


async def _changed(
    session: AsyncSession, snippet: Snippet, now: datetime, only: int | None
) -> None:
    # So that whoever is about to post older words finds out when recording it, and whoever lets
    # details pass at the door has seen these.
    snippet.revision += 1
    session.add(snippet)
    await session.flush()
    rows = await wishes.deliveries_of(session, snippet.id)
    if not rows:
        return
    everything = await whole(session, snippet)
    undo = timedelta(seconds=everything.person.undo_seconds)
    stopped = bool(uncleared(everything))
    if stopped:
        await _stop_at_the_door(session, rows, now)
    if not stopped:
        await _let_go(session, snippet, now, undo, tapped=False)
    for account in await accounts_with(session, snippet):
        if only not in (None, account.id):
            continue
        copy = await copies.copy_at(session, snippet.id, account.id)
        publishes = of_account(rows, account.id, DeliveryKind.PUBLISH)
        flying = any(row.state in IN_FLIGHT for row in publishes)
        if flying or (copy is not None and copy.removed_at is None):
            await wish_edit(session, snippet, account, now, undo=undo, stopped=stopped)


async def go_on(session: AsyncSession, snippet: Snippet, now: datetime, undo: timedelta) -> None:
    """The person let pass what had stopped at the door: posts and edits are on their way."""
    await _let_go(session, snippet, now, undo, tapped=True)
    for account in await accounts_with(session, snippet):
        rows = await wishes.deliveries_of(session, snippet.id)
        if _at_the_door(of_account(rows, account.id, DeliveryKind.EDIT)):
            await wish_edit(session, snippet, account, now, undo=undo)


async def _let_go(
    session: AsyncSession, snippet: Snippet, now: datetime, undo: timedelta, *, tapped: bool
) -> None:
    """Without a tap it is the wish of before, which covers no recording that came since."""
    for account in await accounts_with(session, snippet):
        rows = await wishes.deliveries_of(session, snippet.id)
        publishes = of_account(rows, account.id, DeliveryKind.PUBLISH)
        if not _at_the_door(publishes):
            continue
        made_at = now if tapped else publishes[-1].made_at
        row = await wish_publish(session, snippet, account, now, undo=undo)
        if row is not None:
            row.made_at = made_at
            session.add(row)


def _at_the_door(rows: Sequence[Delivery]) -> bool:
    return bool(rows) and (rows[-1].state, rows[-1].rule) == (DeliveryState.REFUSED, DOOR)


async def accounts_with(session: AsyncSession, snippet: Snippet) -> list[Account]:
    """The accounts where a snippet stands or is on its way, unlinked ones too."""
    ids = {row.account_id for row in await wishes.deliveries_of(session, snippet.id)}
    ids |= {copy.account_id for copy in await copies.copies_of(session, snippet.id)}
    found = [await accounts.account_of(session, snippet.person_id, one) for one in sorted(ids)]
    return [account for account in found if account is not None]


async def _stop_at_the_door(session: AsyncSession, rows: Sequence[Delivery], now: datetime) -> None:
    publishes = [row.id for row in rows if row.kind == DeliveryKind.PUBLISH]
    await wishes.cancel(session, publishes, DOOR, now, state=DeliveryState.REFUSED)
