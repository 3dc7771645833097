"""A message that holds a secret: gone from our memory at once, and from the chat."""

import logging

from telegram import Update
from telegram.error import TelegramError

from bot.chat.context import Context
from bot.chat.speaking import say
from bot.locales import mark
from bot.services import forgetting

logger = logging.getLogger(__name__)
_ = mark

PLEASE_DELETE = _(
    "I could not delete your message with the password. Please delete it here in the chat yourself."
)


async def forget_update(context: Context, update: Update) -> None:
    """Forgets what this update said; call it as soon as a secret or an exact place was used."""
    await forgetting.forget_update(context.ground, update.update_id)


async def delete_message(update: Update, context: Context) -> bool:
    """Deletes the person's message in the chat; where that is refused, asks them to."""
    message = update.effective_message
    if message is None:
        return False
    try:
        return await context.bot.delete_message(message.chat_id, message.message_id)
    except TelegramError as error:
        logger.warning("a secret's message was not deleted: %s", type(error).__name__)
        await say(update, context, context.words(PLEASE_DELETE), reply_to=message.message_id)
        return False
