"""/pause and /resume: quiet days, by button or in one's own words."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from telegram import BotCommand, InlineKeyboardButton, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from bot.chat import dialogues
from bot.chat.context import Context
from bot.chat.speaking import argument, button, show, toast
from bot.domain.pauses import Pause, parse_pause
from bot.domain.schedule import Occurrence, local
from bot.locales import Words, mark
from bot.services import pausing
from bot.services.pausing import Paused

_ = mark

COMMANDS = [
    BotCommand("pause", _("take a break")),
    BotCommand("resume", _("end the break")),
]

HOW_LONG = _("How long a break? Tap one, or write it: until 5 Dec, 3 days, next week.")
NOT_UNDERSTOOD = _("I could not read a date there. Try: until 5 Dec, or 3 days.")
THREE_DAYS, ONE_WEEK, TWO_WEEKS = _("3 days"), _("1 week"), _("2 weeks")
UNTIL, UNTIL_BACK = _("Until …"), _("Until I come back")
UNTIL_WHEN = _("Until which day? That day is still quiet: 5 Dec, Friday, end of the month …")
PAUSED_RANGE = _("Paused from {first} to {last}.")
PAUSED_DAY = _("Paused on {first}.")
PAUSED_OPEN = _("Paused from {first} until you come back: /resume")
NEXT = _(
    "Your next question comes on {day} at {clock}, {city} time. "
    "Your streak waits for you, and anything you send meanwhile is kept."
)
KEPT_MEANWHILE = _("Your streak waits for you, and anything you send meanwhile is kept.")
EARLIER = _("One day earlier")
TIME_THERE = _("Use the time there")
SHARE_BACK = _("Share when I'm back")
SHARE_BACK_ON = _("✓ Share when I'm back")
NO_PAUSE = _("Don't pause")
RESUMED = _("Welcome back.")
NO_BREAK = _("All right, no break.")
NEXT_PLAIN = _("Your next question comes on {day} at {clock}, {city} time.")
BACK = _("Back")
NOT_PAUSED = _("You are not on a break.")
LENGTHS = {"3d": timedelta(days=3), "1w": timedelta(weeks=1), "2w": timedelta(weeks=2)}


def handlers() -> list[BaseHandler[Update, Context, None]]:
    return [
        CommandHandler("pause", command),
        CommandHandler("resume", resume),
        CallbackQueryHandler(menu, r"^pause:menu$"),
        CallbackQueryHandler(choose, r"^pause:for:"),
        CallbackQueryHandler(ask_until, r"^pause:until$"),
        CallbackQueryHandler(earlier, r"^pause:earlier$"),
        CallbackQueryHandler(hold, r"^pause:hold$"),
        CallbackQueryHandler(resume, r"^pause:end$"),
    ]


async def command(update: Update, context: Context) -> None:
    """`/pause until 5 Dec` pauses at once; `/pause` shows the pause, or asks how long."""
    said = " ".join(context.args or ())
    if said:
        if not await _take(update, context, said):
            await _menu(update, context, NOT_UNDERSTOOD)
        return
    running = await pausing.current(context.ground, context.person.id)
    if running is not None:
        await _show(update, context, running)
    else:
        await _menu(update, context, HOW_LONG)


async def menu(update: Update, context: Context) -> None:
    await toast(update)
    await _menu(update, context, HOW_LONG)


async def _menu(update: Update, context: Context, sentence: str) -> None:
    words = context.words
    rows = [
        [
            button(words(THREE_DAYS), "pause:for:3d"),
            button(words(ONE_WEEK), "pause:for:1w"),
            button(words(TWO_WEEKS), "pause:for:2w"),
        ],
        [button(words(UNTIL), "pause:until"), button(words(UNTIL_BACK), "pause:for:open")],
    ]
    shown = await show(update, context, words(sentence), rows)
    await dialogues.ask_for(context, "pause", shown)


async def ask_until(update: Update, context: Context) -> None:
    await toast(update)
    back = [[button(context.words(BACK), "pause:menu")]]
    shown = await show(update, context, context.words(UNTIL_WHEN), back)
    await dialogues.ask_for(context, "pause", shown, until=True)


async def read(update: Update, context: Context, about: Mapping[str, Any]) -> bool:
    """A message while a break is asked for; what names no day is for the diary."""
    message = update.effective_message
    if message is None or not message.text:
        return False
    until = bool(about.get("until"))
    if await _take(update, context, message.text, until=until):
        return True
    return await dialogues.not_understood(update, context, NOT_UNDERSTOOD, "pause", until=until)


async def choose(update: Update, context: Context) -> None:
    await toast(update)
    await dialogues.end(context)
    today = _today(context)
    length = LENGTHS.get(argument(update))
    last = None if length is None else today + length - timedelta(days=1)
    await _pause(update, context, Pause(today, last))


async def _take(update: Update, context: Context, said: str, *, until: bool = False) -> bool:
    wanted = parse_pause(said, _today(context), until=until)
    if wanted is None:
        return False
    await _pause(update, context, wanted)
    return True


def _today(context: Context) -> Any:
    return local(context.ground.now(), context.person.zone).date()


async def _pause(update: Update, context: Context, wanted: Pause) -> None:
    await _show(update, context, await pausing.pause(context.ground, context.person.id, wanted))


async def earlier(update: Update, context: Context) -> None:
    await toast(update)
    await pausing.one_day_earlier(context.ground, context.person.id)
    await _show_current(update, context)


async def hold(update: Update, context: Context) -> None:
    await toast(update)
    await pausing.hold_sharing(context.ground, context.person.id)
    await _show_current(update, context)


async def _show_current(update: Update, context: Context) -> None:
    """The break as it stands, also where the button was of one that is over."""
    paused = await pausing.current(context.ground, context.person.id)
    if paused is None:
        await show(update, context, context.words(NOT_PAUSED))
    else:
        await _show(update, context, paused)


async def _show(update: Update, context: Context, paused: Paused) -> None:
    words = context.words
    await show(update, context, in_words(words, paused), _rows(words, paused))


def in_words(words: Words, paused: Paused) -> str:
    """The last quiet day, and the next question with its zone."""
    first, last = paused.pause.first_on, paused.pause.last_on
    if last is None:
        sentence = words(PAUSED_OPEN, first=words.day(first))
    elif last == first:
        sentence = words(PAUSED_DAY, first=words.day(first))
    else:
        sentence = words(PAUSED_RANGE, first=words.day(first), last=words.day(last))
    if paused.next is None:
        return f"{sentence}\n{words(KEPT_MEANWHILE)}"
    return f"{sentence}\n{_when(words, NEXT, paused.next, paused.zone)}"


def _when(words: Words, sentence: str, found: Occurrence, zone: str) -> str:
    here = local(found.at, zone)
    return words(
        sentence, day=words.day(here.date()), clock=words.clock(here), city=words.city(zone)
    )


def _rows(words: Words, paused: Paused) -> list[list[InlineKeyboardButton]]:
    held = SHARE_BACK_ON if paused.holds_sharing else SHARE_BACK
    first = [button(words(EARLIER), "pause:earlier")] if paused.can_shorten else []
    return [
        first,
        [button(words(TIME_THERE), "zone:ask:trip"), button(words(held), "pause:hold")],
        [button(words(NO_PAUSE), "pause:end")],
    ]


async def resume(update: Update, context: Context) -> None:
    """Back at once; nothing is caught up."""
    await toast(update)
    words = context.words
    paused = await pausing.current(context.ground, context.person.id)
    if paused is None:
        await show(update, context, words(NOT_PAUSED))
        return
    found = await pausing.resume(context.ground, context.person.id)
    # Who has not been away yet is not welcomed back.
    begun = paused.pause.first_on < _today(context)
    lines = [words(RESUMED if begun else NO_BREAK)]
    if found is not None:
        lines.append(_when(words, NEXT_PLAIN, found, context.person.zone))
    await show(update, context, "\n".join(lines))


DIALOGUES = {"pause": read}
