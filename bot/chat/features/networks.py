"""/networks and /link: where answers can go, and what goes there by itself."""

from collections.abc import Sequence

from telegram import BotCommand, InlineKeyboardButton, Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.chat import (
    linking_bluesky,
    linking_group,
    linking_secrets,
    linking_steps,
    long_face,
)
from bot.chat.account_face import found, in_words
from bot.chat.context import Context
from bot.chat.link_words import (
    CANNOT,
    NOT_CONFIRMED,
    account_name,
    again_in_words,
)
from bot.chat.names import network_title
from bot.chat.speaking import argument, button, id_in, in_rows, show, toast
from bot.db.tables import AccountState
from bot.locales import Words, mark, mark_plural
from bot.services import linking, sharing
from bot.services.consent import ByItself, set_by_itself
from bot.services.linked import LinkedAccount
from bot.services.linking import NotConfirmed, Why

_ = mark

COMMANDS = [
    BotCommand("networks", _("where you share")),
    BotCommand("link", _("connect a network")),
]
DIALOGUES = (
    linking_steps.DIALOGUES
    | linking_bluesky.DIALOGUES
    | linking_group.DIALOGUES
    | linking_secrets.DIALOGUES
)

NOTHING_LINKED = _(
    "Nothing is connected yet, and nothing has to be. Your answers stay with you. "
    "Your own page needs no connecting: it appears with the first answer you share."
)
COVERS = _(
    "By itself means: words and photos that answer a question about work, places, what you like, "
    "what you think or the day. All else waits for your tap."
)
TURN_ON, IS_ON = _("By itself"), _("✓ By itself")
NOT_SEEN = _("Share one answer there by hand first, so that you have seen how it looks.")
UNLINK = _("Unlink")
CONNECT = _("Connect {network}")
SHARE_BUTTONS = _("Share buttons")
CONNECT_WHAT = _("What would you like to connect?")
DROPPED = mark_plural(
    "{count} answer will not be sent. It stays in your diary.",
    "{count} answers will not be sent. They stay in your diary.",
)
NONE_WAITING = _("Nothing is waiting any more.")
ENDED = _("I ended it. Nothing was connected, and nothing can go out.")
BACK = "◀"

Rows = list[list[InlineKeyboardButton]]


def handlers() -> list[BaseHandler[Update, Context, None]]:
    return [
        CommandHandler("networks", show_networks),
        CommandHandler("link", link_command),
        CallbackQueryHandler(show_networks, r"^networks:list$"),
        CallbackQueryHandler(show_account, r"^networks:account:"),
        CallbackQueryHandler(by_itself, r"^networks:itself:"),
        CallbackQueryHandler(long_answers, r"^networks:long:"),
        CallbackQueryHandler(link_button, r"^networks:link:"),
        CallbackQueryHandler(linking_bluesky.straight_on, r"^networks:sky:on$"),
        CallbackQueryHandler(linking_bluesky.with_password, r"^networks:sky:password$"),
        CallbackQueryHandler(linking_group.answered, r"^networks:group:"),
        CallbackQueryHandler(sign_in_again, r"^networks:again:"),
        CallbackQueryHandler(drop, r"^networks:drop:"),
        CallbackQueryHandler(refuse, r"^networks:no:"),
        MessageHandler(filters.Regex(linking_secrets.ONLY_PASSWORD), linking_secrets.take_password),
    ]


async def show_networks(update: Update, context: Context) -> None:
    await toast(update)
    words = context.words
    if context.person.diary_only:
        await show(update, context, words(CANNOT[Why.DIARY_ONLY]))
        return
    linked = await linking.accounts(context.ground, context.person.id)
    lines = [in_words(words, account, context.person.zone) for account in linked]
    await show(
        update,
        context,
        "\n\n".join(lines) or words(NOTHING_LINKED),
        rows(words, linked, linking.linkable(context.ground)),
    )


def rows(words: Words, accounts: Sequence[LinkedAccount], linkable: Sequence[str]) -> Rows:
    """Each account leads to its own view; below, what can be connected, and what needs no link."""
    own = [
        [button(account_name(words, one.network, one.handle), f"networks:account:{one.account_id}")]
        for one in accounts
    ]
    by_hand = [button(words(SHARE_BUTTONS), "assist:places")]
    return [*own, *_connect_rows(words, linkable), by_hand]


def _connect_rows(words: Words, linkable: Sequence[str]) -> Rows:
    """Two a row: with all of them there are many."""
    offers = [
        button(words(CONNECT, network=network_title(words, name)), f"networks:link:{name}")
        for name in linkable
    ]
    return in_rows(offers, 2)


async def show_account(update: Update, context: Context) -> None:
    await toast(update)
    await _show_account(update, context, id_in(update))


async def _show_account(update: Update, context: Context, account_id: int) -> None:
    account = await found(update, context, account_id)
    if account is None:
        return
    words = context.words
    shown = in_words(words, account, context.person.zone)
    text = f"{shown}\n\n{words(COVERS)}{long_face.said(words, account)}"
    await show(update, context, text, account_rows(words, account))


def account_rows(words: Words, account: LinkedAccount) -> Rows:
    number = account.account_id
    if account.by_itself:
        toggle = button(words(IS_ON), f"networks:itself:{number}:off")
    else:
        toggle = button(words(TURN_ON), f"networks:itself:{number}:on")
    again = [button(again_in_words(words, account.network), f"networks:again:{number}")]
    end = [button(words(UNLINK), f"networks:unlink:{number}")]
    return [
        [toggle],
        *long_face.rows(words, account),
        again if account.state == AccountState.SIGNED_OUT else [],
        [] if account.is_page else end,
        [button(BACK, "networks:list")],
    ]


async def by_itself(update: Update, context: Context) -> None:
    account_id, on = id_in(update), argument(update, 1) == "on"
    outcome = await set_by_itself(context.ground, context.person.id, account_id, on=on)
    if outcome is ByItself.NOT_SEEN:
        await toast(update, context.words(NOT_SEEN), alert=True)
        return
    await toast(update)
    await _show_account(update, context, account_id)


async def long_answers(update: Update, context: Context) -> None:
    await toast(update)
    account_id = id_in(update)
    await long_face.choose(context, account_id, argument(update, 1))
    await _show_account(update, context, account_id)


async def link_command(update: Update, context: Context) -> None:
    """`/link mastodon example.social` goes on at once; `/link` asks what."""
    wanted, _, known = " ".join(context.args or ()).partition(" ")
    if wanted:
        await _begin(update, context, wanted.lower(), known.strip())
        return
    words = context.words
    if context.person.diary_only:
        await show(update, context, words(CANNOT[Why.DIARY_ONLY]))
        return
    offers = _connect_rows(words, linking.linkable(context.ground))
    await show(update, context, words(CONNECT_WHAT), offers)


async def link_button(update: Update, context: Context) -> None:
    await toast(update)
    await _begin(update, context, argument(update))


async def _begin(update: Update, context: Context, network: str, known: str = "") -> None:
    if network == linking_bluesky.NETWORK and linking_steps.may_link(context, network):
        await linking_bluesky.begin(update, context, known)
    elif network == linking_group.NETWORK and linking_steps.may_link(context, network):
        await linking_group.begin(update, context)
    else:
        await linking_steps.begin(update, context, network, known)


async def sign_in_again(update: Update, context: Context) -> None:
    """The same account once more, without asking for what is known of it."""
    await toast(update)
    account = await found(update, context, id_in(update))
    if account is not None:
        known = account.handle if account.network == "bluesky" else account.server
        await _begin(update, context, account.network, known)


async def drop(update: Update, context: Context) -> None:
    """*Don't send what waits.*"""
    await toast(update)
    dropped = await sharing.drop_parked(context.ground, context.person.id, id_in(update))
    words = context.words
    text = words.plural(DROPPED, dropped) if dropped else words(NONE_WAITING)
    await show(update, context, text)


async def refuse(update: Update, context: Context) -> None:
    await toast(update)
    ended = await linking.refuse(context.ground, context.person.id, id_in(update))
    await show(
        update,
        context,
        context.words(ENDED if ended else NOT_CONFIRMED[NotConfirmed.NOTHING_WAITS]),
    )
