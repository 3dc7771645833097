"""APScheduler: the ticks, and nothing else."""

import time
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.app import App

TICK = 1
SWEEP = 10
HOURLY = 60 * 60
DAILY = 24 * HOURLY
AFTER_THE_START = timedelta(minutes=2)


class Clock:
    """Ticks every line once a second; a tick only claims and hands over."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._ticked_at = time.monotonic()
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            # A late or doubled tick is no harm: the next one claims what is due.
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        for line in self._app.lines:
            self._scheduler.add_job(line.kick, "interval", seconds=TICK)
        self._scheduler.add_job(self._tick, "interval", seconds=TICK)
        self._scheduler.add_job(self._app.sweep, "interval", seconds=SWEEP)
        # Soon after the start, because not every process lives for a day.
        soon = datetime.now(UTC) + AFTER_THE_START
        seldom = ((self._app.hourly, HOURLY), (self._app.daily, DAILY))
        for work, seconds in seldom:
            self._scheduler.add_job(work, "interval", seconds=seconds, next_run_time=soon)
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    @property
    def lag(self) -> timedelta:
        """How far the ticks are behind."""
        return timedelta(seconds=max(0.0, time.monotonic() - self._ticked_at - TICK))

    async def _tick(self) -> None:
        self._ticked_at = time.monotonic()
