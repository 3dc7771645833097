"""The test run's own servers behave as the tests rely on."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import inspect
from sqlmodel import col, select

from bot.db.engine import Database
from bot.db.tables import Fact, Snippet
from tests.builders import a_person, a_snippet
from tests.machine.postgres import Postgres

ABANDON = """
import os, time
from pathlib import Path
from tests.machine import children
user = "daemon" if os.geteuid() == 0 else None
child = children.start(
    ["sleep", "600"], log=Path("/dev/null"), ready=lambda: True, user=user
)
print(child.process.pid, flush=True)
time.sleep(600)
"""


async def _facts(database: Database) -> list[str]:
    async with database.reading() as session:
        return list((await session.exec(select(col(Fact.name)))).all())


@pytest.mark.parametrize("turn", ["first", "second"])
async def test_each_test_gets_an_empty_database(database: Database, turn: str) -> None:
    before = await _facts(database)
    async with database.writing() as session:
        session.add(Fact(name=turn, value=turn))

    assert before == []
    assert await _facts(database) == [turn]


@pytest.mark.parametrize("turn", ["first", "second"])
async def test_each_test_counts_from_one(database: Database, turn: str) -> None:
    async with database.writing() as session:
        session.add(person := a_person(7))
        session.add(a_snippet(turn, person.id))
        await session.flush()
        found = list((await session.exec(select(col(Snippet.id)))).all())

    assert found == [1]


async def test_a_database_that_cannot_be_emptied_is_told(
    postgres_server: Postgres, empty_postgres_url: str
) -> None:
    assert await postgres_server.empty(empty_postgres_url, []) is True
    assert await postgres_server.empty(empty_postgres_url, ["people"]) is False


async def test_an_empty_database_has_no_table(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    async with database.engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    await database.close()

    assert tables == []


@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_test_gets_an_empty_redis(redis_url: str, turn: str) -> None:
    with Redis.from_url(redis_url) as client:
        before = client.dbsize()
        client.set(turn, "1")

    assert before == 0


@pytest.mark.skipif(sys.platform != "linux", reason="other systems cannot wish for it")
def test_a_killed_run_leaves_no_server_behind(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ABANDON], stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        servers = [int(pid) for pid in run.stdout.readline().split()]
        alive = [_runs(pid) for pid in servers]
        run.kill()

    assert alive == [True]
    assert gone_within(10, servers)


def gone_within(seconds: float, processes: list[int]) -> bool:
    until = time.monotonic() + seconds
    while any(_runs(pid) for pid in processes):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def _runs(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
