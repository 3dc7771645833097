"""The judge itself can say no."""

from typing import Any

import pytest

from bot.playground.core import Playground
from tests.playground.judge import Judge, UnfitError, check_answer, check_request, check_update

Json = dict[str, Any]

USER: Json = {"id": 1, "is_bot": True, "first_name": "Hibi"}
CHAT: Json = {"id": 5, "type": "private"}
MESSAGE: Json = {"message_id": 1, "date": 1, "chat": CHAT, "from": USER, "text": "a"}


def markup(**button: Any) -> Json:
    return {"inline_keyboard": [[{"text": "a", "callback_data": "b", **button}]]}


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("sendMessage", {"chat_id": 5, "text": "a", "reply_markup": markup()}),
        ("sendmessage", {"chat_id": "5", "text": "a"}),
        ("sendPhoto", {"chat_id": 5, "photo": {"file": "a.png", "size": 3}}),
        ("sendPhoto", {"chat_id": 5, "photo": "attach://x", "x": {"file": "a", "size": 3}}),
        (
            "sendMediaGroup",
            {
                "chat_id": 5,
                "media": [{"type": "photo", "media": "attach://p0"}] * 2,
                "p0": {"file": "a", "size": 3},
            },
        ),
    ],
)
def test_a_fitting_request_passes(method: str, parameters: Json) -> None:
    check_request(method, parameters)


@pytest.mark.parametrize(
    ("method", "parameters", "why"),
    [
        ("sendMessage", {"chat_id": 5}, "text"),
        ("sendMessage", {"chat_id": 5, "text": "a", "txet": "b"}, "unknown .txet"),
        (
            "sendMessage",
            {"chat_id": 5, "text": "a", "reply_markup": markup(colour="red")},
            r"unknown .reply_markup.inline_keyboard\[\]\[\].colour",
        ),
        ("sendTelepathy", {}, "no method"),
    ],
)
def test_an_unfit_request_does_not(method: str, parameters: Json, why: str) -> None:
    with pytest.raises(UnfitError, match=why):
        check_request(method, parameters)


def test_an_answer_must_be_the_methods_own() -> None:
    check_answer("sendMessage", MESSAGE)
    for unfit in ({**MESSAGE, "mood": "fine"}, {"message_id": 1}, True):
        with pytest.raises(UnfitError):
            check_answer("sendMessage", unfit)


def test_an_update_carries_one_known_thing() -> None:
    check_update({"update_id": 1, "message": MESSAGE})
    for unfit in (
        {"update_id": 1},
        {"update_id": 1, "massage": MESSAGE},
        {"update_id": 1, "message": MESSAGE, "edited_message": MESSAGE},
        {"update_id": 1, "message": {**MESSAGE, "chat": {**CHAT, "colour": "red"}}},
    ):
        with pytest.raises(UnfitError):
            check_update(unfit)


async def test_a_watching_judge_remembers_what_was_unfit() -> None:
    playground, judge = Playground(), Judge()
    judge.watch(playground)
    await playground.call("getMe", {"unknown": 1})
    assert judge.findings == ["request getMe: unknown .unknown"]
