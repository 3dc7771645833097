"""A worker delivers what is due: from the row to a Mastodon server and back into the database."""

import asyncio
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert
from sqlmodel import SQLModel, col, select

from bench.measuring import Stopwatch
from bench.posts import TOKEN, text_of
from bench.worker import worker
from bot.db.tables import Account, AccountState, Copy, Delivery, DeliveryState, Person, Snippet
from bot.domain.compose import Limits
from bot.networks.base import Secret
from bot.running import Process
from bot.services import delivering
from bot.services.composing import limits_as_json
from bot.services.ground import Ground
from bot.services.identity import sealed

LOOK_AGAIN = 0.02
LONGEST = 300
WARM_UP = 20
Row = dict[str, Any]


async def deliver_all(stub: str, count: int, database_url: str, folder: Path) -> None:
    # Nobody is asked anything, so no Telegram is needed: the cards go to a closed port.
    async with worker(stub, database_url, folder, loopback=True, met=False) as one:
        async with asyncio.timeout(LONGEST):
            await _fill(one.app.ground, stub.removeprefix("http://"), WARM_UP + count)
            await _measure(one, WARM_UP + count)


async def _measure(one: Process, count: int) -> None:
    # A few that do not count: a worker lives for months, and begins once.
    for claimed in await delivering.claim_due(one.app.ground, WARM_UP):
        await delivering.deliver(one.app.ground, claimed)
    before, watch = _published(one), Stopwatch()
    await one.begin()
    while _published(one) < before + count - WARM_UP:  # noqa: ASYNC110
        await asyncio.sleep(LOOK_AGAIN)
    watch.stop()
    if (standing := await _standing(one.app.ground)) != count:
        raise RuntimeError(f"{count} answers were due, {standing} stand there")
    watch.tell(count - WARM_UP)


def _published(one: Process) -> float:
    event = {"event": f"deliveries_{DeliveryState.PUBLISHED}"}
    return one.metrics.registry.get_sample_value("hibi_events_total", event) or 0.0


async def _standing(ground: Ground) -> int:
    async with ground.database.reading() as session:
        query = select(func.count()).where(col(Copy.url) != "", col(Copy.removed_at).is_(None))
        return int((await session.exec(query)).one())


async def _fill(ground: Ground, server: str, count: int) -> None:
    """One answer due to one account of each person."""
    now, numbers = ground.now(), range(1, count + 1)
    known = limits_as_json(Limits(characters=500, url_length=23), now)
    tables: list[tuple[type[SQLModel], list[Row]]] = [
        (Person, [_person(n, now) for n in numbers]),
        (Snippet, [_snippet(n, now) for n in numbers]),
        (Account, [_account(ground, n, server, known, now) for n in numbers]),
        (Delivery, [_delivery(n, now) for n in numbers]),
    ]
    for table, rows in tables:
        async with ground.database.engine.begin() as connection:
            await connection.execute(insert(table), rows)


def _person(number: int, now: datetime) -> Row:
    return Person(id=number, zone="Asia/Tokyo", language="ja", joined_at=now).model_dump()


def _snippet(number: int, now: datetime) -> Row:
    row = Snippet(
        id=number,
        public_id=f"{number:010x}",
        person_id=number,
        on=now.date(),
        text=text_of(number),
        language="ja",
        kept_at=now,
    )
    return row.model_dump()


def _account(ground: Ground, number: int, server: str, known: Row, now: datetime) -> Row:
    row = Account(
        id=number,
        person_id=number,
        network="mastodon",
        server=server,
        remote_id=str(number),
        handle=f"@{number}@{server}",
        state=AccountState.WORKING,
        limits=known,
        linked_at=now,
        shown_first_at=now,
        offered_by_itself_at=now,
    )
    return row.model_dump() | {"secret": sealed(ground, row, Secret({"access_token": TOKEN}))}


def _delivery(number: int, now: datetime) -> Row:
    row = Delivery(
        id=number,
        person_id=number,
        snippet_id=number,
        account_id=number,
        kind="publish",
        state=DeliveryState.WAITING,
        queued_at=now,
        due_at=now,
        made_at=now,
    )
    return row.model_dump()


if __name__ == "__main__":
    asyncio.run(deliver_all(sys.argv[1], int(sys.argv[2]), sys.argv[3], Path(sys.argv[4])))
