"""What shall stand where, as rows: publish, edit and delete wishes in the caller's transaction.

A wish that was not armed yet is simply taken back. What may have left already is followed by
its opposite in the same account's queue, so that the last wish holds and no copy is orphaned.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import copies, wishes
from bot.db.accounts import PAGE
from bot.db.deliveries import TAKEN_BACK
from bot.db.tables import Account, AccountState, Delivery, Snippet
from bot.domain.delivery import DeliveryKind, DeliveryState

DOOR = "door"
"""The rule of a wish that stopped at the door: one more tap of the person lets it go on."""

WAITS = (DeliveryState.HELD, DeliveryState.WAITING, DeliveryState.PARKED)
BEFORE_THE_CALL = (*WAITS, DeliveryState.CLAIMED, DeliveryState.UNSURE)
IN_FLIGHT = (DeliveryState.CLAIMED, DeliveryState.ARMED, DeliveryState.UNSURE)


def of_account(rows: Sequence[Delivery], account_id: int, kind: DeliveryKind) -> list[Delivery]:
    """A snippet's deliveries of one kind to one account, oldest first."""
    return [row for row in rows if row.account_id == account_id and row.kind == kind]


def is_doubtful(row: Delivery) -> bool:
    """Whether the call has begun and may have been carried out."""
    if row.state == DeliveryState.ARMED:
        return True
    begun = row.first_armed_at is not None or row.begun_parts > 0
    return begun and row.state in BEFORE_THE_CALL


def _is_open(row: Delivery) -> bool:
    return row.state in (*BEFORE_THE_CALL, DeliveryState.ARMED)


async def wish_publish(
    session: AsyncSession,
    snippet: Snippet,
    account: Account,
    now: datetime,
    *,
    undo: timedelta,
    held: bool = False,
    again: bool = False,
) -> Delivery | None:
    """Queues the snippet for this account; None where it stands already or is under way.

    With `again` it goes out after the copy that stands there has been deleted.
    """
    rows = await wishes.deliveries_of(session, snippet.id)
    if not again:
        await _take_back(session, of_account(rows, account.id, DeliveryKind.DELETE), now)
        rows = await wishes.deliveries_of(session, snippet.id)
    publishes = of_account(rows, account.id, DeliveryKind.PUBLISH)
    leaving = any(_is_open(row) for row in of_account(rows, account.id, DeliveryKind.DELETE))
    copy = await copies.copy_at(session, snippet.id, account.id)
    if copy is not None and copy.removed_at is None and not leaving:
        return None
    last = publishes[-1] if publishes else None
    if last is not None and _is_open(last):
        return last if last.state in WAITS and last.first_armed_at is None else None
    if last is not None and last.state == DeliveryState.ASKED:
        return None
    row = await _fresh(session, last, snippet, account, DeliveryKind.PUBLISH, now)
    row.state = _first_state(account, held=held)
    row.due_at = row.queued_at = now if held else now + undo
    session.add(row)
    await session.flush()
    return row


async def withdraw(
    session: AsyncSession, snippet: Snippet, account: Account, now: datetime
) -> bool:
    """Takes a snippet back from an account, wherever it is on its way; False: it was not there."""
    rows = await wishes.deliveries_of(session, snippet.id)
    mine = [row for row in rows if row.account_id == account.id]
    shown = [row for row in mine if row.kind != DeliveryKind.DELETE]
    taken_back = await _take_back(session, shown, now)
    # Deliveries before copies: a publish that is being recorded shows up in one of the two.
    rows = await wishes.deliveries_of(session, snippet.id)
    publishes = of_account(rows, account.id, DeliveryKind.PUBLISH)
    for row in publishes:
        if row.state == DeliveryState.ASKED:
            row.rule = TAKEN_BACK
            session.add(row)
    flying = any(is_doubtful(row) for row in publishes)
    copy = await copies.copy_at(session, snippet.id, account.id)
    stands = copy is not None and copy.removed_at is None
    if stands and account.network == PAGE:
        # The row is the publication: it is gone the moment this commits.
        await copies.remove_copy(session, snippet.id, account.id, now)
    elif stands or flying:
        await wish_delete(session, snippet, account, now)
    return taken_back or stands or flying


async def wish_edit(
    session: AsyncSession,
    snippet: Snippet,
    account: Account,
    now: datetime,
    *,
    undo: timedelta,
    stopped: bool = False,
) -> None:
    """Queues one edit; a waiting one is put off instead, so that each revision leaves once."""
    rows = await wishes.deliveries_of(session, snippet.id)
    waiting = [
        row
        for row in of_account(rows, account.id, DeliveryKind.EDIT)
        if row.state in WAITS and row.first_armed_at is None
    ]
    row = waiting[-1] if waiting else None
    if row is None:
        row = await _wish(session, snippet, account, DeliveryKind.EDIT, now, now + undo)
    row.due_at = now + undo
    if stopped:
        row.state, row.rule, row.ended_at = DeliveryState.REFUSED, DOOR, now
    session.add(row)
    await session.flush()


async def wish_delete(
    session: AsyncSession, snippet: Snippet, account: Account, now: datetime
) -> Delivery:
    """Queues the removal of what stands at this account."""
    return await _wish(session, snippet, account, DeliveryKind.DELETE, now, now)


async def _wish(
    session: AsyncSession,
    snippet: Snippet,
    account: Account,
    kind: DeliveryKind,
    now: datetime,
    due_at: datetime,
) -> Delivery:
    rows = await wishes.deliveries_of(session, snippet.id)
    for row in of_account(rows, account.id, kind):
        if kind is DeliveryKind.DELETE and _is_open(row):
            return row
    row = await _fresh(session, None, snippet, account, kind, now)
    row.state = _first_state(account, held=False)
    row.queued_at = row.due_at = due_at
    session.add(row)
    await session.flush()
    return row


async def _fresh(
    session: AsyncSession,
    last: Delivery | None,
    snippet: Snippet,
    account: Account,
    kind: DeliveryKind,
    now: datetime,
) -> Delivery:
    """A row for a new wish. One that came to nothing is used again; else the key must be new."""
    if (
        last is not None
        and last.first_armed_at is None
        and last.begun_parts == 0
        and last.state
        in (
            DeliveryState.CANCELLED,
            DeliveryState.REFUSED,
        )
    ):
        last.tries, last.rule, last.raw, last.prepared = 0, None, None, {}
        last.made_at, last.ended_at = now, None
        return last
    revision = await wishes.next_revision(session, snippet.id, account.id)
    return Delivery(
        person_id=snippet.person_id,
        snippet_id=snippet.id,
        account_id=account.id,
        kind=kind,
        revision=max(revision, snippet.revision),
        state=DeliveryState.WAITING,
        queued_at=now,
        due_at=now,
        made_at=now,
    )


def _first_state(account: Account, *, held: bool) -> DeliveryState:
    if held:
        return DeliveryState.HELD
    working = account.state == AccountState.WORKING
    return DeliveryState.WAITING if working else DeliveryState.PARKED


async def _take_back(session: AsyncSession, rows: Sequence[Delivery], now: datetime) -> bool:
    """Cancels what was not armed yet, by a guarded statement: a worker may be arming it now."""
    return bool(await wishes.cancel(session, [row.id for row in rows], TAKEN_BACK, now))
