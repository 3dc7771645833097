"""Words by hand for one place: asked for, shown, and given back to those of the diary."""

from collections.abc import Mapping
from typing import Any

from telegram import ForceReply, Update
from telegram.ext import BaseHandler, CallbackQueryHandler

from bot.chat import dialogues
from bot.chat.context import Context
from bot.chat.names import network_title
from bot.chat.shown_card import show_card
from bot.chat.speaking import id_in, say, toast
from bot.locales import mark
from bot.services import cards, linking, own_words

_ = mark

KIND = "card-own"
OWN_WORDS = _(
    "Send the words for {network}. They stand only there, instead of these, and your diary "
    "stays as it is:\n{text}"
)
TAKEN = _("{network} gets these words.")
AS_IN_DIARY = _("{network} gets the words of your diary again.")
NOT_THERE = _("Nothing can be changed for that place any more.")
LONGEST_SHOWN = 900


def handlers() -> list[BaseHandler[Update, Context, None]]:
    return [
        CallbackQueryHandler(ask, r"^own:ask:"),
        CallbackQueryHandler(give_back, r"^own:back:"),
    ]


async def ask(update: Update, context: Context) -> None:
    """The words as they are now, to be copied and changed; the next message is the new ones."""
    ground, who = context.ground, context.person.id
    snippet_id, account_id = id_in(update), id_in(update, 1)
    text = await own_words.words_for(ground, who, snippet_id, account_id)
    network = await _network(context, account_id)
    if text is None or network is None:
        await toast(update, context.words(NOT_THERE))
        return
    await toast(update)
    await show_card(update, context, snippet_id)
    asked = context.words(OWN_WORDS, network=network, text=text[:LONGEST_SHOWN])
    sent = await say(update, context, asked, reply=ForceReply())
    about = {"snippet": snippet_id, "account": account_id}
    await dialogues.ask_for(context, KIND, sent.message_id, **about)


async def read(update: Update, context: Context, about: Mapping[str, Any]) -> bool:
    """Words alone; a photo is an answer of its own, and what was forwarded is nobody's words."""
    message = update.effective_message
    if message is None or not (message.text or "").strip() or message.forward_origin:
        return False
    ground, who = context.ground, context.person.id
    snippet_id, account_id = int(about["snippet"]), int(about["account"])
    network = await _network(context, account_id)
    if network is None or not await own_words.set_words(
        ground, who, snippet_id, account_id, message.text or ""
    ):
        await say(update, context, context.words(NOT_THERE))
        return True
    await cards.refresh(ground, who, snippet_id)
    said = context.words(TAKEN, network=network)
    await say(update, context, said, reply_to=message.message_id)
    return True


async def give_back(update: Update, context: Context) -> None:
    ground, who = context.ground, context.person.id
    snippet_id, account_id = id_in(update), id_in(update, 1)
    network = await _network(context, account_id)
    if network is None or not await own_words.set_words(ground, who, snippet_id, account_id, ""):
        await toast(update, context.words(NOT_THERE))
        return
    await toast(update, context.words(AS_IN_DIARY, network=network))
    await show_card(update, context, snippet_id)


async def _network(context: Context, account_id: int) -> str | None:
    """What the place is called in the chat; None for one that is not this person's."""
    linked = await linking.accounts(context.ground, context.person.id)
    name = next((one.network for one in linked if one.account_id == account_id), None)
    return network_title(context.words, name) if name else None


DIALOGUES = {KIND: read}
