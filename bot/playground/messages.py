"""Putting a bot's message into a chat, and changing it there."""

from typing import Any

from bot.playground.bots import Bot
from bot.playground.chats import Chat, Membership, Sent
from bot.playground.errors import bad_request
from bot.playground.keyboards import Markup, read_markup
from bot.playground.parameters import Parameters
from bot.playground.views import message_seen

Json = dict[str, Any]

UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


def send(bot: Bot, p: Parameters, content: Json, *, group_id: str | None = None) -> Json:
    """Says something in the chat that the parameters name; returns the Message."""
    chat = bot.chat_to_write(p.values.get("chat_id"))
    if not chat.members_may_write and chat.membership is Membership.MEMBER:
        raise bad_request("not enough rights to send text messages to the chat")
    markup = read_markup(p.mapping("reply_markup"))
    shown: Json = {"message_id": 0, "date": bot.world.now(), "chat": chat.shown}
    shown |= {"sender_chat": chat.shown} if chat.kind == "channel" else {"from": bot.user}
    shown.update(_answered(chat, p))
    if group_id is not None:
        shown["media_group_id"] = group_id
    shown.update(content)
    if markup.inline is not None:
        shown["reply_markup"] = markup.inline
    if p.yes("protect_content"):
        shown["has_protected_content"] = True
    return put(bot, chat, shown, markup, silent=p.yes("disable_notification")).shown


def put(bot: Bot, chat: Chat, shown: Json, markup: Markup, *, silent: bool) -> Sent:
    shown["message_id"] = chat.ids.next()
    sent = Sent(
        shown,
        from_bot=True,
        silent=silent,
        keyboard=markup.keyboard,
        force_reply=markup.force_reply,
        placeholder=markup.placeholder,
    )
    if markup.keyboard is not None:
        chat.keyboard, chat.keyboard_once = markup.keyboard, markup.keyboard_once
    chat.add(sent)
    announce(bot, chat, "message", sent)
    return sent


def change(bot: Bot, chat: Chat, sent: Sent, content: Json, markup: Markup) -> Json:
    """Replaces content and inline keyboard; 400 when nothing changes."""
    kept = {k: v for k, v in sent.shown.items() if k not in content and k != "reply_markup"}
    dropped = {key for key, value in content.items() if value is None}
    shown = {**kept, **{k: v for k, v in content.items() if k not in dropped}}
    if markup.inline is not None:
        shown["reply_markup"] = markup.inline
    if _same(shown, sent.shown):
        raise bad_request(UNCHANGED)
    shown["edit_date"] = bot.world.now()
    sent.shown = shown
    # Clients do not mark a message as edited for new buttons alone.
    sent.edited = sent.edited or bool(content)
    announce(bot, chat, "edit", sent)
    return shown


def announce(bot: Bot, chat: Chat, name: str, sent: Sent) -> None:
    bot.world.touched()
    bot.events.tell(chat.id, name, lambda: message_seen(sent, bot.world.shelf))


def answered_part(sent: Sent) -> Json:
    """How a message appears as `reply_to_message`: without the one that it answers itself."""
    return {key: value for key, value in sent.shown.items() if key != "reply_to_message"}


def _answered(chat: Chat, p: Parameters) -> Json:
    given = p.mapping("reply_parameters") or {}
    message_id = given.get("message_id", p.number("reply_to_message_id"))
    if message_id is None:
        return {}
    sent = chat.messages.get(int(message_id))
    if sent is not None:
        return {"reply_to_message": answered_part(sent)}
    if given.get("allow_sending_without_reply") or p.yes("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _same(one: Json, other: Json) -> bool:
    left, right = ({k: v for k, v in shown.items() if k != "edit_date"} for shown in (one, other))
    return left == right
