"""Telling what others said: one silent message a day, in the evening, and then forgetting it."""

import asyncio
from datetime import timedelta

import pytest

from bot.db.tables import Account, Copy, Echo, Pause, Person
from bot.networks.base import Copy as Post
from bot.services import echoing
from bot.services.notices import Echoes
from bot.services.ports import AnswerLost, CannotReach, PersonGone, TelegramBusy
from tests.builders import HANA, World, a_copy, an_account
from tests.fakes import NOW, FakeClock
from tests.listeners import FakeListening, an_echo

# NOW is 21:00 in Tokyo, where Hana lives.
DAY = timedelta(days=1)
EVENING = NOW - timedelta(hours=1)


@pytest.fixture
def network(clock: FakeClock) -> FakeListening:
    return FakeListening(clock=clock)


@pytest.fixture
async def copy(world: World, account: Account) -> Copy:
    snippet = await world.a_kept_answer("カレー")
    return await world.add(a_copy(snippet, account, listen_at=NOW + DAY))


async def tell(world: World) -> int:
    """One worker tells everything that is due now."""
    done = 0
    while due := await echoing.claim_due(world.ground, 10):
        await asyncio.gather(*(echoing.tell(world.ground, one) for one in due))
        done += len(due)
    return done


async def test_all_that_was_heard_is_told_in_one_message(world: World, copy: Copy) -> None:
    await world.add(*(an_echo(copy, n, text=f"Nice {n}") for n in (1, 2, 3)))

    await tell(world)
    await tell(world)

    (said,) = world.messenger.said
    assert isinstance(said, Echoes)
    assert (said.person_id, said.more) == (HANA, 0)
    assert [one.text for one in said.echoes] == ["Nice 1", "Nice 2", "Nice 3"]
    first = said.echoes[0]
    assert (first.author, first.network) == ("@bob1@far.example", "mastodon")
    assert (first.url, first.below) == ("https://far.example/1", "カレー")
    assert first.can_answer


async def test_words_are_gone_once_they_are_told(world: World, copy: Copy) -> None:
    await world.add(an_echo(copy))

    await tell(world)

    echo = await world.one(Echo)
    assert (echo.text, echo.url) == ("", "")
    assert (echo.told_at, echo.remote_id) == (NOW, "echo-1")


async def test_a_second_message_waits_for_the_next_evening(world: World, copy: Copy) -> None:
    await world.add(an_echo(copy, 1, told_at=EVENING, tell_at=None), an_echo(copy, 2))

    await tell(world)

    assert world.messenger.said == []
    waiting = await world.one(Echo, remote_id="echo-2")
    assert waiting.tell_at == EVENING + DAY
    world.clock.now = EVENING + DAY
    await tell(world)
    assert len(world.messenger.said) == 1


async def test_at_night_nothing_is_told(world: World, copy: Copy) -> None:
    await world.add(an_echo(copy))
    world.clock.passes(hours=4)

    await tell(world)

    assert world.messenger.said == []
    assert (await world.one(Echo)).tell_at == EVENING + DAY


async def test_in_a_pause_nothing_is_told_and_after_it_all(world: World, copy: Copy) -> None:
    await world.add(an_echo(copy))
    today = NOW.date()
    await world.add(Pause(person_id=HANA, first_on=today, last_on=today + DAY, made_at=NOW))

    for _ in range(2):
        await tell(world)
        assert world.messenger.said == []
        world.clock.passes(DAY)
    await tell(world)

    assert len(world.messenger.said) == 1


async def test_a_crowd_is_counted(world: World, copy: Copy) -> None:
    await world.add(*(an_echo(copy, n, text="い" * 300) for n in range(1, 41)))

    await tell(world)

    (said,) = world.messenger.heard(Echoes)
    assert (len(said.echoes), said.more) == (12, 28)
    assert await world.all(Echo, told_at=None) == []


async def test_what_was_said_under_a_withdrawn_post_is_not_told(world: World, copy: Copy) -> None:
    await world.add(an_echo(copy))
    copy.removed_at = NOW
    await world.add(copy)

    await tell(world)

    assert world.messenger.said == []
    assert (await world.one(Echo)).text == ""


async def test_each_person_hears_their_own(world: World, copy: Copy, account: Account) -> None:
    mallory = await world.add(an_account(person_id=666))
    other = await world.a_kept_answer("Tea", 666)
    theirs = await world.add(a_copy(other, mallory))
    await world.add(an_echo(copy, 1), an_echo(theirs, 2))

    await tell(world)

    told = {said.person_id: [one.text for one in said.echoes] for said in world.messenger.said}
    assert told == {HANA: ["Nice"], 666: ["Nice"]}


async def test_two_workers_tell_once(world: World, copy: Copy) -> None:
    await world.add(*(an_echo(copy, n) for n in (1, 2)))

    await asyncio.gather(tell(world), tell(world), tell(world))

    (said,) = world.messenger.said
    assert len(said.echoes) == 2


async def test_a_busy_telegram_is_asked_again(world: World, copy: Copy) -> None:
    await world.add(an_echo(copy))
    world.messenger.unreachable = TelegramBusy(timedelta(seconds=30))
    await tell(world)
    world.messenger.unreachable = None
    world.clock.passes(seconds=30)

    await tell(world)

    assert len(world.messenger.said) == 1


@pytest.mark.parametrize("error", [AnswerLost(), CannotReach("odd")])
async def test_what_may_have_been_said_is_not_said_again(
    world: World, copy: Copy, error: CannotReach
) -> None:
    await world.add(an_echo(copy))
    world.messenger.unreachable = error
    await tell(world)
    world.messenger.unreachable = None
    world.clock.passes(DAY)

    assert await tell(world) == 0


async def test_who_has_left_is_told_nothing(world: World, copy: Copy) -> None:
    await world.add(an_echo(copy))
    world.messenger.unreachable = PersonGone()

    await tell(world)
    world.messenger.unreachable = None
    world.clock.passes(DAY)
    await tell(world)

    assert (await world.one(Person, id=HANA)).blocked_at is not None
    assert world.messenger.said == []


async def test_after_a_month_only_a_mark_is_left(world: World, copy: Copy) -> None:
    old = NOW - timedelta(days=31)
    await world.add(
        an_echo(copy, 1, told_at=old, tell_at=None, heard_at=old, text=""),
        an_echo(copy, 2, heard_at=old),
        an_echo(copy, 3),
    )

    await echoing.forget(world.ground)

    kept = [(one.remote_id, one.author, one.text, one.url) for one in await world.all(Echo)]
    assert kept[:2] == [("", "", "", ""), ("", "", "", "")]
    assert kept[2][0] == "echo-3"
    assert len({one.mark for one in await world.all(Echo)}) == 3


@pytest.mark.parametrize("gone", ["removed", "over"])
async def test_of_a_copy_that_is_looked_at_no_more_nothing_is_left(
    world: World, copy: Copy, gone: str
) -> None:
    old = NOW - timedelta(days=31)
    await world.add(an_echo(copy, told_at=old, tell_at=None, heard_at=old, text=""))
    copy.listen_at = None
    copy.removed_at = NOW if gone == "removed" else None
    await world.add(copy)

    await echoing.forget(world.ground)

    assert await world.all(Echo) == []


async def test_a_network_that_takes_no_answers_offers_none(
    world: World, copy: Copy, network: FakeListening
) -> None:
    network.answers = False
    await world.add(an_echo(copy))

    await tell(world)

    (said,) = world.messenger.heard(Echoes)
    assert not said.echoes[0].can_answer
    assert Post(copy.remote_id, copy.url).url
