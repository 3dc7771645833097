"""A house for every test of the chat, half of them on SQLite, half on PostgreSQL; see house.py."""

import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.db.engine import Database
from bot.playground.core import PLAYGROUND_TOKEN, Playground
from bot.playground.server import create_app
from tests.builders import build_world
from tests.chat.house import House, open_house, settings_in
from tests.chat.inboxes import Handlers, Inbox
from tests.fakes import FakeClock
from tests.playground.judge import Judge


@pytest.fixture
def either_url(request: pytest.FixtureRequest) -> str:
    """A fresh database of one kind or the other, always the same for one test: the queries under
    a flow are tried on both in `tests/services` and `tests/db`."""
    kind = ("sqlite_url", "postgres_url")[zlib.crc32(request.node.name.encode()) % 2]
    return str(request.getfixturevalue(kind))


@pytest.fixture
async def house(tmp_path: Path, either_url: str) -> AsyncIterator[House]:
    """Everything that the bot said was valid by the Bot API's models, or the test has failed."""
    async with _opened(tmp_path, either_url) as opened:
        yield opened


@pytest.fixture
async def house_on_sqlite(tmp_path: Path, sqlite_url: str) -> AsyncIterator[House]:
    """For flows whose queries are tried on both databases elsewhere."""
    async with _opened(tmp_path, sqlite_url) as opened:
        yield opened


@asynccontextmanager
async def _opened(folder: Path, url: str) -> AsyncIterator[House]:
    judge, clock = Judge(), FakeClock()
    playground = Playground(token=PLAYGROUND_TOKEN, clock=lambda: clock.now.timestamp())
    judge.watch(playground)
    async with TestClient(TestServer(create_app(playground))) as side:
        opened = await open_house(settings_in(folder, url), playground, side, clock)
        yield opened
        await opened.close()
    assert judge.findings == []


@pytest.fixture
async def inbox(database: Database, tmp_path: Path) -> Inbox:
    return Inbox(build_world(database, tmp_path), Handlers())
