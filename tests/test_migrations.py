"""The steps lead to the tables: there and back, together, and through a kill at any point."""

import ast
import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlmodel import SQLModel

from bot.db.engine import Database
from bot.db.migrating import BrokenReferences, NewerDatabase, alone, is_current, migrate, settings
from tests.machine.postgres import Postgres

ROOT = Path(__file__).parent.parent
TABLES = set(SQLModel.metadata.tables) | {"alembic_version"}

# Each address is migrated in a process that is killed before its n-th statement; "commit" waits
# until everything is done but the commit.
KILLED = """
import asyncio, os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from bot.db.migrating import migrate

def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def migrate_until(point, url):
    left = [0 if point == "commit" else int(point)]
    def count(*_):
        left[0] -= 1
        if left[0] == 0:
            kill()
    event.listen(Engine, "commit" if point == "commit" else "before_cursor_execute",
                 kill if point == "commit" else count)
    asyncio.run(migrate(url))

for line in sys.stdin:
    point, url = line.split()
    child = os.fork()
    if child == 0:
        migrate_until(point, url)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
POINTS = ("5", "12", "30", "50", "commit")

ONE_FACT = "INSERT INTO facts (name, value) VALUES ('kept', 'x')"
ONE_PERSON = """
INSERT INTO people (id, language, zone, is_owner, diary_only, joined_at, undo_seconds,
                    warnings_off, own_details, times_described)
VALUES (7, 'ja', 'Asia/Tokyo', false, false, '2026-11-23 00:00:00+00:00', 60, '[]', '[]', 0)
"""

ONE_PERSON_WITH_PLACES = ONE_PERSON.replace("times_described)", "times_described, share_places)")
ONE_PERSON_WITH_PLACES = ONE_PERSON_WITH_PLACES.replace("'[]', 0)", "'[]', 0, '[]')")
ONE_ACCOUNT = """
INSERT INTO accounts (person_id, network, server, remote_id, handle, state, limits, by_itself)
VALUES (7, 'threads', '', '1001', '@hana', 'working', '{}', false)
"""

TOGETHER = """
import asyncio, sys
from bot.db.migrating import migrate
print("ready", flush=True)
asyncio.run(migrate(sys.stdin.readline().strip()))
"""


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def _differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "compare_server_default": True}
    return list(
        compare_metadata(MigrationContext.configure(connection, opts=options), SQLModel.metadata)
    )


def _downgrade(connection: Connection) -> None:
    command.downgrade(settings(connection), "base")


async def test_the_steps_go_up_and_down_and_up(empty_database_url: str) -> None:
    await migrate(empty_database_url)
    up = await alone(empty_database_url, _tables)
    await alone(empty_database_url, _downgrade)
    down = await alone(empty_database_url, _tables)
    await migrate(empty_database_url)

    assert up == TABLES
    assert down == {"alembic_version"}
    assert await alone(empty_database_url, _tables) == TABLES


async def test_the_steps_lead_to_the_tables(empty_database_url: str) -> None:
    await migrate(empty_database_url)

    assert await alone(empty_database_url, _differences) == []


async def test_a_database_is_current_after_the_last_step(empty_database_url: str) -> None:
    before = await is_current(empty_database_url)
    await migrate(empty_database_url)

    assert (before, await is_current(empty_database_url)) == (False, True)


async def test_migrating_twice_keeps_the_rows(empty_database_url: str) -> None:
    await migrate(empty_database_url)
    await alone(empty_database_url, lambda work: work.execute(text(ONE_FACT)))
    await migrate(empty_database_url)

    kept = await alone(
        empty_database_url, lambda work: work.execute(text("SELECT name FROM facts")).scalar()
    )
    assert kept == "kept"


async def test_who_was_there_before_share_buttons_has_picked_none(
    empty_database_url: str,
) -> None:
    def before(connection: Connection) -> None:
        command.upgrade(settings(connection), "0001")
        connection.execute(text(ONE_PERSON))

    await alone(empty_database_url, before)
    await migrate(empty_database_url)

    picked = text("SELECT share_places FROM people")
    found = await alone(empty_database_url, lambda work: work.execute(picked).scalar())
    assert found in ("[]", [])


async def test_who_was_linked_before_ends_were_known_has_none(empty_database_url: str) -> None:
    def before(connection: Connection) -> None:
        command.upgrade(settings(connection), "0003")
        connection.execute(text(ONE_PERSON_WITH_PLACES))
        connection.execute(text(ONE_ACCOUNT))

    await alone(empty_database_url, before)
    await migrate(empty_database_url)

    known = text("SELECT sign_in_ends_at, told_end_days FROM accounts")
    found = await alone(empty_database_url, lambda work: work.execute(known).one())
    assert tuple(found) == (None, None)


async def test_who_was_there_before_yeses_were_counted_has_none(empty_database_url: str) -> None:
    def before(connection: Connection) -> None:
        command.upgrade(settings(connection), "0005")
        connection.execute(text(ONE_PERSON_WITH_PLACES))

    await alone(empty_database_url, before)
    await migrate(empty_database_url)

    counted = text("SELECT times_confirmed FROM people")
    found = await alone(empty_database_url, lambda work: work.execute(counted).scalar())
    assert found is None


async def test_tables_of_a_newer_release_are_refused(empty_database_url: str) -> None:
    await migrate(empty_database_url)
    await alone(
        empty_database_url,
        lambda work: work.execute(text("UPDATE alembic_version SET version_num = '9999'")),
    )

    with pytest.raises(NewerDatabase, match="9999"):
        await migrate(empty_database_url)


async def test_a_step_that_would_orphan_rows_is_taken_back(empty_sqlite_url: str) -> None:
    await migrate(empty_sqlite_url)
    orphan = "INSERT INTO dialogues VALUES (1, 'x', '{}', NULL, '2026-01-01 00:00:00')"

    with pytest.raises(BrokenReferences, match="dialogues"):
        await alone(empty_sqlite_url, lambda work: work.execute(text(orphan)))

    rows = await alone(
        empty_sqlite_url, lambda work: work.execute(text("SELECT * FROM dialogues")).all()
    )
    assert rows == []


def test_processes_that_start_together_migrate_once(empty_database_url: str) -> None:
    runs = [_python(TOGETHER) for _ in range(3)]
    ready = [run.stdout.readline() for run in runs if run.stdout]
    for run in runs:
        assert run.stdin is not None
        run.stdin.write(f"{empty_database_url}\n".encode())
        run.stdin.close()
    ends = [(run.wait(60), run.stderr.read().decode()) for run in runs if run.stderr]
    for run in runs:
        _close(run)

    assert ready == [b"ready\n"] * 3
    assert ends == [(0, "")] * 3


async def test_the_first_start_makes_the_folder_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "yet"

    await migrate(f"sqlite+aiosqlite:///{folder}/hibi.db")

    assert folder.stat().st_mode & 0o777 == 0o700


async def test_a_kill_on_sqlite_leaves_the_old_tables_or_the_new(tmp_path: Path) -> None:
    urls = [f"sqlite+aiosqlite:///{tmp_path}/{point}.db" for point in POINTS]

    await _killed_and_completed(urls)


async def test_a_kill_on_postgresql_leaves_the_old_tables_or_the_new(
    postgres_server: Postgres,
) -> None:
    urls = [await postgres_server.make() for _ in POINTS]
    try:
        await _killed_and_completed(urls)
    finally:
        for url in urls:
            await postgres_server.drop(url)


async def _killed_and_completed(urls: list[str]) -> None:
    lines = "".join(f"{point} {url}\n" for point, url in zip(POINTS, urls, strict=True))
    command_line = [sys.executable, "-c", KILLED]
    done = await asyncio.to_thread(
        subprocess.run, command_line, input=lines.encode(), capture_output=True, cwd=ROOT
    )
    after_the_kill = [await _look(url) for url in urls]
    for url in urls:
        await migrate(url)

    assert done.stdout.split() == [b"-9"] * len(POINTS), done.stderr.decode()
    assert after_the_kill == [set()] * len(POINTS)
    assert [await _look(url) for url in urls] == [TABLES] * len(POINTS)


async def _look(url: str) -> set[str]:
    database = Database(url)
    async with database.engine.connect() as connection:
        found = await connection.run_sync(_tables)
    await database.close()
    return found


def test_no_step_imports_the_bot() -> None:
    steps = sorted((ROOT / "migrations" / "versions").glob("*.py"))
    imported = {
        name.split(".")[0]
        for step in steps
        for node in ast.walk(ast.parse(step.read_text()))
        for name in _imports(node)
    }

    assert len(steps) > 1
    assert imported == {"alembic", "sqlalchemy"}


def _imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or "."]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def test_the_steps_are_found_wherever_the_bot_is_started(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/hibi.db"
    code = f"import asyncio; from bot.db.migrating import migrate; asyncio.run(migrate({url!r}))"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}

    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True)

    assert (tmp_path / "hibi.db").stat().st_size > 0


def _python(code: str) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-c", code], stdin=pipe, stdout=pipe, stderr=pipe, cwd=ROOT
    )


def _close(run: subprocess.Popen[bytes]) -> None:
    for stream in (run.stdout, run.stderr):
        if stream is not None:
            stream.close()
