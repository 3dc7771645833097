"""Accounts that are linked: kept, listed, looked after, let go."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import accounts as rows
from bot.db import tables
from bot.db.deliveries import count_waiting, move_all
from bot.db.identities import account_by_identity, others_at, unrevoked_accounts
from bot.db.tables import AccountState
from bot.domain.delivery import DeliveryState
from bot.domain.forms import LongForm, form_in
from bot.networks.base import Account, Linking, NetworkError, SignInAgain
from bot.services.composing import known_limits
from bot.services.forming import offered
from bot.services.ground import LEASE, Ground
from bot.services.identity import keep_secret, opened

logger = logging.getLogger(__name__)

NOT_YET_GONE = (
    DeliveryState.HELD,
    DeliveryState.WAITING,
    DeliveryState.CLAIMED,
    DeliveryState.UNSURE,
    DeliveryState.ASKED,
    DeliveryState.PARKED,
)
STANDING_STILL = (AccountState.SIGNED_OUT, AccountState.BLOCKED)
GOES_ON = (DeliveryState.WAITING, DeliveryState.UNSURE)
KEPT_BACK = (DeliveryState.PARKED, DeliveryState.WAITING)
"""What goes out after a new sign-in as if it were new: also what a pause let go meanwhile."""
AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """An account that works from now on. `revived`: it was linked before.

    `waiting` answers that were kept for it go out now. `key` is shown to the person, once.
    """

    account_id: int
    network: str
    title: str
    server: str
    handle: str
    revived: bool
    waiting: int
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedAccount:
    """One row of /networks. `state` is working, signed out or blocked."""

    account_id: int
    network: str
    title: str
    server: str
    handle: str
    state: AccountState
    by_itself: bool
    is_page: bool
    waiting: int
    linked_at: datetime | None
    last_post_at: datetime | None
    forms: tuple[LongForm, ...] = ()
    """What answers that are too long there may become; `form` is what they become now."""
    form: LongForm = LongForm.SHORTENED
    numbers_parts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGo:
    """An account that is not used any more. `revoked`: the network took its token back, too."""

    network: str
    title: str
    handle: str
    revoked: bool
    cancelled: int


async def keep(ground: Ground, session: AsyncSession, person_id: int, found: Account) -> Linked:
    """Takes an account into use. What waits for it goes out; consent of an ended link does not
    come back."""
    row = await account_by_identity(
        session, person_id, found.network, found.server, found.remote_id
    )
    revived = row is not None and row.state != AccountState.PENDING
    if row is None:
        row = tables.Account(
            person_id=person_id,
            network=found.network,
            server=found.server,
            remote_id=found.remote_id,
            state=AccountState.UNLINKED,
        )
    if row.state in rows.NOT_IN_USE:
        row.by_itself, row.shown_first_at, row.offered_by_itself_at = False, None, None
        row.linked_at = ground.now()
    row.handle = found.handle
    keep_secret(ground, row, found.secret)
    waits = KEPT_BACK if row.state in STANDING_STILL else (DeliveryState.PARKED,)
    row.state = AccountState.WORKING
    row.limits = {}
    row.told_signed_out_at, row.checked_at = None, ground.now()
    session.add(row)
    await session.flush()
    waiting = await move_all(session, waits, DeliveryState.WAITING, ground.now(), account_id=row.id)
    return Linked(
        account_id=row.id,
        network=row.network,
        title=title_of(ground, row.network),
        server=row.server,
        handle=row.handle,
        revived=revived,
        waiting=len(waiting),
    )


async def accounts(ground: Ground, person_id: int) -> Sequence[LinkedAccount]:
    """Everything that this person linked, and their page first where there is one."""
    async with ground.database.reading() as session:
        found = await rows.accounts_of(session, person_id)
        waiting = {row.id: await count_waiting(session, row.id) for row in found}
    return [_linked_account(ground, row, waiting[row.id]) for row in found]


def _linked_account(ground: Ground, row: tables.Account, waiting: int) -> LinkedAccount:
    network = ground.networks.get(row.network)
    forms = offered(network, known_limits(network, row)) if network else ()
    return LinkedAccount(
        account_id=row.id,
        network=row.network,
        title=title_of(ground, row.network),
        server=row.server,
        handle=row.handle,
        state=AccountState(row.state),
        by_itself=row.by_itself,
        is_page=row.network == rows.PAGE,
        waiting=waiting,
        linked_at=row.linked_at,
        last_post_at=row.last_post_at,
        forms=forms,
        form=form_in(row.long_form, forms),
        numbers_parts=row.numbers_parts,
    )


async def unlink(ground: Ground, person_id: int, account_id: int) -> LetGo | None:
    """Stops using an account: nothing more goes there, its token is given back and erased.

    None for the page, which nobody can unlink, and for an account that is not this person's.
    """
    async with ground.database.writing() as session:
        row = await rows.account_of(session, person_id, account_id)
        if row is None or row.state == AccountState.UNLINKED or row.network == rows.PAGE:
            return None
        cancelled = await stop(session, row, ground.now())
    revoked = await give_back(ground, row)
    return LetGo(
        network=row.network,
        title=title_of(ground, row.network),
        handle=row.handle,
        revoked=revoked,
        cancelled=len(cancelled),
    )


async def give_back_forgotten(ground: Ground) -> None:
    """Gives back tokens of links whose end was cut off by a crash."""
    async with ground.database.reading() as session:
        left = await unrevoked_accounts(session, ground.now() - LEASE, AT_ONCE)
    for row in left:
        await give_back(ground, row)


async def revoke(ground: Ground, account: Account) -> bool:
    """Asks the network to forget a token; says whether it did. Nobody waits for a second try.

    A group is left, unless somebody else of this Hibi shares there.
    """
    network = ground.networks.get(account.network)
    if network is None:
        return False
    if network.linking is Linking.GROUP:
        async with ground.database.reading() as session:
            if await others_at(session, account.network, account.remote_id, account.id):
                return False
    try:
        await network.revoke(account)
    except NetworkError as error:
        logger.warning("%s did not take a token back: %s", account.network, error.rule)
        return False
    except Exception:
        logger.exception("%s did not take a token back", account.network)
        return False
    return network.linking is not Linking.CHANNEL


def title_of(ground: Ground, network: str) -> str:
    found = ground.networks.get(network)
    return found.title if found is not None else network


async def stand_still(
    session: AsyncSession, account_id: int, state: AccountState, now: datetime
) -> None:
    """An account is signed out or blocked: what was to go there waits for its person."""
    await rows.stop_working(session, account_id, state)
    await move_all(session, GOES_ON, DeliveryState.PARKED, now, account_id=account_id)


async def stop(session: AsyncSession, row: tables.Account, now: datetime) -> list[int]:
    """Ends the use of an account, and all that was on its way there; returns those snippets."""
    row.state = AccountState.UNLINKED
    row.by_itself = False
    row.checked_at = now
    session.add(row)
    return await move_all(session, NOT_YET_GONE, DeliveryState.CANCELLED, now, account_id=row.id)


async def give_back(ground: Ground, row: tables.Account) -> bool:
    """Gives back the token of an account that is not used any more; says whether it was taken."""
    try:
        account = opened(ground, row)
    except SignInAgain:
        revoked = False
    else:
        revoked = await revoke(ground, account)
    async with ground.database.writing() as session:
        left = await rows.account_of(session, row.person_id, row.id)
        # Somebody may have linked it again meanwhile: that secret is a new one.
        if left is not None and left.state == AccountState.UNLINKED:
            left.secret = None
            session.add(left)
    return revoked
