"""APScheduler: the ticks, and nothing else."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.app import App

TICK = 1
SWEEP = 10
HOURLY = 60 * 60
DAILY = 24 * HOURLY
AFTER_THE_START = timedelta(minutes=2)

logger = logging.getLogger(__name__)
Work = Callable[[], Awaitable[object]]


class Clock:
    """Looks once a second which lines have something due; their ticks claim it and hand it over."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._ticked_at = time.monotonic()
        self._under_way: dict[Work, asyncio.Task[None]] = {}
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            # A late or doubled tick is no harm: the next one claims what is due.
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        self._scheduler.add_job(self._tick, "interval", seconds=TICK)
        self._scheduler.add_job(self._begin, "interval", [self._app.sweep], seconds=SWEEP)
        # Soon after the start, because not every process lives for a day.
        soon = datetime.now(UTC) + AFTER_THE_START
        seldom = ((self._app.hourly, HOURLY), (self._app.daily, DAILY))
        for work, seconds in seldom:
            self._scheduler.add_job(
                self._begin, "interval", [work], seconds=seconds, next_run_time=soon
            )
        self._scheduler.start()

    async def stop(self) -> None:
        """Nothing is begun any more; what is under way ends where it stands, quietly."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def lag(self) -> timedelta:
        """How far the looks are behind: those that the database did not answer count as well."""
        return timedelta(seconds=max(0.0, time.monotonic() - self._ticked_at - TICK))

    async def _begin(self, work: Work) -> None:
        """Has work done in a task of ours, one at a time: APScheduler calls whatever ends with the
        process a failure."""
        if work in self._under_way:
            return
        task = asyncio.get_running_loop().create_task(_logged(work))
        self._under_way[work] = task
        task.add_done_callback(lambda _: self._under_way.pop(work))

    async def _tick(self) -> None:
        await self._begin(self._look)

    async def _look(self) -> None:
        await self._app.kick()
        self._ticked_at = time.monotonic()


async def _logged(work: Work) -> None:
    try:
        await work()
    except Exception:
        logger.exception("what is done now and then failed")
