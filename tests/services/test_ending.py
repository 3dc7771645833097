"""A sign-in that ends at a known time: renewed ahead, or told of twice, by day, and never again."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.db.alarms import standing_alarms
from bot.db.tables import Account, AccountState, Alarm, Delivery, Pause, Person
from bot.domain.delivery import DeliveryState
from bot.networks.base import SIGN_IN_ENDS, Secret, SignInAgain, TryLater, VersionRetired
from bot.services import delivering, ending, linked
from bot.services.identity import opened
from bot.services.notices import SignedOut, SignInEnds
from bot.services.ports import PersonGone, TelegramBusy
from bot.services.renewing import renewed
from tests.builders import HANA, World, an_account
from tests.fakes import NOW, FakeNetwork
from tests.services.journeys import on_its_way

ENDS = NOW + timedelta(days=60)


def ending_at(moment: datetime) -> Secret:
    return Secret({"access_token": "t", SIGN_IN_ENDS: moment.isoformat()})


async def linked_until(world: World, row: Account, moment: datetime) -> Account:
    """The account linked anew, for as long as its token says."""
    found = replace(opened(world.ground, row), secret=ending_at(moment))
    async with world.ground.database.writing() as session:
        await linked.keep(world.ground, session, row.person_id, found)
    return await world.fresh(row)


@pytest.fixture
async def short(world: World, account: Account) -> Account:
    """Hana's account, whose sign-in ends in sixty days."""
    return await linked_until(world, account, ENDS)


async def days_of_looking(world: World, days: int) -> list[tuple[int, SignInEnds]]:
    """What is told while the hours of so many days go by: the hour, and the notice."""
    told: list[tuple[int, SignInEnds]] = []
    for hour in range(days * 24):
        before = len(world.messenger.heard(SignInEnds))
        await ending.look_ahead(world.ground)
        told += [(hour, one) for one in world.messenger.heard(SignInEnds)[before:]]
        world.clock.passes(hours=1)
    return told


async def test_the_end_is_told_seven_days_and_one_day_ahead(world: World, short: Account) -> None:
    assert short.sign_in_ends_at == ENDS
    world.clock.now = ENDS - timedelta(days=9)

    told = await days_of_looking(world, 9)

    assert [hour for hour, _ in told] == [2 * 24, 8 * 24]
    notice = SignInEnds(
        person_id=HANA,
        account_id=short.id,
        network="mastodon",
        handle=short.handle,
        on=date(2027, 1, 22),
    )
    assert [one for _, one in told] == [notice, notice]


async def test_nothing_is_told_at_night(world: World, account: Account) -> None:
    # Seven days before, and one day before, it is half past two in Tokyo.
    ends_at = datetime.fromisoformat("2027-01-20T17:30:00+00:00")
    await linked_until(world, account, ends_at)
    world.clock.now = ends_at - timedelta(days=8)

    told = await days_of_looking(world, 8)

    # From seven o'clock on.
    assert [ends_at - timedelta(days=8) + timedelta(hours=hour) for hour, _ in told] == [
        ends_at - timedelta(days=7) + timedelta(hours=5),
        ends_at - timedelta(days=1) + timedelta(hours=5),
    ]


async def test_a_pause_silences_both_and_only_what_is_still_ahead_is_told_after_it(
    world: World, short: Account
) -> None:
    last_on = (ENDS - timedelta(days=4)).date()
    await world.add(Pause(person_id=HANA, first_on=NOW.date(), last_on=last_on, made_at=NOW))
    world.clock.now = ENDS - timedelta(days=9)

    told = await days_of_looking(world, 9)

    # It is over at midnight in Tokyo; by seven o'clock nobody sleeps any more.
    assert [(ENDS - (ENDS - timedelta(days=9) + timedelta(hours=hour))) for hour, _ in told] == [
        timedelta(days=3, hours=14),
        timedelta(days=1),
    ]


async def test_who_missed_the_first_notice_gets_one_not_two(world: World, short: Account) -> None:
    world.clock.now = ENDS - timedelta(hours=3)

    await ending.look_ahead(world.ground)
    await ending.look_ahead(world.ground)

    assert len(world.messenger.heard(SignInEnds)) == 1


async def test_a_new_link_has_an_end_of_its_own(world: World, short: Account) -> None:
    world.clock.now = ENDS - timedelta(days=6)
    await ending.look_ahead(world.ground)
    later = await linked_until(world, short, ENDS + timedelta(days=54))

    world.clock.now = ENDS
    await ending.look_ahead(world.ground)
    assert len(world.messenger.heard(SignInEnds)) == 1
    assert later.told_end_days is None

    world.clock.now = ENDS + timedelta(days=48)
    await ending.look_ahead(world.ground)
    assert len(world.messenger.heard(SignInEnds)) == 2


async def test_what_can_be_renewed_is_renewed_and_nobody_is_told(
    world: World, short: Account, network: FakeNetwork
) -> None:
    network.renews = [None, ending_at(ENDS + timedelta(days=50))]
    world.clock.now = ENDS - timedelta(days=9)

    assert await days_of_looking(world, 9) == []
    kept = await world.fresh(short)
    assert kept.sign_in_ends_at == ENDS + timedelta(days=50)
    assert opened(world.ground, kept).secret.moment(SIGN_IN_ENDS) == kept.sign_in_ends_at


async def test_a_renewal_before_a_post_moves_the_end_too(
    world: World, short: Account, network: FakeNetwork
) -> None:
    network.renews = [ending_at(ENDS + timedelta(days=30))]

    await renewed(world.ground, network, short.id)

    assert (await world.fresh(short)).sign_in_ends_at == ENDS + timedelta(days=30)


async def test_a_pause_does_not_keep_a_sign_in_from_being_renewed(
    world: World, short: Account, network: FakeNetwork
) -> None:
    world.clock.now = ENDS - timedelta(days=9)
    await world.add(Pause(person_id=HANA, first_on=world.clock.now.date(), made_at=NOW))
    network.renews = [ending_at(ENDS + timedelta(days=50))]

    await ending.look_ahead(world.ground)

    assert (await world.fresh(short)).sign_in_ends_at == ENDS + timedelta(days=50)


async def test_a_sign_in_that_has_ended_is_told_as_lost_and_its_posts_wait(
    world: World, short: Account, network: FakeNetwork
) -> None:
    world.clock.now = ENDS
    row = await on_its_way(world, short, due_at=ENDS + timedelta(days=1))
    network.renews = [SignInAgain("signed_out")]

    await ending.look_ahead(world.ground)
    await delivering.sweep(world.ground)

    assert (await world.fresh(short)).state == AccountState.SIGNED_OUT
    assert (await world.one(Delivery, id=row.id)).state == DeliveryState.PARKED
    assert world.messenger.heard(SignInEnds) == []
    assert len(world.messenger.heard(SignedOut)) == 1


@pytest.mark.parametrize("trouble", [TryLater("unreachable"), ZeroDivisionError()])
async def test_a_renewal_that_fails_keeps_nobody_from_being_told(
    world: World, short: Account, network: FakeNetwork, trouble: BaseException
) -> None:
    network.renews = [trouble]
    world.clock.now = ENDS - timedelta(days=5)

    await ending.look_ahead(world.ground)

    assert len(world.messenger.heard(SignInEnds)) == 1
    assert (await world.fresh(short)).state == AccountState.WORKING


async def test_a_retired_version_is_the_operators_business(
    world: World, short: Account, network: FakeNetwork
) -> None:
    network.renews = [VersionRetired("version_retired")]
    world.clock.now = ENDS - timedelta(days=9)

    await ending.look_ahead(world.ground)

    async with world.ground.database.reading() as session:
        (alarm,) = await standing_alarms(session)
    assert isinstance(alarm, Alarm)
    assert (alarm.network, alarm.rule) == ("mastodon", "version_retired")


async def test_a_busy_telegram_costs_no_notice(world: World, short: Account) -> None:
    world.clock.now = ENDS - timedelta(days=5)
    world.messenger.unreachable = TelegramBusy(timedelta(seconds=5))
    await ending.look_ahead(world.ground)
    world.messenger.unreachable = None

    await ending.look_ahead(world.ground)

    assert len(world.messenger.heard(SignInEnds)) == 1


async def test_who_is_gone_is_told_nothing_and_holds_nobody_up(
    world: World, short: Account
) -> None:
    world.clock.now = ENDS - timedelta(days=5)
    world.messenger.unreachable = PersonGone()
    await ending.look_ahead(world.ground)
    world.messenger.unreachable = None
    person = await world.one(Person, id=HANA)
    person.blocked_at = NOW
    await world.add(person)

    world.clock.passes(days=5)
    await ending.look_ahead(world.ground)

    assert world.messenger.heard(SignInEnds) == []


async def test_one_unknown_zone_keeps_the_others_neither_waiting_nor_untold(
    world: World, short: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "AT_ONCE", 1)
    lost = await world.add(Person(id=6, zone="Moon/Base", language="en", joined_at=NOW))
    theirs = await world.add(an_account(person_id=lost.id, sign_in_ends_at=ENDS))
    other = await world.add(an_account(remote_id="second", sign_in_ends_at=ENDS))
    world.clock.now = ENDS - timedelta(days=5)

    await ending.look_ahead(world.ground)

    told = [one.account_id for one in world.messenger.heard(SignInEnds)]
    assert told == [short.id, other.id]
    assert theirs.id not in told


@pytest.mark.parametrize("state", [AccountState.UNLINKED, AccountState.SIGNED_OUT])
async def test_an_account_that_is_not_used_has_no_end_to_tell(
    world: World, short: Account, state: AccountState
) -> None:
    short.state = state
    await world.add(short)
    world.clock.now = ENDS - timedelta(days=5)

    await ending.look_ahead(world.ground)

    assert world.messenger.heard(SignInEnds) == []
