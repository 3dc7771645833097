"""The extra yes for what the law protects most: three times, then as the person wishes."""

from typing import Any

import pytest

from bot.db.tables import Account, Delivery, Person, Snippet
from bot.domain.door import Kind
from bot.services import preferences, responding, sharing
from bot.services.notices import AskedEnough
from bot.services.ports import AnswerLost
from bot.services.responding import OneWarning, OnItsWay
from bot.services.sharing import AtTheDoor, Waiting
from tests.builders import HANA, World, a_copy
from tests.fakes import FakeClock
from tests.listeners import FakeListening, an_echo
from tests.services.taps import PHONE, choose

HEALTH, UNION = "祖母の認知症が進んできた", "労組の会議が長引いた"


@pytest.fixture
def network(clock: FakeClock) -> FakeListening:
    return FakeListening(clock=clock, threads=True)


async def says_yes(world: World, account: Account, *texts: str) -> list[Snippet]:
    """To each of these answers, at the door."""
    found = [await world.a_kept_answer(text) for text in texts]
    for snippet in found:
        assert isinstance(await choose(world, snippet, account.id), AtTheDoor)
        passed = await sharing.pass_door(world.ground, HANA, snippet.id, account.id)
        assert isinstance(passed, Waiting)
    return found


def asked(world: World) -> list[Kind]:
    return [notice.kind for notice in world.messenger.heard(AskedEnough)]


async def counts(world: World) -> dict[str, int]:
    return (await world.one(Person, id=HANA)).times_confirmed or {}


async def test_an_answer_about_health_wants_one_more_tap(world: World, account: Account) -> None:
    snippet = await world.a_kept_answer(HEALTH)

    at_the_door = await choose(world, snippet, account.id)

    assert isinstance(at_the_door, AtTheDoor)
    assert [(each.kind, each.shown) for each in at_the_door.details] == [(Kind.HEALTH, "認…")]
    assert await world.all(Delivery) == []


async def test_after_the_third_yes_the_person_is_asked_once(world: World, account: Account) -> None:
    await says_yes(world, account, HEALTH, HEALTH)
    assert asked(world) == []

    await says_yes(world, account, HEALTH)
    assert asked(world) == [Kind.HEALTH]

    await says_yes(world, account, HEALTH, HEALTH)
    assert asked(world) == [Kind.HEALTH]


async def test_each_kind_counts_for_itself(world: World, account: Account) -> None:
    await says_yes(world, account, HEALTH, f"{HEALTH}。{UNION}", PHONE)
    assert await counts(world) == {"health": 2, "union": 1}

    await says_yes(world, account, f"{HEALTH}。{UNION}", UNION)

    assert asked(world) == [Kind.HEALTH, Kind.UNION]


async def test_one_answer_is_one_yes_however_often_it_is_let_pass(
    world: World, account: Account
) -> None:
    (snippet,) = await says_yes(world, account, f"{HEALTH}。妊娠の話も")

    await sharing.pass_door(world.ground, HANA, snippet.id, account.id)
    await sharing.pass_door(world.ground, HANA, snippet.id)

    assert await counts(world) == {"health": 1}


async def test_who_needs_no_asking_is_not_stopped_again(world: World, account: Account) -> None:
    await says_yes(world, account, HEALTH, HEALTH, HEALTH)
    await preferences.set_warning(world.ground, HANA, Kind.HEALTH, on=False)
    snippet, other = await world.a_kept_answer(HEALTH), await world.a_kept_answer(UNION)

    assert isinstance(await choose(world, snippet, account.id), Waiting)
    assert isinstance(await choose(world, other, account.id), AtTheDoor)


async def test_who_wants_to_be_asked_is_asked_as_before(world: World, account: Account) -> None:
    await says_yes(world, account, HEALTH, HEALTH, HEALTH)
    await preferences.set_warning(world.ground, HANA, Kind.HEALTH, on=True)
    snippet = await world.a_kept_answer(HEALTH)

    assert isinstance(await choose(world, snippet, account.id), AtTheDoor)


async def test_a_question_that_telegram_does_not_take_stops_no_sharing(
    world: World, account: Account
) -> None:
    await says_yes(world, account, HEALTH, HEALTH)
    world.messenger.unreachable = AnswerLost()

    await says_yes(world, account, HEALTH)

    world.messenger.unreachable = None
    await says_yes(world, account, HEALTH)
    assert asked(world) == []


async def test_an_answer_to_an_echo_counts_once(world: World, account: Account) -> None:
    snippet = await world.a_kept_answer("カレー")
    echo = await world.add(an_echo(await world.add(a_copy(snippet, account, remote_id="ours"))))

    async def respond(message: int, **given: Any) -> Any:
        return await responding.respond(world.ground, HANA, echo.id, HEALTH, message, **given)

    assert isinstance(await respond(1), OneWarning)
    assert await counts(world) == {}

    assert isinstance(await respond(1, passed=True), OnItsWay)
    assert isinstance(await respond(1, passed=True), OnItsWay)
    assert await counts(world) == {"health": 1}

    await respond(2, passed=True)
    await respond(3, passed=True)
    assert asked(world) == [Kind.HEALTH]
