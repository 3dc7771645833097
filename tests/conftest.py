"""What every room's tests may ask for: databases, Redis, a browser.

A session starts one PostgreSQL and one Redis of its own and gives each test a fresh database.
HIBI_TEST_POSTGRES and HIBI_TEST_REDIS name servers that are already there instead: the database
user must be allowed to make databases, and the Redis database is emptied.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

import bot.db.tables  # noqa: F401  (fills the metadata)
from bot.config import Settings
from bot.db.engine import Database
from tests.machine import postgres, redis
from tests.machine.children import missing
from tests.peers.bluesky import BlueskyPeer, run_bluesky

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def pytest_configure() -> None:
    """Keeps a developer's own settings away from the tests."""
    for name in [name for name in os.environ if name.startswith("HIBI_")]:
        if not name.startswith("HIBI_TEST_"):
            del os.environ[name]
    Settings.model_config["env_file"] = None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Postgres]:
    """One server for the whole run."""
    given = os.environ.get("HIBI_TEST_POSTGRES")
    if given:
        yield postgres.Postgres(make_url(given))
        return
    programs = postgres.binaries() or missing("PostgreSQL")
    with postgres.running(programs) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: postgres.Postgres) -> Iterator[str]:
    """The name of a database with all tables, to be copied."""
    url = _in_a_loop(postgres_server.make())
    _in_a_loop(_create_tables(url))
    yield str(make_url(url).database)
    _in_a_loop(postgres_server.drop(url))


@pytest.fixture(scope="session")
def spare_databases(postgres_server: postgres.Postgres) -> Iterator[list[str]]:
    """Those of earlier tests, empty again."""
    spare: list[str] = []
    yield spare
    for url in spare:
        _in_a_loop(postgres_server.drop(url))


@pytest.fixture
async def postgres_url(
    postgres_server: postgres.Postgres, postgres_template: str, spare_databases: list[str]
) -> AsyncIterator[str]:
    """A PostgreSQL database with all tables and no row."""
    url = spare_databases.pop() if spare_databases else None
    url = url or await postgres_server.make(postgres_template)
    yield url
    tables = [table.name for table in reversed(SQLModel.metadata.sorted_tables)]
    if await postgres_server.empty(url, tables):
        spare_databases.append(url)
    else:
        await postgres_server.drop(url)


@pytest.fixture
async def empty_postgres_url(postgres_server: postgres.Postgres) -> AsyncIterator[str]:
    """A fresh PostgreSQL database without any table."""
    url = await postgres_server.make()
    yield url
    await postgres_server.drop(url)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _in_a_loop(_create_tables(_sqlite(path)))
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """A fresh SQLite file with all tables."""
    return _sqlite(Path(shutil.copy(sqlite_template, tmp_path / "hibi.db")))


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """Where a fresh SQLite file will be."""
    return _sqlite(tmp_path / "empty.db")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database with all tables, once on each kind."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(name))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database without any table, once on each kind."""
    name = "empty_sqlite_url" if request.param == "sqlite" else "empty_postgres_url"
    return str(request.getfixturevalue(name))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The opened database, once on each kind."""
    opened = Database(database_url)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """One server for the whole run; yields its address."""
    given = os.environ.get("HIBI_TEST_REDIS")
    if given:
        yield given
        return
    program = shutil.which("redis-server") or missing("Redis")
    with redis.running(program) as url:
        yield url


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """An empty Redis."""
    with Redis.from_url(redis_server) as client:
        client.flushdb()
    return redis_server


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the machine's own Chromium; start it headless and with --no-sandbox."""
    found = (shutil.which(name) for name in BROWSERS)
    return next((path for path in found if path), None) or missing("Chromium")


@pytest.fixture(scope="session")
def bluesky_peer() -> Iterator[BlueskyPeer]:
    with run_bluesky() as peer:
        yield peer


async def _create_tables(url: str) -> None:
    opened = Database(url)
    async with opened.engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    await opened.close()


def _sqlite(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


def _in_a_loop(work: Coroutine[Any, Any, Any]) -> Any:
    # In a thread: a loop of our own here would unset the one that pytest-asyncio keeps.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
