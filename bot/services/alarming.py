"""Tells whoever runs this Hibi what only they can mend: once a cause, and never at night."""

import logging

from bot.db import alarms, people
from bot.db.tables import Alarm, Person
from bot.domain.schedule import NIGHT, local
from bot.services.ground import Ground
from bot.services.notices import NetworkOutdated
from bot.services.ports import AnswerLost, CannotReach

logger = logging.getLogger(__name__)


async def tell(ground: Ground) -> None:
    """Tells the owner of every alarm that was not told yet. Who is not there cannot be told: the
    alarm waits for them."""
    async with ground.database.reading() as session:
        untold = await alarms.untold_alarms(session)
        owner = await people.owner_of(session) if untold else None
    if owner is None or owner.blocked_at is not None:
        return
    if NIGHT.covers(local(ground.now(), owner.zone).time()):
        return
    for alarm in untold:
        await _tell(ground, owner, alarm)


async def drop_mended(ground: Ground) -> None:
    """What works again may be an alarm once more."""
    async with ground.database.reading() as session:
        standing = await alarms.standing_alarms(session)
    if standing:
        async with ground.database.writing() as session:
            await alarms.drop_mended(session)


async def _tell(ground: Ground, owner: Person, alarm: Alarm) -> None:
    async with ground.database.writing() as session:
        if not await alarms.take_alarm(session, alarm, ground.now()):
            return
    try:
        await ground.messenger.tell(NetworkOutdated(person_id=owner.id, network=alarm.network))
    except AnswerLost:
        logger.info("an alarm about %s may not have arrived", alarm.network)
    except CannotReach:
        async with ground.database.writing() as session:
            await alarms.give_back_alarm(session, alarm)
