"""A world with two people in it, and a client that visits its pages."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.config import Settings
from bot.db.engine import Database
from bot.services.health import Vitals
from bot.web.server import Parts, create_web
from tests.builders import HANA, World, a_person, build_world
from tests.web.villages import Village

MALLORY = 666
HERE = "http://127.0.0.1:8080"


async def well() -> bool:
    return True


def parts_for(**changes: Any) -> Parts:
    return Parts(**{"vitals": Vitals(well, timedelta), **changes})


def a_world(database: Database, folder: Path, *networks: Any, **settings: Any) -> World:
    """A world at home with these settings."""
    known = Settings(_env_file=None, data_dir=folder, **settings)
    return build_world(database, folder, *networks, settings=known, base_url=HERE)


@pytest.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[Database]:
    """What the web shows is the same on either database; its services are tested on both."""
    opened = Database(sqlite_url)
    yield opened
    await opened.close()


@pytest.fixture
def village() -> Village:
    return Village()


@pytest.fixture
async def world(sqlite: Database, tmp_path: Path, village: Village) -> World:
    made = a_world(sqlite, tmp_path, village)
    await made.add(a_person(HANA), a_person(MALLORY))
    return made


@pytest.fixture
async def client(world: World) -> AsyncIterator[TestClient]:
    async with TestClient(TestServer(create_web(world.ground, parts_for()))) as opened:
        yield opened
