"""The way to people: Telegram's answers by what they mean, questions and files."""

from datetime import timedelta
from typing import Any

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.chat.messenger import CONNECT_AGAIN, TelegramMessenger, told
from bot.chat.request import AnswerMayBeLost, CannotConnect
from bot.playground.core import Playground
from bot.services.ports import (
    AnswerLost,
    CannotReach,
    PersonGone,
    Prompt,
    TelegramBusy,
    TooLarge,
)
from tests.chat.acting import started
from tests.chat.house import House
from tests.playground.in_process import bot_over


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (Forbidden("bot was blocked by the user"), PersonGone),
        (BadRequest("Chat not found"), PersonGone),
        (BadRequest("user is deactivated"), PersonGone),
        (BadRequest("message is too long"), CannotReach),
        (CannotConnect("no"), TelegramBusy),
        (AnswerMayBeLost("no"), AnswerLost),
        (TimedOut(), AnswerLost),
        (NetworkError("Bad Gateway"), AnswerLost),
        (TelegramError("odd"), CannotReach),
    ],
)
def test_each_refusal_says_what_to_do_next(
    error: TelegramError, meaning: type[CannotReach]
) -> None:
    assert type(told(error)) is meaning


def test_a_pause_that_telegram_asks_for_is_as_long_as_it_says() -> None:
    busy, unreachable = told(RetryAfter(7)), told(CannotConnect("no"))

    assert isinstance(busy, TelegramBusy)
    assert isinstance(unreachable, TelegramBusy)
    assert (busy.wait, unreachable.wait) == (timedelta(seconds=7), CONNECT_AGAIN)


def a_prompt(person_id: int, **given: Any) -> Prompt:
    plain: dict[str, Any] = {
        "person_id": person_id,
        "nudge_id": 3,
        "language": "en",
        "question": "What is new?",
        "example": "A cat",
    }
    return Prompt(**plain | given)


async def test_a_question_comes_with_its_example_taps_and_a_sound(house_on_sqlite: House) -> None:
    aki = await started(house_on_sqlite)
    messenger = house_on_sqlite.ground.messenger

    await messenger.ask(a_prompt(aki.id, taps=("Yes", "No", "Not yet")))
    await aki.looks()

    assert aki.last.text == "What is new?\ne.g. A cat"
    assert aki.last.labels[:3] == ["Yes", "No", "Not yet"]
    assert aki.last.raw["silent"] is False


async def test_a_late_question_says_so(house_on_sqlite: House) -> None:
    aki = await started(house_on_sqlite, language_code="ja")

    await house_on_sqlite.ground.messenger.ask(a_prompt(aki.id, late=True, language="ja"))
    await aki.looks()

    assert aki.last.text.endswith("\n\nWhat is new?\n例：A cat")


async def test_a_file_that_is_too_big_is_told_from_one_that_is_gone() -> None:
    playground = Playground()
    messenger = TelegramMessenger(bot_over(playground), _silent)  # type: ignore[arg-type]
    big = {"method": "getFile", "status": 400, "description": "Bad Request: file is too big"}
    playground.faults.plan(big)

    with pytest.raises(TooLarge):
        await messenger.fetch("file")
    with pytest.raises(CannotReach) as caught:
        await messenger.fetch("file")
    assert type(caught.value) is CannotReach


async def _silent(*_: Any) -> None:
    """Nothing is told here."""
