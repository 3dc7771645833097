"""A person's yes: what goes where, after how much has been shown and asked. The no is in
`withdrawing`."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import accounts, people, snippets, wishes
from bot.db.accounts import PAGE
from bot.db.surroundings import Whole, whole
from bot.db.tables import Account, AccountState, Person, Snippet
from bot.domain.compose import is_short
from bot.domain.door import OWNABLE, Detail, Kind
from bot.domain.schedule import logical_day
from bot.services import allowance
from bot.services.choices import (
    AllowanceSpent,
    AtTheDoor,
    Choice,
    FirstTime,
    NoPageYet,
    NotAllowed,
    Waiting,
    Why,
)
from bot.services.confirming import ask_whether_to_go_on, count_yes
from bot.services.door import uncleared
from bot.services.following import go_on, snippet_changed, snippet_deleted
from bot.services.ground import Ground
from bot.services.looking import ToLook, first_look
from bot.services.pages import open_draft
from bot.services.permitting import by_itself, is_held, why_not
from bot.services.targets import PAGE_TARGET, Target, TargetState, targets_of
from bot.services.wishing import wish_publish
from bot.services.withdrawing import (
    can_put_back,
    delete,
    drop_parked,
    only_me,
    put_back,
    repost,
    send_now,
    try_again,
    undo,
    untarget,
)

__all__ = [
    "PAGE_TARGET",
    "AllowanceSpent",
    "AtTheDoor",
    "Choice",
    "FirstTime",
    "NoPageYet",
    "NotAllowed",
    "Target",
    "TargetState",
    "Waiting",
    "Why",
    "by_itself",
    "can_put_back",
    "choose_target",
    "confirm_first",
    "delete",
    "drop_parked",
    "leads",
    "mine",
    "only_me",
    "pass_door",
    "put_back",
    "repost",
    "send_now",
    "snippet_changed",
    "snippet_deleted",
    "targets",
    "today",
    "try_again",
    "undo",
    "untarget",
]


async def targets(ground: Ground, person_id: int, snippet_id: int) -> tuple[Target, ...]:
    """What the card shows under a snippet: nothing for who keeps a diary only, nor under a
    forwarded message."""
    async with ground.database.reading() as session:
        snippet = await snippets.snippet_of(session, person_id, snippet_id)
        person = await people.person_by_id(session, person_id)
        if snippet is None or person is None or person.diary_only or snippet.forwarded:
            return ()
        return await targets_of(ground, session, person, snippet)


async def choose_target(ground: Ground, person_id: int, snippet_id: int, account_id: int) -> Choice:
    """A tap on a target that is off. `PAGE_TARGET` is the page, also before it exists."""
    async with ground.database.writing() as session:
        chosen = await _choose(ground, session, person_id, snippet_id, account_id)
    return await first_look(ground, chosen) if isinstance(chosen, ToLook) else chosen


async def confirm_first(ground: Ground, person_id: int, snippet_id: int, account_id: int) -> Choice:
    """The yes to what `FirstTime` showed; for the page it is what opens it."""
    now = ground.now()
    async with ground.database.writing() as session:
        found = await _shareable(session, person_id, snippet_id)
        if isinstance(found, NotAllowed):
            return found
        account = await _account(session, person_id, account_id)
        if account_id == PAGE_TARGET or (account and account.network == PAGE):
            account = await open_draft(session, person_id, now)
            if account is None:
                return NoPageYet(snippet_id)
        if account is not None:
            account.shown_first_at = account.shown_first_at or now
            session.add(account)
            await session.flush()
        chosen = await _choose(ground, session, person_id, snippet_id, account_id)
    return await first_look(ground, chosen) if isinstance(chosen, ToLook) else chosen


async def pass_door(
    ground: Ground,
    person_id: int,
    snippet_id: int,
    account_id: int | None = None,
    revision: int | None = None,
) -> Choice:
    """*Share as it is*: lets these details of this snippet pass. New words are asked about anew.

    Without an account it lets go on what an edit has stopped.
    """
    choice = await _let_pass(ground, person_id, snippet_id, account_id, revision)
    await ask_whether_to_go_on(ground, person_id)
    return choice


async def mine(
    ground: Ground,
    person_id: int,
    snippet_id: int,
    account_id: int | None = None,
    revision: int | None = None,
    kinds: Collection[Kind] = OWNABLE,
) -> Choice:
    """*It's my shop's number*: details of these kinds are never warned about again.

    What else was found stays at the door: nothing is let pass that the button did not name.
    """
    own = OWNABLE.intersection(kinds)
    return await _let_pass(ground, person_id, snippet_id, account_id, revision, own=own)


def leads(snippet: Snippet, lead: str) -> bool:
    """Whether a lead would stand before this answer, so that there is something to choose."""
    return bool(lead) and is_short(snippet.text)


def today(person: Person, now: datetime) -> date:
    """The day that this person is still living."""
    return logical_day(now, person.zone)


async def _choose(
    ground: Ground, session: AsyncSession, person_id: int, snippet_id: int, account_id: int
) -> Choice | ToLook:
    found = await _shareable(session, person_id, snippet_id)
    if isinstance(found, NotAllowed):
        return found
    account = await _account(session, person_id, account_id)
    if account is None and account_id == PAGE_TARGET:
        return ToLook(found, None)
    refused = _closed(account, found)
    if account is None or refused is not None:
        return NotAllowed(refused or Why.NOT_LINKED)
    spent = await allowance.spent(ground, session, found.person, account.network)
    if spent is not None:
        return spent
    if account.shown_first_at is None:
        return ToLook(found, account)
    details = uncleared(found)
    if details:
        return _at_the_door(found, account_id, details)
    now, person = ground.now(), found.person
    undo_time = timedelta(seconds=person.undo_seconds)
    held = await is_held(session, person, now)
    await wish_publish(session, found.snippet, account, now, undo=undo_time, held=held)
    if not held:
        await wishes.leave_together(session, snippet_id, now, now + undo_time)
    return await _waiting(ground, session, found)


async def _let_pass(
    ground: Ground,
    person_id: int,
    snippet_id: int,
    account_id: int | None,
    revision: int | None,
    *,
    own: Collection[Kind] | None = None,
) -> Choice:
    async with ground.database.writing() as session:
        found = await _shareable(session, person_id, snippet_id)
        if isinstance(found, NotAllowed):
            return found
        details = uncleared(found)
        if details and revision is not None and revision != found.snippet.revision:
            return _at_the_door(found, account_id, details)
        normals = {detail.normal for detail in details if own is None or detail.kind in own}
        snippet, person = found.snippet, found.person
        if own is not None:
            person.own_details = sorted({*person.own_details, *normals})
            session.add(person)
        else:
            snippet.cleared_details = sorted({*snippet.cleared_details, *normals})
            count_yes(person, details)
            session.add_all([snippet, person])
        await session.flush()
        left = uncleared(found)
        if left:
            return _at_the_door(found, account_id, left)
        await go_on(session, snippet, ground.now(), timedelta(seconds=person.undo_seconds))
        if account_id is None:
            return await _waiting(ground, session, found)
        chosen = await _choose(ground, session, person_id, snippet_id, account_id)
    return await first_look(ground, chosen) if isinstance(chosen, ToLook) else chosen


async def _shareable(session: AsyncSession, person_id: int, snippet_id: int) -> Whole | NotAllowed:
    snippet = await snippets.snippet_of(session, person_id, snippet_id)
    if snippet is None:
        return NotAllowed(Why.GONE)
    await wishes.lock_snippet(session, snippet_id)
    found = await whole(session, snippet)
    why = why_not(found)
    return found if why is None else NotAllowed(why)


async def _account(session: AsyncSession, person_id: int, account_id: int) -> Account | None:
    if account_id == PAGE_TARGET:
        return await accounts.page_account(session, person_id)
    return await accounts.account_of(session, person_id, account_id)


def _closed(account: Account | None, found: Whole) -> Why | None:
    if account is None or account.state in accounts.NOT_IN_USE:
        return Why.NOT_LINKED
    if account.state == AccountState.BLOCKED:
        return Why.BLOCKED
    suspended = account.network == PAGE and found.page and found.page.suspended_at
    return Why.SUSPENDED if suspended else None


def _at_the_door(found: Whole, account_id: int | None, details: tuple[Detail, ...]) -> AtTheDoor:
    return AtTheDoor(
        snippet_id=found.snippet.id,
        account_id=account_id,
        revision=found.snippet.revision,
        details=details,
    )


async def _waiting(ground: Ground, session: AsyncSession, found: Whole) -> Waiting:
    shown = await targets_of(ground, session, found.person, found.snippet)
    due = [target.due_at for target in shown if target.due_at is not None]
    return Waiting(due_at=min(due, default=None), targets=shown)
