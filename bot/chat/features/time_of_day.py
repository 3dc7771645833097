"""/time: when the question comes, by button or in one's own words."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from telegram import BotCommand, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from bot.chat import dialogues
from bot.chat.context import Context
from bot.chat.first_steps import ask_zone
from bot.chat.planned import in_words, rows
from bot.chat.speaking import argument, button, in_rows, say, show, toast
from bot.domain.moments import parse_times
from bot.locales import Words, mark
from bot.services import preferences

_ = mark

COMMANDS = [BotCommand("time", _("change the time"))]

WHEN = _("What time suits you? Tap one, or write it your way: 8pm, 20:30, half past seven.")
WHICH = _("Which one do you mean?")
NOT_A_TIME = _("I could not read a time there. Try 8pm or 20:30.")
TIMES = (time(7, 30), time(12, 30), time(18), time(21))


def handlers() -> list[BaseHandler[Update, Context, None]]:
    return [
        CommandHandler("time", command),
        CallbackQueryHandler(ask, r"^time:ask:"),
        CallbackQueryHandler(choose, r"^time:set:"),
        CallbackQueryHandler(from_tomorrow, r"^time:tomorrow$"),
    ]


async def command(update: Update, context: Context) -> None:
    """`/time 8pm` sets it at once; `/time` asks."""
    said = " ".join(context.args or ())
    if said and await _take(update, context, said, origin="set"):
        return
    await _ask(update, context, "set", NOT_A_TIME if said else WHEN)


async def ask(update: Update, context: Context) -> None:
    await toast(update)
    await _ask(update, context, "start" if argument(update) == "start" else "set", WHEN)


async def _ask(update: Update, context: Context, origin: str, sentence: str) -> None:
    buttons = [_button(context.words, at, origin) for at in TIMES]
    shown = await show(update, context, context.words(sentence), in_rows(buttons, 4))
    await dialogues.ask_for(context, "time", shown, origin=origin)


def _button(words: Words, at: time, origin: str) -> Any:
    return button(words.clock(at), f"time:set:{at:%H%M}:{origin}")


async def read(update: Update, context: Context, about: Mapping[str, Any]) -> bool:
    """A message while the time is asked for; what is no time is for the diary."""
    message = update.effective_message
    if message is None or not message.text:
        return False
    origin = str(about.get("origin"))
    if await _take(update, context, message.text, origin=origin):
        return True
    if about.get("else_diary"):
        return False
    return await dialogues.not_understood(update, context, NOT_A_TIME, "time", origin=origin)


async def _take(update: Update, context: Context, said: str, *, origin: str) -> bool:
    times = parse_times(said)
    if not times:
        return False
    if len(times) > 1:
        both = [_button(context.words, at, origin) for at in times]
        await say(update, context, context.words(WHICH), [both])
        return True
    await _set(update, context, times[0], origin)
    return True


async def choose(update: Update, context: Context) -> None:
    await toast(update)
    digits = argument(update)
    try:
        at = time.fromisoformat(f"{digits[:2]}:{digits[2:]}")
    except ValueError:
        return
    await dialogues.end(context)
    await _set(update, context, at, argument(update, 1))


async def _set(update: Update, context: Context, at: time, origin: str) -> None:
    planned = await preferences.set_time(context.ground, context.person.id, at)
    if origin == "start":
        await ask_zone(update, context)
        return
    words = context.words
    await show(update, context, in_words(words, planned), rows(words, planned))


async def from_tomorrow(update: Update, context: Context) -> None:
    planned = await preferences.from_tomorrow(context.ground, context.person.id)
    await toast(update)
    if planned is not None:
        await show(update, context, in_words(context.words, planned))


DIALOGUES = {"time": read}
