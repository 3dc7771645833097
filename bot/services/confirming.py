"""The extra yes for what the law protects most: counted, and after the third left to the person."""

import logging
from collections.abc import Collection

from bot.db import people
from bot.db.tables import Person
from bot.domain.door import ASKED_ENOUGH, SPECIAL, Detail, Kind
from bot.services.ground import Ground
from bot.services.notices import AskedEnough
from bot.services.ports import CannotReach

logger = logging.getLogger(__name__)

PUT = ASKED_ENOUGH + 1
"""The count of a kind whose question was put."""


def count_yes(person: Person, details: Collection[Detail]) -> None:
    """Call in the transaction that lets these details pass; the person is then to be added."""
    times = dict(person.times_confirmed or {})
    for kind in SPECIAL.intersection(detail.kind for detail in details):
        if times.get(kind, 0) < ASKED_ENOUGH:
            times[str(kind)] = times.get(kind, 0) + 1
    person.times_confirmed = times


async def ask_whether_to_go_on(ground: Ground, person_id: int) -> None:
    """Asks once for each kind that was said yes to often enough; a broken call asks no more."""
    for kind in await _take_due(ground, person_id):
        try:
            await ground.messenger.tell(AskedEnough(person_id=person_id, kind=kind))
        except CannotReach as error:
            logger.info("AskedEnough was not told: %s", type(error).__name__)


async def _take_due(ground: Ground, person_id: int) -> list[Kind]:
    async with ground.database.writing() as session:
        person = await people.person_by_id(session, person_id)
        if person is None:
            return []
        times = person.times_confirmed or {}
        due = [kind for kind in Kind if times.get(kind) == ASKED_ENOUGH]
        if due:
            person.times_confirmed = {**times, **dict.fromkeys(map(str, due), PUT)}
            session.add(person)
        return [kind for kind in due if kind not in person.warnings_off]
