"""Sign-ins that end at a known time: renewed ahead where that can be, told of twice where not."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.db import accounts, tables
from bot.db.alarms import raise_alarm
from bot.db.tables import AccountState
from bot.domain.schedule import NIGHT, local
from bot.domain.zones import UnknownZone
from bot.networks.base import NetworkError, SignInAgain, VersionRetired
from bot.services.ground import Ground
from bot.services.linked import stand_still
from bot.services.notices import SignInEnds
from bot.services.pausing import is_paused
from bot.services.ports import CannotReach, TelegramBusy
from bot.services.renewing import renewed

logger = logging.getLogger(__name__)

LOOK_AHEAD = timedelta(days=10)
TOLD_AHEAD = (1, 7)
"""How many days ahead people are told, the nearest first."""
AT_ONCE = 100


async def look_ahead(ground: Ground) -> None:
    """Looks at each sign-in that ends soon, by day where its person lives."""
    seen = 0
    while rows := await _ending(ground, behind=seen):
        for account, person in rows:
            try:
                await _look(ground, account, person)
            except UnknownZone:
                logger.error("person %s: unknown zone, the end of a sign-in is not told", person.id)
            seen = account.id


async def _ending(ground: Ground, *, behind: int) -> Sequence[tuple[tables.Account, tables.Person]]:
    async with ground.database.reading() as session:
        return await accounts.ending_sign_ins(
            session, ground.now() + LOOK_AHEAD, behind=behind, most=AT_ONCE
        )


async def _look(ground: Ground, account: tables.Account, person: tables.Person) -> None:
    if NIGHT.covers(local(ground.now(), person.zone).time()):
        return
    ends_at = await _renewed(ground, account)
    # A pause keeps the notice back, not the renewal: else a long one would end the sign-in.
    if ends_at is None or await is_paused(ground, person.id):
        return
    left = ends_at - ground.now()
    ahead = next((days for days in TOLD_AHEAD if left <= timedelta(days=days)), None)
    if ahead is not None and left > timedelta(0):
        await _tell(ground, account, ends_at, ahead, local(ends_at, person.zone))


async def _renewed(ground: Ground, account: tables.Account) -> datetime | None:
    """When the sign-in ends now; None where it has ended, or is not ours to use any more."""
    network = ground.networks.get(account.network)
    if network is None:
        return None
    try:
        if network.keys_end:
            await renewed(ground, network, account.id)
    except SignInAgain:
        await _stop(ground, account.id)
    except VersionRetired as error:
        async with ground.database.writing() as session:
            await raise_alarm(session, account.network, error.rule, ground.now())
    except NetworkError as error:
        logger.info("account %s was not renewed: %s", account.id, error.rule)
    except Exception:
        logger.exception("account %s was not renewed", account.id)
    async with ground.database.reading() as session:
        row = await session.get(tables.Account, account.id)
    works = row is not None and row.state == AccountState.WORKING
    return row.sign_in_ends_at if row is not None and works else None


async def _stop(ground: Ground, account_id: int) -> None:
    async with ground.database.writing() as session:
        await stand_still(session, account_id, AccountState.SIGNED_OUT, ground.now())


async def _tell(
    ground: Ground, account: tables.Account, ends_at: datetime, ahead: int, here: datetime
) -> None:
    async with ground.database.writing() as session:
        if not await accounts.take_end_notice(session, account.id, ends_at, ahead):
            return
    notice = SignInEnds(
        person_id=account.person_id,
        account_id=account.id,
        network=account.network,
        handle=account.handle,
        on=here.date(),
    )
    try:
        await ground.messenger.tell(notice)
    except TelegramBusy:
        # Nothing was sent: the next look tells it.
        async with ground.database.writing() as session:
            await accounts.give_back_end_notice(session, account.id, account.told_end_days)
    except CannotReach:
        logger.info("account %s: the end of its sign-in was not told", account.id)
