"""What only the operator can mend: the posts wait, and the owner is told once a cause, by day."""

from datetime import timedelta

import pytest

from bot.db.tables import Account, Alarm, Delivery, Person
from bot.domain.delivery import DeliveryKind, DeliveryState
from bot.networks.base import VersionRetired
from bot.services import alarming
from bot.services.notices import NetworkOutdated, SignedOut
from bot.services.ports import AnswerLost, PersonGone, TelegramBusy
from tests.builders import World, a_copy, a_delivery, a_person
from tests.fakes import NOW, FakeNetwork
from tests.services.conftest import MALLORY
from tests.services.journeys import on_its_way

OWNER = 1


@pytest.fixture
async def owner(world: World) -> Person:
    return await world.add(a_person(OWNER, is_owner=True, zone="UTC", language="en"))


def retire(network: FakeNetwork, times: int = 1) -> None:
    network.fails += [VersionRetired("version_retired", raw="426") for _ in range(times)]


async def test_a_retired_version_is_told_to_the_owner_once(
    world: World, account: Account, network: FakeNetwork, owner: Person
) -> None:
    for number in range(3):
        await on_its_way(world, account, str(number))
        retire(network)
        await world.work()
        await alarming.tell(world.ground)
        world.clock.passes(hours=2)

    assert world.messenger.heard(NetworkOutdated) == [
        NetworkOutdated(person_id=OWNER, network="mastodon")
    ]
    assert world.messenger.heard(SignedOut) == []


@pytest.mark.parametrize("kind", list(DeliveryKind))
async def test_everything_waits_however_long_it_takes(
    world: World, account: Account, network: FakeNetwork, kind: DeliveryKind
) -> None:
    snippet = await world.a_kept_answer("カレー", revision=2)
    if kind is not DeliveryKind.PUBLISH:
        await world.add(a_copy(snippet, account))
    row = await world.add(a_delivery(snippet, account, kind, revision=2))
    for _ in range(20):
        retire(network)
        await world.work()
        kept = await world.fresh(row)
        assert (kept.state, kept.rule) == (DeliveryState.WAITING, "version_retired")
        world.clock.passes(days=1)

    network.fails.clear()
    network.standing.clear()
    world.clock.passes(hours=2)
    await world.work()

    verb = "publish" if kind is DeliveryKind.RESPONSE else kind.value
    assert len(network.made(verb)) == 21
    if kind is DeliveryKind.PUBLISH:
        assert len(network.texts) == 1


async def test_a_doubt_stays_a_doubt(world: World, account: Account, network: FakeNetwork) -> None:
    network.repeatable_for, network.loses = timedelta(hours=9), 1
    row = await on_its_way(world, account)
    await world.work()
    retire(network)
    world.clock.passes(minutes=2)
    await world.work()
    assert (await world.fresh(row)).state == DeliveryState.UNSURE

    world.clock.passes(hours=2)
    await world.work()

    assert (await world.fresh(row)).state == DeliveryState.PUBLISHED
    assert len(network.texts) == 1


async def test_the_owner_sleeps_through_it(
    world: World, account: Account, network: FakeNetwork, owner: Person
) -> None:
    world.clock.now = NOW.replace(hour=3)
    row = await on_its_way(world, account, queued_at=world.clock.now, due_at=world.clock.now)
    retire(network)
    await world.work()
    await alarming.tell(world.ground)
    assert world.messenger.heard(NetworkOutdated) == []

    world.clock.now = NOW.replace(hour=7)
    await alarming.tell(world.ground)

    assert len(world.messenger.heard(NetworkOutdated)) == 1
    assert (await world.fresh(row)).state == DeliveryState.WAITING


async def an_alarm(world: World) -> Alarm:
    return await world.add(Alarm(network="mastodon", rule="version_retired", raised_at=NOW))


@pytest.mark.parametrize(
    ("trouble", "told"),
    [(TelegramBusy(timedelta(seconds=1)), 1), (PersonGone(), 1), (AnswerLost(), 0)],
)
async def test_what_did_not_arrive_is_told_again_and_what_may_have_is_not(
    world: World, owner: Person, trouble: Exception, told: int
) -> None:
    await an_alarm(world)
    world.messenger.unreachable = trouble  # type: ignore[assignment]
    await alarming.tell(world.ground)
    world.messenger.unreachable = None

    await alarming.tell(world.ground)
    await alarming.tell(world.ground)

    assert len(world.messenger.heard(NetworkOutdated)) == told


async def test_without_an_owner_the_alarm_waits_for_one(world: World) -> None:
    await an_alarm(world)
    await alarming.tell(world.ground)
    assert world.messenger.said == []

    mallory = await world.one(Person, id=MALLORY)
    mallory.is_owner = True
    await world.add(mallory)
    await alarming.tell(world.ground)

    assert len(world.messenger.heard(NetworkOutdated)) == 1


async def test_when_it_works_again_the_next_time_is_a_new_cause(
    world: World, account: Account, network: FakeNetwork, owner: Person
) -> None:
    await on_its_way(world, account)
    retire(network)
    await world.work()
    await alarming.tell(world.ground)
    await alarming.drop_mended(world.ground)
    assert (await world.one(Alarm, network="mastodon")).told_at == world.clock.now

    world.clock.passes(hours=2)
    await world.work()
    await alarming.drop_mended(world.ground)
    await on_its_way(world, account, queued_at=world.clock.now, due_at=world.clock.now)
    retire(network)
    await world.work()
    await alarming.tell(world.ground)

    assert len(world.messenger.heard(NetworkOutdated)) == 2
    assert len(await world.all(Delivery, state=DeliveryState.PUBLISHED)) == 1
