"""The days on which a person had the questions paused."""

from datetime import date, timedelta

from bot.db import people
from bot.domain.pauses import in_pause
from bot.services.ground import Ground
from bot.services.planning import pause_of


async def quiet_days(
    ground: Ground, person_id: int, first_on: date, last_on: date
) -> frozenset[date]:
    """Those from `first_on` to `last_on`, both included."""
    async with ground.database.reading() as session:
        pauses = [pause_of(row) for row in await people.all_pauses(session, person_id)]
    length = (last_on - first_on).days + 1
    days = (first_on + timedelta(days=count) for count in range(length if pauses else 0))
    return frozenset(on for on in days if in_pause(pauses, on))
