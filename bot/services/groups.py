"""Groups that people share into: found while their own dialogue waits, confirmed by them, asked
about again daily. Nothing that is said there is kept."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import accounts as rows
from bot.db import pages, tables
from bot.db.accounts import GROUP
from bot.db.identities import (
    account_by_identity,
    accounts_at,
    unchecked_accounts,
    unconfirmed_accounts,
)
from bot.db.tables import AccountState
from bot.networks.base import Moved, NetworkError, SignInAgain
from bot.networks.group import AUTHOR, Group, GroupSeen
from bot.services.channels import tell_unlinked
from bot.services.ground import Ground
from bot.services.identity import keep_secret, opened
from bot.services.linked import Linked, give_back, keep, revoke, stand_still, stop
from bot.services.linking_rules import (
    CannotLink,
    Why,
    cannot,
    check_person,
    count_link,
    network_named,
)

logger = logging.getLogger(__name__)

A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)
WAITS_FOR_YES = timedelta(minutes=15)
AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A group that waits for its person's yes: who reads there, and how their posts begin."""

    account_id: int
    title: str
    members: int
    author: str


async def offer(ground: Ground, person_id: int, chat_id: int, first_name: str) -> Offer:
    """Remembers a group until its person says yes. `first_name` is how Telegram calls them, for
    whoever has no name on their page. Raises CannotLink; then the bot has left again.
    """
    network = _network(ground)
    try:
        await check_person(ground, person_id)
        await count_link(ground, person_id)
        seen = await _seen(network, person_id, chat_id)
    except CannotLink:
        await leave_if_nobodys(ground, chat_id)
        raise
    async with ground.database.writing() as session:
        author = await _author(session, person_id) or first_name
        account = network.account(seen, author)
        row = await account_by_identity(session, person_id, GROUP, "", account.remote_id)
        if row is None:
            row = tables.Account(
                person_id=person_id,
                network=GROUP,
                remote_id=account.remote_id,
                state=AccountState.UNLINKED,
            )
        if row.state == AccountState.UNLINKED:
            row.state, row.checked_at = AccountState.PENDING, ground.now()
        row.handle = account.handle
        keep_secret(ground, row, account.secret)
        session.add(row)
        await session.flush()
        account_id = row.id
    return Offer(
        account_id=account_id,
        title=account.handle,
        members=seen.members,
        author=account.secret[AUTHOR],
    )


async def confirm(ground: Ground, person_id: int, account_id: int) -> Linked:
    """The person's yes; membership is asked about once more. Raises CannotLink."""
    await check_person(ground, person_id)
    row = await _waiting(ground, person_id, account_id)
    if row is None:
        raise CannotLink(Why.NOT_ASKED)
    network, known = _network(ground), opened(ground, row)
    seen = await _seen(network, person_id, int(row.remote_id))
    account = network.account(seen, known.secret[AUTHOR])
    async with ground.database.writing() as session:
        fresh = await rows.account_of(session, person_id, account_id)
        if fresh is None or fresh.state == AccountState.UNLINKED:
            raise CannotLink(Why.NOT_ASKED)
        return await keep(ground, session, person_id, account)


async def decline(ground: Ground, person_id: int, account_id: int) -> bool:
    """The person's no: the bot leaves, and nothing is kept of it. False where none waited."""
    row = await _waiting(ground, person_id, account_id)
    if row is None or row.state != AccountState.PENDING:
        return False
    await _forget(ground, row)
    return True


async def leave_unconfirmed(ground: Ground) -> None:
    """Leaves groups that nobody said yes to in time."""
    async with ground.database.reading() as session:
        due = await unconfirmed_accounts(session, ground.now() - WAITS_FOR_YES, AT_ONCE)
    for row in due:
        await _forget(ground, row)


async def is_known(ground: Ground, chat_id: int) -> bool:
    """Whether somebody shares there, or was just asked whether to."""
    async with ground.database.reading() as session:
        return bool(await accounts_at(session, GROUP, str(chat_id)))


async def waits_to_return(ground: Ground, person_id: int, chat_id: int) -> bool:
    """Whether this person shared there until the bot was taken out."""
    async with ground.database.reading() as session:
        row = await account_by_identity(session, person_id, GROUP, "", str(chat_id))
    return row is not None and row.state == AccountState.SIGNED_OUT


async def leave_if_nobodys(ground: Ground, chat_id: int) -> None:
    """Leaves a group, unless somebody shares there."""
    seen = GroupSeen(chat_id=chat_id, title="", username="", members=0, may_write=False)
    await revoke(ground, _network(ground).account(seen, ""))


async def shut_out(ground: Ground, chat_id: int) -> None:
    """The bot is out of a group, or silenced there: what was to go there waits. People are told by
    the next sweep, once."""
    async with ground.database.writing() as session:
        for row in await accounts_at(session, GROUP, str(chat_id)):
            if row.state == AccountState.PENDING:
                await _drop(session, row, ground)
            else:
                await stand_still(session, row.id, AccountState.SIGNED_OUT, ground.now())


async def moved(ground: Ground, chat_id: int, to: int) -> None:
    """A group became a supergroup and has another id: from now on posts go there."""
    async with ground.database.writing() as session:
        for row in await accounts_at(session, GROUP, str(chat_id)):
            there = await account_by_identity(session, row.person_id, GROUP, "", str(to))
            if there is not None and there.id == row.id:
                # Both groups tell of the move, and two workers may hear it at once.
                continue
            if there is not None:
                # Known by its new id already: one of two ways to the same place is enough.
                await stop(session, row, ground.now())
                row.secret = None
                continue
            account = opened(ground, row)
            row.remote_id = str(to)
            # What is sealed opens only beside the id that it was sealed with.
            keep_secret(ground, row, account.secret)
            session.add(row)


async def check_groups(ground: Ground) -> None:
    """Asks Telegram once a day whether each group still has its person and the bot."""
    async with ground.database.reading() as session:
        due = await unchecked_accounts(session, GROUP, ground.now() - A_DAY, AT_ONCE)
    for row in due:
        await _check(ground, row)


async def _check(ground: Ground, row: tables.Account) -> None:
    checked_at = ground.now()
    try:
        await _network(ground).still_member(opened(ground, row), row.person_id)
    except SignInAgain as error:
        if error.rule == "not_a_member":
            await _end(ground, row)
        else:
            async with ground.database.writing() as session:
                await stand_still(session, row.id, AccountState.SIGNED_OUT, ground.now())
        return
    except NetworkError as error:
        logger.info("account %d could not be checked: %s", row.id, error.rule)
        checked_at -= A_DAY - AN_HOUR
        if isinstance(error, Moved):
            await moved(ground, int(row.remote_id), int(error.to))
    async with ground.database.writing() as session:
        left = await rows.account_of(session, row.person_id, row.id)
        if left is None or left.state != AccountState.WORKING:
            return
        left.checked_at = checked_at
        author = await _author(session, row.person_id)
        if author:
            secret = opened(ground, left).secret
            keep_secret(ground, left, secret.evolve(**{AUTHOR: author}))
        session.add(left)


async def _end(ground: Ground, row: tables.Account) -> None:
    """The person is not in the group any more, so nothing of theirs goes there."""
    async with ground.database.writing() as session:
        left = await rows.account_of(session, row.person_id, row.id)
        if left is None or left.state != AccountState.WORKING:
            return
        await stop(session, left, ground.now())
    await give_back(ground, row)
    await tell_unlinked(ground, row)


async def _forget(ground: Ground, row: tables.Account) -> None:
    async with ground.database.writing() as session:
        left = await rows.account_of(session, row.person_id, row.id)
        if left is None or left.state != AccountState.PENDING:
            return
        await _drop(session, left, ground)
    await leave_if_nobodys(ground, int(row.remote_id))


async def _drop(session: AsyncSession, row: tables.Account, ground: Ground) -> None:
    """What was never said yes to leaves nothing; a link of before keeps what hangs on it."""
    if row.linked_at is None:
        await session.delete(row)
        return
    await stop(session, row, ground.now())
    row.secret = None


async def _waiting(ground: Ground, person_id: int, account_id: int) -> tables.Account | None:
    """A group that was offered to this person."""
    async with ground.database.reading() as session:
        row = await rows.account_of(session, person_id, account_id)
    ended = row is None or row.network != GROUP or row.state == AccountState.UNLINKED
    return None if ended else row


async def _seen(network: Group, person_id: int, chat_id: int) -> GroupSeen:
    try:
        return await network.look(chat_id, person_id)
    except NetworkError as error:
        raise cannot(error) from None


async def _author(session: AsyncSession, person_id: int) -> str:
    page = await pages.page_of(session, person_id)
    return page.name.strip() if page is not None and page.opened_at is not None else ""


def _network(ground: Ground) -> Group:
    network = network_named(ground, GROUP)
    if not isinstance(network, Group):
        raise CannotLink(Why.UNKNOWN_NETWORK)
    return network
