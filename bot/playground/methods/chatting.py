"""Asking about chats and their members, pinning, leaving."""

from typing import Any

from bot.playground.bots import Bot, find_message
from bot.playground.chats import Chat, Membership
from bot.playground.errors import bad_request
from bot.playground.groups import GROUPS
from bot.playground.keyboards import NO_MARKUP
from bot.playground.members import bot_member, person_member
from bot.playground.messages import answered_part, put
from bot.playground.parameters import Parameters

Json = dict[str, Any]

_GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)
_MOST_REACTIONS = 11


def get_chat(bot: Bot, p: Parameters) -> Json:
    chat = bot.find_chat(p.values.get("chat_id"))
    full = {
        **chat.shown,
        "accent_color_id": chat.id % 7,
        "max_reaction_count": _MOST_REACTIONS,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    if chat.kind in GROUPS:
        full["permissions"] = {"can_send_messages": chat.members_may_write}
    if "username" in chat.shown:
        full["active_usernames"] = [chat.shown["username"]]
    if chat.pinned:
        full["pinned_message"] = answered_part(chat.messages[chat.pinned[-1]])
    return full


def get_chat_member(bot: Bot, p: Parameters) -> Json:
    chat = bot.chat_to_write(p.values.get("chat_id"))
    user_id = p.needed_number("user_id")
    if user_id == bot.id:
        return bot_member(bot, chat.kind, chat.membership)
    person = bot.world.people.get(user_id)
    if person is None:
        raise bad_request("user not found")
    return person_member(chat, person)


def get_chat_member_count(bot: Bot, p: Parameters) -> int:
    chat = bot.chat_to_write(p.values.get("chat_id"))
    people = {*chat.member_ids, *([chat.owner_id] if chat.owner_id else [])}
    return 2 if chat.kind == "private" else len(people) + 1


def get_chat_administrators(bot: Bot, p: Parameters) -> list[Json]:
    chat = bot.chat_to_write(p.values.get("chat_id"))
    if chat.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    found = [bot_member(bot, chat.kind, chat.membership)]
    if chat.owner_id in bot.world.people:
        found.append(person_member(chat, bot.world.people[chat.owner_id]))
    return [member for member in found if member["status"] in {"creator", "administrator"}]


def pin_chat_message(bot: Bot, p: Parameters) -> bool:
    chat = bot.chat_to_write(p.values.get("chat_id"))
    sent = find_message(chat, p.number("message_id"), "pin")
    if sent.id not in chat.pinned:
        chat.pinned.append(sent.id)
        _tell_of_pin(bot, chat, answered_part(sent), silent=p.yes("disable_notification"))
    return True


def unpin_chat_message(bot: Bot, p: Parameters) -> bool:
    chat = bot.chat_to_write(p.values.get("chat_id"))
    message_id = p.number("message_id")
    if message_id is None:
        chat.pinned = chat.pinned[:-1]
    elif message_id in chat.pinned:
        chat.pinned.remove(message_id)
    else:
        find_message(chat, message_id, "unpin")
    bot.world.touched()
    return True


def unpin_all_chat_messages(bot: Bot, p: Parameters) -> bool:
    bot.chat_to_write(p.values.get("chat_id")).pinned.clear()
    bot.world.touched()
    return True


def leave_chat(bot: Bot, p: Parameters) -> bool:
    chat = bot.chat_to_write(p.values.get("chat_id"))
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.membership = Membership.LEFT
    bot.world.touched()
    return True


def _tell_of_pin(bot: Bot, chat: Chat, pinned: Json, *, silent: bool) -> None:
    shown = {
        "message_id": 0,
        "from": bot.user,
        "date": bot.world.now(),
        "chat": chat.shown,
        "pinned_message": pinned,
    }
    put(bot, chat, shown, NO_MARKUP, silent=silent)


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatMemberCount": get_chat_member_count,
    "getChatAdministrators": get_chat_administrators,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
    "leaveChat": leave_chat,
}
