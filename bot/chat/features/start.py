"""/start: from hello to the first question in three taps."""

from datetime import time

from telegram import BotCommand, InlineKeyboardButton, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from bot.chat import dialogues
from bot.chat.context import Context
from bot.chat.first_steps import ask_zone, begin
from bot.chat.link_words import in_words as outcome_in_words
from bot.chat.planned import in_words, rows
from bot.chat.speaking import argument, button, in_rows, say, show, toast
from bot.locales import Words, mark
from bot.services import linking, preferences
from bot.services.joining import Entry

_ = mark

COMMANDS = [BotCommand("start", _("begin, or come back"))]

WELCOME = _(
    "Hello, this is Hibi. One small question a day; one line is plenty.\n"
    "Nothing goes anywhere until you choose to share it.\n"
    "What time suits you?"
)
WELCOME_DIARY_ONLY = _(
    "Hello, this is Hibi. One small question a day; one line is plenty.\n"
    "What you keep here is your diary alone.\n"
    "What time suits you?"
)
WELCOME_BACK = _("Good to see you again. Everything is still here.")
ANOTHER_TIME = _("Another time")
OTHER_LANGUAGE = {"en": "日本語", "ja": "English"}
FIRST_TIMES = (time(7, 30), time(12, 30), time(18), time(21))


def handlers() -> list[BaseHandler[Update, Context, None]]:
    return [
        CommandHandler("start", start),
        CallbackQueryHandler(choose_language, r"^start:language:"),
        CallbackQueryHandler(choose_time, r"^start:time:"),
        CallbackQueryHandler(confirm_zone, r"^start:zone$"),
    ]


async def start(update: Update, context: Context) -> None:
    """Hello; or a link that waits for this very person; or what comes next."""
    payload = context.args[0] if context.args else None
    if payload and context.entry is Entry.KNOWN and await _confirms_link(update, context, payload):
        return
    if context.entry is Entry.RETURNED:
        await say(update, context, context.words(WELCOME_BACK))
    planned = await preferences.planned(context.ground, context.person.id)
    if planned is None:
        await _welcome(update, context)
        return
    await say(update, context, in_words(context.words, planned), rows(context.words, planned))


async def _confirms_link(update: Update, context: Context, payload: str) -> bool:
    """Only a link that came back from a browser has such a payload; any other is plain."""
    if not payload.startswith("link-"):
        return False
    outcome = await linking.confirm(context.ground, context.person.id, payload)
    await say(update, context, outcome_in_words(context.words, outcome))
    return True


async def _welcome(update: Update, context: Context) -> None:
    words = context.words
    hello = WELCOME_DIARY_ONLY if context.person.diary_only else WELCOME
    shown = await show(update, context, words(hello), _time_rows(words))
    # Whoever writes 8pm instead of tapping is understood; anything else is a first line.
    await dialogues.ask_for(context, "time", shown, origin="start", else_diary=True)


def _time_rows(words: Words) -> list[list[InlineKeyboardButton]]:
    times = [button(words.clock(at), f"start:time:{at:%H%M}") for at in FIRST_TIMES]
    more = [
        button(words(ANOTHER_TIME), "time:ask:start"),
        button(OTHER_LANGUAGE[words.language], f"start:language:{_other(words.language)}"),
    ]
    return [*in_rows(times, 4), more]


def _other(language: str) -> str:
    return "en" if language == "ja" else "ja"


async def choose_language(update: Update, context: Context) -> None:
    language = "ja" if argument(update) == "ja" else "en"
    await preferences.set_language(context.ground, context.person.id, language)
    context.person.language = language
    await toast(update)
    await _welcome(update, context)


async def choose_time(update: Update, context: Context) -> None:
    text = argument(update)
    at = next((each for each in FIRST_TIMES if f"{each:%H%M}" == text), None)
    await toast(update)
    if at is None:
        await _welcome(update, context)
        return
    await preferences.set_time(context.ground, context.person.id, at)
    await ask_zone(update, context)


async def confirm_zone(update: Update, context: Context) -> None:
    await toast(update)
    if await preferences.set_zone(context.ground, context.person.id, context.person.zone) is None:
        await _welcome(update, context)
        return
    await begin(update, context)
