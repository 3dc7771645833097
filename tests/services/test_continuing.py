"""A long answer becomes a thread: each part once, in order, and all of them follow."""

from datetime import timedelta

import pytest

from bot.db.tables import Account, Copy, Delivery, Snippet
from bot.domain.compose import Limits
from bot.domain.delivery import DeliveryState
from bot.networks.base import FOR_EVER, Refused, TryLater, Unsure
from bot.services import delivering, withdrawing
from bot.services.notices import WasItPosted
from tests.builders import HANA, World, a_delivery
from tests.fakes import FakeNetwork, Killed
from tests.services.journeys import lease_ends, reword

LONG = "一日目は海を見た。二日目は山に登った。三日目は家で寝ていた。"
PARTS = ["一日目は海を見た。", "二日目は山に登った。", "三日目は家で寝ていた。"]


@pytest.fixture
def network(network: FakeNetwork) -> FakeNetwork:
    network.threads, network.limits = True, Limits(characters=12)
    return network


async def a_long_one(world: World, account: Account, text: str) -> Delivery:
    snippet = await world.a_kept_answer(text, with_lead=False)
    return await world.add(a_delivery(snippet, account))


def chain(network: FakeNetwork) -> list[tuple[str, str]]:
    return [(post.text, post.reply_to) for post in network.standing.values()]


WHOLE = [(PARTS[0], ""), (PARTS[1], "post-1"), (PARTS[2], "post-2")]


async def test_each_part_answers_the_one_before(
    world: World, account: Account, network: FakeNetwork
) -> None:
    await a_long_one(world, account, LONG)

    await world.work()

    assert chain(network) == WHOLE
    copy = await world.one(Copy)
    assert (copy.remote_id, copy.text) == ("post-1", PARTS[0])
    assert [(one["remote_id"], one["text"]) for one in copy.parts or []] == [
        ("post-2", PARTS[1]),
        ("post-3", PARTS[2]),
    ]


async def test_only_the_first_part_carries_the_video(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.limits = Limits(characters=12, recordings=1, video_bytes=99)
    row = await a_long_one(world, account, LONG)
    await world.a_video(await world.one(Snippet, id=row.snippet_id), b"a video")

    await world.work()

    assert [post.recordings for post in network.standing.values()] == [1, 0, 0]


async def test_where_there_are_no_threads_it_is_shortened(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.threads = False
    await a_long_one(world, account, LONG)

    await world.work()

    (text,) = network.texts
    assert text.endswith("(…)")


def _killed_at(network: FakeNetwork, call: int, *, after: bool) -> None:
    """The worker dies at that publish, before it acts or behind it."""
    count = 0

    async def deed() -> None:
        nonlocal count
        count += 1
        if count == call:
            network.before = network.after = None
            raise Killed

    if after:
        network.after = deed
    else:
        network.before = deed


@pytest.mark.parametrize("call", [1, 2, 3])
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("way", ["key", "find"])
async def test_a_worker_that_dies_at_any_part_leaves_each_once(
    world: World, account: Account, network: FakeNetwork, call: int, after: bool, way: str
) -> None:
    network.can_find = way == "find"
    network.repeatable_for = FOR_EVER if way == "key" else timedelta(0)
    await a_long_one(world, account, LONG)
    _killed_at(network, call, after=after)

    with pytest.raises(Killed):
        await world.work()
    await lease_ends(world)
    for _ in range(3):
        world.clock.passes(minutes=1)
        await world.work()

    assert chain(network) == WHOLE
    assert len((await world.one(Copy)).parts or []) == 2
    assert (await world.one(Delivery)).state == DeliveryState.PUBLISHED


@pytest.mark.parametrize("way", ["key", "find"])
async def test_an_answer_lost_in_the_middle_is_cleared_up(
    world: World, account: Account, network: FakeNetwork, way: str
) -> None:
    network.can_find = way == "find"
    network.repeatable_for = timedelta(minutes=55) if way == "key" else timedelta(0)
    await a_long_one(world, account, LONG)
    _loses(network, 2)

    for _ in range(3):
        await world.work()
        world.clock.passes(minutes=1)

    assert chain(network) == WHOLE


def _loses(network: FakeNetwork, call: int) -> None:
    count = 0

    async def deed() -> None:
        nonlocal count
        count += 1
        if count == call:
            network.after = None
            raise Unsure("answer_lost")

    network.after = deed


@pytest.mark.parametrize("was_posted", [True, False])
async def test_where_nobody_can_tell_the_person_says_and_it_goes_on(
    world: World, account: Account, network: FakeNetwork, was_posted: bool
) -> None:
    row = await a_long_one(world, account, LONG)
    if was_posted:
        _loses(network, 2)
    else:
        _fails(network, 2, Unsure("cut_off"))
    await world.work()
    assert len(world.messenger.heard(WasItPosted)) == 1

    assert await delivering.answer_asked(world.ground, HANA, row.id, was_posted=was_posted)
    await world.work()

    assert network.texts == PARTS
    copy = await world.one(Copy)
    known = [one["remote_id"] for one in copy.parts or []]
    assert known == (["", "post-3"] if was_posted else ["post-2", "post-3"])


def _fails(network: FakeNetwork, call: int, error: Exception) -> None:
    count = 0

    async def deed() -> None:
        nonlocal count
        count += 1
        if count == call:
            network.before = None
            raise error

    network.before = deed


async def test_a_busy_network_is_waited_for_between_two_parts(
    world: World, account: Account, network: FakeNetwork
) -> None:
    await a_long_one(world, account, LONG)
    _fails(network, 3, TryLater(wait=timedelta(minutes=5)))

    await world.work()
    waiting = network.texts
    world.clock.passes(hours=30)
    await world.work()

    assert waiting == PARTS[:2]
    assert chain(network) == WHOLE


async def test_taken_back_in_the_middle_nothing_is_left(
    world: World, account: Account, network: FakeNetwork
) -> None:
    row = await a_long_one(world, account, LONG)
    _fails(network, 2, TryLater(wait=timedelta(minutes=5)))
    await world.work()

    await withdrawing.only_me(world.ground, HANA, row.snippet_id)
    for _ in range(3):
        world.clock.passes(minutes=6)
        await world.work()

    assert network.texts == []
    assert (await world.one(Copy)).removed_at is not None


async def test_a_part_that_is_refused_can_be_tried_again_as_a_whole(
    world: World, account: Account, network: FakeNetwork
) -> None:
    row = await a_long_one(world, account, LONG)
    _fails(network, 2, Refused("thread_refused"))
    await world.work()
    assert (await world.fresh(row)).state == DeliveryState.REFUSED
    assert (await world.one(Copy)).remote_id == "post-1"

    assert await withdrawing.try_again(world.ground, HANA, row.snippet_id, account.id)
    world.clock.passes(seconds=1)
    await world.work()

    assert network.texts == PARTS
    assert [post.reply_to for post in network.standing.values()] == ["", "post-2", "post-3"]


async def test_a_deletion_takes_every_part_the_last_one_first(
    world: World, account: Account, network: FakeNetwork
) -> None:
    row = await a_long_one(world, account, LONG)
    await world.work()

    await withdrawing.delete(world.ground, HANA, row.snippet_id)
    await world.work()

    assert network.texts == []
    assert network.made("delete") == ["post-3", "post-2", "post-1"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("一日目は海を見た。二日目は谷に下りた。三日目は家で寝ていた。",
         [PARTS[0], "二日目は谷に下りた。", PARTS[2]]),
        ("一日目は海を見た。", [PARTS[0]]),
    ],
)  # fmt: skip
async def test_an_edit_changes_each_part_and_removes_what_is_too_many(
    world: World, account: Account, network: FakeNetwork, words: str, expected: list[str]
) -> None:
    row = await a_long_one(world, account, LONG)
    await world.work()

    await reword(world, row.snippet_id, words)
    world.clock.passes(minutes=2)
    await world.work()

    assert network.texts == expected
    assert len((await world.one(Copy)).parts or []) == len(expected) - 1


async def test_an_edit_never_adds_a_part(
    world: World, account: Account, network: FakeNetwork
) -> None:
    row = await a_long_one(world, account, PARTS[0] + PARTS[1])
    await world.work()

    await reword(world, row.snippet_id, LONG)
    world.clock.passes(minutes=2)
    await world.work()

    assert network.texts[0] == PARTS[0]
    assert len(network.texts) == 2
    assert network.texts[1].endswith("(…)")
    assert len(network.made("publish")) == 2
