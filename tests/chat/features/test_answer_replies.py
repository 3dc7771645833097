"""Which question a reply answers is read off the buttons of what it replies to."""

from typing import Any

import pytest
from telegram import Message

from bot.chat.features.answer import incoming_of
from bot.chat.features.question import buttons
from bot.services.ports import Prompt

CHAT = {"id": 7, "type": "private", "first_name": "Hana"}
PROMPT = Prompt(
    person_id=7,
    nudge_id=42,
    language="ja",
    question="天気は？",
    example="晴れ",
    taps=("晴れ", "雨"),
)


def a_reply(rows: list[list[dict[str, str]]]) -> Message:
    replied: dict[str, Any] = {
        "message_id": 4,
        "date": 1764000000,
        "chat": CHAT,
        "text": "天気は？",
    }
    if rows:
        replied["reply_markup"] = {"inline_keyboard": rows}
    message = Message.de_json(
        {
            "message_id": 5,
            "date": 1764000009,
            "chat": CHAT,
            "text": "晴れ",
            "reply_to_message": replied,
        },
        None,
    )
    assert message is not None
    return message


def named(rows: list[list[dict[str, str]]]) -> int | None:
    incoming = incoming_of(a_reply(rows), "ja")
    assert incoming is not None
    assert incoming.reply_to == 4
    return incoming.reply_to_nudge


def a_button(data: str) -> list[list[dict[str, str]]]:
    return [[{"text": "a", "callback_data": data}]]


def test_the_buttons_of_a_question_name_it() -> None:
    rows = [[button.to_dict() for button in row] for row in buttons(PROMPT)]

    assert named(rows) == 42


@pytest.mark.parametrize("data", ["q:unskip:42", "q:back:42", "q:skip:42:sure", "q:tap:42:1"])
def test_so_does_every_state_of_its_keyboard(data: str) -> None:
    assert named(a_button(data)) == 42


@pytest.mark.parametrize(
    "data", ["q:more:0", "card:edit:42", "q:tap:x", "q:tap:", "q", "xq:tap:42", "q:tap:" + "9" * 40]
)
def test_other_buttons_name_no_question(data: str) -> None:
    assert named(a_button(data)) is None


def test_neither_does_a_message_without_buttons_or_with_a_link() -> None:
    assert named([]) is None
    assert named([[{"text": "a", "url": "https://a.example/q:tap:42"}]]) is None
