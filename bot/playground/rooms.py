"""Channels, as far as a bot for private chats meets them."""

from typing import Any

from bot.playground.bots import Bot
from bot.playground.chats import Chat, Membership, Person
from bot.playground.errors import AskedWronglyError, NotThereError
from bot.playground.talking import change_membership

Json = dict[str, Any]

_CHANNEL_ROOT = -1_000_000_000_000


def found_channel(
    bot: Bot, owner: Person, title: str, *, username: str | None, bot_is_admin: bool
) -> Chat:
    """Opens a channel; the bot hears of it only when it is made its administrator."""
    if username and username.lower() in bot.channel_names:
        raise AskedWronglyError(f"There is a channel @{username} already.")
    shown: Json = {"id": _CHANNEL_ROOT - bot.world.ids.next(), "type": "channel", "title": title}
    if username:
        shown["username"] = username
    chat = bot.open_chat(shown, membership=Membership.LEFT, owner_id=owner.id)
    if bot_is_admin:
        change_membership(bot, chat, owner, Membership.ADMINISTRATOR)
    return chat


def change_channel(
    bot: Bot, chat: Chat, *, bot_is_admin: bool | None, owner_may_post: bool | None
) -> None:
    if owner_may_post is not None:
        chat.owner_may_post = owner_may_post
    wanted = Membership.ADMINISTRATOR if bot_is_admin else Membership.KICKED
    if bot_is_admin is not None and chat.membership is not wanted:
        owner = bot.world.person(chat.owner_id or 0)
        change_membership(bot, chat, owner, wanted)
    bot.world.touched()


def room(bot: Bot, chat_id: int, kind: str) -> Chat:
    chat = bot.chats.get(chat_id)
    if chat is None or chat.kind != kind:
        raise NotThereError(f"There is no {kind} {chat_id}.")
    return chat
