"""Second thoughts: a no takes everything back."""

from datetime import timedelta

from bot.db.tables import (
    Account,
    Copy,
)
from bot.networks.base import Refused
from bot.services import sharing
from bot.services.sharing import (
    TargetState,
)
from tests.builders import HANA, World, a_page, an_account
from tests.fakes import FakeNetwork
from tests.services.taps import arrive, choose, rewrite, target


async def test_only_me_within_the_undo_time_leaves_no_trace(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer()
    await choose(world, snippet, account.id)

    assert await sharing.only_me(world.ground, HANA, snippet.id)
    await arrive(world)

    assert network.calls == []
    assert (await target(world, snippet, account)).state == TargetState.OFF
    assert not await sharing.only_me(world.ground, HANA, snippet.id)


async def test_one_target_is_taken_back_alone(
    world: World, account: Account, network: FakeNetwork
) -> None:
    page = await world.add(an_account("page"))
    await world.add(a_page())
    snippet = await world.a_kept_answer()
    await choose(world, snippet, page.id)
    await choose(world, snippet, account.id)
    await arrive(world)

    assert await sharing.untarget(world.ground, HANA, snippet.id, account.id)
    assert (await target(world, snippet, account)).state == TargetState.SENDING
    await world.work()

    assert network.texts == []
    assert (await target(world, snippet, account)).state == TargetState.OFF
    assert (await target(world, snippet, page)).state == TargetState.SHARED


async def test_shared_again_after_a_withdrawal_is_a_new_post(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.repeatable_for = timedelta.max
    snippet = await world.a_kept_answer()
    for _ in range(2):
        await choose(world, snippet, account.id)
        await arrive(world)
        await sharing.only_me(world.ground, HANA, snippet.id)
        await world.work()
    await choose(world, snippet, account.id)
    await arrive(world)

    assert len(set(network.made("publish"))) == 3
    assert list(network.standing) == ["post-3"]
    assert (await world.one(Copy)).remote_id == "post-3"


async def test_a_yes_while_the_withdrawal_waits_keeps_the_copy(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer()
    await choose(world, snippet, account.id)
    await arrive(world)

    await sharing.only_me(world.ground, HANA, snippet.id)
    await choose(world, snippet, account.id)
    await arrive(world)

    assert list(network.standing) == ["post-1"]
    assert (await target(world, snippet, account)).state == TargetState.SHARED


async def test_send_now_does_not_wait(world: World, account: Account, network: FakeNetwork) -> None:
    snippet = await world.a_kept_answer()
    await choose(world, snippet, account.id)

    assert await sharing.send_now(world.ground, HANA, snippet.id)
    await world.work()

    assert len(network.texts) == 1
    assert not await sharing.send_now(world.ground, HANA, snippet.id)


async def test_undo_takes_it_back_everywhere_and_put_back_is_only_me(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer()
    await choose(world, snippet, account.id)
    await arrive(world)

    assert await sharing.undo(world.ground, HANA, snippet.id)
    await world.work()
    assert network.texts == []

    world.clock.passes(hours=23)
    assert await sharing.put_back(world.ground, HANA, snippet.id)
    await arrive(world)
    assert network.texts == []
    assert (await world.fresh(snippet)).undone_at is None


async def test_after_a_day_nothing_is_put_back(world: World) -> None:
    snippet = await world.a_kept_answer()
    await sharing.undo(world.ground, HANA, snippet.id)

    world.clock.passes(hours=24)

    assert not await sharing.put_back(world.ground, HANA, snippet.id)


async def test_what_was_deleted_leaves_every_account_unlinked_ones_too(
    world: World, account: Account
) -> None:
    page = await world.add(an_account("page"))
    await world.add(a_page())
    snippet = await world.a_kept_answer()
    await choose(world, snippet, page.id)
    await choose(world, snippet, account.id)
    await arrive(world)

    assert await sharing.delete(world.ground, HANA, snippet.id)
    await world.work()

    assert all(copy.removed_at is not None for copy in await world.all(Copy))
    assert not await sharing.delete(world.ground, HANA, snippet.id)


async def test_where_nothing_can_be_edited_the_card_may_offer_to_post_again(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.can_edit = False
    snippet = await world.a_kept_answer()
    await choose(world, snippet, account.id)
    await arrive(world)

    await rewrite(world, snippet, "うどん")
    await arrive(world)
    shown = await target(world, snippet, account)
    assert (shown.stale, shown.can_edit, shown.state) == (True, False, TargetState.SHARED)
    assert network.made("edit") == []

    assert await sharing.repost(world.ground, HANA, snippet.id, account.id)
    await arrive(world)
    assert [post.text for post in network.standing.values()] == ["「お昼ごはん」うどん"]
    assert [verb for verb, _ in network.calls if verb in ("publish", "delete")] == [
        "publish",
        "delete",
        "publish",
    ]
    assert not (await target(world, snippet, account)).stale


async def test_nothing_is_posted_beside_a_copy_that_cannot_be_deleted(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer()
    await choose(world, snippet, account.id)
    await arrive(world)
    network.fails.append(Refused("not_allowed"))

    await sharing.repost(world.ground, HANA, snippet.id, account.id)
    await arrive(world)
    assert len(network.texts) == 1
    shown = await target(world, snippet, account)
    assert (shown.state, shown.rule) == (TargetState.SHARED, "not_allowed")

    await sharing.repost(world.ground, HANA, snippet.id, account.id)
    await arrive(world)
    assert list(network.standing) == ["post-2"]


async def test_what_was_refused_can_be_tried_again(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer()
    await choose(world, snippet, account.id)
    network.fails.append(Refused("odd"))
    await arrive(world)
    shown = await target(world, snippet, account)
    assert (shown.state, shown.rule) == (TargetState.REFUSED, "odd")

    assert await sharing.try_again(world.ground, HANA, snippet.id, account.id)
    await world.work()

    assert (await target(world, snippet, account)).state == TargetState.SHARED


async def test_a_refused_edit_is_shown_and_can_be_tried_again(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer()
    await choose(world, snippet, account.id)
    await arrive(world)
    await rewrite(world, snippet, "うどん")
    network.fails.append(Refused("odd"))
    await arrive(world)
    shown = await target(world, snippet, account)
    assert (shown.state, shown.rule, shown.stale) == (TargetState.SHARED, "odd", True)

    await sharing.try_again(world.ground, HANA, snippet.id, account.id)
    await world.work()

    assert network.texts == ["「お昼ごはん」うどん"]
    assert (await target(world, snippet, account)).rule is None
