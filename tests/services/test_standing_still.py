"""An account that was lost: what was to go there waits, and goes out after a new link."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.db.engine import Database
from bot.db.tables import Account, AccountState, Delivery, Pause
from bot.domain.delivery import DeliveryKind, DeliveryState
from bot.networks import NETWORKS
from bot.networks.base import AccountBlocked, NetworkError, SignInAgain
from bot.services import linked, pausing, withdrawing
from bot.services.identity import opened
from tests.builders import HANA, World, a_delivery, a_person, an_account, build_world
from tests.fakes import NOW, FakeClock, FakeNetwork
from tests.services.journeys import on_its_way, reword

LINKED = [name for name in NETWORKS if name != "page"]


async def link_again(world: World, account: Account) -> linked.Linked:
    found = replace(opened(world.ground, account), handle="@hana-again")
    async with world.ground.database.writing() as session:
        return await linked.keep(world.ground, session, HANA, found)


@pytest.mark.parametrize("name", LINKED)
@pytest.mark.parametrize("lost", [SignInAgain("revoked"), AccountBlocked("suspended")])
async def test_on_every_network_what_waited_goes_out_once_after_a_new_link(
    database: Database, tmp_path: Path, name: str, lost: NetworkError
) -> None:
    clock = FakeClock()
    network = FakeNetwork(clock=clock, name=name, title=name)
    world = build_world(database, tmp_path, network, clock=clock)
    await world.add(a_person())
    account = await world.add(an_account(name, server=""))
    first = await on_its_way(world, account, "一")
    await on_its_way(world, account, "二", queued_at=NOW, due_at=NOW)
    network.fails.append(lost)

    await world.work()
    assert {row.state for row in await world.all(Delivery)} == {DeliveryState.PARKED}
    clock.passes(days=30)
    await world.work()
    assert network.texts == []

    again = await link_again(world, account)
    await world.work()

    assert (again.revived, again.waiting, again.account_id) == (True, 2, account.id)
    assert [text[-1] for text in network.texts] == ["一", "二"]
    assert (await world.fresh(first)).state == DeliveryState.PUBLISHED


async def lost_account(world: World, account: Account, network: FakeNetwork) -> Delivery:
    """One answer waits for its person to sign in."""
    row = await on_its_way(world, account, "一")
    network.fails.append(SignInAgain("revoked"))
    await world.work()
    return row


async def test_what_was_taken_back_or_deleted_meanwhile_stays_here(
    world: World, account: Account, network: FakeNetwork
) -> None:
    row = await lost_account(world, account, network)
    other = await on_its_way(world, account, "二", state=DeliveryState.PARKED)
    await withdrawing.untarget(world.ground, HANA, row.snippet_id, account.id)
    await withdrawing.delete(world.ground, HANA, other.snippet_id)

    await link_again(world, account)
    await world.work()

    assert network.texts == []
    assert {row.state for row in await world.all(Delivery)} == {DeliveryState.CANCELLED}


async def test_words_that_were_changed_meanwhile_go_out_as_they_are_now(
    world: World, account: Account, network: FakeNetwork
) -> None:
    row = await lost_account(world, account, network)
    await reword(world, row.snippet_id, "カレーを三皿")

    await link_again(world, account)
    await world.work()

    assert [text[-6:] for text in network.texts] == ["カレーを三皿"]


async def test_an_edit_and_a_deletion_wait_as_well(
    world: World, account: Account, network: FakeNetwork
) -> None:
    changed = await on_its_way(world, account, "一")
    gone = await on_its_way(world, account, "三")
    await world.work()
    await reword(world, changed.snippet_id, "二")
    await withdrawing.delete(world.ground, HANA, gone.snippet_id)
    world.clock.passes(minutes=2)
    network.fails.append(SignInAgain("revoked"))
    await world.work()
    assert (await world.fresh(account)).state == AccountState.SIGNED_OUT
    assert len(network.texts) == 2

    await link_again(world, account)
    await world.work()

    assert [text[-1] for text in network.texts] == ["二"]


async def test_what_a_pause_lets_go_while_the_account_is_lost_is_not_too_old_after_it(
    world: World, account: Account, network: FakeNetwork
) -> None:
    today = NOW.date()
    await world.add(
        Pause(person_id=HANA, first_on=today, holds_sharing=True, made_at=NOW),
    )
    held = await on_its_way(world, account, "二", state=DeliveryState.HELD)
    account.state = AccountState.SIGNED_OUT
    await world.add(account)
    world.clock.passes(days=1)
    await pausing.resume(world.ground, HANA)
    await withdrawing.send_now(world.ground, HANA, held.snippet_id)
    world.clock.passes(days=3)

    again = await link_again(world, account)
    await world.work()

    assert again.waiting == 1
    assert [text[-1] for text in network.texts] == ["二"]
    assert (await world.fresh(held)).state == DeliveryState.PUBLISHED


async def test_linking_an_account_that_works_keeps_the_time_to_undo(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer("一")
    row = await world.add(
        a_delivery(snippet, account, DeliveryKind.PUBLISH, due_at=NOW + timedelta(minutes=1))
    )

    await link_again(world, account)

    assert (await world.fresh(row)).due_at == NOW + timedelta(minutes=1)
