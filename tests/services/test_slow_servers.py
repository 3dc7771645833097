"""A server that is slow or away holds few hands: everybody else's posts go out meanwhile."""

import logging
from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.db.tables import Account
from bot.networks.base import Refused, TryLater
from bot.services import delivering
from bot.services.slow_servers import (
    AT_ONCE,
    FORGOTTEN_SECONDS,
    LATE_SECONDS,
    LATE_WITH_MEDIA,
    SlowServers,
    server_of,
)
from tests.builders import HANA, NOW, World, a_delivery, an_account
from tests.fakes import FakeNetwork

DEAD, WELL = "mastodon:dead.example", "mastodon:well.example"


class Watch:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def servers(watch: Watch) -> SlowServers:
    return SlowServers(clock=watch)


def visited(servers: SlowServers, rule: str | None, *, answered: bool = True) -> list[str]:
    with servers.visit(DEAD) as visit:
        visit.rule, visit.answered = rule, answered
    return servers.slow()


@pytest.mark.parametrize("rule", ["unreachable", "server_error", "slow", "answer_lost"])
def test_who_fails_is_slow_until_it_answers(servers: SlowServers, rule: str) -> None:
    assert visited(servers, rule) == [DEAD]
    assert visited(servers, None, answered=False) == [DEAD]
    assert visited(servers, None) == []


@pytest.mark.parametrize("rule", [None, "rate_limited", "too_long", "signed_out"])
def test_a_refusal_is_an_answer(servers: SlowServers, rule: str | None) -> None:
    visited(servers, "unreachable")

    assert visited(servers, rule) == []


def test_who_keeps_somebody_waiting_is_slow(servers: SlowServers, watch: Watch) -> None:
    with servers.visit(DEAD), servers.visit(WELL):
        assert servers.slow() == []
        watch.now = LATE_SECONDS + 1
        assert servers.slow() == [DEAD, WELL]
        assert servers.room(DEAD) == AT_ONCE - 1

    assert servers.slow() == []
    assert servers.room(DEAD) == AT_ONCE


def test_files_may_take_longer_than_words(servers: SlowServers, watch: Watch) -> None:
    with servers.visit(DEAD, media=True):
        watch.now = LATE_SECONDS + 1
        assert servers.slow() == []
        watch.now = LATE_WITH_MEDIA + 1
        assert servers.slow() == [DEAD]


def test_an_old_failure_is_forgotten(servers: SlowServers, watch: Watch) -> None:
    visited(servers, "unreachable")
    watch.now = FORGOTTEN_SECONDS

    assert servers.slow() == []


def test_it_is_said_once(servers: SlowServers, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            visited(servers, "unreachable")

    assert [record.message for record in caplog.records] == [
        f"{DEAD}: unreachable; few deliveries try it until it answers"
    ]


async def due_at(world: World, server: str, count: int, *, wait: int = 0) -> None:
    """Something due at each of so many accounts of a server."""
    for number in range(count):
        account = await world.add(an_account(server=server, remote_id=f"{server}-{number}"))
        snippet = await world.a_kept_answer(f"{server} {number}", with_lead=False)
        await world.add(a_delivery(snippet, account, due_at=NOW + timedelta(seconds=wait)))


def at(claimed: Sequence[delivering.Claimed]) -> list[str]:
    return [server_of(one.account) for one in claimed]


async def test_all_others_are_claimed_before_more_of_a_slow_one(world: World) -> None:
    await due_at(world, "dead.example", 20)
    await due_at(world, "well.example", 3, wait=1)
    world.clock.passes(seconds=2)
    with world.ground.servers.visit(DEAD) as visit:
        visit.rule = "unreachable"

    first = at(await delivering.claim_due(world.ground, 10))
    with world.ground.servers.visit(DEAD):
        second = at(await delivering.claim_due(world.ground, 10))

    assert first == [WELL] * 3 + [DEAD] * AT_ONCE
    assert second == [DEAD] * (AT_ONCE - 1)


async def test_a_full_hand_takes_no_slow_one(world: World) -> None:
    await due_at(world, "dead.example", 2)
    await due_at(world, "well.example", 3)
    with world.ground.servers.visit(DEAD) as visit:
        visit.rule = "slow"

    assert at(await delivering.claim_due(world.ground, 3)) == [WELL] * 3


async def test_deliveries_teach_it(world: World, account: Account, network: FakeNetwork) -> None:
    snippet = await world.a_kept_answer("Tea")
    await world.add(a_delivery(snippet, account))
    network.fails = [TryLater("unreachable"), Refused("too_long")]

    await world.work()
    away = world.ground.servers.slow()
    world.clock.passes(hours=1)
    await world.work()

    assert (away, world.ground.servers.slow()) == ([server_of(account)], [])
    assert account.person_id == HANA
