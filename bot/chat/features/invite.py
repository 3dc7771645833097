"""/invite: the owner lets somebody in, once, for seven days."""

from telegram import BotCommand, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from bot.chat.context import Context
from bot.chat.speaking import button, id_in, say, show, toast
from bot.locales import mark
from bot.services import joining

_ = mark

COMMANDS = [BotCommand("invite", _("invite somebody"))]

OWNER_ONLY = _("Only whoever runs this Hibi can invite.")
WHICH = _("Invite somebody: the link works once, for seven days.")
FULL, DIARY = _("With sharing"), _("Diary only")
LINK = _("Pass this on. It works once, for seven days:\n{link}")
LINK_DIARY = _(
    "Pass this on. It works once, for seven days, and opens a diary without sharing:\n{link}"
)
LIFT = _("Let {id} share too")
LIFTED = _("{id} can share from now on.")


def handlers() -> list[BaseHandler[Update, Context, None]]:
    return [
        CommandHandler("invite", command),
        CallbackQueryHandler(make, r"^invite:make:"),
        CallbackQueryHandler(lift, r"^invite:lift:"),
    ]


async def command(update: Update, context: Context) -> None:
    words = context.words
    if not context.person.is_owner:
        await say(update, context, words(OWNER_ONLY))
        return
    waiting = await joining.diary_only_people(context.ground, context.person.id)
    rows = [[button(words(FULL), "invite:make:1"), button(words(DIARY), "invite:make:2")]]
    rows += [[button(words(LIFT, id=each), f"invite:lift:{each}")] for each in waiting[:20]]
    await say(update, context, words(WHICH), rows)


async def make(update: Update, context: Context) -> None:
    await toast(update)
    diary_only = id_in(update) == 2
    token = await joining.invite(context.ground, context.person.id, diary_only=diary_only)
    words = context.words
    if token is None:
        await show(update, context, words(OWNER_ONLY))
        return
    link = f"https://t.me/{context.bot.username}?start={token}"
    await show(update, context, words(LINK_DIARY if diary_only else LINK, link=link))


async def lift(update: Update, context: Context) -> None:
    await toast(update)
    who = id_in(update)
    if await joining.lift(context.ground, context.person.id, who):
        await show(update, context, context.words(LIFTED, id=who))
