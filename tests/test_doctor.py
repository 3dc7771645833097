"""What `hibi doctor` says of versions that networks no longer speak, or soon will not."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.config import Settings
from bot.db.engine import Database
from bot.db.migrating import migrate
from bot.db.tables import Alarm
from bot.doctor import examine, say_versions
from bot.networks.linkedin_api import supported_until
from tests.fakes import NOW


async def test_a_network_that_left_us_behind_is_named(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path)
    await migrate(settings.database)
    well: list[str] = []
    assert await examine(settings, well.append)

    database = Database(settings.database)
    async with database.writing() as session:
        session.add(Alarm(network="linkedin", rule="version_retired", raised_at=NOW))
    await database.close()
    said: list[str] = []
    assert not await examine(settings, said.append)

    assert [line for line in well if line.startswith("✗")] == []
    assert [line for line in said if line.startswith("✗")] == [
        "✗  linkedin: no longer speaks the version that this Hibi knows. Update Hibi."
    ]


@pytest.mark.parametrize(("days", "lines"), [(61, 0), (60, 1), (0, 1), (-30, 1)])
def test_the_end_of_a_version_is_said_two_months_ahead(days: int, lines: int) -> None:
    said: list[str] = []

    say_versions(said.append, supported_until() - timedelta(days=days))

    assert len(said) == lines
    assert supported_until() > date(2026, 12, 31)
