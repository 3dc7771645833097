"""What a person does in a chat with a bot, and the updates that come of it."""

import asyncio
from dataclasses import dataclass
from typing import Any

from bot.playground import media
from bot.playground.bots import Bot
from bot.playground.chats import Chat, Membership, Person, Sent
from bot.playground.entities import find_entities
from bot.playground.errors import AskedWronglyError, NotThereError
from bot.playground.limits import LONGEST_TEXT
from bot.playground.members import bot_member
from bot.playground.messages import announce, answered_part
from bot.playground.parameters import Upload

Json = dict[str, Any]

PRESS_WAIT = 10.0
"""Seconds after which a client stops showing that it waits for the bot."""


@dataclass(frozen=True, slots=True)
class Attachment:
    kind: str
    upload: Upload
    duration: int = 1
    size: tuple[int, int] = (640, 480)


def say(bot: Bot, person: Person, text: str, facts: Json) -> list[int]:
    """Sends text; what is longer than one message may be becomes several, as in every client."""
    if not text:
        raise AskedWronglyError("A message needs a text.")
    pieces = [text[at : at + LONGEST_TEXT] for at in range(0, len(text), LONGEST_TEXT)]
    chat = _open(bot, person)
    return [_say(bot, chat, person, words("text", piece) | facts) for piece in pieces]


def say_where(bot: Bot, person: Person, place: Json, facts: Json) -> list[int]:
    try:
        content = {name: float(place[name]) for name in ("latitude", "longitude")}
    except (KeyError, TypeError, ValueError):
        raise AskedWronglyError("A location needs latitude and longitude.") from None
    return [_say(bot, _open(bot, person), person, {"location": content} | facts)]


def show(
    bot: Bot, person: Person, attachments: list[Attachment], caption: str, facts: Json
) -> list[int]:
    """Sends files; several at once are an album, one update each, the caption on the first."""
    chat = _open(bot, person)
    album = {"media_group_id": str(bot.world.ids.next())} if len(attachments) > 1 else {}
    ids: list[int] = []
    for attachment in attachments:
        content = {attachment.kind: _described(bot, attachment)} | album | facts
        if caption and not ids:
            content |= words("caption", caption)
        ids.append(_say(bot, chat, person, content))
    return ids


def words(name: str, text: str) -> Json:
    found = find_entities(text)
    marked = "entities" if name == "text" else "caption_entities"
    return {name: text} | ({marked: found} if found else {})


def answering(bot: Bot, person: Person, message_id: int | None) -> Json:
    """The part of a message that says which one it answers."""
    if message_id is None:
        return {}
    return {"reply_to_message": answered_part(_message(bot, person, message_id))}


def reword(bot: Bot, person: Person, message_id: int, text: str) -> None:
    """Edits one's own message: its text, or its caption where it has files."""
    chat = _open(bot, person)
    sent = _message(bot, person, message_id)
    if sent.from_bot:
        raise AskedWronglyError("Only one's own messages can be edited.")
    name = "text" if "text" in sent.shown else "caption"
    old = {"text", "entities", "caption", "caption_entities"}
    kept = {key: value for key, value in sent.shown.items() if key not in old}
    sent.shown = {**kept, **words(name, text), "edit_date": bot.world.now()}
    sent.edited = True
    announce(bot, chat, "edit", sent)
    bot.mailbox.put("edited_message", sent.shown, chat.id)


def press(bot: Bot, person: Person, message_id: int, data: str) -> "asyncio.Future[Json]":
    """Presses a button; any data goes, as from a client that somebody tampered with."""
    chat = _open(bot, person)
    sent = chat.messages.get(message_id)
    gone = {"chat": chat.shown, "message_id": message_id, "date": 0}
    query_id, answered = bot.queries.ask(chat.id)
    query = {
        "id": query_id,
        "from": person.user,
        "message": sent.shown if sent else gone,
        "chat_instance": str(chat.id * 7_919 + bot.id),
        "data": data,
    }
    bot.mailbox.put("callback_query", query, chat.id)
    return answered


def find_button(bot: Bot, person: Person, message_id: int, label: str) -> Json:
    """The inline button with this label."""
    sent = _message(bot, person, message_id)
    rows = sent.shown.get("reply_markup", {}).get("inline_keyboard", [])
    for button in (button for row in rows for button in row):
        if button["text"] == label:
            return dict(button)
    raise NotThereError(f"There is no button {label!r} on message {message_id}.")


def on_keyboard(bot: Bot, person: Person, label: str) -> bool:
    chat = bot.chats.get(person.id)
    rows = chat.keyboard if chat else []
    return any(key["label"] == label for row in rows for key in row)


def block(bot: Bot, person: Person) -> None:
    chat = bot.chat_with(person)
    if not chat.blocked:
        change_membership(bot, chat, person, Membership.KICKED)


def unblock(bot: Bot, person: Person) -> None:
    chat = bot.chat_with(person)
    if chat.blocked:
        change_membership(bot, chat, person, Membership.MEMBER)


def change_membership(bot: Bot, chat: Chat, person: Person, now: Membership) -> None:
    """Makes the bot something else in a chat and tells it (`my_chat_member`)."""
    before, chat.membership = chat.membership, now
    changed = {
        "chat": chat.shown,
        "from": person.user,
        "date": bot.world.now(),
        "old_chat_member": bot_member(bot, chat.kind, before),
        "new_chat_member": bot_member(bot, chat.kind, now),
    }
    bot.world.touched()
    bot.mailbox.put("my_chat_member", changed, chat.id)


def _open(bot: Bot, person: Person) -> Chat:
    """The chat, ready to write in: whoever writes to a bot has unblocked it."""
    unblock(bot, person)
    return bot.chat_with(person)


def _say(bot: Bot, chat: Chat, person: Person, content: Json) -> int:
    shown = {
        "message_id": chat.ids.next(),
        "from": person.user,
        "chat": chat.shown,
        "date": bot.world.now(),
        **content,
    }
    sent = Sent(shown, from_bot=False)
    if chat.keyboard_once:
        chat.keyboard, chat.keyboard_once = [], False
    chat.add(sent)
    announce(bot, chat, "message", sent)
    bot.mailbox.put("message", shown, chat.id)
    return sent.id


def _message(bot: Bot, person: Person, message_id: int) -> Sent:
    chat = bot.chats.get(person.id)
    sent = chat.messages.get(message_id) if chat else None
    if sent is None:
        raise NotThereError(f"There is no message {message_id}.")
    return sent


def _described(bot: Bot, attachment: Attachment) -> Any:
    shelf, upload = bot.world.shelf, attachment.upload
    match attachment.kind:
        case "photo":
            return media.photo(shelf, upload)
        case "voice":
            return media.voice(shelf, upload, attachment.duration)
        case "video":
            return media.video(shelf, upload, attachment.duration, attachment.size)
        case _:
            return media.document(shelf, upload)
