"""A sign-in is refreshed once, stored before it is used, and never emptied."""

import asyncio
from pathlib import Path

import pytest

from bot.db.engine import Database
from bot.db.tables import Account, AccountState
from bot.networks.base import Linking, Secret, SignInAgain, TryLater
from bot.services.identity import opened
from bot.services.renewing import renewed
from tests.builders import World, a_person, an_account, build_world
from tests.fakes import FakeClock, FakeNetwork, Killed


@pytest.fixture
def network() -> FakeNetwork:
    return FakeNetwork(clock=FakeClock())


@pytest.fixture
async def world(database: Database, tmp_path: Path, network: FakeNetwork) -> World:
    made = build_world(database, tmp_path, network)
    await made.add(a_person())
    return made


@pytest.fixture
async def account(world: World) -> Account:
    row = an_account()
    await world.sign_in(row, access="old", refresh="r1")
    return row


async def test_a_working_sign_in_is_left_alone(
    world: World, network: FakeNetwork, account: Account
) -> None:
    found = await renewed(world.ground, network, account.id)

    assert found.secret["access"] == "old"
    assert (await world.fresh(account)).limits == {}


async def test_a_new_token_is_stored_before_it_is_used(
    world: World, network: FakeNetwork, account: Account
) -> None:
    network.renews = [Secret({"access": "new", "refresh": "r2"})]

    found = await renewed(world.ground, network, account.id)

    kept = opened(world.ground, await world.fresh(account))
    assert (found.secret["access"], kept.secret["access"], kept.secret["refresh"]) == (
        "new",
        "new",
        "r2",
    )


async def test_an_empty_token_never_replaces_one_that_we_have(
    world: World, network: FakeNetwork, account: Account
) -> None:
    network.renews = [Secret({"access": "new", "refresh": ""})]

    found = await renewed(world.ground, network, account.id)

    assert (found.secret["access"], found.secret["refresh"]) == ("new", "r1")


async def test_of_two_workers_one_refreshes_and_the_other_gets_what_it_brings(
    world: World, account: Account
) -> None:
    class Slow(FakeNetwork):
        async def renew(self, account: object) -> Secret | None:
            self.calls.append(("renew", ""))
            if account.secret["access"] != "old":  # type: ignore[attr-defined]
                return None
            await asyncio.sleep(0.05)
            return Secret({"access": "new", "refresh": "r2"})

    network = Slow(clock=FakeClock())

    both = await asyncio.gather(*(renewed(world.ground, network, account.id) for _ in range(2)))

    assert [found.secret["access"] for found in both] == ["new", "new"]


async def test_a_refused_refresh_leaves_the_way_free(
    world: World, network: FakeNetwork, account: Account
) -> None:
    network.renews = [SignInAgain("revoked")]

    with pytest.raises(SignInAgain):
        await renewed(world.ground, network, account.id)

    assert (await world.fresh(account)).limits == {}
    assert (await renewed(world.ground, network, account.id)).secret["refresh"] == "r1"


async def test_a_worker_that_died_refreshing_holds_the_others_up_for_a_minute_at_most(
    world: World, network: FakeNetwork, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await world.fresh(account)
    row.limits = {"renewing_until": "2999-01-01T00:00:00+00:00"}
    await world.add(row)
    monkeypatch.setattr("bot.services.renewing.TURN", world.ground.now() - world.ground.now())
    monkeypatch.setattr("bot.services.renewing.TURNS", 3)

    with pytest.raises(TryLater):
        await renewed(world.ground, network, account.id)
    assert network.made("renew") == []

    row.limits = {"renewing_until": "2000-01-01T00:00:00+00:00"}
    await world.add(row)
    assert (await renewed(world.ground, network, account.id)).secret["access"] == "old"


async def test_a_killed_refresh_keeps_the_old_sign_in(
    world: World, network: FakeNetwork, account: Account
) -> None:
    network.renews = [Killed()]

    with pytest.raises(Killed):
        await renewed(world.ground, network, account.id)

    kept = opened(world.ground, await world.fresh(account))
    assert kept.secret["refresh"] == "r1"


async def test_an_unlinked_account_is_not_refreshed(
    world: World, network: FakeNetwork, account: Account
) -> None:
    row = await world.fresh(account)
    row.state = AccountState.UNLINKED
    await world.add(row)

    with pytest.raises(SignInAgain):
        await renewed(world.ground, network, account.id)
    assert network.calls == []


async def test_what_needs_no_sign_in_takes_no_turn(
    world: World, network: FakeNetwork, account: Account
) -> None:
    network.linking = Linking.CHANNEL

    await renewed(world.ground, network, account.id)

    assert network.calls == []


def test_a_secret_is_in_no_repr(world: World) -> None:
    shown = repr(opened(world.ground, an_account())) + repr(Secret({"access": "canary"}))

    assert "canary" not in shown
