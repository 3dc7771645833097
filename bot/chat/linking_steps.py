"""The steps of linking an account: what is asked, in which order, and how it is read."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from telegram import Message, MessageOriginChannel, Update

from bot.chat import dialogues
from bot.chat.context import Context
from bot.chat.link_words import CANNOT, in_words
from bot.chat.secrets import forget_update
from bot.chat.speaking import Rows, link, say, show
from bot.locales import mark
from bot.services import linking
from bot.services.linking import CannotLink, Started, Way, Why

_ = mark

WHICH_SERVER = _(
    "On which server is your account? Write its name, such as mastodon.social, "
    "or paste the address of your profile."
)
WHICH_MISSKEY = _(
    "On which server is your account? Write its name, such as misskey.io, "
    "or paste the address of your profile."
)
SAY_YES_THERE = _(
    "Please go on to {server} and say yes there. Then send me any word here, within ten minutes."
)
WHICH_DISCORD = _(
    "In Discord, open the settings of the channel: Integrations → Webhooks → New webhook → "
    "Copy webhook URL. Send me that address. Whoever knows it can post there, so I delete your "
    "message as soon as I have read it."
)
WHICH_WEBHOOK = _(
    "Send me the https:// address to which your software listens. I delete your message as soon "
    "as I have read it, and send a first signed message there."
)
NOT_AN_ADDRESS = _("I could not read an https:// address there. Please copy all of it.")
NOT_A_SERVER = _(
    "I could not read a server's name there. It looks like mastodon.social or misskey.io."
)
OPEN_BROWSER = _(
    "Please go on in your browser. It shows what is about to be connected, then {server} asks you, "
    "and at the end you come back here for one last tap. The button works for ten minutes."
)
GO_ON = _("Go on to {server}")
PASTE_CODE = _(
    "Please go on to {server} and say yes there. It then shows you a code: "
    "copy it and send it to me here, within ten minutes."
)
NOT_A_CODE = _("I could not read a code there. Please copy all of it and send it alone.")
WHICH_CHANNEL = _(
    "First make me an administrator of your channel who may post: "
    "channel → Administrators → Add → @{bot}. "
    "Then send me its @name, or forward one message from it."
)
NOT_A_CHANNEL = _("I could not see a channel there. Send its @name, or forward a message from it.")
CHANNEL_UNSEEN = _("I cannot see that channel yet. Please make me an administrator there first.")

SERVER, HANDLE, SECRET, CODE, CHANNEL, CONFIRM, ADDRESS = (
    "link-server",
    "link-handle",
    "link-secret",
    "link-code",
    "link-channel",
    "link-confirm",
    "link-address",
)
SERVERS = {"mastodon": WHICH_SERVER, "misskey": WHICH_MISSKEY}
"""Networks of many servers, with the question for the person's own."""
ADDRESSES = {"discord": WHICH_DISCORD, "webhook": WHICH_WEBHOOK}
"""Networks that are linked by an address which is a secret."""
SHOWS_NO_CODE = ("misskey",)
DOTTED = re.compile(r"\S*[^\s.]\.[^\s.]\S*")
OAUTH_CODE = re.compile(r"[!-~]{6,512}")
PUBLIC_NAME = re.compile(r"(?:(?:https?://)?t\.me/|@)([a-z]\w{3,31})/?", re.IGNORECASE)
SERVER_AGAIN = (Why.BAD_SERVER, Why.OTHER_KIND, Why.UNREACHABLE)
CHANNEL_AGAIN = (Why.MAY_NOT_POST, Why.UNREACHABLE)


async def begin(update: Update, context: Context, network: str, known: str = "") -> None:
    """Begins a link. `known` is a server or a name that need not be asked for any more."""
    if context.person.diary_only:
        await show(update, context, context.words(CANNOT[Why.DIARY_ONLY]))
    elif network not in linking.linkable(context.ground):
        await show(update, context, context.words(CANNOT[Why.UNKNOWN_NETWORK]))
    elif network in SERVERS and not known:
        await ask(update, context, SERVER, context.words(SERVERS[network]), network=network)
    elif network in ADDRESSES:
        await ask(update, context, ADDRESS, context.words(ADDRESSES[network]), network=network)
    elif network == "telegram":
        bot = context.bot.username
        await ask(update, context, CHANNEL, context.words(WHICH_CHANNEL, bot=bot))
    else:
        await go_to(update, context, network, known)


def may_link(context: Context, network: str) -> bool:
    return not context.person.diary_only and network in linking.linkable(context.ground)


async def read_server(update: Update, context: Context, about: Mapping[str, Any]) -> bool:
    text, network = plain(update.effective_message), str(about.get("network", "mastodon"))
    if not text:
        return False
    if not DOTTED.fullmatch(text):
        return await dialogues.not_understood(
            update, context, NOT_A_SERVER, SERVER, network=network
        )
    await go_to(update, context, network, text)
    return True


async def go_to(update: Update, context: Context, network: str, server: str) -> None:
    """On to the browser; where that does not work, the server is asked for again."""
    try:
        started = await start(update, context, network, server)
    except CannotLink as problem:
        again = SERVER_AGAIN if network in SERVERS else ()
        await not_linked(update, context, problem.why, SERVER, again, network=network)
        return
    await send_on(update, context, network, started)


async def start(update: Update, context: Context, network: str, server: str) -> Started:
    """Begins a link that goes on in the browser. Raises CannotLink."""
    user = update.effective_user
    who = f"{user.full_name} (@{user.username})" if user and user.username else ""
    who = who or (user.full_name if user else "")
    return await linking.start(context.ground, context.person.id, network, server, who=who)


async def send_on(
    update: Update,
    context: Context,
    network: str,
    started: Started,
    other_ways: Rows | None = None,
    **about: Any,
) -> None:
    """Shows the way to the browser; `about` is remembered for the other ways below it."""
    words, server = context.words, started.server
    rows = [[link(words(GO_ON, server=server), started.url)], *(other_ways or [])]
    if started.way is Way.CODE:
        text = SAY_YES_THERE if network in SHOWS_NO_CODE else PASTE_CODE
        await ask(update, context, CODE, words(text, server=server), rows, shown=text == PASTE_CODE)
    else:
        await show(update, context, words(OPEN_BROWSER, server=server), rows)
        await dialogues.ask_for(context, CONFIRM, **about)


async def read_code(update: Update, context: Context, about: Mapping[str, Any]) -> bool:
    """The code that a server showed; it is good once."""
    text = plain(update.effective_message)
    if not text:
        return False
    if about.get("shown", True) and not OAUTH_CODE.fullmatch(text):
        return await dialogues.not_understood(update, context, NOT_A_CODE, CODE)
    try:
        linked = await linking.finish_by_code(context.ground, context.person.id, text)
    except CannotLink as problem:
        again = (Why.CODE_REFUSED, Why.UNREACHABLE)
        await not_linked(update, context, problem.why, CODE, again)
    else:
        await say(update, context, in_words(context.words, linked))
    finally:
        await forget_update(context, update)
    return True


async def read_channel(update: Update, context: Context, about: Mapping[str, Any]) -> bool:
    """A channel by its public name, its address, or a message forwarded from it."""
    message = update.effective_message
    chat = channel_in(message)
    if chat is None:
        return await dialogues.not_understood(update, context, NOT_A_CHANNEL, CHANNEL)
    try:
        linked = await linking.link_channel(context.ground, context.person.id, chat)
    except CannotLink as problem:
        if problem.why is Why.NOT_ALLOWED:
            await ask(update, context, CHANNEL, context.words(CHANNEL_UNSEEN))
        else:
            await not_linked(update, context, problem.why, CHANNEL, CHANNEL_AGAIN)
    else:
        await say(update, context, in_words(context.words, linked))
    return True


def channel_in(message: Message | None) -> str | int | None:
    origin = message.forward_origin if message else None
    if isinstance(origin, MessageOriginChannel):
        return origin.chat.id
    named = PUBLIC_NAME.fullmatch(plain(message))
    return f"@{named[1]}" if named else None


async def not_linked(
    update: Update, context: Context, why: Why, kind: str, again: tuple[Why, ...], **about: Any
) -> None:
    """Says why not, and goes on asking where another try helps."""
    text = context.words(CANNOT[why])
    if why in again:
        await ask(update, context, kind, text, **about)
    else:
        await show(update, context, text)


async def ask(
    update: Update, context: Context, kind: str, text: str, rows: Rows | None = None, **about: Any
) -> None:
    """Asks in place where a button was pressed, else anew; a reply to it is read by `kind`."""
    pressed = update.callback_query.message if update.callback_query else None
    if pressed is None:
        pressed = await say(update, context, text, rows)
    else:
        await show(update, context, text, rows)
    await dialogues.ask_for(context, kind, pressed.message_id, **about)


def plain(message: Message | None) -> str:
    """A message's text with full-width letters made plain."""
    return unicodedata.normalize("NFKC", (message.text if message else "") or "").strip()


DIALOGUES = {
    SERVER: read_server,
    CODE: read_code,
    CHANNEL: read_channel,
}
