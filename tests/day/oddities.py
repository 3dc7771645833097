"""Updates and presses that no well-meaning client sends."""

import itertools
import time
from typing import Any

Json = dict[str, Any]

FORGED = (
    "share:to:999999:1",
    "share:yes:1:1",
    "share:pass:1:1:1",
    "card:gone:999999",
    "card:edit:-1",
    "card:dayset:1:99",
    "card:there:1:yes",
    "q:tap:999999:0",
    "q:tap:1:99",
    "q:snooze:1:never",
    "networks:gone:1",
    "networks:itself:1:on",
    "page:handle:1",
    "settings:undo:-5",
    "zone:set:Mars/Olympus:start",
    "time:set:9999:set",
    "start:time:",
    "pause:for:ever",
    "::::",
    "x" * 64,
    "",
    "\0",
    "'; drop table people; --",
)


def odd_updates(person: int) -> list[Json]:
    """What Telegram may send one day, and what it never should."""
    user: Json = {"id": person, "is_bot": False, "first_name": "Aki"}
    chat: Json = {"id": person, "type": "private", "first_name": "Aki"}
    ids, now = itertools.count(900_001), int(time.time())

    def message(**given: Any) -> Json:
        return {"message_id": next(ids), "date": now, "chat": chat, "from": user, **given}

    def command(text: str) -> Json:
        entity = {"type": "bot_command", "offset": 0, "length": len(text.partition(" ")[0])}
        return message(text=text, entities=[entity])

    nobody = message(text="from nobody")
    del nobody["from"]
    return [
        {},
        {"hologram": {"id": 1}},
        {"message": nobody},
        {"message": message()},
        {"message": message(dice={"emoji": "🎲", "value": 6})},
        {"message": message(hologram={"depth": 3})},
        {"message": message(new_chat_title="A title")},
        {"message": message(text="from a bot", **{"from": user | {"is_bot": True}})},
        {"message": message(text="in a group", chat={"id": -5, "type": "group", "title": "G"})},
        {"message": message(location={"latitude": 999.0, "longitude": 999.0})},
        {"message": command("/time " + "9" * 3000)},
        {"message": command("/start " + "A" * 3000)},
        {"message": command("/pause " + "12/5-" * 500)},
        {"message": command("/nonsense")},
        {"edited_message": message(edit_date=now)},
        {"edited_message": message(text="never seen before", edit_date=now)},
        {"callback_query": {"id": "1", "from": user, "chat_instance": "1"}},
        {"callback_query": {"id": "2", "from": user, "chat_instance": "1", "data": "card:show:1"}},
        {"channel_post": message(text="never asked for")},
        {"inline_query": {"id": "3", "from": user, "query": "?", "offset": ""}},
    ]


BROKEN: list[Json] = [
    {"message": "words alone"},
    {"message": {"chat": {"id": "not a number"}}},
    {"message": {"message_id": 1, "date": "yesterday", "chat": {"id": 5}}},
    {"callback_query": []},
    {"my_chat_member": {"chat": {"id": 1}}},
]
