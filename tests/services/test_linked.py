"""Linked accounts: revived, let go, and never used after that."""

from pathlib import Path

import pytest

from bot.db.engine import Database
from bot.db.tables import Account, AccountState, Delivery
from bot.domain.delivery import DeliveryState
from bot.networks.base import TryLater
from bot.services import linking
from bot.services.identity import opened
from bot.services.linked import LetGo, Linked, give_back_forgotten
from tests.builders import HANA, World, a_delivery, a_snippet, an_account
from tests.fakes import NOW
from tests.services.links import gone_through, linking_world
from tests.web.conftest import MALLORY
from tests.web.villages import Village


@pytest.fixture
def village() -> Village:
    return Village()


@pytest.fixture
async def world(database: Database, tmp_path: Path, village: Village) -> World:
    return await linking_world(database, tmp_path, village)


async def linked_account(world: World, village: Village) -> Account:
    came = await gone_through(world, village)
    await linking.confirm(world.ground, HANA, came.keys.token)
    return (await world.all(Account))[-1]


async def waiting_delivery(world: World, account: Account, state: DeliveryState) -> Delivery:
    snippet = await world.add(a_snippet())
    return await world.add(a_delivery(snippet, account, state=state))


async def test_unlinking_gives_the_token_back_and_erases_it(world: World, village: Village) -> None:
    account = await linked_account(world, village)

    gone = await linking.unlink(world.ground, HANA, account.id)

    assert gone == LetGo(
        network="mastodon",
        title="Mastodon",
        handle="@hana@sakura.village",
        revoked=True,
        cancelled=0,
    )
    (left,) = await world.all(Account)
    assert (left.state, left.secret, village.revoked) == (
        AccountState.UNLINKED,
        None,
        ["token of hana"],
    )


async def test_nobody_unlinks_what_is_not_theirs(world: World, village: Village) -> None:
    account = await linked_account(world, village)

    assert await linking.unlink(world.ground, MALLORY, account.id) is None
    assert (await world.all(Account))[0].state == AccountState.WORKING


async def test_an_unlink_says_when_the_network_did_not_take_the_token_back(
    world: World, village: Village
) -> None:
    account = await linked_account(world, village)
    village.fails = TryLater("unreachable")

    gone = await linking.unlink(world.ground, HANA, account.id)

    assert gone is not None
    assert gone.revoked is False
    assert (await world.all(Account))[0].secret is None


async def test_an_unlink_that_was_cut_off_is_finished_later(world: World, village: Village) -> None:
    account = await linked_account(world, village)
    account.state = AccountState.UNLINKED
    await world.add(account)
    world.clock.passes(minutes=5)

    await give_back_forgotten(world.ground)

    assert village.revoked == ["token of hana"]
    assert (await world.all(Account))[0].secret is None


@pytest.mark.parametrize(
    "state",
    [DeliveryState.WAITING, DeliveryState.CLAIMED, DeliveryState.PARKED, DeliveryState.HELD],
)
async def test_what_waits_for_an_unlinked_account_never_leaves(
    world: World, village: Village, state: DeliveryState
) -> None:
    account = await linked_account(world, village)
    delivery = await waiting_delivery(world, account, state)

    gone = await linking.unlink(world.ground, HANA, account.id)

    assert gone is not None
    assert gone.cancelled == 1
    assert (await world.fresh(delivery)).state == DeliveryState.CANCELLED


async def test_signing_in_again_revives_the_account_and_what_waited(
    world: World, village: Village
) -> None:
    account = await linked_account(world, village)
    account.state, account.by_itself = AccountState.SIGNED_OUT, True
    account.told_signed_out_at = NOW
    await world.add(account)
    parked = await waiting_delivery(world, account, DeliveryState.PARKED)
    came = await gone_through(world, village)

    linked = await linking.confirm(world.ground, HANA, came.keys.token)

    assert isinstance(linked, Linked)
    assert (linked.account_id, linked.revived, linked.waiting) == (account.id, True, 1)
    (row,) = await world.all(Account)
    assert (row.state, row.by_itself, row.told_signed_out_at) == (AccountState.WORKING, True, None)
    assert (await world.fresh(parked)).state == DeliveryState.WAITING


async def test_consent_of_an_ended_link_does_not_come_back(world: World, village: Village) -> None:
    account = await linked_account(world, village)
    account.by_itself, account.shown_first_at = True, NOW
    await world.add(account)
    await linking.unlink(world.ground, HANA, account.id)

    again = await linked_account(world, village)

    assert (again.id, again.by_itself, again.shown_first_at) == (account.id, False, None)


async def test_a_try_to_link_again_leaves_the_working_secret_alone(
    world: World, village: Village
) -> None:
    await linked_account(world, village)
    await gone_through(world, village)

    (account,) = await world.all(Account)
    assert opened(world.ground, account).secret["access_token"] == "token of hana"
    assert account.state == AccountState.WORKING


async def test_the_page_cannot_be_unlinked(world: World) -> None:
    page = await world.add(an_account("page"))

    assert await linking.unlink(world.ground, HANA, page.id) is None
