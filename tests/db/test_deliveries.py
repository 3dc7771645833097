"""Claims in order by account, the fence, records by attempt, leases that run out."""

import asyncio
from collections import defaultdict
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import deliveries
from bot.db.attempts import Arming, Ended, arm_all, record_all
from bot.db.engine import Database
from bot.db.tables import AccountState, Delivery
from bot.domain.delivery import DeliveryState, Next
from tests.builders import NOW, a_delivery, a_person, a_snippet, an_account

LEASE = timedelta(minutes=1)


async def add(database: Database, *rows: Any) -> Any:
    async with database.writing() as session:
        session.add_all(rows)
    return rows[0]


async def claim(database: Database, most: int = 100, *, now: Any = NOW) -> list[Delivery]:
    async with database.writing() as session:
        return list(await deliveries.claim(session, now, LEASE, most))


async def record(session: AsyncSession, row: Delivery, settled: Next) -> bool:
    (held,) = await record_all(session, [Ended(row=row, settled=settled, now=NOW)])
    return held


async def states(database: Database) -> dict[int, str]:
    async with database.reading() as session:
        rows = await session.exec(select(Delivery).order_by(Delivery.id))
        return {row.id: row.state for row in rows}


async def some(database: Database, snippets: int, accounts: int = 1, **given: Any) -> list[int]:
    """People with so many due deliveries to each of so many accounts; their ids."""
    await add(database, a_person())
    made = [await add(database, an_account("mastodon", server=f"s{n}")) for n in range(accounts)]
    rows = []
    for number in range(snippets):
        snippet = await add(database, a_snippet())
        for account in made:
            at = NOW - timedelta(seconds=snippets - number)
            rows.append(a_delivery(snippet, account, **{"queued_at": at, "due_at": at, **given}))
    await add(database, *rows)
    return [row.id for row in rows]


async def test_only_the_head_of_an_accounts_queue_is_claimed(database: Database) -> None:
    ids = await some(database, 3)

    first, second = await claim(database), await claim(database)

    assert [row.id for row in first] == [ids[0]]
    assert second == []


async def test_a_claim_returns_everything_and_says_who_holds_it(database: Database) -> None:
    await some(database, 1)

    (row,) = await claim(database)

    assert (row.state, row.attempt) == (DeliveryState.CLAIMED, 1)
    assert row.lease_until is not None


async def test_a_retry_keeps_its_place(database: Database) -> None:
    first, _second = await some(database, 2)
    (row,) = await claim(database)
    async with database.writing() as session:
        later = Next(state=DeliveryState.WAITING, due_at=NOW + timedelta(hours=1), rule="busy")
        await record(session, row, later)

    assert await claim(database) == []
    assert [one.id for one in await claim(database, now=NOW + timedelta(hours=1))] == [first]


@pytest.mark.parametrize("state", ["published", "refused", "asked", "cancelled", "parked", "held"])
async def test_what_is_settled_holds_nobody_up(database: Database, state: str) -> None:
    first, second = await some(database, 2)
    async with database.writing() as session:
        row = await session.get(Delivery, first)
        assert row is not None
        row.state = state
        session.add(row)

    assert [one.id for one in await claim(database)] == [second]


@pytest.mark.parametrize("state", ["claimed", "armed"])
async def test_one_that_is_being_made_holds_all_up_even_if_younger(
    database: Database, state: str
) -> None:
    _first, second = await some(database, 2)
    async with database.writing() as session:
        row = await session.get(Delivery, second)
        assert row is not None
        row.state = state
        session.add(row)

    assert await claim(database) == []


async def test_equal_moments_go_by_id(database: Database) -> None:
    ids = await some(database, 3, queued_at=NOW, due_at=NOW)

    assert [row.id for row in await claim(database)] == [ids[0]]


async def test_nothing_goes_to_an_account_that_is_signed_out(database: Database) -> None:
    await add(database, a_person())
    account = await add(database, an_account(state=AccountState.SIGNED_OUT))
    snippet = await add(database, a_snippet())
    await add(database, a_delivery(snippet, account))

    assert await claim(database) == []


async def test_what_is_not_due_waits(database: Database) -> None:
    await some(database, 1, due_at=NOW + timedelta(seconds=1))

    assert await claim(database) == []
    assert len(await claim(database, now=NOW + timedelta(seconds=1))) == 1


async def test_at_most_so_many_are_claimed(database: Database) -> None:
    await some(database, 1, accounts=5)

    assert [len(await claim(database, 2)) for _ in range(4)] == [2, 2, 1, 0]


async def test_four_workers_double_nothing_and_keep_each_accounts_order(
    database: Database,
) -> None:
    ids = await some(database, 6, accounts=4)
    done: defaultdict[int, list[int]] = defaultdict(list)

    async def work() -> None:
        idle = 0
        while idle < 3:
            rows = await claim(database, 3)
            idle = 0 if rows else idle + 1
            for row in rows:
                done[row.account_id].append(row.id)
                await asyncio.sleep(0.001)
                async with database.writing() as session:
                    over = Next(state=DeliveryState.PUBLISHED, due_at=NOW)
                    assert await record(session, row, over)
            await asyncio.sleep(0.002)

    await asyncio.gather(*(work() for _ in range(4)))

    assert sorted(one for rows in done.values() for one in rows) == ids
    assert all(rows == sorted(rows) for rows in done.values())


async def arm(database: Database, row: Delivery) -> bool:
    async with database.writing() as session:
        made = {"made": {"media": [1]}}
        arming = Arming(row=row, now=NOW, lease=LEASE, prepared=made)
        return (await arm_all(session, [arming]))[0]


async def test_a_claimed_row_is_armed_once_and_remembers_what_was_prepared(
    database: Database,
) -> None:
    await some(database, 1)
    (row,) = await claim(database)

    assert [await arm(database, row), await arm(database, row)] == [True, False]
    async with database.reading() as session:
        (kept,) = await session.exec(select(Delivery))
    assert (kept.state, kept.prepared) == (DeliveryState.ARMED, {"made": {"media": [1]}})
    assert kept.first_armed_at == NOW


async def expire(database: Database, delivery_id: int) -> None:
    """PostgreSQL goes by its own clock, so the lease is moved, not the time."""
    async with database.writing() as session:
        row = await session.get(Delivery, delivery_id)
        assert row is not None
        row.lease_until = NOW - timedelta(days=365)
        session.add(row)
    async with database.writing() as session:
        assert await deliveries.release_expired(session, NOW) == 1


async def test_a_worker_that_slept_past_its_lease_finds_the_fence(database: Database) -> None:
    (first,) = await some(database, 1)
    (sleeper,) = await claim(database)
    await expire(database, first)

    assert await arm(database, sleeper) is False

    (other,) = await claim(database)
    assert other.attempt == 2
    assert await arm(database, sleeper) is False
    assert await arm(database, other) is True


async def test_a_late_record_is_refused(database: Database) -> None:
    (first,) = await some(database, 1)
    (sleeper,) = await claim(database)
    await expire(database, first)
    (other,) = await claim(database)
    over = Next(state=DeliveryState.PUBLISHED, due_at=NOW)

    async with database.writing() as session:
        assert await record(session, sleeper, over) is False
    assert await states(database) == {first: DeliveryState.CLAIMED}
    async with database.writing() as session:
        assert await record(session, other, over) is True


async def test_whoever_armed_it_may_still_say_what_came_of_it(database: Database) -> None:
    (first,) = await some(database, 1)
    (slow,) = await claim(database)
    await arm(database, slow)
    await expire(database, first)
    assert await states(database) == {first: DeliveryState.UNSURE}

    async with database.writing() as session:
        over = Next(state=DeliveryState.PUBLISHED, due_at=NOW)
        assert await record(session, slow, over) is True


async def test_a_lease_that_runs_out_frees_claimed_rows_and_doubts_armed_ones(
    database: Database,
) -> None:
    claimed, armed, doubted = await some(database, 1, accounts=3)
    rows = {row.id: row for row in await claim(database)}
    await arm(database, rows[armed])
    async with database.writing() as session:
        row = await session.get(Delivery, doubted)
        assert row is not None
        row.first_armed_at = NOW
        session.add(row)
    for one in (claimed, armed, doubted):
        await expire(database, one)

    assert await states(database) == {
        claimed: DeliveryState.WAITING,
        armed: DeliveryState.UNSURE,
        doubted: DeliveryState.UNSURE,
    }


async def test_a_lease_that_runs_is_left_alone(database: Database) -> None:
    await some(database, 1)
    await claim(database)

    async with database.writing() as session:
        assert await deliveries.release_expired(session, NOW) == 0


async def test_what_was_held_goes_out_in_its_old_order(database: Database) -> None:
    ids = await some(database, 3, state=DeliveryState.HELD)

    async with database.writing() as session:
        released = await deliveries.release_held(session, 7, NOW)
    order = []
    while rows := await claim(database):
        order += [row.id for row in rows]
        async with database.writing() as session:
            over = Next(state=DeliveryState.PUBLISHED, due_at=NOW)
            await record(session, rows[0], over)

    assert len(released) == 3
    assert order == ids
