"""Secrets on their way through the chat: app passwords, addresses, the code of a browser."""

import re
from collections.abc import Mapping
from typing import Any

from telegram import Update

from bot.chat import dialogues
from bot.chat.asked import asked
from bot.chat.context import Context
from bot.chat.link_words import in_words
from bot.chat.linking_steps import (
    ADDRESS,
    CONFIRM,
    HANDLE,
    NOT_AN_ADDRESS,
    SECRET,
    not_linked,
    plain,
)
from bot.chat.secrets import delete_message, forget_update
from bot.chat.speaking import say
from bot.locales import mark
from bot.networks.bluesky_sessions import APP_PASSWORD
from bot.services import linking
from bot.services.linking import CannotLink, NotConfirmed, Why

_ = mark

NO_PASSWORD_THERE = _(
    "I am waiting for an app password; it looks like abcd-efgh-ijkl-mnop. "
    "If that was a password, please delete your message yourself. /cancel stops this."
)
STRAY_PASSWORD = _(
    "That looked like an app password, so I kept it nowhere. /link bluesky is the place for it."
)

PAGE_CODE = re.compile(r"\d{3}[\s-]?\d{3}")
ONLY_PASSWORD = re.compile(rf"^\s*{APP_PASSWORD.pattern}\s*$", re.IGNORECASE)
A_PASSWORD = re.compile(rf"(?<![\w-]){APP_PASSWORD.pattern}(?![\w-])", re.IGNORECASE)
MAIN_PASSWORD = re.compile(r"(?=.*[^a-z.!?])[!-~]{8,64}", re.IGNORECASE)
"""What may be somebody's main password: one word that is more than letters."""
LONGEST_SECRET = 120
AN_ADDRESS = re.compile(r"https?://[!-~]{4,2000}", re.IGNORECASE)
ADDRESS_AGAIN = (Why.BAD_WEBHOOK, Why.WEBHOOK_GONE, Why.BAD_SERVER, Why.UNREACHABLE)
HANDLE_AGAIN = (Why.BAD_HANDLE, Why.BAD_SERVER)
SECRET_AGAIN = (Why.NOT_APP_PASSWORD, Why.WRONG_PASSWORD, Why.UNREACHABLE)


async def take_password(update: Update, context: Context) -> None:
    """An app password is never a diary line, whatever else was asked meanwhile."""
    about = await asked(context, SECRET)
    if about is not None:
        await dialogues.end(context)
        text = plain(update.effective_message)
        await _take_secret(update, context, str(about.get("handle", "")), text)
        return
    await delete_message(update, context)
    await forget_update(context, update)
    await say(update, context, context.words(STRAY_PASSWORD))


async def read_page_code(update: Update, context: Context) -> bool:
    """The six digits that a browser shows, while a link waits for them. Ask before any dialogue,
    so that nobody has to say first what the digits are."""
    text = plain(update.message)
    who = context.person.id
    if not PAGE_CODE.fullmatch(text) or not await linking.waits_for_code(context.ground, who):
        return False
    outcome = await linking.confirm(context.ground, who, text)
    await say(update, context, in_words(context.words, outcome))
    if outcome is NotConfirmed.WRONG_CODE:
        await dialogues.ask_for(context, CONFIRM)
    return True


async def read_confirmation(update: Update, context: Context, about: Mapping[str, Any]) -> bool:
    """The same digits, from the step on that sent the person to a browser; all else is diary."""
    return await read_page_code(update, context)


async def read_secret(update: Update, context: Context, about: Mapping[str, Any]) -> bool:
    """An app password, alone or among a few words. What may be a main password is deleted, too,
    and goes nowhere."""
    text = plain(update.effective_message)
    if not text or len(text) > LONGEST_SECRET:
        return False
    handle = str(about.get("handle", ""))
    found = A_PASSWORD.search(text)
    if found or MAIN_PASSWORD.fullmatch(text):
        await _take_secret(update, context, handle, found[0] if found else "")
        return True
    return await dialogues.not_understood(update, context, NO_PASSWORD_THERE, SECRET, handle=handle)


async def _take_secret(update: Update, context: Context, handle: str, password: str) -> None:
    """Uses a password and forgets it; what comes of it is said last."""
    await delete_message(update, context)
    ground, who = context.ground, context.person.id
    try:
        if not password:
            raise CannotLink(Why.NOT_APP_PASSWORD)
        linked = await linking.by_secret(ground, who, "bluesky", handle, password)
    except CannotLink as problem:
        if problem.why in HANDLE_AGAIN:
            await not_linked(update, context, problem.why, HANDLE, HANDLE_AGAIN)
        else:
            await not_linked(update, context, problem.why, SECRET, SECRET_AGAIN, handle=handle)
    else:
        await say(update, context, in_words(context.words, linked))
    finally:
        # Also where something unplanned happens: better asked for twice than kept.
        await forget_update(context, update)


async def read_address(update: Update, context: Context, about: Mapping[str, Any]) -> bool:
    """An address that is a secret: whoever knows it can post there."""
    text, network = plain(update.effective_message), str(about.get("network", ""))
    if not text:
        return False
    if not AN_ADDRESS.fullmatch(text):
        return await dialogues.not_understood(
            update, context, NOT_AN_ADDRESS, ADDRESS, network=network
        )
    await delete_message(update, context)
    ground, who = context.ground, context.person.id
    try:
        linked = await linking.by_secret(ground, who, network, "", text)
    except CannotLink as problem:
        await not_linked(update, context, problem.why, ADDRESS, ADDRESS_AGAIN, network=network)
    else:
        await say(update, context, in_words(context.words, linked))
    finally:
        await forget_update(context, update)
    return True


DIALOGUES = {SECRET: read_secret, CONFIRM: read_confirmation, ADDRESS: read_address}
