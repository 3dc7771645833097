"""Looking what came back: gently, in the background, and never anybody's trouble."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.db.engine import Database
from bot.db.tables import Account, AccountState, Copy, Echo, Person
from bot.networks.base import NetworkError, QuotaSpent, Refused, SignInAgain, TryLater
from bot.services import listening, withdrawing
from bot.services.notices import CardDue
from tests.builders import HANA, World, a_copy, a_person, build_world
from tests.fakes import NOW, FakeClock
from tests.listeners import FakeListening, said
from tests.services.journeys import on_its_way


@pytest.fixture
def network(clock: FakeClock) -> FakeListening:
    return FakeListening(clock=clock)


async def look(world: World) -> int:
    """One worker looks at everything that is due now."""
    done = 0
    while due := await listening.claim_due(world.ground, 10):
        await asyncio.gather(*(listening.listen(world.ground, one) for one in due))
        done += len(due)
    return done


async def a_standing_copy(world: World, account: Account, **given: object) -> Copy:
    snippet = await world.a_kept_answer("カレー")
    return await world.add(a_copy(snippet, account, **{"listen_at": NOW, **given}))


async def test_a_published_copy_is_looked_at_after_ten_minutes(
    world: World, account: Account, network: FakeListening
) -> None:
    await on_its_way(world, account)
    await world.work()
    assert await look(world) == 0

    world.clock.passes(minutes=10)

    assert await look(world) == 1
    assert network.made("listen") == ["post-1"]
    copy = await world.one(Copy)
    assert copy.listen_at == copy.published_at + timedelta(minutes=30)


async def test_where_nobody_tells_nobody_asks(database: Database, tmp_path: Path) -> None:
    from_fakes = build_world(database, tmp_path)
    await from_fakes.add(a_person())

    assert listening.first_look(from_fakes.ground, "page", NOW) is None
    assert listening.first_look(from_fakes.ground, "threads", NOW) is None


async def test_looks_end_after_half_a_year(
    world: World, account: Account, network: FakeListening
) -> None:
    await a_standing_copy(world, account, listen_at=NOW + timedelta(minutes=10))

    for _ in range(400):
        world.clock.passes(days=1)
        await look(world)

    assert len(network.made("listen")) == 9
    assert (await world.one(Copy)).listen_at is None


async def test_counters_are_kept_and_shown_once(
    world: World, account: Account, network: FakeListening
) -> None:
    copy = await a_standing_copy(world, account)
    network.says(likes=3, boosts=1)

    await look(world)
    world.clock.passes(minutes=11)
    await look(world)

    assert network.made("listen") == ["post-1", "post-1"]
    copy = await world.fresh(copy)
    assert (copy.likes, copy.boosts) == (3, 1)
    assert world.messenger.said == [CardDue(person_id=HANA, snippet_id=copy.snippet_id)]


async def test_each_echo_is_kept_once_however_often_it_is_heard(
    world: World, account: Account, network: FakeListening
) -> None:
    await a_standing_copy(world, account)
    network.says("ひとつ", "ふた\u202eつ")

    await look(world)
    world.clock.passes(minutes=11)
    network.says("ひとつ", "ふたつ", "みっつ")
    await look(world)

    kept = await world.all(Echo)
    assert [(one.text, one.author) for one in kept] == [
        ("ひとつ", "@bob1@far.example"),
        ("ふたつ", "@bob2@far.example"),
        ("みっつ", "@bob3@far.example"),
    ]
    assert {one.person_id for one in kept} == {HANA}
    assert all(one.told_at is None for one in kept)


async def test_what_a_crowd_says_is_not_all_kept(
    world: World, account: Account, network: FakeListening
) -> None:
    await a_standing_copy(world, account)
    network.says(*["!"] * 400)

    await look(world)

    assert len(await world.all(Echo)) == 300


async def test_odd_echoes_are_made_harmless(
    world: World, account: Account, network: FakeListening
) -> None:
    await a_standing_copy(world, account)
    odd = (
        said(1, "x\x00\ud800", url="javascript:alert(1)", author="@a\nb\x00"),
        said(2, "y", remote_id="z" * 2000),
        said(3, "い" * 10_000),
    )
    network.heard = type(network.heard)(echoes=odd)

    await look(world)

    first, last = await world.all(Echo)
    assert (first.text, first.url, first.author) == ("x", "", "@a\nb")
    assert len(last.text) == 300


@pytest.mark.parametrize(
    ("error", "soonest"),
    [
        (TryLater("busy"), timedelta(minutes=12)),
        (QuotaSpent("busy", wait=timedelta(hours=5)), timedelta(hours=5)),
        (SignInAgain("signed_out"), timedelta(minutes=12)),
        (TimeoutError(), timedelta(minutes=12)),
        (LookupError("a bug"), timedelta(minutes=12)),
    ],
)
async def test_a_look_in_vain_waits_longer_and_changes_nothing_else(
    world: World,
    account: Account,
    network: FakeListening,
    error: BaseException,
    soonest: timedelta,
) -> None:
    copy = await a_standing_copy(world, account, likes=2)
    network.deaf = [error]

    await look(world)

    copy = await world.fresh(copy)
    assert copy.listen_at is not None
    assert soonest <= copy.listen_at - NOW <= timedelta(hours=6)
    assert (copy.listen_tries, copy.likes) == (1, 2)
    assert (await world.fresh(account)).state == AccountState.WORKING
    assert world.messenger.said == []


async def test_a_post_that_is_gone_is_asked_for_thrice(
    world: World, account: Account, network: FakeListening
) -> None:
    await a_standing_copy(world, account)
    refused: list[NetworkError] = [Refused("not_there") for _ in range(9)]
    network.deaf = list(refused)

    for _ in range(9):
        await look(world)
        world.clock.passes(days=3)

    assert len(network.made("listen")) == 3
    assert (await world.one(Copy)).listen_at is None


@pytest.mark.parametrize("state", [AccountState.SIGNED_OUT, AccountState.UNLINKED])
async def test_an_account_that_rests_is_left_alone(
    world: World, account: Account, network: FakeListening, state: AccountState
) -> None:
    await a_standing_copy(world, account)
    account.state = state
    await world.add(account)

    assert await look(world) == 1

    assert network.calls == []
    assert (await world.one(Copy)).listen_at == NOW + timedelta(minutes=10)


async def test_who_has_left_is_looked_after_no_more(
    world: World, account: Account, network: FakeListening
) -> None:
    await a_standing_copy(world, account)
    hana = await world.one(Person, id=HANA)
    hana.blocked_at = NOW
    await world.add(hana)

    await look(world)

    assert network.calls == []


async def test_one_server_is_never_asked_in_a_storm(
    world: World, account: Account, network: FakeListening
) -> None:
    snippets = [await world.a_kept_answer(str(n)) for n in range(40)]
    await world.add(*(a_copy(one, account, listen_at=NOW) for one in snippets))

    await look(world)

    assert len(network.made("listen")) == 30
    late = [copy for copy in await world.all(Copy) if copy.listen_tries == 0 and copy.listen_at]
    assert (
        sum(copy.listen_at <= NOW + timedelta(minutes=2) for copy in late if copy.listen_at) == 10
    )


async def test_a_withdrawn_copy_is_not_looked_at(
    world: World, account: Account, network: FakeListening
) -> None:
    copy = await a_standing_copy(world, account)
    await withdrawing.delete(world.ground, HANA, copy.snippet_id)
    await world.work()

    assert await look(world) == 0
    assert network.made("listen") == []


async def test_a_worker_that_died_leaves_its_looks_to_others(
    world: World, account: Account, network: FakeListening
) -> None:
    await a_standing_copy(world, account)
    (dead,) = await listening.claim_due(world.ground, 5)
    world.clock.passes(listening.LISTEN_LEASE)
    network.says("hi", likes=1)

    assert await look(world) == 1
    network.says(likes=9)
    await listening.listen(world.ground, dead)

    assert (await world.one(Copy)).likes == 1
