"""What can be changed about a kept answer from its card: words, day, description, existence."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from telegram import ForceReply, Update
from telegram.ext import BaseHandler, CallbackQueryHandler

from bot.chat import dialogues
from bot.chat.card_face import ELSEWHERE, of_state
from bot.chat.context import Context
from bot.chat.shown_card import show_card
from bot.chat.speaking import argument, button, id_in, keyboard, say, show, toast
from bot.domain.days import parse_day
from bot.locales import mark
from bot.services import capturing, cards, delivering, sharing
from bot.services.cards import CardView

_ = mark

NOT_HERE = _("I no longer have that one.")
NEW_WORDS = _("Send the new words. They replace these:\n{text}")
NEW_WORDS_EMPTY = _("Send the words for it.")
WHICH_DAY = _("Which day does it belong to?")
YESTERDAY, TODAY, ANOTHER_DAY = _("Yesterday"), _("Today"), _("Another day")
WRITE_DAY = _("Write the day: 5 Dec, last Friday, 12/5 …")
NOT_A_DAY = _("I could not read a day there. Try 5 Dec or last Friday.")
DELETE_SURE = _("Delete it for good? Where it was shared, it is deleted too.")
DELETE_SURE_DIARY = _("Delete it from your diary for good?")
KEEP_IT, DELETE = _("Keep it"), _("Delete")
WHAT_IS_SEEN = _("What can be seen on the photo? One line for people who cannot see it.")
NEXT_PHOTO = _("Thank you. And the next photo?")
DESCRIBED = _("Thank you. The description goes with the photo wherever you share it.")
NOTED = _("Thank you.")
REWORDED = _("Changed.")
MOVED = _("It is kept for {day} now.")
JOINED = _("Added to the answer before.")
BACK = _("Back")
LONGEST_SHOWN = 900


def handlers() -> list[BaseHandler[Update, Context, None]]:
    deeds = {
        "edit": ask_words,
        "day": ask_day,
        "dayset": set_day,
        "dayask": ask_other_day,
        "delete": ask_delete,
        "gone": delete,
        "undo": undo,
        "back": put_back,
        "alt": ask_description,
        "lead": toggle_lead,
        "join": join,
        "show": show_again,
        "there": settle,
    }
    return [CallbackQueryHandler(deed, rf"^card:{verb}:") for verb, deed in deeds.items()]


async def show_again(update: Update, context: Context) -> None:
    """The card as it stands, in the place of whatever menu was shown."""
    await toast(update)
    await show_card(update, context, id_in(update))


async def _kept(update: Update, context: Context) -> CardView | None:
    """The card of a snippet that is still kept; else the press is told that it is gone."""
    view = await cards.view(context.ground, context.person.id, id_in(update))
    if view is None or not view.kept:
        await toast(update, context.words(NOT_HERE))
        return None
    await toast(update)
    return view


async def ask_words(update: Update, context: Context) -> None:
    view = await _kept(update, context)
    if view is None:
        return
    text = view.text[:LONGEST_SHOWN]
    sentence = context.words(NEW_WORDS, text=text) if text else context.words(NEW_WORDS_EMPTY)
    sent = await say(update, context, sentence, reply=ForceReply())
    await dialogues.ask_for(context, "card-words", sent.message_id, snippet=view.snippet_id)


async def read_words(update: Update, context: Context, about: Mapping[str, Any]) -> bool:
    message = update.effective_message
    if message is None or not message.text:
        return False
    snippet_id = int(about["snippet"])
    ground, who = context.ground, context.person.id
    if await capturing.edit_text(ground, who, snippet_id, message.text) is None:
        return False
    await cards.refresh(ground, who, snippet_id)
    await say(update, context, context.words(REWORDED), reply_to=message.message_id)
    return True


async def ask_day(update: Update, context: Context) -> None:
    view = await _kept(update, context)
    if view is None:
        return
    words, sid = context.words, view.snippet_id
    await keyboard(
        update,
        [
            [
                button(words(TODAY), f"card:dayset:{sid}:0"),
                button(words(YESTERDAY), f"card:dayset:{sid}:1"),
                button(words(ANOTHER_DAY), f"card:dayask:{sid}"),
            ],
            [button(words(BACK), f"card:show:{sid}")],
        ],
    )


async def set_day(update: Update, context: Context) -> None:
    days = max(0, min(id_in(update, 1), 1))
    on = sharing.today(context.person, context.ground.now()) - timedelta(days=days)
    view = await _kept(update, context)
    if view is None:
        return
    await capturing.move_day(context.ground, context.person.id, view.snippet_id, on)
    await show_card(update, context, view.snippet_id)


async def ask_other_day(update: Update, context: Context) -> None:
    view = await _kept(update, context)
    if view is None:
        return
    await show_card(update, context, view.snippet_id)
    sent = await say(update, context, context.words(WRITE_DAY), reply=ForceReply())
    await dialogues.ask_for(context, "card-day", sent.message_id, snippet=view.snippet_id)


async def read_day(update: Update, context: Context, about: Mapping[str, Any]) -> bool:
    message = update.effective_message
    today = sharing.today(context.person, context.ground.now())
    snippet_id = int(about["snippet"])
    if message is None or not message.text:
        return False
    on = parse_day(message.text, today, latest=today)
    if on is None:
        return await dialogues.not_understood(
            update, context, NOT_A_DAY, "card-day", snippet=snippet_id
        )
    ground, who, words = context.ground, context.person.id, context.words
    if await capturing.move_day(ground, who, snippet_id, on) is None:
        await say(update, context, words(NOT_HERE))
        return True
    await cards.refresh(ground, who, snippet_id)
    await say(update, context, words(MOVED, day=words.day(on)), reply_to=message.message_id)
    return True


async def ask_delete(update: Update, context: Context) -> None:
    """Asks once more, the safe choice first."""
    view = await _kept(update, context)
    if view is None:
        return
    words, sid = context.words, view.snippet_id
    keep, gone = button(words(KEEP_IT), f"card:show:{sid}"), f"card:gone:{sid}"
    sentence = words(DELETE_SURE if of_state(view, *ELSEWHERE) else DELETE_SURE_DIARY)
    await show(update, context, sentence, [[keep, button(words(DELETE), gone)]])


async def delete(update: Update, context: Context) -> None:
    view = await _kept(update, context)
    if view is None:
        return
    await sharing.delete(context.ground, context.person.id, view.snippet_id)
    await show_card(update, context, view.snippet_id)


async def undo(update: Update, context: Context) -> None:
    await sharing.undo(context.ground, context.person.id, id_in(update))
    await toast(update)
    await show_card(update, context, id_in(update))


async def put_back(update: Update, context: Context) -> None:
    await sharing.put_back(context.ground, context.person.id, id_in(update))
    await toast(update)
    await show_card(update, context, id_in(update))


async def ask_description(update: Update, context: Context) -> None:
    view = await _kept(update, context)
    if view is None:
        return
    query = update.callback_query
    if query is not None and query.message and query.message.message_id != view.card_message_id:
        # Asked by itself, it has done its part; the card keeps its button.
        await keyboard(update, None)
    await _ask_description(update, context, WHAT_IS_SEEN, view.snippet_id)


async def _ask_description(
    update: Update, context: Context, sentence: str, snippet_id: int
) -> None:
    sent = await say(update, context, context.words(sentence), reply=ForceReply())
    await dialogues.ask_for(context, "card-alt", sent.message_id, snippet=snippet_id)


async def read_description(update: Update, context: Context, about: Mapping[str, Any]) -> bool:
    message = update.effective_message
    if message is None or not message.text:
        return False
    ground, who, snippet_id = context.ground, context.person.id, int(about["snippet"])
    left = await cards.describe(ground, who, snippet_id, message.text)
    await cards.refresh(ground, who, snippet_id)
    if left:
        await _ask_description(update, context, NEXT_PHOTO, snippet_id)
    else:
        await say(update, context, context.words(DESCRIBED))
    return True


async def toggle_lead(update: Update, context: Context) -> None:
    await toast(update)
    await capturing.toggle_lead(context.ground, context.person.id, id_in(update))
    await show_card(update, context, id_in(update))


async def join(update: Update, context: Context) -> None:
    """Moves a note into the answer before it; this card is not needed any more."""
    ground, who = context.ground, context.person.id
    answer = await capturing.add_to_answer(ground, who, id_in(update))
    if answer is None:
        await toast(update, context.words(NOT_HERE))
        return
    await toast(update, context.words(NOTED))
    await show(update, context, context.words(JOINED))
    await cards.refresh(ground, who, answer.id)


async def settle(update: Update, context: Context) -> None:
    """The person has looked: it is there, or it is not. Asked on the card and in a message."""
    await toast(update, context.words(NOTED))
    posted = argument(update, 1) == "yes"
    ground, who = context.ground, context.person.id
    await delivering.answer_asked(ground, who, id_in(update), posted)
    await keyboard(update, None)
    snippet_id = id_in(update, 2)
    if snippet_id > 0:
        await cards.refresh(ground, who, snippet_id)


DIALOGUES = {"card-words": read_words, "card-day": read_day, "card-alt": read_description}
