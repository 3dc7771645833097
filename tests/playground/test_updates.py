"""Long polling: waiting, confirming, conflicts, and Telegram's brakes."""

import asyncio
import time

import pytest

from bot.playground.chats import Counter
from bot.playground.errors import ApiError
from bot.playground.updates import LIFE, Mailbox
from tests.playground.conftest import Side


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def mailbox(clock: Clock) -> Mailbox:
    return Mailbox(Counter(100), clock, clock)


def ids(updates: list[dict[str, int]]) -> list[int]:
    return [update["update_id"] for update in updates]


async def test_a_long_poll_returns_at_the_moment_of_the_update(side: Side) -> None:
    await side.joins()
    started = time.monotonic()
    poll = asyncio.create_task(side.api("getUpdates", timeout=30))
    await asyncio.sleep(0.05)

    await side.says("hello")

    assert [u["message"]["text"] for u in await poll] == ["hello"]
    assert time.monotonic() - started < 5


async def test_an_offset_confirms_everything_before_it(side: Side) -> None:
    await side.joins()
    for text in ("one", "two", "three"):
        await side.says(text)
    first = await side.api("getUpdates", limit=2)

    rest = await side.api("getUpdates", offset=first[-1]["update_id"] + 1)

    assert [u["message"]["text"] for u in rest] == ["three"]
    assert (await side.api("getWebhookInfo"))["pending_update_count"] == 1


async def test_a_negative_offset_keeps_only_the_last(side: Side) -> None:
    await side.joins()
    for text in ("one", "two", "three"):
        await side.says(text)
    last = await side.api("getUpdates", offset=-1)
    assert [u["message"]["text"] for u in last] == ["three"]


async def test_a_second_poller_ends_the_first(side: Side) -> None:
    await side.joins()
    first = asyncio.create_task(side.refusal("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(side.api("getUpdates", timeout=30))

    assert await first == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance"
        " is running",
    )
    await side.says("for the second")
    assert len(await second) == 1


async def test_polling_beside_a_webhook_is_a_conflict(side: Side) -> None:
    await side.api("setWebhook", url="http://127.0.0.1:9/hook")
    status, description = await side.refusal("getUpdates")
    assert (status, description[:49]) == (409, "Conflict: can't use getUpdates method while webho")


async def test_setting_a_webhook_ends_a_poll(side: Side) -> None:
    poll = asyncio.create_task(side.refusal("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    await side.api("setWebhook", url="http://127.0.0.1:9/hook")
    assert await poll == (409, "Conflict: terminated by setWebhook request")


async def test_a_bot_gets_the_kinds_it_asked_for_last(side: Side) -> None:
    await side.joins()
    await side.api("getUpdates", offset=1, allowed_updates=["callback_query"])
    await side.says("not wanted")
    message_id = (await side.api("sendMessage", chat_id=501, text="a"))["message_id"]
    press = asyncio.create_task(
        side.person("POST", "/people/501/press", {"message_id": message_id, "data": "x"})
    )

    update = (await side.api("getUpdates", offset=2, timeout=5))[0]

    assert update["callback_query"]["data"] == "x"
    await side.api("answerCallbackQuery", callback_query_id=update["callback_query"]["id"])
    assert await press == {"answer": {"text": "", "show_alert": False}}


def test_an_update_is_forgotten_after_a_day(mailbox: Mailbox, clock: Clock) -> None:
    mailbox.put("message", {}, 1)
    clock.now += LIFE - 1
    mailbox.put("message", {}, 1)
    clock.now += 1

    mailbox.expire()

    assert list(mailbox.pending) == [102]


@pytest.mark.parametrize("kind", ["chat_member", "message_reaction", "message_reaction_count"])
def test_kinds_that_must_be_asked_for_stay_away(mailbox: Mailbox, kind: str) -> None:
    assert mailbox.put(kind, {}, 1) is None
    mailbox.allow([kind])
    assert mailbox.put(kind, {}, 1) == 101
    mailbox.allow([])
    assert mailbox.put(kind, {}, 1) is None


async def test_asking_again_at_once_gets_one_update_only(mailbox: Mailbox, clock: Clock) -> None:
    for _ in range(3):
        mailbox.put("message", {}, 1)

    assert ids(await mailbox.poll(101, 100, 0)) == [101, 102, 103]
    clock.now += 0.4
    assert ids(await mailbox.poll(101, 100, 0)) == [101]
    clock.now += 0.6
    assert ids(await mailbox.poll(101, 100, 0)) == [101, 102, 103]
    clock.now += 0.1
    assert ids(await mailbox.poll(102, 100, 0)) == [102, 103]


async def test_asking_again_for_the_same_is_made_to_wait(mailbox: Mailbox) -> None:
    assert await mailbox.poll(101, 100, 0) == []
    again = asyncio.create_task(mailbox.poll(101, 100, 0))
    await asyncio.sleep(0.02)
    assert not again.done()

    mailbox.put("message", {}, 1)

    assert ids(await again) == [101]


async def test_repeated_conflicts_are_held_back(mailbox: Mailbox) -> None:
    polls = [asyncio.create_task(mailbox.poll(offset, 100, 50)) for offset in (1, 2, 3)]
    await asyncio.sleep(0.02)

    assert isinstance(polls[0].exception(), ApiError)
    assert not polls[1].done()  # told only after some three seconds
    mailbox.end()
    held_back = (await asyncio.gather(polls[1], return_exceptions=True))[0]
    assert isinstance(held_back, ApiError)
    assert await polls[2] == []
