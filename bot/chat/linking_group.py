"""Linking a Telegram group: the way there, and the question before anything of it is used."""

import secrets
from collections.abc import Mapping
from typing import Any

from telegram import Message, MessageOriginChannel, Update, User

from bot.chat import dialogues
from bot.chat.context import Context
from bot.chat.link_words import CANNOT, in_words
from bot.chat.speaking import (
    NO_PREVIEW,
    Rows,
    argument,
    button,
    id_in,
    link,
    markup,
    show,
    toast,
)
from bot.locales import Words, mark, mark_plural
from bot.services import groups
from bot.services.groups import Offer
from bot.services.linking import CannotLink, Why

_ = mark

GROUP = "link-group"
NETWORK = "group"
HOW = _(
    "Add me to a group that you belong to, such as family or friends: with the button, or in the "
    "group by “Add members” → @{bot}. I say nothing there and read nothing; "
    "only what you choose under an answer is posted. "
    "You have fifteen minutes, and I ask you here before anything goes there."
)
ADD_ME = _("Add me to a group")
SHARE_TO = _("Share to the group “{title}”?")
WHO_READS = mark_plural(
    "{count} member is in it, me included, and whoever joins later may read what stands there. "
    "I cannot see who reads.",
    "{count} members are in it, me included, and whoever joins later may read what stands there. "
    "I cannot see who reads.",
)
BEGINS = _("Each of your posts there begins with your name: {author}")
YES, NO = _("Yes, share there"), _("No, leave the group")
DECLINED = _("I left the group. Nothing was connected.")

Said = tuple[str, Rows]


async def begin(update: Update, context: Context) -> None:
    """Explains the way; for a quarter of an hour the group that this person adds the bot to is
    the one that is meant."""
    words, bot, token = context.words, context.bot.username, secrets.token_urlsafe(12)
    # https://core.telegram.org/bots/features#deep-linking (2026-11-28)
    rows = [[link(words(ADD_ME), f"https://t.me/{bot}?startgroup={token}")]]
    message_id = await show(update, context, words(HOW, bot=bot), rows)
    await dialogues.ask_for(context, GROUP, message_id, token=token)


async def read_group(update: Update, context: Context, about: Mapping[str, Any]) -> bool:
    """A name or a forwarded message brings nobody into a group; all else is for the diary."""
    message = update.effective_message
    if message is None or not _names_a_place(message):
        return False
    await begin(update, context)
    return True


def _names_a_place(message: Message) -> bool:
    text = (message.text or "").strip()
    named = text.startswith(("@", "https://t.me/", "t.me/")) and len(text.split()) == 1
    return named or isinstance(message.forward_origin, MessageOriginChannel)


async def offer(context: Context, chat_id: int, user: User | None) -> None:
    """Asks the person, in their own chat; the dialogue that waited for the group is over then."""
    words = context.words
    try:
        found = await groups.offer(
            context.ground, context.person.id, chat_id, user.first_name if user else ""
        )
    except CannotLink as problem:
        await _tell(context, words(CANNOT[problem.why]))
        return
    text, rows = offer_in_words(words, found)
    await _tell(context, text, rows)
    await dialogues.end(context)


def offer_in_words(words: Words, found: Offer) -> Said:
    lines = [
        words(SHARE_TO, title=found.title),
        words.plural(WHO_READS, found.members),
        words(BEGINS, author=found.author),
    ]
    yes = button(words(YES), f"networks:group:{found.account_id}:yes")
    no = button(words(NO), f"networks:group:{found.account_id}:no")
    return "\n\n".join(lines), [[yes], [no]]


async def answered(update: Update, context: Context) -> None:
    """The person's yes or no."""
    account_id, yes = id_in(update), argument(update, 1) == "yes"
    await toast(update)
    ground, who = context.ground, context.person.id
    try:
        if yes:
            text = in_words(context.words, await groups.confirm(ground, who, account_id))
        elif await groups.decline(ground, who, account_id):
            text = context.words(DECLINED)
        else:
            text = context.words(CANNOT[Why.NOT_ASKED])
    except CannotLink as problem:
        text = context.words(CANNOT[problem.why])
    await show(update, context, text)


async def say_not_a_group(context: Context) -> None:
    await _tell(context, context.words(CANNOT[Why.NOT_A_GROUP]))


async def _tell(context: Context, text: str, rows: Rows | None = None) -> None:
    """Says something that no message or press of theirs asked for just now."""
    await context.bot.send_message(
        context.person.id, text, reply_markup=markup(rows), link_preview_options=NO_PREVIEW
    )


DIALOGUES = {GROUP: read_group}
