"""Group commit: many records share a transaction, and nobody pays for another's mistake."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import bindparam, event, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.engine import Database
from bot.db.tables import Fact
from bot.db.writer import Work, Writer
from tests.fakes import Killed

SET = update(Fact).where(col(Fact.name) == bindparam("row")).values(value=bindparam("new_value"))


@pytest.fixture
def writer(database: Database) -> Writer:
    return Writer(database)


@pytest.fixture
def commits(database: Database) -> list[str]:
    """One entry for each transaction that was committed."""
    seen: list[str] = []
    event.listen(database.engine.sync_engine, "commit", lambda _connection: seen.append("commit"))
    return seen


def keep(name: str, value: str = "") -> Work:
    async def work(session: AsyncSession) -> str:
        session.add(Fact(name=name, value=value))
        await session.flush()
        return name

    return work


async def facts(database: Database) -> dict[str, str]:
    """As a second session reads them."""
    async with database.reading() as session:
        return {fact.name: fact.value for fact in await session.exec(select(Fact))}


async def test_await_comes_back_after_the_commit(writer: Writer, database: Database) -> None:
    assert await writer.do(keep("a", "1")) == "a"

    assert await facts(database) == {"a": "1"}


async def test_what_is_handed_in_together_is_committed_together(
    writer: Writer, database: Database, commits: list[str]
) -> None:
    results = await asyncio.gather(*(writer.do(keep(f"{n}")) for n in range(200)))

    assert results == [f"{n}" for n in range(200)]
    assert len(await facts(database)) == 200
    assert len(commits) == 1


async def test_a_group_is_no_larger_than_said(database: Database, commits: list[str]) -> None:
    writer = Writer(database, most=10)

    await asyncio.gather(*(writer.do(keep(f"{n}")) for n in range(35)))

    assert len(commits) == 4


async def test_works_run_in_the_order_in_which_they_came(
    writer: Writer, database: Database
) -> None:
    order: list[int] = []

    def numbered(n: int) -> Work:
        async def work(_session: AsyncSession) -> None:
            order.append(n)

        return work

    await asyncio.gather(*(writer.do(numbered(n)) for n in range(50)))

    assert order == list(range(50))


async def test_equal_statements_go_as_one_batch(writer: Writer, database: Database) -> None:
    await asyncio.gather(*(writer.do(keep(f"{n}")) for n in range(20)))
    seen: list[Any] = []
    event.listen(
        database.engine.sync_engine,
        "before_cursor_execute",
        lambda *arguments: seen.append(arguments[5]),
    )

    values = [{"row": f"{n}", "new_value": f"{n * n}"} for n in range(20)]
    await asyncio.gather(*(writer.execute(SET, each) for each in values))

    assert await facts(database) == {f"{n}": f"{n * n}" for n in range(20)}
    assert sum(bool(many) for many in seen) == 1


async def test_what_is_in_no_hurry_waits_for_company(
    writer: Writer, database: Database, commits: list[str]
) -> None:
    await writer.do(keep("a"))
    first = writer.execute(SET, {"row": "a", "new_value": "1"}, soon=False)
    await asyncio.sleep(0.01)
    assert len(commits) == 1

    await writer.do(keep("b"))

    assert first.done()
    assert len(commits) == 2
    assert await facts(database) == {"a": "1", "b": ""}


async def test_what_is_in_no_hurry_does_not_wait_for_ever(
    writer: Writer, database: Database
) -> None:
    await writer.do(keep("a"))

    async with asyncio.timeout(5):
        await writer.execute(SET, {"row": "a", "new_value": "1"}, soon=False)

    assert await facts(database) == {"a": "1"}


async def test_close_does_not_wait_for_company(
    writer: Writer, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.db.writer.COMPANY", 60)
    await writer.do(keep("a"))
    alone = writer.execute(SET, {"row": "a", "new_value": "1"}, soon=False)

    async with asyncio.timeout(5):
        await writer.close()

    assert alone.done()
    assert await facts(database) == {"a": "1"}


async def test_one_failing_work_takes_nobody_with_it(writer: Writer, database: Database) -> None:
    async def fails(_session: AsyncSession) -> None:
        raise ValueError("a bug")

    await writer.do(keep("twice"))
    works: Sequence[Work] = [keep("a"), fails, keep("b"), keep("twice"), keep("c")]

    results = await asyncio.gather(*map(writer.do, works), return_exceptions=True)

    assert [type(result) for result in results] == [str, ValueError, str, IntegrityError, str]
    assert set(await facts(database)) == {"twice", "a", "b", "c"}
    assert await writer.do(keep("d")) == "d"


async def test_a_cancelled_caller_cancels_neither_its_record_nor_others(
    writer: Writer, database: Database
) -> None:
    impatient = asyncio.ensure_future(_waits(writer.do(keep("a"))))
    patient = asyncio.ensure_future(_waits(writer.do(keep("b"))))
    await asyncio.sleep(0)

    impatient.cancel()

    assert await patient == "b"
    await writer.close()
    assert set(await facts(database)) == {"a", "b"}


async def _waits(future: "asyncio.Future[Any]") -> Any:
    return await future


async def test_a_work_that_fails_for_a_cancelled_caller_is_nobodys_news(writer: Writer) -> None:
    async def fails(_session: AsyncSession) -> None:
        raise ValueError("a bug")

    impatient = asyncio.ensure_future(_waits(writer.do(fails)))
    await asyncio.sleep(0)
    impatient.cancel()

    await writer.close()
    assert await writer.do(keep("after")) == "after"


async def test_close_comes_back_when_all_is_committed(writer: Writer, database: Database) -> None:
    for n in range(30):
        writer.do(keep(f"{n}"))

    await writer.close()

    assert len(await facts(database)) == 30
    await writer.close()


async def test_when_the_database_is_away_everyone_hears_of_it_at_once(
    writer: Writer, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    tried: list[str] = []

    def away() -> Any:
        tried.append("connect")
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(database, "writing", away)
        results = await asyncio.gather(
            *(writer.do(keep(f"{n}")) for n in range(50)), return_exceptions=True
        )

    assert {type(result) for result in results} == {ConnectionRefusedError}
    assert len(tried) == 1
    assert await writer.do(keep("after")) == "after"


async def test_a_killed_writer_leaves_nobody_waiting(writer: Writer, database: Database) -> None:
    async def dies(_session: AsyncSession) -> None:
        raise Killed

    mine, theirs = writer.do(keep("a")), writer.do(dies)
    task = writer._task
    assert task is not None

    await asyncio.wait({mine, theirs}, timeout=2)

    assert (mine.cancelled(), theirs.cancelled()) == (True, True)
    assert isinstance(task.exception(), Killed)
    assert await facts(database) == {}


async def test_what_belongs_together_is_written_in_one_go(database: Database) -> None:
    writer, seen = Writer(database), []

    async def doubled(session: AsyncSession, values: list[int]) -> list[int]:
        seen.append(values)
        return [2 * value for value in values]

    assert await asyncio.gather(*(writer.together(doubled, n) for n in range(3))) == [0, 2, 4]
    assert seen == [[0, 1, 2]]


async def test_one_that_fails_in_company_takes_nobody_along(database: Database) -> None:
    writer = Writer(database)

    async def picky(session: AsyncSession, values: list[int]) -> list[int]:
        if 1 in values:
            raise ValueError("not that one")
        return values

    done = await asyncio.gather(
        *(writer.together(picky, n) for n in range(3)), return_exceptions=True
    )

    assert [str(one) for one in done] == ["0", "not that one", "2"]
