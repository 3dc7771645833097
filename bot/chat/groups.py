"""In groups the bot is a guest without words: it notes that it came, moved or had to go.

Whoever linked a group did so in their own chat, and only what they chose to share is posted
there. A group that no dialogue asked for is left with one sentence.
"""

import logging
import secrets

from telegram import Chat, ChatMember, ChatMemberUpdated, Message, Update, User
from telegram.error import TelegramError

from bot.chat import linking_group
from bot.chat.context import Context
from bot.db import people
from bot.locales import language_for, mark, speak
from bot.services import groups

logger = logging.getLogger(__name__)
_ = mark

NOT_IN_GROUPS = _("Hibi speaks with one person at a time. Write to me in a private chat.")
GONE = {ChatMember.LEFT, ChatMember.BANNED}


async def membership(context: Context, change: ChatMemberUpdated) -> None:
    """The bot became something else in a group or a channel; in a channel it stays silent."""
    if change.chat.type == Chat.CHANNEL:
        if _is_in(change.new_chat_member) and await _asked(context, change.from_user) is not None:
            await linking_group.say_not_a_group(context)
    elif not _is_in(change.new_chat_member):
        await groups.shut_out(context.ground, change.chat.id)
    elif not _is_in(change.old_chat_member):
        await _brought(context, change.chat.id, change.from_user)
    elif getattr(change.new_chat_member, "can_send_messages", True) is False:
        await groups.shut_out(context.ground, change.chat.id)


async def heard(update: Update, context: Context) -> None:
    """Something happened in a group. Of what is said there nothing is read but that somebody came
    by the address that they were given in their own chat."""
    message, chat, user = update.message, update.effective_chat, update.effective_user
    if message is None or chat is None or update.callback_query is not None:
        return
    if message.migrate_to_chat_id is not None:
        await groups.moved(context.ground, chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await groups.moved(context.ground, message.migrate_from_chat_id, chat.id)
    elif await _by_our_address(message, context, user):
        await linking_group.offer(context, chat.id, user)
    elif not await groups.is_known(context.ground, chat.id):
        await _leave_late(context, chat.id)


async def _brought(context: Context, chat_id: int, user: User) -> None:
    """Somebody brought the bot along: asked for by themselves, by others here, or by nobody."""
    about = await _asked(context, user)
    if about is None and await groups.waits_to_return(context.ground, user.id, chat_id):
        await _is_met(context, user.id)
        await linking_group.offer(context, chat_id, user)
    elif about is not None:
        await linking_group.offer(context, chat_id, user)
    elif not await groups.is_known(context.ground, chat_id):
        await _leave(context, chat_id, user.language_code)


async def _by_our_address(message: Message, context: Context, user: User | None) -> bool:
    about = await _asked(context, user)
    token = (message.text or "").partition(" ")[2]
    known = about.get("token") if about is not None else None
    return bool(known) and secrets.compare_digest(token.encode(), str(known).encode())


async def _asked(context: Context, user: User | None) -> dict[str, str] | None:
    """What this person's own dialogue about a group remembers; they are who speaks from now on."""
    if user is None or user.is_bot:
        return None
    ground = context.ground
    async with ground.database.reading() as session:
        dialogue = await people.dialogue_of(session, user.id, ground.now())
    if dialogue is None or dialogue.kind != linking_group.GROUP:
        return None
    return dialogue.about if await _is_met(context, user.id) else None


async def _is_met(context: Context, person_id: int) -> bool:
    async with context.ground.database.reading() as session:
        person = await people.person_by_id(session, person_id)
    if person is None or person.blocked_at is not None:
        return False
    context.person = person
    return True


def _is_in(member: ChatMember) -> bool:
    return member.status not in GONE and getattr(member, "is_member", True) is not False


async def _leave_late(context: Context, chat_id: int) -> None:
    """A group from a time when we did not listen. While somebody is being asked for theirs, what
    they say there may come before the news that we are in it."""
    ground = context.ground
    async with ground.database.reading() as session:
        if await people.is_anybody_asked(session, linking_group.GROUP, ground.now()):
            return
    await groups.leave_if_nobodys(ground, chat_id)


async def _leave(context: Context, chat_id: int, code: str | None) -> None:
    """One sentence and out, also where the sentence is not allowed."""
    try:
        await context.bot.send_message(chat_id, speak(language_for(code))(NOT_IN_GROUPS))
    except TelegramError as error:
        logger.info("nothing was said in a group: %s", type(error).__name__)
    await groups.leave_if_nobodys(context.ground, chat_id)
