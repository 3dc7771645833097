"""Lost answers and dying workers: one copy, or the person is asked."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.db.tables import Account, Copy
from bot.domain.delivery import DeliveryState
from bot.networks.base import (
    FOR_EVER,
    Unsure,
)
from bot.services import delivering
from bot.services.notices import WasItPosted
from tests.builders import HANA, World, a_delivery, an_account
from tests.fakes import NOW, FakeNetwork, Killed, die
from tests.services.journeys import lease_ends, on_its_way, reword


async def test_a_lost_answer_is_repeated_with_the_same_key(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.repeatable_for, network.loses = timedelta(minutes=55), 1
    await on_its_way(world, account)

    await world.work()
    world.clock.passes(minutes=1)
    await world.work()

    first, second = network.made("publish")
    assert first == second
    assert len(network.texts) == 1
    assert (await world.one(Copy)).remote_id == "post-1"


async def test_a_repeat_says_the_same_words_although_they_changed_meanwhile(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.repeatable_for, network.loses = timedelta(minutes=55), 1
    row = await on_its_way(world, account)
    await world.work()

    await reword(world, row.snippet_id, "うどん")
    world.clock.passes(minutes=5)
    await world.work()

    assert network.texts == ["「お昼ごはん」うどん"]
    copy = await world.one(Copy)
    assert (copy.text, copy.remote_id) == ("「お昼ごはん」うどん", "post-1")
    assert len(set(network.made("publish"))) == 1


async def test_a_lost_answer_is_looked_up_where_no_key_helps(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.can_find, network.loses = True, 1
    await on_its_way(world, account)

    await world.work()
    world.clock.passes(minutes=1)
    await world.work()

    assert len(network.made("publish")) == 1
    assert (await world.one(Copy)).remote_id == "post-1"


async def test_what_did_not_arrive_is_posted_anew(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.can_find = True
    network.fails.append(Unsure("cut_off"))
    await on_its_way(world, account)

    await world.work()
    world.clock.passes(minutes=1)
    await world.work()

    assert len(network.texts) == 1
    assert len(network.made("find")) == 1


async def test_the_person_is_asked_where_nobody_can_tell(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.loses = 1
    row = await on_its_way(world, account)

    await world.work()

    (asked,) = world.messenger.heard(WasItPosted)
    assert (asked.delivery_id, asked.network) == (row.id, "mastodon")
    assert asked.excerpt == "カレー"
    assert await world.work() == 0


async def test_yes_it_was_posted(world: World, account: Account, network: FakeNetwork) -> None:
    network.loses = 1
    row = await on_its_way(world, account)
    await world.work()

    assert await delivering.answer_asked(world.ground, HANA, row.id, was_posted=True)

    await world.work()
    assert len(network.made("publish")) == 1
    copy = await world.one(Copy)
    assert (copy.text, copy.remote_id) == ("「お昼ごはん」カレー", "")
    assert not await delivering.answer_asked(world.ground, HANA, row.id, was_posted=True)


async def test_no_it_was_not_posted(world: World, account: Account, network: FakeNetwork) -> None:
    network.fails.append(Unsure("cut_off"))
    row = await on_its_way(world, account)
    await world.work()

    assert await delivering.answer_asked(world.ground, HANA, row.id, was_posted=False)

    await world.work()
    assert len(network.texts) == 1


async def test_only_the_owner_is_asked(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.loses = 1
    row = await on_its_way(world, account)
    await world.work()

    assert not await delivering.answer_asked(world.ground, 666, row.id, was_posted=False)
    assert (await world.fresh(row)).state == DeliveryState.ASKED


async def test_a_bug_in_an_adapter_is_unsure_once_then_asked(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.repeatable_for, network.can_find = FOR_EVER, True
    network.fails += [ZeroDivisionError()] * 100
    row = await on_its_way(world, account)

    await world.work()
    assert (await world.fresh(row)).state == DeliveryState.UNSURE
    for _ in range(30):
        world.clock.passes(hours=1)
        await world.work()

    assert (await world.fresh(row)).state == DeliveryState.ASKED
    assert len(network.made("publish")) == 2


async def test_a_bug_before_the_call_asks_nobody(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.fails_to_prepare += [ZeroDivisionError()] * 100
    row = await on_its_way(world, account)

    for _ in range(30):
        await world.work()
        world.clock.passes(hours=1)

    kept = await world.fresh(row)
    assert (kept.state, kept.rule) == (DeliveryState.REFUSED, "unplanned")
    assert network.made("publish") == []
    assert len(network.made("prepare")) == 2


# A worker dies.


async def run_and_die(world: World) -> None:
    (claimed,) = await delivering.claim_due(world.ground, 10)
    with pytest.raises(Killed):
        await delivering.deliver(world.ground, claimed)


REMEMBERS = [
    {"repeatable_for": timedelta(minutes=55)},
    {"repeatable_for": FOR_EVER},
    {"can_find": True},
    {},
]


@pytest.mark.parametrize("facts", REMEMBERS)
@pytest.mark.parametrize("place", ["before_prepare", "before", "after"])
async def test_a_worker_dies_and_there_is_one_copy_or_a_question(
    world: World, account: Account, network: FakeNetwork, facts: dict[str, Any], place: str
) -> None:
    for name, value in facts.items():
        setattr(network, name, value)
    row = await on_its_way(world, account)
    setattr(network, place, die)

    await run_and_die(world)
    setattr(network, place, None)
    assert await world.work() == 0
    await lease_ends(world)
    for _ in range(5):
        await world.work()
        world.clock.passes(minutes=2)

    kept = await world.fresh(row)
    if place == "before_prepare" or facts:
        assert kept.state == DeliveryState.PUBLISHED
        assert len(network.texts) == 1
        assert (await world.one(Copy)).remote_id == "post-1"
    else:
        assert kept.state == DeliveryState.ASKED
        assert len(network.texts) == (1 if place == "after" else 0)
        assert len(world.messenger.heard(WasItPosted)) == 1


async def test_a_worker_that_slept_past_its_lease_makes_no_call(
    world: World, account: Account, network: FakeNetwork
) -> None:
    await on_its_way(world, account)
    (sleeper,) = await delivering.claim_due(world.ground, 10)
    await lease_ends(world)
    (other,) = await delivering.claim_due(world.ground, 10)

    await delivering.deliver(world.ground, sleeper)
    assert network.made("publish") == []
    await delivering.deliver(world.ground, other)

    assert len(network.texts) == 1


async def test_four_workers_post_each_snippet_once_and_in_order(
    world: World, network: FakeNetwork
) -> None:
    accounts = [
        await world.add(an_account(server=f"s{n}.example", handle=f"@{n}")) for n in range(3)
    ]
    for number in range(4):
        snippet = await world.a_kept_answer(f"{number}" * 80)
        at = NOW - timedelta(seconds=10 - number)
        for account in accounts:
            await world.add(a_delivery(snippet, account, queued_at=at, due_at=at))

    async def turn() -> None:
        await asyncio.sleep(0.001)

    network.before = turn
    for _ in range(3):
        await asyncio.gather(*(world.work(most=2) for _ in range(4)))

    for account in accounts:
        told = [
            post.text[0] for post in network.standing.values() if post.account == account.handle
        ]
        assert told == ["0", "1", "2", "3"]
