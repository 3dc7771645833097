"""Who is what in a chat, as the Bot API's ChatMember says it."""

from typing import Any

from bot.playground.bots import Bot
from bot.playground.chats import Chat, Membership, Person

Json = dict[str, Any]

_RIGHTS = [
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
]


def bot_member(bot: Bot, kind: str, membership: Membership) -> Json:
    member: Json = {"user": bot.user, "status": membership.value}
    if membership is Membership.ADMINISTRATOR:
        member.update(_administrator(kind, may_post=True))
    elif membership is Membership.KICKED:
        member["until_date"] = 0
    return member


def person_member(chat: Chat, person: Person) -> Json:
    """The owner of a channel who may not post is shown as an administrator without that right."""
    if person.id == chat.owner_id and chat.owner_may_post:
        return {"user": person.user, "status": "creator", "is_anonymous": False}
    if person.id == chat.owner_id and chat.kind == "channel":
        powerless = _administrator(chat.kind, may_post=False)
        return {"user": person.user, "status": "administrator", **powerless}
    there = person.id in chat.member_ids or person.id == chat.id
    return {"user": person.user, "status": "member" if there else "left"}


def _administrator(kind: str, *, may_post: bool) -> Json:
    rights: Json = {"can_be_edited": False, "is_anonymous": False}
    rights |= dict.fromkeys(_RIGHTS, False) | {"can_manage_chat": True}
    if kind == "channel":
        rights |= dict.fromkeys(("can_post_messages", "can_edit_messages"), may_post)
        rights["can_delete_messages"] = may_post
    else:
        rights |= {"can_pin_messages": True, "can_manage_topics": False}
    return rights
