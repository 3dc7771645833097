"""Groups: who is in them, what a bot hears there, and what becomes of them."""

from typing import Any

from bot.playground.bots import Bot
from bot.playground.chats import Chat, Membership, Person, Sent
from bot.playground.errors import AskedWronglyError, NotThereError
from bot.playground.messages import announce
from bot.playground.talking import change_membership, words

Json = dict[str, Any]

GROUPS = ("group", "supergroup")
_SUPERGROUP_ROOT = -1_000_000_000_000
_THERE = (Membership.MEMBER, Membership.ADMINISTRATOR)


def found_group(bot: Bot, member: Person, title: str, *, with_bot: bool = True) -> Chat:
    """Opens a group; its first member brings the bot along, or does not yet."""
    shown = {"id": -bot.world.ids.next(), "type": "group", "title": title}
    chat = bot.open_chat(
        shown, membership=Membership.LEFT, owner_id=member.id, member_ids=[member.id]
    )
    if with_bot:
        change_membership(bot, chat, member, Membership.MEMBER)
    return chat


def bring_bot(bot: Bot, chat: Chat, person: Person, token: str | None = None) -> None:
    """A member brings the bot, with a token by the address of a button: then their client also
    says `/start`, which is all that happens where the bot is in the group already.

    https://core.telegram.org/bots/features#deep-linking
    """
    if person.id not in chat.member_ids:
        raise AskedWronglyError("Only members bring somebody along.")
    if chat.membership not in _THERE:
        change_membership(bot, chat, person, Membership.MEMBER)
    if token:
        say_in_group(bot, chat, person, f"/start@{bot.user['username']} {token}")


def take_out_bot(bot: Bot, chat: Chat, person: Person) -> None:
    if chat.membership in _THERE:
        change_membership(bot, chat, person, Membership.KICKED)


def join(bot: Bot, chat: Chat, person: Person) -> None:
    if person.id not in chat.member_ids:
        chat.member_ids.append(person.id)
    bot.world.touched()


def leave(bot: Bot, chat: Chat, person: Person) -> None:
    """The one who opened a group may leave it, too."""
    if person.id in chat.member_ids:
        chat.member_ids.remove(person.id)
    if chat.owner_id == person.id:
        chat.owner_id = None
    bot.world.touched()


def silence(bot: Bot, chat: Chat, *, members_may_write: bool) -> None:
    chat.members_may_write = members_may_write
    bot.world.touched()


def upgrade(bot: Bot, chat: Chat) -> Chat:
    """Makes a supergroup of a group: another chat with another id, and no way back.

    https://core.telegram.org/bots/api#responseparameters
    """
    if chat.kind != "group" or chat.moved_to is not None:
        raise AskedWronglyError("Only a group becomes a supergroup, once.")
    shown = {**chat.shown, "id": _SUPERGROUP_ROOT - bot.world.ids.next(), "type": "supergroup"}
    fresh = bot.open_chat(
        shown,
        membership=chat.membership,
        owner_id=chat.owner_id,
        member_ids=list(chat.member_ids),
        members_may_write=chat.members_may_write,
    )
    chat.moved_to = fresh.id
    _tell_of_move(bot, chat, {"migrate_to_chat_id": fresh.id})
    _tell_of_move(bot, fresh, {"migrate_from_chat_id": chat.id})
    return fresh


def say_in_group(bot: Bot, chat: Chat, person: Person, text: str) -> int:
    """Says something in a group; a bot hears commands, mentions and answers to itself only.

    https://core.telegram.org/bots/features#privacy-mode
    """
    sent = _put(bot, chat, {"from": person.user, **words("text", text)})
    meant = text.startswith("/") or f"@{bot.user['username']}" in text
    if chat.membership in _THERE and meant:
        bot.mailbox.put("message", sent.shown, chat.id)
    return sent.id


def group(bot: Bot, chat_id: int) -> Chat:
    chat = bot.chats.get(chat_id)
    if chat is None or chat.kind not in GROUPS:
        raise NotThereError(f"There is no group {chat_id}.")
    return chat


def groups_of(bot: Bot, person: Person) -> list[Chat]:
    """The groups that somebody is in; of one that moved, where it is now."""
    return [
        chat
        for chat in bot.chats.values()
        if chat.kind in GROUPS and chat.moved_to is None and person.id in chat.member_ids
    ]


def _tell_of_move(bot: Bot, chat: Chat, fact: Json) -> None:
    owner = bot.world.people.get(chat.owner_id or 0)
    sent = _put(bot, chat, {**({"from": owner.user} if owner else {}), **fact})
    if chat.membership in _THERE:
        bot.mailbox.put("message", sent.shown, chat.id)


def _put(bot: Bot, chat: Chat, content: Json) -> Sent:
    shown = {
        "message_id": chat.ids.next(),
        "chat": chat.shown,
        "date": bot.world.now(),
        **content,
    }
    sent = Sent(shown, from_bot=False)
    chat.add(sent)
    announce(bot, chat, "message", sent)
    return sent
