"""A worker asks everybody who is due: from the due row to Telegram and back into the database."""

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from sqlalchemy import func
from sqlmodel import col, select

from bench.measuring import Stopwatch
from bench.worker import worker
from bot.db.engine import Database
from bot.db.tables import Nudge, NudgeState, Slot
from bot.running import Process
from bot.services import asking, nudging
from bot.services.ground import Ground

LOOK_AGAIN = 0.02
LONGEST = 300


async def ask_everybody(api_url: str, database_url: str, folder: Path) -> None:
    async with worker(api_url, database_url, folder) as one, asyncio.timeout(LONGEST):
        ground = one.app.ground
        await _warm_up(ground)
        database, begun_at, before = ground.database, ground.now(), _sent(one)
        due = await _due(database, begun_at)
        watch = Stopwatch()
        await one.begin()
        while _sent(one) < before + due or any(line.busy for line in one.app.lines):  # noqa: ASYNC110
            await asyncio.sleep(LOOK_AGAIN)
        watch.stop()
        if (recorded := await _recorded(database, begun_at)) != due:
            raise RuntimeError(f"{due} people were due, {recorded} are down as asked")
    watch.tell(due)


async def _warm_up(ground: Ground) -> None:
    """One batch that does not count: a worker lives for months, and begins once."""
    for batch in await nudging.claim_due(ground, 1):
        await asking.send_batch(ground, batch)


def _sent(one: Process) -> float:
    found = one.metrics.registry.get_sample_value("hibi_events_total", {"event": "nudges_sent"})
    return found or 0.0


async def _due(database: Database, now: datetime) -> int:
    async with database.reading() as session:
        query = select(func.count()).select_from(Slot).where(col(Slot.next_nudge_at) <= now)
        return int((await session.exec(query)).one())


async def _recorded(database: Database, since: datetime) -> int:
    async with database.reading() as session:
        query = select(func.count()).where(
            col(Nudge.sent_at) >= since,
            col(Nudge.state) == NudgeState.SENT,
            col(Nudge.message_id) > 0,
        )
        return int((await session.exec(query)).one())


if __name__ == "__main__":
    asyncio.run(ask_everybody(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
