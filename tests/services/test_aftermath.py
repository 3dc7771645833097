"""What people hear after a delivery, and when."""

from datetime import timedelta

from bot.db.tables import Account, AccountState, Delivery, Pause
from bot.domain.delivery import DeliveryState
from bot.networks.base import (
    AccountBlocked,
    SignInAgain,
)
from bot.services import delivering
from bot.services.notices import AskSearch, OfferByItself, SignedOut
from bot.services.ports import PersonGone
from tests.builders import HANA, World, a_page, an_account
from tests.fakes import NOW, FakeNetwork
from tests.services.journeys import on_its_way


async def test_a_lost_sign_in_parks_everything_and_is_told_once(
    world: World, account: Account, network: FakeNetwork
) -> None:
    for number in range(3):
        at = NOW - timedelta(seconds=9 - number)
        await on_its_way(world, account, queued_at=at, due_at=at)
    network.fails.append(SignInAgain("revoked"))

    await world.work()
    await delivering.sweep(world.ground)

    assert {row.state for row in await world.all(Delivery)} == {DeliveryState.PARKED}
    assert (await world.fresh(account)).state == AccountState.SIGNED_OUT
    (told,) = world.messenger.heard(SignedOut)
    assert (told.account_id, told.waiting) == (account.id, 3)


async def test_a_pause_keeps_the_lost_sign_in_quiet_until_it_ends(
    world: World, account: Account, network: FakeNetwork
) -> None:
    today = NOW.date()
    await world.add(Pause(person_id=HANA, first_on=today, last_on=today, made_at=NOW))
    await on_its_way(world, account)
    network.fails.append(SignInAgain("revoked"))

    await world.work()
    await delivering.sweep(world.ground)
    assert world.messenger.heard(SignedOut) == []

    world.clock.passes(days=1)
    await delivering.sweep(world.ground)
    assert len(world.messenger.heard(SignedOut)) == 1


async def test_a_blocked_account_is_not_asked_to_sign_in(
    world: World, account: Account, network: FakeNetwork
) -> None:
    await on_its_way(world, account)
    network.fails.append(AccountBlocked("suspended"))

    await world.work()
    await delivering.sweep(world.ground)

    assert (await world.fresh(account)).state == AccountState.BLOCKED
    assert world.messenger.heard(SignedOut) == []


async def test_a_secret_whose_key_is_lost_asks_to_sign_in(
    world: World, account: Account, network: FakeNetwork
) -> None:
    other = an_account(remote_id="somebody-else")
    await world.sign_in(other, access_token="x")
    account.secret = other.secret
    await world.add(account)
    row = await on_its_way(world, account)

    await world.work()

    kept = await world.fresh(row)
    assert (kept.state, kept.rule) == (DeliveryState.PARKED, "key_lost")
    assert network.made("publish") == []


async def test_a_person_who_cannot_be_reached_fails_no_delivery(
    world: World, account: Account, network: FakeNetwork
) -> None:
    world.messenger.unreachable = PersonGone()
    row = await on_its_way(world, account)

    await world.work()

    assert (await world.fresh(row)).state == DeliveryState.PUBLISHED


async def test_the_third_shared_snippet_offers_by_itself_once(
    world: World, account: Account, network: FakeNetwork
) -> None:
    for number in range(1, 6):
        await on_its_way(world, account)
        await world.work()
        assert len(world.messenger.heard(OfferByItself)) == (1 if number >= 3 else 0)


async def test_the_third_public_snippet_asks_about_search_once(world: World) -> None:
    page = await world.add(an_account("page", by_itself=True))
    await world.add(a_page())
    for number in range(1, 5):
        await on_its_way(world, page)
        await world.work()
        assert len(world.messenger.heard(AskSearch)) == (1 if number >= 3 else 0)
    assert world.messenger.heard(OfferByItself) == []
