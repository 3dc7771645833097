"""Answering what others said: once, where it belongs, and forgotten when it stands there."""

from datetime import timedelta
from typing import Any

import pytest

from bot.db.tables import Account, AccountState, Copy, Delivery, Echo, Person
from bot.domain.compose import Limits
from bot.domain.delivery import DeliveryState
from bot.networks.base import Refused, TryLater
from bot.services import echoing, responding, withdrawing
from bot.services.notices import Responded
from bot.services.responding import NotNow, OneWarning, OnItsWay, Why
from tests.builders import HANA, World, a_copy, a_page
from tests.fakes import NOW, FakeClock
from tests.listeners import FakeListening, an_echo

MESSAGE = 4711


@pytest.fixture
def network(clock: FakeClock) -> FakeListening:
    return FakeListening(clock=clock, threads=True)


@pytest.fixture
async def echo(world: World, account: Account) -> Echo:
    snippet = await world.a_kept_answer("カレー")
    copy = await world.add(a_copy(snippet, account, remote_id="ours"))
    return await world.add(an_echo(copy))


async def respond(world: World, echo: Echo, text: str = "家で！", **given: Any) -> Any:
    return await responding.respond(
        world.ground, HANA, echo.id, text, given.pop("message", MESSAGE), **given
    )


async def leaves(world: World) -> None:
    world.clock.passes(minutes=1)
    await world.work()


async def test_an_answer_goes_below_the_echo_after_the_time_to_undo(
    world: World, echo: Echo, network: FakeListening
) -> None:
    came = await respond(world, echo)
    assert isinstance(came, OnItsWay)
    assert (came.author, came.network) == ("@bob1@far.example", "mastodon")
    assert came.wait == timedelta(seconds=60)
    assert await world.work() == 0

    await leaves(world)

    (post,) = network.standing.values()
    assert (post.text, post.reply_to) == ("家で！", "echo-1")
    assert [copy.remote_id for copy in await world.all(Copy)] == ["ours"]
    row = await world.one(Delivery)
    assert row.state == DeliveryState.PUBLISHED
    assert "家で" not in str(row.prepared)


async def test_that_it_stands_is_said_with_its_address(world: World, echo: Echo) -> None:
    came = await respond(world, echo)
    await responding.remember_message(world.ground, HANA, came.delivery_id, 99)

    await leaves(world)

    assert world.messenger.heard(Responded) == [
        Responded(
            person_id=HANA,
            author="@bob1@far.example",
            network="mastodon",
            url="https://mastodon.example/post-1",
            said_in=99,
        )
    ]


async def test_a_long_answer_is_a_thread_below_the_echo(
    world: World, echo: Echo, network: FakeListening
) -> None:
    network.limits = Limits(characters=30)
    await respond(world, echo, "一日目は海を見た。二日目は山に登った。")

    await leaves(world)

    chain = [(post.text, post.reply_to) for post in network.standing.values()]
    assert chain == [("一日目は海を見た。", "echo-1"), ("二日目は山に登った。", "post-1")]


async def test_the_same_message_answers_once(
    world: World, echo: Echo, network: FakeListening
) -> None:
    first = await respond(world, echo)
    again = await respond(world, echo)
    await leaves(world)
    once_more = await respond(world, echo)
    await leaves(world)

    assert first.delivery_id == again.delivery_id == once_more.delivery_id
    assert network.texts == ["家で！"]


async def test_two_messages_are_two_answers_in_order(
    world: World, echo: Echo, network: FakeListening
) -> None:
    await respond(world, echo, "ひとつ", message=1)
    await respond(world, echo, "ふたつ", message=2)

    await leaves(world)

    assert network.texts == ["ひとつ", "ふたつ"]


async def test_what_is_refused_is_said(world: World, echo: Echo, network: FakeListening) -> None:
    network.fails_to_prepare = [Refused("reply_gone")]
    await respond(world, echo)

    await leaves(world)

    (said,) = world.messenger.heard(Responded)
    assert (said.rule, said.url) == ("reply_gone", "")
    assert "家で" not in str((await world.one(Delivery)).prepared)


async def test_a_busy_server_is_asked_again(
    world: World, echo: Echo, network: FakeListening
) -> None:
    network.fails = [TryLater("busy")]
    await respond(world, echo)
    await leaves(world)
    assert world.messenger.heard(Responded) == []

    world.clock.passes(hours=1)
    await world.work()

    assert network.texts == ["家で！"]


async def test_until_it_leaves_it_can_be_taken_back(
    world: World, echo: Echo, network: FakeListening
) -> None:
    came = await respond(world, echo)

    assert not await responding.take_back(world.ground, 666, came.delivery_id)
    assert await responding.take_back(world.ground, HANA, came.delivery_id)
    await leaves(world)

    assert network.texts == []
    assert "家で" not in str((await world.one(Delivery)).prepared)
    assert not await responding.take_back(world.ground, HANA, came.delivery_id)


async def test_what_is_out_cannot_be_taken_back(world: World, echo: Echo) -> None:
    came = await respond(world, echo)
    await leaves(world)

    assert not await responding.take_back(world.ground, HANA, came.delivery_id)


async def test_nobody_answers_for_somebody_else(world: World, echo: Echo) -> None:
    assert await responding.respond(world.ground, 666, echo.id, "x", 1) == NotNow(Why.GONE)
    assert await responding.who_says(world.ground, 666, [echo.id]) == {}
    assert await world.all(Delivery) == []


async def test_after_a_month_it_cannot_be_answered(world: World, echo: Echo) -> None:
    world.clock.passes(days=31)
    await echoing.forget(world.ground)

    assert (await respond(world, echo)).why in (Why.GONE,)


async def test_an_account_that_must_sign_in_says_so(
    world: World, echo: Echo, account: Account
) -> None:
    account.state = AccountState.SIGNED_OUT
    await world.add(account)

    came = await respond(world, echo)

    assert came == NotNow(Why.SIGNED_OUT, account.id, "mastodon")


async def test_what_cannot_be_answered_there_says_so(
    world: World, echo: Echo, network: FakeListening
) -> None:
    network.answers = False

    assert (await respond(world, echo)).why is Why.CANNOT


async def test_a_picture_without_words_is_no_answer(world: World, echo: Echo) -> None:
    assert (await respond(world, echo, " \x00 ")).why is Why.NO_WORDS


async def test_what_stands_on_the_own_page_may_be_answered(world: World, echo: Echo) -> None:
    await world.add(a_page(contact="090-1234-5678"))

    came = await respond(world, echo, "電話は 090-1234-5678 です")

    assert isinstance(came, OnItsWay)


async def test_a_phone_number_is_warned_about_once(
    world: World, echo: Echo, network: FakeListening
) -> None:
    warned = await respond(world, echo, "電話は 090-1234-5678 です")
    assert isinstance(warned, OneWarning)
    assert await world.all(Delivery) == []

    await respond(world, echo, "電話は 090-1234-5678 です", passed=True)
    await leaves(world)

    assert network.texts == ["電話は 090-1234-5678 です"]


async def test_an_answer_below_a_deleted_post_is_not_sent(
    world: World, echo: Echo, network: FakeListening
) -> None:
    await respond(world, echo)
    snippet_id = (await world.one(Delivery)).snippet_id
    await withdrawing.delete(world.ground, HANA, snippet_id)

    await leaves(world)
    world.clock.passes(hours=2)
    await echoing.forget(world.ground)

    assert network.texts == []
    (row,) = await world.all(Delivery, kind="response")
    assert row.state == DeliveryState.CANCELLED
    assert "家で" not in str(row.prepared)


async def test_the_message_is_known_as_an_answer(world: World, echo: Echo) -> None:
    await respond(world, echo)

    assert await responding.is_response(world.ground, HANA, MESSAGE)
    assert not await responding.is_response(world.ground, 666, MESSAGE)
    assert not await responding.is_response(world.ground, HANA, MESSAGE + 1)


async def test_who_undoes_nothing_sends_at_once(
    world: World, echo: Echo, network: FakeListening
) -> None:
    hana = await world.one(Person, id=HANA)
    hana.undo_seconds = 0
    await world.add(hana)

    came = await respond(world, echo)
    await world.work()

    assert came.wait == timedelta(0)
    assert network.texts == ["家で！"]
    assert world.clock.now == NOW
