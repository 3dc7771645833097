"""Builds the PTB Application: the gate, the features in order, one error handler."""

import logging
from datetime import timedelta
from types import ModuleType
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from telegram import BotCommand, BotCommandScopeAllPrivateChats, Update
from telegram.error import Forbidden, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    ApplicationHandlerStop,
    ContextTypes,
    ExtBot,
    MessageHandler,
    TypeHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.chat import dialogues
from bot.chat.context import GROUND, Context, Later
from bot.chat.features import (
    answer,
    assist,
    card,
    echo,
    help,  # noqa: A004 - a feature bears the name of its command
    history,
    invite,
    networks,
    own_words,
    page,
    pause,
    question,
    settings,
    share,
    start,
    stats,
    time_of_day,
    unlink,
    zone,
)
from bot.chat.gate import admit
from bot.chat.intake import Intake
from bot.chat.pace import Pace
from bot.chat.request import AiohttpRequest
from bot.chat.speaking import say, toast
from bot.db.people import person_by_id
from bot.locales import LANGUAGES, mark, speak
from bot.services.ground import Ground

logger = logging.getLogger(__name__)
_ = mark

FEATURES: tuple[ModuleType, ...] = (
    start,
    question,
    stats,
    pause,
    networks,
    unlink,
    page,
    settings,
    time_of_day,
    zone,
    history,
    invite,
    help,
    card,
    own_words,
    share,
    assist,
    echo,
    answer,
)
"""In this order handlers are asked; the answer, which takes everything, comes last."""

CANCEL = filters.Regex(r"^/cancel(?:@\w+)?(?:\s|$)")

MENU = ("today", "stats", "pause", "networks", "page", "settings", "help")
"""What Telegram's menu shows; /help names the rest."""

UNKNOWN_COMMAND = _("I don't know that command. /help shows what there is.")
OLD_BUTTON = _("That button is from an earlier time. /help shows what there is.")
SOMETHING_WRONG = _("Something went wrong here, on my side. I kept what you sent and try again.")

APOLOGY_EVERY = timedelta(minutes=10)

Ptb = Application[Any, Context, Any, Any, Any, Any]


def build_bot(token: str, api_url: str, pace: Pace, *, request: BaseRequest | None = None) -> Ptb:
    """The Application without its features; `api_url` is where the Bot API answers."""
    return (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .request(request or AiohttpRequest())
        .get_updates_request(request or AiohttpRequest(connections=1))
        .rate_limiter(pace)
        .context_types(ContextTypes(context=Context))
        .updater(None)
        .build()
    )


def furnish(application: Ptb, ground: Ground) -> Intake:
    """Hangs gate, features and error handler, and returns the inbox that feeds them."""
    application.bot_data[GROUND] = ground
    intake = Intake(application, ground)
    application.add_handler(TypeHandler(Update, admit), group=-2)
    application.add_handler(MessageHandler(filters.COMMAND & ~CANCEL, leave_dialogue), group=-1)
    for feature in FEATURES:
        application.add_handlers(feature.handlers())
    application.add_handler(MessageHandler(filters.COMMAND, unknown_command))
    application.add_handler(MessageHandler(filters.StatusUpdate.ALL, let_pass))
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGES, on_message))
    application.add_handler(TypeHandler(Update, old_button))

    async def on_error(update: object, context: Context) -> None:
        assert context.error is not None
        intake.failed(update, context.error)
        await _apologise(update, context)
        # Otherwise PTB would ask the next group, though this update did not pass the gate.
        raise ApplicationHandlerStop

    application.add_error_handler(on_error)
    return intake


async def leave_dialogue(update: Update, context: Context) -> None:
    """Any command leaves what was asked before it; /cancel also says so."""
    await dialogues.end(context)


async def let_pass(update: Update, context: Context) -> None:
    """Something was pinned, a timer was set: nobody has said anything."""


async def on_message(update: Update, context: Context) -> None:
    """A message belongs to what it edits, or to what was just asked for, or to somebody who
    answered a post, or to the diary."""
    if update.edited_message is not None and await answer.edited(update, context):
        return
    if await dialogues.read(update, context, READERS) or await echo.read_reply(update, context):
        return
    await answer.keep(update, context)


READERS = {
    kind: reader
    for feature in FEATURES
    for kind, reader in getattr(feature, "DIALOGUES", {}).items()
}


async def unknown_command(update: Update, context: Context) -> None:
    await say(update, context, context.words(UNKNOWN_COMMAND))


async def old_button(update: Update, context: Context) -> None:
    """Old, foreign and forged buttons explain themselves; anything else odd is let pass."""
    if update.callback_query is not None:
        await toast(update, context.words(OLD_BUTTON))


async def _apologise(update: object, context: Context) -> None:
    """A kind word, never a traceback; and none for what only has to wait."""
    user = update.effective_user if isinstance(update, Update) else None
    if isinstance(context.error, Later | Forbidden) or user is None:
        return
    ground = context.ground
    try:
        async with ground.database.reading() as session:
            person = await person_by_id(session, user.id)
        if person and await ground.limiter.allow("apology", person.id, 1, APOLOGY_EVERY):
            words = speak(person.language)
            await context.bot.send_message(person.id, words(SOMETHING_WRONG))
    except (TelegramError, SQLAlchemyError, OSError) as error:
        logger.info("no apology: %s", type(error).__name__)


async def set_menu(bot: ExtBot[str]) -> None:
    """Telegram's command menu in every language; a bot that cannot reach Telegram starts anyway."""
    commands = {
        command.command: command
        for feature in FEATURES
        for command in getattr(feature, "COMMANDS", [])
    }
    try:
        for language in LANGUAGES:
            words = speak(language)
            menu = [BotCommand(name, words(commands[name].description)) for name in MENU]
            code = None if language == "en" else language
            await bot.set_my_commands(menu, BotCommandScopeAllPrivateChats(), code)
    except TelegramError as error:
        logger.warning("the command menu was not set: %s", type(error).__name__)
