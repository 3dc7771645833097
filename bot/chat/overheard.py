"""What is kept of updates from chats of many: nothing that anybody says there."""

import re
from typing import Any

Json = dict[str, Any]

SAID_IN = ("message", "edited_message", "channel_post", "edited_channel_post")
MOVED = ("migrate_to_chat_id", "migrate_from_chat_id")
# https://core.telegram.org/bots/features#deep-linking (2026-11-28): what a client says in a group
# for somebody who came by a startgroup address.
BROUGHT = re.compile(r"/start(?:@\w{1,64})? [A-Za-z0-9_-]{1,64}")


def unsaid(update: Json) -> Json | None:
    """The update as it may be stored; None where nothing of it may.

    From a group only these come in: that it moved, that somebody brought the bot by our button,
    and, without its words, that somebody gave a command. Presses come from private chats alone.
    """
    query = update.get("callback_query")
    if isinstance(query, dict) and _is_of_many(_part(query, "message")):
        return None
    carrier = next((name for name in SAID_IN if name in update), None)
    message = update.get(carrier or "")
    if not isinstance(message, dict) or not _is_of_many(message):
        return update
    kept = _bare(message) if carrier == "message" else None
    return None if kept is None else {"update_id": update.get("update_id"), "message": kept}


def _bare(message: Json) -> Json | None:
    text = message.get("text")
    words = text if isinstance(text, str) else ""
    moved = {name: message[name] for name in MOVED if name in message}
    if not moved and not words.startswith("/"):
        return None
    chat, sender = _part(message, "chat"), _part(message, "from")
    kept: Json = {name: message[name] for name in ("message_id", "date") if name in message}
    kept["chat"] = {name: chat[name] for name in ("id", "type") if name in chat}
    if BROUGHT.fullmatch(words):
        kept["text"] = words
        # Without a name nobody reads who it was; Telegram's form wants one.
        who = {name: sender[name] for name in ("id", "is_bot", "language_code") if name in sender}
        kept["from"] = {**who, "first_name": str(sender.get("first_name", ""))}
    return kept | moved


def _is_of_many(message: Json) -> bool:
    return _part(message, "chat").get("type") in ("group", "supergroup", "channel")


def _part(whole: Json, name: str) -> Json:
    found = whole.get(name)
    return found if isinstance(found, dict) else {}
