"""Databases full of people, made once and copied for each round."""

import asyncio
import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from bench.people import fill
from tests.machine import postgres


@dataclass(slots=True)
class Files:
    """SQLite files in one folder."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def filled(self, count: int, *, due: bool) -> Path:
        path = self.folder / f"{count}-{'due' if due else 'idle'}.db"
        asyncio.run(fill(_url(path), count, datetime.now(UTC), due=due))
        return path

    @contextmanager
    def copy(self, template: Path) -> Iterator[tuple[str, Path]]:
        """A copy for one round: its address, and a folder for everything else."""
        folder = self.folder / f"round-{next(self._numbers)}"
        folder.mkdir()
        path = shutil.copy(template, folder / "hibi.db")
        yield _url(path), folder
        shutil.rmtree(folder)


def _url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


@dataclass(slots=True)
class Server:
    """A PostgreSQL of our own, with one database that is copied for each round."""

    server: postgres.Postgres
    folder: Path
    template: str = ""

    def fill(self, count: int) -> None:
        url = asyncio.run(self.server.make())
        asyncio.run(fill(url, count, datetime.now(UTC), due=True))
        self.template = str(make_url(url).database)

    @contextmanager
    def copy(self) -> Iterator[tuple[str, Path]]:
        url = asyncio.run(self.server.make(self.template))
        yield url, self.folder
        asyncio.run(self.server.drop(url))


@contextmanager
def server(folder: Path) -> Iterator[Server | None]:
    """None where this machine has no PostgreSQL."""
    if given := os.environ.get("HIBI_TEST_POSTGRES"):
        yield Server(postgres.Postgres(make_url(given)), folder)
        return
    programs = postgres.binaries()
    if programs is None:
        yield None
        return
    with postgres.running(programs) as found:
        yield Server(found, folder)
