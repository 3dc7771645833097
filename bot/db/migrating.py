"""Brings the tables up to date: one process at a time, the new schema whole or the old one."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection

from bot.db.engine import Database

T = TypeVar("T")

# Any number, the same in every release: PostgreSQL's name for "somebody is migrating".
LOCK = 0x48696269
# On SQLite another start may be in the middle of it; wait rather than give up after 5 s.
SQLITE_PRAGMAS = (
    "PRAGMA busy_timeout=60000",
    # A table that is built anew is dropped first, and its children must survive that.
    "PRAGMA foreign_keys=OFF",
)


class NewerDatabase(Exception):
    """A newer Hibi has changed the tables; this one does not know them."""


class BrokenReferences(Exception):
    """After a step, rows point at rows that are gone; the step was taken back."""


async def migrate(url: str) -> None:
    """Takes every step that is missing, all in one transaction.

    Makes a missing folder for an SQLite file. Waits while another process migrates. Raises
    NewerDatabase where this release is too old.
    """
    async with _one_start(url):
        if not await is_current(url):
            await alone(url, _upgrade)


async def is_current(url: str) -> bool:
    """Whether the tables are those of this release."""
    database = Database(url)
    try:
        async with database.engine.connect() as connection:
            return await connection.run_sync(_revision) == _steps().get_current_head()
    finally:
        await database.close()


async def alone(url: str, work: Callable[[Connection], T]) -> T:
    """Works on the tables in one transaction that no other migration runs beside."""
    database = Database(url)
    engine = database.engine.execution_options(begin="BEGIN IMMEDIATE")
    if database.is_sqlite:
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    try:
        async with engine.begin() as connection:
            if database.is_sqlite:
                return await connection.run_sync(_with_references_checked, work)
            await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
            return await connection.run_sync(work)
    finally:
        await database.close()


@asynccontextmanager
async def _one_start(url: str) -> AsyncIterator[None]:
    # Two processes that both turn a new SQLite file to WAL may find it locked, whatever the
    # timeout, so they queue at its folder first. PostgreSQL's own lock needs no such help.
    file = make_url(url).database if url.startswith("sqlite") else None
    if file is None or file == ":memory:":
        yield
        return
    folder = _open_folder(Path(file).parent)
    try:
        await asyncio.to_thread(fcntl.flock, folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _open_folder(folder: Path) -> int:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it will hold people's diaries
    return os.open(folder, os.O_RDONLY)


def settings(connection: Connection) -> Config:
    """Alembic's settings for work on this connection, wherever the package is installed."""
    config = _config()
    config.attributes["connection"] = connection
    return config


def _config() -> Config:
    config = Config()
    folder = str(files("migrations"))
    config.set_main_option("script_location", folder.replace("%", "%%"))
    return config


def _steps() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _upgrade(connection: Connection) -> None:
    revision = _revision(connection)
    known = {step.revision for step in _steps().walk_revisions()}
    if revision is not None and revision not in known:
        raise NewerDatabase(f"The database is at step {revision}, made by a newer Hibi.")
    command.upgrade(settings(connection), "head")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _with_references_checked(connection: Connection, work: Callable[[Connection], T]) -> T:
    result = work(connection)
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise BrokenReferences(f"Rows of {broken[0]} point at missing rows of {broken[2]}.")
    return result
