"""What Telegram allows for a while only, by a clock that is turned."""

import json
from typing import Any

import pytest

from bot.playground import queries
from bot.playground.core import Playground
from bot.playground.limits import DELETABLE_FOR
from bot.playground.talking import press


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def playground(clock: Clock) -> Playground:
    playground = Playground(clock=clock, monotonic=clock)
    playground.bot.chat_with(playground.world.join("Aki", person_id=501))
    return playground


async def asked(playground: Playground, method: str, **parameters: Any) -> tuple[int, Any]:
    status, body = await playground.call(method, parameters)
    answer = json.loads(body)
    return status, answer["result"] if status == 200 else answer["description"]


@pytest.mark.parametrize(("seconds", "expected"), [(queries.LIFE, 200), (queries.LIFE + 1, 400)])
async def test_a_press_is_answered_in_time_or_never(
    playground: Playground, clock: Clock, seconds: float, expected: int
) -> None:
    press(playground.bot, playground.world.person(501), 1, "x")
    query_id = next(iter(playground.bot.queries.waiting))
    clock.now += seconds
    answered = await asked(playground, "answerCallbackQuery", callback_query_id=query_id)
    assert answered[0] == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (DELETABLE_FOR, (200, True)),
        (DELETABLE_FOR + 1, (400, "Bad Request: message can't be deleted")),
    ],
)
async def test_a_message_can_be_deleted_for_two_days(
    playground: Playground, clock: Clock, seconds: int, expected: tuple[int, Any]
) -> None:
    _, sent = await asked(playground, "sendMessage", chat_id=501, text="a")
    clock.now += seconds
    there = {"chat_id": 501, "message_id": sent["message_id"]}
    assert await asked(playground, "deleteMessage", **there) == expected


async def test_an_update_waits_for_a_day(playground: Playground, clock: Clock) -> None:
    press(playground.bot, playground.world.person(501), 1, "x")
    clock.now += 24 * 3600
    assert await asked(playground, "getUpdates", offset=1) == (200, [])
