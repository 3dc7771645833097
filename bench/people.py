"""Fills a database with people: due now with three weeks behind them, or idle until tomorrow."""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert
from sqlmodel import SQLModel

from bench.messages import FIRST_PERSON
from bot.app import load_questions
from bot.db.engine import Database
from bot.db.migrating import migrate
from bot.db.tables import Nudge, NudgeOutcome, NudgeState, Person, Slot
from bot.domain.schedule import local

ZONES = (
    "Asia/Tokyo",
    "Australia/Sydney",
    "Asia/Singapore",
    "Asia/Kolkata",
    "Europe/Berlin",
    "Europe/London",
    "America/Sao_Paulo",
    "America/New_York",
    "America/Los_Angeles",
    "Pacific/Honolulu",
)
DAYS_BEHIND = 21
AT_ONCE = 20_000
Row = dict[str, Any]


async def fill(url: str, count: int, now: datetime, *, due: bool) -> None:
    """Makes the tables and the people. `due`: all at this very moment, else tomorrow."""
    await migrate(url)
    database = Database(url)
    chance = random.Random(count)
    on = now.date()
    everybody = range(FIRST_PERSON, FIRST_PERSON + count)
    zones = {person: _zone(person, now) for person in everybody}
    ids = list(load_questions())
    await _add(database, Person, (_person(each, zones[each], now) for each in everybody))
    next_at = now if due else now + timedelta(days=1)
    await _add(database, Slot, (_slot(each, zones[each], next_at) for each in everybody))
    if due:
        past = (
            row for each in everybody for row in _past(each, chance.sample(ids, DAYS_BEHIND), on)
        )
        await _add(database, Nudge, past)
    await database.close()


def _zone(person: int, now: datetime) -> str:
    """Where it is day now, so that nobody sleeps through the measuring."""
    awake = [zone for zone in ZONES if 7 <= local(now, zone).hour < 22]
    return awake[person % len(awake)]


def _person(person: int, zone: str, now: datetime) -> Row:
    return {
        "id": person,
        "language": ("en", "ja")[person % 2],
        "zone": zone,
        "is_owner": False,
        "diary_only": False,
        "joined_at": now - timedelta(days=DAYS_BEHIND + 1),
        "has_customers": (True, False, None)[person % 3],
        "undo_seconds": 60,
        "warnings_off": [],
        "own_details": [],
        "share_places": [],
        "times_described": 0,
    }


def _slot(person: int, zone: str, next_at: datetime) -> Row:
    here = local(next_at, zone)
    return {
        "id": person,
        "person_id": person,
        "at": f"{here:%H:%M}",
        "weekdays": 127,
        "next_nudge_at": next_at.replace(second=0, microsecond=0),
        "next_on": here.date(),
        "last_delivery_at": next_at - timedelta(days=1),
        "moves_left": 0,
    }


def _past(person: int, question_ids: list[str], on: date) -> Iterator[Row]:
    for days, question_id in enumerate(question_ids, start=1):
        sent_on = on - timedelta(days=DAYS_BEHIND + 1 - days)
        sent_at = datetime(sent_on.year, sent_on.month, sent_on.day, 12, tzinfo=UTC)
        yield {
            "person_id": person,
            "slot_id": person,
            "on": sent_on,
            "sequence": 0,
            "question_id": question_id,
            "state": NudgeState.SENT,
            "attempt": 1,
            "due_at": sent_at,
            "sent_at": sent_at,
            "message_id": days,
            "outcome": NudgeOutcome.ANSWERED if days % 3 else NudgeOutcome.PASSED,
            "closed_at": sent_at,
        }


async def _add(database: Database, table: type[SQLModel], rows: Iterable[Row]) -> None:
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        async with database.engine.begin() as connection:
            await connection.execute(insert(table), some)
