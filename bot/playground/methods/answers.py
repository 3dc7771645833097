"""Small answers: to a press, to a message, and the file behind a file_id."""

from typing import Any

from bot.playground.bots import Bot, find_message
from bot.playground.errors import bad_request
from bot.playground.files import LINK_LIFE
from bot.playground.limits import (
    LARGEST_DOWNLOAD,
    LONGEST_CALLBACK_ANSWER,
    REACTIONS,
    VARIATION_SELECTOR,
    each,
    units,
)
from bot.playground.messages import announce
from bot.playground.parameters import Parameters

Json = dict[str, Any]

ACTIONS = each(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document"
    " choose_sticker find_location record_video_note upload_video_note"
)


def answer_callback_query(bot: Bot, p: Parameters) -> bool:
    text = p.text("text") or ""
    if units(text) > LONGEST_CALLBACK_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {"text": text, "show_alert": p.yes("show_alert")}
    if "url" in p:
        answer["url"] = p.text("url") or ""
    chat_id = bot.queries.answer(p.needed_text("callback_query_id"), answer)
    bot.events.tell(chat_id, "callback_answer", lambda: answer)
    return True


def set_message_reaction(bot: Bot, p: Parameters) -> bool:
    chat = bot.chat_to_write(p.values.get("chat_id"))
    sent = find_message(chat, p.number("message_id"), "react")
    wanted = p.sequence("reaction") or []
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    sent.reactions = [_emoji(reaction) for reaction in wanted]
    announce(bot, chat, "reaction", sent)
    return True


def send_chat_action(bot: Bot, p: Parameters) -> bool:
    chat = bot.chat_to_write(p.values.get("chat_id"))
    action = p.needed_text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    bot.events.tell(chat.id, "typing", lambda: {"action": action})
    return True


def get_file(bot: Bot, p: Parameters) -> Json:
    stored = bot.world.shelf.by_id(p.needed_text("file_id"))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.size > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    stored.linked_until = bot.world.clock() + LINK_LIFE
    return {**stored.reference(), "file_path": stored.path}


def _emoji(reaction: Any) -> str:
    emoji = reaction.get("emoji") if isinstance(reaction, dict) else None
    if not isinstance(emoji, str) or emoji.replace(VARIATION_SELECTOR, "") not in REACTIONS:
        raise bad_request("REACTION_INVALID")
    return emoji


METHODS = {
    "answerCallbackQuery": answer_callback_query,
    "setMessageReaction": set_message_reaction,
    "sendChatAction": send_chat_action,
    "getFile": get_file,
}
