"""/history: what was kept, newest first, as a plain list."""

from telegram import BotCommand, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from bot.chat.context import Context
from bot.chat.speaking import button, id_in, show, toast
from bot.domain.snippets import excerpt
from bot.locales import mark
from bot.services import listing

_ = mark

COMMANDS = [BotCommand("history", _("what you kept"))]

NOTHING_YET = _("Nothing yet. Your first line starts it.")
OLDER = _("Older")
NEWEST = _("Newest")
PHOTO = _("(photo)")
RECORDING = _("(recording)")
PAGE = 10


def handlers() -> list[BaseHandler[Update, Context, None]]:
    return [
        CommandHandler("history", command),
        CallbackQueryHandler(turn, r"^history:before:"),
    ]


async def command(update: Update, context: Context) -> None:
    await _show(update, context, None)


async def turn(update: Update, context: Context) -> None:
    await toast(update)
    before = id_in(update)
    await _show(update, context, before if before > 0 else None)


async def _show(update: Update, context: Context, before: int | None) -> None:
    words = context.words
    kept = await listing.kept(context.ground, context.person.id, before_id=before, most=PAGE + 1)
    if not kept:
        await show(update, context, words(NOTHING_YET))
        return
    lines = [f"{words.day(each.on)}  {_line(context, each)}" for each in kept[:PAGE]]
    buttons = []
    if before is not None:
        buttons.append(button(words(NEWEST), "history:before:0"))
    if len(kept) > PAGE:
        buttons.append(button(words(OLDER), f"history:before:{kept[PAGE - 1].id}"))
    await show(update, context, "\n".join(lines), [buttons])


def _line(context: Context, each: listing.Kept) -> str:
    if each.text:
        return excerpt(each.text, 80)
    return context.words(PHOTO if each.has_photo else RECORDING)
