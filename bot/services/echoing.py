"""Tells people what others said under their posts: one silent message a day, in the evening.

Never at night or in a pause; then it waits for the next evening. What could not be told within a
month is forgotten untold.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.db import echoes, people, wishes
from bot.db.echoes import Overheard
from bot.db.tables import Person
from bot.domain.echoes import FORGOTTEN_AFTER, next_telling, plain
from bot.domain.snippets import excerpt
from bot.networks.listening import hears
from bot.services import joining
from bot.services.ground import LEASE, Ground
from bot.services.notices import Echoes, ToldEcho
from bot.services.pausing import is_paused
from bot.services.ports import AnswerLost, CannotReach, PersonGone, TelegramBusy

logger = logging.getLogger(__name__)

SHOWN = 12
"""Echoes in one message; the others are counted and stand where they were said."""
LONGEST_AUTHOR = 40
FORGOTTEN_WORDS = timedelta(hours=1)
AT_LEAST = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One person and what they are to be told now; ours until the lease ends."""

    person_id: int
    ids: Sequence[int]


async def claim_due(ground: Ground, most: int) -> list[Telling]:
    """Claims people whose evening has come, each with all that was heard for them."""
    async with ground.database.writing() as session:
        found = await echoes.claim_telling(session, ground.now(), LEASE, most)
    return [Telling(person_id=who, ids=ids) for who, ids in found.items()]


async def tell(ground: Ground, telling: Telling) -> None:
    """Says it, or puts it off to the next evening."""
    async with ground.database.reading() as session:
        person = await people.person_by_id(session, telling.person_id)
        told_at = await echoes.told_last(session, telling.person_id)
        found = await echoes.overheard(session, telling.person_id, telling.ids)
    if person is None:
        return
    if not found:
        await _told(ground, telling)
        return
    moment = next_telling(ground.now(), person.zone, told_at)
    paused = await is_paused(ground, person.id)
    if person.blocked_at is not None or paused or moment > ground.now():
        await _put_off(ground, telling, person)
        return
    await _say(ground, telling, found)


async def forget(ground: Ground) -> None:
    """Who said what is kept for a month at most."""
    async with ground.database.writing() as session:
        await echoes.forget(session, ground.now() - FORGOTTEN_AFTER)
        await wishes.forget_responses(session, ground.now() - FORGOTTEN_WORDS)


async def _say(ground: Ground, telling: Telling, found: Sequence[Overheard]) -> None:
    shown = found[-SHOWN:]
    notice = Echoes(
        person_id=telling.person_id,
        echoes=tuple(_told_echo(ground, one) for one in shown),
        more=len(found) - len(shown),
    )
    try:
        await ground.messenger.tell(notice)
    except PersonGone:
        await joining.leave(ground, telling.person_id)
        return
    except TelegramBusy as busy:
        async with ground.database.writing() as session:
            await echoes.tell_later(session, telling.ids, ground.now() + max(busy.wait, AT_LEAST))
        return
    except AnswerLost:
        logger.info("person %s: echoes may have been told", telling.person_id)
    except CannotReach as error:
        # Told again it would be refused again.
        logger.warning("echoes were refused: %s", type(error).__name__)
    await _told(ground, telling)


def _told_echo(ground: Ground, one: Overheard) -> ToldEcho:
    network = ground.networks.get(one.account.network)
    can_answer = hears(network) and network.answers
    return ToldEcho(
        echo_id=one.echo.id,
        author=plain(one.echo.author, LONGEST_AUTHOR),
        network=one.account.network,
        text=one.echo.text,
        url=one.echo.url,
        below=excerpt(one.snippet.text),
        can_answer=can_answer and bool(one.echo.remote_id),
    )


async def _told(ground: Ground, telling: Telling) -> None:
    async with ground.database.writing() as session:
        await echoes.mark_told(session, telling.ids, ground.now())


async def _put_off(ground: Ground, telling: Telling, person: Person) -> None:
    """To the next evening; as if it had been told today."""
    now = ground.now()
    moment = max(next_telling(now, person.zone, now), now + timedelta(minutes=10))
    async with ground.database.writing() as session:
        await echoes.tell_later(session, telling.ids, moment)
