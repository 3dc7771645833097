"""An answer whose fate nobody knows stands once all the same."""

import pytest

from bot.db.tables import Account, Copy, Delivery, Echo
from bot.domain.delivery import DeliveryState
from bot.networks.base import FOR_EVER
from bot.services import delivering
from bot.services.notices import WasItPosted
from tests.builders import HANA, World, a_copy
from tests.fakes import FakeClock, Killed, die
from tests.listeners import FakeListening, an_echo
from tests.services.journeys import lease_ends
from tests.services.test_responding import leaves, respond


@pytest.fixture
def network(clock: FakeClock) -> FakeListening:
    return FakeListening(clock=clock)


@pytest.fixture
async def echo(world: World, account: Account) -> Echo:
    snippet = await world.a_kept_answer("カレー")
    copy = await world.add(a_copy(snippet, account, remote_id="ours"))
    return await world.add(an_echo(copy))


async def test_a_lost_answer_is_repeated_by_its_key(
    world: World, echo: Echo, network: FakeListening
) -> None:
    network.repeatable_for, network.loses = FOR_EVER, 1
    await respond(world, echo)
    await leaves(world)
    assert (await world.one(Delivery)).state == DeliveryState.UNSURE

    world.clock.passes(hours=1)
    await world.work()

    assert network.texts == ["家で！"]
    assert (await world.one(Delivery)).state == DeliveryState.PUBLISHED


async def test_a_lost_answer_is_looked_for(
    world: World, echo: Echo, network: FakeListening
) -> None:
    network.can_find, network.loses = True, 1
    await respond(world, echo)
    await leaves(world)

    world.clock.passes(hours=1)
    await world.work()

    assert network.texts == ["家で！"]
    assert len(network.made("publish")) == 1


@pytest.mark.parametrize(("posted", "texts"), [(True, 1), (False, 2)])
async def test_where_nobody_can_tell_the_person_is_asked(
    world: World, echo: Echo, network: FakeListening, posted: bool, texts: int
) -> None:
    network.loses = 1
    await respond(world, echo)
    await leaves(world)
    (asked,) = world.messenger.heard(WasItPosted)
    assert asked.excerpt == "家で！"

    assert await delivering.answer_asked(world.ground, HANA, asked.delivery_id, posted)
    await world.work()

    assert len(network.texts) == texts
    assert [copy.remote_id for copy in await world.all(Copy)] == ["ours"]
    assert "家で" not in str((await world.one(Delivery)).prepared)


async def test_a_worker_that_dies_in_the_call_posts_once(
    world: World, echo: Echo, network: FakeListening
) -> None:
    network.repeatable_for, network.after = FOR_EVER, die
    await respond(world, echo)
    world.clock.passes(minutes=1)
    with pytest.raises(Killed):
        await world.work()
    network.after = None

    await lease_ends(world)
    await world.work()

    assert network.texts == ["家で！"]
