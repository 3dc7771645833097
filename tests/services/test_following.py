"""Edits and deletions follow their snippet, and the last wish wins."""

from bot.db.tables import Account, Copy, Media, Snippet
from bot.domain.delivery import DeliveryState
from bot.networks.base import (
    FOR_EVER,
    Unsure,
)
from bot.services import delivering, sharing
from tests.builders import HANA, World, a_page, an_account
from tests.fakes import NOW, FakeNetwork
from tests.services.journeys import on_its_way, reword


async def test_an_edit_follows_after_the_undo_time(
    world: World, account: Account, network: FakeNetwork
) -> None:
    row = await on_its_way(world, account)
    await world.work()

    await reword(world, row.snippet_id, "うどん")
    assert await world.work() == 0
    world.clock.passes(seconds=60)
    await world.work()

    assert network.texts == ["「お昼ごはん」うどん"]
    copy = await world.one(Copy)
    assert (copy.text, copy.edited_at) == ("「お昼ごはん」うどん", world.clock.now)


async def test_several_changes_in_a_minute_are_one_edit(
    world: World, account: Account, network: FakeNetwork
) -> None:
    row = await on_its_way(world, account)
    await world.work()

    for text in ("うどん", "そば", "ラーメン"):
        await reword(world, row.snippet_id, text)
        world.clock.passes(seconds=20)
    world.clock.passes(seconds=60)
    await world.work()

    assert network.made("edit") == ["post-1"]
    assert network.texts == ["「お昼ごはん」ラーメン"]


async def test_a_change_back_needs_no_edit(
    world: World, account: Account, network: FakeNetwork
) -> None:
    row = await on_its_way(world, account)
    await world.work()

    await reword(world, row.snippet_id, "うどん")
    await reword(world, row.snippet_id, "カレー")
    world.clock.passes(seconds=60)
    await world.work()

    assert network.made("edit") == []
    (target,) = [t for t in await sharing.targets(world.ground, HANA, row.snippet_id) if t.url]
    assert not target.stale


async def test_a_change_during_the_post_follows_it(
    world: World, account: Account, network: FakeNetwork
) -> None:
    row = await on_its_way(world, account)

    async def meanwhile() -> None:
        network.before = None
        await reword(world, row.snippet_id, "うどん")

    network.before = meanwhile
    await world.work()
    world.clock.passes(seconds=60)
    await world.work()

    assert network.texts == ["「お昼ごはん」うどん"]


async def test_words_that_changed_unseen_after_the_claim_follow_too(
    world: World, account: Account, network: FakeNetwork
) -> None:
    row = await on_its_way(world, account)
    (claimed,) = await delivering.claim_due(world.ground, 10)
    snippet = await world.one(Snippet, id=row.snippet_id)
    snippet.text, snippet.revision = "うどん", snippet.revision + 1
    await world.add(snippet)

    await delivering.deliver(world.ground, claimed)
    assert network.texts == ["「お昼ごはん」カレー"]
    await world.work()

    assert network.texts == ["「お昼ごはん」うどん"]


async def test_a_withdrawal_during_the_post_leaves_no_orphan(
    world: World, account: Account, network: FakeNetwork
) -> None:
    row = await on_its_way(world, account)

    async def meanwhile() -> None:
        network.before = None
        await sharing.only_me(world.ground, HANA, row.snippet_id)

    network.before = meanwhile
    await world.work()

    assert network.texts == []
    assert (await world.one(Copy)).removed_at is not None
    assert len(network.made("publish")) == len(network.made("delete")) == 1


async def test_a_withdrawal_before_the_call_stops_it(
    world: World, account: Account, network: FakeNetwork
) -> None:
    row = await on_its_way(world, account)

    async def meanwhile() -> None:
        await sharing.only_me(world.ground, HANA, row.snippet_id)

    network.before_prepare = meanwhile
    await world.work()

    assert network.made("publish") == []
    assert (await world.fresh(row)).state == DeliveryState.CANCELLED


async def test_a_withdrawn_post_in_doubt_is_looked_for_and_deleted(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.can_find, network.repeatable_for, network.loses = True, FOR_EVER, 1
    row = await on_its_way(world, account)
    await world.work()

    await sharing.only_me(world.ground, HANA, row.snippet_id)
    world.clock.passes(minutes=2)
    await world.work()

    assert network.texts == []
    assert len(network.made("publish")) == 1


async def test_a_withdrawn_post_that_never_arrived_is_not_made(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.can_find, network.repeatable_for = True, FOR_EVER
    network.fails.append(Unsure("cut_off"))
    row = await on_its_way(world, account)
    await world.work()

    await sharing.only_me(world.ground, HANA, row.snippet_id)
    world.clock.passes(minutes=2)
    await world.work()

    assert network.texts == []
    assert len(network.made("publish")) == 1
    assert (await world.fresh(row)).state == DeliveryState.CANCELLED


async def test_a_withdrawn_post_in_doubt_is_never_repeated_by_a_no(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.fails.append(Unsure("cut_off"))
    row = await on_its_way(world, account)
    await world.work()
    await sharing.only_me(world.ground, HANA, row.snippet_id)
    await world.work()

    await delivering.answer_asked(world.ground, HANA, row.id, was_posted=False)
    await world.work()

    assert network.texts == []


async def test_a_deletion_is_tried_again_when_its_answer_is_lost(
    world: World, account: Account, network: FakeNetwork
) -> None:
    row = await on_its_way(world, account)
    await world.work()
    network.loses = 1

    await sharing.delete(world.ground, HANA, row.snippet_id)
    await world.work()
    world.clock.passes(minutes=2)
    await world.work()

    assert network.made("delete") == ["post-1", "post-1"]
    assert (await world.one(Copy)).removed_at is not None


async def test_details_that_appeared_meanwhile_stop_it_at_the_door(
    world: World, account: Account, network: FakeNetwork
) -> None:
    row = await on_its_way(world, account, "電話は090-1234-5678です")

    await world.work()

    kept = await world.fresh(row)
    assert (kept.state, kept.rule) == (DeliveryState.REFUSED, "door")
    assert network.made("publish") == []


async def test_a_page_copy_is_gone_the_moment_it_is_withdrawn(world: World) -> None:
    page = await world.add(an_account("page"))
    await world.add(a_page())
    row = await on_its_way(world, page)
    await world.work()

    await sharing.only_me(world.ground, HANA, row.snippet_id)

    assert (await world.one(Copy)).removed_at == NOW
    assert await world.work() == 0


async def test_media_of_another_snippet_is_never_sent(
    world: World, account: Account, network: FakeNetwork
) -> None:
    other = await world.a_kept_answer("うどん")
    await world.a_photo(other)
    await on_its_way(world, account)

    await world.work()

    assert [post.pictures for post in network.standing.values()] == [0]
    assert len(await world.all(Media)) == 1
