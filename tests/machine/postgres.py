"""A PostgreSQL server of the test run's own, from the machine's binaries."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from sqlalchemy.engine import URL, make_url

from tests.machine import children

USER = "hibi"
# As root the server refuses to run; Debian brings this user with the package.
SERVER_USER = "postgres"
# Test rows need not outlive a power cut; a test about crashes asks for `durable`.
HURRIED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
COUNT_ANEW = """
    SELECT setval(oid::regclass, 1, false) FROM pg_class
    WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace;
"""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A server on which the tests may make and drop databases."""

    url: URL

    async def make(self, template: str | None = None) -> str:
        """Makes a database, as a copy of `template` or empty, and returns its address."""
        name = f"hibi_{secrets.token_hex(6)}"
        source = f'TEMPLATE "{template}"' if template else "TEMPLATE template0"
        await self._run(f'CREATE DATABASE "{name}" {source}')
        return self.url.set(database=name).render_as_string(hide_password=False)

    async def drop(self, url: str) -> None:
        """Drops a database, whoever is still connected."""
        await self._run(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    async def empty(self, url: str, tables: Sequence[str]) -> bool:
        """Deletes all rows, in this order, and counts ids from one again, whoever is still
        connected; False where that does not work out.

        It takes a tenth of the time that a new copy of the template does.
        """
        name = make_url(url).database
        ends = (
            f"SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE datname = '{name}'"
        )
        rows = "".join(f'DELETE FROM "{table}";' for table in tables)
        try:
            await self._run(f"{ends} AND pid <> pg_backend_pid(); {rows} {COUNT_ANEW}", name)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False
        return True

    async def _run(self, statement: str, database: str | None = None) -> None:
        place = self.url.set(drivername="postgresql", database=database or self.url.database)
        connection = await asyncpg.connect(place.render_as_string(hide_password=False))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


def binaries() -> Path | None:
    """Where the newest PostgreSQL of this machine lies; Debian keeps it out of PATH."""
    folders = [*Path("/usr/lib/postgresql").glob("*/bin")]
    found = [folder for folder in folders if (folder / "initdb").exists()]
    if found:
        return max(found, key=lambda folder: float(folder.parent.name))
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


@contextmanager
def running(programs: Path, *, durable: bool = False) -> Iterator[Postgres]:
    """A fresh server on a random loopback port, gone afterwards with all that it held."""
    user = SERVER_USER if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="hibi-pg-") as name:
        folder = Path(name)
        if user:
            shutil.chown(folder, user, user)
        password = secrets.token_hex(16)
        _initialise(programs, folder, user, password)
        port, child = _start(programs, folder, user, durable)
        try:
            yield Postgres(_url(password, port))
        finally:
            child.stop()


def _url(password: str, port: int) -> URL:
    return URL.create("postgresql+asyncpg", USER, password, "127.0.0.1", port, "postgres")


def _initialise(programs: Path, folder: Path, user: str | None, password: str) -> None:
    secret = folder / "password"
    secret.touch(mode=0o600)
    secret.write_text(password)
    if user:
        shutil.chown(secret, user, user)
    command = [
        str(programs / "initdb"),
        f"--pgdata={folder / 'files'}",
        f"--username={USER}",
        "--auth=scram-sha-256",
        f"--pwfile={secret}",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=folder,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        check=False,
    )
    if done.returncode != 0:
        raise children.DidNotStart(done.stderr.decode(errors="replace"))


def _start(
    programs: Path, folder: Path, user: str | None, durable: bool
) -> tuple[int, children.Child]:
    for attempt in range(3):
        port = children.free_port()
        try:
            return port, _start_on(port, programs, folder, user, durable)
        except children.DidNotStart as error:
            # Another process may have taken the port between the question and the start.
            if attempt == 2 or "in use" not in str(error):
                raise
    raise AssertionError("the loop returns or raises")


def _start_on(
    port: int, programs: Path, folder: Path, user: str | None, durable: bool
) -> children.Child:
    options = [
        "listen_addresses=127.0.0.1",
        f"port={port}",
        f"unix_socket_directories={folder}",
        "max_connections=200",
        "timezone=UTC",
        *(() if durable else HURRIED),
    ]
    flags = [part for option in options for part in ("-c", option)]
    note = folder / "files" / "postmaster.pid"
    return children.start(
        [str(programs / "postgres"), "-D", str(folder / "files"), *flags],
        log=folder / "log",
        ready=lambda: note.exists() and "ready" in note.read_text(),
        stop_signal=signal.SIGINT,  # "fast": ends sessions, does not wait for them
        user=user,
    )
