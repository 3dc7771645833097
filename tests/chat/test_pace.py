"""Replies first, bulk to the rate, one message a second a chat, and one halt for everything."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.chat import pace as paces
from bot.chat.pace import BULK, Pace
from bot.services.limits import Limiter

Call = Callable[..., Awaitable[Any]]


class Telegram:
    """Takes every call and remembers when; `refuses` are raised first, one by one."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, float]] = []
        self.refuses: list[float] = []
        self.tried = 0

    async def __call__(self, name: str) -> str:
        self.tried += 1
        await asyncio.sleep(0)
        if self.refuses:
            raise RetryAfter(timedelta(seconds=self.refuses.pop(0)))
        self.taken.append((name, time.monotonic()))
        return name

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.taken]


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


async def call(
    pace: Pace,
    telegram: Telegram,
    name: str,
    *,
    chat: int | None = None,
    bulk: bool = False,
    endpoint: str = "sendMessage",
) -> Any:
    body = {} if chat is None else {"chat_id": chat}
    lane = BULK if bulk else None
    return await pace.process_request(telegram, (name,), {}, endpoint, body, lane)


def batch(pace: Pace, telegram: Telegram, size: int) -> list["asyncio.Task[Any]"]:
    return [
        asyncio.ensure_future(call(pace, telegram, f"nudge {n}", chat=1000 + n, bulk=True))
        for n in range(size)
    ]


def errors(results: list[Any]) -> list[Any]:
    return [result for result in results if isinstance(result, BaseException)]


async def test_a_reply_never_waits_behind_a_batch(telegram: Telegram) -> None:
    pace = Pace(Limiter(), rate=1000)
    nudges = batch(pace, telegram, 600)
    await asyncio.sleep(0.01)
    before = len(telegram.taken)
    assert before < 400

    await call(pace, telegram, "reply", chat=7)

    # Only those that had their turn already stand before it: after a standstill of this machine
    # that may be a tenth of a second's worth.
    assert telegram.names.index("reply") - before <= 100
    await asyncio.gather(*nudges)
    assert len(telegram.taken) == 601


async def test_bulk_keeps_to_the_rate_in_the_first_second_too(telegram: Telegram) -> None:
    pace = Pace(Limiter(), rate=500)

    began = time.monotonic()
    await asyncio.gather(*batch(pace, telegram, 150))

    # A tenth of a second's worth may leave at once.
    assert telegram.taken[-1][1] - began >= (150 - 50 - 1) / 500


def test_a_chat_takes_a_short_burst_and_then_one_a_second() -> None:
    now = [100.0]
    pace = Pace(Limiter(), rate=1000, clock=lambda: now[0])

    assert [pace._chat_wait(7) for _ in range(6)] == [0, 0, 0, 1, 2, 3]
    assert pace._chat_wait(8) == 0
    now[0] += 4
    assert pace._chat_wait(7) == 0
    now[0] += 3600
    assert [pace._chat_wait(7) for _ in range(4)] == [0, 0, 0, 1]


def test_remembered_chats_do_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paces, "CHATS_REMEMBERED", 10)
    pace = Pace(Limiter(), rate=1000)

    for chat in range(1, 100):
        pace._chat_wait(chat)

    assert len(pace._chats) == 10


async def test_one_chat_in_a_hurry_holds_up_no_other(telegram: Telegram) -> None:
    pace = Pace(Limiter(), rate=1000)
    hasty = [asyncio.ensure_future(call(pace, telegram, "hasty", chat=7)) for _ in range(5)]
    await asyncio.sleep(0.01)

    await asyncio.gather(*(call(pace, telegram, "calm", chat=100 + n) for n in range(20)))

    assert telegram.names.count("calm") == 20
    assert telegram.names.count("hasty") == 3
    for each in hasty:
        each.cancel()


async def test_a_429_is_retried_for_a_reply_after_the_whole_time(telegram: Telegram) -> None:
    pace = Pace(Limiter(), rate=1000)
    telegram.refuses = [0.08]
    began = time.monotonic()

    assert await call(pace, telegram, "reply", chat=7) == "reply"

    assert telegram.tried == 2
    assert telegram.taken[0][1] - began >= 0.08


async def test_a_halt_does_not_end_when_a_call_in_flight_succeeds(telegram: Telegram) -> None:
    pace = Pace(Limiter(), rate=1000)
    slow = asyncio.Event()

    async def in_flight(name: str) -> str:
        await slow.wait()
        return name

    flying = asyncio.ensure_future(
        pace.process_request(in_flight, ("x",), {}, "sendMessage", {"chat_id": 8}, None)
    )
    await asyncio.sleep(0)
    telegram.refuses = [0.1]
    began = time.monotonic()
    refused = asyncio.ensure_future(call(pace, telegram, "refused", chat=7))
    await asyncio.sleep(0.01)
    slow.set()
    await flying
    others = [
        call(pace, telegram, "other", chat=9),
        call(pace, telegram, "edit", chat=9, endpoint="editMessageText"),
        call(pace, telegram, "reaction", chat=9, endpoint="setMessageReaction"),
    ]
    await asyncio.gather(refused, *others)

    assert all(at - began >= 0.1 for _, at in telegram.taken)
    assert telegram.tried == 5


async def test_a_shorter_429_does_not_shorten_a_halt(telegram: Telegram) -> None:
    pace = Pace(Limiter(), rate=1000)
    await pace._halt(0.1)
    await pace._halt(0.01)

    assert pace.halted_for == pytest.approx(0.1, abs=0.02)


async def test_a_429_in_a_batch_halts_it_all_and_gives_back_what_was_not_sent(
    telegram: Telegram,
) -> None:
    pace = Pace(Limiter(), rate=50)
    nudges = batch(pace, telegram, 100)
    await asyncio.sleep(0.03)
    sent = len(telegram.taken)
    telegram.refuses = [20]

    results = await asyncio.gather(*nudges, return_exceptions=True)

    given_back = errors(results)
    assert {type(error) for error in given_back} == {RetryAfter}
    assert len(given_back) + len(telegram.taken) == 100
    # Only those that were on their way already still reached Telegram.
    assert telegram.tried - sent <= 5
    assert pace.halted_for > 19


async def test_bulk_is_given_back_before_its_lease_is_over(
    telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paces, "BULK_PATIENCE", 0.05)
    pace = Pace(Limiter(), rate=20)

    results = await asyncio.gather(*batch(pace, telegram, 30), return_exceptions=True)

    assert {type(error) for error in errors(results)} == {RetryAfter}
    assert len(telegram.taken) == telegram.tried == 30 - len(errors(results))


async def test_a_halt_that_nobody_waits_out_is_told_at_once(telegram: Telegram) -> None:
    pace = Pace(Limiter(), rate=20)
    waiting = [asyncio.ensure_future(call(pace, telegram, "r", chat=n)) for n in range(1, 9)]
    await asyncio.sleep(0)
    telegram.refuses = [300] * 9

    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert len(errors(results)) == 8
    with pytest.raises(RetryAfter):
        await call(pace, telegram, "later", chat=7)
    with pytest.raises(RetryAfter):
        await call(pace, telegram, "later", endpoint="answerCallbackQuery")


async def test_a_halt_of_another_process_halts_this_one(telegram: Telegram, redis_url: str) -> None:
    here, there = Limiter(redis_url), Limiter(redis_url)
    one, other = Pace(here, rate=1000), Pace(there, rate=1000)
    await one._halt(0.15)
    began = time.monotonic()

    with pytest.raises(RetryAfter):
        await call(other, telegram, "nudge", chat=8, bulk=True)
    await call(other, telegram, "reply", chat=7)

    assert telegram.taken[0][1] - began >= 0.1
    await here.close()
    await there.close()


async def test_at_the_end_nobody_waits_for_ever(telegram: Telegram) -> None:
    pace = Pace(Limiter(), rate=10)
    nudges = batch(pace, telegram, 20)
    await asyncio.sleep(0.01)

    await pace.shutdown()

    results = await asyncio.gather(*nudges, return_exceptions=True)
    assert {type(error) for error in errors(results)} == {RetryAfter}
    assert len(errors(results)) + len(telegram.taken) == 20
