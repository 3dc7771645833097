"""/unlink: an account is let go; what stands there stays."""

from telegram import BotCommand, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from bot.chat.account_face import NOT_THERE, found
from bot.chat.context import Context
from bot.chat.link_words import account_name, let_go_in_words
from bot.chat.speaking import button, id_in, show, toast
from bot.db.accounts import GROUP
from bot.locales import mark
from bot.services import linking
from bot.services.linked import LinkedAccount

_ = mark

COMMANDS = [BotCommand("unlink", _("end a connection"))]

UNLINK_WHICH = _("Which one shall I unlink?")
NOTHING_TO_UNLINK = _("Nothing is connected, so there is nothing to unlink.")
REALLY = _("Unlink {account}? Nothing more goes there. What stands there already stays there.")
REALLY_GROUP = _(
    "Unlink {account}? Nothing more of yours goes there, and I leave the group if nobody else "
    "shares there. What stands there already stays, and I can then no longer change or delete it."
)
YES_UNLINK = _("Yes, unlink")
BACK = "◀"


def handlers() -> list[BaseHandler[Update, Context, None]]:
    return [
        CommandHandler("unlink", unlink_command),
        CallbackQueryHandler(ask_unlink, r"^networks:unlink:"),
        CallbackQueryHandler(unlink, r"^networks:gone:"),
    ]


async def unlink_command(update: Update, context: Context) -> None:
    """`/unlink bluesky` asks at once where there is only one; `/unlink` shows which there are."""
    words = context.words
    wanted = " ".join(context.args or ()).strip().lower()
    accounts = await linking.accounts(context.ground, context.person.id)
    linked = [account for account in accounts if not account.is_page]
    named = [account for account in linked if account.network == wanted]
    if len(named) == 1:
        await _ask_unlink(update, context, named[0])
        return
    choices = [
        [button(account_name(words, one.network, one.handle), f"networks:unlink:{one.account_id}")]
        for one in named or linked
    ]
    await show(update, context, words(UNLINK_WHICH if choices else NOTHING_TO_UNLINK), choices)


async def ask_unlink(update: Update, context: Context) -> None:
    await toast(update)
    account = await found(update, context, id_in(update))
    if account is not None:
        await _ask_unlink(update, context, account)


async def _ask_unlink(update: Update, context: Context, account: LinkedAccount) -> None:
    words = context.words
    really = REALLY_GROUP if account.network == GROUP else REALLY
    text = words(really, account=account_name(words, account.network, account.handle))
    yes = button(words(YES_UNLINK), f"networks:gone:{account.account_id}")
    await show(update, context, text, [[yes], [button(BACK, "networks:list")]])


async def unlink(update: Update, context: Context) -> None:
    await toast(update)
    words = context.words
    gone = await linking.unlink(context.ground, context.person.id, id_in(update))
    text = words(NOT_THERE) if gone is None else let_go_in_words(words, gone)
    await show(update, context, text, [[button(BACK, "networks:list")]])
