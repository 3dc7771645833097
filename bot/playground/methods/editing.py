"""Changing and taking back what was sent."""

from typing import Any

from bot.playground.bots import Bot, find_message
from bot.playground.chats import Chat, Sent
from bot.playground.errors import bad_request
from bot.playground.keyboards import read_markup
from bot.playground.limits import DELETABLE_FOR, MOST_DELETIONS
from bot.playground.messages import change
from bot.playground.methods.sending import item_content
from bot.playground.parameters import Parameters
from bot.playground.wording import caption_of, text_of

Json = dict[str, Any]

_FILES = ("photo", "voice", "video", "document")


def edit_message_text(bot: Bot, p: Parameters) -> Json:
    chat, sent = _own(bot, p)
    if "text" not in sent.shown:
        raise bad_request("there is no text in the message to edit")
    content = {"entities": None, "link_preview_options": None, **text_of(p)}
    if options := p.mapping("link_preview_options"):
        content["link_preview_options"] = options
    return change(bot, chat, sent, content, read_markup(p.mapping("reply_markup")))


def edit_message_caption(bot: Bot, p: Parameters) -> Json:
    chat, sent = _own(bot, p)
    if not any(kind in sent.shown for kind in _FILES):
        raise bad_request("there is no caption in the message to edit")
    content = {"caption": None, "caption_entities": None, **caption_of(p)}
    return change(bot, chat, sent, content, read_markup(p.mapping("reply_markup")))


def edit_message_reply_markup(bot: Bot, p: Parameters) -> Json:
    chat, sent = _own(bot, p)
    return change(bot, chat, sent, {}, read_markup(p.mapping("reply_markup")))


def edit_message_media(bot: Bot, p: Parameters) -> Json:
    chat, sent = _own(bot, p)
    cleared = dict.fromkeys((*_FILES, "text", "entities", "caption", "caption_entities"))
    content = {**cleared, **item_content(bot, p, p.mapping("media"))}
    return change(bot, chat, sent, content, read_markup(p.mapping("reply_markup")))


def delete_message(bot: Bot, p: Parameters) -> bool:
    chat = bot.chat_to_write(p.values.get("chat_id"))
    sent = find_message(chat, p.needed_number("message_id"), "delete")
    if bot.world.now() - sent.shown["date"] > DELETABLE_FOR:
        raise bad_request("message can't be deleted")
    remove(bot, chat, sent.id)
    return True


def delete_messages(bot: Bot, p: Parameters) -> bool:
    """Deletes what is there; ids that are not are passed over, as Telegram does."""
    chat = bot.chat_to_write(p.values.get("chat_id"))
    ids = p.sequence("message_ids") or []
    if not 1 <= len(ids) <= MOST_DELETIONS:
        raise bad_request("1-100 message identifiers must be specified")
    oldest = bot.world.now() - DELETABLE_FOR
    for message_id in (int(value) for value in ids):
        sent = chat.messages.get(message_id)
        if sent is not None and sent.shown["date"] >= oldest:
            remove(bot, chat, message_id)
    return True


def remove(bot: Bot, chat: Chat, message_id: int) -> None:
    del chat.messages[message_id]
    if message_id in chat.pinned:
        chat.pinned.remove(message_id)
    bot.world.touched()
    bot.events.tell(chat.id, "delete", lambda: {"message_id": message_id})


def _own(bot: Bot, p: Parameters) -> tuple[Chat, Sent]:
    if "inline_message_id" in p:
        raise bad_request("MESSAGE_ID_INVALID")
    chat = bot.chat_to_write(p.values.get("chat_id"))
    sent = find_message(chat, p.number("message_id"), "edit")
    if not sent.from_bot:
        raise bad_request("message can't be edited")
    return chat, sent


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "editMessageMedia": edit_message_media,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
