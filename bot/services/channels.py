"""Channels of people: linked when Telegram says that they may post there, and asked again daily."""

import logging
from datetime import timedelta

from bot.db import accounts as rows
from bot.db import tables
from bot.db.identities import unchecked_accounts
from bot.db.tables import AccountState
from bot.networks.base import NetworkError, SignInAgain
from bot.networks.telegram import Telegram
from bot.services.ground import Ground
from bot.services.identity import opened
from bot.services.linked import Linked, keep, stop
from bot.services.linking_rules import (
    CannotLink,
    Why,
    cannot,
    check_person,
    count_link,
    network_named,
)
from bot.services.notices import Unlinked
from bot.services.ports import CannotReach

logger = logging.getLogger(__name__)

A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)
AT_ONCE = 100


async def link_channel(ground: Ground, person_id: int, chat: str | int) -> Linked:
    """Links a channel, by its id or public name, where this person may post. Raises CannotLink."""
    await check_person(ground, person_id)
    network = network_named(ground, "telegram")
    if not isinstance(network, Telegram):
        raise CannotLink(Why.UNKNOWN_NETWORK)
    await count_link(ground, person_id)
    try:
        account = await network.link(chat, person_id)
    except NetworkError as error:
        raise cannot(error) from None
    async with ground.database.writing() as session:
        return await keep(ground, session, person_id, account)


async def check_channels(ground: Ground) -> None:
    """Asks Telegram once a day whether each channel's owner may still post there."""
    network = ground.networks.get("telegram")
    if not isinstance(network, Telegram):
        return
    async with ground.database.reading() as session:
        due = await unchecked_accounts(session, network.name, ground.now() - A_DAY, AT_ONCE)
    for row in due:
        await _check_channel(ground, network, row)


async def _check_channel(ground: Ground, network: Telegram, row: tables.Account) -> None:
    now = ground.now()
    try:
        await network.still_may_post(opened(ground, row), row.person_id)
    except SignInAgain:
        async with ground.database.writing() as session:
            left = await rows.account_of(session, row.person_id, row.id)
            if left is None or left.state != AccountState.WORKING:
                return
            await stop(session, left, now)
            left.secret = None
        await tell_unlinked(ground, row)
        return
    except NetworkError as error:
        logger.info("account %d could not be checked: %s", row.id, error.rule)
        now -= A_DAY - AN_HOUR
    async with ground.database.writing() as session:
        left = await rows.account_of(session, row.person_id, row.id)
        if left is not None:
            left.checked_at = now
            session.add(left)


async def tell_unlinked(ground: Ground, row: tables.Account) -> None:
    """Says that a link ended from the other side; whoever cannot be reached goes without it."""
    notice = Unlinked(person_id=row.person_id, network=row.network, handle=row.handle)
    try:
        await ground.messenger.tell(notice)
    except CannotReach:
        logger.info("person %d could not be told of an ended link", row.person_id)
