"""Which days a pause has made quiet."""

from datetime import date
from pathlib import Path

from bot.db.engine import Database
from bot.db.tables import Pause
from bot.services.quiet_days import quiet_days
from tests.builders import HANA, a_person, build_world
from tests.fakes import NOW

NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)


async def test_both_ends_are_quiet_and_nothing_beyond_is_told(
    database: Database, tmp_path: Path
) -> None:
    world = build_world(database, tmp_path)
    await world.add(a_person(), a_person(8))
    await world.add(
        Pause(
            person_id=HANA,
            first_on=date(2026, 10, 30),
            last_on=date(2026, 11, 2),
            made_at=NOW,
        ),
        Pause(person_id=HANA, first_on=date(2026, 11, 29), last_on=None, made_at=NOW),
        Pause(
            person_id=8,
            first_on=date(2026, 11, 10),
            last_on=date(2026, 11, 12),
            made_at=NOW,
        ),
    )

    found = await quiet_days(world.ground, HANA, *NOVEMBER)

    assert sorted(on.day for on in found) == [1, 2, 29, 30]
