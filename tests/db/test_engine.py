"""The database: writers one after the other, references kept, and no secret in its words."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import col, update

from bot.db import engine
from bot.db.engine import Database
from bot.db.tables import Fact, Slot
from tests.rows import a_person


async def add_one(database: Database) -> None:
    """Reads, thinks, writes: what two transactions at once can get wrong."""
    async with database.writing() as session:
        fact = await session.get(Fact, "count", with_for_update=True)
        assert fact is not None
        await asyncio.sleep(0)
        fact.value = str(int(fact.value) + 1)
        session.add(fact)


async def test_twenty_read_then_write_transactions_end_at_twenty(database: Database) -> None:
    async with database.writing() as session:
        session.add(Fact(name="count", value="0"))

    await asyncio.gather(*(add_one(database) for _ in range(20)))

    async with database.reading() as session:
        assert (await session.get_one(Fact, "count")).value == "20"


async def test_twenty_of_two_processes_end_at_twenty_as_well(
    database: Database, database_url: str
) -> None:
    other = Database(database_url)
    async with database.writing() as session:
        session.add(Fact(name="count", value="0"))

    await asyncio.gather(*(add_one(each) for _ in range(10) for each in (database, other)))

    async with database.reading() as session:
        assert (await session.get_one(Fact, "count")).value == "20"
    await other.close()


async def test_what_fails_inside_is_rolled_back_whole(database: Database) -> None:
    async def fails() -> None:
        async with database.writing() as session:
            session.add(Fact(name="a"))
            await session.flush()
            raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        await fails()

    async with database.reading() as session:
        assert await session.get(Fact, "a") is None


async def test_a_row_of_nobody_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.writing() as session:
            session.add(Slot(person_id=404, at="20:00"))


async def test_what_belongs_to_a_person_goes_with_them(database: Database) -> None:
    async with database.writing() as session:
        session.add(a_person())
        await session.flush()
        session.add(Slot(person_id=7, at="20:00"))
    async with database.writing() as session:
        await session.exec(text("DELETE FROM people"))  # type: ignore[call-overload]

    async with database.reading() as session:
        left = await session.exec(text("SELECT count(*) FROM slots"))  # type: ignore[call-overload]
        assert left.scalar_one() == 0


async def test_a_reader_is_not_held_up_by_a_writer(database: Database) -> None:
    async with database.writing() as session:
        session.add(Fact(name="a", value="old"))
    async with database.writing() as writing, asyncio.timeout(4):
        await writing.exec(update(Fact).where(col(Fact.name) == "a").values(value="new"))
        async with database.reading() as reading:
            assert (await reading.get_one(Fact, "a")).value == "old"


async def test_sqlite_is_set_as_the_house_wants_it(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    async with database.reading() as session:
        found = {
            name: (await session.exec(text(f"PRAGMA {name}"))).scalar_one()  # type: ignore[call-overload]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    await database.close()

    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1} | {
        "busy_timeout": 5000
    }


async def test_a_locked_sqlite_is_waited_for_and_then_named(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    first, second = Database(sqlite_url), Database(sqlite_url)
    async with first.writing() as session:
        session.add(Fact(name="a"))
        await session.flush()
        with pytest.raises(OperationalError, match="locked"):
            async with second.writing() as late:
                await late.get(Fact, "a")
    async with second.writing() as session:
        session.add(Fact(name="b"))
    await first.close()
    await second.close()


async def test_a_writer_waits_for_its_turn_beside_another_process(
    sqlite_url: str, tmp_path: Path
) -> None:
    first, second = Database(sqlite_url), Database(sqlite_url)

    held = asyncio.Event()

    async def holds() -> None:
        async with first.writing() as session:
            session.add(Fact(name="a"))
            await session.flush()
            held.set()
            await asyncio.sleep(0.02)

    async def follows() -> None:
        await held.wait()
        async with second.writing() as session:
            assert await session.get(Fact, "a") is not None

    await asyncio.gather(holds(), follows())
    await first.close()
    await second.close()


async def test_the_password_is_in_no_words_of_the_database() -> None:
    secret = Database("postgresql+asyncpg://hibi:hunter2hunter2@127.0.0.1:1/hibi")

    assert "hunter2" not in repr(secret) + repr(secret.engine) + str(secret.url)
    with pytest.raises(ConnectionRefusedError) as error:
        async with secret.reading() as session:
            await session.exec(text("SELECT 1"))  # type: ignore[call-overload]
    assert "hunter2" not in repr(error.value) + str(error.value)
    await secret.close()


async def test_errors_hide_what_was_written(database: Database) -> None:
    async with database.writing() as session:
        session.add(Fact(name="a", value="a very private line"))
    with pytest.raises(IntegrityError) as error:
        async with database.writing() as session:
            session.add(Fact(name="a", value="a very private line"))

    assert "private" not in str(error.value)
