"""The steps of linking Bluesky: in the browser, or by an app password where people prefer that."""

from collections.abc import Mapping
from typing import Any

from telegram import Update

from bot.chat import dialogues
from bot.chat.asked import asked
from bot.chat.context import Context
from bot.chat.link_words import CANNOT
from bot.chat.linking_steps import (
    CONFIRM,
    DOTTED,
    HANDLE,
    SECRET,
    ask,
    plain,
    send_on,
    start,
)
from bot.chat.speaking import button, toast
from bot.locales import mark
from bot.services import linking
from bot.services.linking import CannotLink, Way, Why

_ = mark

NETWORK = "bluesky"
WHICH_HANDLE_OR = _(
    "What is your name on Bluesky? Write all of it, such as hana.bsky.social. "
    "If it ends in bsky.social, you can also go straight on."
)
STRAIGHT_ON = _("Straight on")
BY_PASSWORD = _("With an app password")
WHICH_HANDLE = _("What is your name on Bluesky? Write all of it, such as hana.bsky.social.")
NOT_A_HANDLE = _("I could not read a Bluesky name there. It looks like hana.bsky.social.")
WHICH_PASSWORD = _(
    "Now Bluesky needs an app password, made for Hibi alone. In the Bluesky app: "
    "Settings → Privacy and security → App passwords → Add. "
    "Send me what it shows; it looks like abcd-efgh-ijkl-mnop.\n"
    "Please never send your main password. I delete your message as soon as I have read it."
)

HANDLE_AGAIN = (Why.BAD_HANDLE, Why.BAD_SERVER)


async def begin(
    update: Update, context: Context, known: str = "", *, by_password: bool = False
) -> None:
    """Begins a link. `known` is a name that need not be asked for any more."""
    words = context.words
    in_browser = linking.in_browser(context.ground, NETWORK) and not by_password
    if not known:
        text = WHICH_HANDLE_OR if in_browser else WHICH_HANDLE
        rows = [[button(words(STRAIGHT_ON), "networks:sky:on")]] if in_browser else None
        await ask(update, context, HANDLE, words(text), rows, **_way({"by_password": by_password}))
    elif in_browser:
        await _go_on(update, context, known)
    else:
        await ask(update, context, SECRET, words(WHICH_PASSWORD), handle=known)


async def straight_on(update: Update, context: Context) -> None:
    """Without a name: whoever is at bsky.social says there who they are."""
    await toast(update)
    await _go_on(update, context, "")


async def with_password(update: Update, context: Context) -> None:
    """The other way, below the first; the name is known if it was told before."""
    await toast(update)
    about = await asked(context, CONFIRM) or await asked(context, HANDLE) or {}
    await begin(update, context, str(about.get("handle", "")), by_password=True)


async def read_handle(update: Update, context: Context, about: Mapping[str, Any]) -> bool:
    """A Bluesky name; the name of its own server may follow after a space."""
    text = plain(update.effective_message)
    if not text:
        return False
    parts = text.split()
    if len(parts) > 2 or not all(DOTTED.fullmatch(part) for part in parts):
        return await dialogues.not_understood(update, context, NOT_A_HANDLE, HANDLE, **_way(about))
    await begin(update, context, text, by_password=bool(about.get("by_password")))
    return True


async def _go_on(update: Update, context: Context, known: str) -> None:
    words = context.words
    other = [[button(words(BY_PASSWORD), "networks:sky:password")]]
    try:
        started = await start(update, context, NETWORK, known)
    except CannotLink as problem:
        kept = {} if problem.why in HANDLE_AGAIN else {"handle": known}
        await ask(update, context, HANDLE, words(CANNOT[problem.why]), other, **kept)
        return
    if started.way is Way.SECRET:  # the address went away while somebody pressed
        await begin(update, context, known, by_password=True)
        return
    await send_on(update, context, NETWORK, started, other, handle=known)


def _way(about: Mapping[str, Any]) -> dict[str, Any]:
    return {"by_password": True} if about.get("by_password") else {}


DIALOGUES = {HANDLE: read_handle}
