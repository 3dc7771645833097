"""Group commit: many small records of one moment share one transaction."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exc
from sqlalchemy.sql.dml import UpdateBase
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.engine import Database

AWAY = ("locked", "full", "disk i/o", "unable to open", "readonly")
"""How SQLite says that it cannot write at all just now."""

COMPANY = 0.1
"""Seconds that a record which is in no hurry waits for others to share its commit."""

Work = Callable[[AsyncSession], Awaitable[Any]]
Batch = Callable[[AsyncSession, list[Any]], Awaitable[list[Any]]]


@dataclass(slots=True, eq=False)
class _Item:
    done: "asyncio.Future[Any]"
    work: Work | None = None
    statement: UpdateBase | None = None
    values: dict[str, Any] | None = None
    batch: Batch | None = None
    value: Any = None


class Writer:
    """Collects what many tasks want to write and commits it together.

    `await` comes back after the commit. A work that raises takes nobody else with it: the
    group is then written again one by one, and only that caller sees the error. Where the
    database itself is away, everyone hears of it at once.
    """

    def __init__(self, database: Database, *, most: int = 500) -> None:
        self._database = database
        self._most = most
        self._waiting: list[_Item] = []
        self._task: asyncio.Task[None] | None = None
        self._hurry = asyncio.Event()

    def do(self, work: Work) -> "asyncio.Future[Any]":
        """Runs `work(session)` inside the next group; await it for the result."""
        return self._enqueue(_Item(_future(), work=work))

    def execute(
        self, statement: UpdateBase, values: dict[str, Any], *, soon: bool = True
    ) -> "asyncio.Future[Any]":
        """Executes one statement with these values; equal statements go as one batch.

        What need not be `soon` waits a moment for company: one of very many, for which nobody
        waits.
        """
        return self._enqueue(_Item(_future(), statement=statement, values=values), soon=soon)

    def together(self, batch: Batch, value: Any) -> "asyncio.Future[Any]":
        """Runs `batch(session, values)` once for all of its values in the next group, and gives
        each caller the result of its own; await it."""
        return self._enqueue(_Item(_future(), batch=batch, value=value))

    async def close(self) -> None:
        """Comes back when everything handed in so far is committed."""
        while self._task is not None:
            self._hurry.set()
            await asyncio.wait({self._task})

    def _enqueue(self, item: _Item, *, soon: bool = True) -> "asyncio.Future[Any]":
        # Each caller has a future of its own: one that is cancelled takes no other's record along.
        self._waiting.append(item)
        if soon or len(self._waiting) >= self._most:
            self._hurry.set()
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())
        return item.done

    async def _run(self) -> None:
        try:
            # One turn of the loop lets everyone who is ready join the group.
            await asyncio.sleep(0)
            while self._waiting:
                if not self._hurry.is_set():
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._hurry.wait(), COMPANY)
                group, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                if not self._waiting:
                    self._hurry.clear()
                await self._write(group)
        finally:
            self._task = None

    async def _write(self, group: list[_Item]) -> None:
        try:
            async with self._database.writing() as session:
                results = await _perform(session, group)
        except Exception as error:  # noqa: BLE001 - handed to the caller whose work it was
            if len(group) == 1 or _is_everybodys(error):
                for item in group:
                    _fail(item, error)
                return
            for item in group:
                await self._write([item])
            return
        except BaseException:
            # Whoever ends this task must not leave others waiting for ever.
            for item in group:
                item.done.cancel()
            raise
        for item, result in zip(group, results, strict=True):
            if not item.done.done():
                item.done.set_result(result)


async def _perform(session: AsyncSession, group: list[_Item]) -> list[Any]:
    results: dict[int, Any] = {}
    for item in group:
        if item.work is not None:
            results[id(item)] = await item.work(session)
    for batch, items in _by(group, lambda item: item.batch).items():
        made = await batch(session, [item.value for item in items])
        results |= {id(item): one for item, one in zip(items, made, strict=True)}
    connection = await session.connection()
    for statement, items in _by(group, lambda item: item.statement).items():
        await connection.execute(statement, [item.values or {} for item in items])
    return [results.get(id(item)) for item in group]


def _by(group: list[_Item], key: Callable[[_Item], Any]) -> dict[Any, list[_Item]]:
    """Those that have one, by it, in the order in which they came."""
    found: dict[Any, list[_Item]] = {}
    for item in group:
        if (one := key(item)) is not None:
            found.setdefault(one, []).append(item)
    return found


def _is_everybodys(error: Exception) -> bool:
    """Whether the database is away or full, so that one by one would only take longer to fail."""
    if isinstance(error, OSError | TimeoutError | exc.TimeoutError | exc.InterfaceError):
        return True
    if isinstance(error, exc.DBAPIError) and error.connection_invalidated:
        return True
    text = str(error.orig).lower() if isinstance(error, exc.OperationalError) else ""
    return any(sign in text for sign in AWAY)


def _future() -> "asyncio.Future[Any]":
    return asyncio.get_running_loop().create_future()


def _fail(item: _Item, error: Exception) -> None:
    if not item.done.done():
        item.done.set_exception(error)
        # A caller that was cancelled never asks; its error is then nobody's news.
        item.done.exception()
