"""Looks what came back to a copy: likes, boosts and the words of others.

Gently: a few looks while a post is young, few later, none after half a year; never more than a
server can bear with ease. What goes wrong here is nobody's business but ours: the next look comes
by itself, and after three in vain there is none.
"""

import asyncio
import logging
import traceback
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import echoes, tables
from bot.db.people import person_by_id
from bot.domain.delivery import backoff
from bot.domain.echoes import address, next_look, next_telling, plain
from bot.networks import base
from bot.networks.listening import Heard, hears
from bot.services.ground import Ground
from bot.services.identity import opened
from bot.services.notices import CardDue
from bot.services.ports import CannotReach
from bot.services.renewing import renewed

logger = logging.getLogger(__name__)

LISTEN_LEASE = timedelta(minutes=3)
WHOLE_LOOK = timedelta(minutes=2)
A_SERVER = 30
"""Copies that are looked at on one server in a minute; each costs it one to six questions."""
A_MINUTE = timedelta(minutes=1)
IN_VAIN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One claimed copy, and where it stands."""

    copy: tables.Copy
    account: tables.Account
    person: tables.Person


def first_look(ground: Ground, network: str, now: datetime) -> datetime | None:
    """When a copy that was just made is looked at first; None where nobody tells."""
    return next_look(now, now) if hears(ground.networks.get(network)) else None


async def claim_due(ground: Ground, most: int) -> list[Look]:
    """Claims up to `most` copies whose moment has come."""
    async with ground.database.writing() as session:
        copies = await echoes.claim_listening(session, ground.now(), LISTEN_LEASE, most)
        return [await _look(session, copy) for copy in copies]


async def _look(session: AsyncSession, copy: tables.Copy) -> Look:
    return Look(
        copy=copy,
        account=await session.get_one(tables.Account, copy.account_id),
        person=await session.get_one(tables.Person, copy.person_id),
    )


async def listen(ground: Ground, look: Look) -> None:
    """Looks once and records what there is."""
    network = ground.networks.get(look.account.network)
    if not hears(network) or look.copy.removed_at is not None:
        await _put_off(ground, look, None, 0)
        return
    if not _wanted(look):
        await _put_off(ground, look, _next(ground, look), 0)
        return
    server = f"{look.account.network}:{look.account.server}"
    if not await ground.limiter.allow("listen", server, A_SERVER, A_MINUTE):
        wait = A_MINUTE * ground.chance.uniform(1, 2)
        await _put_off(ground, look, ground.now() + wait, look.copy.listen_tries)
        return
    try:
        async with asyncio.timeout(WHOLE_LOOK.total_seconds()):
            account = await _account(ground, look)
            heard = await network.listen(account, base.Copy(look.copy.remote_id, look.copy.url))
    except (base.NetworkError, TimeoutError) as error:
        await _in_vain(ground, look, error)
    except Exception as error:  # noqa: BLE001 - a bug in one look is no other's trouble
        # Without its message, which may hold what a stranger said.
        place = traceback.extract_tb(error.__traceback__)[-1]
        kind = type(error).__name__
        logger.error("copy %s: %s in %s:%s", look.copy.id, kind, place.name, place.lineno)
        await _in_vain(ground, look, error)
    else:
        await _record(ground, look, heard)


def _wanted(look: Look) -> bool:
    """Whether its account works and its person is here; what stood still goes on afterwards."""
    working = look.account.state == tables.AccountState.WORKING
    return working and look.person.blocked_at is None and bool(look.copy.remote_id)


def _next(ground: Ground, look: Look) -> datetime | None:
    return next_look(look.copy.published_at, ground.now())


async def _account(ground: Ground, look: Look) -> base.Account:
    network = ground.networks[look.account.network]
    if not network.keys_end:
        return opened(ground, look.account)
    return await renewed(ground, network, look.account.id)


async def _in_vain(ground: Ground, look: Look, error: Exception) -> None:
    """An answer that will not change is asked for thrice, any other until the looks are over."""
    tries, following = look.copy.listen_tries + 1, _next(ground, look)
    logger.info("copy %s: nothing heard (%s)", look.copy.id, type(error).__name__)
    if isinstance(error, base.Refused) and tries >= IN_VAIN:
        following = None
    elif following is not None and not isinstance(error, base.Refused):
        wait = getattr(error, "wait", None) or timedelta(0)
        following = max(following, ground.now() + max(wait, backoff(tries + 4, ground.chance)))
    await _put_off(ground, look, following, tries)


async def _put_off(ground: Ground, look: Look, at: datetime | None, tries: int) -> None:
    async def write(session: AsyncSession) -> bool:
        return await echoes.put_off(session, look.copy, at, tries)

    await ground.writer.do(write)


async def _record(ground: Ground, look: Look, heard: Heard) -> None:
    changed = await ground.writer.do(partial(_keep, ground, look, heard))
    if not changed:
        return
    notice = CardDue(person_id=look.person.id, snippet_id=look.copy.snippet_id)
    try:
        await ground.messenger.tell(notice)
    except CannotReach as error:
        logger.info("a card shows no likes: %s", type(error).__name__)


async def _keep(ground: Ground, look: Look, heard: Heard, session: AsyncSession) -> bool:
    """Keeps counters and new echoes; says whether the card would show other numbers."""
    if not await echoes.put_off(session, look.copy, _next(ground, look), 0):
        return False
    await _keep_echoes(ground, look, heard, session)
    return await echoes.count_reactions(session, look.copy.id, heard.likes, heard.boosts)


async def _keep_echoes(ground: Ground, look: Look, heard: Heard, session: AsyncSession) -> None:
    known = await echoes.known_marks(session, look.copy.id)
    person = await person_by_id(session, look.person.id)
    if person is None:
        return
    told_at = await echoes.told_last(session, person.id)
    tell_at = next_telling(ground.now(), person.zone, told_at)
    for one in heard.echoes:
        mark = echoes.mark_of(one.remote_id)
        if mark in known or len(known) >= echoes.MOST_A_COPY or len(one.remote_id) > 1024:
            continue
        known.add(mark)
        session.add(
            tables.Echo(
                person_id=person.id,
                copy_id=look.copy.id,
                mark=mark,
                remote_id=one.remote_id,
                author=plain(one.author, 512),
                url=address(one.url),
                text=plain(one.text),
                heard_at=ground.now(),
                tell_at=tell_at,
            )
        )
