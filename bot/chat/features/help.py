"""/help, /privacy and /cancel."""

from telegram import BotCommand, ReplyKeyboardRemove, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from bot.chat import dialogues
from bot.chat.context import Context
from bot.chat.speaking import button, say, show, toast
from bot.locales import Words, mark
from bot.services.ground import Ground

_ = mark

COMMANDS = [
    BotCommand("help", _("how this works")),
    BotCommand("privacy", _("who can read what")),
    BotCommand("cancel", _("leave what was asked")),
]

HELP = _(
    "When a question comes, just send something back: words or a photo, one line is enough. "
    "You can also write any time without a question.\n"
    "/today today's question\n"
    "/stats your record\n"
    "/pause take a break\n"
    "/networks where you share\n"
    "/page your page\n"
    "/settings time and language\n"
    "To change something, edit your message or tap [Edit] on its card. "
    "Deleting it in the chat keeps it in the diary; [Delete] on the card removes it."
)
RUN_BY = _("Run by {name}")
MORE = _("More")
MORE_COMMANDS = _(
    "/history what you kept\n"
    "/time when the question comes\n"
    "/timezone where you are\n"
    "/language 日本語 or English\n"
    "/link connect a network\n"
    "/unlink end a connection\n"
    "/resume end a break\n"
    "/privacy who can read what\n"
    "/cancel leave what was asked"
)
PRIVACY = _(
    "What you send is your diary. Nothing of it is shown to anyone until you choose to share it, "
    "each time or by a choice you made for one network.\n"
    "Photos lose their hidden details, such as the place. "
    "Of a location only the city is kept.\n"
    "What you share stands where you shared it; editing and deleting travel there, "
    "though not to what others have already saved.\n"
    "Deleting a message in this chat deletes nothing here, because Telegram does not tell bots; "
    "[Delete] on its card does.\n"
    "Bots' messages are not end-to-end encrypted. Whoever runs this Hibi could technically read "
    "what is stored; the keys to your networks are stored sealed."
)
WHAT_OTHERS_SAY = _(
    "What others answer under your posts is kept until I have told you, at most a month; "
    "who it was, for a month, so that you can answer. Likes are only counted."
)
WHO_RUNS = _("This Hibi is run by {name}.")
NOTHING_ASKED = _("There is nothing to leave. Your diary is open.")
LEFT = _("All right, that is off.")


def handlers() -> list[BaseHandler[Update, Context, None]]:
    return [
        CommandHandler("help", show_help),
        CommandHandler("privacy", show_privacy),
        CommandHandler("cancel", cancel),
        CallbackQueryHandler(more, r"^help:more$"),
        CallbackQueryHandler(show_help, r"^help:back$"),
    ]


def run_by(words: Words, ground: Ground, sentence: str) -> str:
    """Who runs this Hibi and how to reach them; nothing where the operator says nothing."""
    settings = ground.settings
    told = [part for part in (settings.operator_name, settings.operator_contact) if part]
    return words(sentence, name=words.listed(told)) if told else ""


async def show_help(update: Update, context: Context) -> None:
    await toast(update)
    words = context.words
    text = "\n".join(part for part in (words(HELP), run_by(words, context.ground, RUN_BY)) if part)
    await show(update, context, text, [[button(words(MORE), "help:more")]])


async def more(update: Update, context: Context) -> None:
    await toast(update)
    await show(update, context, context.words(MORE_COMMANDS), [[button("◀", "help:back")]])


async def show_privacy(update: Update, context: Context) -> None:
    words = context.words
    parts = (words(PRIVACY), words(WHAT_OTHERS_SAY), run_by(words, context.ground, WHO_RUNS))
    await say(update, context, "\n".join(part for part in parts if part))


async def cancel(update: Update, context: Context) -> None:
    """Leaves whatever the chat was asking for."""
    left = await dialogues.end(context)
    said = context.words(LEFT if left else NOTHING_ASKED)
    # A keyboard that the dialogue brought along goes with it.
    await say(update, context, said, reply=ReplyKeyboardRemove())
