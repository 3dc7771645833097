"""What is stored of updates from chats of many: nothing that anybody says there."""

import json
from typing import Any

import pytest

from bot.chat.overheard import unsaid

HANA = {"id": 7, "is_bot": False, "first_name": "Hana", "username": "hana"}
MANY = [{"id": -5, "type": "group", "title": "Family"}, {"id": -1005, "type": "supergroup"}]


def said(chat: Any, **content: Any) -> dict[str, Any]:
    return {
        "update_id": 1,
        "message": {"message_id": 3, "date": 9, "chat": chat, "from": HANA, **content},
    }


@pytest.mark.parametrize("chat", MANY)
@pytest.mark.parametrize(
    "content",
    [
        {"text": "A secret"},
        {"text": "@hibi_bot a secret"},
        {"photo": [{"file_id": "secret"}], "caption": "/start secret"},
        {"location": {"latitude": 1.5, "longitude": 2.5}},
        {"reply_to_message": {"text": "A secret"}},
    ],
)
def test_words_are_not_stored(chat: Any, content: Any) -> None:
    assert unsaid(said(chat, **content)) is None


@pytest.mark.parametrize("chat", MANY)
@pytest.mark.parametrize("text", ["/note a secret", "/start a secret", "/start@hibi_bot\nsecret"])
def test_of_a_command_only_its_chat_is_stored(chat: Any, text: str) -> None:
    kept = unsaid(said(chat, text=text, reply_to_message={"text": "A secret"}))

    assert kept is not None
    assert kept["message"] == {
        "message_id": 3,
        "date": 9,
        "chat": {name: chat[name] for name in ("id", "type")},
    }


def test_who_comes_by_our_address_is_known_by_number_and_token() -> None:
    kept = unsaid(said(MANY[0], text="/start@hibi_bot abc-DEF_1"))

    assert kept is not None
    assert (kept["message"]["text"], kept["message"]["from"]["id"]) == (
        "/start@hibi_bot abc-DEF_1",
        7,
    )
    assert "username" not in json.dumps(kept)


@pytest.mark.parametrize("name", ["migrate_to_chat_id", "migrate_from_chat_id"])
def test_that_a_group_moved_is_stored(name: str) -> None:
    kept = unsaid(said(MANY[0], **{name: -1005, "text": "A secret"}))

    assert kept is not None
    assert kept["message"][name] == -1005
    assert "secret" not in json.dumps(kept)


@pytest.mark.parametrize("carrier", ["edited_message", "channel_post", "edited_channel_post"])
def test_nothing_else_that_is_said_there_comes_in(carrier: str) -> None:
    assert unsaid({"update_id": 1, carrier: said(MANY[0], text="/start abc")["message"]}) is None


def test_a_press_in_a_group_does_not_come_in() -> None:
    message = said(MANY[0], text="x")["message"]

    assert unsaid({"update_id": 1, "callback_query": {"id": "1", "message": message}}) is None


@pytest.mark.parametrize(
    "update",
    [
        said({"id": 7, "type": "private"}, text="A cup of tea"),
        {"update_id": 1, "my_chat_member": {"chat": MANY[0]}},
        {"update_id": 1},
        {"update_id": 1, "message": None},
        {"update_id": 1, "message": {"chat": "odd"}},
        {"update_id": 1, "callback_query": {"message": None}},
    ],
)
def test_everything_else_is_stored_as_it_came(update: Any) -> None:
    assert unsaid(update) == update
