"""Groups: offered to who belongs there, confirmed by them, asked about again every day."""

from pathlib import Path

import pytest

from bot.db.engine import Database
from bot.db.tables import Account, AccountState
from bot.networks.group import Group
from bot.services import groups, linking
from bot.services.linking import CannotLink, Why
from tests.builders import HANA, World, a_page, a_person
from tests.networks.posters import GROUP, FakePoster
from tests.web.conftest import MALLORY, a_world

MOVED_TO = GROUP - 1


@pytest.fixture
def poster() -> FakePoster:
    return FakePoster(allowed={HANA})


@pytest.fixture
async def world(database: Database, tmp_path: Path, poster: FakePoster) -> World:
    made = a_world(database, tmp_path, Group(poster))
    await made.add(a_person(HANA), a_person(MALLORY))
    return made


async def linked(world: World, person_id: int = HANA) -> Account:
    found = await groups.offer(world.ground, person_id, GROUP, "Hana")
    await groups.confirm(world.ground, person_id, found.account_id)
    return await world.one(Account, id=found.account_id)


async def states(world: World) -> list[str]:
    return [row.state for row in await world.all(Account)]


async def test_nothing_is_shared_before_the_yes(world: World) -> None:
    found = await groups.offer(world.ground, HANA, GROUP, "Hana")

    assert (found.title, found.members, found.author) == ("Family", 2, "Hana")
    assert await states(world) == [AccountState.PENDING]
    assert await linking.accounts(world.ground, HANA) == []


async def test_the_yes_links_it(world: World) -> None:
    row = await linked(world)

    assert (row.state, row.handle, row.by_itself) == (AccountState.WORKING, "Family", False)


async def test_posts_bear_the_name_of_an_open_page(world: World) -> None:
    await world.add(a_page(name="花"))

    found = await groups.offer(world.ground, HANA, GROUP, "Hana")

    assert found.author == "花"


async def test_a_page_that_nobody_can_see_names_nobody(world: World) -> None:
    await world.add(a_page(name="花", opened_at=None))

    found = await groups.offer(world.ground, HANA, GROUP, "Hana")

    assert found.author == "Hana"


async def test_who_is_not_a_member_links_nothing_and_the_bot_leaves(
    world: World, poster: FakePoster
) -> None:
    with pytest.raises(CannotLink) as refused:
        await groups.offer(world.ground, MALLORY, GROUP, "Mallory")

    assert refused.value.why is Why.NOT_A_MEMBER
    assert await world.all(Account) == []
    assert poster.left == [GROUP]


async def test_a_strangers_refusal_takes_nobody_elses_group_away(
    world: World, poster: FakePoster
) -> None:
    await linked(world)

    with pytest.raises(CannotLink):
        await groups.offer(world.ground, MALLORY, GROUP, "Mallory")

    assert poster.left == []


async def test_nobody_says_yes_for_somebody_else(world: World) -> None:
    found = await groups.offer(world.ground, HANA, GROUP, "Hana")

    with pytest.raises(CannotLink):
        await groups.confirm(world.ground, MALLORY, found.account_id)

    assert not await groups.decline(world.ground, MALLORY, found.account_id)
    assert await states(world) == [AccountState.PENDING]


async def test_who_left_before_the_yes_links_nothing(world: World, poster: FakePoster) -> None:
    found = await groups.offer(world.ground, HANA, GROUP, "Hana")
    poster.allowed.clear()

    with pytest.raises(CannotLink) as refused:
        await groups.confirm(world.ground, HANA, found.account_id)

    assert refused.value.why is Why.NOT_A_MEMBER


async def test_a_no_leaves_and_keeps_nothing(world: World, poster: FakePoster) -> None:
    found = await groups.offer(world.ground, HANA, GROUP, "Hana")

    assert await groups.decline(world.ground, HANA, found.account_id)

    assert await world.all(Account) == []
    assert poster.left == [GROUP]


async def test_without_an_answer_the_bot_leaves(world: World, poster: FakePoster) -> None:
    await groups.offer(world.ground, HANA, GROUP, "Hana")

    await groups.leave_unconfirmed(world.ground)
    assert poster.left == []
    world.clock.passes(minutes=16)
    await groups.leave_unconfirmed(world.ground)

    assert await world.all(Account) == []
    assert poster.left == [GROUP]


async def test_a_group_linked_before_comes_back_without_its_consent(world: World) -> None:
    row = await linked(world)
    row.by_itself = True
    await world.add(row)
    await linking.unlink(world.ground, HANA, row.id)

    again = await linked(world)

    assert (again.id, again.by_itself, again.state) == (row.id, False, AccountState.WORKING)


async def test_unlinking_leaves_the_group(world: World, poster: FakePoster) -> None:
    row = await linked(world)

    gone = await linking.unlink(world.ground, HANA, row.id)

    assert gone is not None
    assert gone.revoked
    assert poster.left == [GROUP]


async def test_unlinking_stays_while_somebody_else_shares_there(
    world: World, poster: FakePoster
) -> None:
    poster.allowed.add(MALLORY)
    row = await linked(world)
    await linked(world, MALLORY)

    gone = await linking.unlink(world.ground, HANA, row.id)

    assert gone is not None
    assert not gone.revoked
    assert poster.left == []
