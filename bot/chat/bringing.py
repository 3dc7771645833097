"""Brings a card into the chat: sent once, edited in place from then on."""

from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.chat.card_face import in_words, rows
from bot.chat.speaking import NO_PREVIEW, is_beyond_edit, is_unchanged, markup
from bot.locales import speak
from bot.services import cards
from bot.services.ground import Ground
from bot.services.notices import CardDue


async def bring(bot: ExtBot[str], ground: Ground, notice: CardDue) -> None:
    """Sends the first card, silently, or edits the one that stands in the chat."""
    if not notice.first and not await cards.is_in_chat(ground, notice.person_id, notice.snippet_id):
        return
    view = await cards.view(ground, notice.person_id, notice.snippet_id)
    if view is None:
        return
    words = speak(view.language)
    line, keyboard = in_words(words, view), markup(rows(words, view))
    if view.card_message_id is None:
        sent = await bot.send_message(
            view.person_id,
            line.text,
            entities=line.entities,
            reply_markup=keyboard,
            link_preview_options=NO_PREVIEW,
            disable_notification=True,
        )
        await cards.remember_message(ground, view.person_id, view.snippet_id, sent.message_id)
        return
    try:
        await bot.edit_message_text(
            line.text,
            view.person_id,
            view.card_message_id,
            entities=line.entities,
            reply_markup=keyboard,
            link_preview_options=NO_PREVIEW,
        )
    except BadRequest as error:
        # A card that the person has deleted from the chat needs no care any more.
        if not (is_unchanged(error) or is_beyond_edit(error)):
            raise
