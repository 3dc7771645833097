"""The person's side: people, presses, blocking, and what is seen."""

import asyncio
from typing import Any

import pytest

from bot.playground import talking
from tests.playground.conftest import Side

Json = dict[str, Any]


async def updates(side: Side, kind: str = "message") -> list[Json]:
    return [update[kind] for update in await side.api("getUpdates") if kind in update]


async def test_people_get_ids_and_can_be_listed(side: Side) -> None:
    answer = await side.person("POST", "/people", {"first_name": "Aki", "language_code": "ja"})
    await side.joins(502, first_name="Bo", username="bo")

    listed = (await side.person("GET", "/people"))["people"]

    assert answer["id"] > 1_600_000_000
    assert listed == [
        {
            "id": answer["id"],
            "first_name": "Aki",
            "username": None,
            "language_code": "ja",
            "started": False,
            "blocked": False,
        },
        {
            "id": 502,
            "first_name": "Bo",
            "username": "bo",
            "language_code": None,
            "started": True,
            "blocked": False,
        },
    ]


async def test_a_press_waits_for_the_answer_and_brings_it(side: Side) -> None:
    await side.joins()
    markup = {"inline_keyboard": [[{"text": "Skip today", "callback_data": "skip:1"}]]}
    sent = await side.api("sendMessage", chat_id=501, text="?", reply_markup=markup)
    wish = {"message_id": sent["message_id"], "label": "Skip today"}
    press = asyncio.create_task(side.person("POST", "/people/501/press", wish))
    poll = await side.api("getUpdates", timeout=5)

    query = poll[0]["callback_query"]
    answer = {"callback_query_id": query["id"], "text": "Rest well", "show_alert": True}
    await side.api("answerCallbackQuery", **answer)

    assert await press == {"answer": {"text": "Rest well", "show_alert": True}}
    assert (query["data"], query["message"]["text"]) == ("skip:1", "?")
    assert query["chat_instance"]
    status, description = await side.refusal("answerCallbackQuery", **answer)
    assert (status, description) == (
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )


async def test_a_press_that_nobody_answers_comes_back_alone(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talking, "PRESS_WAIT", 0.05)
    await side.joins()
    wish = {"message_id": 3, "data": "forged"}
    assert await side.person("POST", "/people/501/press", wish) == {}
    query = (await updates(side, "callback_query"))[0]
    assert query["message"] == {
        "chat": {"id": 501, "type": "private", "first_name": "Aki"},
        "message_id": 3,
        "date": 0,
    }


async def test_a_label_that_is_not_there_is_not_found(side: Side) -> None:
    await side.joins()
    sent = await side.api("sendMessage", chat_id=501, text="?")
    wish = {"message_id": sent["message_id"], "label": "Nope"}
    assert (await side.ask("POST", "/playground/people/501/press", wish))[0] == 404


async def test_a_key_of_the_reply_keyboard_says_its_words(side: Side) -> None:
    await side.joins()
    markup = {"keyboard": [[{"text": "18:00"}]], "one_time_keyboard": True}
    await side.api("sendMessage", chat_id=501, text="When?", reply_markup=markup)
    await side.person("POST", "/people/501/press", {"message_id": 1, "label": "18:00"})
    assert [m["text"] for m in await updates(side)] == ["18:00"]
    assert (await side.person("GET", "/people/501/messages"))["keyboard"] == []


async def test_blocking_and_coming_back_are_told(side: Side) -> None:
    await side.joins()
    await side.person("POST", "/people/501/block", {})
    await side.person("POST", "/people/501/block", {})
    await side.says("/start")

    moves = [
        (u["old_chat_member"]["status"], u["new_chat_member"]["status"])
        for u in await updates(side, "my_chat_member")
    ]

    assert moves == [("member", "kicked"), ("kicked", "member")]


async def test_a_message_is_shown_with_all_that_the_person_sees(side: Side) -> None:
    await side.joins()
    buttons = [
        {"text": "Skip", "callback_data": "s"},
        {"text": "Page", "url": "https://example.org/@aki"},
        {"text": "Copy", "copy_text": {"text": "words"}},
    ]
    sent = await side.api(
        "sendMessage",
        chat_id=501,
        text="Kept",
        disable_notification=True,
        reply_markup={"inline_keyboard": [buttons]},
    )
    react = [{"type": "emoji", "emoji": "👍"}]
    await side.api("setMessageReaction", chat_id=501, message_id=sent["message_id"], reaction=react)
    assert await side.sees() == [
        {
            "message_id": sent["message_id"],
            "from": "bot",
            "date": sent["date"],
            "text": "Kept",
            "entities": [],
            "buttons": [
                [
                    {"label": "Skip", "data": "s"},
                    {"label": "Page", "url": "https://example.org/@aki"},
                    {"label": "Copy", "copy": "words"},
                ]
            ],
            "reactions": ["👍"],
            "edited": False,
            "silent": True,
        }
    ]


@pytest.mark.parametrize(
    ("verb", "path", "wish", "status"),
    [
        ("POST", "/people", {}, 400),
        ("POST", "/people", {"first_name": 5}, 400),
        ("POST", "/people/9/messages", {"text": "a"}, 404),
        ("POST", "/people/501/messages", {}, 400),
        ("POST", "/people/501/messages", {"location": {"latitude": "x"}}, 400),
        ("POST", "/people/501/messages", {"text": "a", "reply_to_message_id": 4}, 404),
        ("PATCH", "/people/501/messages/4", {"text": "a"}, 404),
        ("POST", "/people/501/press", {"message_id": "x", "data": "d"}, 400),
        ("GET", "/people?bot=99", None, 404),
        ("GET", "/calls?after=x", None, 400),
        ("POST", "/faults", {"sttus": 500}, 400),
        ("POST", "/faults", {"method": "sendMessage"}, 400),
        ("GET", "/files/nothing", None, 404),
    ],
)
async def test_what_cannot_be_is_said_so(
    side: Side, verb: str, path: str, wish: Any, status: int
) -> None:
    await side.joins()
    assert (await side.ask(verb, f"/playground{path}", wish))[0] == status
