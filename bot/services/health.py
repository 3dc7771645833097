"""Whether this Hibi can do its work now: its memory, its limits, Telegram, its clock, its disk."""

import asyncio
import logging
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import select

from bot.services.ground import Ground

ANSWER_WITHIN = 3.0
MOST_LAG = timedelta(seconds=30)
ROOM_KEPT = 64_000_000
SHARE_KEPT = 20
"""On a small disk, the share (one in …) that must stay free instead."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What was found. `limits` is "shared", "memory" or "degraded", which still is ready."""

    database: bool
    telegram: bool
    clock: bool
    disk: bool
    limits: str
    clock_lag: timedelta

    @property
    def ready(self) -> bool:
        return self.database and self.telegram and self.clock and self.disk


@dataclass(frozen=True, slots=True)
class Vitals:
    """What only the process itself knows, asked for at each check.

    `telegram` says whether Telegram answers; `clock_lag` how far the ticks are behind.
    """

    telegram: Callable[[], Awaitable[bool]]
    clock_lag: Callable[[], timedelta]


async def check(ground: Ground, vitals: Vitals) -> Health:
    """Asks everything at once; what does not answer within three seconds is not well."""
    database, telegram, disk, limits = await asyncio.gather(
        _in_time("database", _database_answers(ground)),
        _in_time("telegram", vitals.telegram()),
        _in_time("disk", asyncio.to_thread(_has_room, ground)),
        _limits(ground),
    )
    lag = vitals.clock_lag()
    return Health(
        database=database,
        telegram=telegram,
        clock=lag < MOST_LAG,
        disk=disk,
        limits=limits,
        clock_lag=lag,
    )


async def _in_time(name: str, answer: Awaitable[bool]) -> bool:
    try:
        async with asyncio.timeout(ANSWER_WITHIN):
            return await answer
    except Exception as error:  # noqa: BLE001 - whatever it is, this part is not well
        logger.warning("%s is not well: %s", name, type(error).__name__)
        return False


async def _database_answers(ground: Ground) -> bool:
    async with ground.database.reading() as session:
        await session.exec(select(1))
    return True


def _has_room(ground: Ground) -> bool:
    folder = ground.settings.data_dir
    usage = shutil.disk_usage(folder if folder.exists() else folder.absolute().parent)
    return usage.free > min(ROOM_KEPT, usage.total // SHARE_KEPT)


async def _limits(ground: Ground) -> str:
    if not ground.limiter.shared:
        return "memory"
    answers = await ground.limiter.check()
    return "shared" if answers and not ground.limiter.degraded else "degraded"
