"""Groups that change under a link: people leave, the bot is taken out, the group moves."""

import asyncio
from pathlib import Path

import pytest

from bot.db import pages
from bot.db.engine import Database
from bot.db.tables import Account, AccountState, Copy, Delivery
from bot.domain.delivery import DeliveryKind, DeliveryState
from bot.networks.base import Moved, Refused, SignInAgain, TryLater
from bot.networks.group import Group
from bot.services import aftermath, groups
from bot.services.linking import CannotLink
from bot.services.notices import SignedOut, Unlinked
from tests.builders import HANA, World, a_delivery, a_person, a_snippet, an_account
from tests.networks.posters import GROUP, FakePoster
from tests.services.test_groups import linked, states
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


async def test_who_has_left_is_told_once_and_nothing_more_goes_there(
    world: World, poster: FakePoster
) -> None:
    row = await linked(world)
    snippet = await world.add(a_snippet())
    await world.add(a_delivery(snippet, row))
    poster.allowed.clear()
    world.clock.passes(hours=25)

    await groups.check_groups(world.ground)
    await groups.check_groups(world.ground)

    assert await states(world) == [AccountState.UNLINKED]
    assert (await world.one(Delivery)).state == DeliveryState.CANCELLED
    assert [type(one) for one in world.messenger.said] == [Unlinked]
    assert poster.left == [GROUP]


@pytest.mark.parametrize("trouble", [TryLater(), TryLater("rate_limited")])
async def test_a_bad_hour_at_telegram_ends_nothing(
    world: World, poster: FakePoster, trouble: TryLater
) -> None:
    await linked(world)
    world.clock.passes(hours=25)
    poster.fails = [trouble]

    await groups.check_groups(world.ground)

    assert await states(world) == [AccountState.WORKING]


async def test_a_bot_that_is_out_keeps_deliveries_waiting(world: World, poster: FakePoster) -> None:
    row = await linked(world)
    snippet = await world.add(a_snippet())
    await world.add(a_delivery(snippet, row))
    world.clock.passes(hours=25)
    poster.fails = [SignInAgain("may_not_post")]

    await groups.check_groups(world.ground)

    assert await states(world) == [AccountState.SIGNED_OUT]
    assert (await world.one(Delivery)).state == DeliveryState.PARKED


async def test_being_taken_out_is_told_once(world: World) -> None:
    await linked(world)

    for _ in range(2):
        await groups.shut_out(world.ground, GROUP)
        await aftermath.tell_sign_outs(world.ground)

    assert [type(one) for one in world.messenger.said] == [SignedOut]


async def test_being_taken_out_before_the_yes_leaves_nothing(world: World) -> None:
    await groups.offer(world.ground, HANA, GROUP, "Hana")

    await groups.shut_out(world.ground, GROUP)

    assert await world.all(Account) == []


async def test_two_workers_that_hear_of_one_move_agree(world: World) -> None:
    row = await linked(world)

    await asyncio.gather(*(groups.moved(world.ground, GROUP, MOVED_TO) for _ in range(4)))

    moved = await world.fresh(row)
    assert (moved.remote_id, moved.state) == (str(MOVED_TO), AccountState.WORKING)


async def test_a_group_that_moved_is_shared_into_where_it_is_now(world: World) -> None:
    row = await linked(world)

    for _ in range(2):
        await groups.moved(world.ground, GROUP, MOVED_TO)

    moved = await world.fresh(row)
    assert (moved.remote_id, moved.state) == (str(MOVED_TO), AccountState.WORKING)


async def test_a_delivery_that_meets_the_move_waits_for_the_new_place(
    world: World, poster: FakePoster
) -> None:
    row = await linked(world)
    snippet = await world.a_kept_answer("A cup of tea", question=None)
    await world.add(a_delivery(snippet, row))
    poster.fails = [Moved(str(MOVED_TO))]

    await world.work()

    assert list(poster.posts.values()) == ["Hana：A cup of tea"]
    assert (await world.fresh(row)).remote_id == str(MOVED_TO)
    assert (await world.one(Delivery)).state == DeliveryState.PUBLISHED


async def test_edits_and_deletions_travel(world: World, poster: FakePoster) -> None:
    row = await linked(world)
    snippet = await world.a_kept_answer("A cup of tae", question=None)
    await world.add(a_delivery(snippet, row))
    await world.work()
    snippet.text, snippet.revision = "A cup of tea", 2
    await world.add(snippet)

    await world.add(a_delivery(snippet, row, DeliveryKind.EDIT, revision=2))
    await world.work()
    assert list(poster.posts.values()) == ["Hana：A cup of tea"]
    await world.add(a_delivery(snippet, row, DeliveryKind.DELETE, revision=3))
    await world.work()

    assert poster.posts == {}


async def test_a_group_that_is_known_by_both_ids_is_shared_into_once(
    world: World, poster: FakePoster
) -> None:
    row = await linked(world)
    await world.add(an_account("group", remote_id=str(MOVED_TO)))

    await groups.moved(world.ground, GROUP, MOVED_TO)

    assert (await world.fresh(row)).state == AccountState.UNLINKED
    assert (await world.one(Account, remote_id=str(MOVED_TO))).state == AccountState.WORKING


async def test_no_public_page_tells_of_a_group(world: World) -> None:
    row = await linked(world)
    snippet = await world.a_kept_answer("A cup of tea", question=None)
    await world.add(a_delivery(snippet, row))
    await world.work()

    async with world.ground.database.reading() as session:
        copies = await pages.copies_elsewhere(session, [snippet.id])
        profiles = await pages.profiles_elsewhere(session, HANA)

    assert (await world.one(Copy)).url != ""
    assert (list(copies), list(profiles)) == ([], [])


async def test_a_person_for_whom_hibi_is_a_diary_only_links_nothing(
    world: World, poster: FakePoster
) -> None:
    mai = 11
    await world.add(a_person(mai, diary_only=True))
    poster.allowed.add(mai)

    with pytest.raises(CannotLink):
        await groups.offer(world.ground, mai, GROUP, "Mai")

    assert await world.all(Account) == []
    assert poster.left == [GROUP]


async def test_a_deletion_that_comes_too_late_is_refused_by_its_own_rule(
    world: World, poster: FakePoster
) -> None:
    row = await linked(world)
    snippet = await world.a_kept_answer("A cup of tea", question=None)
    await world.add(a_delivery(snippet, row))
    await world.work()
    poster.fails = [Refused("too_late_to_delete")]

    deletion = await world.add(a_delivery(snippet, row, DeliveryKind.DELETE, revision=2))
    await world.work()

    left = await world.fresh(deletion)
    assert (left.state, left.rule) == (DeliveryState.REFUSED, "too_late_to_delete")
