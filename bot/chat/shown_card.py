"""A card in the place of whatever menu or question stood there."""

from telegram import Update

from bot.chat.card_face import in_words, rows
from bot.chat.context import Context
from bot.chat.speaking import keyboard, show
from bot.services import cards


async def show_card(update: Update, context: Context, snippet_id: int) -> None:
    """Nothing but the buttons goes where the snippet is not this person's, or is no more."""
    view = await cards.view(context.ground, context.person.id, snippet_id)
    if view is None:
        await keyboard(update, None)
        return
    await show(update, context, in_words(context.words, view), rows(context.words, view))
