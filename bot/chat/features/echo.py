"""Answering what others said: a reply to the message that told it, or the button below it."""

import re
from collections.abc import Mapping
from typing import Any

from telegram import ForceReply, InlineKeyboardButton, Message, Update
from telegram.ext import BaseHandler, CallbackQueryHandler

from bot.chat import dialogues
from bot.chat.context import Context
from bot.chat.door_face import AS_IT_IS
from bot.chat.door_words import in_words as door_in_words
from bot.chat.echo_face import on_its_way
from bot.chat.names import network_title
from bot.chat.speaking import button, id_in, keyboard, say, show, toast
from bot.domain.echoes import numbered, still
from bot.locales import mark
from bot.services import responding
from bot.services.responding import NotNow, OneWarning, OnItsWay, Responded, Why

_ = mark

YOUR_ANSWER = _("Your answer to {author}:")
WHICH = _("Whom do you answer?")
NOTHING_WENT = _("Taken back. Nothing went out.")
TOO_LATE = _("That one is out already.")
STAYS = _("An answer that was sent stays as it is, whatever changes in this chat.")
SIGN_IN = _("Sign in")
NOT_NOW = {
    Why.GONE: _("That can no longer be answered from here."),
    Why.CANNOT: _("I cannot answer there. The button opens it."),
    Why.SIGNED_OUT: _("{network} wants you to sign in again. After that, please answer once more."),
    Why.NO_WORDS: _("Only words can go there as an answer."),
}
ECHO_BUTTON = re.compile(r"echo:to:(\d{1,18}):(\d{1,2})")
KIND = "echo"


def handlers() -> list[BaseHandler[Update, Context, None]]:
    deeds = {"to": ask_words, "this": answer_this, "pass": let_pass, "undo": take_back}
    return [CallbackQueryHandler(deed, rf"^echo:{verb}:") for verb, deed in deeds.items()]


async def ask_words(update: Update, context: Context) -> None:
    """The button below an echo: the next reply to our question goes there."""
    echo_id = id_in(update)
    author = await _author(context, echo_id)
    if author is None:
        await toast(update, context.words(NOT_NOW[Why.GONE]))
        return
    await toast(update)
    asked = context.words(YOUR_ANSWER, author=still(author))
    sent = await say(update, context, asked, reply=ForceReply())
    await dialogues.ask_for(context, KIND, sent.message_id, echo=echo_id)


async def read_answer(update: Update, context: Context, about: Mapping[str, Any]) -> bool:
    """Only a reply to the question is one: what is merely written next may be for the diary."""
    message = update.message
    if message is None or message.reply_to_message is None:
        return False
    await _answer(update, context, int(about["echo"]), message, message.text or "")
    return True


async def read_reply(update: Update, context: Context) -> bool:
    """Whether a message is an answer to echoes, which is then sent there."""
    message = update.effective_message
    if message is None or message.reply_to_message is None:
        return False
    if update.edited_message is not None:
        return await _leave_edited(update, context, message)
    told = _echoes_in(message.reply_to_message)
    if not told:
        return False
    echo_id, text = _meant(told, message.text or "")
    if echo_id is None:
        await _ask_which(update, context, told, message)
    else:
        most = max(told) if text != message.text else 0
        await _answer(update, context, echo_id, message, text, most=most)
    return True


def _meant(told: Mapping[int, int], text: str) -> tuple[int | None, str]:
    """The echo that an answer is for, and its words: the only one, or that of the number."""
    if len(told) == 1:
        return next(iter(told.values())), text
    number, words = numbered(text, max(told))
    echo_id = told.get(number) if number else None
    return (echo_id, words) if echo_id else (None, text)


async def _leave_edited(update: Update, context: Context, message: Message) -> bool:
    ground, who = context.ground, context.person.id
    if not await responding.is_response(ground, who, message.message_id):
        return False
    await say(update, context, context.words(STAYS), reply_to=message.message_id)
    return True


def _echoes_in(message: Message | None) -> dict[int, int]:
    """The echoes that a message of ours tells, by their numbers, as its buttons name them."""
    rows = message.reply_markup.inline_keyboard if message and message.reply_markup else ()
    found = (ECHO_BUTTON.fullmatch(str(each.callback_data)) for row in rows for each in row)
    return {int(match[2]): int(match[1]) for match in found if match}


async def _author(context: Context, echo_id: int) -> str | None:
    found = await responding.who_says(context.ground, context.person.id, [echo_id])
    return found.get(echo_id)


async def _ask_which(
    update: Update, context: Context, told: Mapping[int, int], message: Message
) -> None:
    authors = await responding.who_says(context.ground, context.person.id, [*told.values()])
    if not authors:
        await _say_why(update, context, NotNow(Why.GONE), message)
        return
    rows = [
        [button(f"{number} · {author}", f"echo:this:{echo_id}")]
        for number, echo_id in told.items()
        if (author := authors.get(echo_id))
    ]
    rows.append(dialogues.into_diary(context))
    await say(update, context, context.words(WHICH), rows, reply_to=message.message_id)


async def answer_this(update: Update, context: Context) -> None:
    """Which one was meant: the words are in the message that our question replies to."""
    await _answer_pressed(update, context, passed=False)


async def let_pass(update: Update, context: Context) -> None:
    await _answer_pressed(update, context, passed=True)


async def _answer_pressed(update: Update, context: Context, *, passed: bool) -> None:
    pressed = update.callback_query.message if update.callback_query else None
    meant = pressed.reply_to_message if isinstance(pressed, Message) else None
    if meant is None:
        await toast(update, context.words(NOT_NOW[Why.GONE]))
        return
    await toast(update)
    # Telegram shows no reply behind a reply, so the button says whether a number stands before.
    text = numbered(meant.text or "", id_in(update, 1))[1]
    await _answer(update, context, id_in(update), meant, text, passed=passed, pressed=True)


async def _answer(
    update: Update,
    context: Context,
    echo_id: int,
    message: Message,
    text: str,
    *,
    passed: bool = False,
    pressed: bool = False,
    most: int = 0,
) -> None:
    """Sends it on its way and says so; a question of ours that was pressed makes room for that."""
    ground, who, said = context.ground, context.person.id, message.message_id
    came = await responding.respond(ground, who, echo_id, text, said, passed=passed)
    if isinstance(came, NotNow):
        await _say_why(update, context, came, message)
        return
    told, rows = _face(context, came, f"echo:pass:{echo_id}:{most}")
    if pressed:
        shown = await show(update, context, told, rows)
    else:
        shown = (await say(update, context, told, rows, reply_to=said)).message_id
    if isinstance(came, OnItsWay):
        await responding.remember_message(ground, who, came.delivery_id, shown)


def _face(
    context: Context, came: Responded, go_on: str
) -> tuple[str, list[list[InlineKeyboardButton]]]:
    words = context.words
    if isinstance(came, OnItsWay):
        text, rows = on_its_way(words, came)
        return text, [list(row) for row in rows]
    assert isinstance(came, OneWarning)
    text = door_in_words(words, came.details)
    return text, [
        [button(words(AS_IT_IS), go_on)],
        dialogues.into_diary(context),
    ]


async def _say_why(update: Update, context: Context, why: NotNow, message: Message) -> None:
    """Why nothing goes there, with the way on: the words are not lost."""
    words = context.words
    text = words(NOT_NOW[why.why], network=network_title(words, why.network))
    rows = [dialogues.into_diary(context)]
    if why.why is Why.SIGNED_OUT:
        rows.insert(0, [button(words(SIGN_IN), f"networks:again:{why.account_id}")])
    await say(update, context, text, rows, reply_to=message.message_id)


async def take_back(update: Update, context: Context) -> None:
    """Until it leaves, it can be stopped."""
    done = await responding.take_back(context.ground, context.person.id, id_in(update))
    if not done:
        await toast(update, context.words(TOO_LATE))
        await keyboard(update, None)
        return
    await toast(update)
    await show(update, context, context.words(NOTHING_WENT))


DIALOGUES = {KIND: read_answer}
