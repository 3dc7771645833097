"""The door of the chat: who may come in, how fast, and from which kind of chat."""

import logging
from datetime import timedelta

from telegram import Bot, Chat, ChatMember, Update
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.chat import groups
from bot.chat.context import Context, Later
from bot.chat.speaking import NO_PREVIEW, toast
from bot.locales import language_for, mark, speak
from bot.services import joining
from bot.services.forgetting import drop_update
from bot.services.joining import Entry

logger = logging.getLogger(__name__)
_ = mark

STRANGER = _("This Hibi is for invited people only.")
RUN_YOUR_OWN = _("You can run your own: {link}")
TOO_FAST = _("That was a lot at once. I keep everything and go on in a moment.")
DAY = timedelta(days=1)
TRY_AGAIN_SECONDS = 20.0


async def admit(update: Update, context: Context) -> None:
    """Lets known people through to the features; everything else ends here."""
    chat, user = update.effective_chat, update.effective_user
    if update.my_chat_member is not None:
        await _membership(update, context)
        raise ApplicationHandlerStop
    if chat is not None and chat.type in (Chat.GROUP, Chat.SUPERGROUP):
        await groups.heard(update, context)
        raise ApplicationHandlerStop
    if chat is None or user is None or user.is_bot or chat.type != Chat.PRIVATE:
        raise ApplicationHandlerStop
    entered = await joining.enter(context.ground, user.id, user.language_code, _payload(update))
    if entered.person is None:
        await _turn_away(update, context)
        await drop_update(context.ground, update.update_id)
        raise ApplicationHandlerStop
    context.person = entered.person
    context.entry = entered.entry
    if entered.entry is Entry.KNOWN:
        await _slow_down(context)


def _payload(update: Update) -> str | None:
    text = update.message.text if update.message else None
    command, _, payload = (text or "").partition(" ")
    return payload.strip() or None if command.partition("@")[0] == "/start" else None


async def _membership(update: Update, context: Context) -> None:
    change = update.my_chat_member
    assert change is not None
    if change.chat.type != Chat.PRIVATE:
        await groups.membership(context, change)
    elif change.new_chat_member.status == ChatMember.BANNED:
        await joining.leave(context.ground, change.chat.id)


async def _turn_away(update: Update, context: Context) -> None:
    """One polite line a day, and no row."""
    user = update.effective_user
    assert user is not None
    await toast(update)
    if not await context.ground.limiter.allow("stranger", user.id, 1, DAY):
        return
    words = speak(language_for(user.language_code))
    source = context.ground.settings.source_url
    text = words(STRANGER)
    if source:
        text += ("" if words.language == "ja" else " ") + words(RUN_YOUR_OWN, link=source)
    await _tell(context.bot, user.id, text)


async def _slow_down(context: Context) -> None:
    """Beyond the limit an update waits its turn: late, never lost."""
    most, per = context.ground.settings.messages_a_minute, timedelta(minutes=1)
    limiter, who = context.ground.limiter, context.person.id
    if await limiter.allow("messages", who, most, per):
        return
    if await limiter.allow("told too fast", who, 1, per * 10):
        await _tell(context.bot, who, context.words(TOO_FAST))
    raise Later(TRY_AGAIN_SECONDS)


async def _tell(bot: Bot, who: int, text: str) -> None:
    """A word at the door; whoever cannot be reached goes without it."""
    try:
        await bot.send_message(
            who, text, link_preview_options=NO_PREVIEW, disable_notification=True
        )
    except TelegramError as error:
        logger.info("not told at the door: %s", type(error).__name__)
