"""The inbox: nothing lost, nothing twice, in order within a chat, chats side by side."""

import asyncio
from datetime import timedelta

import pytest
from telegram.error import BadRequest, Forbidden, RetryAfter

from bot.chat.context import Later
from bot.chat.intake import chat_of
from bot.chat.request import AnswerMayBeLost, CannotConnect
from bot.db.tables import InboxState
from bot.services.ports import PersonGone, TelegramBusy
from tests.chat.inboxes import Handlers, Inbox, Json, a_message
from tests.fakes import Killed


async def test_an_update_is_handled_once_however_often_it_comes(inbox: Inbox) -> None:
    await inbox.store(a_message(1), a_message(1))
    await inbox.store(a_message(1), a_message(2, "お茶"))
    await inbox.passes(hours=47)
    await inbox.store(a_message(1))

    assert inbox.handlers.handled == [(7, "カレー"), (7, "お茶")]
    assert [row.state for row in await inbox.rows()] == [InboxState.DONE] * 2


async def test_what_was_stored_before_a_crash_is_handled_by_the_next_process(
    inbox: Inbox,
) -> None:
    inbox.intake.line.stop()
    await inbox.store(a_message(1))
    assert inbox.handlers.handled == []

    await Inbox(inbox.world, inbox.handlers).settles()

    assert inbox.handlers.handled == [(7, "カレー")]


async def test_a_crash_before_the_commit_leaves_nothing_and_delivery_again_is_whole(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("bot.chat.intake.inbox.store", dies)
        with pytest.raises(Killed):
            await inbox.intake.store([a_message(1)])
    assert await inbox.rows() == []

    await inbox.store(a_message(1))

    assert inbox.handlers.handled == [(7, "カレー")]


async def dies(*_arguments: object) -> None:
    raise Killed


async def test_in_a_chat_updates_are_handled_in_order_and_one_by_one(inbox: Inbox) -> None:
    under_way: list[str] = []
    most_at_once = 0

    async def act(said: str) -> None:
        nonlocal most_at_once
        under_way.append(said)
        most_at_once = max(most_at_once, len(under_way))
        await asyncio.sleep(0.002)
        under_way.remove(said)

    inbox.handlers.acts = act
    await inbox.store(*(a_message(n, str(n)) for n in range(12)))

    assert [said for _, said in inbox.handlers.handled] == [str(n) for n in range(12)]
    assert most_at_once == 1


async def test_chats_are_handled_side_by_side(inbox: Inbox) -> None:
    together = asyncio.Barrier(5)

    async def act(_said: str) -> None:
        async with asyncio.timeout(5):
            await together.wait()

    inbox.handlers.acts = act
    await inbox.store(*(a_message(n, chat=100 + n) for n in range(5)))

    assert sorted(chat for chat, _ in inbox.handlers.handled) == [100, 101, 102, 103, 104]


async def test_a_flood_of_one_person_delays_nobody_else(inbox: Inbox) -> None:
    inbox.intake.line.stop()
    await inbox.intake.store([a_message(n, chat=7) for n in range(80)])
    await inbox.intake.store([a_message(1000 + n, chat=100 + n) for n in range(10)])
    after = Inbox(inbox.world, inbox.handlers)

    await after.settles()

    order = [chat for chat, _ in inbox.handlers.handled]
    assert order.count(7) == 80
    # Every other chat's turn comes with the first few of the flood.
    assert max(order.index(100 + n) for n in range(10)) < 30


async def test_two_processes_share_the_inbox_and_handle_nothing_twice(inbox: Inbox) -> None:
    inbox.intake.line.stop()
    await inbox.intake.store([a_message(n, str(n), chat=n % 9) for n in range(90)])
    others = [Inbox(inbox.world, Handlers()) for _ in range(3)]

    await asyncio.gather(*(other.settles() for other in others))

    handled = [each for other in others for each in other.handlers.handled]
    assert len(handled) == len(set(handled)) == 90
    for other in others:
        for chat in range(9):
            own = [int(said) for at, said in other.handlers.handled if at == chat]
            assert own == sorted(own)


async def test_a_poison_update_is_tried_three_times_and_the_chat_goes_on(
    inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[str] = []

    async def act(said: str) -> None:
        tries.append(said)
        if said == "poison":
            raise ValueError("a bug")

    inbox.handlers.acts = act
    await inbox.store(a_message(1, "poison"), a_message(2, "after"))
    assert tries == ["poison"]
    await inbox.passes(seconds=5)
    await inbox.passes(seconds=5)

    assert tries == ["poison", "poison", "poison", "after"]
    first, second = await inbox.rows()
    assert (first.state, second.state) == (InboxState.SET_ASIDE, InboxState.DONE)
    assert first.payload is not None
    assert "update 1 is set aside" in caplog.text
    assert "poison" not in caplog.text


async def test_what_no_parser_reads_is_set_aside_too(inbox: Inbox) -> None:
    odd = {"update_id": 1, "message": {"chat": {"id": 7}, "date": "yesterday"}}
    await inbox.store(odd, a_message(2, "after"))
    for _ in range(3):
        await inbox.passes(seconds=5)

    assert inbox.handlers.handled == [(7, "after")]


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1},
        {"update_id": 1, "message": None},
        {"update_id": 1, "message": 5, "callback_query": []},
        {"update_id": 1, "message": {"chat": None, "from": {"id": "seven"}}},
        {"update_id": 1, "something_new": {"chat": {"id": 7}}},
    ],
)
def test_an_update_of_nobody_has_a_queue_of_its_own(update: Json) -> None:
    assert chat_of(update) == 0


def test_a_press_stands_in_the_queue_of_its_chat() -> None:
    message = a_message(1)["message"]
    pressed = {"id": "1", "from": {"id": 8}, "message": message}

    assert chat_of({"update_id": 2, "callback_query": pressed}) == 7
    assert chat_of({"update_id": 2, "callback_query": {"id": "1", "from": {"id": 8}}}) == 8


BAD_TIMES = [Later(20), RetryAfter(20), TelegramBusy(timedelta(seconds=20)), CannotConnect("no")]


@pytest.mark.parametrize("error", BAD_TIMES, ids=lambda error: type(error).__name__)
async def test_to_be_put_off_costs_no_try(inbox: Inbox, error: Exception) -> None:
    puts_off = 9

    async def act(_said: str) -> None:
        nonlocal puts_off
        if puts_off:
            puts_off -= 1
            raise error

    inbox.handlers.acts = act
    await inbox.store(a_message(1), a_message(2, "after"))
    for _ in range(9):
        await inbox.passes(seconds=20)

    assert inbox.handlers.handled == [(7, "カレー"), (7, "after")]
    assert [row.state for row in await inbox.rows()] == [InboxState.DONE] * 2


@pytest.mark.parametrize(
    "error",
    [BadRequest("no"), AnswerMayBeLost("no answer")],
    ids=lambda error: type(error).__name__,
)
async def test_a_refusal_of_telegram_costs_a_try(inbox: Inbox, error: Exception) -> None:
    async def act(_said: str) -> None:
        raise error

    inbox.handlers.acts = act
    await inbox.store(a_message(1))
    for _ in range(3):
        await inbox.passes(seconds=5)

    assert (await inbox.row()).state == InboxState.SET_ASIDE


@pytest.mark.parametrize("error", [Forbidden("bot was blocked by the user"), PersonGone()])
async def test_whoever_has_blocked_the_bot_is_no_failure(inbox: Inbox, error: Exception) -> None:
    async def act(_said: str) -> None:
        raise error

    inbox.handlers.acts = act
    await inbox.store(a_message(1))

    row = await inbox.row()
    assert (row.state, row.attempt) == (InboxState.DONE, 1)


async def test_killed_inside_handling_it_is_handled_again_after_the_lease(inbox: Inbox) -> None:
    inbox.intake.line.stop()
    await inbox.intake.store([a_message(1)])
    await inbox.intake._claim(16)
    after = Inbox(inbox.world, inbox.handlers)
    await after.settles()
    assert inbox.handlers.handled == []

    await after.leases_end()

    assert inbox.handlers.handled == [(7, "カレー")]


async def test_an_update_that_kills_its_worker_three_times_is_set_aside(inbox: Inbox) -> None:
    inbox.intake.line.stop()
    await inbox.intake.store([a_message(1), a_message(2, "after")])
    for _ in range(3):
        assert len(await inbox.intake._claim(16)) == 1
        await inbox.leases_end()

    after = Inbox(inbox.world, inbox.handlers)
    await after.settles()

    assert inbox.handlers.handled == [(7, "after")]
    assert (await inbox.rows())[0].state == InboxState.SET_ASIDE
