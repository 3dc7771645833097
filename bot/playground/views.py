"""A chat as the person sees it now."""

from typing import Any

from bot.playground.chats import Chat, Membership, Person, Sent
from bot.playground.files import Shelf
from bot.playground.keyboards import seen_buttons

Json = dict[str, Any]


def person_seen(person: Person, chat: Chat | None) -> Json:
    names = {key: person.user.get(key) for key in ("first_name", "username", "language_code")}
    started = chat is not None
    blocked = chat is not None and chat.membership is Membership.KICKED
    return {"id": person.id, **names, "started": started, "blocked": blocked}


def chat_seen(chat: Chat | None, shelf: Shelf) -> Json:
    if chat is None:
        return {"messages": [], "keyboard": [], "blocked": False}
    return {
        "messages": [message_seen(sent, shelf) for sent in chat.messages.values()],
        "keyboard": chat.keyboard,
        "blocked": chat.blocked,
    }


def message_seen(sent: Sent, shelf: Shelf) -> Json:
    shown = sent.shown
    seen: Json = {
        "message_id": sent.id,
        "from": "bot" if sent.from_bot else "person",
        "date": shown["date"],
        "text": shown.get("text") or shown.get("caption") or "",
        "entities": shown.get("entities") or shown.get("caption_entities") or [],
        "buttons": seen_buttons(shown.get("reply_markup")),
        "reactions": sent.reactions,
        "edited": sent.edited,
        "silent": sent.silent,
    }
    seen.update(_attached(shown, shelf))
    if "reply_to_message" in shown:
        seen["reply_to_message_id"] = shown["reply_to_message"]["message_id"]
    if "media_group_id" in shown:
        seen["media_group_id"] = shown["media_group_id"]
    if sent.keyboard is not None:
        seen["keyboard"] = sent.keyboard
    if sent.force_reply:
        seen["force_reply"] = True
    if sent.placeholder:
        seen["placeholder"] = sent.placeholder
    return seen


def _attached(shown: Json, shelf: Shelf) -> Json:
    attached: Json = {}
    if "photo" in shown:
        attached["photo"] = _address(shown["photo"][-1], shelf)
    for kind in ("voice", "video", "document"):
        if kind in shown:
            attached[kind] = _address(shown[kind], shelf)
    if "document" in shown:
        attached["file_name"] = shown["document"].get("file_name", "")
    if "location" in shown:
        attached["location"] = shown["location"]
    if "pinned_message" in shown:
        attached["pinned_message_id"] = shown["pinned_message"]["message_id"]
    return attached


def _address(reference: Json, shelf: Shelf) -> str:
    stored = shelf.by_unique_id(reference["file_unique_id"])
    return stored.seen_at if stored else ""
